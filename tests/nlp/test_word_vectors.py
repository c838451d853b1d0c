"""The table of word vectors: what is near in meaning is near in it."""

import subprocess
import sys

import numpy as np
import pytest

from nlp.word_vectors import TABLE, vectors_of


def cosine(one: str, other: str) -> float:
    a, b = (vectors_of(text.split()).sum(axis=0) for text in (one, other))
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("landlord", "tenant", "goalkeeper"),
        ("invoice", "billing", "violin"),
        ("cheap", "affordable", "purple"),
        ("laptop", "computer", "potato"),
        ("seo", "google", "marriage"),
        ("lawyer for a divorce", "attorney to end my marriage", "recipe for a cake"),
        ("which gym helps me lose weight", "fitness and diet plans", "tax return of a freelancer"),
    ],
)
def test_words_and_texts_of_near_meaning_are_nearer(text, near, far):
    assert cosine(text, near) > cosine(text, far) + 0.15


def test_a_word_that_says_little_has_a_short_vector():
    little, much = (
        np.linalg.norm(vectors_of(words.split()), axis=1).mean() for words in ("the of and", "tax dog violin")
    )

    assert 0 < little < 0.5 * much


def test_what_the_table_lacks_is_zero_and_its_forms_are_found():
    vectors = vectors_of(["qqzzx", "qqzzx-dog", "dog", "dog-friendly", "friendly"])

    assert not vectors[0].any()
    assert np.allclose(vectors[1], vectors[2])
    assert np.allclose(vectors[3], (vectors[2] + vectors[4]) / 2, atol=1e-6)
    assert vectors.dtype == np.float32


def test_no_words_are_no_rows():
    assert vectors_of([]).shape == (0, vectors_of(["dog"]).shape[1])


def test_the_table_is_small_and_read_only_when_asked_for():
    code = "import sys, nlp.word_vectors as w; assert 'numpy' not in sys.modules; w.vectors_of(['dog']); assert 'torch' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)
    assert TABLE.stat().st_size < 3_000_000
