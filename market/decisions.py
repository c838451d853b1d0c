"""Decisions: what people decided while they reviewed results; those of topics are in ``market.topic_names``."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Aspect(StrEnum):
    """What a decision is about; of each there is one per subject."""

    VENUE = "venue"  # of a Venue.key, or the address of a Candidate: accepted or refused
    LABEL = "label"  # of a PlanRow.id: what the line is
    GOAL = "goal"  # of an item's address: the name of the goal it serves, or "none"
    REPORT = "report"  # of an evidence entry: it belongs in the report
    NOTE = "note"  # of anything that has a page: words of one's own


class Mark(StrEnum):
    """What a venue is to the client."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; it holds for every later audit of the client until it is taken back."""

    aspect: Aspect
    subject: str
    label: str  # the subject in words, as it was called then
    value: str
    run: str  # Run.key of the audit it was taken on
    by: str  # user name, "" where nobody was asked
    decided_at: datetime
