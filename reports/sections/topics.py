"""Topics: what prospects discuss in their own words, what they ask, and who answers."""

import re
from collections.abc import Sequence

from market.audits import Audit, CompanyAudit
from market.figures import Figure
from market.findings import Evidence
from market.statistics import median
from market.topics import Answer, Question, Topic
from market.urls import host_of
from reports import blocks
from reports.blocks import Bar, Bars, Block, Cell, Chart, Column, FigureText, Heading, Note, Section, Table
from reports.compare import unread
from reports.evidence import answer_entry
from reports.questions import printed
from reports.sections import sections
from reports.sections.trends import trend_blocks
from reports.tables import company_columns, note, text_cell
from reports.words import capital, counted, many, number, rivals, sentence, span_of, tally, value_of

MOST_TOPICS = 5
_ALIKE = 0.6  # part of the words that two quotes share from which they say the same
_NUMBER = re.compile(r"\d[\d.,]*")
_WORD = re.compile(r"\w+")
_TONES = {Answer.ANSWERED: "yes", Answer.TOUCHED: "partly", Answer.NOT: "no"}


@sections.register("topics")
def topics(audit: Audit) -> Section | None:
    """Topics and questions; None without either."""
    if not audit.topics and not audit.questions:
        return None
    built: list[Block] = []
    if audit.questions:
        built.append(_questions(audit, printed(audit.questions)))
    if audit.topics:
        shown = audit.topics[:MOST_TOPICS]
        built += [
            _shares(shown),
            *trend_blocks(audit),
            Heading("In their own words"),
            *(_topic(audit, topic) for topic in shown),
        ]
    return Section("topics", "What they are discussing", _finding(audit), tuple(built))


def _finding(audit: Audit) -> str:
    if not audit.questions:
        others = many(len(audit.topics) - 1, "other topic")
        return f"They talk about {audit.topics[0].label}{f' and {others}' if len(audit.topics) > 1 else ''}."
    yours = sum(_answer(question, audit.client.company.key) is Answer.ANSWERED for question in audit.questions)
    nobody = sum(all(a.answer is not Answer.ANSWERED for a in q.answered_by) for q in audit.questions)
    return (
        f"Of {many(len(audit.questions), 'question')} they ask, you answer {tally(yours)}; "
        f"{tally(nobody)} {'is' if nobody == 1 else 'are'} answered by nobody."
    )


def _answer(question: Question, company: str) -> Answer | None:
    return next((row.answer for row in question.answered_by if row.company == company), None)


def _questions(audit: Audit, questions: Sequence[Question]) -> Table:
    rows = tuple(
        (
            Cell((FigureText(question.text, f"question.{question.id}"),)),
            text_cell(f"{question.asked:,}"),
            *(_answered(question, c) for c in audit.companies),
        )
        for question in questions
    )
    nobody = sum(all(_answer(q, c.company.key) is not Answer.ANSWERED for c in audit.companies) for q in questions)
    read_of = " that was read" if any(map(unread, audit.companies)) else ""
    caption = f"Who answers it: {tally(nobody)} of {many(len(questions), 'question')} answered by nobody{read_of}"
    read = (
        "Answered: a page covers the question. Touched: a page comes near. A page that only repeats it does not count."
    )
    counts = "asked: conversations that ask it, near-duplicates counted as one question"
    below = Note(read, (f"n = {counted(len(questions), 'question')}", counts))
    columns = (Column("Question"), Column("Asked", numeric=True), *company_columns(audit, numeric=False))
    return Table(caption, columns, rows, below, beside=len(audit.companies))


def _answered(question: Question, company: CompanyAudit) -> Cell:
    answer = _answer(question, company.company.key)
    if unread(company):
        return text_cell("not read", "unknown")
    if answer is None:
        return text_cell("not looked for", "unknown")
    return Cell((FigureText(str(answer), answer_entry(question.id, company.company.key)),), tone=_TONES[answer])


def _shares(topics: Sequence[Topic]) -> Chart:
    bars = tuple(
        Bar(
            topic.label,
            f"{value_of(topic.share)} ({span_of(topic.share)})" if topic.share.interval else value_of(topic.share),
            topic.share.value,
            topic.share.interval.low if topic.share.interval else None,
            topic.share.interval.high if topic.share.interval else None,
        )
        for topic in topics
    )
    figures = [topic.share for topic in topics]
    words = [f"{topic.label}: {value_of(topic.share)} ({span_of(topic.share)})" for topic in topics]
    noun = _counted_in(topics[0].share)
    title = f"{many(len(topics), 'topic').capitalize()} and their share of the {noun}"
    if topics[0].share.value is not None:
        title = f"“{topics[0].label}” has {value_of(topics[0].share)} of the {noun} on your market"
    read = f"The bar is the topic’s share of the {noun} on your market, the thin line its interval."
    # Every share is of the same, so the first one's n is everyone's.
    below = note(read, figures[:1], noun, [FigureText(t.label, t.share.id) for t in topics])
    return Chart("topics", title, sentence("; ".join(words)), Bars(bars, f"share of {noun}", share=True), below)


def _counted_in(share: Figure) -> str:
    """What the share counts, by its own unit: n is of these and of nothing else."""
    return share.unit.removeprefix("share of ") if share.unit.startswith("share of ") else "conversations"


def _topic(audit: Audit, topic: Topic) -> blocks.Topic:
    entry = f"topic.{topic.id}"
    size = f"{counted(topic.conversations, 'conversation')}, {counted(topic.voices, 'voice')}"
    return blocks.Topic(
        label=capital(topic.label),
        size=(FigureText(size, entry),),
        terms=tuple(term.text for term in topic.terms[:8]),
        quotes=tuple(_quote(quote, entry) for quote in _distinct(topic.quotes)[:2]),
        coverage=(FigureText(_coverage(audit, topic), entry),),
    )


def _distinct(quotes: Sequence[Evidence]) -> list[Evidence]:
    """The quotes without those that say nearly the same as an earlier one, whatever numbers they name."""
    held: list[tuple[frozenset[str], Evidence]] = []
    for quote in quotes:
        words = frozenset(_WORD.findall(_NUMBER.sub("0", quote.quote.lower())))
        if all(len(words & other) < _ALIKE * len(words | other) for other, _ in held):
            held.append((words, quote))
    return [quote for _, quote in held]


def _quote(quote: Evidence, entry: str) -> blocks.Quote:
    return blocks.Quote(quote.quote, host_of(quote.url), FigureText("evidence", entry))


def _coverage(audit: Audit, topic: Topic) -> str:
    posts = {row.company: row.posts for row in topic.coverage}
    own = posts.get(audit.client.company.key)
    seen = [c for c in audit.competitors if c.company.key in posts and not unread(c)]
    others = [posts[c.company.key] for c in seen]
    middle = median([float(count) for count in others])
    yours = (
        "Your posts were not compared" if own is None or unread(audit.client) else f"You have {many(own, 'post')} on it"
    )
    if middle is None:
        return f"{yours}."
    if len(others) == 1:
        return f"{yours}; {rivals(1, 1, len(audit.competitors))} has {number(middle)}."
    measured = " that were read" if len(others) < len(audit.competitors) else ""
    return f"{yours}; the median of {many(len(others), 'competitor')}{measured} is {number(middle)}."
