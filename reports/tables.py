"""Tables and notes as several sections need them: a column per company, a cell per figure, what a figure rests on."""

import math
from collections.abc import Sequence

from market.audits import Audit
from market.companies import Company
from market.figures import Figure
from reports.blocks import Amount, Cell, Column, FigureText, Note
from reports.evidence import figure_link
from reports.words import is_share, listed, percent, span_of, unit_of, value_of, window

_MOST_SIZES = 6  # more values of n are given as a range


def called(company: Company) -> str:
    """The company's name for readers; the client's own with "(you)"."""
    return f"{company.name} (you)" if company.role == "client" else company.name


def company_columns(audit: Audit, numeric: bool = True) -> tuple[Column, ...]:
    """One column per company, in the order of the audit."""
    return tuple(Column(called(c.company), numeric) for c in audit.companies)


def text_cell(text: str, tone: str = "") -> Cell:
    """A cell of plain text."""
    return Cell((text,), tone=tone)


def figure_cell(figure: Figure | None, heat: float | None = None) -> Cell:
    """A figure with its interval, linked to its evidence; "not looked for" without one."""
    if figure is None:
        return text_cell("not looked for", "unknown")
    if figure.value is None:
        return Cell((figure_link(figure),), tone="unknown")
    span = f" ({span_of(figure)})" if figure.interval else ""
    return Cell((figure_link(figure, value_of(figure) + span),), heat, amount=amount_of(figure))


def amount_of(figure: Figure) -> Amount | None:
    """The figure as a number to calculate with; None where it has no value. A bound at infinity is None."""
    if figure.value is None:
        return None
    ends = figure.interval
    low, high = (ends.low, ends.high) if ends else (None, None)
    finite = [end if end is not None and math.isfinite(end) else None for end in (low, high)]
    return Amount(figure.value, finite[0], finite[1], is_share(unit_of(figure)))


def count_cell(count: float, shown: str = "") -> Cell:
    """A cell of a plain number."""
    return Cell((shown or f"{count:,.0f}",), amount=Amount(count))


def note(read: str, figures: Sequence[Figure], counted: str, links: Sequence[FigureText] = ()) -> Note:
    """What stands under a picture of figures: each figure's own n, window, interval and links to the evidence.

    ``counted`` says what n counts; without ``links`` every figure is linked by its subject.
    """
    basis = [f"n = {_sizes(figures)} {counted}"]
    windows = sorted({window(figure.window) for figure in figures if figure.window})
    basis += windows if len(windows) < 2 else ["windows differ: each evidence entry names its own"]
    methods = sorted({(f.interval.confidence, f.interval.method) for f in figures if f.interval})
    basis += [f"{percent(confidence)} intervals ({method})" for confidence, method in methods]
    return Note(read, tuple(basis), tuple(links) or tuple(FigureText(f.subject, f.id) for f in figures))


def _sizes(figures: Sequence[Figure]) -> str:
    """Each figure's own n, said once where it is everybody's: a sum would count what they share more than once."""
    sizes = [figure.n for figure in figures]
    if len(set(sizes)) <= 1:
        return f"{sizes[0] if sizes else 0:,}"
    return listed([f"{n:,}" for n in sizes]) if len(sizes) <= _MOST_SIZES else f"{min(sizes):,} to {max(sizes):,}"
