"""Coming: runs that a scheduler holds, as it says so."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Coming:
    """A run that is at work or to come."""

    name: str  # of what is scheduled
    state: str
    at: datetime | None  # when it is expected to begin
