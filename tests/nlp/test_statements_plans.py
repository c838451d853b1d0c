"""The labelled plan sentences (tests/nlp/plans): the quality of reading them, in short, and what it was learnt from."""

import json
from pathlib import Path

import pytest

from benchmarks.plan import SENTENCES, labelled_rows, measures
from benchmarks.plan_weights import WEIGHTS, features, learn
from nlp.statements import Label, read_statement, read_statements

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def rows():
    return labelled_rows("test")


@pytest.fixture(scope="module")
def labelled():
    return [json.loads(line) for line in SENTENCES.read_text().splitlines()]


def test_reading_is_as_good_as_its_floors(rows):
    """On trades that no rule and no weight has seen, every measure is at least its floor."""
    floors = json.loads((ROOT / "benchmarks" / "floors.json").read_text())["plan"]

    found = measures(rows)

    assert {name: found[name][0] for name, floor in floors.items() if found[name][0] < floor} == {}


def test_no_trade_stands_in_both_halves(labelled):
    """What measures was not learnt from."""
    halves = [{row["trade"] for row in labelled if row["half"] == half} for half in ("dev", "test")]

    assert all(halves)
    assert not halves[0] & halves[1]


def test_the_packaged_weights_are_learnt_from_the_labelled_sentences(labelled):
    """The weights in the package come from the dev half and from nothing else: learning again gives them."""
    dev = [row for row in labelled if row["half"] == "dev"]
    packaged = json.loads(WEIGHTS.read_text())

    again = learn(features(dev), [row["label"] for row in dev])

    assert again["features"].keys() == packaged["features"].keys()
    for name, weights in again["features"].items():
        assert weights == pytest.approx(packaged["features"][name], abs=0.002), name


def test_every_label_has_a_reason_in_words(rows):
    """No sentence is labelled without saying what decided."""
    assert [row["text"] for row in rows if not row["read"].reason.strip()] == []


def test_what_is_no_plan_promises_nothing(rows):
    """A sentence read as none has no cadence and no parts."""
    silent = [row["read"] for row in rows if row["read"].label == Label.NONE]

    assert silent
    assert all(s.cadences == () and s.item.amount is None and not s.item.deadline for s in silent)


def test_a_line_gives_its_parts():
    """Action, deliverable, rhythm, topic, audience, owner, purpose and deadline come out of one line."""
    line = "Nina will write two articles a month on lease law for landlords to win their trust, starting before June."

    item = read_statement(line).item

    assert (item.action, item.deliverable, item.amount, item.period) == ("write", "articles", 2, "month")
    assert (item.topic, item.audience, item.owner) == ("lease law", "landlords", "Nina")
    assert (item.purpose[:12], item.deadline) == ("to win their", "before June")


def test_a_target_without_rhythm_keeps_its_number():
    """ "From 62 % to 75 % by spring" is a target of 75 %."""
    item = read_statement("Lift the share of repeat buyers from 62% to 75% by spring.").item

    assert (item.amount, item.unit, item.period, item.deadline) == (75, "%", "", "by spring")


def test_what_is_refused_beside_a_promise_is_left_out():
    """Only the channel that is promised is read, not the one that is refused."""
    statement = read_statement("Post every Monday on Instagram, but never on TikTok.")

    assert (statement.label, statement.channels) == (Label.TACTIC, ("Instagram",))


def test_the_agencys_plan_is_read_in_our_own_words():
    """A plan of three posts with a phrase, a local post, a topic line, five channels and three targets comes out whole."""
    plan = (
        "Known as the agent for first-time buyers in Redding.\n"
        "Use social media to win 20 new leads a month, 10 offers a month and 5 homes into escrow every month.\n"
        "- Three blog posts a week with the key phrase “first time home buyer Redding”\n"
        "- One blog post per week about events near us\n"
        "- Topics explain the home buying process to first-time buyers\n"
        "- Use ActiveRain, a WordPress blog, Facebook, Twitter and Yelp\n"
    )

    aim, targets, posts, local, topic, channels = read_statements(plan)

    assert (aim.label, targets.label) == (Label.STRATEGY, Label.TARGET)
    assert [(c.low, c.period) for c in targets.cadences] == [(20, "month"), (10, "month"), (5, "month")]
    assert (posts.cadence.low, posts.cadence.period, posts.key_phrase) == (3, "week", "first time home buyer Redding")
    assert (local.cadence.low, local.cadence.period) == (1, "week")
    assert (topic.label, topic.item.topic) == (Label.TACTIC, "the home buying process")
    assert channels.channels == ("ActiveRain", "blog", "Facebook", "X (Twitter)", "Yelp")
