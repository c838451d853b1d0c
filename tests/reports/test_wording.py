"""What the report says reads as prose, counts what it names and claims no more than was read."""

from dataclasses import replace

import pytest

from market.audits import LedgerRow
from reports.blocks import Chart, Table, Topic, plain
from reports.compare import compare
from reports.gaps import gaps, strengths
from reports.recommendations import Facts, recommend
from reports.sections import build, sections
from reports.words import rivals


def blocks_of(audit, name, kind):
    return [block for block in sections[name](audit).blocks if isinstance(block, kind)]


def chart(audit, name, key):
    return next(block for block in blocks_of(audit, name, Chart) if block.id == key)


def alone(examples):
    """The full audit with one competitor."""
    audit = examples.full()
    companies = audit.companies[:2]
    return replace(
        audit,
        companies=companies,
        comparison=compare(companies, audit.figures),
        scores=audit.scores[:2],
        strengths=strengths(companies, audit.figures, audit.plan),
        gaps=gaps(companies, audit.figures, audit.plan),
        recommendations=recommend(
            Facts(companies, audit.plan, audit.goals, audit.channels, audit.keywords, audit.venues, audit.questions, audit.figures),
            audit.run.window.end,
        ),
        xray=None,
    )  # fmt: skip


@pytest.mark.parametrize("noun", ["conversations", "voices"])
def test_a_topic_share_is_of_what_it_counts(examples, noun):
    """n, heading and axis of the topic chart name what the share counts: voices are never called conversations."""
    audit = examples.full()
    counted = tuple(replace(t, share=replace(t.share, unit=f"share of {noun}")) for t in audit.topics)
    topics = chart(replace(audit, topics=counted), "topics", "topics")

    assert topics.note.basis[0] == f"n = 607 {noun}"
    assert topics.drawing.axis == f"share of {noun}"
    assert f"of the {noun}" in topics.title


def test_keywords_are_looked_for_in_the_posts_once(examples):
    """n under the keywords is the posts, not posts times keywords."""
    audit = examples.full()
    table = next(t for t in blocks_of(audit, "competition", Table) if "keyword" in t.caption)

    assert table.note.basis[0] == f"n = {audit.client.cadence.n} posts looked at"


def test_n_is_each_figures_own(examples):
    """Under several figures stands the n of each, never their sum."""
    weeks = chart(examples.full(), "competition", "weeks")

    assert weeks.note.basis[0] == "n = 8, 30, 22 and 0 dated posts"


def test_weeks_without_sound_dates_are_unknown(examples):
    """A client whose cadence is not measurable is not said to have published in 0 weeks, nor is it in the median."""
    audit = examples.full()
    own, first, *rest = audit.companies
    blind = {c: replace(c, cadence=replace(c.cadence, value=None, interval=None, reason="dates rewritten")) for c in (own, first)}  # fmt: skip

    no_client = chart(replace(audit, companies=(blind[own], first, *rest)), "competition", "weeks").title
    no_rival = chart(replace(audit, companies=(own, blind[first], *rest)), "competition", "weeks").title

    assert no_client.startswith("Your weeks are unknown; the median competitor published in ")
    assert no_rival == "You published in 7 of 26 weeks; the one competitor that could be measured in 19"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((1, 1), "your competitor"),
        ((1, 1, 3), "the one competitor that could be measured"),
        ((0, 3), "none of three competitors"),
        ((2, 3), "two of three competitors"),
    ],
)
def test_one_competitor_is_yours(args, words):
    """Nothing is one of one competitor."""
    assert rivals(*args) == words


def test_a_report_on_one_competitor_speaks_of_it(examples):
    """With one competitor the report says "your competitor", without medians, and "one of one" nowhere."""
    text = str(build(alone(examples)))

    for never in ("one competitor", "of one ", "the median of", "competitors have"):
        assert never not in text
    assert "your competitor" in text


def test_calls_to_action_are_counted_by_kind(examples):
    """The number of calls to action is of kinds, and says so."""
    row = next(r for r in examples.full().comparison if r.measure == "Calls to action")

    assert row.finding.startswith("You have 5 kinds of call to action;")


def test_those_that_cannot_be_told_apart_are_named(examples):
    """A claim names whose interval does not overlap and who cannot be told from the client."""
    audit = examples.full()

    detail = next(gap.detail for gap in audit.gaps if "less often" in gap.title)

    assert "does not overlap that of Riverbend Realty; Keystone & Daughters cannot be told from you" in detail


