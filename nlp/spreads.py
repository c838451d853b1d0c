"""Spreads: how far weekly counts vary beyond independent ones, read from what is left without a movement.

A thread draws others after it, and a week resembles the one before; both make a topic's counts vary more than Poisson
counts, and slow movements more than fast ones. Three things are told apart:

* the dispersion, the variance of a week's count ÷ its mean, is each topic's own, shrunk to what the topics have in
  common by as much as they are alike, as edgeR's quasi-likelihood does (Lund et al. 2012); what they have in common may
  grow with a topic's size;
* one lag-1 autocorrelation of what lies beyond Poisson, pooled over the topics, says by how much slow movements vary
  more; a slow movement that is taken out takes that much more with it, so both are found in turns;
* how surely the dispersion is known is read from the fourth moment: counts that come in clusters have heavy tails, and
  few weeks of them say less than as many weeks of independent ones.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_FOR_LINE = 8  # topics from which on the dispersion may be seen to grow with size
RIDGE = 5.0  # pulls the movement of a small topic to 0: it would swallow a cluster at either end
LEAST_FITTED = 0.25  # of the steady count: no movement makes a week expect less
MOST_PRIOR = 500.0  # degrees of freedom lent at most
LEAST_PRIOR = 4.0
EXCESS = 0.05  # added to the spread beyond Poisson: without spread no autocorrelation can be told
MOST_CORRELATION = 0.8
CAUTION = 0.5  # standard errors added to it: a memory that was missed makes false calls
MOST_KURTOSIS = 200.0
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of the counts (topics × weeks) when each topic's movement is taken out."""

    pearson: "NDArray[Any]"  # in standard deviations of Poisson counts
    raw: "NDArray[Any]"
    used: "NDArray[Any]"  # parameters that the movement took, by topic; a ridge makes them less than whole ones


@dataclass(frozen=True, slots=True)
class Spreads:
    """By topic, but for the autocorrelation and the degrees of freedom lent."""

    dispersion: "NDArray[Any]"  # variance ÷ mean of a week's count, 1 or more
    long_run: "NDArray[Any]"  # the same of a slow movement
    common: "NDArray[Any]"  # the slow one that topics of this size have in common
    autocorrelation: float
    own: "NDArray[Any]"  # degrees of freedom of the topic's own weeks
    lent: float  # by the others
    excess: "NDArray[Any]"  # kurtosis of a week's count beyond the normal distribution's


def left_of(counts: "NDArray[Any]", steady: "NDArray[Any]", movement: "NDArray[Any]") -> Left:
    """What is left of ``counts`` (topics × weeks) around ``steady`` without ``movement`` (weeks × columns).

    The movement is fitted by least squares weighted with ``steady``, which has the sum of the counts, with a ridge.
    """
    import numpy as np

    total = steady.sum(1)
    middle = steady @ movement / total[:, None]
    away = movement[None] - middle[:, None]
    square = np.einsum("kw,kwb,kwc->kbc", steady, away, away)
    ridged = square + RIDGE * np.eye(movement.shape[1])
    pull = np.einsum("kw,kwb->kb", counts - steady, away)
    moved = np.einsum("kwb,kb->kw", away, np.linalg.solve(ridged, pull[..., None])[..., 0])
    fitted = steady * np.maximum(1 + moved, LEAST_FITTED)
    fitted = np.maximum(fitted * (total / fitted.sum(1))[:, None], 1e-12)
    raw = np.where(steady > 0, counts - fitted, 0.0)  # an empty week has nothing expected and nothing left over
    return Left(raw / np.sqrt(fitted), raw, 1 + np.trace(np.linalg.solve(ridged, square), axis1=1, axis2=2))


def spare_weeks(left: Left, slow: "NDArray[Any]") -> "NDArray[Any]":
    """The weeks that the movement left over, by topic, where slow movements vary ``slow`` times as much as a week."""
    import numpy as np

    weeks = left.pearson.shape[1]
    return np.asarray(np.maximum(weeks - left.used * slow, (weeks - left.used) / 2))


def spreads_of(left: Left, size: "NDArray[Any]") -> Spreads:
    """The spreads of topics with ``size`` conversations a week each."""
    import numpy as np

    many, weeks = left.pearson.shape
    squares, fourth = (left.pearson**2).sum(1), (left.pearson**4).mean(1)
    products = (left.pearson[:, 1:] * left.pearson[:, :-1]).sum(1) / (weeks - 1)
    slow = np.ones(many)  # variance of a slow movement ÷ that of a week
    for _ in range(ROUNDS):
        spare = spare_weeks(left, slow)
        own = squares / spare
        shared = _shared(own, size, float(spare.mean()))
        # of counts in clusters it falls with the mean, as that of Poisson counts does
        falling = float((fourth / shared**2 - 3).sum() / (1 / size).sum())
        excess = np.minimum(max(1.0, falling) / size, MOST_KURTOSIS)
        degrees = 2 * (weeks - left.used) / (2 + excess)
        lent = _lent(own / shared, degrees)
        dispersion = np.maximum(1.0, (lent * shared + degrees * own) / (lent + degrees))
        weight = dispersion - 1
        weight = weight / weight.sum() if weight.sum() > 0 else np.full(many, 1 / many)
        # a movement that was taken out makes neighbours look opposite
        lagged = float((weight * (products + left.used * slow * own / weeks)).sum())
        spread = float((weight * own).sum())
        lagged += CAUTION * spread * float(np.sqrt((weight**2).sum() / weeks))
        correlation = min(max(lagged, 0.0) / (max(spread - 1, 0.0) + EXCESS), MOST_CORRELATION)
        stretch = (1 + correlation) / (1 - correlation)
        slow = (1 + (dispersion - 1) * stretch) / dispersion
    common = 1 + (np.maximum(shared, 1.0) - 1) * stretch
    return Spreads(dispersion, dispersion * slow, common, correlation, degrees, lent, excess)


def _lent(ratio: "NDArray[Any]", degrees: "NDArray[Any]") -> float:
    """How many degrees of freedom the topics lend each other: the more, the less their dispersions differ.

    ``ratio`` is each topic's own dispersion ÷ what it shares; the others cannot lend more than they have.
    """
    import numpy as np

    beyond_chance = float(np.average((ratio - 1) ** 2, weights=degrees) - 2 * len(degrees) / degrees.sum())
    lent = min(MOST_PRIOR, max(LEAST_PRIOR, 2 / beyond_chance)) if beyond_chance > 0 else MOST_PRIOR
    return min(lent, float(degrees.sum() - degrees.max()))


def _shared(own: "NDArray[Any]", size: "NDArray[Any]", spare: float) -> "NDArray[Any]":
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
