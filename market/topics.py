"""Topics: what prospects discuss, the questions they ask, and who answers them."""

from dataclasses import dataclass
from enum import StrEnum

from market.figures import Figure
from market.findings import Evidence


class Intent(StrEnum):
    """What the author of a conversation is after."""

    QUESTION = "question"
    RECOMMENDATION = "request for recommendation"
    PAIN_POINT = "pain point"
    COMPARISON = "comparison"
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


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """A topic's share now and before, and whether the change can be called."""

    topic: str  # Topic.id
    tier: str  # called, watch, too few to call
    now: Figure
    before: Figure
    ratio: Figure
    reason: str = ""
