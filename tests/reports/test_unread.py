"""A company of which nothing was read is not measurable: it has no score, no answer and no place in a median."""

import pytest

from reports.blocks import Chart, Table, plain
from reports.compare import compare, unread
from reports.evidence import entries_of
from reports.gaps import gaps, strengths
from reports.sections import build, sections


@pytest.fixture
def audit(examples):
    """Ten companies of which six were never read."""
    return examples.crowded(10, read=4)


def scores_of(audit):
    return next(b for b in sections["competition"](audit).blocks if isinstance(b, Chart) and b.id == "scores")


def test_it_has_no_bar(audit):
    """Where nothing was read the score is printed as not measurable, without a range from 0 to 100."""
    blank = [bar for bar in scores_of(audit).drawing.bars if bar.shown == "not measurable"]

    assert len(blank) == 6
    assert all(bar.low is bar.high is bar.value is None for bar in blank)


def test_it_is_not_compared(audit):
    """The score's title counts the competitors that could be measured, not those never read."""
    assert scores_of(audit).title.endswith("of three competitors that could be measured")


def test_its_score_opens_an_entry_that_says_so(audit):
    """The evidence of a score that nothing was read for shows no range."""
    keys = [f"score.{c.company.key}" for c in audit.companies if unread(c)]
    shown = {entry.id: entry.shown for entry in entries_of(audit)}

    assert {shown[key] for key in keys} == {"not measurable"}


def test_it_enters_no_sentence(audit):
    """The sentences of the comparison and the claims count only competitors that were read."""
    rows = {row.measure: row.finding for row in compare(audit.companies, audit.figures)}

    assert "two of three competitors that could be measured" in rows["Calls to action"]
    assert "of nine" not in " ".join(rows.values())
    assert not any("of nine" in g.title for g in (*gaps(audit.companies), *strengths(audit.companies)))


def test_it_answers_nothing_and_leaves_nothing_unanswered(audit):
    """In the table of questions an unread company is not read, never "not answered"."""
    table = next(b for b in sections["topics"](audit).blocks if isinstance(b, Table))

    assert {plain(cell.text) for row in table.rows for cell in row[-6:]} == {"not read"}
    assert "answered by nobody that was read" in table.caption


def test_a_client_never_read_has_no_score(examples):
    """The summary of a client of which nothing was read prints no range."""
    audit = examples.crowded(4, read=0)

    said = str(sections["summary"](audit).blocks)

    assert "Not measurable: nothing of yours was read." in said
    assert "0 to 100" not in said


def test_its_panel_tells_no_tale_of_dates(audit):
    """The weekly panel of a company that was never read gives that as its reason and speaks of no date or layout."""
    weeks = next(b for b in sections["competition"](audit).blocks if isinstance(b, Chart) and b.id == "weeks")

    assert {panel.reason for panel in weeks.drawing.panels[-6:]} == {"no page was read"}


def test_every_section_stands_with_unread_companies(audit):
    """The whole report is built when most competitors were never read."""
    assert next(section.name for section in build(audit)) == "cover"
