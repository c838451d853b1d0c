"""The topic model without a report around it."""

import pytest

from nlp.topic_model import model_topics


@pytest.fixture(scope="module")
def documents(square):
    return [c.title for c in square]


def test_documents_in_words_and_assignments_out(documents, model):
    """Three topics are asked for and found; every document is on one, and every topic has words."""
    found = model_topics(documents, 3, model=model)

    assert len(found.words) == 3
    assert all(found.words)
    assert len(found.topic) == len(documents)
    assert set(found.topic) == {0, 1, 2}


def test_the_number_of_topics_is_chosen_and_said(documents, model):
    """Without a number the model chooses one, and says by what criterion."""
    found = model_topics(documents, model=model)

    assert len(found.words) >= 3
    assert found.criterion


def test_the_same_documents_give_the_same_topics(documents, model):
    """Nothing is left to chance."""
    assert model_topics(documents, 3, model=model) == model_topics(documents, 3, model=model)


@pytest.mark.parametrize("count", [None, 1, 5])
def test_nothing_is_made_of_nothing(count, model):
    """No documents, empty ones and ones without a shared word give no topic and no error."""
    assert model_topics([], count, model=model).words == ()
    found = model_topics(["", "bridge", "lantern"], count, model=model)
    assert found.words == ()
    assert found.topic == (-1, -1, -1)
