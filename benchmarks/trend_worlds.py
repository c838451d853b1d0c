"""Markets unlike those of ``benchmarks.trends``: the trend test must hold where nobody tuned it.

Every report draws its own setting: how many topics and how uneven, how many weeks and conversations, over which
sources, how the volume moves, what makes conversations cluster, and which shape a rise has. Nothing is shared with the
other simulator but NumPy. The oracle makes the same test and knows the exact variance of its contrast in each world; it
is held against the product by the level of each factor, over the reports that have it.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator, default_rng
from scipy.stats import norm

from market.statistics import benjamini_hochberg
from nlp.panel import LEAST_PRESENT, steady_counts
from nlp.slopes import contrast, slopes_of
from nlp.trend_figures import shares_of
from nlp.trends import CALLED_BELOW

Array = Any

SEED, RATIO = 20261130, 3.0
FACTORS: dict[str, tuple[Any, ...]] = {
    "topics": (8, 12, 20, 40, 60, 100),
    "sizes": ("even", "zipf", "lognormal"),
    "weeks": ((26, 26), (13, 13), (39, 13), (8, 8)),  # of the baseline, of the window
    "half": (150, 500, 1500),  # conversations of the window
    "sources": ("one", "five", "one large"),
    "volume": ("flat", "uneven", "growing", "monthly", "summer", "holes"),
    "noise": ("independent", "heavy clusters", "pairs", "unlike topics", "bursts", "memory", "clusters and memory"),
    "shape": ("step", "slope", "late"),
    "way": ("up", "both"),
    "whole": ("open", "closed"),  # closed: what rises takes from everything else
}
MEMORY = ("memory", "clusters and memory")


@dataclass(frozen=True, slots=True)
class Report:
    """One drawn report: counts (topics × sources × weeks), all conversations (sources × weeks) and the truth."""

    setting: dict[str, Any]
    counts: Array
    totals: Array
    split: int
    truth: Array  # per topic: 1 planted rise, -1 planted fall, 0 steady
    cluster: float  # variance of the counts given the rates ÷ Poisson's
    likeness: Array  # topics × weeks × weeks: covariance of a topic's weekly rates ÷ the product of their means


def setting_of(chance: Generator, **fixed: Any) -> dict[str, Any]:
    """A setting with every factor drawn, those in ``fixed`` as given."""
    return {name: fixed.get(name, levels[chance.integers(len(levels))]) for name, levels in FACTORS.items()}


def draw_report(chance: Generator, setting: dict[str, Any], planted: bool) -> Report:
    """A report of the setting; a tenth of its topics, at least one, moves when ``planted``."""
    topics, (before, after) = setting["topics"], setting["weeks"]
    weeks = before + after
    share = _sizes(chance, setting["sizes"], topics) * 0.6
    volume = _volume(chance, setting["volume"], weeks)
    volume *= setting["half"] / volume[before:].sum()
    mix, part = _sources(chance, setting["sources"], topics, weeks)
    # topics × sources × weeks
    rate = (share[:, None] * mix)[:, :, None] * part[None] * volume
    truth = np.zeros(topics, int)
    if planted:
        # not the very largest: three times a third of the talk is no plausible rise
        able = np.flatnonzero(share <= 0.1) if (share <= 0.1).any() else np.array([share.argmin()])
        chosen = chance.choice(able, min(len(able), max(1, topics // 10)), replace=False)
        truth[chosen] = 1
        if setting["way"] == "both":
            truth[chosen[1::2]] = -1
        rate *= (_shape(setting["shape"], before, after)[None] ** truth[:, None])[:, None]
    everything = part * volume
    likeness, rates = _rates(chance, setting["noise"], rate)
    counts, cluster = _conversations(chance, setting["noise"], rates)
    if setting["whole"] == "closed":
        # the week's whole stays what it was: topics take from one another and from the rest
        rest = chance.poisson(0.4 * everything)
        keep = np.minimum(1.0, everything / np.maximum(rate.sum(0) + 0.4 * everything, 1e-9))
        counts = chance.binomial(counts, np.broadcast_to(keep, counts.shape))
        totals = counts.sum(0) + chance.binomial(rest, keep)
        cluster = 1 + (cluster - 1) * float(keep.mean())
    else:
        totals = counts.sum(0) + chance.poisson(np.maximum(everything - rate.sum(0), 0.2 * everything))
    return Report(setting, counts, totals, before, truth, cluster, likeness)


def _sizes(chance: Generator, kind: str, topics: int) -> Array:
    if kind == "even":
        share = np.ones(topics)
    elif kind == "zipf":
        share = 1 / np.arange(1, topics + 1.0)
    else:
        share = np.exp(chance.normal(0, 1.2, topics))
    return share / share.sum()


def _volume(chance: Generator, kind: str, weeks: int) -> Array:
    week = np.arange(weeks)
    if kind == "uneven":
        return np.exp(chance.normal(0, 0.4, weeks))
    if kind == "growing":
        return np.exp(np.linspace(0, np.log(3), weeks))
    if kind == "monthly":
        return 1 + 0.8 * np.sin(2 * np.pi * week / 4.35)
    if kind == "summer":
        return 1 + 0.7 * np.sin(2 * np.pi * week / 52)
    volume = np.ones(weeks)
    if kind == "holes":
        volume[chance.choice(weeks, weeks // 8, replace=False)] = 0.02
    return volume


def _sources(chance: Generator, kind: str, topics: int, weeks: int) -> tuple[Array, Array]:
    """Each source's leaning (topics × sources, mean 1) and its part of the volume (sources × weeks)."""
    if kind == "one":
        return np.ones((topics, 1)), np.ones((1, weeks))
    part = np.array([0.2] * 5) if kind == "five" else np.array([0.8, 0.08, 0.06, 0.04, 0.02])
    mix = chance.gamma(1.0, 1.0, (topics, 5)) + 0.05
    mix /= (mix * part).sum(1, keepdims=True)
    drift = np.exp(chance.normal(0, 0.8, (5, 1)) * np.linspace(-1, 1, weeks))  # sources grow and shrink
    drifting = part[:, None] * drift
    return mix, drifting / drifting.sum(0)


