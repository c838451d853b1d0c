"""Mixture: what each text is about, by its words and by its place at once.

K-means puts the border between two topics half-way, however sure a text's words are. Here a topic is a distribution of
words (multinomial, one use of each word added: Nigam, McCallum, Thrun & Mitchell 2000) and a direction (von
Mises-Fisher: Banerjee, Dhillon, Ghosh & Sra 2005); a text's odds are the product of both, and expectation maximisation
(Dempster, Laird & Rubin 1977) carries them on from given groups. Topics are taken to be equally large: a prior of their
sizes lets the largest swallow small ones.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float64]

ROUNDS = 10
ADDED = 1.0  # uses of each word that every topic is given beforehand
LEAST_TEXTS = 3.0  # a topic of fewer ends, and its texts go where they are likeliest else: no words tell it apart
CONCENTRATION = 20.0  # log-odds that a cosine of 1 is worth beside the words'


def mixed(counts: "csr_matrix", places: "Matrix", topic: "NDArray[np.int64]", topics: int) -> "NDArray[np.int64]":
    """The likeliest topic of each text, 0 to ``topics`` - 1, from the groups ``topic``.

    ``counts`` has a row per text and a column per term, of which only the presence counts; ``places`` are rows of
    length 1. A topic may end without texts: one of fewer than three does, where texts are enough for that.
    """
    import numpy as np
    from sklearn.preprocessing import normalize

    present = counts.astype(bool).astype(float).tocsr()
    silent = (present.getnnz(axis=1) == 0) & (np.abs(places).sum(axis=1) == 0)  # they are on no topic, and keep none
    least = min(LEAST_TEXTS, (~silent).sum() / (2 * topics))  # some topic is always left
    part = np.eye(topics)[topic]
    for _ in range(ROUNDS):
        uses = (present.T @ part).T + ADDED
        odds = present @ np.log(uses / uses.sum(axis=1, keepdims=True)).T
        odds += CONCENTRATION * (places @ normalize(part.T @ places).T)
        odds[:, part[~silent].sum(axis=0) < least] = -np.inf
        part = np.exp(odds - odds.max(axis=1, keepdims=True))
        part /= part.sum(axis=1, keepdims=True)
    return np.asarray(part.argmax(axis=1))
