"""The product's topic model beside plain NMF and BERTopic on labelled documents: ``make bench-topics``.

News (long texts), community posts and community titles, at 10, 20 and 50 topics, three seeds. Each model is fitted on
all documents and scored on them, and fitted on a random half and scored on the other half: words chosen on the
documents they are scored on flatter themselves. NMI compares assignments with the labels; CPU seconds run from raw text
to words, reading included, without program start; memory is the fitting process's peak. BERTopic needs a sentence model
and 1.2 GB in an environment of its own: where ``make topic-peers`` has made that, it runs beside in the same run, else
its recorded figures are printed (0.17.4, k-means, all-MiniLM-L6-v2, the same documents). Floors are in ``floors.json``.
"""

import gzip
import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from benchmarks import topic_peers
from benchmarks.corpora import CORPORA
from benchmarks.topic_scores import Coherence, as_reference, diversity

FLOORS = Path(__file__).with_name("floors.json")
FOLDER = CORPORA / "topics"
COUNTS = (10, 20, 50)
SETS = {"news": "BBC_News", "posts": "reddit_dev3k", "titles": "reddit_titles_dev"}
Fitted = tuple[Sequence[Sequence[str]], Sequence[int]]  # words per topic, topic per document


@dataclass(frozen=True, slots=True)
class Labelled:
    """Documents with a label each, and as reference tokens."""

    raw: tuple[str, ...]
    tokens: tuple[tuple[str, ...], ...]
    label: tuple[str, ...]
    lemmas: dict[str, str] = field(default_factory=dict)

    def part(self, places: Sequence[int]) -> "Labelled":
        """These documents alone."""
        rows = [(self.raw[i], self.tokens[i], self.label[i]) for i in places]
        raw, tokens, label = zip(*rows, strict=True)
        return Labelled(raw, tokens, label, self.lemmas)


