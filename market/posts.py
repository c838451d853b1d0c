"""Posts: what companies publish, and the conversations that prospects hold."""

from dataclasses import dataclass
from datetime import datetime

from market.pages import Capture, Dating


@dataclass(frozen=True, slots=True)
class Post:
    """One published item of a company, merged from its page and its feed entry."""

    company: str  # Company.key
    url: str
    title: str
    text: str
    h1: str
    words: int
    language: str
    dating: Dating | None  # None: undated, never guessed
    capture: Capture

    @property
    def key(self) -> str:
        from market.urls import key_of

        return key_of(self.url)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer in a conversation; the author is a salted hash, "" when unknown."""

    author: str
    text: str
    at: datetime | None
    score: int | None = None
    links: tuple[str, ...] = ()  # canonical addresses outside the venue that it links to, each once, in order


@dataclass(frozen=True, slots=True)
class Conversation:
    """A post of a community and its replies (SIOC Thread)."""

    venue: str  # Venue.key
    url: str
    title: str
    text: str
    author: str  # a salted hash: people are counted, never named; "" when unknown
    started_at: datetime | None
    replies: int | None  # None: not shown publicly
    score: int | None
    capture: Capture
    answers: tuple[Reply, ...] = ()
    views: int | None = None  # None: not shown publicly
    language: str = ""  # ISO 639-1 as the venue states it, "" where it states none
    tags: tuple[str, ...] = ()  # as the venue files it: tags, sections, flairs
    links: tuple[str, ...] = ()  # canonical addresses outside the venue that its first post links to, in order

    @property
    def key(self) -> str:
        from market.urls import key_of

        return key_of(self.url)

    @property
    def voices(self) -> frozenset[str]:
        """Distinct known authors: the unit of counting is author × conversation."""
        return frozenset(a for a in (self.author, *(r.author for r in self.answers)) if a)


@dataclass(frozen=True, slots=True)
class Mention:
    """A post or conversation that names a company."""

    company: str
    url: str
    quote: str
