"""A text's words may say more than its place, and the other way round."""

import numpy as np
from scipy.sparse import csr_matrix

from nlp.mixture import mixed


def made(seed: int = 0) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Three subjects of a hundred texts, ten words each of their own twenty; places that tell them apart badly."""
    draw = np.random.default_rng(seed)
    subject = np.repeat(np.arange(3), 100)
    counts = np.zeros((300, 60))
    for text, own in enumerate(subject):
        counts[text, 20 * own + draw.permutation(20)[:10]] = 1
        counts[text, draw.permutation(60)[:3]] = 1
    places = np.eye(3)[subject] + draw.normal(0, 0.7, (300, 3))
    return csr_matrix(counts), places / np.linalg.norm(places, axis=1, keepdims=True), subject


def same(one: np.ndarray, other: np.ndarray) -> float:
    return float((one == other).mean())


def test_words_mend_groups_that_places_cut_badly():
    counts, places, subject = made()
    nearest = places.argmax(axis=1)
    assert same(nearest, subject) < 0.85

    assert same(mixed(counts, places, nearest, 3), subject) > 0.95


def test_a_text_without_words_stays_where_its_place_is():
    counts, places, subject = made()
    held = counts.toarray()
    held[[0, 100, 200]] = 0
    places[[0, 100, 200]] = np.eye(3)

    found = mixed(csr_matrix(held), places, subject, 3)

    assert list(found[[0, 100, 200]]) == [0, 1, 2]


def test_the_order_of_texts_changes_nothing_and_numbers_stay():
    counts, places, subject = made()
    order = np.random.default_rng(1).permutation(300)

    found = mixed(counts[order], places[order], subject[order], 3)

    assert np.array_equal(found, mixed(counts, places, subject, 3)[order])


def test_a_topic_without_texts_draws_none():
    counts, places, subject = made()

    assert set(mixed(counts, places, subject, 4)) == {0, 1, 2}


def test_a_topic_of_two_texts_ends_and_one_of_ten_stays():
    counts, places, subject = made()
    for size, left in ((2, 3), (10, 4)):
        start = subject.copy()
        rare = np.hstack([counts.toarray(), np.zeros((300, 20))])
        rare[:size] = 0
        rare[:size, 60:] = 1  # words that no other text holds
        away = np.hstack([places, np.zeros((300, 1))])
        away[:size] = np.eye(4)[3]
        start[:size] = 3

        assert len(set(mixed(csr_matrix(rare), away, start, 4))) == left


def test_texts_without_words_and_place_keep_no_topic():
    """A hundred empty texts begin in the topic of two: it ends all the same."""
    counts, places, subject = made()
    rows = np.vstack([counts.toarray(), np.zeros((100, 60))])
    away = np.vstack([places, np.zeros((100, 3))])
    start = np.concatenate([subject, np.full(100, 3)])
    start[:2] = 3

    found = mixed(csr_matrix(rows), away, start, 4)

    assert set(found[:300]) == {0, 1, 2}
