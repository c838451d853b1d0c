"""Corrections reach a brief's own text, and nothing else of it changes."""

from pathlib import Path

import pytest
import yaml

from market.brief_corrections import with_goals, with_labels, without_venues
from market.brief_yaml import parse_brief
from market.urls import key_of

BRIEF = (Path(__file__).parents[2] / "examples" / "home-buyers.yaml").read_text()
PLANS = (
    "plan:\n  # ours\n  - Post daily  # often\n  - Be known\n",
    "plan:\n- Post daily\n- Be known\n",
    "plan:\n  - >-\n    Post\n    daily\n  - Be known\n",
    "plan:\n  - sentence: Post daily\n    owner: Ana\n  - Be known\n",
    "plan:\n  - owner: Ana\n    sentence: Post daily\n    label: none  # wrong\n  - Be known\n",
    "plan: [Post daily, Be known]\n",
    "plan: [{sentence: Post daily}, Be known]\n",
    'plan:\r\n  - "Post daily"\r\n  - Be known\r\n',
)


@pytest.mark.parametrize("plan", PLANS)
def test_a_label_is_written_into_every_way_of_writing_a_line(plan):
    """The line has its label, the others and the comments are as they were."""
    made = with_labels(plan, {"Post daily": "target"}, "brief.yaml")

    first, second = yaml.safe_load(made)["plan"]
    assert (first["sentence"], first["label"]) == ("Post daily", "target")
    assert second == "Be known"
    assert made.count("#") == plan.count("#")
    assert with_labels(made, {"Post daily": "target"}, "brief.yaml") == made


def test_a_line_that_the_brief_does_not_have_changes_nothing():
    assert with_labels(BRIEF, {"No such line": "target"}, "brief.yaml") == BRIEF


def test_goals_are_added_and_replaced():
    """A mapping that is there gets the new goal, another is added; the brief can be read."""
    once = with_goals(BRIEF, {"https://www.maplekey.example/a": "none"}, "brief.yaml")
    twice = with_goals(once, {"https://www.maplekey.example/a": "none", "https://www.maplekey.example/b": "none"}, "b")

    found = parse_brief(twice, "brief.yaml").mappings
    assert [(str(one.url), one.goal) for one in found][-2:] == [
        ("https://www.maplekey.example/a", "none"),
        ("https://www.maplekey.example/b", "none"),
    ]
    assert twice.startswith(BRIEF.rstrip("\n")[:2000])


def test_a_refused_venue_becomes_a_comment_and_the_last_one_stays():
    """It can be taken back by hand; a list is never left empty."""
    every = frozenset(key_of(str(venue.url)) for venue in parse_brief(BRIEF, "b").venues)
    one = key_of("https://pottingshed.example")

    made = without_venues(BRIEF, frozenset([one]), "brief.yaml")

    assert one not in {key_of(str(venue.url)) for venue in parse_brief(made, "b").venues}
    assert "# refused:   - name: The Potting Shed" in made
    assert len(parse_brief(without_venues(BRIEF, every, "b"), "b").venues) == 1
