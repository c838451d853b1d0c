"""BERTopic, the peer of ``make bench-topics``, in an environment of its own: ``make topic-peers``.

Grootendorst's design (2022) with its usual parts and settings: sentence vectors of all-MiniLM-L6-v2, UMAP to five
dimensions, HDBSCAN or k-means, words by class-based TF-IDF. Sentence vectors depend on no seed and no number of topics;
they are made once, and what they cost is part of every fit. Nothing is fetched: the package carries the model.
"""

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from benchmarks.sentence_model import sentence_model

WORDS = 20
NEIGHBOURS, DIMENSIONS = 15, 5  # BERTopic's own settings of UMAP
LEAST_SIZE = 10  # of HDBSCAN's groups, BERTopic's default
COMPILED_BY = 5000  # rows from which on UMAP takes the way that larger sets take too


@lru_cache(maxsize=1)
def vectors_of(documents: tuple[str, ...]) -> Any:
    """The documents' vectors, a row each."""
    return sentence_model().encode(list(documents), batch_size=64, show_progress_bar=False)


def start(documents: Sequence[str]) -> float:
    """Load the model, let UMAP compile itself and make the documents' vectors; CPU seconds of the vectors alone."""
    import bertopic  # noqa: F401 - its import is no part of a fit
    import numpy as np

    sentence_model()
    reduction(0).fit_transform(np.random.default_rng(0).random((COMPILED_BY, 10)))
    began = time.process_time()
    vectors_of(tuple(documents))
    return time.process_time() - began


def reduction(seed: int) -> Any:
    """UMAP as BERTopic sets it up."""
    from umap import UMAP

    return UMAP(n_neighbors=NEIGHBOURS, n_components=DIMENSIONS, min_dist=0.0, metric="cosine", random_state=seed)


def bertopic(documents: Sequence[str], count: int, seed: int, kmeans: bool) -> tuple[list[list[str]], list[int]]:
    """Words per topic, and a topic per document, -1 for none.

    ``kmeans`` gives every document one of exactly ``count`` topics; without it HDBSCAN decides, and what it finds is
    joined until ``count`` are left.
    """
    from bertopic import BERTopic
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import CountVectorizer

    parts: dict[str, Any] = {"hdbscan_model": KMeans(count, n_init=3, random_state=seed)} if kmeans else {}
    model = BERTopic(
        umap_model=reduction(seed),
        vectorizer_model=CountVectorizer(stop_words="english", min_df=2),
        nr_topics=None if kmeans else count + 1,
        min_topic_size=LEAST_SIZE,
        top_n_words=WORDS,
        **parts,
    )
    topic, _ = model.fit_transform(list(documents), vectors_of(tuple(documents)))
    numbers = sorted(set(topic) - {-1})
    place = {number: i for i, number in enumerate(numbers)} | {-1: -1}
    words = [[word for word, _ in model.get_topic(number) if word] for number in numbers]
    return words, [place[number] for number in topic]
