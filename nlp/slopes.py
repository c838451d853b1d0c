"""Slopes: which of several weekly shares rise or fade, tested so that threads which cluster do not fake a trend.

The model is quasi-Poisson: a topic's weekly count has a mean proportional to what its sources said in that week, and a
variance that is a multiple (the dispersion) of that mean. The slope over the weeks is tested with the score statistic,
which stays right where counts are small. Four things keep it honest, each measured in ``benchmarks/trends.py``:

* the dispersion is shrunk to what the topics have in common, as edgeR's quasi-likelihood does (Lund et al. 2012), by as
  much as the topics are alike; what they have in common may grow with a topic's size;
* one pooled lag-1 autocorrelation of what is spread beyond Poisson widens the variance;
* the variance is never under its blend with the topic's own week-by-week one (White 1980), so that one loud week cannot
  carry a slope;
* a topic is tested from ten independent conversations' worth in eight weeks on.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 10  # conversations of a topic, each counted as many times less as their variance is above Poisson's
LEAST_WEEKS = 8  # different weeks in which they began
LEAST_FOR_LINE = 8  # topics from which on the dispersion may be seen to grow with size
RIDGE = 5.0  # pulls the fitted slope of a small topic to 0: it would swallow a cluster at either end
MOST_PRIOR = 500.0  # degrees of freedom lent at most
LEAST_PRIOR = 4.0
EXCESS = 0.05  # added to the spread beyond Poisson: without spread no autocorrelation can be told
MOST_CORRELATION = 0.8
CAUTION = 0.5  # standard errors added to it: a memory that was missed makes false calls
STEPS = 30


@dataclass(frozen=True, slots=True)
class Slopes:
    """What the weeks say of each topic, in the order given."""

    tested: "NDArray[Any]"  # whether there was enough to test
    p: "NDArray[Any]"  # two-sided; 1 where not tested
    score: "NDArray[Any]"  # above 0: rising
    spread: "NDArray[Any]"  # long-run variance of the counts ÷ that of independent ones, 1 or more
    autocorrelation: float  # of what is spread beyond Poisson
    degrees: float  # of the t reference


@dataclass(frozen=True, slots=True)
class _Fit:
    """Counts with what is expected of them: with a steady share, and with a slope."""

    counts: "NDArray[Any]"
    steady: "NDArray[Any]"
    fitted: "NDArray[Any]"
    x: "NDArray[Any]"

    @property
    def spare(self) -> int:
        return int(self.counts.shape[1]) - 2


def slopes_of(counts: "NDArray[Any]", steady: "NDArray[Any]") -> Slopes:
    """The slopes of ``counts`` (topics × weeks) against ``steady``, the counts expected of a share that never moves.

    Both have the same sum for each topic. Needs at least four weeks.
    """
    import numpy as np
    from scipy.stats import t

    many = len(counts)
    enough = (counts.sum(1) >= LEAST) & ((counts > 0).sum(1) >= LEAST_WEEKS)
    p, score, spread = np.ones(many), np.zeros(many), np.ones(many)
    if not enough.any():
        return Slopes(enough, p, score, spread, 0.0, float(counts.shape[1] - 2))
    fit = _fit(counts[enough].astype(float), steady[enough].astype(float))
    shared, lent, dispersion, correlation = _dispersions(fit)
    stretch = (1 + correlation) / (1 - correlation)
    spread[enough] = 1 + (dispersion - 1) * stretch
    score[enough] = _scores(fit, spread[enough], dispersion, lent)
    degrees = fit.spare + lent
    p[enough] = 2 * t.sf(np.abs(score[enough]), degrees)
    tested = enough.copy()
    tested[enough] = fit.counts.sum(1) >= LEAST * np.maximum(1.0, 1 + (shared - 1) * stretch)
    p[~tested] = 1.0
    return Slopes(tested, p, score, spread, correlation, degrees)


def _fit(counts: "NDArray[Any]", steady: "NDArray[Any]") -> _Fit:
    """Log-linear slopes by penalised Newton steps, each topic's level profiled out."""
    import numpy as np

    x = np.linspace(-1, 1, counts.shape[1])
    total = counts.sum(1)
    slope = np.zeros(len(counts))
    for _ in range(STEPS):
        fitted = _with_slope(steady, slope, x, total)
        middle = (fitted * x).sum(1) / total
        pull = (counts * x).sum(1) - total * middle - RIDGE * slope
        curve = (fitted * x * x).sum(1) - total * middle**2 + RIDGE
        slope = np.clip(slope + np.clip(pull / curve, -2, 2), -8, 8)
    return _Fit(counts, steady, np.maximum(_with_slope(steady, slope, x, total), 1e-12), x)


def _with_slope(
    steady: "NDArray[Any]", slope: "NDArray[Any]", x: "NDArray[Any]", total: "NDArray[Any]"
) -> "NDArray[Any]":
    import numpy as np

    tilted = steady * np.exp(slope[:, None] * x)
    return np.asarray(tilted * (total / tilted.sum(1))[:, None])


