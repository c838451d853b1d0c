"""What a brief's plan becomes: read where it is a sentence, as stated where it is not."""

from pathlib import Path

import pytest

from market.brief_yaml import parse_brief, read_brief
from market.goals import GoalMapping
from market.plan import PlanRow, Verdict
from pipelines.brief import goals_of, plan_lines
from pipelines.strategy import goal_texts, served_by_lines

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "home-buyers.yaml"
BRIEF = """
agency: {name: A, contact: c}
client: {name: Client, url: https://client.example/}
competitors: [{name: Rival, url: https://rival.example/}]
market: {keywords: [garden chair], places: [Ashford]}
goals: [{name: Sell chairs, targets: [{amount: 20, unit: leads, period: month}]}, {name: Be known}]
plan:
"""


def lines_of(*entries: str):
    return plan_lines(parse_brief(BRIEF + "".join(f"  - {entry}\n" for entry in entries), "b.yaml"))


def test_the_example_plan_is_read_whole():
    """Three posts with their phrase, one local post, the topic, five channels, and three monthly targets of the goals."""
    brief = read_brief(EXAMPLE)

    posts, local, topic, channels = plan_lines(brief)

    assert [line.label for line in (posts, local, topic, channels)] == ["tactic"] * 4
    assert (posts.low, posts.key_phrase) == (3.0, "first time home buyer Millbrook")
    assert (local.low, local.place) == (1.0, "Millbrook")
    assert "buying a home" in topic.topic
    assert set(channels.channels) == {"ActiveRain", "blog", "Facebook", "X (Twitter)", "Yelp"}
    assert [(t.amount, t.unit, t.period) for g in goals_of(brief) for t in g.targets] == [
        (20, "leads", "month"), (10, "offers", "month"), (5, "homes", "month"),
    ]  # fmt: skip
    assert goals_of(brief)[0].targets[0].arithmetic == "20 a month = 240 a year"


def test_what_the_operator_states_wins():
    """Amount, label and owner of the brief overrule what would be read."""
    (line,) = lines_of("{sentence: Three blog posts a week, label: target, amount: 1, period: month, owner: Ana}")

    assert (line.label, line.promised, line.owner) == ("target", "1 a month", "Ana")


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("We are present on Facebook and Yelp.", "tactic"),
        ("We can be found on Facebook and Yelp.", "tactic"),
        ("We are not present on Facebook.", "none"),
    ],
)
def test_a_presence_in_a_plan_is_a_tactic(sentence, label):
    """A plan that says where the client is means to be there; one that says where it is not does not."""
    assert lines_of(f'"{sentence}"')[0].label == label


def test_goals_speak_with_the_words_of_their_lines():
    """A goal's text holds its units and the phrases, topics, audiences and places of the lines that serve it."""
    brief = parse_brief(
        BRIEF + "  - {action: Write, key_phrase: oak chair, place: Ashford, goal: Be known, audience: gardeners}\n",
        "b.yaml",
    )

    sell, known = goal_texts(brief)

    assert (sell.phrases, sell.places) == (("leads",), ())
    assert (known.phrases, known.places) == (("oak chair", "gardeners"), ("Ashford",))


def test_a_line_speaks_for_its_items_only_with_words_of_its_own():
    """A general promise of posts aligns nothing; one with a topic aligns its items; a certain mapping stands."""
    general, special = lines_of(
        "{action: Write posts, amount: 3, period: week, goal: Sell chairs}",
        "{action: Write posts, amount: 1, period: week, goal: Be known, topic: wood care}",
    )
    rows = [
        PlanRow(line.id, line.text, "tactic", line.goal, "", "", "", Verdict.ON_PLAN, None, items=("u1", "u2", "u3"))
        for line in (general, special)
    ]
    told = [GoalMapping("u1", "", 0.0, ""), GoalMapping("u2", "Sell chairs", 1.0, ""), GoalMapping("u4", "", 0.0, "")]

    found = served_by_lines([general, special], rows, told)

    assert [(m.post, m.goal) for m in found] == [("u1", "Be known"), ("u2", "Sell chairs"), ("u4", "")]
