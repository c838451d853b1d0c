"""Scores of topic words and assignments, by the definitions the field's comparisons use.

Coherence is NPMI (``c_npmi`` of gensim: boolean sliding window of ten words, mean over the pairs of a topic's first ten
words, mean over topics); diversity is the part of all topics' first ten words that are distinct (Dieng et al. 2020).
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

WORDS = 10  # per topic
WINDOW = 10
_TINY = 1e-12


class Coherence:
    """NPMI of topics over reference documents, counted once for all words that will be asked for."""

    def __init__(self, documents: Sequence[Sequence[str]], words: Iterable[str]) -> None:
        self._column = {word: i for i, word in enumerate(sorted(set(words)))}
        present = _presence(documents, self._column)
        self._windows = present.shape[0]
        self._together = (present.T @ present).toarray() / self._windows

    def of(self, topics: Sequence[Sequence[str]]) -> float:
        """Mean NPMI of the topics' pairs of words, -1 to 1; topics with fewer than two known words are left out."""
        values = [self._topic([self._column[w] for w in topic if w in self._column]) for topic in topics]
        known = [v for v in values if v is not None]
        return float(np.mean(known)) if known else float("nan")

    def _topic(self, columns: Sequence[int]) -> float | None:
        pairs = [(one, other) for one in columns for other in columns if one != other]
        return float(np.mean([self._pair(*pair) for pair in pairs])) if pairs else None

    def _pair(self, one: int, other: int) -> float:
        both = self._together[one, other] + _TINY
        expected = self._together[one, one] * self._together[other, other]
        return math.log(both / expected) / -math.log(both) if expected else 0.0


def _presence(documents: Sequence[Sequence[str]], column: Mapping[str, int]) -> csr_matrix:
    """Which window holds which word: rows are the sliding windows of all documents, in order.

    gensim forgets a word when one of its two occurrences leaves the window; published figures are counted that way, so
    this does the same. An occurrence therefore counts from where it is the last one in the window to the first window
    that an occurrence less than ten words before it has left.
    """
    rows: list[range] = []
    columns: list[int] = []
    windows = 0
    for document in documents:
        count = max(len(document) - WINDOW + 1, 1)
        places: dict[str, list[int]] = {}
        for place, word in enumerate(document):
            if word in column:
                places.setdefault(word, []).append(place)
        for word, held in places.items():
            for i, place in enumerate(held):
                near = [p for p in held[max(0, i - WINDOW) : i] if p > place - WINDOW]
                later = held[i + 1] - WINDOW if i + 1 < len(held) else count - 1
                span = range(max(place - WINDOW + 1, 0), min(near[0] if near else place, later, count - 1) + 1)
                if span:
                    rows.append(range(windows + span.start, windows + span.stop))
                    columns.append(column[word])
        windows += count
    lengths = [len(span) for span in rows]
    row = np.fromiter((r for span in rows for r in span), np.int64, sum(lengths))
    return csr_matrix((np.ones(len(row)), (row, np.repeat(columns, lengths))), shape=(windows, len(column)))


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """Distinct words ÷ words, 0 to 1."""
    words = [word for topic in topics for word in topic]
    return len(set(words)) / max(1, len(words))


def as_reference(
    topics: Sequence[Sequence[str]], known: frozenset[str], lemmas: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """Each topic's first ten words as the reference documents write them; words they do not hold are left out."""
    mapped = []
    for topic in topics:
        words = [lemmas.get(w, w) for phrase in topic for w in phrase.lower().replace("_", " ").split()]
        mapped.append(tuple(dict.fromkeys(w for w in words if w in known))[:WORDS])
    return tuple(mapped)
