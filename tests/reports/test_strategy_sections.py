"""The plan and focus sections print the X-ray, the shares and what serves nothing."""

from dataclasses import replace

import pytest

from market.audits import GoalRow, Target
from reports.blocks import Chart, Table, Terms, plain
from reports.evidence import entries_of
from reports.sections import sections


def tables(section):
    return [block for block in section.blocks if isinstance(block, Table)]


def test_the_plan_names_what_each_line_lacks(examples):
    """Each line says from where it is measured and what it lacks."""
    section = sections["plan"](examples.full())

    lines = next(table for table in tables(section) if table.caption.startswith("Line by line"))
    told = {plain(row[0].text): plain(row[-1].text) for row in lines.rows}

    assert told["Use Yelp and ActiveRain"] == "not as written; lacks number, period, owner and goal"
    assert told["One post a week on what is on in town"] == "public pages; lacks owner"
    assert told["20 new leads a month"] == "your own numbers"


def test_the_plan_opens_with_the_x_ray(examples):
    """Counts first, then orphans both ways."""
    section = sections["plan"](examples.full())

    lead = plain(section.blocks[0].text)

    assert lead.startswith("Your brief holds one strategy, three targets and three tactics.")
    assert "One tactic without a goal, one goal without a tactic, two tactics without an owner." in lead


def test_cues_are_never_a_verdict(examples):
    """A cue is printed as consistent with, and says so."""
    section = sections["plan"](examples.full())

    said = " ".join(plain(term.text) for block in section.blocks if isinstance(block, Terms) for term in block.items)

    assert "consistent with growth (two pages, as stated). These are cues, not a verdict." in said
    assert "Yelp" in said


def test_alignment_stands_beside_the_median(examples):
    """One row per function with your share and the competitors' median."""
    section = sections["plan"](examples.full())

    table = next(t for t in tables(section) if [c.name for c in t.columns][-1] == "Median of competitors")

    assert [plain(row[0].text) for row in table.rows] == [
        "Communications", "Marketing", "Human resources", "Customer service",
    ]  # fmt: skip


def test_a_client_without_posts_has_no_table_of_functions(examples):
    """Unknown shares are left to the ledger, not printed as a row of nothing."""
    section = sections["plan"](examples.full(client=3))

    assert all("Median of competitors" not in [c.name for c in t.columns] for t in tables(section))


def test_focus_shows_every_goal_and_the_rest(examples):
    """A bar per goal and one for what serves none; they add up."""
    section = sections["focus"](examples.full())

    chart = next(block for block in section.blocks if isinstance(block, Chart))

    assert [bar.label for bar in chart.drawing.bars] == ["Be known", "Win buyers", "No goal"]
    assert sum(bar.value for bar in chart.drawing.bars) == pytest.approx(1.0)
    assert "for one goal no item was recognised" in section.finding


def test_what_serves_nothing_is_listed_with_its_evidence(examples):
    """Every unaligned item is a row that opens its capture."""
    audit = examples.full()
    known = {entry.id: entry for entry in entries_of(audit)}

    (table,) = tables(sections["focus"](audit))
    entries = [row[0].text[0].entry for row in table.rows]

    assert len(entries) == len(audit.focus.unaligned) == 3
    assert all(known[entry].evidence for entry in entries)


def test_focus_is_left_out_where_nothing_can_be_told(examples):
    """Without a goal or an item there is no focus section."""
    audit = examples.full()
    unknown = replace(audit.focus.distraction, value=None, interval=None, reason="no dated post in the window")

    assert sections["focus"](replace(audit, focus=None)) is None
    assert sections["focus"](replace(audit, focus=replace(audit.focus, distraction=unknown))) is None


def test_the_clients_own_numbers_stand_beside_the_target(examples):
    """The target keeps its arithmetic; the actual is linked and said as a part of it."""
    audit = examples.full()
    actual = examples.figure("actual.leads", "actual", "leads", 15.0, "leads a month", 2)
    goal = GoalRow("Win buyers", (Target(20, "leads", "month", "20 a month = 240 a year", actual),))

    section = sections["plan"](replace(audit, goals=(goal,)))
    said = " ".join(plain(term.text) for block in section.blocks if isinstance(block, Terms) for term in block.items)

    assert "20 a month = 240 a year (your own numbers: 15 a month, 75" in said
