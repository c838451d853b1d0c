"""Statistics that several stages need: exact intervals and keyness, as pure functions.

Sources are named at each function. SciPy is imported when first used: the command line's help must not pay for it.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from market.figures import Interval

CONFIDENCE = 0.95


def garwood(count: int, exposure: float, confidence: float = CONFIDENCE) -> Interval:
    """Exact Poisson interval of a rate, ``count`` events in ``exposure`` (Garwood 1936).

    Raises ``ValueError`` for a negative count or an exposure that is not positive.
    """
    if count < 0 or exposure <= 0:
        raise ValueError(f"need count >= 0 and exposure > 0, got {count} and {exposure}")
    from scipy.stats import chi2

    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(chi2.ppf(tail, 2 * count)) / 2
    high = float(chi2.ppf(1 - tail, 2 * count + 2)) / 2
    return Interval(low / exposure, high / exposure, confidence, "Garwood exact Poisson")


def wilson(hits: int, n: int, confidence: float = CONFIDENCE, family: int = 1) -> Interval:
    """Score interval of a proportion (Wilson 1927), Bonferroni-widened over ``family`` comparisons.

    Raises ``ValueError`` unless 0 <= hits <= n and n > 0.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"need 0 <= hits <= n and n > 0, got {hits} of {n}")
    return _score_interval(hits / n, n, confidence, family)


def weighted_wilson(hits: Sequence[float], misses: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """Wilson's interval of the weight of ``hits`` ÷ all weight, on Kish's effective size (Σw)² ÷ Σw².

    With equal weights it is ``wilson``. Raises ``ValueError`` without observations or for a weight of 0 or less.
    """
    weights = [*hits, *misses]
    if not weights or min(weights) <= 0:
        raise ValueError("need at least one observation, and weights over 0")
    total = math.fsum(weights)
    effective = total * total / math.fsum(w * w for w in weights)
    return _score_interval(min(1.0, math.fsum(hits) / total), effective, confidence, 1)


@cache
def _quantile(part: float) -> float:
    """The normal quantile: asked for again and again, always for a few parts."""
    from scipy.stats import norm

    return float(norm.ppf(part))


def _score_interval(p: float, n: float, confidence: float, family: int) -> Interval:
    z = _quantile(1 - (1 - confidence) / 2 / family)
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (0.0 if p == 0 else centre - half), (1.0 if p == 1 else centre + half)  # exact where rounding is not
    return Interval(max(0.0, low), min(1.0, high), confidence, "Wilson score")


def spread_wilson(p: float, n: float, spread: float, confidence: float = CONFIDENCE, family: int = 1) -> Interval:
    """Wilson's interval of a share whose count varies ``spread`` times as much as independent ones would.

    Bonferroni-widened over ``family`` comparisons.

    Raises ``ValueError`` for a share outside 0 to 1, and unless n > 0 and spread >= 1.
    """
    if n <= 0 or spread < 1 or not 0 <= p <= 1:
        raise ValueError(f"need 0 <= p <= 1, n > 0 and spread >= 1, got {p}, {n} and {spread}")
    return replace(_score_interval(p, n / spread, confidence, family), method="Wilson score on n ÷ spread")


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """The q of each p (Benjamini & Hochberg 1995): calling all with q under .05 makes 5 % of the calls false."""
    order = sorted(range(len(p)), key=lambda i: (p[i], i))
    q, least = [1.0] * len(p), 1.0
    for rank in range(len(p), 0, -1):
        least = min(least, p[order[rank - 1]] * len(p) / rank)
        q[order[rank - 1]] = least
    return tuple(q)


def conditional_ratio(
    hits: float, n: float, base_hits: float, base_n: float, confidence: float = CONFIDENCE, family: int = 1
) -> Interval:
    """Interval of the rate ratio (hits/n) ÷ (base_hits/base_n), exact by conditioning on the sum of the two counts.

    Given the sum, the first count is binomial; its Clopper–Pearson bounds transform into bounds of the ratio.
    An upper bound that does not exist (no hits in the base) is ``math.inf``. Counts that were divided by how much more
    they vary than independent ones need not be whole.
    """
    if n <= 0 or base_n <= 0:
        raise ValueError("both samples need at least one observation")
    from scipy.stats import beta

    total = hits + base_hits
    if total == 0:
        return Interval(0.0, math.inf, confidence, "conditional exact")
    tail = (1 - confidence) / 2 / family
    p_low = 0.0 if hits == 0 else float(beta.ppf(tail, hits, total - hits + 1))
    p_high = 1.0 if hits == total else float(beta.ppf(1 - tail, hits + 1, total - hits))
    scale = base_n / n

    def ratio(p: float) -> float:
        return math.inf if p >= 1 else p / (1 - p) * scale

    return Interval(ratio(p_low), ratio(p_high), confidence, "conditional exact")


def lrc(hits: int, n: int, base_hits: int, base_n: int, family: int = 1, confidence: float = CONFIDENCE) -> float:
    """Keyness in log2 units: the bound nearest 0 of the log ratio's interval, 0 when it covers 0 (Evert 2022)."""
    interval = conditional_ratio(hits, n, base_hits, base_n, confidence, family)
    if interval.low > 1:
        return math.log2(interval.low)
    if interval.high < 1:
        return -math.inf if interval.high == 0 else math.log2(interval.high)
    return 0.0


def median(values: Sequence[float]) -> float | None:
    """The middle value, None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
