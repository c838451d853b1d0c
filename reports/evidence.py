"""Evidence: for every printed figure, the entry that says how it came about and which captures show it."""

import re
from collections.abc import Iterator

from market.audits import Audit, ComparisonRow, Score, figures_of
from market.figures import Figure
from market.focus import FocusItem
from market.statistics import median
from market.urls import digest
from market.venues import Venue
from market.xray import Cue
from reports.blocks import FigureText
from reports.change_entries import change_entries
from reports.compare import unread
from reports.entries import Entry as Entry
from reports.entries import name_of as name_of
from reports.entries import plain_entry
from reports.words import (
    NOT_MEASURABLE,
    amount,
    clean,
    counted,
    day,
    interval_of,
    listed,
    number,
    percent,
    value_of,
    window,
)

_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


def entries_of(audit: Audit) -> tuple[Entry, ...]:
    """One entry per figure and per observed row, sorted by id.

    Raises ``ValueError`` when two different figures share an id: a reader could not tell which one a link means.
    """
    found: dict[str, Entry] = {}
    for entry in _all(audit):
        known = found.setdefault(entry.id, entry)
        if known != entry:
            raise ValueError(f"two different figures are called {entry.id!r}")
    return tuple(found[key] for key in sorted(found))


def anchor(entry: str) -> str:
    """An id that is safe in HTML and in an address: the entry's own where it is plain, else with a digest."""
    if _PLAIN_ID.fullmatch(entry):
        return entry
    return f"{re.sub('[^A-Za-z0-9._-]+', '-', entry)[:40].strip('-')}-{digest(clean(entry))[:8]}"


def figure_link(figure: Figure, text: str = "") -> FigureText:
    """A printed figure: its value, or ``text`` in its place."""
    return FigureText(text or value_of(figure), figure.id)


def row_entry(row: ComparisonRow) -> str:
    """The entry id of a comparison row."""
    return f"row.{row.figures[0].rpartition('.')[0]}" if row.figures else f"row.{row.measure}"


def figures_by_id(audit: Audit) -> dict[str, Figure]:
    """Every figure anywhere in the audit, by its id."""
    return {figure.id: figure for figure in figures_of(audit)}


def _all(audit: Audit) -> Iterator[Entry]:
    figures = figures_by_id(audit)
    moment = as_of(audit)
    yield from (_of_figure(figure, moment) for figure in figures_of(audit))
    yield from (_of_score(audit, score) for score in audit.scores)
    yield from (_of_row(audit, row, figures) for row in audit.comparison)
    yield _of_pages(audit)
    yield from _of_plan(audit)
    yield from _of_channels(audit)
    yield from _of_candidates(audit)
    yield from _of_rules(audit)
    yield from _of_topics(audit)
    yield from _of_questions(audit)
    yield from _of_steps(audit)
    yield from _of_strategy(audit)
    yield from change_entries(audit)


def as_of(audit: Audit) -> str:
    """The window of what is looked at once and not over time: everything captured up to the day of the data."""
    return f"as of {day(audit.run.as_of.date())}"


def _of_figure(figure: Figure, moment: str) -> Entry:
    unit = f" ({figure.unit})" if figure.unit and figure.value is not None else ""
    return Entry(
        figure.id,
        f"{figure.name}: {figure.subject}",
        value_of(figure) + unit,
        basis_of(figure) if figure.window else (*basis_of(figure), moment),
        figure.formula,
        figure.inputs,
        figure.evidence,
        max(figure.evidence_total, len(figure.evidence)),
    )


def basis_of(figure: Figure) -> tuple[str, ...]:
    """What a figure rests on: n, window, interval with its method, and the reason when it has no value."""
    method = f" ({figure.interval.method})" if figure.interval else ""
    parts = (
        f"n = {figure.n:,}",
        window(figure.window) if figure.window else "",
        interval_of(figure) + method,
        figure.reason,
    )
    return tuple(part for part in parts if part)


def _of_score(audit: Audit, score: Score) -> Entry:
    inputs = tuple(
        (part.name, f"weight {number(part.weight)} × {percent(part.low)} to {percent(part.high)}: {part.why}")
        for part in score.parts
    )
    shown = f"{score.low:.0f} to {score.high:.0f} of 100"
    if any(unread(c) for c in audit.companies if c.company.key == score.company):
        shown = NOT_MEASURABLE
    return plain_entry(
        f"score.{score.company}", f"Score: {name_of(audit, score.company)}", shown, score.formula, inputs
    )


def _of_row(audit: Audit, row: ComparisonRow, figures: dict[str, Figure]) -> Entry:
    pairs = [(c, figures[f]) for c, f in zip(audit.companies, row.figures, strict=False) if f in figures]
    known = [f.value for c, f in pairs if f.value is not None and c.company.role != "client"]
    middle = median(known)
    shown = "not measurable" if middle is None else amount(middle, row.unit)
    inputs = tuple((c.company.name, value_of(f)) for c, f in pairs)
    formula = "median of the competitors’ values that could be measured"
    return plain_entry(row_entry(row), f"{row.measure}: median of competitors", shown, formula, inputs)


def _of_pages(audit: Audit) -> Entry:
    inputs = [
        (c.company.name, f"{counted(c.pages, 'page')}, {counted(c.posts, 'post')}, {c.undated:,} without a date")
        for c in audit.companies
    ]
    total = counted(sum(c.pages for c in audit.companies), "page")
    files = [(f.name, f"{counted(f.records, 'record')}, SHA-256 {f.sha256}") for f in audit.archive]
    return plain_entry("pages", "Pages read", total, "sum of the pages read per company", inputs + files)


