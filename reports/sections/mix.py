"""Mix: the formats of what each company published in the window, stacked to one whole per company."""

from collections.abc import Sequence

from market.audits import Audit, CompanyAudit, FormatRow
from market.focus import FORMATS
from reports.blocks import Chart, FigureText, Note, Stack, Stacks
from reports.compare import unread
from reports.tables import called
from reports.words import listed, percent, sentence, value_of, window


def mix(audit: Audit) -> Chart:
    """The stacked formats; a company without dated posts keeps its row and says so."""
    names = tuple(name for name in FORMATS if any(row.format == name for row in audit.formats))
    rows = tuple(_row(company, audit.formats, names) for company in audit.companies)
    words = [f"{row.label}: {_in_words(row, names)}" for row in rows]
    figures = [row.share for row in audit.formats]
    sizes = [f"{called(c.company)} {_posts(c, audit.formats):,}" for c in audit.companies]
    windows = sorted({window(figure.window) for figure in figures if figure.window})
    methods = sorted(
        {f"{percent(f.interval.confidence)} intervals ({f.interval.method})" for f in figures if f.interval}
    )
    basis = (f"n = dated posts: {', '.join(sizes)}", *windows[:1], *(f"{m} in the evidence" for m in methods))
    read = (
        "Each bar is all that one company published in the window; each post counts once, by its title or its length."
    )
    held = {c.company.key: c.company.name for c in audit.companies}
    links = tuple(
        FigureText(f"{held.get(row.company, row.company)}: {row.format}", row.share.id) for row in audit.formats
    )
    drawing = Stacks(names, rows, "share of dated posts")
    return Chart("formats", _title(audit), sentence("; ".join(words)), drawing, Note(read, basis, links))


def _row(company: CompanyAudit, rows: Sequence[FormatRow], names: Sequence[str]) -> Stack:
    own = {row.format: row.share.value or 0.0 for row in rows if row.company == company.company.key}
    why = "not read" if unread(company) else company.cadence.reason or "no dated post in the window"
    parts = tuple(own.get(name, 0.0) for name in names)
    return Stack(called(company.company), parts, "" if own else why, company.company.role == "client")


def _in_words(row: Stack, names: Sequence[str]) -> str:
    shares = [f"{name} {percent(part)}" for name, part in zip(names, row.parts, strict=True) if part]
    return listed(shares) or row.shown


def _posts(company: CompanyAudit, rows: Sequence[FormatRow]) -> int:
    return next((row.share.n for row in rows if row.company == company.company.key), 0)


def _title(audit: Audit) -> str:
    """What you publish most, and how many formats each side uses."""
    own = [row for row in audit.formats if row.company == audit.client.company.key]
    if not own:
        return "The formats your competitors publish; yours could not be told"
    most = max(own, key=lambda row: row.share.value or 0.0)
    others = {c.company.key for c in audit.competitors}
    theirs = {row.format for row in audit.formats if row.company in others} - {row.format for row in own}
    lead = f"{value_of(most.share)} of what you publish is {_plural(most.format)}"
    return (
        f"{lead}; only competitors publish {listed([_plural(name) for name in FORMATS if name in theirs])}"
        if theirs
        else lead
    )


def _plural(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
