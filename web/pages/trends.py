"""Trends: what is called, what to watch, what fades, what is steady and what is new."""

from collections.abc import Sequence

from market.audits import Audit
from market.statistics import median
from market.topics import Direction, Tier, TopicTrend, TrendTable
from reports.blocks import Cell, Column, FigureText, Note, Table, Term
from reports.evidence import figure_link
from reports.sections.trends import trend_finding, trend_lines
from reports.tables import figure_cell, text_cell
from reports.words import capital, counted, day, listed, many, number, span_of, window
from web.decided import Decided
from web.pages import Filter, Part, Query, View, asked, matches
from web.pages.over_time import Past

MOST_LINES = 12
_COLUMNS = (
    Column("Topic"),
    Column("Verdict"),
    Column("Share now", numeric=True),
    Column("Before", numeric=True),
    Column("Now ÷ before", numeric=True),
    Column("LRC", numeric=True),
    Column("Authors", numeric=True),
    Column("Sites", numeric=True),
    Column("First seen"),
    Column("Bursts"),
)


def trends(audit: Audit, decided: Decided, query: Query, earlier: Past | None = None) -> View:
    """The page of trends; the query's ``q`` keeps the topics whose label or words hold it.

    ``earlier`` is the client's run before this one, None without one.
    """
    words = asked(query, "q")
    table = audit.trends
    finder = (Filter("q", "Topics with", words),)
    facts = _facts(audit, table, earlier)
    if table is None or not table.trends:
        reason = table.reason if table else "this audit looked for no trends"
        untold = (Part(_untold(audit, decided, words), "topics"),) if audit.topics else ()
        return View("Trends", f"No trend is called: {reason}.".replace("..", "."), untold, facts, finder)
    terms = {topic.id: " ".join(term.text for term in topic.terms) for topic in audit.topics}
    every = [t for t in table.trends if matches(words, t.label, terms.get(t.topic, ""))]
    held = [t for t in every if not decided.set_aside(t.topic)]
    parts = [Part(_group(name, caption, rows), name) for name, caption, rows in _groups(table, held)]
    shown = [t for t in held if t.tier is not Tier.TOO_FEW] + [t for t in held if t.tier is Tier.TOO_FEW]
    if shown:
        parts.insert(0, Part(trend_lines(table, shown[:MOST_LINES], with_spans=True), "shares"))
    aside = [t for t in every if decided.set_aside(t.topic)]
    if aside:
        parts.append(
            Part(_group("aside", f"Hidden, or counted with another: {many(len(aside), 'topic')}", aside), "aside")
        )
    told = trend_finding(table) or f"No change that chance does not explain in {many(len(table.trends), 'topic')}."
    return View("Trends", told, tuple(parts), facts, finder)


def _groups(table: TrendTable, held: Sequence[TopicTrend]) -> list[tuple[str, str, list[TopicTrend]]]:
    """The groups in their order: each with its name in addresses, its caption and its rows."""
    called = [t for t in held if t.tier is Tier.CALLED and t.direction is Direction.RISING]
    watch = [t for t in held if t.tier is Tier.WATCH]
    fading = [t for t in held if t.tier is Tier.CALLED and t.direction is Direction.FADING]
    new = [t for t in held if t.new]
    placed = {t.topic for t in (*called, *watch, *fading)}
    steady = [t for t in held if t.topic not in placed]
    chance = f"of {table.tested} tested, about {number(table.by_chance)} would stand here by chance alone"
    return [
        ("called", f"Called: {many(len(called), 'topic')} rising", called),
        ("watch", f"Watch: {many(len(watch), 'topic')}; {chance}", watch),
        ("fading", f"Fading: {many(len(fading), 'topic')} called", fading),
        ("new", f"New: {many(len(new), 'topic')} with nothing said on it before the window", new),
        ("steady", f"No change that can be told: {many(len(steady), 'topic')}", steady),
    ]


