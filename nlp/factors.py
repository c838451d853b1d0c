"""Factors: conversations that share a vocabulary, as clusters in a space of latent factors (LSA, Deerwester 1990).

TF-IDF rows are reduced to a hundred factors and grouped by k-means on the cosine. Titles have too few words for that:
there each conversation is the mean of its words' vectors, which come from which words stand together (positive PMI,
reduced the same way), so that two titles can be close without a word in common.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.vocabulary import count_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float64]

TOPIC_COUNTS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 18)  # tried; the criterion chooses
LEAST_PER_TOPIC = 5  # conversations for each topic tried, on average, in each half of them
LEAST_IN_DOCUMENTS = 2
MOST_OF_DOCUMENTS = 0.3  # a word in more than that tells no topic apart
FACTORS = 100
SHORT = 20  # distinct terms: with a median below it, texts are read through their words' vectors
PAIRED_TERMS = 40  # of one text that count as standing together: pairs grow with the square
# Finer topics say more to a reader, and finer topics are chance: the finest division is taken that halves of the
# conversations, read apart, agree on. The agreement is adjusted for chance and 1 when they agree on everything.
AGREEMENT = 0.6
SPLITS = 3
# A conversation whose cosine with its topic's centre is lower is about several things or none.
LEAST_STRENGTH = 0.25


@dataclass(frozen=True, slots=True)
class Factors:
    """Which topic each conversation is on, -1 for none, and how the number of topics was chosen."""

    topic: tuple[int, ...]
    nearest: tuple[int, ...]  # the same without a least strength: -1 only for a text that shares no word
    strength: tuple[float, ...]  # cosine with the topic's centre
    terms: tuple[str, ...]
    weights: "csr_matrix"  # TF-IDF, rows of length 1, columns ``terms``
    rarity: "Matrix"  # inverse document frequency of each term
    criterion: str


def factorise(texts: Sequence[Sequence[str]], seed: int, count: int | None = None) -> Factors | None:
    """The texts' topics, None when fewer than two topics' worth of texts share words.

    The number of topics is ``count`` where it is given, else the largest tried on which random halves of the texts,
    clustered apart, agree (mean adjusted mutual information of at least .6); where none reaches that, the one they
    agree on most.
    """
    from sklearn.feature_extraction.text import TfidfTransformer
    from threadpoolctl import threadpool_limits

    terms = _shared_terms(texts)
    counts = count_terms(texts, terms).counts
    sharing = int((counts.getnnz(axis=1) > 0).sum())
    tried = [k for k in TOPIC_COUNTS if 2 * k * LEAST_PER_TOPIC <= sharing and k < len(terms)]
    if count is not None:
        tried = [min(count, sharing, len(terms) - 1)] if min(sharing, len(terms) - 1) > 1 else []
    if not tried:
        return None
    weighing = TfidfTransformer(sublinear_tf=True)
    weights = weighing.fit_transform(counts).tocsr()
    with threadpool_limits(1):  # sums in one order: the same texts give the same topics
        places = _places(texts, terms, weights, seed)
        agreement = {k: _agreement(places, k, seed) for k in tried} if count is None else {}
        chosen = _choose(agreement) if agreement else tried[0]
        topic, strength = _cluster(places, chosen, seed)
    said = f"{chosen} topics, as asked for"
    if agreement:
        said = f"{chosen} topics: halves of the conversations, read apart, agree on them by {agreement[chosen]:.2f}"
        said += f" (adjusted mutual information; {AGREEMENT:.1f} wanted, {len(tried)} numbers tried)"
    return Factors(
        tuple(int(t) if s >= LEAST_STRENGTH else -1 for t, s in zip(topic, strength, strict=True)),
        tuple(int(t) if held else -1 for t, held in zip(topic, counts.getnnz(axis=1), strict=True)),
        tuple(float(s) for s in strength),
        terms,
        weights,
        weighing.idf_,
        said,
    )


def _shared_terms(texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    import numpy as np

    everything = count_terms(texts)
    held = np.asarray((everything.counts > 0).sum(axis=0)).ravel()
    most = max(LEAST_IN_DOCUMENTS, MOST_OF_DOCUMENTS * len(texts))
    return tuple(t for t, n in zip(everything.terms, held, strict=True) if LEAST_IN_DOCUMENTS <= n <= most)


def _places(texts: Sequence[Sequence[str]], terms: Sequence[str], weights: "csr_matrix", seed: int) -> "Matrix":
    """Each text's place in the space of factors, of length 1; 0 where it shares no word."""
    import numpy as np
    from sklearn.preprocessing import normalize

    if np.median([len(set(t)) for t in texts]) >= SHORT:
        return np.asarray(normalize(_reduce(weights, seed)), dtype=np.float64)
    paired = count_terms([t[:PAIRED_TERMS] for t in texts], terms).counts
    words = normalize(_reduce(_positive_pmi((paired > 0).astype(float).tocsr()), seed))
    return np.asarray(normalize(weights @ words), dtype=np.float64)


def _reduce(matrix: "csr_matrix", seed: int) -> "Matrix":
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    factors = min(FACTORS, min(matrix.shape) - 1)
    return np.asarray(TruncatedSVD(factors, random_state=seed).fit_transform(matrix), dtype=np.float64)


def _positive_pmi(present: "csr_matrix") -> "csr_matrix":
    """Positive pointwise mutual information of every two terms over documents (Church & Hanks 1990)."""
    import numpy as np

    together = (present.T @ present).tocoo()
    own = np.asarray(present.sum(axis=0)).ravel()
    expected = own[together.row] * own[together.col] / present.shape[0]
    together.data = np.maximum(np.log(together.data / expected), 0.0)
    result = together.tocsr()
    result.eliminate_zeros()
    return result


def _cluster(places: "Matrix", k: int, seed: int) -> "tuple[Matrix, Matrix]":
    import numpy as np

    cosine = places @ _centres(places, k, seed).T
    return np.asarray(cosine.argmax(axis=1)), np.asarray(cosine.max(axis=1))


def _choose(agreement: Mapping[int, float]) -> int:
    agreed = [k for k, value in agreement.items() if value >= AGREEMENT]
    return max(agreed) if agreed else max(agreement, key=lambda k: (round(agreement[k], 6), k))


def _agreement(places: "Matrix", k: int, seed: int) -> float:
    """How far the topics of two random halves sort all texts alike, mean of three splits."""
    import numpy as np
    from sklearn.metrics import adjusted_mutual_info_score

    placed = np.flatnonzero(np.abs(places).sum(axis=1) > 0)
    values = []
    for split in range(SPLITS):
        order = np.random.default_rng((seed, split)).permutation(placed)
        sorted_by = [_centres(places[half], k, seed) for half in (order[::2], order[1::2])]
        labels = [np.asarray((places[placed] @ centres.T).argmax(axis=1)) for centres in sorted_by]
        values.append(float(adjusted_mutual_info_score(*labels)))
    return float(np.mean(values))


def _centres(places: "Matrix", k: int, seed: int) -> "Matrix":
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import normalize

    model = KMeans(k, n_init=2, random_state=seed, max_iter=100).fit(places)
    return np.asarray(normalize(model.cluster_centers_), dtype=np.float64)
