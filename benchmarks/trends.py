"""Trends on simulated markets whose truth is known: ``make bench-trends``.

Sixty topics (and twelve, as a report has) over 52 weeks, with 150 and 1,500 conversations in each half; conversations
come independently, in clusters that begin in one week and spill into the next, with weeks of their own rate, or with
weeks that resemble the one before. When nothing moves, any call is false; with a tenth of the topics planted at three
times their share, the recall of an oracle that makes the same test and knows the true noise is the measure; beside it
stand one that tests a line, and one that tests the very step that was planted. The product's own ``slopes_of`` is what
is measured; three usual rules stand beside it on the same draws. Then follow the markets of
``benchmarks.trend_worlds``, which nothing was tuned to. Floors are in ``floors.json``.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator, default_rng
from scipy.stats import norm

from benchmarks import trend_worlds
from market.statistics import benjamini_hochberg
from nlp.slopes import contrast, slopes_of, smallest_rise
from nlp.trend_figures import ratio_of
from nlp.trends import CALLED_BELOW

FLOORS = Path(__file__).with_name("floors.json")
SEED, WEEKS, REST, RATIO = 20261126, 52, 0.45, 3.0
HALF = WEEKS // 2
Array = Any
Rule = Callable[["Draw"], Array]  # which topics are called rising (1) or fading (-1)


@dataclass(frozen=True, slots=True)
class World:
    """How conversations come about."""

    name: str
    size: float = 1.0  # mean conversations of a cluster
    spread: float = 0.0  # squared coefficient of variation of a topic's weekly rate
    memory: float = 0.0  # autocorrelation of that rate


WORLDS = (
    World("independent"),
    World("clusters of 3", size=3),
    World("clusters of 6", size=6),
    World("uneven weeks", spread=0.3),
    World("weeks with memory", spread=0.3, memory=0.4),
)


@dataclass(frozen=True, slots=True)
class Draw:
    """One simulated report: counts per topic and week, all conversations per week, and which topics were planted."""

    world: World
    counts: Array
    totals: Array
    planted: Array  # bool per topic

    @property
    def steady(self) -> Array:
        return np.outer(self.counts.sum(1), self.totals / self.totals.sum())


def draw(chance: Generator, world: World, topics: int, half: int, planted: int = 0, even: bool = True) -> Draw:
    """A report with ``half`` conversations in each half; planted topics take their growth from the rest of the talk."""
    share = np.arange(1, topics + 1.0) ** (0.0 if even else -1.0)
    share *= (1 - REST) / share.sum()
    rate = np.outer(share, np.full(WEEKS, half / HALF))
    chosen = np.zeros(topics, bool)
    if planted:  # of uneven topics none of the largest: three times their share would be most of the talk
        chosen[chance.choice(np.arange(0 if even else topics // 6, topics), planted, replace=False)] = True
        rate[np.ix_(chosen, np.arange(HALF, WEEKS))] *= RATIO
    counts = _counts(chance, world, rate)
    grown = half / HALF - rate.sum(0)
    return Draw(world, counts, counts.sum(0) + chance.poisson(np.maximum(grown, 0)), chosen)


def _counts(chance: Generator, world: World, rate: Array) -> Array:
    if world.size > 1:
        return _clusters(chance, rate, world.size)
    if world.memory:
        log = np.log(1 + world.spread)
        state = chance.normal(size=rate.shape)
        for week in range(1, rate.shape[1]):
            state[:, week] = world.memory * state[:, week - 1] + np.sqrt(1 - world.memory**2) * state[:, week]
        return chance.poisson(rate * np.exp(np.sqrt(log) * state - log / 2))
    if world.spread:
        return chance.poisson(rate * chance.gamma(1 / world.spread, world.spread, rate.shape))
    return chance.poisson(rate)


def _clusters(chance: Generator, rate: Array, size: float) -> Array:
    """Geometric clusters; three in ten of a cluster's conversations begin in the week after."""
    counts = np.zeros(rate.shape, int)
    for topic, week in zip(*np.nonzero(number := chance.poisson(rate / size)), strict=True):
        held = chance.geometric(1 / size, number[topic, week]).sum()
        late = chance.binomial(held, 0.3)
        counts[topic, week] += held - late
        counts[topic, min(week + 1, rate.shape[1] - 1)] += late
    return counts


# ---- rules


