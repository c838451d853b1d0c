"""The sample of topics that is printed for people to judge holds no label that nobody would write."""

import re
from pathlib import Path

import pytest

from nlp.language import load_model
from nlp.names import has_handle, is_coarse
from nlp.vocabulary import FILLER

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "topics-sample.md"
LABELS = re.findall(r"^\* \*\*(.+?)\*\* \(\d+\): (.*)$", SAMPLE.read_text(), re.M)
QUOTES = re.findall(r"^  \* (.*)$", SAMPLE.read_text(), re.M)


def test_the_sample_is_large_enough_to_judge_by():
    """Topics of every set, with something that was said under most of them."""
    assert len(LABELS) >= 30
    assert len(QUOTES) >= 2 * len(LABELS)


@pytest.mark.parametrize(("label", "words"), LABELS)
def test_a_label_is_something_people_would_write(label, words):
    """No stop phrase, no address or handle, no oath, no number, at most three words."""
    parts = label.lower().split()
    stop = load_model().Defaults.stop_words | FILLER

    assert 1 <= len(parts) <= 3
    assert not stop.issuperset(parts)
    assert not has_handle(label)
    assert not is_coarse(label)
    assert not re.search(r"[/@:]|\.\w{2,4}$|^\W|^\d+$", label)
    assert words


def test_no_two_topics_of_a_set_have_one_label():
    """Each label stands once in its set."""
    for part in SAMPLE.read_text().split("\n## ")[1:]:
        labels = [label.lower() for label in re.findall(r"^\* \*\*(.+?)\*\* \(", part, re.M)]
        assert len(labels) == len(set(labels))


def test_quotes_are_short():
    """At most 25 words of what somebody wrote."""
    assert all(len(quote.split()) <= 25 for quote in QUOTES)