def test_a_read_blog_is_read(examples):
    """The company's own blog, whose posts were read, is printed as read and not as linked."""
    audit = examples.full()
    blog = replace(audit.channels[0], channel="Blog", claimed=True, linked=True, rule="read")
    empty = replace(blog, linked=False)

    shown = [
        plain(next(t for t in blocks_of(replace(audit, channels=(row,)), "competition", Table) if t.columns[0].name == "Channel").rows[0][1].text)
        for row in (blog, empty)
    ]  # fmt: skip

    assert shown == ["read", "no post found"]


def test_a_closed_venue_was_not_read(examples):
    """Of a venue that was not read nothing is said: neither that nobody is named there nor that it has no dates."""
    table, _ = blocks_of(examples.full(), "venues", Table)

    closed = [plain(cell.text) for cell in table.rows[-1]]

    assert closed[4] == closed[6] == "not read"


def test_fetched_without_content_is_not_read(examples):
    """A redirect and a page without content are not counted as addresses read."""
    ledger = (
        LedgerRow("A", "fetched", 72, "https://a.example/"),
        LedgerRow("A", "fetched, of these redirect page", 4, "https://a.example/old"),
        LedgerRow("A", "robots.txt forbids it", 3, "https://a.example/x"),
    )

    table = blocks_of(replace(examples.full(), ledger=ledger), "unmeasured", Table)[1]

    assert table.caption == "68 addresses read, 7 not"
    assert ["A", "redirect page", "4"] in [[plain(c.text) for c in row[:3]] for row in table.rows]
    assert table.note.basis == ("n = 75 addresses",)


def test_what_is_noted_of_read_pages_stands_beside_the_ledger(examples):
    """Notes are printed in words in a table of their own and change neither what was read nor what was not."""
    ledger = (
        LedgerRow("A", "fetched", 72, "https://a.example/"),
        LedgerRow("A", "fetched, noted: noindex", 5, "https://a.example/tag"),
        LedgerRow("A", "fetched, noted: unchanged", 60, "https://a.example/about"),
        LedgerRow("A", "robots", 3, "https://a.example/x"),
    )

    _, addresses, noted = blocks_of(replace(examples.full(), ledger=ledger), "unmeasured", Table)

    assert addresses.caption == "72 addresses read, 3 not"
    assert [[plain(c.text) for c in row] for row in noted.rows] == [
        [
            "A",
            "unchanged since an earlier audit, as its server said; taken over from there",
            "60",
            "https://a.example/about",
        ],
        ["A", "asks search engines not to list it (noindex); read", "5", "https://a.example/tag"],
    ]
    assert noted.note.basis == ("n = 65 remarks",)


def test_quotes_that_differ_by_a_number_are_one(examples):
    """A topic does not quote two texts that are the same but for a figure or a word."""
    audit = examples.full()
    said = ("Appraisal came in $5,000 low", "Appraisal came in $900 low", "The lender wants another survey of the roof")
    quotes = tuple(replace(audit.topics[0].quotes[0], quote=text) for text in said)

    topic = blocks_of(replace(audit, topics=(replace(audit.topics[0], quotes=quotes),)), "topics", Topic)[0]

    assert [quote.text for quote in topic.quotes] == [said[0], said[2]]


def test_topic_headings_begin_with_a_capital(examples):
    """The heading of a topic begins with a capital letter, whatever its phrase."""
    labels = [topic.label for topic in blocks_of(examples.full(), "topics", Topic)]

    assert labels[0] == "Inspection findings"
    assert all(label[0].isupper() for label in labels)


def test_a_venue_is_recommended_with_its_affinity_and_bound(examples):
    """The reason for a venue is its affinity, the lower end of it, and its part of the talk."""
    why = next(step.why for step in examples.full().recommendations if step.action.startswith("Answer two"))

    assert why.startswith("Your market is discussed there ")
    assert " times as much as elsewhere (at least " in why
    assert why.endswith("% of that talk.")


def test_one_page_is_a_page(examples):
    """A site of one page is not read on "the 1 pages"."""
    audit = examples.full()
    small = replace(audit.client, pages=1)

    steps = recommend(Facts((small, *audit.competitors)), audit.run.window.end)

    assert "on the 1 page read" in steps[0].why


@pytest.mark.parametrize(("count", "end"), [(1, "”."), (2, "” and one other."), (3, "” and two others.")])
def test_others_are_counted(examples, count, end):
    """Tactics without a goal are counted beside the quoted one, not called "and others" where there is one."""
    audit = examples.full()
    rows = tuple(replace(audit.plan[2], id=str(i)) for i in range(count))

    step = next(s for s in recommend(Facts(audit.companies, rows), audit.run.window.end) if s.action.startswith("Tie"))

    assert step.why.endswith(end)


def test_the_cover_says_as_of(examples):
    """The day of the data is not called the day the report was prepared."""
    (block,) = sections["cover"](examples.full()).blocks

    assert next(fact.name for fact in block.facts) == "As of"