def _of_plan(audit: Audit) -> Iterator[Entry]:
    inputs = [
        (
            row.text,
            "; ".join(
                (row.label, f"goal: {row.goal or 'none'}", f"owner: {row.owner or 'none'}", row.verdict, *row.remarks)
            ),
        )
        for row in audit.plan
    ]
    if inputs:
        shown = counted(len(audit.plan), "line")
        yield plain_entry("plan", "Your plan, line by line", shown, "count of lines per label and per goal", inputs)


def _of_channels(audit: Audit) -> Iterator[Entry]:
    for row in audit.channels:
        title = f"{row.channel}: {name_of(audit, row.company)}"
        facts = [
            ("claimed", str(row.claimed)),
            ("linked", str(row.linked)),
            ("address", row.address),
            ("rule", row.rule),
        ]
        shown = "linked" if row.linked else "not linked"
        yield plain_entry(
            channel_entry(row.company, row.channel), title, shown, "a link on a captured page", facts, row.evidence
        )


def channel_entry(company: str, channel: str) -> str:
    """The entry id of one channel of one company."""
    return f"channel.{company}.{channel}"


def _of_candidates(audit: Audit) -> Iterator[Entry]:
    for row in audit.candidates:
        companies = listed([name_of(audit, key) for key in row.companies]) or "none"
        facts = [
            ("address", row.url),
            ("voices that link there", str(row.voices)),
            ("of them where a competitor is named", str(row.rivals)),
            ("pages of companies that link there", str(row.pages)),
            ("companies", companies),
        ]
        formula = "links in on-market conversations, and in the text of companies' pages, to one place"
        yield plain_entry(candidate_entry(row.url), f"Proposed: {row.name}", row.reason, formula, facts, row.evidence)


def _of_rules(audit: Audit) -> Iterator[Entry]:
    for score in audit.venues:
        seen = score.openness.evidence
        if seen:
            title = f"Self-promotion by the rules of {score.venue.name}"
            told = "the first sentence about it on the venue's own page of rules; a limit goes before a refusal"
            yield plain_entry(rules_entry(score.venue), title, str(score.openness.promotion), told, (), (seen,))


def rules_entry(venue: Venue) -> str:
    """The entry id of what a venue's rules say of promoting oneself."""
    return f"rules.{venue.key}"


def candidate_entry(url: str) -> str:
    """The entry id of a proposed place."""
    return f"candidate.{digest(clean(url))[:12]}"


def _of_topics(audit: Audit) -> Iterator[Entry]:
    for topic in audit.topics:
        terms = [("terms", listed([f"{t.text} ({number(t.lrc)})" for t in topic.terms]))]
        coverage = [(name_of(audit, c.company), counted(c.posts, "post")) for c in topic.coverage]
        captures = [*topic.quotes, *(e for c in topic.coverage for e in c.evidence)]
        formula = "conversations that share a vocabulary; terms with their keyness (LRC, log2 units)"
        shown = counted(topic.conversations, "conversation")
        yield plain_entry(f"topic.{topic.id}", f"Topic: {topic.label}", shown, formula, terms + coverage, captures)


def _of_questions(audit: Audit) -> Iterator[Entry]:
    for question in audit.questions:
        asked = f"asked in {counted(question.asked, 'conversation')}"
        yield plain_entry(
            f"question.{question.id}",
            question.text,
            asked,
            "near-duplicates count as one",
            [("distinct known authors", number(question.authors)), ("intent", str(question.intent))],
            question.evidence,
        )
        for row in question.answered_by:
            facts = [("similarity (cosine, 0 to 1)", f"{row.similarity:.2f}")]
            title = f"{name_of(audit, row.company)} on: {question.text}"
            key = answer_entry(question.id, row.company)
            yield plain_entry(key, title, str(row.answer), "closest page by wording", facts, row.evidence)


def answer_entry(question: str, company: str) -> str:
    """The entry id of what one company has on a question."""
    return f"answer.{question}.{company}"


def _of_steps(audit: Audit) -> Iterator[Entry]:
    known = figures_by_id(audit)
    for place, step in enumerate(audit.recommendations, start=1):
        inputs = [(known[f].name, value_of(known[f])) for f in step.figures if f in known]
        yield plain_entry(f"step.{place}", step.action, step.effort, step.why, inputs, step.evidence)


def _of_strategy(audit: Audit) -> Iterator[Entry]:
    for cue in audit.xray.cues if audit.xray else ():
        formula = "pages with a word of the list; consistent with, never a verdict"
        title = f"Cue on the {cue.level} level: {cue.consistent_with}"
        yield plain_entry(cue_entry(cue), title, counted(cue.pages, "page"), formula, (), cue.evidence)
    for item in audit.focus.items if audit.focus else ():
        facts = [("format", item.format), ("effort", number(item.effort)), ("why", item.reason)]
        yield plain_entry(
            item_entry(item), item.title, item.goal or "no goal recognised by its words", "", facts, (item.evidence,)
        )


def cue_entry(cue: Cue) -> str:
    """The entry id of a cue."""
    return f"cue.{cue.level}.{cue.consistent_with}"


def item_entry(item: FocusItem) -> str:
    """The entry id of a published item and the goal it serves."""
    return f"item.{digest(clean(item.url))[:16]}"
