"""The trend test keeps its error rates on simulated markets (the whole table: `make bench-trends`)."""

import pytest

from benchmarks import trend_worlds
from benchmarks.trends import WORLDS, power_at_printed, rates


@pytest.mark.parametrize(("topics", "half"), [(60, 1500), (12, 1500), (12, 150)])
@pytest.mark.parametrize("world", WORLDS, ids=lambda w: w.name)
def test_a_null_report_seldom_has_a_call(world, topics, half):
    """Of a hundred reports in which nothing moves at most ten have a call: the bound of .05 plus chance (99 %).

    Where weeks resemble the one before the bound is .09, and .16 with chance.
    """
    assert rates(["product"], world, topics, half, 100)["product"].any <= (0.16 if world.memory else 0.1)


def test_planted_rises_are_found_as_an_oracle_finds_them():
    """Threefold rises of large topics are found at nine tenths of the rate of one who knows the noise."""
    found = rates(["product", "oracle"], WORLDS[0], 12, 1500, 60, planted=1)

    assert found["oracle"].recall > 0.8
    assert found["product"].recall >= 0.9 * found["oracle"].recall


def test_error_rates_hold_on_markets_that_nothing_was_tuned_to():
    """Other sizes, weeks, sources, volumes, noises and shapes: the bounds of .05 plus chance (99 %), and the recall."""
    false, any_call, recall, best = trend_worlds.rates(250)["all", "all"].mean(0)

    assert false <= 0.07
    assert any_call <= 0.075
    assert recall >= 0.9 * best


@pytest.mark.parametrize("noise", ["heavy clusters", "bursts", "clusters and memory"])
def test_clusters_of_every_kind_call_nothing(noise):
    """Where a thread draws up to thirty others after it, a null report is called as seldom as elsewhere."""
    assert trend_worlds.rates(120, noise=noise)["all", "all"].mean(0)[1] <= 0.1


def test_the_usual_rules_call_noise():
    """Where threads cluster, a plain Poisson test and twice last week find trends in most reports without any."""
    found = rates(["plain Poisson", "2x last week"], WORLDS[1], 60, 1500, 30)

    assert found["plain Poisson"].any > 0.5
    assert found["2x last week"].any > 0.5


def test_the_printed_smallest_rise_is_seen_four_times_in_five():
    """A rise of the printed size is called in about 80 % of the reports that have it."""
    _, seen = power_at_printed(200)

    assert 0.68 <= seen <= 0.92
