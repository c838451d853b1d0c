"""Which questions a page can answer, and which of them a recommendation may name."""

from dataclasses import replace

import pytest

from market.topics import Answer, Intent
from reports.questions import PRINTED, answerable
from reports.recommendations import Facts, recommend


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("How much do closing costs come to on a starter home?", Intent.QUESTION, True),
        ("What does an HOA fee cover, and can it rise without a vote?", Intent.QUESTION, True),
        ("Does down payment help count against my offer?", Intent.PAIN_POINT, True),
        ("Parents want to gift us $1,800, how does that work?", Intent.QUESTION, True),
        ("Is our agent pushing us?", Intent.QUESTION, False),
        ("Would you drop the inspection in our place?", Intent.QUESTION, False),
        ("Anyone worked with Front Porch Partners?", Intent.QUESTION, False),
        ("Should we wait for winter?", Intent.QUESTION, False),
        ("Does it get better after the first year?", Intent.QUESTION, False),
        ("Which agent knows first-time buyers in town?", Intent.RECOMMENDATION, False),
        ("Now what?", Intent.QUESTION, False),
        ("How the roof was paid for", Intent.QUESTION, False),
    ],
)
def test_a_page_answers_facts_and_ways(examples, text, intent, expected):
    """A question to people, for their experience or opinion, or without a subject of its own, is not one for a page."""
    question = replace(examples.full().questions[0], text=text, intent=intent)

    assert answerable(question) is expected


def facts(audit, questions):
    return Facts(audit.companies, venues=audit.venues, questions=questions, figures=audit.figures)


def page_steps(audit, questions):
    steps = recommend(facts(audit, questions), audit.run.window.end)
    return [step for step in steps if step.action.startswith("Publish a page")]


def test_a_recommended_question_is_printed(examples):
    """No page is recommended for a question that the report's table leaves out."""
    audit = examples.full()
    open_ = tuple(replace(row, answer=Answer.NOT) for row in audit.questions[0].answered_by)
    silent = [replace(audit.questions[0], id=f"s{i}", text="Is our agent pushing us?") for i in range(PRINTED)]
    last = replace(audit.questions[0], id="last", answered_by=open_)

    assert page_steps(audit, (*silent, last)) == []
    assert len(page_steps(audit, (*silent[1:], last))) == 1


def test_a_question_that_nobody_answers_is_said_so(examples):
    """Where nobody has a page on a question, it does not read "no competitors have a page on it"."""
    audit = examples.full()
    nobody = tuple(replace(row, answer=Answer.NOT) for row in audit.questions[0].answered_by)

    (step,) = page_steps(audit, (replace(audit.questions[0], answered_by=nobody),))

    assert step.why == "Asked in 14 conversations; nobody whose pages were read has a page on it."
