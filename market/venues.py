"""Venues: the places where prospects gather (SIOC Forum; "hang-out" only in text for readers)."""

from dataclasses import dataclass
from enum import StrEnum

from market.figures import Figure
from market.findings import Evidence
from market.urls import key_of


class Access(StrEnum):
    """Under which rule a venue can be read."""

    CRAWLABLE = "crawlable"
    API = "API"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Venue:
    """One community as the brief names it."""

    name: str
    url: str
    platform: str  # name of a connector; "" when none reads it
    access: Access
    feed: str = ""
    base: bool = False  # a sample of everything people talk about: compared with, never ranked
    export: str = ""  # name of the file whose posts stand for the venue; "" when it is read from the web

    @property
    def key(self) -> str:
        return key_of(self.url)


class Promotion(StrEnum):
    """What a venue's own rules say of promoting oneself there."""

    REFUSED = "refused"
    LIMITED = "limited"
    ALLOWED = "allowed"
    UNSTATED = "not mentioned"
    NOT_READ = "not read"


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether a newcomer may speak of their own work in a venue, by its own rules page."""

    promotion: Promotion = Promotion.NOT_READ
    evidence: Evidence | None = None  # the sentence that says so


@dataclass(frozen=True, slots=True)
class Place:
    """Where people gather or read, as the address of something in it tells."""

    url: str
    name: str
    kind: str  # community, podcast, newsletter, video channel, publication
    platform: str  # name of a connector; "" when none reads it


@dataclass(frozen=True, slots=True)
class Citation:
    """A link that somebody set to a place: a company on a page, or a voice in a conversation."""

    place: Place
    company: str  # Company.key; "" in a conversation
    source: str  # address of the page or conversation
    author: str  # a salted hash; "" on a page, and where it is unknown
    framed: bool  # on a page: in what all pages share, as one's own channels are
    rivals: bool  # in a conversation: a competitor is named there too
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place nobody named in the brief, and why it was proposed."""

    url: str
    name: str
    kind: str  # of Place
    platform: str  # name of a connector; "" when none reads it
    reason: str  # one sentence for readers
    pages: int  # distinct pages of companies that link there
    voices: int  # distinct author × conversation pairs that link there
    rivals: int  # those of them in conversations that name a competitor
    companies: tuple[str, ...]  # Company.key of those whose site links there
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class VenueScore:
    """How much of the market's conversation was observed in one venue.

    ``share`` is on-market ÷ observed conversations; ``affinity`` its lift over the base (all other venues, where the
    brief names none); ``reach`` the venue's part of all observed authors who discuss the market. The order of venues
    goes by the lower bound of ``standing``, so that three lucky posts cannot outrank a busy forum.
    """

    venue: Venue
    conversations: int
    on_market: int
    voices: int
    share: Figure
    affinity: Figure
    reach: Figure
    first_at: str  # ISO date of the oldest conversation observed, "" when none is dated
    last_at: str
    competitors_present: tuple[str, ...]  # Company.key
    reason: str  # why nothing could be measured, "" otherwise
    standing: Figure | None = None  # weighted affinity: the order goes by the lower bound of its interval
    base_reach: Figure | None = None  # the venue's part of everything observed, on any subject
    authors: int = 0  # distinct known authors of on-market conversations and their replies
    growth: Figure | None = None  # on-market share of the recent half ÷ that of the earlier half
    answer_rate: Figure | None = None  # on-market questions with a reply ÷ those whose replies are shown
    unanswered: int = 0  # on-market questions seen without a reply
    openness: Openness = Openness()
    gem: bool = False
    gem_reason: str = ""  # which minimum it misses, "" for a hidden gem
    level: int = 0  # venues of one level cannot be told apart by what was observed; 0 when nothing was
