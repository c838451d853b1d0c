"""How many topics there are, and that the number stated is the number found."""

import re

import pytest

from nlp.factors import factorise


@pytest.mark.parametrize("count", [None, 5, 10])
def test_the_number_stated_is_the_number_found(count):
    """Two hundred texts of five kinds, word for word the same: five topics, whatever is asked for."""
    texts = [[f"a{i % 5}", f"b{i % 5}", f"g{i % 5}"] for i in range(200)]

    found = factorise(texts, 0, count)

    assert found is not None
    stated = int(re.match(r"\d+", found.criterion)[0])
    held = set(found.nearest)
    assert held == set(range(len(held)))
    assert len(held) == 5
    assert stated == 5 or f"; {len(held)} of them hold texts" in found.criterion


def test_texts_of_one_kind_stay_together():
    texts = [[f"a{i % 5}", f"b{i % 5}", f"g{i % 5}"] for i in range(200)]

    found = factorise(texts, 0, 5)

    assert found is not None
    assert all(found.nearest[i] == found.nearest[i % 5] for i in range(200))
