"""The automaton's path is the cheapest one, and a burst lies where it was planted."""

import math
from itertools import pairwise, product
from random import Random

import pytest

from nlp.bursts import RISE, bursts, cheapest, state_costs


def spent(states, costs, rise):
    climbs = sum(later > sooner for sooner, later in pairwise((0, *states)))
    return sum(cost[state] for cost, state in zip(costs, states, strict=True)) + rise * climbs


@pytest.mark.parametrize("seed", range(40))
def test_the_path_is_the_cheapest_of_all(seed):
    """Of all 2^10 sequences of states none costs less than the one found."""
    chance = Random(seed)  # noqa: S311
    totals = [chance.randint(5, 30) for _ in range(10)]
    counts = [min(total, chance.choice((0, 1, 2, 6))) for total in totals]
    counts[0] = max(1, counts[0])
    costs, rise = state_costs(counts, totals), RISE * math.log(10)

    found = cheapest(costs, rise)

    best = min(spent(states, costs, rise) for states in product((0, 1), repeat=10))
    assert spent(found, costs, rise) == pytest.approx(best)


def test_a_planted_burst_is_found_where_it_is():
    """Four weeks at six times the rate are one burst, from the first of them to the last."""
    found = bursts([1] * 20 + [6] * 4 + [1] * 20, [20] * 44)

    assert [(b.first, b.last) for b in found] == [(20, 23)]
    assert found[0].weight > 0


def test_more_of_everything_is_no_burst():
    """A week in which three times as much is said of everything is no burst of the topic: totals count."""
    assert bursts([2] * 20 + [6] * 4 + [2] * 20, [20] * 20 + [60] * 4 + [20] * 20) == ()


def test_edges():
    """A topic that is nowhere has no burst, one that is everything has none either, and no count exceeds its total."""
    assert bursts([0, 0, 0], [5, 0, 5]) == ()
    assert bursts([5, 0, 5], [5, 0, 5]) == ()
    with pytest.raises(ValueError, match="larger than its total"):
        bursts([2], [1])
