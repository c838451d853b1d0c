"""Learnt intents: how probable each intent of a sentence is, by logistic regressions on its features.

The weights in ``intent_weights.json`` are learnt from the labelled sentences of the tests (`make intent-weights`); on
communities that they were not learnt from they are right more often than rules (docs/decisions/0048).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

from market.topics import Intent


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight per intent and feature, and from which probability an intent holds."""

    intents: tuple[Intent, ...]
    intercepts: tuple[float, ...]
    thresholds: tuple[float, ...]
    rows: Mapping[str, tuple[float, ...]]


def weights_of(stored: Mapping[str, object]) -> Weights:
    """The weights as the JSON file holds them."""
    rows: dict[str, list[float]] = stored["features"]  # type: ignore[assignment]
    intents: list[str] = stored["intents"]  # type: ignore[assignment]
    intercepts: list[float] = stored["intercepts"]  # type: ignore[assignment]
    thresholds: list[float] = stored["thresholds"]  # type: ignore[assignment]
    return Weights(
        tuple(map(Intent, intents)),
        tuple(intercepts),
        tuple(thresholds),
        {name: tuple(row) for name, row in rows.items()},
    )


@lru_cache(maxsize=1)
def packaged_weights() -> Weights:
    """The weights that come with the package."""
    return weights_of(json.loads((files("nlp") / "intent_weights.json").read_text("utf-8")))


def probabilities(features: Mapping[str, float], weights: Weights) -> tuple[float, ...]:
    """How probable each intent is, in the order of the weights; the same on every machine."""
    sums = list(weights.intercepts)
    for name in sorted(features):
        row = weights.rows.get(name)
        if row is not None:
            amount = features[name]
            for i, weight in enumerate(row):
                sums[i] += amount * weight
    return tuple(1.0 / (1.0 + exp(-value)) for value in sums)
