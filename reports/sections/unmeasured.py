"""Unmeasured: what was not read or could not be measured, and why, so that silence is never taken for a finding."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from market.audits import Audit, LedgerRow, figures_of
from market.crawls import NOTED
from market.figures import Figure
from reports.blocks import Block, Cell, Column, FigureText, Note, Paragraph, Section, Table
from reports.sections import left_out, sections
from reports.tables import text_cell
from reports.words import counted, cut, listed, many

MOST_ROWS = 25
_FETCHED = "fetched"
_OF_THESE = "fetched, of these "  # a part of what was fetched that holds nothing to read: redirects, empty pages …
_NOTES = {  # of pages that were fetched: what is to be known of them, in words
    "noindex": "asks search engines not to list it (noindex); read",
    "nofollow": "asks not to follow its links (nofollow); read, its links not followed",
    "rendered": "needs JavaScript; read as a browser showed it",
    "shared": "captured earlier the same day by the same agency's crawler and taken from there",
    "unchanged": "unchanged since an earlier audit, as its server said; taken over from there",
}


@dataclass(frozen=True, slots=True)
class _Row:
    subject: str
    what: str
    reason: str
    count: int
    figure: str = ""


@sections.register("unmeasured")
def unmeasured(audit: Audit) -> Section:
    """The ledger; always there, because something always stays unread."""
    rows = _rows(audit)
    refused = _refused(audit.ledger)
    blocks: list[Block] = [_table(rows)]
    if audit.ledger:
        blocks.append(_ledger(audit, refused))
        blocks.extend(_noted(audit.ledger))
    else:
        blocks.append(Paragraph(("No ledger of addresses was kept for this run.",)))
    finding = f"{many(len(rows), 'thing').capitalize()} could not be measured; each is listed with its reason."
    return Section("unmeasured", "What we could not measure", finding, tuple(blocks))


def _rows(audit: Audit) -> list[_Row]:
    rows = [_Row(u.subject, u.what, u.reason, u.count) for u in audit.unmeasured]
    rows += [_Row(part.subject, "this part of the report", part.missing, 1) for part in left_out(audit)]
    if audit.trends is None and audit.conversations:
        rows.append(_Row("Trends", "topics that grow or fade", "this audit was made without looking for them", 1))
    named = {(row.subject, row.what) for row in rows}
    return sorted(_merged(rows) + _unknown(audit, named), key=lambda row: (row.subject, row.what, row.reason))


def _merged(rows: Sequence[_Row]) -> list[_Row]:
    """Rows that give one reason for one subject as one row."""
    held: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        held.setdefault((row.subject, row.reason), []).append(row)
    return [
        _Row(subject, listed(sorted({row.what for row in same})), reason, sum(row.count for row in same))
        for (subject, reason), same in held.items()
    ]


def _unknown(audit: Audit, named: Set[tuple[str, str]]) -> list[_Row]:
    """Figures without a value that are not ``named`` yet, gathered by reason and subject, then by reason and kind."""
    per_subject: dict[tuple[str, str], list[Figure]] = {}
    told = {subject for subject, _ in named}
    unread = {f.id for venue in audit.venues if venue.venue.name in told for f in figures_of(venue)}
    unknown = {
        f.id: f
        for f in figures_of(audit)
        if f.value is None and (f.subject, f.name) not in named and f.id not in unread
    }
    for figure in (unknown[key] for key in sorted(unknown)):
        per_subject.setdefault((figure.reason, figure.subject), []).append(figure)
    per_kind: dict[tuple[str, str], list[tuple[str, list[Figure]]]] = {}
    for (reason, subject), figures in per_subject.items():
        what = listed(sorted({figure.name for figure in figures}))
        per_kind.setdefault((reason, what), []).append((subject, figures))
    return [
        _Row(_subjects([subject for subject, _ in held]), what, reason, sum(len(f) for _, f in held), held[0][1][0].id)
        for (reason, what), held in per_kind.items()
    ]


def _subjects(names: Sequence[str]) -> str:
    rest = len(names) - 2
    return listed([*names[:2], f"{rest} more"] if rest > 0 else names)


def _table(rows: Sequence[_Row]) -> Table:
    cells = tuple(
        (
            text_cell(row.subject),
            Cell((FigureText(row.what, row.figure),)) if row.figure else text_cell(row.what),
            text_cell(row.reason),
            text_cell(f"{row.count:,}"),
        )
        for row in rows[:MOST_ROWS]
    )
    columns = (Column("About"), Column("What"), Column("Why not"), Column("Count", numeric=True))
    more = f"; {len(rows) - MOST_ROWS} more are in the data file" if len(rows) > MOST_ROWS else ""
    read = "Not measurable is a value of its own: it is never counted as nothing."
    return Table(
        f"{many(len(rows), 'thing').capitalize()} not measured{more}", columns, cells, Note(read, (f"n = {len(rows)}",))
    )


def _refused(ledger: Sequence[LedgerRow]) -> list[LedgerRow]:
    """What was not read: not fetched, or fetched and without anything to read."""
    return [
        replace(row, outcome=row.outcome.removeprefix(_OF_THESE))
        for row in ledger
        if row.outcome.startswith(_OF_THESE) or not row.outcome.startswith(_FETCHED)
    ]


def _noted(ledger: Sequence[LedgerRow]) -> list[Table]:
    """What is to be known of pages that were read; no table where there is nothing."""
    rows = [replace(row, outcome=row.outcome.removeprefix(NOTED)) for row in ledger if row.outcome.startswith(NOTED)]
    if not rows:
        return []
    ordered = sorted(rows, key=lambda row: (row.subject, -row.count, row.outcome))
    cells = tuple(
        (
            text_cell(row.subject),
            text_cell(_NOTES.get(row.outcome, row.outcome)),
            text_cell(f"{row.count:,}"),
            text_cell(cut(row.example, 90)),
        )
        for row in ordered[:MOST_ROWS]
    )
    columns = (
        Column("Site or venue"),
        Column("Noted of the page"),
        Column("Addresses", numeric=True),
        Column("For example"),
    )
    total = sum(row.count for row in rows)
    more = f"; {len(ordered) - MOST_ROWS} more rows are in the data file" if len(ordered) > MOST_ROWS else ""
    read = "These were fetched and are counted above as read; one page may stand in several rows."
    caption = f"{many(total, 'remark').capitalize()} on pages that were read{more}"
    return [Table(caption, columns, cells, Note(read, (f"n = {counted(total, 'remark')}",)))]


def _ledger(audit: Audit, refused: Sequence[LedgerRow]) -> Table:
    ordered = sorted(refused, key=lambda row: (-row.count, row.subject, row.outcome))
    cells = tuple(
        (text_cell(row.subject), text_cell(row.outcome), text_cell(f"{row.count:,}"), text_cell(cut(row.example, 90)))
        for row in ordered[:MOST_ROWS]
    )
    total = sum(row.count for row in refused)
    fetched = sum(row.count for row in audit.ledger if row.outcome == _FETCHED)
    read_pages = fetched - sum(row.count for row in audit.ledger if row.outcome.startswith(_OF_THESE))
    columns = (
        Column("Site or venue"),
        Column("Not read because"),
        Column("Addresses", numeric=True),
        Column("For example"),
    )
    more = f"; {len(ordered) - MOST_ROWS} more rows are in the data file" if len(ordered) > MOST_ROWS else ""
    caption = f"{counted(read_pages, 'address', 'addresses')} read, {total:,} not{more}"
    read = "Every address the crawl met ends in one row: read, or refused for the reason given."
    return Table(caption, columns, cells, Note(read, (f"n = {counted(read_pages + total, 'address', 'addresses')}",)))
