"""Reach and affinity: shares to the right, ratios upward on a logarithmic axis with a line at 1."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.blocks import Point, Scatter
from reports.charts.scales import ticks
from reports.svg import Canvas, fit, width_of
from reports.words import number, percent

_LEFT, _RIGHT, _TOP, _FOOT = 44.0, 14.0, 26.0, 44.0
_NAMED = 560  # pixels from which points carry their names
_DOT, _LINE = 6.0, 15.0  # radius of a point, height of a line of its label
_MOST_NAME = 190.0  # pixels


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def draw_scatter(drawing: Scatter, width: float, colours: Mapping[str, str]) -> Canvas:
    """Every point with both intervals; its number, and where there is room its name, never over another's."""
    made = Canvas(width, 320.0 if width < _NAMED else min(340.0, 190.0 + 15.0 * len(drawing.points)), colours)
    limit = max([0.02, *(p.x_high for p in drawing.points)]) * 1.04
    floor, roof = _log_ends(drawing)

    def along(value: float) -> float:
        return _LEFT + (width - _LEFT - _RIGHT) * value / limit

    def up(value: float) -> float:
        part = (math.log2(min(max(value, floor), roof)) - math.log2(floor)) / (math.log2(roof) - math.log2(floor))
        return made.height - _FOOT - (made.height - _FOOT - _TOP) * part

    _axes(made, drawing, limit, (floor, roof), along, up)
    for p in drawing.points:
        made.line(along(p.x_low), up(p.y), along(p.x_high), up(p.y), "other")
        made.line(along(p.x), up(p.y_low), along(p.x), up(p.y_high), "other")
    lines = [_Box(along(p.x_low), up(p.y) - 1, along(p.x_high) - along(p.x_low), 2) for p in drawing.points]
    lines += [_Box(along(p.x) - 1, up(p.y_high), 2, up(p.y_low) - up(p.y_high)) for p in drawing.points]
    _labels(made, [(p, along(p.x), up(p.y)) for p in drawing.points], lines)
    for p in drawing.points:
        made.dot(along(p.x), up(p.y), _DOT, "client" if p.strong else "other", hollow=not p.strong)
    return made


def _axes(
    made: Canvas,
    drawing: Scatter,
    limit: float,
    ends: tuple[float, float],
    along: Callable[[float], float],
    up: Callable[[float], float],
) -> None:
    right = made.width - _RIGHT
    levels = [2.0**power for power in range(round(math.log2(ends[0])), round(math.log2(ends[1])) + 1)]
    for level in levels:
        made.line(_LEFT, up(level), right, up(level), "line")
        if len(levels) <= 7 or round(math.log2(level)) % 2 == 0:
            text = f"{number(level) if level >= 1 else f'1/{round(1 / level)}'}×"
            made.text(_LEFT - 6, up(level) + 4, text, "soft", 11, "end")
    made.line(_LEFT, up(1), right, up(1), "soft", 1.25, "4 3")
    for tick in ticks(limit, 5):
        made.text(along(tick), made.height - _FOOT + 16, percent(tick), "soft", 11, "middle")
    made.text(_LEFT, made.height - 8, fit(drawing.x_axis, right - _LEFT, 11), "soft", 11)
    made.text(2, 13, fit(drawing.y_axis, made.width - 4, 11), "soft", 11)


def _labels(made: Canvas, points: list[tuple[Point, float, float]], lines: list[_Box]) -> None:
    """Numbers with names, each at the free place nearest to its point, with a thread where it had to move away.

    A place that no interval crosses goes before a nearer one that hides a part of an interval.
    """
    taken = [_Box(x - _DOT - 1, y - _DOT - 1, 2 * _DOT + 2, 2 * _DOT + 2) for _, x, y in points]
    named = made.width >= _NAMED
    for point, x, y in sorted(points, key=lambda entry: (not entry[0].strong, entry[0].number)):
        name = fit(point.name, _MOST_NAME, 11) if named else ""
        digits = width_of(str(point.number), 11, bold=True)
        box = _place(made, taken, lines, x, y, digits + (4 + width_of(name, 11) if name else 0) + 2)
        taken.append(box)
        near_x, near_y = min(max(x, box.x), box.x + box.width), min(max(y, box.y), box.y + box.height)
        if math.hypot(near_x - x, near_y - y) > 2.5 * _DOT:
            made.line(x, y, near_x, near_y, "soft", 0.75)
        made.rect(box.x - 1, box.y, box.width + 2, box.height, "ground")
        made.text(box.x, box.y + 11, str(point.number), "ink", 11, bold=True)
        if name:
            made.text(box.x + digits + 4, box.y + 11, name, "ink", 11)


def _place(made: Canvas, taken: list[_Box], lines: list[_Box], x: float, y: float, width: float) -> _Box:
    """The first box on widening rings that hides nothing; else the first that hides no label, else the nearest."""
    first: _Box | None = None
    free: _Box | None = None
    for distance in (_DOT + 3, 20.0, 32.0, 46.0, 62.0, 80.0, 100.0, 124.0, 150.0):
        for angle in (0, 180, -60, 60, -120, 120, -90, 90, -30, 30, -150, 150):
            dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            left = x + dx * distance - (0 if dx > 0.1 else width if dx < -0.1 else width / 2)
            top = y + dy * distance - _LINE / 2
            box = _Box(left, top, width, _LINE)
            inside = (
                left >= _LEFT
                and left + width <= made.width - 2
                and top >= _TOP - 8
                and top + _LINE <= made.height - _FOOT
            )
            if inside and first is None:
                first = box
            if inside and not any(box.meets(other) for other in taken):
                if not any(box.meets(line) for line in lines):
                    return box
                free = free or box
    return free or first or _Box(min(max(x, _LEFT), made.width - width - 2), max(y - _LINE, _TOP), width, _LINE)


def _log_ends(drawing: Scatter) -> tuple[float, float]:
    """Powers of two around all points; an interval without an upper end runs to the roof."""
    values = [v for p in drawing.points for v in (p.y, p.y_low, p.y_high) if v > 0 and math.isfinite(v)]
    low, high = min([0.5, *values]), max([2.0, *values])
    return 2.0 ** max(-6, math.floor(math.log2(low))), 2.0 ** min(10, math.ceil(math.log2(high)))
