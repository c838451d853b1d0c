"""A wrong brief is answered with one clear line per mistake; a right one is read whole."""

import pytest

from market.brief_yaml import BriefError, parse_brief, read_brief
from market.companies import Role

GOOD = """\
agency: {name: Bright Agency, contact: call 555 0100}
client: {name: Client, url: https://client.example/}
competitors:
  - {name: Rival, url: https://rival.example/}
market: {keywords: [first home]}
goals:
  - name: More leads
    targets: [{amount: 20, unit: leads, period: month}]
plan:
  - "We write three posts a week"
"""


def swap(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


RIVAL = "  - {name: Rival, url: https://rival.example/}\n"
GOALS = "goals:\n  - name: More leads\n    targets: [{amount: 20, unit: leads, period: month}]\n"
MISTAKES = {
    "missing client": (
        swap("client: {name: Client, url: https://client.example/}\n", ""),
        "b.yaml:1:1: client: missing",
    ),
    "not an address": (swap("https://client.example/", "client"), "b.yaml:2:29: client.url: expected a web address"),
    "address of another kind": (
        swap("https://client.example/", '"ftp://client.example/"'),
        "client.url: expected a web address",
    ),
    "address with a password": (swap("https://client.example/", "https://a:b@client.example/"), "without a user name"),
    "text for a list": (swap("[first home]", "first home"), "b.yaml:5:20: market.keywords: expected a list"),
    "empty list of keywords": (swap("[first home]", "[]"), "market.keywords: expected at least 1"),
    "unknown section": (GOOD + "goal: x\n", "b.yaml:11:1: goal: unknown; expected one of: agency"),
    "unknown key": (swap("name: Bright Agency,", "name: A, nme: B,"), "b.yaml:1:19: agency.nme: unknown"),
    "no competitor": (swap(RIVAL, "  []\n"), "competitors: expected at least 1, got 0"),
    "nine competitors": (
        swap(RIVAL, "".join(f"  - {{name: R{i}, url: https://r{i}.example/}}\n" for i in range(9))),
        "competitors: expected at most 8, got 9",
    ),
    "the client as its own competitor": (
        swap("https://rival.example/", "http://www.client.example/blog"),
        "the same site as the client",
    ),
    "a competitor twice": (swap(RIVAL, RIVAL * 2), "competitors.2.url: the same site as Rival"),
    "a competitor with the client's name": (
        swap("name: Rival", "name: client"),
        "competitors.1.name: the same name as the client",
    ),
    "a keyword twice": (
        swap("[first home]", "[first home, First-Homes]"),
        "market.keywords.2: counts the same posts as “first home”",
    ),
    "no goal": (swap(GOALS, "goals: []\n"), "b.yaml:6:8: goals: expected at least 1, got 0"),
    "four goals": (swap(GOALS, "goals: [{name: a}, {name: b}, {name: c}, {name: d}]\n"), "goals: expected at most 3"),
    "unknown period": (swap("period: month", "period: fortnight"), "goals.1.targets.1.period: expected 'day', 'week'"),
    "negative target": (swap("amount: 20", "amount: -3"), "goals.1.targets.1.amount: expected more than 0"),
    "number for a name": (swap("name: Client", "name: 42"), 'client.name: expected text; put it in quotes: "42"'),
    "a drafted line left as it was": (swap("name: More leads", "name: FILL IN"), "goals.1.name: still says FILL IN"),
    "amount without period": (
        swap('"We write three posts a week"', "{action: write, amount: 3}"),
        "plan.1: expected amount and period together",
    ),
    "plan line that says nothing": (
        swap('"We write three posts a week"', "{owner: Sam}"),
        "plan.1: expected a sentence",
    ),
    "plan line for a goal that is not there": (
        swap('"We write three posts a week"', "{action: write, goal: Fame}"),
        "b.yaml:10:27: plan.1.goal: no goal of that name",
    ),
    "no YAML: bracket left open": (swap("[first home]", "[first home"), "not valid YAML"),
    "no YAML: tab": (GOOD + "\tx: 1\n", "b.yaml:11:1: not valid YAML"),
    "key twice": (GOOD + "client: {name: D, url: https://d.example/}\n", "b.yaml:11:1: client: stands twice"),
    "empty file": ("", "the file is empty"),
    "a list at the top": ("- a\n", "expected sections such as client"),
    "text for a section": (
        swap("{name: Client, url: https://client.example/}", "hello"),
        "client: expected fields: name, url",
    ),
    "not a colour": (swap("contact: call 555 0100", "contact: x, accent: red"), "agency.accent: expected a colour"),
    "pages not a number": (GOOD + "limits: {pages: many}\n", "limits.pages: expected a whole number"),
    "delay too short": (GOOD + "limits: {delay_seconds: 0}\n", "limits.delay_seconds: expected at least 0.5"),
    "unknown level of strategy": (GOOD + "strategy: {corporate: conquest}\n", "strategy.corporate: expected"),
    "a venue twice": (
        GOOD + "venues: [{url: https://f.example/}, {url: https://f.example}]\n",
        "venues.2.url: the same venue",
    ),
    "a brief that contains itself": (GOOD + "strategy: &a {statement: x, action: *a}\n", "b.yaml:"),
}


def test_a_good_brief_is_read():
    """Client and competitors come out in the brief's order with their roles."""
    brief = parse_brief(GOOD, "b.yaml")

    assert [(c.name, c.role) for c in brief.companies] == [("Client", Role.CLIENT), ("Rival", Role.COMPETITOR)]
    assert brief.plan[0].sentence == "We write three posts a week"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_that_names_its_place(mistake):
    """Each mistake gives one line with file, line, column, field and what was expected."""
    text, expected = MISTAKES[mistake]

    with pytest.raises(BriefError) as caught:
        parse_brief(text, "b.yaml")

    assert len(caught.value.problems) == 1, caught.value.problems
    assert expected in caught.value.problems[0]
    assert caught.value.problems[0].startswith("b.yaml:")


def test_every_mistake_is_named_at_once():
    """Two mistakes give two lines, in the order of the file."""
    text = swap("https://client.example/", "nowhere") + "limits: {pages: 0}\n"

    with pytest.raises(BriefError) as caught:
        parse_brief(text, "b.yaml")

    assert [line.split(": ")[1] for line in caught.value.problems] == ["client.url", "limits.pages"]


def test_a_brief_that_cannot_be_read_is_one_line(tmp_path):
    """A missing file and one that is not text are named, not traced."""
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00\x01")
    for name in ("none.yaml", "binary.yaml"):
        with pytest.raises(BriefError) as caught:
            read_brief(tmp_path / name)

        assert name in str(caught.value)
