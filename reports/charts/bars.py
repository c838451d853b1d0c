"""Bars on one axis that begins at 0, each with its interval, and a diamond where something was promised."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.blocks import Bar, Bars
from reports.charts.scales import ticks
from reports.svg import Canvas, fit, width_of, wrap
from reports.words import number, percent

_FOOT = 38.0
_LABEL_ROOM = 0.34  # of a wide picture
_TWO_LINES = 560  # pixels from which label, bar and value stand side by side


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the bars run from and to, and how high a row is."""

    left: float
    right: float
    row: float
    labels: tuple[tuple[str, ...], ...]  # the lines of each label; empty where it stands above its bar


def draw_bars(drawing: Bars, width: float, colours: Mapping[str, str]) -> Canvas:
    """Side by side where there is room: label, bar, value; on a phone label and value stand above the bar."""
    frame = _side_by_side(drawing, width) if width >= _TWO_LINES else _Frame(6, width - 14, 46, ())
    limit = drawing.limit or max([0.01, *(end for bar in drawing.bars for end in _ends(bar))]) * 1.05
    made = Canvas(width, frame.row * len(drawing.bars) + _FOOT, colours)

    def along(value: float) -> float:
        return frame.left + (frame.right - frame.left) * min(value, limit) / limit

    top = 4.0 if frame.labels else 20.0
    for tick in ticks(limit, 5):
        made.line(along(tick), top, along(tick), made.height - _FOOT, "line")
    for place, bar in enumerate(drawing.bars):
        _label(made, bar, place, frame, width)
        _marks(made, bar, frame.row * place + (frame.row / 2 if frame.labels else 33.0), along)
    _axis(made, drawing, limit, along, frame)
    return made


def _side_by_side(drawing: Bars, width: float) -> _Frame:
    room = width * _LABEL_ROOM
    labels = tuple(tuple(wrap(bar.label, room - 14, 2, 12, bold=True)) for bar in drawing.bars)
    longest = max([60.0, *(width_of(line, 12, bold=True) for lines in labels for line in lines)])
    shown = max([0.0, *(width_of(bar.shown) for bar in drawing.bars)])
    row = 40.0 if any(len(lines) > 1 for lines in labels) else 32.0
    return _Frame(min(room, longest + 14), width - min(shown + 18, width * 0.3), row, labels)


def _ends(bar: Bar) -> list[float]:
    return [end for end in (bar.value, bar.high, bar.target) if end is not None and math.isfinite(end)]


def _label(made: Canvas, bar: Bar, place: int, frame: _Frame, width: float) -> None:
    top = frame.row * place
    if not frame.labels:
        shown = fit(bar.shown, width * 0.6)
        made.text(6, top + 18, fit(bar.label, width - width_of(shown) - 34, bold=True), bold=True)
        made.text(width - 14, top + 18, shown, anchor="end")
        return
    lines = frame.labels[place]
    first = top + frame.row / 2 + 4 - 7.5 * (len(lines) - 1)
    for number_, line in enumerate(lines):
        made.text(0, first + 15 * number_, line, bold=bar.client)
    made.text(width, top + frame.row / 2 + 4, fit(bar.shown, width * 0.3), anchor="end")


def _marks(made: Canvas, bar: Bar, middle: float, along: Callable[[float], float]) -> None:
    """The bar with its interval and target; a range alone is a thick line between two ends."""
    role = "client" if bar.client else "other"
    if bar.value is not None:
        made.rect(along(0), middle - 7, along(bar.value) - along(0), 14, role)
    if bar.low is not None and bar.high is not None:
        low, high = along(bar.low), along(bar.high)
        if bar.value is None:
            made.rect(low, middle - 6, max(2, high - low), 12, role)
        else:
            made.line(low, middle, high, middle, "ink", 1.5)
            for end in (low, high):
                made.line(end, middle - 5, end, middle + 5, "ink", 1.5)
    if bar.target is not None:
        made.diamond(along(bar.target), middle, 7, "target")


def _axis(made: Canvas, drawing: Bars, limit: float, along: Callable[[float], float], frame: _Frame) -> None:
    show = percent if drawing.share else number
    base = made.height - _FOOT + 14
    for tick in ticks(limit, 5):
        text = show(tick)
        half = width_of(text, 11) / 2
        at = min(max(along(tick), frame.left + (0 if tick == 0 else half)), made.width - half)
        made.text(at, base, text, "soft", 11, "start" if tick == 0 else "middle")
    made.text(frame.left, made.height - 5, fit(drawing.axis, made.width - frame.left, 11), "soft", 11)
