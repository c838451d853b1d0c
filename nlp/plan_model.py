"""Learnt labels: how probable each label of a plan sentence is, by logistic regression on its features.

The weights in ``plan_weights.json`` are learnt from the labelled sentences of the tests (`make plan-weights`); on
trades that it was not learnt from it is right more often than the cues alone (docs/decisions/0010).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

from nlp.plan_labels import Label

NAMED = 3  # features that a reason names
SHORTEST = 4  # letters of a word that a reason names: "and" weighs, but tells a reader nothing


@dataclass(frozen=True, slots=True)
class Weights:
    """One row of weights per label, by the names of the features."""

    labels: tuple[str, ...]
    intercepts: tuple[float, ...]
    rows: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The most probable label, its probability and the features that spoke for it most."""

    label: Label
    probability: float
    spoke: tuple[str, ...]


@lru_cache(maxsize=1)
def packaged_weights() -> Weights:
    """The weights that come with the package."""
    stored = json.loads((files("nlp") / "plan_weights.json").read_text("utf-8"))
    rows = {name: tuple(row) for name, row in stored["features"].items()}
    return Weights(tuple(stored["labels"]), tuple(stored["intercepts"]), rows)


def judge(features: Mapping[str, float], weights: Weights) -> Learnt:
    """The label that the features make most probable; of equal ones the first in the order of the weights."""
    held = sorted(name for name in features if name in weights.rows)
    sums = [start + sum(weights.rows[n][i] * features[n] for n in held) for i, start in enumerate(weights.intercepts)]
    best = max(range(len(sums)), key=lambda i: sums[i])
    total = sum(exp(value - sums[best]) for value in sums)
    telling = [n for n in held if weights.rows[n][best] > 0 and not (n.startswith("‘") and len(n) < SHORTEST + 2)]
    loudest = sorted(telling, key=lambda n: (-weights.rows[n][best], n))
    return Learnt(Label(weights.labels[best]), 1.0 / total, tuple(loudest[:NAMED]))
