"""Slopes: which of several weekly shares rise or fade, tested so that threads which cluster do not fake a trend.

The model is quasi-Poisson: a topic's weekly count has a mean proportional to what its sources said in that week, and a
variance that is a multiple of that mean (``nlp.spreads``). The score statistic stays right where counts are small. It
is scored against half a line over all weeks and half a step where the window begins: of all contrasts the one that
loses least whichever of the two happened (Gastwirth 1966). Three things keep it honest, each measured in
``benchmarks/trends.py``:

* the movement is taken out on both sides of the step before the spread is read, so that a rise is no noise;
* the variance is never under its blend with the topic's own week-by-week one (White 1980), so that one loud week cannot
  carry a slope; the t reference has the tails of counts that cluster;
* a topic is tested from ten independent conversations' worth in eight weeks on.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.spreads import Left, Spreads, left_of, spare_weeks, spreads_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 10  # conversations of a topic, each counted as many times less as their variance is above Poisson's
LEAST_WEEKS = 8  # different weeks in which they began


@dataclass(frozen=True, slots=True)
class Slopes:
    """What the weeks say of each topic, in the order given."""

    tested: "NDArray[Any]"  # whether there was enough to test
    p: "NDArray[Any]"  # two-sided; 1 where not tested
    score: "NDArray[Any]"  # above 0: rising
    spread: "NDArray[Any]"  # long-run variance of the counts ÷ that of independent ones, 1 or more
    degrees: "NDArray[Any]"  # of the t reference
    autocorrelation: float  # of what is spread beyond Poisson


def slopes_of(counts: "NDArray[Any]", steady: "NDArray[Any]", split: int) -> Slopes:
    """The slopes of ``counts`` (topics × weeks) against ``steady``, the counts expected of a share that never moves.

    Both have the same sum for each topic; the window begins with week ``split``. Needs at least four weeks.
    """
    import numpy as np
    from scipy.stats import t

    many, weeks = counts.shape
    tested = (counts.sum(1) >= LEAST) & ((counts > 0).sum(1) >= LEAST_WEEKS)
    p, score, spread, degrees = np.ones(many), np.zeros(many), np.ones(many), np.full(many, weeks - 2.0)
    if not tested.any():
        return Slopes(tested, p, score, spread, degrees, 0.0)
    held, expected = counts[tested].astype(float), steady[tested].astype(float)
    left = left_of(held, expected, _movement(weeks, split))
    spreads = spreads_of(left, held.mean(1))
    away = _away(expected, split)
    moved = ((held - expected) * away).sum(1)
    found = moved / np.sqrt(_variance(expected, away, left, spreads))
    degrees[tested] = _degrees(expected * away**2, spreads)
    score[tested], spread[tested] = found, spreads.long_run
    p[tested] = 2 * t.sf(np.abs(found), degrees[tested])
    tested[tested] = held.sum(1) >= LEAST * spreads.common
    p[~tested] = 1.0
    return Slopes(tested, p, score, spread, degrees, spreads.autocorrelation)


def contrast(weeks: int, split: int) -> "NDArray[Any]":
    """Half a line over the weeks and half a step at ``split``, each with a standard deviation of 1."""
    import numpy as np

    line, step = np.linspace(-1, 1, weeks), np.where(np.arange(weeks) < split, -1.0, 1.0)
    return np.asarray((line / line.std() + (step - step.mean()) / max(float(step.std()), 1e-9)) / 2)


def _movement(weeks: int, split: int) -> "NDArray[Any]":
    """A line over all weeks, a step at ``split`` and a line of its own from there on (weeks × 3)."""
    import numpy as np

    line, after = np.linspace(-1, 1, weeks), np.arange(weeks) >= split
    own = np.where(after, line - line[after].mean(), 0.0) if after.any() else np.zeros(weeks)
    return np.column_stack([line, np.where(after, 1.0, -1.0), own / max(float(np.abs(own).max()), 1e-9)])


def _away(steady: "NDArray[Any]", split: int) -> "NDArray[Any]":
    """The contrast around its mean in what is expected of each topic."""
    import numpy as np

    x = contrast(steady.shape[1], split)
    return np.asarray(x - ((steady * x).sum(1) / steady.sum(1))[:, None])


def _variance(steady: "NDArray[Any]", away: "NDArray[Any]", left: Left, spreads: Spreads) -> "NDArray[Any]":
    """Variance of the counts' sum along the contrast."""
    import numpy as np

    weeks = steady.shape[1]
    by_model = spreads.long_run * (steady * away**2).sum(1)
    slow = spreads.long_run / spreads.dispersion
    by_week = ((left.raw * away) ** 2).sum(1) * weeks / spare_weeks(left, slow) * slow
    blended = (spreads.lent * by_model + spreads.own * by_week) / (spreads.lent + spreads.own)
    return np.asarray(np.maximum(by_model, blended))


def _degrees(parts: "NDArray[Any]", spreads: Spreads) -> "NDArray[Any]":
    """Degrees of freedom of a t distribution with the tails of the statistic.

    ``parts`` are the weeks' parts of its Poisson variance: the excess kurtosis of a sum is that of its parts, weighted
    with their squares, and a t distribution of ν degrees has 6/(ν - 4).
    """
    import numpy as np

    excess = spreads.excess * (parts**2).sum(1) / parts.sum(1) ** 2
    return np.asarray(1 / (1 / (spreads.own + spreads.lent) + 1 / (4 + 6 / excess)))


def smallest_rise(
    before: "NDArray[Any]",
    after: "NDArray[Any]",
    spread: float,
    level: float,
    power: float = 0.8,
    degrees: float = float("inf"),
) -> float | None:
    """The smallest ratio between two stretches that the test calls at ``level`` with probability ``power``.

    ``before`` and ``after`` are the counts expected per week of a share that stays; None when even fifty times would
    not be seen.
    """
    import numpy as np
    from scipy.stats import norm, t

    needed = float((norm.isf(level / 2) if degrees == float("inf") else t.isf(level / 2, degrees)) + norm.ppf(power))
    flat = np.concatenate([before, after])

    def reached(ratio: float) -> bool:
        mean = np.concatenate([before, after * ratio])
        if flat.sum() <= 0 or mean.sum() < LEAST * spread:
            return False
        steady = flat * mean.sum() / flat.sum()
        away = _away(steady[None], len(before))[0]
        return float(((mean - steady) * away).sum()) >= needed * float(np.sqrt(spread * (steady * away**2).sum()))

    low, high = 1.0, 50.0
    if not reached(high):
        return None
    for _ in range(30):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
