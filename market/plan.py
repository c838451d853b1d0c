"""The plan: each line of it, held against what was observed."""

from dataclasses import dataclass
from enum import StrEnum

from market.figures import Figure


class Verdict(StrEnum):
    """A plan's promise held against what was observed."""

    BEHIND = "behind"
    ON_PLAN = "on plan"
    AHEAD = "ahead"
    NOT_ENOUGH = "not enough weeks to tell"
    CANNOT_TELL = "cannot tell"
    PRIVATE = "only from the client's own numbers"
    NOT_AS_WRITTEN = "not measurable as written"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the client's plan."""

    id: str
    text: str  # as the brief states it
    label: str  # strategy, target, tactic, none
    goal: str  # name of the goal it serves, "" for an orphan
    owner: str
    channel: str
    promised: str  # "3 posts a week", "" when no number was found
    verdict: Verdict
    observed: Figure | None
    remarks: tuple[str, ...] = ()
    promised_rate: float | None = None  # the promise in the unit of ``observed``; None when it states no rate
    further: tuple[Figure, ...] = ()  # what else the line promises: a key phrase per field, a local share
    items: tuple[str, ...] = ()  # addresses of the published items that count towards the line
