"""Grids: every table and chart of a report as plain rows, for formats that are calculated with."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from market.audits import Audit, figures_of
from reports.blocks import (
    Bars,
    Cell,
    Chart,
    Drawing,
    Note,
    Scatter,
    Section,
    Sparks,
    Stacks,
    Steps,
    Table,
    WeekPanels,
    plain,
    said,
)
from reports.words import clean, is_share, unit_of

Value: TypeAlias = str | float | int | date | None


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its name and whether its numbers are parts of a whole."""

    name: str
    share: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under named columns; ``name`` is short and unique in its report, ``title`` says what was found."""

    name: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()


def grids_of(audit: Audit, sections: Sequence[Section]) -> tuple[Grid, ...]:
    """Every table and chart in the order of the report, then all figures of the audit."""
    found: list[Grid] = []
    for section in sections:
        made = [grid for block in section.blocks if (grid := grid_of(block, section.title))]
        for place, grid in enumerate(made, start=1):
            name = f"{section.name} {place}" if len(made) > 1 else section.name
            found.append(Grid(name, grid.title, grid.heads, grid.rows, grid.notes))
    return (*found, _figures(audit))


def grid_of(block: object, title: str) -> Grid | None:
    """The rows of a table, a chart or a list of steps, not named yet; None for any other block."""
    if isinstance(block, Table):
        return _of_table(block)
    if isinstance(block, Chart):
        heads, rows = _of_drawing(block.drawing)
        return Grid("", block.title, heads, rows, _notes(block.note))
    if isinstance(block, Steps):
        names = [fact.name for fact in block.items[0].facts] if block.items else []
        rows = tuple((step.action, *(plain(f.text) for f in step.facts), said(step.why)) for step in block.items)
        return Grid("", title, tuple(map(Head, ("Step", *names, "Why"))), rows)
    return None


def _notes(note: Note | None) -> tuple[str, ...]:
    return (note.read, *note.basis) if note else ()


def _of_table(table: Table) -> Grid:
    """Columns whose cells have an interval become three: the value and both bounds."""
    columns = list(zip(table.columns, zip(*table.rows, strict=True), strict=True)) if table.rows else []
    heads: list[Head] = []
    values: list[tuple[Value, ...]] = []
    for column, cells in columns:
        share = any(cell.amount and cell.amount.share for cell in cells)
        heads.append(Head(column.name, share))
        values.append(tuple(map(_value, cells)))
        if any(cell.amount and cell.amount.low is not None for cell in cells):
            heads += [Head(f"{column.name}: low", share), Head(f"{column.name}: high", share)]
            values.append(tuple(cell.amount.low if cell.amount else None for cell in cells))
            values.append(tuple(cell.amount.high if cell.amount else None for cell in cells))
    rows = tuple(zip(*values, strict=True))
    return Grid("", table.caption, tuple(heads), rows, _notes(table.note))


def _value(cell: Cell) -> Value:
    return cell.amount.value if cell.amount else plain(cell.text)


_Rows: TypeAlias = tuple[tuple[Head, ...], tuple[tuple[Value, ...], ...]]


def _of_drawing(drawing: Drawing) -> _Rows:
    if isinstance(drawing, WeekPanels):
        names = ("Week from", *(panel.name for panel in drawing.panels))
        days = sorted({week.start for panel in drawing.panels for week in panel.weeks})
        held = [{week.start: week.posts for week in panel.weeks} for panel in drawing.panels]
        return tuple(map(Head, names)), tuple((day, *(posts.get(day) for posts in held)) for day in days)
    if isinstance(drawing, Bars):
        return _of_bars(drawing)
    if isinstance(drawing, Sparks):
        heads = (Head("From"), *(Head(row.label, share=True) for row in drawing.rows))
        return heads, tuple((day, *(row.shares[i] for row in drawing.rows)) for i, day in enumerate(drawing.starts))
    return _of_scatter(drawing) if isinstance(drawing, Scatter) else _of_stacks(drawing)


def _of_bars(drawing: Bars) -> _Rows:
    names = ("Label", "Value", "Low", "High", "Promised")
    heads = tuple(Head(name, drawing.share and name != "Label") for name in names)
    return heads, tuple((b.label, b.value, _finite(b.low), _finite(b.high), b.target) for b in drawing.bars)


def _of_scatter(drawing: Scatter) -> _Rows:
    names = ("Number", "Name", "Reach", "Reach: low", "Reach: high", "Affinity", "Affinity: low", "Affinity: high")
    heads = tuple(Head(name, name.startswith("Reach")) for name in names)
    points = drawing.points
    return heads, tuple((p.number, p.name, p.x, p.x_low, p.x_high, p.y, p.y_low, _finite(p.y_high)) for p in points)


def _of_stacks(drawing: Stacks) -> _Rows:
    heads = (Head("Company"), *(Head(name, share=True) for name in drawing.names))
    return heads, tuple((row.label, *(part if any(row.parts) else None for part in row.parts)) for row in drawing.rows)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


_FIGURE_HEADS = (
    "Id",
    "Figure",
    "About",
    "Value",
    "Unit",
    "n",
    "Low",
    "High",
    "Confidence",
    "Interval",
    "Window from",
    "Window to",
    "Formula",
    "Why not",
    "Captures",
)


def _figures(audit: Audit) -> Grid:
    """Every figure with what proves it."""
    title = "Every figure, with n, window, interval and formula"
    return Grid("figures", title, tuple(map(Head, _FIGURE_HEADS)), tuple(_rows(audit)))


def _rows(audit: Audit) -> Iterator[tuple[Value, ...]]:
    held = {figure.id: figure for figure in figures_of(audit)}
    for figure in (held[key] for key in sorted(held)):
        ends, span, unit = figure.interval, figure.window, unit_of(figure)
        yield (
            figure.id,
            figure.name,
            figure.subject,
            figure.value,
            "share (0 to 1)" if is_share(unit) else unit,
            figure.n,
            _finite(ends.low) if ends else None,
            _finite(ends.high) if ends else None,
            ends.confidence if ends else None,
            ends.method if ends else "",
            span.start if span else None,
            span.end if span else None,
            figure.formula,
            figure.reason,
            figure.evidence_total,
        )


def text_of(value: Value) -> str:
    """A value as text that every reader of tables takes: days as ISO dates, numbers in full, nothing for unknown."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return clean(value) if isinstance(value, str) else str(value)