def read_set(name: str) -> Labelled:
    """One of ``SETS``."""
    with gzip.open(FOLDER / f"{SETS[name]}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    lemmas = FOLDER / f"{SETS[name]}.lemma.json.gz"
    read = json.loads(gzip.decompress(lemmas.read_bytes())) if lemmas.exists() else {}
    columns = [tuple(row[key] for row in rows) for key in ("raw", "tokens", "label")]
    return Labelled(columns[0], tuple(tuple(t) for t in columns[1]), columns[2], read)


def halves(documents: Labelled) -> tuple[Labelled, Labelled]:
    """The half that is fitted on, and the half that words are scored on."""
    order = np.random.default_rng(0).permutation(len(documents.raw))
    middle = len(order) // 2
    return documents.part(order[:middle].tolist()), documents.part(order[middle:].tolist())


# ---- models: documents, number of topics, seed


def product(documents: Sequence[str], count: int, seed: int) -> Fitted:
    """The product's model with nothing remembered from an earlier fit."""
    from nlp import vocabulary
    from nlp.topic_model import model_topics

    vocabulary.forget()
    found = model_topics(documents, count, seed)
    return found.words, found.topic


def nmf(documents: Sequence[str], count: int, seed: int) -> Fitted:
    """scikit-learn's NMF of TF-IDF, as its own example does it."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    weighing = TfidfVectorizer(max_df=0.5, min_df=2, stop_words="english", max_features=10_000)
    weights = weighing.fit_transform(documents)
    model = NMF(count, init="nndsvda", random_state=seed, max_iter=200)
    topic = model.fit_transform(weights).argmax(axis=1)
    names = weighing.get_feature_names_out()
    return [[str(names[i]) for i in np.argsort(-row)[:20]] for row in model.components_], topic.tolist()


MODELS: dict[str, Callable[[Sequence[str], int, int], Fitted]] = {"product": product, "NMF": nmf}
PEERS = {
    "BERTopic": partial(topic_peers.bertopic, kmeans=False),
    "BERTopic-km": partial(topic_peers.bertopic, kmeans=True),
}
PEER_PYTHON = Path(__file__).resolve().parents[1] / "build" / "topic-peers" / "bin" / "python"
# k-means variant; words' coherence, diversity, NMI per number of topics and CPU seconds of one fit; posts' seconds are
# of a machine that takes 0.8 times as long
RECORDED: dict[str, tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], float]] = {
    "news": ((0.145, 0.163, 0.150), (0.88, 0.81, 0.70), (0.698, 0.606, 0.519), 190.0),
    "posts": ((0.107, 0.114, 0.103), (0.80, 0.72, 0.59), (0.629, 0.604, 0.543), 251.0),
    "titles": ((0.073, 0.012, -0.062), (0.87, 0.82, 0.75), (0.557, 0.524, 0.479), 192.0),
}


def start(name: str, documents: Sequence[str]) -> float:
    """Load what the model loads once per process; CPU seconds of what it makes of the documents once for all fits."""
    if name in PEERS:
        return topic_peers.start(documents)
    if name == "product":
        from nlp.language import load_model

        importlib.import_module("nlp.topic_model")
        load_model()
    importlib.import_module("sklearn.decomposition")
    importlib.import_module("sklearn.feature_extraction.text")
    return 0.0


def fit_here(name: str, corpus: str, half: bool, seeds: int) -> None:
    """Fit one model to one corpus in this process and write a line of JSON per fit."""
    documents = read_set(corpus)
    raw = (halves(documents)[0] if half else documents).raw
    once = start(name, raw)
    for count in COUNTS:
        for seed in range(seeds):
            began = time.process_time()
            words, topic = (MODELS | PEERS)[name](raw, count, seed)
            spent = time.process_time() - began + once
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            fit = {"count": count, "seed": seed, "words": words, "topic": topic, "cpu": spent, "peak": peak}
            print(json.dumps(fit, default=int), flush=True)


def fits(name: str, corpus: str, half: bool, seeds: int) -> list[dict[str, Any]]:
    """The fits of one model to one corpus, made in a process of their own with one thread."""
    python = str(PEER_PYTHON) if name in PEERS else sys.executable
    command = [python, "-m", "benchmarks.topics", "fit", name, corpus, str(int(half)), str(seeds)]
    single = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=os.environ | single)
    return [json.loads(line) for line in done.stdout.splitlines()]


# ---- scores


@dataclass(frozen=True, slots=True)
class Row:
    """Means over the seeds of one model on one corpus at one number of topics."""

    coherence: float
    unseen: float  # coherence on the half that was not fitted on
    diversity: float
    diversity_half: float  # of the fit to the half
    agreement: float  # NMI of assignments and labels
    placed: float  # part of the documents with a topic
    cpu: float  # seconds of one fit to all documents
    peak: float  # MB


def rows(name: str, corpus: str, seeds: int) -> dict[int, Row]:
    """The scores of a model on a corpus by number of topics."""
    documents = read_set(corpus)
    whole = _scored(fits(name, corpus, False, seeds), documents, documents)
    half = _scored(fits(name, corpus, True, seeds), *halves(documents))
    return {
        count: Row(
            *(mean(s[key] for s in whole if s["count"] == count) for key in ("coherence",)),
            *(mean(s[key] for s in half if s["count"] == count) for key in ("coherence",)),
            mean(s["diversity"] for s in whole if s["count"] == count),
            mean(s["diversity"] for s in half if s["count"] == count),
            *(mean(s[key] for s in whole if s["count"] == count) for key in ("agreement", "placed", "cpu")),
            max(s["peak"] for s in whole),
        )
        for count in COUNTS
    }


def _scored(made: Sequence[dict[str, Any]], fitted: Labelled, scored_on: Labelled) -> list[dict[str, float]]:
    from sklearn.metrics import normalized_mutual_info_score

    known = frozenset(word for document in scored_on.tokens for word in document)
    mapped = [as_reference(fit["words"], known, scored_on.lemmas) for fit in made]
    reference = Coherence(scored_on.tokens, (word for topics in mapped for topic in topics for word in topic))
    return [
        {
            "count": fit["count"],
            "coherence": reference.of(topics),
            "diversity": diversity(topics),
            "agreement": float(normalized_mutual_info_score(fitted.label, fit["topic"])),
            "placed": mean(t >= 0 for t in fit["topic"]),
            "cpu": fit["cpu"],
            "peak": fit["peak"],
        }
        for fit, topics in zip(made, mapped, strict=True)
    ]


# ---- printing


def numbers_of(corpus: str, found: dict[int, Row]) -> Iterator[tuple[str, float]]:
    """What the floors bound; CPU and memory are upper bounds."""
    yield f"{corpus}: NPMI", mean(r.coherence for r in found.values())
    yield f"{corpus}: NPMI on unseen documents", mean(r.unseen for r in found.values())
    yield f"{corpus}: diversity", mean(r.diversity for r in found.values())
    for count, row in found.items():
        yield f"{corpus}: NMI at {count}", row.agreement
    yield f"{corpus}: CPU s, most", max(r.cpu for r in found.values())
    yield f"{corpus}: MB, most", max(r.peak for r in found.values())


def main() -> int:
    """Print the tables; 1 when a number is beyond its bound, else 0."""
    if sys.argv[1:2] == ["fit"]:
        name, corpus, half, seeds = sys.argv[2:6]
        fit_here(name, corpus, half == "1", int(seeds))
        return 0
    if not FOLDER.exists():
        print(f"the labelled documents are not on this machine: {FOLDER}")
        return 1
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    numbers: dict[str, float] = {}
    peers = tuple(PEERS) if PEER_PYTHON.exists() else ()
    for corpus in SETS:
        print(f"\n{corpus}, {seeds} seeds\n  model     topics   NPMI  unseen  diversity   NMI  placed   CPU s     MB")
        product_rows: dict[int, Row] = {}
        for name in (*MODELS, *peers):
            found = rows(name, corpus, seeds)
            for count, row in found.items():
                _print(name, count, row)
            if name == "product":
                numbers |= dict(numbers_of(corpus, found))
                product_rows = found
            if name == "BERTopic-km":
                agreement, cpu = [r.agreement for r in found.values()], mean(r.cpu for r in found.values())
                print(_beside(product_rows, agreement, cpu))
        if not peers:
            _print_recorded(corpus, product_rows)
    bounds: dict[str, list[float]] = json.loads(FLOORS.read_text())["topics"]
    beyond = [n for n, (low, high) in bounds.items() if not low <= numbers[n] <= high]
    print()
    for name, (low, high) in bounds.items():
        print(f"{name:40} {numbers[name]:8.3f}  within {low:g}–{high:g}")
    print(f"beyond their bounds: {', '.join(beyond)}" if beyond else "no number is beyond its bounds")
    return 1 if beyond else 0


def _print(name: str, count: int, row: Row) -> None:
    scores = (
        f"{row.coherence:6.3f} {row.unseen:7.3f} {row.diversity:5.2f}/{row.diversity_half:4.2f} {row.agreement:6.3f}"
    )
    print(f"  {name:11} {count:4} {scores} {row.placed:7.2f} {row.cpu:7.1f} {row.peak:6.0f}", flush=True)


def _print_recorded(corpus: str, own: dict[int, Row]) -> None:
    """BERTopic's figures, and the product's NMI and CPU as parts of them."""
    coherence, distinct, agreement, cpu = RECORDED[corpus]
    for i, count in enumerate(COUNTS):
        row = f"{coherence[i]:6.3f}         {distinct[i]:5.2f}      {agreement[i]:6.3f}"
        print(f"  BERTopic* {count:6} {row}    1.00 {cpu:7.1f}       recorded, one to three seeds")
    print(_beside(own, agreement, cpu))


def _beside(own: dict[int, Row], agreement: Sequence[float], cpu: float) -> str:
    """The product's NMI and CPU as parts of BERTopic's with k-means."""
    shares = " / ".join(f"{own[count].agreement / agreement[i]:.0%}" for i, count in enumerate(COUNTS))
    return f"  the product's NMI is {shares} of it, its CPU 1/{cpu / mean(r.cpu for r in own.values()):.0f}"


if __name__ == "__main__":
    sys.exit(main())
