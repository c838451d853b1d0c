"""The scores of topics are the field's (the whole table: `make bench-topics`)."""

from math import log

import pytest

from benchmarks.topic_scores import Coherence, as_reference, diversity


def test_coherence_is_npmi_over_windows():
    """Of three windows, two hold both words and one holds neither: NPMI by hand."""
    documents = [["loan", "bank"], ["bank", "loan", "loan"], ["bread", "oven"]]

    found = Coherence(documents, ["loan", "bank"]).of([["loan", "bank"]])

    assert found == pytest.approx(log((2 / 3) / (4 / 9)) / -log(2 / 3))


def test_words_that_never_meet_score_lowest():
    """Two words that share no window have an NPMI near -1, and a topic without two known words none."""
    documents = [["loan", "bank"], ["bread", "oven"]]
    reference = Coherence(documents, ["loan", "bread"])

    assert reference.of([["loan", "bread"]]) == pytest.approx(-0.95, abs=0.05)
    assert reference.of([["loan", "bread"], ["loan", "unheard"]]) == reference.of([["loan", "bread"]])


def test_a_window_holds_ten_words():
    """Eleven places apart two words share no window; nine apart they do."""
    filler = [f"w{i}" for i in range(30)]
    far = ["loan", *filler[:10], "bank", *filler[10:]]
    near = ["loan", *filler[:8], "bank", *filler[8:]]

    assert Coherence([far], ["loan", "bank"]).of([["loan", "bank"]]) < -0.5
    assert Coherence([near], ["loan", "bank"]).of([["loan", "bank"]]) > 0


def test_diversity_is_the_part_of_distinct_words():
    """Three distinct words of four."""
    assert diversity([["loan", "bank"], ["loan", "oven"]]) == 0.75


def test_words_are_scored_as_the_reference_writes_them():
    """Surface forms become lemmas, phrases their words, each once; unknown words are left out."""
    mapped = as_reference([["Loans", "loan bank", "zzz"]], frozenset({"loan", "bank"}), {"loans": "loan"})

    assert mapped == (("loan", "bank"),)
