"""Topics: what prospects discuss in their own words, what they ask, and who answers."""

from collections.abc import Sequence

from market.audits import Audit
from market.findings import Evidence
from market.statistics import median
from market.topics import Answer, Question, Topic
from market.urls import host_of
from reports import blocks
from reports.blocks import Bar, Bars, Block, Cell, Chart, Column, FigureText, Heading, Note, Section, Table
from reports.evidence import answer_entry
from reports.sections import sections
from reports.tables import company_columns, note, text_cell
from reports.words import counted, many, number, sentence, span_of, tally, value_of

MOST_TOPICS = 5
MOST_QUESTIONS = 10
_TONES = {Answer.ANSWERED: "yes", Answer.TOUCHED: "partly", Answer.NOT: "no"}


@sections.register("topics")
def topics(audit: Audit) -> Section | None:
    """Topics and questions; None without either."""
    if not audit.topics and not audit.questions:
        return None
    built: list[Block] = []
    if audit.questions:
        built.append(_questions(audit, audit.questions[:MOST_QUESTIONS]))
    if audit.topics:
        shown = audit.topics[:MOST_TOPICS]
        built += [_shares(shown), Heading("In their own words"), *(_topic(audit, topic) for topic in shown)]
    return Section("topics", "What they are discussing", _finding(audit), tuple(built))


def _finding(audit: Audit) -> str:
    if not audit.questions:
        return f"They talk about {audit.topics[0].label} and {many(len(audit.topics) - 1, 'other topic')}."
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
            *(_answered(question, c.company.key) for c in audit.companies),
        )
        for question in questions
    )
    nobody = sum(all(_answer(q, c.company.key) is not Answer.ANSWERED for c in audit.companies) for q in questions)
    caption = f"Who answers it: {tally(nobody)} of {many(len(questions), 'question')} answered by nobody"
    read = (
        "Answered: a page covers the question. Touched: a page comes near. A page that only repeats it does not count."
    )
    asked = sum(question.asked for question in questions)
    below = Note(read, (f"n = {counted(asked, 'conversation')}", "near-duplicates count as one question"))
    columns = (Column("Question"), Column("Asked", numeric=True), *company_columns(audit, numeric=False))
    return Table(caption, columns, rows, below)


def _answered(question: Question, company: str) -> Cell:
    answer = _answer(question, company)
    if answer is None:
        return text_cell("not looked for", "unknown")
    return Cell((FigureText(str(answer), answer_entry(question.id, company)),), tone=_TONES[answer])


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
    title = f"{many(len(topics), 'topic').capitalize()} and their share of the conversations"
    if topics[0].share.value is not None:
        title = f"“{topics[0].label}” is {value_of(topics[0].share)} of what they say on your market"
    read = "The bar is the topic’s share of the conversations, the thin line its interval."
    # Every share is of the same conversations, so the first one's n is everyone's.
    below = note(read, figures[:1], "conversations", [FigureText(t.label, t.share.id) for t in topics])
    return Chart("topics", title, sentence("; ".join(words)), Bars(bars, "share of conversations", share=True), below)


def _topic(audit: Audit, topic: Topic) -> blocks.Topic:
    entry = f"topic.{topic.id}"
    size = f"{counted(topic.conversations, 'conversation')}, {counted(topic.voices, 'voice')}"
    return blocks.Topic(
        label=topic.label,
        size=(FigureText(size, entry),),
        terms=tuple(term.text for term in topic.terms[:8]),
        quotes=tuple(_quote(quote, entry) for quote in topic.quotes[:2]),
        coverage=(FigureText(_coverage(audit, topic), entry),),
    )


def _quote(quote: Evidence, entry: str) -> blocks.Quote:
    return blocks.Quote(quote.quote, host_of(quote.url), FigureText("evidence", entry))


def _coverage(audit: Audit, topic: Topic) -> str:
    posts = {row.company: row.posts for row in topic.coverage}
    own = posts.get(audit.client.company.key)
    others = [posts[c.company.key] for c in audit.competitors if c.company.key in posts]
    middle = median([float(count) for count in others])
    yours = "Your posts were not compared" if own is None else f"You have {many(own, 'post')} on it"
    if middle is None:
        return f"{yours}."
    return f"{yours}; the median of {many(len(others), 'competitor')} is {number(middle)}."
