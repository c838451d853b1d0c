"""Over time: figures of one client's newest runs side by side; each is the figure of its own audit."""

from collections.abc import Sequence

from market.audits import Audit
from market.figures import Figure
from reports.blocks import Cell, Column, Note, Table
from reports.tables import text_cell
from reports.words import day, many, span_of, value_of

MOST_RUNS = 6


def cadence(audits: Sequence[Audit]) -> Table:
    """Posts a week of each company, run by run; ``audits`` newest first, of which the first names the companies."""
    rows = [
        (company.company.name, [_of(audit, company.company.key, "cadence") for audit in audits])
        for company in audits[0].companies
    ]
    return _table("Cadence over time: posts a week", audits, rows)


def channels(audits: Sequence[Audit]) -> Table:
    """How many channels each company links, run by run."""
    cells = [
        (text_cell(company.company.name), *(_linked(audit, company.company.key) for audit in audits))
        for company in audits[0].companies
    ]
    return Table("Channels over time: how many are linked", _columns("Company", audits), tuple(cells), _NOTE)


def plan(audits: Sequence[Audit]) -> Table:
    """What was observed of each line of the plan, run by run, beside what it promises."""
    columns = (Column("Line of the plan"), Column("Promised"), *_columns("", audits)[1:])
    cells = []
    for row in audits[0].plan:
        seen = [next((other.observed for other in audit.plan if other.id == row.id), None) for audit in audits]
        cells.append((text_cell(row.text), text_cell(row.promised or "no rate"), *map(_shown, seen)))
    return Table("Promised and observed over time", columns, tuple(cells), _NOTE)


_NOTE = Note("Each column is one run, the newest first; a figure opens its evidence in that run’s own page.")


def _table(caption: str, audits: Sequence[Audit], rows: Sequence[tuple[str, Sequence[Figure | None]]]) -> Table:
    cells = tuple((text_cell(name), *map(_shown, figures)) for name, figures in rows)
    return Table(f"{caption}, in {many(len(audits), 'run')}", _columns("Company", audits), cells, _NOTE)


def _columns(first: str, audits: Sequence[Audit]) -> tuple[Column, ...]:
    return (Column(first), *(Column(f"to {day(audit.run.window.end)}", numeric=True) for audit in audits))


def _of(audit: Audit, company: str, name: str) -> Figure | None:
    return next((getattr(c, name) for c in audit.companies if c.company.key == company), None)


def _shown(figure: Figure | None) -> Cell:
    if figure is None:
        return text_cell("not looked for", "unknown")
    span = f" ({span_of(figure)})" if figure.interval else ""
    return text_cell(value_of(figure) + span, "" if figure.value is not None else "unknown")


def _linked(audit: Audit, company: str) -> Cell:
    known = next((c for c in audit.companies if c.company.key == company), None)
    if known is None or not known.pages:
        return text_cell("not read", "unknown")
    return text_cell(f"{sum(row.linked for row in audit.channels if row.company == company):,}")
