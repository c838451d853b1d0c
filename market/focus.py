"""Focus: which goal each published item serves, and how much of the work serves none."""

from dataclasses import dataclass
from datetime import date

from market.figures import Figure
from market.findings import Evidence

FORMATS = ("short post", "article", "long read", "infographic", "case study", "video", "podcast", "webinar")


@dataclass(frozen=True, slots=True)
class FocusItem:
    """One published item of the window with the goal it serves and why."""

    url: str
    title: str
    on: date
    format: str  # one of FORMATS
    effort: float  # weight of the format; only the proportions mean anything
    goal: str  # "" when it serves no stated goal
    reason: str  # what speaks for the goal, in words for readers
    corrected: bool  # the brief says so; its word always wins
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Focus:
    """The client's published items mapped to its goals."""

    shares: tuple[tuple[str, Figure], ...]  # goal, share of the effort that serves it; in the order of the brief
    distraction: Figure  # share of the effort that serves no goal; None with its reason where it cannot be told
    items: tuple[FocusItem, ...]  # by effort, then newest first

    @property
    def unaligned(self) -> tuple[FocusItem, ...]:
        """The items that serve no goal, the greatest effort first."""
        return tuple(item for item in self.items if not item.goal)
