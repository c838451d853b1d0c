"""Pages: what a URL served at one moment, and what was read from it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Capture:
    """What a URL served at one moment: the address of one WARC response record."""

    url: str
    captured_at: datetime  # UTC
    status: int
    media_type: str  # lower case, without parameters; "" when the server sent none
    digest: str  # SHA-256 of the payload (after content decoding), hexadecimal
    archive: str  # file name of the WARC, without folder
    offset: int  # byte offset of the record in that file


@dataclass(frozen=True, slots=True)
class Page:
    """A capture together with its payload."""

    capture: Capture
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes  # content decoding undone, character decoding not
    rendered: bool = False  # the body is what a browser made of the answer

    @property
    def url(self) -> str:
        return self.capture.url

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key == name.lower()), "")


class DateSource(StrEnum):
    """Where a publication date was read, from the most to the least trusted."""

    FEED = "feed"
    JSON_LD = "JSON-LD"
    META = "meta"
    TIME = "time element"
    URL = "URL"
    TEXT = "visible text"


@dataclass(frozen=True, slots=True)
class Dating:
    """A publication date with where it was read and how sure that is (0 to 1)."""

    on: date
    source: DateSource
    confidence: float


class PageKind(StrEnum):
    """What a page is for."""

    HOME = "home"
    POST = "post"
    LISTING = "listing"
    OTHER = "other"
    REDIRECT = "redirect"
    NOT_CONTENT = "not content"  # soft 404, empty, not HTML


class PagePurpose(StrEnum):
    """What a page that is no post does for its visitor, told by its address, title, markup and links."""

    HOME = "home"
    POST = "post"
    LISTING = "listing"
    PRODUCT = "product or service"
    PRICING = "pricing"
    ABOUT = "about"
    CONTACT = "contact"
    EVENT = "event"
    CAREERS = "careers"
    CASE_STUDY = "case study"
    TESTIMONIAL = "testimonials"
    HELP = "help"
    LEGAL = "legal"
    LANDING = "landing page"
    UNKNOWN = "unknown"


class Link(NamedTuple):
    """A link as a visitor sees it; ``region`` is head, header, nav, main, aside or footer."""

    url: str
    text: str
    region: str
    rel: str = ""


class Form(NamedTuple):
    """A form with its input types and names, and the words on and around its button."""

    action: str
    method: str
    inputs: tuple[str, ...]  # "type:name"
    text: str
    region: str
    button: str = ""  # the words on what sends it


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything later stages need of one HTML page, read from one parsed tree."""

    capture: Capture
    kind: PageKind
    canonical: str
    title: str
    h1: str
    description: str
    language: str  # ISO 639-1, "" when it cannot be told
    text: str  # main text
    words: int
    datings: tuple[Dating, ...]  # every publication date the page states, most trusted first
    modified: date | None
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    feeds: tuple[str, ...] = ()
    schema_types: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()  # og:type, generator, twitter:site …
    why: str = ""  # the rule that decided the kind
    purpose: PagePurpose = PagePurpose.UNKNOWN
    signed: bool = False  # an author is named; who it is, is not kept
    section: str = ""
    tags: tuple[str, ...] = ()
    comments: int | None = None  # None: not shown
    alternates: tuple[tuple[str, str], ...] = ()  # language and address of each translation, itself among them
    signals: tuple[tuple[str, str], ...] = ()  # fingerprint of ``vocabulary/fingerprints.toml`` and what shows it
    notes: tuple[str, ...] = ()  # what the page asks of crawlers: noindex, nofollow; and whether it is "rendered"
    markup: tuple[tuple[str, str], ...] = ()  # technical basics: images, images without alt, h1 …

    @property
    def url(self) -> str:
        return self.capture.url
