"""Markets unlike those of ``benchmarks.trends``: the trend test must hold where nobody tuned it.

Every report draws its own setting: how many topics and how uneven, how many weeks and conversations, over which sources,
how the volume moves, what makes conversations cluster, and which shape a rise has. Nothing is shared with the other
simulator but NumPy. The oracle knows the exact variance of its contrast in each world.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

Array = Any

RATIO = 3.0
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
        made = counts.sum(0) + rest
        keep = np.minimum(1.0, everything / np.maximum(rate.sum(0) + 0.4 * everything, 1e-9))
        counts = chance.binomial(counts, np.broadcast_to(keep, counts.shape))
        totals = counts.sum(0) + chance.binomial(rest, keep)
        cluster = 1 + (cluster - 1) * float(keep.mean())
        assert (totals <= made).all()
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
