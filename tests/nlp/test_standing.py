from random import Random

import pytest

from nlp.standing import levels, ordered, standings


def weights(mean: float, count: int, seed: int = 1) -> list[float]:
    chance = Random(f"{mean} {count} {seed}")  # noqa: S311
    return [min(1.0, max(0.0, chance.gauss(mean, 0.25))) for _ in range(count)]


def test_three_lucky_conversations_do_not_outrank_a_busy_forum():
    """A venue of three conversations, all wholly on the market, stands below a hundred that are mostly so."""
    found = standings({"busy": weights(0.85, 400), "lucky": [1.0, 1.0, 1.0], "other": weights(0.2, 400)})

    assert ordered(found, {k: k for k in found})[0] == "busy"
    assert found["lucky"].mean < 1


def test_a_small_venue_is_drawn_to_the_mean_and_a_large_one_is_not():
    """Shrinkage goes by the number of conversations."""
    found = standings({"large": weights(0.7, 900), "small": weights(0.7, 4), "off": weights(0.1, 900)})

    assert abs(found["large"].mean - 0.7) < 0.02
    assert found["small"].error > 3 * found["large"].error


def test_venues_that_cannot_be_told_apart_share_a_level():
    """Two samples of one rate are one level; a clearly lower one begins the next."""
    found = standings({"a": weights(0.6, 200, 1), "b": weights(0.6, 200, 2), "c": weights(0.4, 200)})
    order = ordered(found, {k: k for k in found})

    assert levels(found, order) == {"a": 1, "b": 1, "c": 2}


def test_where_the_market_hardly_comes_up_names_decide():
    """Venues far below the base are one level in the order of their names."""
    found = standings({"1": weights(0.9, 300), "2": weights(0.02, 300), "3": weights(0.05, 300)})

    order = ordered(found, {"1": "cakes", "2": "anglers", "3": "boxing"})

    assert order == ["1", "2", "3"]
    assert levels(found, order) == {"1": 1, "2": 2, "3": 2}


def test_the_base_is_what_venues_are_beside():
    """With a base sample a venue's ratio is its mean over that of the sample."""
    found = standings({"a": weights(0.6, 500), "b": weights(0.6, 500, 2)}, base=[0.1] * 1000)

    assert found["a"].ratio == pytest.approx(6, rel=0.05)


@pytest.mark.parametrize("sample", [{}, {"a": []}])
def test_nothing_observed_has_no_standing(sample):
    """Venues without a conversation are left out."""
    assert standings(sample) == {}


def test_a_venue_alone_stands_beside_itself():
    """One venue with one conversation has a ratio of 1 and a wide interval."""
    (found,) = standings({"a": [0.5]}).values()

    assert found.ratio == pytest.approx(1)
    assert found.interval.low < 1 < found.interval.high
