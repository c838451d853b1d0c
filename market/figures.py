"""Figures: a number that can prove itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from market.findings import Evidence


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days, both ends included."""

    start: date
    end: date

    @property
    def weeks(self) -> float:
        """Length in weeks."""
        return ((self.end - self.start).days + 1) / 7

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end

    @classmethod
    def ending(cls, end: date, weeks: int) -> "Window":
        """The ``weeks`` weeks whose last day is ``end``."""
        return cls(end - timedelta(days=7 * weeks - 1), end)

    def before(self) -> "Window":
        """The stretch of the same length that ends the day before this one begins."""
        length = self.end - self.start
        last = self.start - timedelta(days=1)
        return Window(last - length, last)


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval and the method that gave it."""

    low: float
    high: float
    confidence: float
    method: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number with all that is needed to check it.

    ``value`` is None when it could not be measured, and ``reason`` then says why: unknown is never 0.
    """

    id: str  # stable across runs and across the order of a brief: "cadence.<company key>"
    name: str  # the standard name
    subject: str  # what it is about, for readers
    value: float | None
    unit: str
    n: int
    window: Window | None
    interval: Interval | None
    formula: str
    inputs: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    evidence_total: int  # evidence is capped in print; this is how much there was
    reason: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError(f"figure {self.id} has neither a value nor a reason")


def utc_day(moment: datetime) -> date:
    """The calendar day of an aware moment in UTC."""
    from datetime import UTC

    return moment.astimezone(UTC).date()
