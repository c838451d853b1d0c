"""What a score may never do: differ for identical sites, fall when a fact is hidden, depend on who is the client."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from market.companies import Company, Role
from market.figures import Figure, Window
from market.statistics import garwood, wilson
from reports.compare import compare
from reports.scores import RUBRIC, score

WEEKS = 26
PREFIXES = ("keyword-coverage", "questions-answered", "channels-linked")


def site(examples, name, facts, role=Role.COMPETITOR):
    """A company and its derived figures, as so many facts that were seen on its pages give them."""
    model = examples.company(1)
    who = Company(name, f"https://{name}.example/", role)
    posts, silence, forms, calls, undated, unseen = (
        facts[k] for k in ("posts", "silence", "forms", "calls", "undated", "unseen")
    )
    window = Window.ending(examples.WINDOW.end, WEEKS)

    def figure(prefix, value, n, interval=None):
        reason = "" if value is not None else "not measurable"
        return Figure(f"{prefix}.{who.key}", prefix, name, value, "", n, window, interval, "f", (), (), 0, reason)

    company = replace(
        model,
        company=who,
        undated=undated,
        unseen=unseen,
        cadence=figure("cadence", posts / WEEKS, posts, garwood(posts, WEEKS)),
        longest_silence=figure("longest-silence", silence, posts),
        lead_forms=figure("lead-forms", float(forms), 9),
        calls_to_action=figure("calls-to-action", float(calls), 9),
    )
    keywords, answers, channels = facts["keywords"], facts["answers"], facts["channels"]
    derived = (
        figure(PREFIXES[0], keywords / 5, 5),
        figure(PREFIXES[1], answers / 10, 10, wilson(answers, 10)),
        figure(PREFIXES[2], float(channels), 6),
    )
    return company, derived


facts_of = st.fixed_dictionaries(
    {
        "posts": st.integers(0, 80),
        "silence": st.one_of(st.none(), st.floats(0, 182)),
        "forms": st.integers(0, 3),
        "calls": st.integers(0, 4),
        "undated": st.integers(0, 3),
        "unseen": st.integers(0, 3),
        "keywords": st.integers(0, 5),
        "answers": st.integers(0, 10),
        "channels": st.integers(0, 6),
    }
)


def scored(examples, *sites):
    made = [site(examples, *one) for one in sites]
    return score([company for company, _ in made], [f for _, figures in made for f in figures])


@settings(max_examples=80, deadline=None)
@given(facts_of, facts_of)
def test_identical_sites_have_identical_scores(examples, own, other):
    """Two sites with the same facts have the same range and parts, whoever is the client and who else is beside them."""
    one, _, two = scored(examples, ("one", own, Role.CLIENT), ("other", other), ("two", own))

    assert (one.low, one.high) == (two.low, two.high)
    assert [(p.name, p.low, p.high, p.why) for p in one.parts] == [(p.name, p.low, p.high, p.why) for p in two.parts]


@settings(max_examples=150, deadline=None)
@given(facts_of, facts_of, st.integers(1, 5))
def test_hiding_facts_never_lowers_a_score(examples, whole, hidden, pages):
    """Hidden pages that the site still names: at most as many posts fewer as pages, silences as long or longer, and of
    everything else any part gone. No part's upper end falls and none's lower end rises.
    """
    assume(hidden["silence"] is not None)
    fewer = {key: min(whole[key], hidden[key]) for key in ("forms", "calls", "keywords", "answers", "channels")}
    posts = max(0, whole["posts"] - min(pages, hidden["posts"]))
    silence = None if whole["silence"] is None else max(whole["silence"], hidden["silence"])
    less = whole | fewer | {"posts": posts, "silence": silence, "unseen": whole["unseen"] + pages}

    (before,), (after,) = scored(examples, ("a", whole)), scored(examples, ("a", less))

    assert all(b.high >= a.high and b.low <= a.low for a, b in zip(before.parts, after.parts, strict=True))
    assert after.high >= before.high
    assert after.low <= before.low


@settings(max_examples=80, deadline=None)
@given(facts_of, st.integers(1, 3))
def test_an_undated_page_that_is_hidden_lowers_nothing(examples, whole, pages):
    """A post without a date counts as a possible one, and so does its page when it is not captured."""
    shown = whole | {"undated": whole["undated"] + pages}
    less = whole | {"unseen": whole["unseen"] + pages}

    (before,), (after,) = scored(examples, ("a", shown)), scored(examples, ("a", less))

    assert after.high >= before.high


def test_pages_that_were_not_captured_are_said_in_the_part(examples):
    """The reason names them; a part that is full already, and a site that was read whole, say nothing of them."""
    facts = {
        "posts": 3,
        "silence": 40.0,
        "forms": 0,
        "calls": 2,
        "undated": 0,
        "unseen": 1,
        "keywords": 1,
        "answers": 2,
        "channels": 6,
    }

    (open_,), (closed,) = scored(examples, ("a", facts)), scored(examples, ("a", facts | {"unseen": 0}))

    parts = {p.name: p for p in open_.parts}
    assert parts["Lead form types"].high == 1
    assert "1 page it names was not captured" in parts["Lead form types"].why
    assert parts["Posts a week"].high == pytest.approx(garwood(4, WEEKS).high / 2)
    assert "captured" not in parts["Calls to action"].why + parts["Channels linked"].why
    assert not any("captured" in p.why for p in closed.parts)


@settings(max_examples=60, deadline=None)
@given(st.lists(facts_of, min_size=2, max_size=4), st.data())
def test_permuting_the_client_permutes_columns(examples, everybody, data):
    """Another client and another order give each company the same figures in its column and the same score."""
    names = [f"site{place}" for place in range(len(everybody))]
    order = data.draw(st.permutations(range(len(everybody))))

    def market(places):
        made = [
            site(examples, names[p], everybody[p], Role.CLIENT if i == 0 else Role.COMPETITOR)
            for i, p in enumerate(places)
        ]
        companies, figures = [c for c, _ in made], [f for _, own in made for f in own]
        return companies, compare(companies, figures), score(companies, figures)

    (first, rows, scores), (second, turned, rescored) = market(range(len(everybody))), market(order)

    assert {s.company: s for s in scores} == {s.company: s for s in rescored}
    for row, other in zip(rows, turned, strict=True):
        assert (row.measure, row.unit) == (other.measure, other.unit)
        columns = dict(zip((c.company.key for c in first), row.figures, strict=True))
        assert dict(zip((c.company.key for c in second), other.figures, strict=True)) == columns


def test_the_rubric_is_ten_or_more_for_every_measure():
    """No part is so light that a reader could not see it; together they are 100."""
    assert sum(rule.weight for rule in RUBRIC) == 100
    assert min(rule.weight for rule in RUBRIC) >= 10
