"""Factors: texts that are about the same, as groups of neighbours in a space of latent factors (``nlp.places``).

K-means makes small groups of neighbours, Ward's rule (1963) joins those that cost least to join, and k-means settles
what lies between: started so, it cuts no large topic up. A mixture (``nlp.mixture``) then hears each text's words too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.mixture import mixed
from nlp.places import places_of
from nlp.vocabulary import count_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float64]
    Numbers = NDArray[np.int64]

TOPIC_COUNTS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 18)  # tried; the criterion chooses
LEAST_PER_TOPIC = 5  # conversations for each topic tried, on average, in each half of them
LEAST_IN_DOCUMENTS = 2
MOST_OF_DOCUMENTS = 0.3  # a word in more than that tells no topic apart
SMALL_GROUPS = 200  # that Ward's rule joins; at least four for each topic, and of four texts each on average
SEEDING = 2_000  # texts that their first centres are chosen from: choosing costs as much for each as all rounds do
# Finer topics say more to a reader, and finer topics are chance: the finest division is taken that halves of the
# conversations, read apart, agree on. The agreement is adjusted for chance and 1 when they agree on everything; it is
# that of the groups, before each text's words are heard beside its place.
AGREEMENT = 0.6
SPLITS = 3
GROUPING = 10  # rounds of k-means that make small groups
SETTLING = 5  # rounds of k-means from given groups: they are to move, not to change
# A conversation whose cosine with its topic's centre is lower is about several things or none.
LEAST_STRENGTH = 0.25


@dataclass(frozen=True, slots=True)
class Factors:
    """Which topic each conversation is on, -1 for none, and how the number of topics was chosen."""

    topic: tuple[int, ...]
    nearest: tuple[int, ...]  # the same without a least strength: -1 only for a text that shares no word
    strength: tuple[float, ...]  # cosine with the topic's centre
    terms: tuple[str, ...]
    counts: "csr_matrix"  # of each term in each text, columns ``terms``
    weights: "csr_matrix"  # TF-IDF, rows of length 1, columns ``terms``
    own: "Matrix"  # each text's place by itself, rows of length 1
    places: "Matrix"  # where it is grouped
    rarity: "Matrix"  # inverse document frequency of each term
    criterion: str


def factorise(texts: Sequence[Sequence[str]], seed: int, count: int | None = None) -> Factors | None:
    """The texts' topics, None when fewer than two topics' worth of texts share words.

    The number of topics is ``count`` where it is given, else the largest tried on which random halves of the texts,
    clustered apart, agree (mean adjusted mutual information of at least .6); where none reaches that, the one they
    agree on most.
    """
    import numpy as np
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
        own, places = places_of(texts, terms, counts, weights, weighing.idf_, seed)
        agreement = _agreement(places, tried, seed) if count is None else {}
        chosen = _choose(agreement) if agreement else tried[0]
        centres = _centres(places, [chosen], seed)[chosen]
        topic = mixed(counts, places, _nearest(places, centres), len(centres))
    left, topic = np.unique(topic, return_inverse=True)
    said = f"{len(left)} topics, {'as' if len(left) == chosen else f'{chosen}'} asked for"
    if agreement:
        said = f"{chosen} topics: halves of the conversations, read apart, agree on them by {agreement[chosen]:.2f}"
        said += f" (adjusted mutual information; {AGREEMENT:.1f} wanted, {len(tried)} numbers tried)"
        said += f"; {len(left)} of them hold texts of their own" if len(left) < chosen else ""
    empty = Factors((), (), (), terms, counts, weights, own, places, weighing.idf_, said)
    return _grouped(empty, topic)


def regrouped(factors: Factors, starts: Sequence[Sequence[int]], said: str) -> Factors:
    """The texts grouped anew, from the groups whose texts are at the places ``starts``; ``said`` is the criterion."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import normalize
    from threadpoolctl import threadpool_limits

    start = np.vstack([factors.places[list(group)].mean(axis=0) for group in starts])
    with threadpool_limits(1):
        settled = KMeans(len(start), init=start, n_init=1, max_iter=SETTLING).fit(factors.places)
        nearest = _nearest(factors.places, np.asarray(normalize(settled.cluster_centers_), dtype=np.float64))
        topic = mixed(factors.counts, factors.places, nearest, len(start))
    return _grouped(replace(factors, criterion=said), topic)


def _grouped(factors: Factors, topic: "Numbers") -> Factors:
    import numpy as np

    strength = _strength(factors.own, topic)
    held = factors.counts.getnnz(axis=1)
    return replace(
        factors,
        topic=tuple(int(t) if s >= LEAST_STRENGTH else -1 for t, s in zip(topic, strength, strict=True)),
        nearest=tuple(int(t) if any_held else -1 for t, any_held in zip(topic, held, strict=True)),
        strength=tuple(float(s) for s in np.asarray(strength)),
    )


