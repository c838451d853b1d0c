"""Trends: which topics rise and which fade, what may be chance, and what was too little to tell."""

from collections.abc import Sequence

from market.audits import Audit
from market.statistics import median, wilson
from market.topics import Direction, Tier, TopicTrend, TrendTable
from reports.blocks import Block, Cell, Chart, Column, FigureText, Heading, Note, Paragraph, Spark, Sparks, Table
from reports.evidence import figure_link
from reports.tables import figure_cell, text_cell
from reports.words import capital, counted, day, listed, many, number, sentence, spelled, tally, value_of, window

HEADING = "What rises and what fades"
MOST_LINES = 6
PERIOD = 2  # weeks of a point of the line
WIDE_PERIOD = 4  # weeks of a point that carries its interval, which two weeks leave too wide to tell anything
_TONES = {Tier.CALLED: "yes", Tier.WATCH: "partly", Tier.TOO_FEW: "unknown"}


def trend_blocks(audit: Audit) -> list[Block]:
    """Heading, lines and table; a sentence with the reason where nothing can be told; nothing without a look."""
    table = audit.trends
    if table is None or (not table.trends and not audit.topics):
        return []
    if not table.trends:
        return [Heading(HEADING), Paragraph((sentence(f"No trend is called: {_dated(table.reason)}"),))]
    return [Heading(HEADING), trend_lines(table, table.trends[:MOST_LINES]), _table(audit, table)]


def trend_finding(table: TrendTable | None) -> str:
    """What is called, as one sentence; "" when nothing is."""
    called = [t for t in table.trends if t.tier is Tier.CALLED] if table else []
    if not called:
        return ""
    parts = [
        f"talk of {listed([f'“{t.label}”' for t in called if t.direction is way][:2])} {verb}"
        for way, verb in ((Direction.RISING, "rises"), (Direction.FADING, "fades"))
        if any(t.direction is way for t in called)
    ]
    return sentence(listed(parts))


def _dated(reason: str) -> str:
    return reason.replace("too little data: ", "too little data. ").removesuffix(".")


def trend_lines(table: TrendTable, shown: Sequence[TopicTrend], with_spans: bool = False) -> Chart:
    """The shares of the trends ``shown`` as one line each, on demand with the interval of every point."""
    split = sum(week.start < table.window.start for week in table.weeks)
    period = WIDE_PERIOD if with_spans else PERIOD
    cuts = _periods(len(table.weeks), split, period)
    rows = tuple(
        Spark(
            capital(t.label),
            _change(t),
            _shares(table, t, cuts),
            t.tier is not Tier.TOO_FEW,
            _spans(table, t, cuts) if with_spans else (),
        )
        for t in shown
    )
    starts = tuple(table.weeks[first].start for first, _ in cuts)
    drawing = Sparks(starts, sum(first < split for first, _ in cuts), rows, "share of conversations")
    words = [f"{t.label}: {value_of(t.before)} before, {value_of(t.now)} now, {_verdict(t)}" for t in shown]
    total = sum(week.conversations for week in table.weeks)
    read = (
        f"Each point is a topic’s share of {spelled(period)} weeks’ conversations; the shaded part is the baseline. "
        "Each line has its own scale from 0, the top of which is printed at its end."
    )
    read += " The thin strokes are the points’ 95 % intervals." if with_spans else ""
    basis = (f"n = {counted(total, 'conversation')}", f"{window(table.window)}, against {window(table.baseline)}")
    links = tuple(FigureText(t.label, t.ratio.id) for t in shown)
    return Chart("trends", _title(table), sentence("; ".join(words)), drawing, Note(read, basis, links))


def _periods(weeks: int, split: int, period: int) -> list[tuple[int, int]]:
    """Stretches of ``period`` weeks that never straddle the window's first day; what is left over is left out."""
    before = [(first, first + period) for first in range(split % period, split, period)]
    return before + [(first, first + period) for first in range(split, weeks - period + 1, period)]


