"""Keywords: the terms that tell a topic's conversations from the others."""

from collections.abc import Sequence

from market.statistics import lrc
from market.topics import Term

TERMS = 10  # printed per topic
TESTED_TERMS = 40  # per topic, most frequent first: the family of the keyness intervals


def keywords_of(
    places: Sequence[int], held: Sequence[frozenset[str]], terms: Sequence[str], topics: int
) -> tuple[Term, ...]:
    """The terms that keyness tells from the other conversations, by LRC, the interval widened over all tested."""
    inside = set(places)
    counts: dict[str, int] = {}
    everywhere: dict[str, int] = {}
    allowed = set(terms)
    for place, words in enumerate(held):
        for word in words & allowed:
            everywhere[word] = everywhere.get(word, 0) + 1
            counts[word] = counts.get(word, 0) + (place in inside)
    tested = sorted((w for w in counts if counts[w] > 1), key=lambda w: (-counts[w], w))[:TESTED_TERMS]
    rest = len(held) - len(inside)
    family = max(1, TESTED_TERMS * topics)
    rated = [(lrc(counts[w], len(inside), everywhere[w] - counts[w], rest, family), w) for w in tested] if rest else []
    return tuple(Term(w, round(v, 4)) for v, w in sorted(rated, key=lambda r: (-round(r[0], 4), r[1]))[:TERMS] if v > 0)
