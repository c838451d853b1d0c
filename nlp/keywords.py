"""Keywords: the words that a topic's conversations use together, and how surely each is its own.

A word belongs to a topic by how far its presence tells the topic (NPMI, Bouma 2009) times the part of the topic's
conversations that hold it. Ten such words need not make one subject, so they are picked one by one: a quarter for
belonging, the rest for standing near those picked already, within ten words, in many conversations; what leads in
another topic is put back a little, so that no word opens every list. All associations are taken at the lower end of
their uncertainty: what two conversations say by chance is not what the next two will say.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from market.statistics import lrc
from market.topics import Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csc_matrix, csr_matrix

    Matrix = NDArray[np.float64]

TERMS = 10  # printed per topic
CANDIDATES = 60  # per topic, those that belong most
BELONGING = 0.25  # part of a word's standing; the rest is its nearness to the words picked before it
LEADS_ELSEWHERE = 0.1  # off the standing of a word that belongs more to another topic
STEP = 5  # words; two steps are a passage, so that passages overlap by half
_SURE_BELONGING, _SURE_NEARNESS = 2.0, 1.0  # standard errors of a count that are taken off it
_NEVER = 1e-6


def keywords_of(
    texts: Sequence[Sequence[str]], terms: Sequence[str], counts: "csr_matrix", members: Sequence[Sequence[int]]
) -> tuple[tuple[str, ...], ...]:
    """Ten words for each topic, fewer where fewer belong to it, best first.

    ``texts`` are the terms of each text in reading order, ``counts`` has a row per text and a column per each of
    ``terms``, ``members`` the places of each topic's texts; a text is on one topic at most.
    """
    import numpy as np

    present = (counts > 0).astype(np.float64).tocsc()
    belonging = _belonging(present, members)
    leading = belonging.argmax(axis=0)
    best = [[int(c) for c in np.argsort(-row, kind="stable")[:CANDIDATES] if row[c] > 0] for row in belonging]
    used = sorted({column for columns in best for column in columns})
    place = {column: i for i, column in enumerate(used)}
    passages = _passages(texts, {terms[column]: i for column, i in place.items()})
    held = present[:, used]
    words = []
    for topic, columns in enumerate(best):
        own = [place[c] for c in columns]
        standing = belonging[topic][columns] / max(belonging[topic].max(), 1e-12)
        put_back = LEADS_ELSEWHERE * (leading[columns] != topic)
        words.append(tuple(terms[columns[i]] for i in _picked(standing, _nearness(passages, held, own), put_back)))
    return tuple(words)


def keyness_of(
    words: Sequence[str], terms: Sequence[str], counts: "csr_matrix", places: Sequence[int], family: int
) -> tuple[Term, ...]:
    """The words with their keyness, highest first, without those that have none; ``family`` intervals are tested."""
    import numpy as np

    column = {term: i for i, term in enumerate(terms)}
    held = (counts[:, [column[w] for w in words]] > 0).tocsr()
    inside = np.asarray(held[list(places)].sum(axis=0)).ravel()
    rest, elsewhere = held.shape[0] - len(places), np.asarray(held.sum(axis=0)).ravel() - inside
    if not rest:
        return ()
    rated = [
        (lrc(int(i), len(places), int(e), rest, family), w) for i, e, w in zip(inside, elsewhere, words, strict=True)
    ]
    return tuple(Term(w, round(v, 4)) for v, w in sorted(rated, key=lambda r: (-round(r[0], 4), r[1])) if v > 0)


def _belonging(present: "csc_matrix", members: Sequence[Sequence[int]]) -> "Matrix":
    """NPMI of word and topic over texts, times the part of the topic that holds the word; 0 where it is not above 0."""
    import numpy as np

    texts = present.shape[0]
    sizes = np.array([len(m) for m in members], dtype=np.float64)[:, None]
    rows = present.tocsr()
    held = np.vstack([np.asarray(rows[list(m)].sum(axis=0)).ravel() for m in members])
    everywhere = np.maximum(np.asarray(present.sum(axis=0)).ravel(), 1.0)
    surely = np.maximum(held - _SURE_BELONGING * np.sqrt(held), _NEVER) / texts
    value = np.log(surely * texts * texts / (everywhere * sizes)) / -np.log(np.minimum(surely, 1 - 1e-9))
    return np.where(value > 0, value * held / sizes, 0.0)


def _passages(texts: Sequence[Sequence[str]], column: dict[str, int]) -> "csc_matrix":
    """Which passage of ten words holds which term."""
    import numpy as np
    from scipy.sparse import csc_matrix

    rows: list[int] = []
    columns: list[int] = []
    first = 0
    for text in texts:
        last = max(0, (len(text) - 1) // STEP - 1)  # passage of the text
        for i, word in enumerate(text):
            if (c := column.get(word)) is not None:
                step = i // STEP
                for passage in {min(step, last), max(step - 1, 0)}:
                    rows.append(first + passage)
                    columns.append(c)
        first += last + 1
    found = csc_matrix((np.ones(len(rows)), (rows, columns)), shape=(max(first, 1), len(column)))
    found.data[:] = 1.0
    return found


def _nearness(passages: "csc_matrix", held: "csc_matrix", columns: Sequence[int]) -> "Matrix":
    """NPMI of every two of the terms over passages, surer the more conversations bring them together."""
    import numpy as np

    near, whole = passages[:, columns], held[:, columns]
    together = np.asarray((near.T @ near).todense())
    conversations = np.minimum(together, np.asarray((whole.T @ whole).todense()))
    own = np.maximum(together.diagonal(), 1.0)
    surely = together * (1 - _SURE_NEARNESS / np.sqrt(np.maximum(conversations, 1.0)))
    part = np.maximum(surely, _NEVER) / passages.shape[0]
    return np.asarray(np.log(part * passages.shape[0] ** 2 / np.outer(own, own)) / -np.log(np.minimum(part, 1 - 1e-9)))


def _picked(belonging: "Matrix", nearness: "Matrix", put_back: "Matrix") -> list[int]:
    """Places of the words picked, in the order of picking."""
    import numpy as np

    picked: list[int] = []
    left = np.ones(len(belonging), bool)
    near = np.zeros(len(belonging))
    while left.any() and len(picked) < TERMS:
        standing = BELONGING * belonging + (1 - BELONGING) * near / len(picked) if picked else belonging
        best = int(np.argmax(np.where(left, np.round(standing - put_back, 9), -np.inf)))
        picked.append(best)
        left[best] = False
        near += nearness[best]
    return picked
