"""Bursts: weeks in which a topic is talked of more than usual, by Kleinberg's automaton (2002, batched arrivals).

Two states: the usual rate of the topic, and ``FACTOR`` times it. A state costs the negative logarithm of its binomial
probability of the week's count among the week's total; going up costs ``RISE`` × ln(number of weeks), coming down
nothing. The cheapest sequence of states is found exactly (Viterbi).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

FACTOR = 2.0  # s
RISE = 1.0  # γ
_MOST = 0.9999  # a probability of 1 would make every other count impossible


@dataclass(frozen=True, slots=True)
class Stretch:
    """A burst from one week to another, both included, by place."""

    first: int
    last: int
    weight: float  # how much cheaper the burst explains these weeks, natural logarithm


def bursts(counts: Sequence[int], totals: Sequence[int]) -> tuple[Stretch, ...]:
    """The bursts of a topic in time, none of a topic that is nowhere.

    Raises ``ValueError`` for a count over its total.
    """
    if any(count > total for count, total in zip(counts, totals, strict=True)):
        raise ValueError("a week's count is larger than its total")
    if not sum(counts):
        return ()
    costs = state_costs(counts, totals)
    states = cheapest(costs, RISE * math.log(len(counts)))
    found: list[Stretch] = []
    for week in (place for place, state in enumerate(states) if state):
        gain = costs[week][0] - costs[week][1]
        if found and found[-1].last == week - 1:
            found[-1] = Stretch(found[-1].first, week, found[-1].weight + gain)
        else:
            found.append(Stretch(week, week, gain))
    return tuple(found)


def state_costs(counts: Sequence[int], totals: Sequence[int]) -> list[tuple[float, float]]:
    """What the usual state and the burst cost in each week, without the binomial coefficient that both share."""
    usual = min(_MOST, sum(counts) / sum(totals))
    rates = (usual, min(_MOST, FACTOR * usual))
    return [
        (_cost(count, total, rates[0]), _cost(count, total, rates[1]))
        for count, total in zip(counts, totals, strict=True)
    ]


def _cost(count: int, total: int, rate: float) -> float:
    return -(count * math.log(rate) + (total - count) * math.log1p(-rate))


def cheapest(costs: Sequence[tuple[float, float]], rise: float) -> tuple[int, ...]:
    """The cheapest sequence of states from the usual one on; of two equally cheap ones, that without burst."""
    low: tuple[float, tuple[int, ...]] = (0.0, ())
    high: tuple[float, tuple[int, ...]] = (math.inf, ())
    for usual, burst in costs:
        to_low = high if high[0] < low[0] else low
        climbed = (low[0] + rise, low[1])
        to_high = climbed if climbed[0] < high[0] else high
        low = (to_low[0] + usual, (*to_low[1], 0))
        high = (to_high[0] + burst, (*to_high[1], 1))
    return high[1] if high[0] < low[0] else low[1]
