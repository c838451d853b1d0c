"""Standing: the order of venues, by a bound that a few conversations more or less do not turn over.

Whether one conversation is on-market is a threshold, and many conversations lie near it. The order therefore takes each
conversation's *weight* from 0 to 1 (``nlp.relevance``) and not the yes or no:

* a venue's mean weight is shrunk towards the mean over venues as far as its number of conversations asks for
  (normal–normal empirical Bayes; Efron & Morris 1975), so that five conversations neither win nor lose everything;
* it is divided by the mean weight of the base, and venues are ordered by the lower bound of that ratio (delta method
  on its logarithm);
* venues that lie within each other's uncertainty share a level: their order is not to be relied on;
* venues where the market hardly comes up, under two fifths of the base, are the last level and stand in the order of
  their names: which of them is the least bad is noise.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from market.figures import Interval
from market.statistics import CONFIDENCE

Z = 1.959964  # two-sided, at market.statistics.CONFIDENCE
_LEAST_SPREAD = 0.05  # of weights within a venue: a venue of equal titles is not known for certain
_LEAST_WEIGHT = 1e-3
HARDLY = 0.4
# The weights are learnt from the same conversations: over half-drops of three real markets a venue's mean spread up to
# 1.5 times as far as its own conversations alone would have let it.
_LEARNT = 1.5


@dataclass(frozen=True, slots=True)
class Standing:
    """A venue's mean weight, shrunk, beside that of its base."""

    mean: float
    error: float  # standard error of the mean
    ratio: float  # mean ÷ mean of the base
    interval: Interval

    @property
    def hardly(self) -> bool:
        """Whether the market hardly comes up there."""
        return self.ratio < HARDLY


def ordered(found: Mapping[str, Standing], names: Mapping[str, str]) -> list[str]:
    """The venues, best first; ``names`` decide where nothing observed does."""

    def place(key: str) -> tuple[bool, float, str, str]:
        own = found[key]
        return own.hardly, 0.0 if own.hardly else -own.interval.low, names[key], key

    return sorted(found, key=place)


def standings(weights: Mapping[str, Sequence[float]], base: Sequence[float] = ()) -> dict[str, Standing]:
    """Per venue its standing, from the weights of its conversations; venues without one are left out.

    ``base`` are the weights of the base sample; without any the other venues together are the base, and a venue alone
    stands beside itself.
    """
    known = {key: list(values) for key, values in sorted(weights.items()) if values}
    if not known:
        return {}
    within, between, centre = _spread(list(known.values()))
    found = {}
    for key, values in known.items():
        others = list(base) or [w for other, ws in known.items() if other != key for w in ws] or values
        mean, error = _shrunk(values, within, between, centre)
        found[key] = _beside(mean, error, fmean(others), within / math.sqrt(len(others)))
    return found


def levels(found: Mapping[str, Standing], order: Sequence[str]) -> dict[str, int]:
    """Level per venue, 1 the highest: a new level begins where a venue is told apart from the first of the last one."""
    numbered: dict[str, int] = {}
    leader: Standing | None = None
    level = 0
    for key in order:
        own = found[key]
        if leader is None or _lower(own, leader):
            leader, level = own, level + 1
        numbered[key] = level
    return numbered


def _lower(own: Standing, leader: Standing) -> bool:
    if own.hardly or leader.hardly:
        return own.hardly is not leader.hardly
    return leader.mean - own.mean > _LEARNT * Z * math.hypot(leader.error, own.error)


def _spread(samples: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Pooled standard deviation within venues, that between them, and the mean over venues."""
    means = [fmean(values) for values in samples]
    centre = fmean(means)
    squares = math.fsum((w - m) ** 2 for values, m in zip(samples, means, strict=True) for w in values)
    freedom = sum(len(values) - 1 for values in samples)
    within = max(_LEAST_SPREAD, math.sqrt(squares / freedom) if freedom else _LEAST_SPREAD)
    noise = fmean(within**2 / len(values) for values in samples)
    observed = math.fsum((m - centre) ** 2 for m in means) / max(1, len(means) - 1)
    return within, math.sqrt(max(observed - noise, _LEAST_SPREAD**2)), centre


def _shrunk(values: Sequence[float], within: float, between: float, centre: float) -> tuple[float, float]:
    own, prior = len(values) / within**2, 1 / between**2
    return (own * fmean(values) + prior * centre) / (own + prior), 1 / math.sqrt(own + prior)


def _beside(mean: float, error: float, base: float, base_error: float) -> Standing:
    mean, base = max(mean, _LEAST_WEIGHT), max(base, _LEAST_WEIGHT)
    spread = math.exp(Z * math.hypot(error / mean, base_error / base))
    ratio = mean / base
    method = "log-normal, mean shrunk over the venues (empirical Bayes)"
    return Standing(mean, error, ratio, Interval(ratio / spread, ratio * spread, CONFIDENCE, method))
