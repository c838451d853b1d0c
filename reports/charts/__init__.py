"""Charts: a drawing of ``blocks`` becomes an SVG picture that reads without any script, one file per kind of drawing.

Every position is computed here, so that a picture is the same bytes on every machine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.blocks import Bars, Drawing, Scatter, Sparks, Stacks, WeekPanels
from reports.charts.bars import draw_bars
from reports.charts.scatter import draw_scatter
from reports.charts.sparks import draw_sparks
from reports.charts.stacks import draw_stacks
from reports.charts.weeks import alt_of, draw_weeks
from reports.svg import ON_SCREEN, Canvas

NARROW, WIDE = 340, 736  # pixels: a phone held upright, the text column
_DRAWN: Mapping[type, Callable[..., Canvas]] = {
    Bars: draw_bars,
    Scatter: draw_scatter,
    Stacks: draw_stacks,
    Sparks: draw_sparks,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One SVG element; a wide one suits paper and desk, a narrow one a phone, "" both."""

    svg: str
    size: str


def draw(
    drawing: Drawing,
    ids: str,
    title: str,
    alt: str,
    colours: Mapping[str, str] = ON_SCREEN,
    sizes: tuple[str, ...] = ("narrow", "wide"),
) -> tuple[Picture, ...]:
    """The pictures of a drawing: one per ``sizes``, or one per company for weekly panels with dated posts.

    ``ids`` begins every id inside, so that many charts share a page. The same drawing gives the same bytes.
    """
    if isinstance(drawing, WeekPanels):
        return tuple(
            Picture(draw_weeks(panel, drawing, colours).svg(f"{ids}-{place}", panel.name, alt_of(panel)), "")
            if panel.weeks
            else Picture("", "")
            for place, panel in enumerate(drawing.panels)
        )
    widths: Mapping[str, Any] = {"narrow": NARROW, "wide": WIDE}
    return tuple(
        Picture(_DRAWN[type(drawing)](drawing, widths[name], colours).svg(f"{ids}-{name}", title, alt), name)
        for name in sizes
    )
