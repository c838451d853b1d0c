"""Topics from run to run: what is kept, new and gone among labelled documents: ``make bench-identity``.

Each trial reads one half of a set's documents without one community (news: section), then the other half with that one
and without another: no document is in both runs. A topic is planted new, or dead, when at least 70 % of its documents
are of the community that came, or went; called new or gone rightly when at least half are; steady when under 30 % are,
and then it should be kept. Communities talk of the same things in part, so a planted topic may truly go on. Floors are
in ``floors.json``.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.topics import FOLDER, read_set
from market.topic_names import Fate, TopicsBefore
from nlp.continuity import Told, tell
from nlp.factors import factorise
from nlp.language import load_model
from nlp.topic_model import READ_TERMS
from nlp.topics import LEAST_CONVERSATIONS
from nlp.vocabulary import learn_vocabulary

FLOORS = Path(__file__).with_name("floors.json")
SETS = {"posts": (1, 5), "news": (1, 2)}  # which community comes for each that goes: so many further in the alphabet
PLANTED, RIGHT, STEADY = 0.7, 0.5, 0.3
Texts = Sequence[Sequence[str]]


def run(terms: Texts, places: Sequence[int], before: bytes = b"") -> Told:
    """The topics of the documents at ``places`` after a run that left ``before``."""
    texts = [terms[i] for i in places]
    factors = factorise(texts, 0)
    if factors is None:
        raise ValueError("the documents share no words")
    return tell(factors, TopicsBefore(before, ()), [str(i) for i in places], texts, LEAST_CONVERSATIONS)


def of_community(told: Told, places: Sequence[int], labels: Sequence[str], community: str) -> dict[str, float]:
    """By Topic.id, which part of its documents is of the community."""
    return {id_: float(np.mean([labels[places[p]] == community for p in held])) for _, id_, held in told.groups}


def trial(terms: Texts, labels: Sequence[str], dead: str, new: str, seed: int) -> Counter[str]:
    """The counts of one trial."""
    order = [int(i) for i in np.random.default_rng(seed).permutation(len(terms))]
    middle = len(order) // 2
    first = sorted(i for i in order[:middle] if labels[i] != new)
    second = sorted(i for i in order[middle:] if labels[i] != dead)
    one = run(terms, first)
    two = run(terms, second, one.memory)
    gone = {id_ for id_, fate, _ in two.ended if fate is Fate.GONE}
    born = {id_ for id_, (fate, _) in two.fates.items() if fate is Fate.BORN}
    counts: Counter[str] = Counter()
    was, now = of_community(one, first, labels, dead), of_community(two, second, labels, new)
    for side, called, parts in (("new", born, now), ("dead", gone, was)):
        counts[f"{side} called"] += len(called)
        counts[f"{side} called rightly"] += sum(parts[id_] >= RIGHT for id_ in called)
        counts[f"{side} planted"] += sum(part >= PLANTED for part in parts.values())
        counts[f"{side} planted and called"] += sum(parts[id_] >= PLANTED for id_ in called)
    steady = [id_ for id_, part in was.items() if part < STEADY]
    counts["steady"] += len(steady)
    counts["steady and kept"] += len(now.keys() & set(steady))
    return counts


def kept_of_nine_tenths(terms: Texts, seed: int) -> float:
    """Which part of the topics, by size, keeps its id when nine tenths of the documents are read again."""
    one = run(terms, range(len(terms)))
    places = sorted(int(i) for i in np.random.default_rng(seed).permutation(len(terms))[: int(0.9 * len(terms))])
    there = {id_ for _, id_, _ in run(terms, places, one.memory).groups}
    size = {id_: len(held) for _, id_, held in one.groups}
    return sum(n for id_, n in size.items() if id_ in there) / sum(size.values())


def measured(name: str) -> dict[str, float]:
    """Print a set's counts and give what the floors bound."""
    documents = read_set(name)
    vocabulary = learn_vocabulary(documents.raw, load_model())
    terms = [vocabulary.terms(text)[:READ_TERMS] for text in documents.raw]
    communities = sorted(set(documents.label))
    counts: Counter[str] = Counter()
    for further in SETS[name]:
        for i, dead in enumerate(communities):
            new = communities[(i + further) % len(communities)]
            counts += trial(terms, documents.label, dead, new, 100 * further + i)
    print(f"{name}: {', '.join(f'{what} {n}' for what, n in sorted(counts.items()))}", flush=True)
    return {
        f"{name}: kept of nine tenths": kept_of_nine_tenths(terms, 0),
        f"{name}: steady topics kept": counts["steady and kept"] / counts["steady"],
        **{
            f"{name}: {side}, {rate}": counts[f"{side} {part}"] / counts[f"{side} {whole}"]
            for side in ("new", "dead")
            for rate, part, whole in (
                ("precision", "called rightly", "called"),
                ("recall", "planted and called", "planted"),
            )
        },
    }


def main() -> int:
    """Print the counts; 1 when a number is under its floor, else 0."""
    if not FOLDER.exists():
        print(f"the labelled documents are not on this machine: {FOLDER}")
        return 1
    numbers = {what: value for name in SETS for what, value in measured(name).items()}
    floors: dict[str, float] = json.loads(FLOORS.read_text())["identity"]
    under = [name for name, floor in floors.items() if numbers[name] < floor]
    for name, floor in floors.items():
        print(f"{name:40} {numbers[name]:.3f}  at least {floor:.2f}")
    print(f"under their floors: {', '.join(under)}" if under else "no number is under its floor")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