def _dispersions(fit: _Fit) -> "tuple[NDArray[Any], float, NDArray[Any], float]":
    """What the topics share, how many degrees of freedom it lends, each topic's dispersion, the autocorrelation."""
    import numpy as np

    # an empty week (nothing was said anywhere) has nothing expected and nothing left over
    left = np.where(fit.steady > 0, (fit.counts - fit.fitted) / np.sqrt(fit.fitted), 0.0)
    own = (left**2).sum(1) / fit.spare
    shared = _shared(own, fit.counts.mean(1), fit.spare)
    # Pearson's statistic of Poisson counts has the variance 2 + 1/mean per week
    sampling = (2 + np.minimum(1 / fit.fitted, 50).mean(1) / np.maximum(shared, 1)) / fit.spare
    extra = float(np.mean((own / shared - 1) ** 2 - sampling))
    lent = min(MOST_PRIOR, max(LEAST_PRIOR, 2 / extra)) if extra > 0 else MOST_PRIOR
    dispersion = np.maximum(1.0, (lent * shared + fit.spare * own) / (lent + fit.spare))
    return shared, lent, dispersion, _autocorrelation(left, own, dispersion - 1)


def _shared(own: "NDArray[Any]", size: "NDArray[Any]", spare: int) -> "NDArray[Any]":
    """The dispersion that topics have in common: one level, plus a growth with size that is seen beyond its error."""
    import numpy as np

    level = np.full(len(own), max(0.5, float(own.mean())))
    for _ in range(8 if len(own) >= LEAST_FOR_LINE else 0):
        weight = 1 / level**2
        middle, height = np.average(size, weights=weight), np.average(own, weights=weight)
        width = max(float((weight * (size - middle) ** 2).sum()), 1e-9)
        growth = float((weight * (size - middle) * (own - height)).sum()) / width
        growth = min(max(0.0, growth - float(np.sqrt(2 / spare / width))), float(height / max(middle, 1e-9)))
        level = np.maximum(0.5, height + growth * (size - middle))
    return level


def _autocorrelation(left: "NDArray[Any]", own: "NDArray[Any]", beyond: "NDArray[Any]") -> float:
    """Lag-1 autocorrelation of what is spread beyond Poisson, pooled with the weight of that spread."""
    import numpy as np

    topics, weeks = left.shape
    weight = beyond / beyond.sum() if beyond.sum() > 0 else np.full(topics, 1 / topics)
    # a fitted line makes neighbours look opposite by two in the number of weeks
    lagged = float((weight * ((left[:, 1:] * left[:, :-1]).sum(1) / (weeks - 1) + 2 * own / weeks)).sum())
    spread = float((weight * own).sum())
    error = spread * float(np.sqrt((weight**2).sum() / weeks))
    return min(max(lagged + CAUTION * error, 0.0) / (max(spread - 1, 0.0) + EXCESS), MOST_CORRELATION)


def _scores(fit: _Fit, spread: "NDArray[Any]", dispersion: "NDArray[Any]", lent: float) -> "NDArray[Any]":
    import numpy as np

    middle = (fit.steady * fit.x).sum(1) / fit.steady.sum(1)
    away = fit.x - middle[:, None]
    moved = ((fit.counts - fit.steady) * fit.x).sum(1)
    by_model = spread * (fit.steady * away**2).sum(1)
    weeks = fit.counts.shape[1]
    by_week = (((fit.counts - fit.fitted) * away) ** 2).sum(1) * weeks / fit.spare * spread / dispersion
    blended = (lent * by_model + fit.spare * by_week) / (lent + fit.spare)
    return np.asarray(moved / np.sqrt(np.maximum(by_model, blended)))


def smallest_rise(
    before: "NDArray[Any]", after: "NDArray[Any]", spread: float, level: float, power: float = 0.8
) -> float | None:
    """The smallest ratio between two stretches that the test calls at ``level`` with probability ``power``.

    ``before`` and ``after`` are the counts expected per week of a share that stays; None when even fifty times would
    not be seen.
    """
    import numpy as np
    from scipy.stats import norm

    needed = float(norm.isf(level / 2) + norm.ppf(power))
    x = np.linspace(-1, 1, len(before) + len(after))

    def reached(ratio: float) -> bool:
        mean = np.concatenate([before, after * ratio])
        flat = np.concatenate([before, after])
        if flat.sum() <= 0 or mean.sum() < LEAST * spread:
            return False
        steady = flat * mean.sum() / flat.sum()
        middle = (steady * x).sum() / steady.sum()
        return float(((mean - steady) * x).sum()) >= needed * float(
            np.sqrt(spread * (steady * (x - middle) ** 2).sum())
        )

    low, high = 1.0, 50.0
    if not reached(high):
        return None
    for _ in range(30):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
