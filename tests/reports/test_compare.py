"""The comparison treats every company alike, and claims nothing that intervals do not carry."""

from dataclasses import replace
from itertools import permutations

import pytest

from market.figures import Interval
from reports.compare import MEASURES, carried, compare, contest
from reports.derived import derive
from reports.gaps import gaps, strengths, undecided
from reports.scores import RUBRIC, score


def facts(audit):
    """Companies and derived figures of an audit."""
    return audit.companies, audit.figures


def with_value(figure, value, low=None, high=None):
    """The figure with another value and interval."""
    interval = None if low is None else Interval(low, high, 0.95, "test")
    return replace(figure, value=value, interval=interval, reason="" if value is not None else "not seen")


def test_swapping_the_client_swaps_columns_only(examples):
    """Which company is the client changes neither a figure nor a score of anybody."""
    one, other = examples.full(client=0), examples.full(client=2)

    rows = [[row.figures for row in compare(*facts(audit))] for audit in (one, other)]
    scores = [score(*facts(audit)) for audit in (one, other)]

    assert rows[0] == rows[1]
    assert scores[0] == scores[1]


def test_another_order_of_companies_permutes_rows_and_nothing_else(examples):
    """The order of competitors in a brief decides the order of columns, never a value, a word or a claim."""
    audit = examples.full()
    at_home = compare(*facts(audit))

    for order in permutations(audit.companies):
        moved = compare(order, audit.figures)
        places = [audit.companies.index(company) for company in order]
        assert [row.finding for row in moved] == [row.finding for row in at_home]
        assert [row.figures for row in moved] == [tuple(row.figures[p] for p in places) for row in at_home]
        assert score(order, audit.figures) == tuple(audit.scores[p] for p in places)
        assert gaps(order, audit.figures, audit.plan) == audit.gaps
        assert strengths(order, audit.figures, audit.plan) == audit.strengths


def test_derived_figures_do_not_depend_on_the_order_of_rows(examples):
    """Channels, keywords and questions in another order give the same figures."""
    audit = examples.full()

    turned = derive(audit.companies[::-1], audit.channels[::-1], audit.keywords[::-1], audit.questions[::-1])

    assert turned == audit.figures


def test_a_row_says_the_difference_in_words(examples):
    """The first row is the client's rate beside the median of those that could be measured."""
    audit = examples.full()

    row = compare(*facts(audit))[0]

    assert row.finding == "You post 0.3 a week; the median of two competitors that could be measured is 1."


def test_an_unmeasured_client_is_said_to_be_unmeasured(examples):
    """Unknown is a value with its reason, not a 0."""
    audit = examples.full(client=3)

    row = compare(*facts(audit))[0]

    assert row.finding.startswith("Your posts a week could not be measured (posts carry no date that can be read);")
    assert row.figures[3] == audit.client.cadence.id


def test_two_clients_are_refused(examples):
    """A comparison without exactly one client is an error."""
    audit = examples.full()

    with pytest.raises(ValueError, match="one client, found 0"):
        compare(audit.competitors)


@pytest.mark.parametrize(
    ("own", "other", "result"),
    [
        ((2, 1.5, 2.5), (1, 0.5, 1.4), 1),
        ((1, 0.5, 1.4), (2, 1.5, 2.5), -1),
        ((2, 1.2, 2.5), (1, 0.5, 1.4), 0),
        ((2, None, None), (1, None, None), 1),
        ((None, None, None), (1, 0.5, 1.4), None),
    ],
)
def test_overlapping_intervals_are_not_distinguishable(examples, own, other, result):
    """Two figures with intervals differ only when the intervals do not overlap; an unknown one cannot be compared."""
    figure = examples.full().client.cadence

    outcome = contest(MEASURES[0], with_value(figure, *own), with_value(figure, *other))

    assert outcome == result


def test_a_long_silence_is_no_strength(examples):
    """For silences less is better."""
    silence = next(m for m in MEASURES if m.id == "longest-silence")
    figure = examples.full().client.longest_silence

    outcome = contest(silence, with_value(figure, 40), with_value(figure, 12))

    assert outcome == -1


def test_dates_that_are_not_sound_carry_no_claim(examples):
    """A site whose dates were rewritten is never called slow, nor scored for it."""
    audit = examples.full()
    unsound = replace(
        audit.client, health=replace(audit.client.health, sound=False, remarks=("dates rewritten in bulk",))
    )
    companies = (unsound, *audit.competitors)

    titles = [gap.title for gap in gaps(companies, audit.figures)]
    part = score(companies, audit.figures)[0].parts[0]

    assert carried(MEASURES[0], unsound, unsound.cadence).value is None
    assert not any("post less" in title or "silence" in title for title in titles)
    assert (part.low, part.high) == (0.0, 1.0)
    assert "dates rewritten in bulk" in part.why


def test_unknown_widens_a_score_and_never_lowers_it(examples):
    """Taking a figure away gives a range that holds the former one."""
    audit = examples.full()
    known = score(*facts(audit))[0]
    blind = replace(audit.client, cadence=with_value(audit.client.cadence, None))

    unknown = score((blind, *audit.competitors), audit.figures)[0]

    assert unknown.low <= known.low
    assert unknown.high >= known.high
    assert unknown.high - unknown.low > known.high - known.low


def test_identical_companies_have_identical_scores(examples):
    """The name and place of a company do not enter its score."""
    audit = examples.full()
    twin = replace(audit.companies[1], company=replace(audit.companies[1].company, name="Twin"))

    scores = score((audit.companies[0], audit.companies[1], twin), audit.figures)

    assert scores[1] == scores[2]


def test_the_formula_holds_every_weight_and_gives_the_score(examples):
    """A reader who redoes the sum with the printed weights and parts gets the printed range."""
    result = score(*facts(examples.full()))[1]

    total = sum(part.weight for part in result.parts)
    low = 100 * sum(part.weight * part.low for part in result.parts) / total
    high = 100 * sum(part.weight * part.high for part in result.parts) / total

    assert (low, high) == (result.low, result.high)
    assert total == sum(rule.weight for rule in RUBRIC) == 100
    assert all(f" {part.weight:.0f}" in result.formula for part in result.parts)


def test_claims_without_intervals_only_look(examples):
    """Where single values decided, the title says "looks"; where intervals did, it does not."""
    audit = examples.full()

    titles = [gap.title for gap in gaps(*facts(audit), audit.plan)]

    assert titles == [
        "You promised 3 posts a week; 0.3 were seen",
        "You post less often than one of two competitors",
        "Your longest silence looks longer than that of both measured competitors",
    ]


def test_a_measure_nobody_wins_is_undecided(examples):
    """Calls to action that everybody has tell nobody apart."""
    audit = examples.full()
    everyone = tuple(replace(c, calls_to_action=with_value(c.calls_to_action, 2)) for c in audit.companies)

    names = undecided(everyone, audit.figures)

    assert "Calls to action" in names


def test_no_claim_is_made_of_a_client_that_is_both_ahead_and_behind(examples):
    """Between two competitors, one slower and one faster, the client is neither strong nor weak."""
    audit = examples.full()
    slow, middle, fast = ((0.2, 0.1, 0.3), (1, 0.8, 1.2), (3, 2.5, 3.5))
    rates = zip(audit.companies, (middle, slow, fast), strict=False)
    companies = tuple(replace(c, cadence=with_value(c.cadence, *rate)) for c, rate in rates)

    claims = (*strengths(companies), *gaps(companies))

    assert not any("often" in claim.title for claim in claims)