def _shares(table: TrendTable, trend: TopicTrend, cuts: Sequence[tuple[int, int]]) -> tuple[float | None, ...]:
    totals = [sum(week.conversations for week in table.weeks[first:last]) for first, last in cuts]
    return tuple(
        sum(trend.weeks[first:last]) / total if total else None
        for (first, last), total in zip(cuts, totals, strict=True)
    )


def _spans(
    table: TrendTable, trend: TopicTrend, cuts: Sequence[tuple[int, int]]
) -> tuple[tuple[float, float] | None, ...]:
    """Wilson's interval of each point."""
    found: list[tuple[float, float] | None] = []
    for first, last in cuts:
        total = sum(week.conversations for week in table.weeks[first:last])
        span = wilson(sum(trend.weeks[first:last]), total) if total else None
        found.append((span.low, span.high) if span else None)
    return tuple(found)


def _change(trend: TopicTrend) -> str:
    before, now = value_of(trend.before), value_of(trend.now)
    return f"{before} → {now}"


def _title(table: TrendTable) -> str:
    found = trend_finding(table).removesuffix(".")
    rest = sum(t.tier is not Tier.CALLED for t in table.trends)
    if not found:
        return f"No change that chance does not explain in {many(len(table.trends), 'topic')}"
    return f"{found}; {tally(rest)} of {many(len(table.trends), 'topic')} cannot be told from chance" if rest else found


def _verdict(trend: TopicTrend) -> str:
    return str(trend.tier) if trend.tier is Tier.TOO_FEW else f"{trend.tier}: {trend.direction}"


def _table(audit: Audit, table: TrendTable) -> Table:
    columns = (
        Column("Topic"),
        Column("Verdict"),
        Column("Share now", numeric=True),
        Column("Share before", numeric=True),
        Column("Now ÷ before", numeric=True),
        Column("Smallest rise seen", numeric=True),
    )
    rows = tuple(
        (
            text_cell(capital(t.label) + (" (new)" if t.new else "")),
            Cell((FigureText(_verdict(t), t.ratio.id),), tone=_TONES[t.tier]),
            figure_cell(t.now),
            figure_cell(t.before),
            figure_cell(t.ratio),
            Cell((figure_link(t.detectable, _rise(t)),), tone="" if t.detectable.value else "unknown"),
        )
        for t in table.trends
    )
    return Table(_caption(table), columns, rows, Note(_read(table), _basis(audit, table)))


def _rise(trend: TopicTrend) -> str:
    return f"{number(trend.detectable.value)} times" if trend.detectable.value else "none"


def _caption(table: TrendTable) -> str:
    held = {tier: sum(t.tier is tier for t in table.trends) for tier in Tier}
    parts = [f"{tally(held[Tier.CALLED])} called", f"{tally(held[Tier.WATCH])} to watch"]
    middle = median([t.detectable.value for t in table.trends if t.detectable.value])
    seen = f"; half of them would have shown a rise of {number(middle)} times" if middle else ""
    return (
        f"Of {many(len(table.trends), 'topic')} {', '.join(parts)}, {tally(held[Tier.TOO_FEW])} too few to call{seen}"
    )


def _read(table: TrendTable) -> str:
    return (
        "Called: the change would stand among as many topics as this. Watch: it stands out alone, and about "
        f"{number(table.by_chance)} in this list would by chance. Smallest rise seen: what would have been called in "
        "four of five such markets."
    )


def _basis(audit: Audit, table: TrendTable) -> tuple[str, ...]:
    names = {score.venue.key: score.venue.name for score in audit.venues}
    now = sum(week.conversations for week in table.weeks if week.start >= table.window.start)
    before = sum(week.conversations for week in table.weeks) - now
    out = [f"{names.get(o.venue, o.venue)} ({o.reason})" for o in table.left_out]
    parts = (
        f"n = {now:,} conversations from {day(table.window.start)} to {day(table.window.end)}, {before:,} before",
        f"sources in both: {listed([names.get(venue, venue) for venue in table.panel])}",
        f"left out: {listed(out)}" if out else "",
        f"{counted(table.undated, 'conversation')} without a date" if table.undated else "",
        f"{counted(table.tested, 'topic')} tested",
    )
    return tuple(part for part in parts if part)
