"""Topic: one topic with what people said, its words, its questions, who covers it, and its history."""

from collections.abc import Sequence
from dataclasses import replace

from market.audits import Audit
from market.topic_names import TopicEvent
from market.topics import Topic, TopicTrend
from market.urls import host_of
from reports.blocks import Block, Cell, Column, FigureText, Heading, Note, Paragraph, Quote, Table, Term
from reports.evidence import figure_link
from reports.sections.trends import trend_lines
from reports.tables import text_cell
from reports.words import capital, counted, day, many, number, percent, span_of
from web.decided import Decided
from web.pages import Part, View
from web.pages.evidence import capture_entry


def topic(audit: Audit, decided: Decided, id_: str, found_as: str, history: Sequence[TopicEvent] = ()) -> View | None:
    """The page of one topic; None for one that the audit does not have. ``found_as`` is the audit's own label."""
    found = next((t for t in audit.topics if t.id == id_), None)
    if found is None:
        return None
    trend = next((t for t in audit.trends.trends if t.topic == id_), None) if audit.trends else None
    parts: list[Part] = []
    if trend and audit.trends:
        lines = trend_lines(audit.trends, [trend], with_spans=True)
        parts.append(Part(replace(lines, title="Its share of the conversations"), "share"))
    parts += [Part(block) for block in _quotes(found)]
    parts += [
        Part(_terms(found), "terms"),
        Part(_coverage(audit, found), "coverage"),
        Part(_venues(audit, found), "venues"),
    ]
    asked = _questions(audit, found)
    parts += [Part(asked, "questions")] if asked.rows else []
    parts.append(Part(_history(history), "history") if history else Part(Paragraph((_NO_HISTORY,))))
    size = f"{counted(found.conversations, 'conversation')}, {counted(found.voices, 'voice')}"
    known = frozenset(capture_entry(quote) for quote in found.quotes)
    facts, acts = _facts(decided, found, trend, found_as), decided.acts_of_topic(audit, found)
    return View(capital(decided.label(found)), f"{size}.", tuple(parts), facts, acts=acts, known=known)


_NO_HISTORY = "No earlier audit of this client told what became of its topics."


def _facts(decided: Decided, topic: Topic, trend: TopicTrend | None, found_as: str) -> tuple[Term, ...]:
    facts = [Term("Share of the conversations", (figure_link(topic.share), f" ({span_of(topic.share)})"))]
    if trend:
        verdict = f"{trend.tier}: {trend.direction}" + (f" ({trend.reason})" if trend.reason else "")
        facts += [
            Term("Trend", (verdict,)),
            Term("Now", (figure_link(trend.now), f" ({span_of(trend.now)})")),
            Term("Before", (figure_link(trend.before), f" ({span_of(trend.before)})")),
            Term(
                "Now ÷ before", (figure_link(trend.ratio), f" ({span_of(trend.ratio)})" if trend.ratio.interval else "")
            ),
            Term("Smallest rise that would be seen", (figure_link(trend.detectable),)),
            Term("Authors and sites", (f"{trend.authors:,} and {trend.sites:,} in the window",)),
            Term("First seen", (day(trend.first_seen) if trend.first_seen else "no dates",)),
        ]
        bursts = "; ".join(f"{day(b.start)} to {day(b.end)}" for b in trend.bursts)
        facts += [Term("Bursts", (bursts,))] if bursts else []
    now = decided.topic(topic.id)
    if found_as != decided.label(topic):
        facts.append(Term("Found as", (found_as,)))
    if now and now.hidden:
        facts.append(Term("Hidden", ("set aside from the other topics",)))
    return tuple(facts)


def _quotes(topic: Topic) -> list[Block]:
    if not topic.quotes:
        return []
    quotes = [Quote(q.quote, host_of(q.url), FigureText("archived page", capture_entry(q))) for q in topic.quotes]
    return [Heading("In their own words"), *quotes]


def _terms(topic: Topic) -> Table:
    rows = tuple((text_cell(term.text), text_cell(number(term.lrc))) for term in topic.terms)
    read = "Keyness (LRC): how many doublings more often than elsewhere, at least; 0 where that cannot be told."
    return Table(
        f"{many(len(rows), 'word').capitalize()} of this topic",
        (Column("Word"), Column("Keyness", True)),
        rows,
        Note(read),
    )


def _coverage(audit: Audit, topic: Topic) -> Table:
    posts = {row.company: row for row in topic.coverage}
    rows = []
    for company in audit.companies:
        row = posts.get(company.company.key)
        best = row.evidence[0].url if row and row.evidence else "–"
        rows.append(
            (text_cell(company.company.name), text_cell(f"{row.posts:,}" if row else "not compared"), text_cell(best))
        )
    columns = (Column("Company"), Column("Posts on it", True), Column("Best page"))
    return Table("Who covers it", columns, tuple(rows))


def _venues(audit: Audit, topic: Topic) -> Table:
    names = {score.venue.key: score.venue.name for score in audit.venues}
    rows = tuple((text_cell(names.get(key, key)), text_cell(f"{count:,}")) for key, count in topic.venues)
    return Table("Where it is discussed", (Column("Venue"), Column("Conversations", True)), rows)


def _questions(audit: Audit, topic: Topic) -> Table:
    """The questions that hold two of the topic's words."""
    words = {word for term in topic.terms for word in term.text.casefold().split()}
    held = [q for q in audit.questions if len(words & set(q.text.casefold().replace("?", " ").split())) > 1]
    rows = tuple(
        (Cell((FigureText(q.text, f"question.{q.id}"),)), text_cell(f"{q.asked:,}"), text_cell(str(q.intent)))
        for q in held
    )
    return Table("Questions with its words", (Column("Question"), Column("Asked", True), Column("Kind")), rows)


def _history(history: Sequence[TopicEvent]) -> Table:
    rows = tuple(
        (
            text_cell(day(event.as_of)),
            text_cell(str(event.sight.fate) + (f" ({event.sight.other})" if event.sight.other else "")),
            text_cell(event.sight.label),
            text_cell(f"{event.sight.conversations:,}"),
            text_cell(percent(event.sight.share)),
        )
        for event in reversed(history)
    )
    columns = (
        Column("Audit"),
        Column("What became of it"),
        Column("Found as"),
        Column("Conversations", True),
        Column("Share", True),
    )
    return Table("Its history, the newest audit first", columns, rows)
