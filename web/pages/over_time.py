"""Over time: figures of one client's newest runs side by side; each is the figure of its own audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from market.audits import Audit
from market.figures import Figure
from reports.blocks import Cell, Column, Note, Table
from reports.tables import text_cell
from reports.words import day, many, span_of, value_of

MOST_RUNS = 6
_NOTE = Note("Each column is one run, the newest first; a figure opens its evidence on that run’s own pages.")


@dataclass(frozen=True, slots=True)
class Past:
    """What later pages need of an audit, small enough to be held of every run."""

    end: date  # last day of the window
    names: Mapping[str, str]  # of companies, by their key, in the audit's order
    cadence: Mapping[str, Figure]  # by company
    linked: Mapping[str, int | None]  # channels by company, None where nothing was read
    observed: Mapping[str, Figure | None]  # by line of the plan
    venues: Mapping[str, str]  # names of those with conversations, by their key

    @classmethod
    def of(cls, audit: Audit) -> "Past":
        keys = [company.company.key for company in audit.companies]
        linked = {key: sum(row.linked for row in audit.channels if row.company == key) for key in keys}
        return cls(
            audit.run.window.end,
            {company.company.key: company.company.name for company in audit.companies},
            {company.company.key: _light(company.cadence) for company in audit.companies},
            {c.company.key: linked[c.company.key] if c.pages else None for c in audit.companies},
            {row.id: _light(row.observed) if row.observed else None for row in audit.plan},
            {score.venue.key: score.venue.name for score in audit.venues if score.conversations},
        )


def _light(figure: Figure) -> Figure:
    return replace(figure, evidence=(), inputs=())


def cadence(runs: Sequence[Past]) -> Table:
    """Posts a week of each company, run by run; ``runs`` newest first, of which the first names the companies."""
    rows = tuple(
        (text_cell(name), *(_shown(run.cadence.get(key)) for run in runs)) for key, name in runs[0].names.items()
    )
    return Table(
        f"Cadence over time: posts a week, in {many(len(runs), 'run')}", _columns("Company", runs), rows, _NOTE
    )


def channels(runs: Sequence[Past]) -> Table:
    """How many channels each company links, run by run."""
    rows = tuple((text_cell(name), *(_linked(run, key) for run in runs)) for key, name in runs[0].names.items())
    return Table("Channels over time: how many are linked", _columns("Company", runs), rows, _NOTE)


def plan(audit: Audit, runs: Sequence[Past]) -> Table:
    """What was observed of each line of the plan, run by run, beside what it promises."""
    columns = (Column("Line of the plan"), Column("Promised"), *_columns("", runs)[1:])
    rows = tuple(
        (text_cell(row.text), text_cell(row.promised or "no rate"), *(_shown(run.observed.get(row.id)) for run in runs))
        for row in audit.plan
    )
    return Table("Promised and observed over time", columns, rows, _NOTE)


def _columns(first: str, runs: Sequence[Past]) -> tuple[Column, ...]:
    return (Column(first), *(Column(f"to {day(run.end)}", numeric=True) for run in runs))


def _shown(figure: Figure | None) -> Cell:
    if figure is None:
        return text_cell("not looked for", "unknown")
    span = f" ({span_of(figure)})" if figure.interval else ""
    return text_cell(value_of(figure) + span, "" if figure.value is not None else "unknown")


def _linked(run: Past, company: str) -> Cell:
    if company not in run.linked:
        return text_cell("not looked for", "unknown")
    found = run.linked[company]
    return text_cell("not read", "unknown") if found is None else text_cell(f"{found:,}")
