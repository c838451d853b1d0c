"""How a report is made up stands in the brief, or in a file that several briefs share."""

import pytest

from market.brief_yaml import BriefError, read_brief

BRIEF = """\
agency:
  name: Harbor & Pine
  contact: Call 555-0100
client: {name: Maple, url: "https://maple.example/"}
competitors:
  - {name: Rival, url: "https://rival.example/"}
market: {keywords: [homes]}
goals: [{name: Be known}]
"""
LOOK = """\
agency:
  name: Somebody else
  accent: "#0b6e6e"
  footer: Harbor & Pine, Millbrook
  logo: mark.svg
report:
  sections: [summary, next, method]
"""


@pytest.fixture
def brief(tmp_path):
    """Write the brief with more lines, and the file it may share; gives what is read of it."""

    def read(more, shared=""):
        (tmp_path / "brief.yaml").write_text(BRIEF + more)
        if shared:
            (tmp_path / "house").mkdir()
            (tmp_path / "house" / "look.yaml").write_text(shared)
        return read_brief(tmp_path / "brief.yaml")

    return read


def test_parts_stand_in_the_order_of_the_brief(brief):
    """The parts are those that are named, in that order."""
    assert brief("report: {sections: [next, summary]}\n").report.sections == ("next", "summary")


def test_shared_settings_fill_in_what_the_brief_leaves_open(brief):
    """The brief's own word wins; a logo lies beside the file that names it."""
    read = brief("report: {settings: house/look.yaml}\n", LOOK)

    assert (read.agency.name, read.agency.contact) == ("Harbor & Pine", "Call 555-0100")
    assert (read.agency.accent, read.agency.footer) == ("#0b6e6e", "Harbor & Pine, Millbrook")
    assert read.agency.logo == "house/mark.svg"
    assert read.report.sections == ("summary", "next", "method")


@pytest.mark.parametrize(
    ("more", "shared", "line"),
    [
        ("report: {sections: [sumary]}\n", "", "brief.yaml:9:21: report.sections.1: expected one of: summary, "),
        ("report: {sections: [next, next]}\n", "", "next stands twice"),
        ("report:\n  language: de\n", "", "brief.yaml:10:3: report.language: unknown"),
        ("report: {settings: house/look.yaml}\n", "client: {}\n", "look.yaml:1:1: expected the sections agency and report"),
        ("report: {settings: house/none.yaml}\n", "", "house/none.yaml: cannot be read"),
        ("report: {settings: house/look.yaml}\n", "report:\n  sections: [no]\n", "look.yaml:2"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_and_line(brief, more, shared, line):
    """Nothing is guessed: an unknown part, a part named twice, a language, a strange file."""
    with pytest.raises(BriefError) as error:
        brief(more, shared)

    assert line in str(error.value)