def product(drawn: Draw) -> Array:
    """What the product calls: q under .05 over the topics tested, and a ratio whose interval leaves 1 out."""
    slopes = slopes_of(drawn.counts, drawn.steady, HALF)
    q = np.ones(len(drawn.counts))
    q[slopes.tested] = benjamini_hochberg([float(p) for p in slopes.p[slopes.tested]])
    called = np.zeros(len(q), int)
    before, now = drawn.totals[:HALF].sum(), drawn.totals[HALF:].sum()
    for topic in np.nonzero(q < CALLED_BELOW)[0]:
        old, new = drawn.counts[topic, :HALF].sum(), drawn.counts[topic, HALF:].sum()
        interval = ratio_of(float(new), int(now), float(old), float(before), float(slopes.spread[topic]))
        if interval.low > 1 or interval.high < 1:
            called[topic] = 1 if slopes.score[topic] > 0 else -1
    return called


def oracle(drawn: Draw) -> Array:
    """The product's score with the true long-run variance of the world."""
    return _knowing(drawn, contrast(WEEKS, HALF))


def oracle_of_a_line(drawn: Draw) -> Array:
    """Scored against a line over the weeks, with the true long-run variance."""
    return _knowing(drawn, np.linspace(-1, 1, WEEKS))


def oracle_of_a_step(drawn: Draw) -> Array:
    """Scored against what was planted, a step between the halves, with the true long-run variance: none finds more."""
    return _knowing(drawn, np.repeat([-1.0, 1.0], HALF))


def _knowing(drawn: Draw, x: Array) -> Array:
    steady = drawn.steady
    world, total = drawn.world, np.maximum(steady.sum(1), 1e-9)
    by_size = 1 + world.spread * (steady**2).sum(1) / total * (1 + world.memory) / (1 - world.memory)
    spread = 2 * world.size - 1 if world.size > 1 else by_size
    away = x - ((steady * x).sum(1) / total)[:, None]
    score = ((drawn.counts - steady) * x).sum(1) / np.sqrt(np.maximum(spread * (steady * away**2).sum(1), 1e-9))
    return _controlled(2 * norm.sf(np.abs(score)), score, drawn.counts.sum(1) > 0)


def twice_last_week(drawn: Draw) -> Array:
    """The last week has at least twice the conversations of the week before, and three or more."""
    last, before = drawn.counts[:, -1], drawn.counts[:, -2]
    return ((last >= 3) & (last >= 2 * np.maximum(before, 1))).astype(int)


def plain_poisson(drawn: Draw) -> Array:
    """The slope's score test with Poisson variance, the same false discovery control."""
    x = np.linspace(-1, 1, WEEKS)
    steady = drawn.steady
    away = x - ((steady * x).sum(1) / np.maximum(steady.sum(1), 1e-9))[:, None]
    score = ((drawn.counts - steady) * x).sum(1) / np.sqrt(np.maximum((steady * away**2).sum(1), 1e-9))
    return _controlled(2 * norm.sf(np.abs(score)), score, drawn.counts.sum(1) > 0)


def log_odds(drawn: Draw) -> Array:
    """Log-odds of the halves with an informative Dirichlet prior (Monroe et al. 2008), the same control."""
    old, new = drawn.counts[:, :HALF].sum(1), drawn.counts[:, HALF:].sum(1)
    n_old, n_new = drawn.totals[:HALF].sum(), drawn.totals[HALF:].sum()
    prior = np.maximum(0.01, 10 * (old + new) / (n_old + n_new))
    logs = [np.log((y + prior) / (n + 10 - y - prior)) for y, n in ((new, n_new), (old, n_old))]
    score = (logs[0] - logs[1]) / np.sqrt(1 / (new + prior) + 1 / (old + prior))
    return _controlled(2 * norm.sf(np.abs(score)), score, old + new > 0)


def _controlled(p: Array, score: Array, family: Array) -> Array:
    q = np.ones(len(p))
    q[family] = benjamini_hochberg([float(one) for one in p[family]])
    return np.where(q < CALLED_BELOW, np.sign(score), 0).astype(int)


RULES: dict[str, Rule] = {
    "product": product,
    "oracle": oracle,
    "oracle of a line": oracle_of_a_line,
    "oracle of a step": oracle_of_a_step,
    "2x last week": twice_last_week,
    "plain Poisson": plain_poisson,
    "log-odds (Monroe)": log_odds,
}


# ---- measuring


