"""Places: where each text stands among the others, as a vector that is near those of texts on the same thing.

Three readings of a text. Its own words: BM25 weights reduced to a hundred factors (LSA, Deerwester 1990). The company
its words keep: the mean of its words' vectors, which come from which words stand together (positive PMI with smoothed
contexts and square-root singular values, Levy, Goldberg & Dagan 2015), so that two titles can be near without a word
in common. What its words mean elsewhere (``nlp.word_vectors``). Short texts hold too few words to tell a word's company
from chance: they are read the second and third way, in equal parts. Longer ones are read the first two ways, and then
they move half-way to the mean of their ten nearest: a text is about what the texts around it are about.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.vocabulary import count_terms
from nlp.word_vectors import vectors_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float64]

FACTORS = 100
SHORT = 20  # distinct terms: with a median below it, texts are read through their words' vectors
PAIRED_TERMS = 40  # of one text that count as standing together: pairs grow with the square
NEIGHBOURS = 10
SATURATION, LENGTH = 1.2, 0.75  # BM25's k1 and b, at their usual values
CONTEXT_POWER = 0.75  # a rare word's company is overrated by its plain count
_BLOCK = 1000  # texts whose neighbours are looked for at once


def places_of(
    texts: Sequence[Sequence[str]],
    terms: Sequence[str],
    counts: "csr_matrix",
    weights: "csr_matrix",
    rarity: "Matrix",
    seed: int,
) -> "tuple[Matrix, Matrix]":
    """Each text's place by itself, and where it is grouped; rows of length 1, 0 for a text without a term.

    ``counts`` and ``weights`` (TF-IDF) have a row per text and a column per term, ``rarity`` (IDF) a number per term.
    """
    import numpy as np
    from sklearn.preprocessing import normalize

    paired = count_terms([t[:PAIRED_TERMS] for t in texts], terms).counts
    words = normalize(_reduced(_positive_pmi((paired > 0).astype(float).tocsr()), seed, 0.5))
    company = np.asarray(normalize(weights @ words), dtype=np.float64)
    if np.median([len(set(t)) for t in texts]) < SHORT:
        # The table's words are weighed already; what is common here alone is damped by the root, not once more in full.
        meaning = normalize(counts.astype(bool) @ (vectors_of(terms) * np.sqrt(rarity)[:, None]))
        short = normalize(np.hstack([company, meaning]))
        return short, short
    held = counts.getnnz(axis=1) > 0
    company[held] = normalize(company[held] - company[held].mean(axis=0))  # what all texts share tells none apart
    own = normalize(np.hstack([normalize(_reduced(_bm25(counts), seed, 1.0)), company]))
    return own, _settled(own)


def _reduced(matrix: "csr_matrix", seed: int, power: float) -> "Matrix":
    """The rows in a hundred factors; ``power`` of the singular values weighs them.

    In single precision, which takes half of the time; what is lost is far below what the two iterations leave out.
    """
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    model = TruncatedSVD(min(FACTORS, min(matrix.shape) - 1), n_iter=2, random_state=seed)
    rows = np.asarray(model.fit_transform(matrix.astype(np.float32)), dtype=np.float64)
    return np.asarray(rows * np.maximum(model.singular_values_, 1e-9) ** (power - 1.0), dtype=np.float64)


def _bm25(counts: "csr_matrix") -> "csr_matrix":
    """Weights of Robertson and Walker (1994): a word's tenth use adds little, and long texts use words more often."""
    import numpy as np

    texts = counts.shape[0]
    held = counts.getnnz(axis=0)
    rarity = np.log(1 + (texts - held + 0.5) / (held + 0.5))
    length = np.asarray(counts.sum(axis=1)).ravel()
    longer = (1 - LENGTH + LENGTH * length / max(float(length.mean()), 1e-12))[counts.nonzero()[0]]
    weighed = counts.astype(float).tocsr()
    weighed.data = rarity[weighed.indices] * weighed.data * (SATURATION + 1) / (weighed.data + SATURATION * longer)
    return weighed


def _positive_pmi(present: "csr_matrix") -> "csr_matrix":
    """Positive pointwise mutual information of every two terms over texts (Church & Hanks 1990)."""
    import numpy as np

    together = (present.T @ present).tocoo()
    own = np.asarray(present.sum(axis=0)).ravel()
    context = own**CONTEXT_POWER
    context *= own.sum() / max(float(context.sum()), 1e-12)
    expected = own[together.row] * context[together.col] / present.shape[0]
    together.data = np.maximum(np.log(together.data / expected), 0.0)
    result = together.tocsr()
    result.eliminate_zeros()
    return result


def _settled(own: "Matrix") -> "Matrix":
    """Half-way between each text's place and the mean of its nearest; the cost grows with the square of the texts."""
    import numpy as np
    from sklearn.preprocessing import normalize

    near = min(NEIGHBOURS, len(own) - 1)
    single = own.astype(np.float32)
    moved = np.empty_like(own)
    for start in range(0, len(own), _BLOCK):
        cosine = single[start : start + _BLOCK] @ single.T
        rows = np.arange(len(cosine))
        cosine[rows, start + rows] = -2.0
        nearest = np.argpartition(-cosine, near - 1, axis=1)[:, :near]
        moved[start : start + _BLOCK] = own[nearest].mean(axis=1)
    moved[np.abs(own).sum(axis=1) == 0] = 0.0
    return np.asarray(normalize(own + moved), dtype=np.float64)