def _group(name: str, caption: str, rows: Sequence[TopicTrend]) -> Table:
    read = {
        "called": "Stands out among as many topics as were tested, and the ratio's interval leaves 1 out.",
        "watch": "Stands out on its own only; wait for the next run.",
        "fading": "The share fell by more than chance explains.",
        "new": "At least three authors on two sites in the window.",
        "aside": "Set aside by hand; each figure is still the topic’s own.",
        "steady": "Steady as far as can be seen, or too few conversations to tell.",
    }[name]
    return Table(caption, _COLUMNS, tuple(map(_row, rows)), Note(read.replace("'", "’")))


def _row(trend: TopicTrend) -> tuple[Cell, ...]:
    verdict = str(trend.tier) if trend.tier is Tier.TOO_FEW else f"{trend.tier}: {trend.direction}"
    tone = {Tier.CALLED: "yes", Tier.WATCH: "partly", Tier.TOO_FEW: "unknown"}[trend.tier]
    return (
        Cell((FigureText(capital(trend.label) + (" (new)" if trend.new else ""), f"topic.{trend.topic}"),)),
        Cell((FigureText(verdict, trend.ratio.id),), tone=tone),
        figure_cell(trend.now),
        figure_cell(trend.before),
        figure_cell(trend.ratio),
        text_cell(number(trend.lrc)),
        text_cell(f"{trend.authors:,}"),
        text_cell(f"{trend.sites:,}"),
        text_cell(day(trend.first_seen) if trend.first_seen else "no dates"),
        text_cell("; ".join(f"{day(b.start)} to {day(b.end)}" for b in trend.bursts) or "none"),
    )


def _untold(audit: Audit, decided: Decided, words: str) -> Table:
    """The topics of an audit without trends, by their share."""
    rows = tuple(
        (
            Cell((FigureText(capital(topic.label), f"topic.{topic.id}"),)),
            Cell((figure_link(topic.share),)),
            text_cell(span_of(topic.share)),
            text_cell(f"{topic.voices:,}"),
        )
        for topic in audit.topics
        if not decided.set_aside(topic.id) and matches(words, topic.label, *(term.text for term in topic.terms))
    )
    columns = (Column("Topic"), Column("Share", True), Column("Interval", True), Column("Voices", True))
    return Table(f"{many(len(rows), 'topic').capitalize()} of the whole archive", columns, rows)


def _facts(audit: Audit, table: TrendTable | None, earlier: Past | None) -> tuple[Term, ...]:
    """What the figures rest on: window, baseline, conversations, authors, sites, sources, what could be seen."""
    names = {score.venue.key: score.venue.name for score in audit.venues}
    facts = [Term("Conversations", (f"{counted(audit.conversations, 'conversation')} observed",))]
    if table:
        now = sum(week.conversations for week in table.weeks if week.start >= table.window.start)
        before = sum(week.conversations for week in table.weeks) - now
        facts = [
            Term("Window", (f"{window(table.window)}, against {window(table.baseline)}",)),
            Term("Conversations", (f"{now:,} in the window, {before:,} before; {table.undated:,} without a date",)),
            Term("Sources in both", (", ".join(names.get(key, key) for key in table.panel) or "none",)),
        ]
        out = [f"{names.get(o.venue, o.venue)} ({o.reason})" for o in table.left_out]
        facts += [Term("Left out", ("; ".join(out),))] if out else []
        middle = median([t.detectable.value for t in table.trends if t.detectable.value])
        if middle:
            said = f"half of the topics would have been called at a rise of {number(middle)} times"
            facts.append(Term("Smallest change seen", (said,)))
    if earlier:
        facts.append(Term(f"Sources since the run to {day(earlier.end)}", (_sources(audit, earlier),)))
    authors = sum(score.authors for score in audit.venues)
    if authors:
        facts.append(Term("Authors", (f"{authors:,} known in {counted(len(audit.venues), 'venue')}, never named",)))
    return tuple(facts)


def _sources(audit: Audit, earlier: Past) -> str:
    """Which sources were read in one of two audits and not in the other."""
    now, before = {s.venue.key: s.venue.name for s in audit.venues if s.conversations}, earlier.venues
    added, gone = (sorted(one[key] for key in set(one) - set(other)) for one, other in ((now, before), (before, now)))
    told = [f"new: {listed(added)}" if added else "", f"no longer read: {listed(gone)}" if gone else ""]
    return "; ".join(part for part in told if part) or "the same"