@dataclass(frozen=True, slots=True)
class Rates:
    """Of many reports: mean share of false among the called, share of reports with any call, planted topics found."""

    false: float
    any: float
    recall: float


def rates(
    rules: Sequence[str], world: World, topics: int, half: int, reports: int, planted: int = 0, even: bool = True
) -> dict[str, Rates]:
    """The rates of each rule over the same ``reports`` draws."""
    sums = {name: np.zeros(3) for name in rules}
    for report in range(reports):
        chance = default_rng([SEED, report, topics, half, planted, int(even), WORLDS.index(world)])
        drawn = draw(chance, world, topics, half, planted, even)
        for name in rules:
            called = RULES[name](drawn)
            right = int(((called > 0) & drawn.planted).sum())
            made = int((called != 0).sum())
            sums[name] += ((made - right) / max(1, made), made > 0, right / max(1, planted))
    return {name: Rates(*(float(part) for part in total / reports)) for name, total in sums.items()}


def power_at_printed(reports: int) -> tuple[float, float]:
    """The printed smallest rise of a topic of forty conversations, and how often it is called when it is planted."""
    per_week, everything, level = 1.5, 60.0, CALLED_BELOW / 12
    ratio = smallest_rise(np.full(HALF, per_week), np.full(HALF, per_week), 1.0, level) or float("inf")
    chance, seen = default_rng(SEED), 0
    for _ in range(reports):
        rate = np.full((12, WEEKS), per_week)
        rate[0, HALF:] *= ratio
        counts = chance.poisson(rate)
        totals = counts.sum(0) + chance.poisson(everything - rate.sum(0))
        slopes = slopes_of(counts, np.outer(counts.sum(1), totals / totals.sum()), HALF)
        seen += bool(slopes.p[0] < level)
    return ratio, seen / reports


def main() -> int:
    """Print the tables; 1 when a number is beyond its bound, else 0."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    numbers: dict[str, float] = {}
    print(f"{reports} reports per line; false = mean share of false calls, any = reports with any call")
    print(f"standard error at .05: {(0.05 * 0.95 / reports) ** 0.5:.3f}")
    for topics in (60, 12):
        for half in (150, 1500):
            for even in (True, False):
                for world in WORLDS:
                    _line(numbers, world, topics, half, reports, even)
    ratio, power = power_at_printed(reports)
    print(f"\nprinted smallest rise {ratio:.2f} times: called in {power:.3f} of the reports that have it (aim .80)")
    numbers["power at the printed smallest rise"] = power
    numbers |= trend_worlds.table(10 * reports)
    bounds: dict[str, list[float]] = json.loads(FLOORS.read_text())["trends"]
    beyond = [n for n, (low, high) in bounds.items() if not low <= numbers[n] <= high]
    for name, (low, high) in sorted(bounds.items()):
        print(f"{name:60} {numbers[name]:.3f}  within {low:.2f}–{high:.2f}")
    print(f"beyond their bounds: {', '.join(beyond)}" if beyond else "no number is beyond its bounds")
    return 1 if beyond else 0


def _line(numbers: dict[str, float], world: World, topics: int, half: int, reports: int, even: bool) -> None:
    names = list(RULES)
    still = rates(names, world, topics, half, reports, even=even)
    grown = rates(names, world, topics, half, reports, planted=topics // 10, even=even)
    print(f"\n{topics} {'even' if even else 'uneven'} topics, {half:,} conversations in each half, {world.name}")
    for name in names:
        best = grown["oracle"].recall
        part = f" = {grown[name].recall / best:4.2f} of the oracle's" if best >= 0.1 else ""
        row = f"any call in a null {still[name].any:.3f}   planted: false {grown[name].false:.3f}"
        print(f"  {name:18} {row}   recall {grown[name].recall:.3f}{part}", flush=True)
    kind = "memory" if world.memory else "none"
    _worst(numbers, f"null reports with any call, {kind} in the weeks", still["product"].any, max)
    _worst(numbers, f"false discovery rate, {kind} in the weeks", grown["product"].false, max)
    for other in ("oracle", "oracle of a line", "oracle of a step"):
        if grown[other].recall >= 0.1:
            _worst(numbers, f"recall ÷ {other}'s, least", grown["product"].recall / grown[other].recall, min)


def _worst(numbers: dict[str, float], name: str, value: float, pick: Callable[[float, float], float]) -> None:
    numbers[name] = pick(numbers.get(name, value), value)


if __name__ == "__main__":
    sys.exit(main())
