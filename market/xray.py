"""The plan X-ray: whether a plan is whole, what each line lacks, and what public pages are consistent with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from market.figures import Figure
from market.findings import Evidence


class Measurability(StrEnum):
    """Where the number comes from that tells whether a plan item was done."""

    OUTSIDE = "from public pages"
    PRIVATE = "only from the client's own numbers"
    NOT_AS_WRITTEN = "not measurable as written"
    NO_ITEM = "not an item to measure"  # a strategy, or a sentence that is none of them


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """One line of the plan under the X-ray."""

    line: str  # PlanRow.id
    lacks: tuple[str, ...]  # number, period, owner, channel, goal
    measurability: Measurability
    why: str
    tactic_first: str  # why the line asks for a channel before a goal or an audience; "" when it does not
    remeasure: date | None  # when to measure again; None where there is nothing to measure


@dataclass(frozen=True, slots=True)
class Cue:
    """Public words that are consistent with one direction; never a verdict."""

    level: str  # corporate, business unit
    consistent_with: str  # growth, penetration …
    stated: bool  # whether the brief states that direction
    pages: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """How much of what is published serves one function: the client beside its competitors."""

    function: str  # communications, marketing, human resources, customer service
    stated: bool  # the brief says that social media shall be aligned with it
    figures: tuple[Figure, ...]  # share of items per company, in the order of ``Audit.companies``
    median: Figure  # of the competitors that could be measured


@dataclass(frozen=True, slots=True)
class PlanXray:
    """The whole plan under the X-ray."""

    strategies: int
    targets: int
    tactics: int
    complete: bool  # a strategy, a target and a tactic, every tactic under a goal and every goal with a tactic
    missing: tuple[str, ...]  # which of strategy, target, tactic the brief lacks
    orphans: tuple[str, ...]  # PlanRow.id of tactics under no goal
    idle: tuple[str, ...]  # goals without a tactic
    checks: tuple[PlanCheck, ...]  # one per line of the plan
    cues: tuple[Cue, ...]
    alignment: tuple[AlignmentRow, ...]
    stance: Figure  # traces of going out ÷ all traces of going out and of waiting
    planned: Figure  # items that a line of the plan speaks of ÷ items published
    action: Figure  # pages that ask for the action the brief wants ÷ pages read
