"""Recommendations are few, bound to what was observed, and silent where nothing was."""

from dataclasses import replace
from datetime import date, timedelta

from market.audits import GoalRow, Target
from reports.evidence import entries_of
from reports.recommendations import NO_GOAL, NO_OWNER, Facts, goal_for, recommend

DAY = date(2026, 4, 24)


def facts_of(audit, **changes):
    """The rows of an audit that recommendations are made from."""
    names = ("companies", "plan", "goals", "channels", "keywords", "venues", "questions", "figures")
    return Facts(**({name: getattr(audit, name) for name in names} | changes))


def test_at_most_five_each_with_all_that_it_needs(examples):
    """Every recommendation names a goal, known figures, effort, owner, measure, re-check date and who does it."""
    audit = examples.full()
    known = {entry.id for entry in entries_of(audit)}

    steps = recommend(facts_of(audit), DAY)

    assert 0 < len(steps) <= 5
    for step in steps:
        assert step.goal in {"Be known", "Win buyers"}
        assert step.figures
        assert set(step.figures) <= known
        assert step.effort in {"hours", "days", "weeks"}
        assert step.help in {"do it yourself", "together", "for you"}
        assert step.owner
        assert step.measure
        assert step.recheck == DAY + timedelta(weeks=13)


def test_a_broken_promise_comes_first_with_its_owner(examples):
    """The line that is behind its promise heads the list and keeps its goal and owner."""
    step = recommend(facts_of(examples.full()), DAY)[0]

    assert step.action == "Keep the promise of 3 posts a week, or promise what you can keep"
    assert (step.goal, step.owner) == ("Be known", "Dana")
    assert step.evidence


def test_the_order_of_rows_changes_no_recommendation(examples):
    """Competitors, channels, keywords and questions in another order give the same steps."""
    audit = examples.full()
    own, *rest = audit.companies
    turned = {name: getattr(audit, name)[::-1] for name in ("channels", "keywords", "questions", "figures")}

    steps = recommend(facts_of(audit, companies=(own, *rest[::-1]), **turned), DAY)

    assert steps == recommend(facts_of(audit), DAY)


def test_nothing_observed_means_nothing_recommended(examples):
    """An audit with a client that could not be read has no advice for it."""
    audit = examples.minimal()

    steps = recommend(Facts(audit.companies), DAY)

    assert steps == ()


def test_a_client_with_a_form_is_not_told_to_add_one(examples):
    """The lead form rule speaks only where none was found on pages that were read."""
    audit = examples.full()
    has_one = replace(audit.client, lead_forms=replace(audit.client.lead_forms, value=1.0))
    unread = replace(audit.client, pages=0)

    for client in (has_one, unread):
        steps = recommend(facts_of(audit, companies=(client, *audit.competitors), plan=(), questions=()), DAY)
        assert not any("form" in step.action for step in steps)


def test_goals_are_chosen_by_what_they_count():
    """A step that brings enquiries serves the goal that counts leads; one that brings readers, the other."""
    goals = (
        GoalRow("Be known", (Target(5, "readers", "month", ""),)),
        GoalRow("Win", (Target(2, "leads", "month", ""),)),
    )

    assert goal_for(goals, response=True) == "Win"
    assert goal_for(goals, response=False) == "Be known"
    assert goal_for((), response=True) == NO_GOAL


def test_a_missing_owner_is_said(examples):
    """Where the plan names nobody, the recommendation asks for a name and invents none."""
    audit = examples.full()

    steps = recommend(facts_of(audit, plan=()), DAY)

    assert {step.owner for step in steps} == {NO_OWNER}


def test_the_own_blog_is_not_asked_for_a_link(examples):
    """A channel of the client's own that was read is not a loose claim."""
    audit = examples.full()
    blog = replace(audit.channels[0], channel="blog", claimed=True, linked=False, rule="read")

    steps = recommend(facts_of(audit, channels=(blog,), plan=(), questions=(), venues=()), DAY)

    assert not any("Link" in step.action for step in steps)


def test_a_venue_whose_newest_word_is_old_is_not_recommended(examples):
    """Where nobody has written since the window began, neither the venue nor its questions are recommended."""
    audit = examples.full()
    alive = {step.action for step in recommend(facts_of(audit), DAY)}

    steps = {step.action for step in recommend(facts_of(audit, alive_from="2999-01-01"), DAY)}

    assert any(action.startswith(("Answer two", "Publish a page")) for action in alive)
    assert not any(action.startswith(("Answer two", "Publish a page")) for action in steps)
