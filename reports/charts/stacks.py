"""Stacked bars: what each whole is made of; a letter in each piece says which, so that no reading rests on colour."""

from collections.abc import Mapping

from reports.blocks import Stacks
from reports.svg import STEPS, Canvas, fit, width_of, wrap
from reports.words import percent

_ROW, _LEGEND_ROW, _BAR = 34.0, 20.0, 20.0
_SIDE = 560  # pixels from which names stand beside the bars
_LETTERS = "ABCDEFGHIJKLMNOP"


def draw_stacks(drawing: Stacks, width: float, colours: Mapping[str, str]) -> Canvas:
    """One row per whole, each piece in proportion, with the legend above."""
    beside = width >= _SIDE
    left = (
        min(width * 0.34, max([60.0, *(width_of(row.label, 12, True) + 14 for row in drawing.rows)])) if beside else 0
    )
    row_height = _ROW if beside else _ROW + 16
    legend = _legend(drawing, width)
    head = _LEGEND_ROW * (max(line for line, _, _ in legend) + 1) + 6 if legend else 0
    made = Canvas(width, head + row_height * len(drawing.rows) + 4, colours)
    for place, (line, x, name) in enumerate(legend):
        made.rect(x, _LEGEND_ROW * line + 2, 16, 14, _role(place))
        made.text(x + 8, _LEGEND_ROW * line + 13, _LETTERS[place], _upon(place), 10, "middle", True)
        made.text(x + 22, _LEGEND_ROW * line + 13, name, "ink", 11)
    for place, row in enumerate(drawing.rows):
        top = head + row_height * place
        if beside:
            made.text(0, top + _BAR / 2 + 7, fit(row.label, left - 12, 12, row.client), bold=row.client)
        else:
            made.text(0, top + 12, fit(row.label, width, 12, row.client), bold=row.client)
            top += 16
        _pieces(made, row.parts, left, width, top)
        if not any(row.parts):
            made.text(left, top + _BAR / 2 + 7, wrap(row.shown, width - left, 1, 11)[0], "soft", 11)
    return made


def _pieces(made: Canvas, parts: tuple[float, ...], left: float, right: float, top: float) -> None:
    total = sum(parts)
    at = left
    for place, part in enumerate(parts):
        if not part or not total:
            continue
        wide = (right - left) * part / total
        made.rect(at, top + 3, max(1.0, wide - 1.5), _BAR, _role(place))
        text = f"{_LETTERS[place]} {percent(part / total)}"
        shown = text if width_of(text, 11, True) + 4 <= wide else _LETTERS[place]
        if width_of(shown, 11, True) + 2 <= wide:
            made.text(at + wide / 2, top + _BAR / 2 + 7, shown, _upon(place), 11, "middle", True)
        at += wide


def _legend(drawing: Stacks, width: float) -> list[tuple[int, float, str]]:
    """Line, x and name of each entry, flowing over as many lines as it takes."""
    made: list[tuple[int, float, str]] = []
    line, x = 0, 0.0
    for name in drawing.names:
        wide = 22 + width_of(name, 11) + 16
        if x and x + wide > width:
            line, x = line + 1, 0.0
        made.append((line, x, fit(name, width - 24, 11)))
        x += wide
    return made


def _role(place: int) -> str:
    return f"step{place % STEPS}"


def _upon(place: int) -> str:
    """The text role that reads on a piece: the ground's colour on the two steps farthest from it."""
    return "ground" if place % STEPS < 2 else "ink"
