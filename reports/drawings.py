"""Drawings: what a chart shows, as numbers and words; ``charts`` and the formats turn them into pictures."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from reports.inline import FigureText


@dataclass(frozen=True, slots=True)
class Week:
    """A bar of a weekly chart."""

    start: date
    posts: int


@dataclass(frozen=True, slots=True)
class WeekPanel:
    """One company's weekly posts; ``weeks`` is empty where ``reason`` says why."""

    name: str
    client: bool
    label: FigureText  # the rate with its interval
    weeks: tuple[Week, ...]
    rate: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WeekPanels:
    """Small multiples over the same weeks and the same scale."""

    panels: tuple[WeekPanel, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its interval; ``value`` None draws only the range from ``low`` to ``high``."""

    label: str
    shown: str  # the value in words, printed at the bar
    value: float | None
    low: float | None
    high: float | None
    target: float | None = None
    client: bool = True


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars on one axis that begins at 0."""

    bars: tuple[Bar, ...]
    axis: str
    share: bool = False
    limit: float | None = None  # end of the axis; None: what the bars need


@dataclass(frozen=True, slots=True)
class Point:
    """A place of the scatter, numbered as in the table beside it."""

    number: int
    x: float
    x_low: float
    x_high: float
    y: float
    y_low: float
    y_high: float  # may be infinite
    strong: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Shares on the x axis, ratios on a logarithmic y axis with a line at 1."""

    points: tuple[Point, ...]
    x_axis: str
    y_axis: str


@dataclass(frozen=True, slots=True)
class Stack:
    """One whole and its parts, in the order of ``Stacks.names``; without parts ``shown`` says why."""

    label: str
    parts: tuple[float, ...]
    shown: str
    client: bool = False


@dataclass(frozen=True, slots=True)
class Stacks:
    """Wholes side by side, each divided into the same named parts."""

    names: tuple[str, ...]
    rows: tuple[Stack, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class Spark:
    """A share over time on one line; None where nothing was said in a period."""

    label: str
    shown: str  # the change in words, printed at the line's end
    shares: tuple[float | None, ...]
    strong: bool
    spans: tuple[tuple[float, float] | None, ...] = ()  # interval of each share; () draws none


@dataclass(frozen=True, slots=True)
class Sparks:
    """Small lines one under the other over the same periods, each on a scale of its own that begins at 0."""

    starts: tuple[date, ...]  # first day of each period
    split: int  # periods before the window
    rows: tuple[Spark, ...]
    unit: str


Drawing: TypeAlias = WeekPanels | Bars | Scatter | Stacks | Sparks
