"""Sections say what the audit holds, are left out when it holds nothing, and say so."""

import re
from dataclasses import replace

import pytest

from reports.blocks import Callout, Chart, Claims, FigureText, Paragraph, Range, Table
from reports.evidence import anchor, entries_of
from reports.sections import ORDER, NothingMeasuredError, build, left_out, sections
from reports.sections.summary import MOST_WORDS, question

FORBIDDEN = re.compile(
    r"\b(critical|failing|dominat\w+|dangerous|best|worst|biggest|greatest|highest|lowest|strongest|weakest|leading)\b",
    re.I,
)


def words_of(section):
    """Every word a reader of the section's blocks sees."""
    parts = [section.title, section.finding]
    for block in section.blocks:
        if isinstance(block, Claims):
            parts += [block.title, *(item.title for item in block.items)]
        elif isinstance(block, Callout):
            parts += [block.title, *block.text]
        elif isinstance(block, Range):
            parts += [block.label, block.shown.text, block.formula]
        else:
            raise AssertionError(f"the summary holds a {type(block).__name__}")
    return " ".join(parts).split()


def texts_of(value):
    """Every string inside a block."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in texts_of(part)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for name in value.__dataclass_fields__ for text in texts_of(getattr(value, name))]
    return []


def figures_in(value):
    """Every printed figure inside a block."""
    if isinstance(value, FigureText):
        return [value]
    if isinstance(value, tuple):
        return [f for part in value for f in figures_in(part)]
    if hasattr(value, "__dataclass_fields__"):
        return [f for name in value.__dataclass_fields__ for f in figures_in(getattr(value, name))]
    return []


def test_every_section_has_its_place():
    """The outline and the registry name the same sections."""
    assert sorted(ORDER) == list(sections)


def test_a_full_audit_fills_the_outline_in_order(examples):
    """Nothing is left out where everything was measured."""
    names = [section.name for section in build(examples.full())]

    assert tuple(names) == ORDER


def test_what_cannot_be_filled_is_left_out_and_named(examples):
    """A minimal audit has no empty section, and the ledger says which parts are missing."""
    audit = examples.minimal()

    built = {section.name: section for section in build(audit)}
    ledger = " ".join(texts_of(built["unmeasured"]))

    assert set(built) == {"cover", "summary", "competition", "unmeasured", "method"}
    assert all(section.blocks for section in built.values())
    assert all(part.subject in ledger for part in left_out(audit))


def test_nothing_measured_means_no_report(examples):
    """An audit that read no page and no conversation is an error, not a report."""
    audit = examples.full()
    unread = tuple(replace(company, pages=0) for company in audit.companies)

    with pytest.raises(NothingMeasuredError, match="no page"):
        build(replace(audit, companies=unread, conversations=0))


def test_sections_can_be_switched_off_and_reordered(examples):
    """An agency chooses the parts and their order; a name that does not exist is refused."""
    audit = examples.full()

    names = [section.name for section in build(audit, ("next", "summary"))]

    assert names == ["next", "summary"]
    with pytest.raises(ValueError, match="sumary"):
        build(audit, ("sumary",))


@pytest.mark.parametrize("kind", ["full", "minimal", "hostile"])
def test_the_summary_fits_one_page(examples, kind):
    """The summary has at most 120 words, three strengths and three gaps."""
    section = next(s for s in build(getattr(examples, kind)()) if s.name == "summary")

    assert len(words_of(section)) <= MOST_WORDS
    assert all(len(block.items) <= 3 for block in section.blocks if isinstance(block, Claims))


def test_the_summary_stays_short_with_long_titles(examples):
    """Three strengths and three gaps of any length still leave at most 120 words."""
    audit = examples.full()
    long = replace(audit.gaps[0], title=" ".join(["word"] * 60))

    section = sections["summary"](replace(audit, strengths=(long,) * 3, gaps=(long,) * 3))

    assert len(words_of(section)) <= MOST_WORDS


@pytest.mark.parametrize("kind", ["full", "minimal"])
def test_every_printed_figure_has_its_evidence(examples, kind):
    """Each figure in each block resolves to an entry."""
    audit = getattr(examples, kind)()
    known = {entry.id for entry in entries_of(audit)}

    printed = [figure.entry for section in build(audit) for figure in figures_in(section.blocks)]

    assert printed
    assert set(printed) <= known


def test_every_chart_says_what_it_rests_on(examples):
    """Charts and tables carry a title, one sentence on how to read them and n; charts link their evidence and an alt."""
    blocks = [block for section in build(examples.full()) for block in section.blocks]

    for block in blocks:
        if isinstance(block, Chart):
            assert block.title
            assert block.alt
            assert block.note.read
            assert block.note.basis[0].startswith("n = ")
            assert block.note.evidence
        if isinstance(block, Table):
            assert block.caption
            assert block.note
            assert block.note.read


def test_the_product_never_prints_certain_words(examples):
    """No verdict word and no superlative stands in what the product writes."""
    blocks = [section for kind in (examples.full(), examples.minimal()) for section in build(kind)]

    found = [text for block in blocks for text in texts_of(block) if FORBIDDEN.search(text)]

    assert found == []


def test_topics_of_another_time_are_dated(examples):
    """The venues section says when the conversations were held and reads no trend from them."""
    section = next(s for s in build(examples.full()) if s.name == "venues")

    text = next(block for block in section.blocks if isinstance(block, Paragraph)).text[0]

    assert "30 Oct 2025 to 24 Apr 2026" in text


def test_the_question_is_about_what_is_missing(examples):
    """Without a strategy the question asks for one; with loose tactics it asks what they serve."""
    audit, bare = examples.full(), examples.minimal()

    assert question(bare).startswith("Where do you want to go")
    assert question(audit) == "Which goal do the tactics without one serve?"


def test_two_figures_of_one_name_are_refused(examples):
    """A link could not say which figure it means."""
    audit = examples.full()
    own, other, *rest = audit.companies
    clash = replace(other, cadence=replace(other.cadence, id=own.cadence.id))

    with pytest.raises(ValueError, match="two different figures"):
        entries_of(replace(audit, companies=(own, clash, *rest)))


def test_anchors_are_plain_and_distinct():
    """Any figure id becomes a safe, stable and unique anchor."""
    ids = ["cadence.0a1b", "keyword.x.a b", "keyword.x.a  b&", '"><script>', ""]

    made = [anchor(each) for each in ids]

    assert made[0] == "cadence.0a1b"
    assert len(set(made)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", each) for each in made)


def test_keywords_that_could_not_be_looked_for_are_not_called_unused(examples):
    """A client without dated posts is not said to use none of the keywords."""
    audit = examples.full(client=3)

    section = next(s for s in build(audit) if s.name == "competition")
    captions = [block.caption for block in section.blocks if isinstance(block, Table)]

    assert "Which keywords you use could not be measured" in captions


def test_one_reason_for_one_subject_is_one_row(examples):
    """The ledger of the unmeasured gathers what shares subject and reason, and counts it all."""
    audit = examples.full()
    same = tuple(replace(audit.unmeasured[0], what=what, count=2) for what in ("posts", "reactions"))

    section = next(s for s in build(replace(audit, unmeasured=same)) if s.name == "unmeasured")
    rows = [[text for text in texts_of(row) if text] for row in section.blocks[0].rows]

    assert ["Facebook, X, Yelp", "posts and reactions", "closed network: not crawled", "4"] in rows


def test_places_that_the_brief_does_not_name_are_shown_with_their_reason(examples):
    """Five at most, each linked to its entry with the addresses that link there; without any the table is left out."""
    from market.findings import Evidence
    from market.venues import Candidate

    audit = examples.full()
    seen = Evidence(
        "https://talk.example/t/1", audit.run.as_of, "d" * 64, "talk.warc.gz", 0, "https://forum.roofs.org/"
    )
    reason = "linked by 2 voices in 2 conversations"
    proposed = tuple(
        Candidate(f"https://forum{n}.org/", f"forum{n}.org", "community", "forum", reason, 0, 2, 0, (), (seen,))
        for n in range(7)
    )

    with_them = sections["venues"](replace(audit, candidates=proposed))
    table = with_them.blocks[-1]

    assert len(table.rows) == 5
    assert "7 places" in table.caption or "Seven places" in table.caption
    entries = {entry.id: entry for entry in entries_of(replace(audit, candidates=proposed))}
    assert all(entries[link.entry].evidence == (seen,) for link in figures_in(table))
    assert with_them.blocks[:-1] == sections["venues"](replace(audit, candidates=())).blocks


def test_what_a_venues_rules_say_stands_beside_its_access(examples):
    """The word links to the sentence; rules that do not mention it, and rules that nobody read, are said to be so."""
    from market.findings import Evidence
    from market.venues import Access, Openness, Promotion

    audit = examples.full()
    said = Evidence("https://f.example/rules", audit.run.as_of, "d" * 64, "f.warc.gz", 0, "No advertising.")
    open_venues = [score for score in audit.venues if score.venue.access is not Access.CLOSED]
    told = (Openness(Promotion.REFUSED, said), Openness(Promotion.UNSTATED), Openness())
    scores = tuple(replace(score, openness=rules) for score, rules in zip(open_venues, told, strict=False))

    table = next(
        block for block in sections["venues"](replace(audit, venues=scores)).blocks if isinstance(block, Table)
    )

    cells = ["".join(getattr(part, "text", part) for part in row[5].text) for row in table.rows]
    assert cells[0].endswith("; self-promotion refused")
    assert cells[1].endswith("; its rules do not mention self-promotion")
    assert cells[2].endswith("; rules not read")
    entries = {entry.id: entry for entry in entries_of(replace(audit, venues=scores))}
    assert entries[figures_in(table.rows[0][5])[0].entry].evidence == (said,)
