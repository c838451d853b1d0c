"""Promises are printed with their unit and without empty brackets."""

from market.plan import PlanRow, Verdict
from reports.gaps import gaps
from reports.promises import broken, observed, promise_of, seen_of
from reports.recommendations import Facts, recommend


def line(examples, promised, rate, unit, value, n=34):
    seen = examples.figure("plan.x", "promised vs observed", "x", value, unit, n)
    return PlanRow("x", "Every page has a contact form button", "tactic", "", "", "", promised, Verdict.BEHIND, seen, promised_rate=rate)  # fmt: skip


def test_a_bare_rate_takes_the_figures_noun(examples):
    """A plan that says "3 a week" is printed as 3 posts a week, and what was seen is not a bare number beside it."""
    row = line(examples, "3 a week", 3.0, "posts a week", 1.3)

    assert promise_of(row) == "3 posts a week"
    assert promise_of(line(examples, "1 a week", 1.0, "posts a week", 0.3)) == "1 post a week"
    assert broken(row) == "You promised 3 posts a week; 1.3 were seen"


def test_another_period_names_its_own(examples):
    """A monthly promise beside a weekly rate says in which unit the rate was seen."""
    row = line(examples, "200 postcards a month", 46.0, "posts a week", 1.15)

    assert broken(row) == "You promised 200 postcards a month; 1.1 posts a week were seen"


def test_a_promise_without_a_rate_is_quoted(examples):
    """A promised button that stands on no page is said to be not seen, with the pages, and not as "0 seen"."""
    row = line(examples, "", None, "pages", 0.0, n=7)
    some = line(examples, "", None, "pages", 3.0, n=7)

    assert broken(row) == "Your plan says “Every page has a contact form button”; not seen on 7 pages"
    assert broken(some) == "Your plan says “Every page has a contact form button”; seen on 3 of 7 pages"
    assert seen_of(some) == "3 of 7 pages"


def test_no_interval_means_no_bracket(examples):
    """A figure without an interval is printed without an empty bracket, in the gap and in the recommendation."""
    audit = examples.full()
    row = line(examples, "", None, "pages", 0.0, n=7)

    said = [gap.detail for gap in gaps(audit.companies, audit.figures, (row,))]
    said += [step.why for step in recommend(Facts(audit.companies, plan=(row,)), audit.run.window.end)]

    assert observed(row.observed) == "observed 0"
    assert not any("()" in text for text in said)