def _shape(kind: str, before: int, after: int) -> Array:
    factor = np.ones(before + after)
    if kind == "step":
        factor[before:] = RATIO
    elif kind == "slope":
        factor = RATIO ** np.linspace(0, 1, before + after)
    else:
        factor[before + after // 2 :] = RATIO
    return factor


def _rates(chance: Generator, kind: str, rate: Array) -> tuple[Array, Array]:
    """The rates as they turn out, and how alike each topic's weeks are made by it."""
    topics, _, weeks = rate.shape
    lag = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
    none = np.zeros((topics, weeks, weeks))
    if kind == "unlike topics":
        cv2 = chance.choice([0.02, 0.2, 0.8], topics)
        noise = chance.gamma((1 / cv2)[:, None], cv2[:, None], (topics, weeks))
        return cv2[:, None, None] * (lag == 0), rate * noise[:, None]
    if kind == "bursts":  # in 3 % of the weeks a topic is talked of four times as much, and half of that a week later
        begun = chance.random((topics, weeks + 1)) < 0.03
        extra = 3 * begun[:, 1:] + 1.5 * begun[:, :-1]
        mean = 1 + 4.5 * 0.03
        there = 0.03 * 0.97 / mean**2
        like = np.where(lag == 0, (9 + 2.25) * there, np.where(lag == 1, 4.5 * there, 0))
        return np.broadcast_to(like, none.shape), rate * ((1 + extra) / mean)[:, None]
    if kind in MEMORY:
        memory, cv2 = (0.4, 0.3) if kind == "memory" else (0.5, 0.15)
        log = np.log(1 + cv2)
        state = chance.normal(size=(topics, weeks))
        for week in range(1, weeks):
            state[:, week] = memory * state[:, week - 1] + np.sqrt(1 - memory**2) * state[:, week]
        like = np.exp(log * memory**lag) - 1
        return np.broadcast_to(like, none.shape), rate * np.exp(np.sqrt(log) * state - log / 2)[:, None]
    return none, rate


def _conversations(chance: Generator, kind: str, rate: Array) -> tuple[Array, float]:
    sizes = {
        "heavy clusters": np.arange(1, 31.0) ** -2.0,
        "pairs": np.array([0.5, 0.3, 0.2]),
        "clusters and memory": np.arange(1, 11.0) ** -1.5,
    }.get(kind)
    if sizes is None:
        return chance.poisson(rate), 1.0
    sizes = sizes / sizes.sum()
    number = np.arange(1, len(sizes) + 1)
    mean, square = float((sizes * number).sum()), float((sizes * number**2).sum())
    begun = chance.poisson(rate / mean)
    topic, source, week = (np.repeat(where, begun.ravel()) for where in np.indices(begun.shape).reshape(3, -1))
    held = chance.choice(number, len(topic), p=sizes)
    topic, source, week = (np.repeat(where, held) for where in (topic, source, week))
    late = np.minimum(week + chance.geometric(0.6, len(week)) - 1, rate.shape[2] - 1)
    counts = np.zeros(rate.shape, int)
    np.add.at(counts, (topic, source, late), 1)
    return counts, square / mean


# ---- rules


def called(report: Report) -> Array:
    """What the product calls, by topic: 1 rising, -1 fading; sources and interval as in ``nlp.trends``."""
    split = report.split
    there = np.minimum(report.totals[:, :split].sum(1), report.totals[:, split:].sum(1)) >= LEAST_PRESENT
    counts, totals = report.counts[:, there], report.totals[there]
    slopes = slopes_of(counts.sum(1), np.array([steady_counts(own, totals) for own in counts]), split)
    found = _controlled(slopes.p, slopes.score, slopes.tested)
    for topic in np.flatnonzero(found):
        interval = shares_of(counts[topic], totals, split, float(slopes.spread[topic])).interval
        if interval.low <= 1 <= interval.high:
            found[topic] = 0
    return found


def known(report: Report) -> Array:
    """The same contrast with its exact variance."""
    counts = report.counts.sum(1)
    steady = np.array([steady_counts(own, report.totals) for own in report.counts])
    total = np.maximum(steady.sum(1), 1e-9)
    x = contrast(counts.shape[1], report.split)
    away = (x - ((steady * x).sum(1) / total)[:, None]) * np.sqrt(steady)
    pull = away * np.sqrt(steady)
    variance = report.cluster * (away**2).sum(1) + np.einsum("kw,kwv,kv->k", pull, report.likeness, pull)
    score = ((counts - steady) * x).sum(1) / np.sqrt(np.maximum(variance, 1e-9))
    return _controlled(2 * norm.sf(np.abs(score)), score, counts.sum(1) > 0)


def _controlled(p: Array, score: Array, family: Array) -> Array:
    q = np.ones(len(p))
    q[family] = benjamini_hochberg([float(one) for one in p[family]])
    return np.where(q < CALLED_BELOW, np.sign(score), 0).astype(int)


# ---- measuring


def rates(reports: int, **fixed: Any) -> dict[tuple[str, str], Array]:
    """By factor and level, a row per report: false share, any call in a null, recall, the oracle's recall."""
    rows: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
    for number in range(reports):
        chance = default_rng([SEED, number])
        setting = setting_of(chance, **fixed)
        moved, still = (draw_report(chance, setting, planted) for planted in (True, False))
        found, planted = called(moved), moved.truth != 0
        right = planted & (found == moved.truth)
        best = planted & (known(moved) == moved.truth)
        made, many = int((found != 0).sum()), max(1, int(planted.sum()))
        row = ((made - right.sum()) / max(1, made), float(called(still).any()), right.sum() / many, best.sum() / many)
        for factor, level in (("all", "all"), ("weeks'", "memory" if setting["noise"] in MEMORY else "none")):
            rows[factor, level].append(row)
        for factor, level in setting.items():
            rows[factor, str(level)].append(row)
    return {key: np.array(found) for key, found in rows.items()}


def table(reports: int) -> dict[str, float]:
    """Print the rates by level and give what the floors bound."""
    found = rates(reports)
    print(f"\nunlike markets, {reports} reports: mean ± standard error")
    for (factor, level), rows in sorted(found.items()):
        mean, error = rows.mean(0), rows.std(0) / len(rows) ** 0.5
        part = f" = {mean[2] / mean[3]:.2f} of the oracle's" if mean[3] else ""
        one = f"false {mean[0]:.3f} ± {error[0]:.3f}   any call in a null {mean[1]:.3f} ± {error[1]:.3f}"
        print(f"  {factor:8} {level:20} n {len(rows):5}   {one}   recall {mean[2]:.3f}{part}")
    levels = {key: rows.mean(0) for key, rows in found.items()}
    noises = [row for (factor, level), row in levels.items() if factor == "noise" and level not in MEMORY]
    memory, usual = levels["weeks'", "memory"], levels["weeks'", "none"]
    ratios = [row[2] / row[3] for (factor, _), row in levels.items() if factor in ("noise", "shape", "weeks")]
    return {
        "unlike markets: false discovery rate, none in the weeks": float(usual[0]),
        "unlike markets: false discovery rate, worst noise": max(float(row[0]) for row in noises),
        "unlike markets: false discovery rate, memory in the weeks": float(memory[0]),
        "unlike markets: null reports with any call, none in the weeks": float(usual[1]),
        "unlike markets: null reports with any call, worst noise": max(float(row[1]) for row in noises),
        "unlike markets: null reports with any call, memory in the weeks": float(memory[1]),
        "unlike markets: recall ÷ oracle's": float(levels["all", "all"][2] / levels["all", "all"][3]),
        "unlike markets: recall ÷ oracle's, least of noise, shape, weeks": float(min(ratios)),
    }
