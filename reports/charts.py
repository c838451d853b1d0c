"""Charts: a drawing of ``blocks`` becomes a Vega-Lite specification and then an SVG that reads without any script.

Every position is computed here and the layout is fixed, so that the picture does not depend on the fonts of the
machine that drew it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.blocks import Bar, Bars, Drawing, Scatter, WeekPanel, WeekPanels
from reports.svg import BAND, CLIENT, GROUND, INK, LINE, ON_SCREEN, OTHER, SOFT, TARGET, Json, svg
from reports.words import clean, cut, day, number, percent

NARROW, WIDE = 340, 736  # pixels: a phone held upright, the text column


@dataclass(frozen=True, slots=True)
class Picture:
    """One SVG element; a wide one suits paper and desk, a narrow one a phone, "" both."""

    svg: str
    size: str


def draw(
    drawing: Drawing, ids: str, title: str, alt: str, colours: Mapping[str, str] = ON_SCREEN
) -> tuple[Picture, ...]:
    """The pictures of a drawing: a narrow and a wide one, or one per company for weekly panels with dated posts.

    ``ids`` begins every id inside, so that many charts share a page. The same drawing gives the same bytes.
    """
    if isinstance(drawing, WeekPanels):
        return tuple(
            Picture(svg(_weeks(panel, drawing), f"{ids}-{place}", panel.name, _weeks_alt(panel), colours), "")
            if panel.weeks
            else Picture("", "")
            for place, panel in enumerate(drawing.panels)
        )
    return tuple(
        Picture(svg(_spec_of(drawing, width), f"{ids}-{name}", title, alt, colours), name)
        for name, width in (("narrow", NARROW), ("wide", WIDE))
    )


def _spec_of(drawing: Bars | Scatter, width: float) -> Json:
    return _bars(drawing, width) if isinstance(drawing, Bars) else _scatter(drawing, width)


# ---- small builders of Vega-Lite


def _spec(width: float, height: float, layers: Sequence[Json], x: Json | None = None, y: Json | None = None) -> Json:
    """A layered specification on a fixed canvas; without a scale, positions are pixels."""
    scales = {
        "x": x or {"domain": [0, width], "range": [0, width]},
        "y": y or {"domain": [0, height], "range": [0, height]},
    }
    for layer in layers:
        for axis, scale in scales.items():
            if axis in layer["encoding"]:
                layer["encoding"][axis]["scale"] = {"nice": False, "zero": False} | scale
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "autosize": "none",
        "padding": 0,
        "background": None,
        "layer": list(layers),
        "config": {"aria": False, "view": {"stroke": None}, "text": {"fontSize": 12, "color": INK}},
    }


def _layer(mark: Json, rows: Sequence[Json], fields: str) -> Json:
    """A mark over rows; ``fields`` names the encodings, each read from the field of the same name."""
    encoding: Json = {}
    for name in fields.split():
        if name in ("x2", "y2"):
            encoding[name] = {"field": name}
        elif name == "text":
            encoding[name] = {"field": name, "type": "nominal"}
        elif name == "color":
            encoding[name] = {"field": name, "type": "nominal", "scale": None, "legend": None}
        else:
            encoding[name] = {"field": name, "type": "quantitative", "axis": None}
    return {"mark": mark, "data": {"values": list(rows)}, "encoding": encoding}


def _text(rows: Sequence[Json], align: str = "left", size: int = 12, weight: str = "normal", colour: str = INK) -> Json:
    mark = {
        "type": "text",
        "align": align,
        "baseline": "alphabetic",
        "fontSize": size,
        "fontWeight": weight,
        "color": colour,
    }
    return _layer(mark, [row | {"text": clean(row["text"])} for row in rows], "x y text")


def _ticks(limit: float, most: int = 5) -> list[float]:
    """Round steps from 0 to ``limit``, at most ``most`` of them."""
    raw = limit / most
    scale = 10.0 ** math.floor(math.log10(raw))
    step = next(scale * factor for factor in (1, 2, 2.5, 5, 10) if scale * factor >= raw * 0.999)
    return [round(step * place, 10) for place in range(int(limit / step + 1e-9) + 1)]


# ---- weekly posts of one company


def _weeks(panel: WeekPanel, panels: WeekPanels) -> Json:
    width, height, left, top, foot = 300.0, 96.0, 22.0, 8.0, 18.0
    limit = max([1.0, *(week.posts for p in panels.panels for week in p.weeks), *(p.high or 0 for p in panels.panels)])
    plot, deep = width - left, height - top - foot
    step = plot / len(panel.weeks)

    def up(value: float) -> float:
        return top + deep * (1 - value / limit)

    bars = [
        {"x": left + step * i + 1, "x2": left + step * (i + 1) - 1, "y": up(week.posts), "y2": up(0)}
        for i, week in enumerate(panel.weeks)
        if week.posts
    ]
    levels = [t for t in _ticks(limit, 3) if t == int(t)]
    grid = [{"x": left, "x2": width, "y": up(t), "y2": up(t)} for t in levels]
    layers = [_layer({"type": "rule", "color": LINE}, grid, "x x2 y y2")]
    if panel.low is not None and panel.high is not None:
        band = [{"x": left, "x2": width, "y": up(panel.high), "y2": up(panel.low)}]
        layers.append(_layer({"type": "rect", "color": BAND}, band, "x x2 y y2"))
    layers.append(_layer({"type": "rect", "color": CLIENT if panel.client else OTHER}, bars, "x x2 y y2"))
    if panel.rate is not None:
        line = [{"x": left, "x2": width, "y": up(panel.rate), "y2": up(panel.rate)}]
        layers.append(_layer({"type": "rule", "color": INK, "strokeWidth": 1.25}, line, "x x2 y y2"))
    layers.append(_text([{"x": left - 5, "y": up(t) + 4, "text": number(t)} for t in levels], "right", 10, colour=SOFT))
    first, last = day(panel.weeks[0].start), day(panel.weeks[-1].start)
    layers.append(_text([{"x": left, "y": height - 4, "text": first}], "left", 10, colour=SOFT))
    layers.append(_text([{"x": width, "y": height - 4, "text": last}], "right", 10, colour=SOFT))
    return _spec(width, height, layers)


def _weeks_alt(panel: WeekPanel) -> str:
    counts = ", ".join(str(week.posts) for week in panel.weeks)
    return f"Posts per week of {panel.name} from {day(panel.weeks[0].start)}: {counts}. Rate: {panel.label.text}."


# ---- bars with intervals


def _bars(drawing: Bars, width: float) -> Json:
    row, foot = 46.0, 38.0
    height = row * len(drawing.bars) + foot
    left, right = 6.0, 14.0
    limit = drawing.limit or max([0.01, *(end for bar in drawing.bars for end in _ends(bar))]) * 1.05

    def along(value: float) -> float:
        return left + (width - left - right) * min(value, limit) / limit

    grid = [{"x": along(t), "x2": along(t), "y": 20.0, "y2": height - foot} for t in _ticks(limit, 5)]
    layers = [_layer({"type": "rule", "color": LINE}, grid, "x x2 y y2")]
    for place, bar in enumerate(drawing.bars):
        layers.extend(_bar(bar, place * row, along, width, right))
    show = percent if drawing.share else number
    marks: list[Json] = [{"x": along(t), "y": height - foot + 14, "text": show(t)} for t in _ticks(limit, 5)]
    inner = [mark for mark in marks[1:] if mark["x"] <= width - right - 12]
    last = [mark | {"x": width} for mark in marks[1 + len(inner) :]]
    layers.append(_text(marks[:1], "left", 11, colour=SOFT))  # centred, the first and last would leave the canvas
    layers.append(_text(inner, "center", 11, colour=SOFT))
    layers.append(_text(last, "right", 11, colour=SOFT))
    layers.append(_text([{"x": left, "y": height - 5, "text": drawing.axis}], "left", 11, colour=SOFT))
    return _spec(width, height, layers)


def _ends(bar: Bar) -> list[float]:
    return [end for end in (bar.value, bar.high, bar.target) if end is not None and math.isfinite(end)]


def _bar(bar: Bar, top: float, along: Any, width: float, right: float) -> list[Json]:
    """Label and value on one line, the bar with its interval and target below."""
    middle, colour = top + 33.0, CLIENT if bar.client else OTHER
    room = int((width - 8 * len(bar.shown)) / 6.6)  # 6.6 px: a generous mean width of a 12 px letter
    layers = [
        _text([{"x": along(0), "y": top + 18, "text": cut(bar.label, max(8, room))}], weight="bold"),
        _text([{"x": width - right, "y": top + 18, "text": clean(bar.shown)}], "right"),
    ]
    if bar.value is not None:
        body = [{"x": along(0), "x2": along(bar.value), "y": middle - 7, "y2": middle + 7}]
        layers.append(_layer({"type": "rect", "color": colour}, body, "x x2 y y2"))
    if bar.low is not None and bar.high is not None:
        thick = bar.value is None
        ends = [{"x": along(bar.low), "x2": along(bar.high), "y": middle, "y2": middle}]
        rule = {"type": "rule", "color": colour if thick else INK, "strokeWidth": 12 if thick else 1.5}
        layers.append(_layer(rule, ends, "x x2 y y2"))
        if not thick:
            caps = [{"x": along(e), "x2": along(e), "y": middle - 5, "y2": middle + 5} for e in (bar.low, bar.high)]
            layers.append(_layer({"type": "rule", "color": INK, "strokeWidth": 1.5}, caps, "x x2 y y2"))
    if bar.target is not None:
        mark = {"type": "point", "shape": "diamond", "size": 110, "filled": True, "color": TARGET, "opacity": 1}
        layers.append(_layer(mark, [{"x": along(bar.target), "y": middle}], "x y"))
    return layers


# ---- reach and affinity


def _scatter(drawing: Scatter, width: float) -> Json:
    height = 320.0 if width < WIDE else 380.0
    left, right, top, foot = 40.0, 14.0, 26.0, 44.0
    limit = max([0.02, *(p.x_high for p in drawing.points)]) * 1.04
    floor, roof = _log_ends(drawing)

    def along(value: float) -> float:
        return left + (width - left - right) * value / limit

    def up(value: float) -> float:
        part = (math.log2(min(max(value, floor), roof)) - math.log2(floor)) / (math.log2(roof) - math.log2(floor))
        return height - foot - (height - foot - top) * part

    levels = [2.0**power for power in range(round(math.log2(floor)), round(math.log2(roof)) + 1)]
    grid = [{"x": left, "x2": width - right, "y": up(t), "y2": up(t)} for t in levels]
    layers = [
        _layer({"type": "rule", "color": LINE}, grid, "x x2 y y2"),
        _layer(
            {"type": "rule", "color": SOFT, "strokeDash": [4, 3]},
            [{"x": left, "x2": width - right, "y": up(1), "y2": up(1)}],
            "x x2 y y2",
        ),
    ]
    across = [{"x": along(p.x_low), "x2": along(p.x_high), "y": up(p.y), "y2": up(p.y)} for p in drawing.points]
    upright = [{"x": along(p.x), "x2": along(p.x), "y": up(p.y_low), "y2": up(p.y_high)} for p in drawing.points]
    layers.append(_layer({"type": "rule", "color": OTHER, "strokeWidth": 1}, across + upright, "x x2 y y2"))
    for strong, colour in ((False, OTHER), (True, CLIENT)):
        dots = [{"x": along(p.x), "y": up(p.y)} for p in drawing.points if p.strong is strong]
        mark = {"type": "point", "size": 300, "filled": True, "color": colour, "opacity": 1, "stroke": GROUND}
        layers.append(_layer(mark, dots, "x y"))
    names = [{"x": along(p.x), "y": up(p.y) + 4, "text": str(p.number)} for p in drawing.points]
    layers.append(_text(names, "center", 11, "bold", GROUND))
    shown = [t for t in levels if len(levels) <= 7 or round(math.log2(t)) % 2 == 0]
    rows = [{"x": left - 6, "y": up(t) + 4, "text": f"{number(t) if t >= 1 else f'1/{round(1 / t)}'}×"} for t in shown]
    layers.append(_text(rows, "right", 11, colour=SOFT))
    marks = [{"x": along(t), "y": height - foot + 16, "text": percent(t)} for t in _ticks(limit, 5)]
    layers.append(_text(marks, "center", 11, colour=SOFT))
    layers.append(_text([{"x": left, "y": height - 8, "text": drawing.x_axis}], "left", 11, colour=SOFT))
    layers.append(_text([{"x": 2, "y": 13, "text": drawing.y_axis}], "left", 11, colour=SOFT))
    return _spec(width, height, layers)


def _log_ends(drawing: Scatter) -> tuple[float, float]:
    """Powers of two around all points; an interval without an upper end runs to the roof."""
    values = [v for p in drawing.points for v in (p.y, p.y_low, p.y_high) if v > 0 and math.isfinite(v)]
    low, high = min([0.5, *values]), max([2.0, *values])
    return 2.0 ** max(-6, math.floor(math.log2(low))), 2.0 ** min(10, math.ceil(math.log2(high)))
