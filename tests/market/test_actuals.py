"""The client's own numbers are read as they stand, or refused with file and row."""

import pytest

from market.actuals import ActualsError, parse_actuals
from market.brief_yaml import BriefError, parse_brief, read_brief

BRIEF = """
agency: {name: A, contact: c}
client: {name: Client, url: https://client.example/}
competitors: [{name: Rival, url: https://rival.example/}]
market: {keywords: [garden chair]}
goals: [{name: Sell chairs, targets: [{amount: 20, unit: leads, period: month}]}]
"""
HEAD = "goal,period,date,value\n"


def test_rows_are_read_in_order():
    """A goal's name and a unit both name what a number is of; blank rows are nothing."""
    rows = parse_actuals(
        HEAD + "LEADS,month,2026-04-01,17\n\nSell chairs,week,2026-04-06,3.5\n", "a.csv", ["leads", "Sell chairs"]
    )

    assert [(r.of, r.period, r.on.isoformat(), r.value, r.row) for r in rows] == [
        ("leads", "month", "2026-04-01", 17.0, 2),
        ("Sell chairs", "week", "2026-04-06", 3.5, 4),
    ]


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("", 1, "heading"),
        ("name,when\n", 1, "heading"),
        (HEAD + "calls,month,2026-04-01,17\n", 2, "no goal or target unit 'calls'"),
        (HEAD + "leads,fortnight,2026-04-01,17\n", 2, "period"),
        (HEAD + "leads,month,April,17\n", 2, "date such as"),
        (HEAD + "leads,month,2026-04-01,many\n", 2, "number such as"),
        (HEAD + "leads,month,2026-04-01,-2\n", 2, "0 or more"),
        (HEAD + "leads,month,2026-04-01,nan\n", 2, "0 or more"),
        (HEAD + "leads,month,2026-04-01\n", 2, "expected 4 values"),
        (HEAD + "leads,month,2026-04-01,1\nleads,month,2026-04-01,2\n", 3, "as row 2"),
    ],
)
def test_a_wrong_row_is_one_line_with_file_and_row(text, row, said):
    """Whatever is wrong, the line says where and what was expected."""
    with pytest.raises(ActualsError, match=said) as caught:
        parse_actuals(text, "a.csv", ["leads"])

    assert str(caught.value).startswith(f"a.csv: row {row}: ")
    assert "\n" not in str(caught.value)


def test_a_brief_names_its_file_of_actuals(tmp_path):
    """The file stands beside the brief, and its mistakes are the brief's."""
    (tmp_path / "brief.yaml").write_text(BRIEF + "actuals: actuals.csv\n")
    (tmp_path / "actuals.csv").write_text(HEAD + "leads,month,2026-04-01,17\n")

    rows = read_brief(tmp_path / "brief.yaml").actual_rows

    assert [row.value for row in rows] == [17.0]
    (tmp_path / "actuals.csv").write_text(HEAD + "leads,month,soon,17\n")
    with pytest.raises(BriefError, match=r"actuals\.csv: row 2: expected a date"):
        read_brief(tmp_path / "brief.yaml")
    (tmp_path / "actuals.csv").unlink()
    with pytest.raises(BriefError, match=r"actuals\.csv: cannot be read"):
        read_brief(tmp_path / "brief.yaml")


def test_two_goals_of_one_name_are_refused():
    """Items could not be told apart by the goal they serve."""
    with pytest.raises(BriefError, match=r"goals\.2\.name: the same goal as an earlier one"):
        parse_brief(BRIEF.replace("goals: [", "goals: [{name: sell  Chairs}, "), "b.yaml")


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("mappings: [{url: https://client.example/a, goal: Fame}]", "mappings.1.goal: no goal of that name"),
        ("mappings: [{url: nowhere, goal: none}]", "mappings.1.url: expected a web address"),
        ("mappings: [{url: https://client.example/a}]", "mappings.1.goal: missing"),
        ("effort: {leaflet: 2}", "expected one of: short post"),
        ("effort: {article: 0}", "effort.article: expected"),
    ],
)
def test_a_wrong_correction_names_its_place(added, said):
    """Mappings and efforts are checked like the rest of a brief."""
    with pytest.raises(BriefError) as caught:
        parse_brief(BRIEF + added, "b.yaml")

    assert len(caught.value.problems) == 1
    assert said in caught.value.problems[0]


def test_corrections_are_kept():
    """An item mapped to none, and an effort."""
    brief = parse_brief(
        BRIEF + "mappings: [{url: https://client.example/a, goal: none}]\neffort: {video: 9}\n", "b.yaml"
    )

    assert (brief.mappings[0].goal, brief.effort) == ("none", {"video": 9.0})
