"""Questions: what prospects ask and who answers it."""

from market.audits import Audit
from market.topics import Answer, Intent, Question
from reports.blocks import Cell, Column, FigureText, Note, Table
from reports.compare import unread
from reports.evidence import answer_entry
from reports.tables import company_columns, text_cell
from reports.words import many, tally
from web.pages import Choice, Filter, Part, Query, View, asked, matches

_TONES = {Answer.ANSWERED: "yes", Answer.TOUCHED: "partly", Answer.NOT: "no"}
_BY = {"nobody": "nobody", "you": "you", "others": "competitors and not you"}


def questions(audit: Audit, query: Query) -> View:
    """The page of questions; ``q``, ``intent`` and ``by`` of the query choose."""
    words, intent = asked(query, "q"), asked(query, "intent", [str(i) for i in Intent])
    by = asked(query, "by", list(_BY))
    held = [
        question
        for question in audit.questions
        if matches(words, question.text)
        and intent in ("", str(question.intent))
        and by in ("", _answered_by(audit, question))
    ]
    rows = tuple(
        (
            Cell((FigureText(question.text, f"question.{question.id}"),)),
            text_cell(f"{question.asked:,}"),
            text_cell(str(question.intent)),
            *(_cell(audit, question, company.company.key) for company in audit.companies),
        )
        for question in held
    )
    columns = (Column("Question"), Column("Asked", True), Column("Kind"), *company_columns(audit, numeric=False))
    read = (
        "Answered: a page covers the question. Touched: a page comes near. A page that only repeats it does not count."
    )
    nobody = sum(_answered_by(audit, question) == "nobody" for question in held)
    title = f"{many(len(held), 'question').capitalize()}, {tally(nobody)} answered by nobody"
    filters = (
        Filter("q", "Questions with", words),
        Filter("intent", "Kind", intent, tuple(Choice(str(i), str(i)) for i in Intent)),
        Filter("by", "Answered by", by, tuple(Choice(key, label) for key, label in _BY.items())),
    )
    table = Table(title, columns, rows, Note(read), beside=len(audit.companies))
    return View("What they ask, and who answers", f"{title}.", (Part(table, "questions"),), (), filters)


def _answered_by(audit: Audit, question: Question) -> str:
    """Who answers it: "you" also where others do too."""
    own = audit.client.company.key
    answering = {row.company for row in question.answered_by if row.answer is Answer.ANSWERED}
    return "you" if own in answering else "others" if answering else "nobody"


def _cell(audit: Audit, question: Question, company: str) -> Cell:
    if any(unread(c) for c in audit.companies if c.company.key == company):
        return text_cell("not read", "unknown")
    answer = next((row.answer for row in question.answered_by if row.company == company), None)
    if answer is None:
        return text_cell("not looked for", "unknown")
    return Cell((FigureText(str(answer), answer_entry(question.id, company)),), tone=_TONES[answer])
