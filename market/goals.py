"""Goals: what published items and plan lines serve, and how that was told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal with what speaks for it: its own words, and those of its targets and of the plan lines that serve it."""

    name: str
    phrases: tuple[str, ...] = ()  # key phrases and topics promised for it, audience, target units; one word or more
    places: tuple[str, ...] = ()  # places that the plan lines serving it name


@dataclass(frozen=True, slots=True)
class GoalMapping:
    """A published item and the goal it serves, with the reason in words for readers."""

    post: str  # Post.url
    goal: str  # GoalText.name, "" when nothing speaks for any goal
    score: float  # 0 to 1: how strongly the reason speaks
    reason: str
