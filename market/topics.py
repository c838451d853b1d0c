"""Topics: what prospects discuss, the questions they ask, and who answers them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from market.figures import Figure, Window
from market.findings import Evidence


class Intent(StrEnum):
    """What the author of a conversation is after."""

    QUESTION = "question"
    RECOMMENDATION = "request for recommendation"
    PAIN_POINT = "pain point"
    COMPARISON = "comparison"
    BUYING = "buying intent"
    OTHER = "other"


class Answer(StrEnum):
    """Whether a company's page answers a prospect's question."""

    ANSWERED = "answered"
    TOUCHED = "touched"
    NOT = "not answered"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a topic with its keyness (LRC: the bound nearest 0 of the log ratio's interval, log2 units)."""

    text: str
    lrc: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many posts of one company are on a topic, with the best page as evidence."""

    company: str
    posts: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Conversations that share a vocabulary."""

    id: str  # digest of its terms: the same archive gives the same id
    label: str  # a phrase people would write
    terms: tuple[Term, ...]
    conversations: int
    voices: int  # distinct author × conversation
    share: Figure
    venues: tuple[tuple[str, int], ...]  # Venue.key, conversations; most first
    intents: tuple[tuple[Intent, int], ...]
    quotes: tuple[Evidence, ...]  # at most 25 words each
    coverage: tuple[Coverage, ...]  # every company, most posts first


@dataclass(frozen=True, slots=True)
class Answering:
    """What one company has on a question."""

    company: str
    answer: Answer
    similarity: float  # cosine, 0 to 1
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question prospects ask; near-duplicates count as one."""

    id: str
    text: str  # at most 25 words
    intent: Intent
    asked: int  # conversations that ask it
    authors: int  # distinct known authors; equals ``asked`` where authors are unknown
    venues: tuple[str, ...]  # Venue.key
    evidence: tuple[Evidence, ...]
    answered_by: tuple[Answering, ...]


class Tier(StrEnum):
    """How far a topic's change can be trusted."""

    CALLED = "called"  # false discovery rate under .05 over the table, and a ratio whose interval leaves 1 out
    WATCH = "watch"  # p under .05 on its own: a list of this length holds some of these by chance
    TOO_FEW = "too few to call"


class Direction(StrEnum):
    """Which way a topic's share goes, as far as that can be told."""

    RISING = "rising"
    FADING = "fading"
    UNTOLD = "no change that can be told"


@dataclass(frozen=True, slots=True)
class Burst:
    """Weeks in which a topic was talked of at twice its usual rate or more (Kleinberg 2002)."""

    start: date
    end: date
    weight: float  # how much better a burst explains these weeks, natural logarithm


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """A topic's share now and before, and whether the change can be called."""

    topic: str  # Topic.id
    label: str
    tier: Tier
    direction: Direction
    now: Figure
    before: Figure  # with the window's mix of sources
    ratio: Figure
    detectable: Figure  # the smallest rise that would have been called, at 80 % power
    p: float | None  # None: not tested
    q: float | None
    lrc: float  # of the window against the baseline, log2 units
    authors: int  # distinct known ones in the window; a conversation of an unknown author counts as one
    sites: int  # hosts in the window
    first_seen: date | None
    new: bool  # nothing on it in the baseline, three authors on two sites in the window
    weeks: tuple[int, ...]  # conversations per week of the table
    bursts: tuple[Burst, ...]
    reason: str = ""  # why it is in no higher tier


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """All conversations on the market that began in the seven days from ``start`` on, in the panel."""

    start: date
    conversations: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that is not in the panel, and why."""

    venue: str  # Venue.key
    reason: str
    conversations: int  # dated in the window or the baseline


@dataclass(frozen=True, slots=True)
class TrendTable:
    """What rises and what fades among the topics, over the sources that were there all along."""

    window: Window  # up to the last whole week
    baseline: Window
    weeks: tuple[TrendWeek, ...]  # baseline first; without weeks that are not over
    panel: tuple[str, ...]  # Venue.key
    left_out: tuple[LeftOut, ...]
    undated: int  # conversations that show no date
    outside: int  # dated before the baseline or after the last whole week
    tested: int  # topics: the family of the false discovery rate
    by_chance: float  # topics of them expected in tier watch or higher when nothing moves
    autocorrelation: float  # of the weeks, pooled over the topics
    trends: tuple[TopicTrend, ...]  # called first
    reason: str = ""  # why nothing can be said, "" otherwise
