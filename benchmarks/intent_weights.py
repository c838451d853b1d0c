"""Learn the weights of intents from the development half of the labelled sentences: `make intent-weights`.

Needs the corpora beside the project. Prints F1 per intent of a cross-validation that leaves whole communities and
trades out, from which the thresholds are taken too, and writes `nlp/intent_weights.json`.
"""

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.intent_sets import CODES, Labelled, community_sentences, own_sentences
from market.topics import Intent

WEIGHTS = Path(__file__).resolve().parents[1] / "nlp" / "intent_weights.json"
# Inverse of the regularisation, by cross-validation over communities among .1, .2, .3, .6 and 1
STRENGTH = {"p": 0.3, "q": 1.0, "c": 1.0}  # what is implied needs many words
ELSE = 0.6
# Sentences written for the project are few against those of communities and clearer; those that an earlier reading was
# unsure of are odder than what people write.
OWN, UNSURE = 3.0, 0.7
LEAST_GROUPS = 3  # communities or trades that hold a feature: a word of one trade says nothing of the next
FOLDS = 8
THRESHOLDS = [round(0.1 + 0.025 * step, 3) for step in range(29)]
FEW, LEAST_OF_FEW = 50, 0.3  # of fewer cases the best threshold is chance, and a low one finds mostly other things
SMALL = 0.02  # a weight below it moves no probability by half a point
Features = dict[str, float]


def main() -> int:
    """Write the weights."""
    from nlp.intent_features import features_of

    community = community_sentences()
    if not community:
        print("the communities' sentences are not on this machine: nothing was learnt")
        return 1
    rows = [row for row in [*community, *own_sentences()] if row.half == "dev"]
    table = [features_of(row.text) for row in rows]
    every = cross_validated(rows, table)
    drawn = [row.sampled and row.source == "community" for row in rows]
    judged = [found for found, is_drawn in zip(every, drawn, strict=True) if is_drawn]
    natural = [row for row, is_drawn in zip(rows, drawn, strict=True) if is_drawn]
    thresholds = [best_threshold(natural, judged, intent) for intent in CODES.values()]
    for intent, least in zip(CODES.values(), thresholds, strict=True):
        print(f"{intent:26} from {least:.3f} on: F1 on communities left out {f1(natural, judged, intent, least):.3f}")
    learnt = {**learn(rows, table), "thresholds": thresholds}
    WEIGHTS.write_text(json.dumps(learnt, ensure_ascii=False, indent=0) + "\n")
    return 0


def learn(rows: Sequence[Labelled], table: Sequence[Features]) -> dict[str, Any]:
    """One logistic regression per intent: weights rounded to 3 places, by feature."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    kept = _shared(rows, table)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{n: v for n, v in features.items() if n in kept} for features in table])
    models = [
        LogisticRegression(C=STRENGTH.get(code, ELSE), max_iter=3000).fit(
            matrix, [i in row.intents for row in rows], sample_weight=[_weight(row) for row in rows]
        )
        for code, i in CODES.items()
    ]
    named = enumerate(vectorizer.get_feature_names_out())
    weights = {name: [round(float(model.coef_[0, i]), 3) for model in models] for i, name in named}
    return {
        "intents": [str(intent) for intent in CODES.values()],
        "intercepts": [round(float(model.intercept_[0]), 3) for model in models],
        "features": {n: w for n, w in sorted(weights.items()) if max(map(abs, w)) >= SMALL},
    }


def _weight(row: Labelled) -> float:
    if row.source == "own":
        return OWN
    return 1.0 if row.sampled else UNSURE


def _shared(rows: Sequence[Labelled], table: Sequence[Features]) -> frozenset[str]:
    """The features that several communities or trades hold."""
    held: dict[str, set[str]] = {}
    for row, features in zip(rows, table, strict=True):
        for name in features:
            held.setdefault(name, set()).add(row.group)
    return frozenset(name for name, groups in held.items() if len(groups) >= LEAST_GROUPS)


def cross_validated(rows: Sequence[Labelled], table: Sequence[Features]) -> list[dict[Intent, float]]:
    """The probabilities of each sentence's intents by weights learnt from other communities and trades."""
    from nlp.intent_model import probabilities, weights_of

    groups = sorted({row.group for row in rows})
    fold = {group: place % FOLDS for place, group in enumerate(groups)}
    judged: list[dict[Intent, float]] = [{} for _ in rows]
    for held_out in range(FOLDS):
        known = [i for i, row in enumerate(rows) if fold[row.group] != held_out]
        learnt = learn([rows[i] for i in known], [table[i] for i in known])
        weights = weights_of({**learnt, "thresholds": [0.5] * len(CODES)})
        for i, row in enumerate(rows):
            if fold[row.group] == held_out:
                judged[i] = dict(zip(weights.intents, probabilities(table[i], weights), strict=True))
    return judged


def best_threshold(rows: Sequence[Labelled], judged: Sequence[dict[Intent, float]], intent: Intent) -> float:
    """Where the mean of F1 and its two neighbours is highest; of equal ones the highest, because precision is seen."""
    found = [f1(rows, judged, intent, least) for least in THRESHOLDS]
    lowest = LEAST_OF_FEW if sum(intent in row.intents for row in rows) < FEW else 0.0
    smooth = {least: round(sum(found[i : i + 3]), 4) for i, least in enumerate(THRESHOLDS[1:-1]) if least >= lowest}
    return max(smooth, key=lambda least: (smooth[least], least))


def f1(rows: Sequence[Labelled], judged: Sequence[dict[Intent, float]], intent: Intent, least: float) -> float:
    """F1 of one intent at a threshold."""
    read = [p[intent] >= least for p in judged]
    true = [intent in row.intents for row in rows]
    both = sum(a and b for a, b in zip(read, true, strict=True))
    return 2 * both / max(1, sum(read) + sum(true))


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # pages of the communities that are no conversations
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
