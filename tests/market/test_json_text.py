"""JSON of strangers gives texts that can be stored and written."""

import pytest

from market.json_text import read_json_text


@pytest.mark.parametrize("payload", [rb'{"a": ["x \ud83d y"], "\udc00": "z"}', r'{"a": ["x \ud83d y"], "\udc00": "z"}'])
def test_half_a_surrogate_pair_is_a_question_mark(payload):
    """In values and in names, from bytes and from text."""
    assert read_json_text(payload) == {"a": ["x ? y"], "?": "z"}


def test_whole_pairs_and_plain_texts_are_kept():
    """An emoji that came as two escapes is one character."""
    assert read_json_text(rb'["\ud83d\ude00", "caf\u00e9", 1.5, null]') == ["\U0001f600", "café", 1.5, None]


def test_what_is_no_json_raises():
    """The caller says what was wrong with which page."""
    with pytest.raises(ValueError, match="Expecting"):
        read_json_text(b"<html>")
