"""Coverage: which company's posts are on a topic that prospects discuss."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.findings import Evidence
from market.posts import Post
from market.topics import Coverage
from nlp.factors import Factors
from nlp.vocabulary import Vocabulary, count_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float64]

# A post is on the topic it is most similar to, if it is as similar as all but the least similar quarter of the
# topic's own conversations, and holds two of its terms: one word in common is no coverage.
OWN_QUANTILE = 0.25
LEAST_TERMS = 2
PRINTED = 3


@dataclass(frozen=True, slots=True)
class Covering:
    """One post that is on a topic."""

    post: Post
    topic: int
    similarity: float  # cosine, 0 to 1


def cover(
    factors: Factors, tops: Sequence[tuple[int, Sequence[str]]], posts: Sequence[Post], vocabulary: Vocabulary
) -> tuple[Covering, ...]:
    """The posts that are on one of the topics; ``tops`` gives each topic's number with its terms.

    A post is held against the topics as a whole and by its title alone, and of the readings that are on a topic the
    more similar one counts: a long article is never as similar to topics of short titles as those titles are.
    """
    import numpy as np

    distinct = {p.key: p for p in sorted(posts, key=lambda p: (p.url, p.capture.digest)) if p.language in ("", "en")}
    ordered = [distinct[key] for key in sorted(distinct)]
    if not ordered or not tops:
        return ()
    centres = np.vstack([_centre(factors, number) for number, _ in tops])
    readings = [[vocabulary.terms(text) for text in (f"{p.title}. {p.text}", p.title)] for p in ordered]
    similarity = np.asarray(_weigh(factors, [terms for reading in readings for terms in reading]) @ centres.T)
    similarity = similarity.reshape(len(ordered), 2, len(tops))
    least = [_least(factors, number, centre) for (number, _), centre in zip(tops, centres, strict=True)]
    found = []
    for post, reading, rows in zip(ordered, readings, similarity, strict=True):
        on = [
            (float(near[place]), tops[place][0])
            for terms, near in zip(reading, rows, strict=True)
            if near[place := int(np.argmax(near))] >= least[place]
            and len(set(terms) & set(tops[place][1])) >= LEAST_TERMS
        ]
        if on:
            nearest, topic = max(on, key=lambda each: each[0])
            found.append(Covering(post, topic, nearest))
    return tuple(found)


def coverage_of(topic: int, covering: Sequence[Covering], companies: Sequence[str]) -> tuple[Coverage, ...]:
    """One row per company, most posts first, then by key; the most similar posts are its evidence."""
    rows = []
    for company in sorted(set(companies)):
        own = [c for c in covering if c.topic == topic and c.post.company == company]
        best = sorted(own, key=lambda c: (-round(c.similarity, 9), c.post.key))[:PRINTED]
        rows.append(Coverage(company, len(own), tuple(Evidence.of(c.post.capture, c.post.title) for c in best)))
    return tuple(sorted(rows, key=lambda r: (-r.posts, r.company)))


def _weigh(factors: Factors, texts: Sequence[Sequence[str]]) -> "csr_matrix":
    """TF-IDF of the texts in the conversations' space, rows of length 1."""
    import numpy as np
    from scipy.sparse import diags
    from sklearn.preprocessing import normalize

    counts = count_terms(texts, factors.terms).counts
    counts.data = 1.0 + np.log(counts.data)
    return normalize((counts @ diags(factors.rarity)).tocsr())


def _members(factors: Factors, number: int) -> list[int]:
    return [i for i, topic in enumerate(factors.topic) if topic == number]


def _centre(factors: Factors, number: int) -> "Matrix":
    import numpy as np

    mean = np.asarray(factors.weights[_members(factors, number)].mean(axis=0)).ravel()
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float64)


def _least(factors: Factors, number: int, centre: "Matrix") -> float:
    import numpy as np

    own = factors.weights[_members(factors, number)] @ centre
    return float(np.quantile(own, OWN_QUANTILE))
