"""Changes: what is different from the last audit of the same client, and what cannot be told."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from market.figures import Figure, Window
from market.findings import Evidence


class Done(StrEnum):
    """What became of a recommendation."""

    DONE = "done"
    PARTLY = "partly done"
    NOT = "not yet"
    UNTOLD = "cannot tell"


class Move(StrEnum):
    """What became of something that a company does in public."""

    STARTED = "started"
    STOPPED = "stopped"
    UNTOLD = "cannot tell"


class Shift(StrEnum):
    """Whether a measured amount is another one than before."""

    UP = "up"
    DOWN = "down"
    SAME = "no change that can be told"
    UNTOLD = "cannot tell"


@dataclass(frozen=True, slots=True)
class EarlierAudit:
    """The audit that changes are told from; its digest shows that it is the one that was delivered."""

    run: str
    as_of: datetime
    window: Window
    product: str
    archive_digest: str
    sha256: str  # of its audit.json


@dataclass(frozen=True, slots=True)
class EarlierCapture:
    """What the earlier audit cites: its record lies in that audit's evidence, not in this one's."""

    url: str
    captured_at: datetime
    digest: str
    quote: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One recommendation of the earlier audit, held against this one by its own measure."""

    action: str
    measure: str
    recheck: date
    done: Done
    then: str  # the measure's value in words, with n and interval where there are
    now: str
    why: str
    evidence: tuple[Evidence, ...]
    earlier: tuple[EarlierCapture, ...]


@dataclass(frozen=True, slots=True)
class TacticChange:
    """A tactic, channel, format or way of contact that was observed in one audit and not in the other."""

    company: str  # Company.key
    kind: str  # "lead form", "channel" …
    subject: str
    move: Move
    seen_now: bool  # in this audit; else in the earlier one
    why: str
    evidence: tuple[Evidence, ...]  # where it is seen now
    earlier: tuple[EarlierCapture, ...]  # where it was seen then


@dataclass(frozen=True, slots=True)
class CadenceChange:
    """A company's posts since the earlier audit against those it counted; the ratio is 1 where nothing changed."""

    company: str  # Company.key
    shift: Shift
    then: str  # posts and weeks, in words
    now: str
    ratio: Figure


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A company's score then and now; two ranges that overlap are not told apart."""

    company: str  # Company.key
    shift: Shift
    then: tuple[float, float]  # low and high, out of 100
    now: tuple[float, float]
    why: str


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A topic that entered or fades, where the trend of the conversations supports it."""

    topic: str  # Topic.id
    label: str
    shift: Shift  # UP: new in the list and called rising; DOWN: called fading, and was not before
    why: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is told against one earlier audit."""

    since: EarlierAudit
    steps: tuple[FollowUp, ...]
    tactics: tuple[TacticChange, ...]
    cadences: tuple[CadenceChange, ...]
    scores: tuple[ScoreChange, ...]
    topics: tuple[TopicChange, ...]
    joined: tuple[str, ...] = ()  # names of companies that only this audit has: nothing to compare
    gone: tuple[str, ...] = ()  # names of companies that only the earlier one has
    remarks: tuple[str, ...] = ()  # why a change may come from something else than the market
