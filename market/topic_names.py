"""Topic names: what becomes of a topic from audit to audit, and what people decided of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Fate(StrEnum):
    """What an audit saw of a topic."""

    BORN = "new"
    KEPT = "still discussed"
    BACK = "discussed again"  # it was gone in the audit before
    SPLIT = "split off"  # from ``TopicSight.other``, which goes on
    JOINED = "joined another"  # ``TopicSight.other`` goes on with its conversations
    GONE = "no longer discussed"


@dataclass(frozen=True, slots=True)
class TopicSight:
    """One topic as one audit saw it."""

    topic: str  # Topic.id
    fate: Fate
    label: str  # as the audit found it, whatever people named it
    terms: tuple[str, ...]  # best first
    conversations: int  # 0: gone, or joined another
    share: float  # of the on-market conversations, 0 to 1
    other: str = ""  # Topic.id that it split off from or joined, "" otherwise


@dataclass(frozen=True, slots=True)
class TopicEvent:
    """One line of a topic's history."""

    run: str
    as_of: date
    sight: TopicSight


@dataclass(frozen=True, slots=True)
class TopicDecision:
    """What people decided of a topic; it holds for every later audit of the client."""

    topic: str  # Topic.id
    name: str  # "" as it is found
    into: str  # Topic.id that it is counted with, "" by itself
    hidden: bool  # left out of reports
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class TopicsBefore:
    """What a run is given to recognise and name its topics by."""

    memory: bytes = b""  # of the client's run before (``nlp.identity``), empty in a first one
    decisions: tuple[TopicDecision, ...] = ()


NOTHING_BEFORE = TopicsBefore()


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """A topic of a client over all its audits."""

    id: str  # Topic.id
    name: str  # by hand, else the newest label
    label: str  # as the newest audit that saw it found it
    terms: tuple[str, ...]
    first_seen: date
    last_seen: date  # last audit with conversations on it
    alive: bool  # in the client's newest audit
    conversations: int  # in the audit of ``last_seen``
    share: float  # of the on-market conversations of that audit, 0 to 1
    named: bool  # by hand
    into: str  # Topic.id that it is counted with, "" by itself
    hidden: bool
