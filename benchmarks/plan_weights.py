"""Learn the weights of plan labels from the development half of the labelled sentences: `make plan-weights`.

Prints the macro-F1 of a cross-validation that leaves whole trades out, and writes `nlp/plan_weights.json`.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.plan import SENTENCES

WEIGHTS = Path(__file__).resolve().parents[1] / "nlp" / "plan_weights.json"
STRENGTH = 1.0  # inverse of the regularisation, by cross-validation over trades among .1, .3, 1 and 3
LEAST_SENTENCES = 2  # that hold a feature


def main() -> int:
    """Write the weights."""
    rows = [json.loads(line) for line in SENTENCES.read_text().splitlines()]
    rows = [row for row in rows if row["half"] == "dev"]
    table = features(rows)
    print(f"{len(rows)} sentences, macro-F1 on trades left out: {cross_validated(rows, table):.3f}")
    WEIGHTS.write_text(json.dumps(learn(table, [r["label"] for r in rows]), ensure_ascii=False, indent=0) + "\n")
    return 0


def features(rows: list[dict[str, Any]]) -> list[dict[str, float]]:
    """The features of each labelled sentence."""
    from nlp.cadence import read_cadences
    from nlp.channels import channels_in
    from nlp.language import load_model
    from nlp.plan_features import features_of

    texts = [row["text"] for row in rows]
    docs = load_model().pipe(texts)
    return [features_of(doc, read_cadences(t), channels_in(t)) for doc, t in zip(docs, texts, strict=True)]


def learn(table: list[dict[str, float]], labels: list[str]) -> dict[str, Any]:
    """Weights of a multinomial logistic regression, rounded to 4 places, by feature."""
    model, names = _fitted(table, labels)
    rows = {name: [round(float(w), 4) for w in model.coef_[:, i]] for i, name in enumerate(names)}
    return {
        "labels": [str(label) for label in model.classes_],
        "intercepts": [round(float(w), 4) for w in model.intercept_],
        "features": dict(sorted(rows.items())),
    }


def _fitted(table: list[dict[str, float]], labels: list[str]) -> tuple[Any, list[str]]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    held = Counter(name for row in table for name in row)
    kept = [{n: v for n, v in row.items() if held[n] >= LEAST_SENTENCES} for row in table]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=5000).fit(matrix, labels), list(
        vectorizer.get_feature_names_out()
    )


def cross_validated(rows: list[dict[str, Any]], table: list[dict[str, float]]) -> float:
    """Macro-F1 when each trade is judged by weights learnt from the others."""
    from sklearn.metrics import f1_score

    from nlp.plan_model import Weights, judge

    judged = {}
    for trade in sorted({row["trade"] for row in rows}):
        others = [i for i, row in enumerate(rows) if row["trade"] != trade]
        learnt = learn([table[i] for i in others], [rows[i]["label"] for i in others])
        weights = Weights(tuple(learnt["labels"]), tuple(learnt["intercepts"]), learnt["features"])
        judged |= {i: str(judge(table[i], weights).label) for i in range(len(rows)) if rows[i]["trade"] == trade}
    return float(f1_score([r["label"] for r in rows], [judged[i] for i in range(len(rows))], average="macro"))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
