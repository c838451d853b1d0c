"""The word lists can be found: no phrase is longer than what is looked for."""

import pytest

from market.phrases import folded
from tactics.alignment import LONGEST
from tactics.vocabulary import vocabulary


def phrases(value):
    """Every phrase of a word list, however deep."""
    if isinstance(value, str):
        return [value]
    return [p for part in (value.values() if isinstance(value, dict) else value) for p in phrases(part)]


@pytest.mark.parametrize("name", ["functions", "levels", "stance"])
def test_every_phrase_can_be_found(name):
    """Each phrase has one to four words as texts are read."""
    lengths = {phrase: len(folded(phrase)) for phrase in phrases(vocabulary(name))}

    assert {phrase: n for phrase, n in lengths.items() if not 1 <= n <= LONGEST} == {}