def _shared_terms(texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    import numpy as np

    everything = count_terms(texts)
    held = np.asarray((everything.counts > 0).sum(axis=0)).ravel()
    most = max(LEAST_IN_DOCUMENTS, MOST_OF_DOCUMENTS * len(texts))
    return tuple(t for t, n in zip(everything.terms, held, strict=True) if LEAST_IN_DOCUMENTS <= n <= most)


def _choose(agreement: Mapping[int, float]) -> int:
    agreed = [k for k, value in agreement.items() if value >= AGREEMENT]
    return max(agreed) if agreed else max(agreement, key=lambda k: (round(agreement[k], 6), k))


def _agreement(places: "Matrix", tried: Sequence[int], seed: int) -> dict[int, float]:
    """How far the topics of two random halves sort all texts alike, by the number of topics; mean of three splits."""
    import numpy as np
    from sklearn.metrics import adjusted_mutual_info_score

    placed = np.flatnonzero(np.abs(places).sum(axis=1) > 0)
    values: dict[int, list[float]] = {k: [] for k in tried}
    for split in range(SPLITS):
        order = np.random.default_rng((seed, split)).permutation(placed)
        one, other = (_centres(places[half], tried, seed) for half in (order[::2], order[1::2]))
        for k in tried:
            labels = [_nearest(places[placed], centres[k]) for centres in (one, other)]
            values[k].append(float(adjusted_mutual_info_score(*labels)))
    return {k: float(np.mean(found)) for k, found in values.items()}


def _nearest(places: "Matrix", centres: "Matrix") -> "Numbers":
    import numpy as np

    return np.asarray((places @ centres.T).argmax(axis=1))


def _strength(own: "Matrix", topic: "Numbers") -> "Matrix":
    """Each text's cosine with the mean of its topic, from its own place: neighbours may not speak for it."""
    import numpy as np
    from sklearn.preprocessing import normalize

    centres = np.vstack(
        [own[topic == k].mean(axis=0) if (topic == k).any() else own[0] * 0 for k in range(max(topic) + 1)]
    )
    return np.asarray((own * normalize(centres)[topic]).sum(axis=1))


def _centres(places: "Matrix", tried: Sequence[int], seed: int) -> "dict[int, Matrix]":
    """The topics' centres, of length 1, for each number of topics tried."""
    import numpy as np
    from sklearn.cluster import KMeans, kmeans_plusplus
    from sklearn.preprocessing import normalize

    small = min(len(places), max(*tried, 2, min(len(places) // 4, max(SMALL_GROUPS, 4 * max(tried)))))
    single = places.astype(np.float32)
    chosen = np.sort(np.random.default_rng(seed).permutation(len(places))[: max(SEEDING, 4 * small)])
    first, _ = kmeans_plusplus(single[chosen], small, random_state=seed)
    groups = KMeans(small, init=first, n_init=1, max_iter=GROUPING).fit(single)
    # Texts that are the same leave groups empty: those are none to be joined.
    held, group = np.unique(groups.labels_, return_inverse=True)
    joined = _joined(
        groups.cluster_centers_[held].astype(float),
        np.bincount(group).astype(float),
        frozenset(min(k, len(held)) for k in tried),
    )
    centres = {}
    for k in tried:
        label = joined[min(k, len(held))][group]
        start = np.vstack([single[label == n].mean(axis=0) for n in np.unique(label)])
        settled = KMeans(len(start), init=start, n_init=1, max_iter=100).fit(single)
        centres[k] = np.asarray(normalize(settled.cluster_centers_), dtype=np.float64)
    return centres


def _joined(centres: "Matrix", sizes: "Matrix", wanted: frozenset[int]) -> "dict[int, NDArray[np.int64]]":
    """Which group each small group is part of when so many as ``wanted`` are left, by Ward's rule.

    SciPy's rule takes every small group for one point; here each weighs what it holds.
    """
    import numpy as np

    centre, size = centres.copy(), sizes.copy()
    part = np.arange(len(size), dtype=np.int64)
    cost = np.vstack([_costs(centre, size, i) for i in range(len(size))])
    found = {}
    for left in range(len(size), min(wanted) - 1, -1):
        if left in wanted:
            found[left] = part.copy()
        one, other = divmod(int(cost.argmin()), len(size))
        centre[one] = (centre[one] * size[one] + centre[other] * size[other]) / (size[one] + size[other])
        size[one], size[other] = size[one] + size[other], 0.0
        part[part == other] = one
        cost[one] = cost[:, one] = _costs(centre, size, one)
        cost[other] = cost[:, other] = np.inf
    return found


def _costs(centre: "Matrix", size: "Matrix", one: int) -> "Matrix":
    """By how much the squares within groups grow when a group is joined with each other; infinite for none."""
    import numpy as np

    weight = size * size[one] / np.maximum(size + size[one], 1.0)
    cost = ((centre - centre[one]) ** 2).sum(axis=1) * weight
    cost[(size == 0) | (np.arange(len(size)) == one)] = np.inf
    return np.asarray(cost, dtype=np.float64)
