import pytest

from nlp.vocabulary import Vocabulary, learn_vocabulary, words_of


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("tenancies", "tenancy"),  # read
        ("landlords", "landlord"),  # unread, the singular met
        ("tenants", "tenant"),  # unread, the singular read
        ("princess", "princess"),  # no plural
        ("css", "css"),  # too short to be cut
        ("windows", "windows"),  # the singular is not met
        ("reallys", ""),  # the singular carries no meaning
    ],
)
def test_an_unread_plural_counts_as_its_singular_where_that_is_known(word, lemma):
    forms = frozenset({"landlord", "princes", "cs"})

    vocabulary = Vocabulary({"tenancies": "tenancy", "tenant": "tenant", "really": ""}, frozenset(), forms)

    assert vocabulary.lemma(word) == lemma


def test_words_come_in_reading_order_without_endings():
    assert words_of("The landlord's C++ and node.js, 24 times: we're") == [
        "the",
        "landlord",
        "c++",
        "and",
        "node.js",
        "times",
        "we",
    ]


def test_no_taxes_are_taxis_and_no_media_a_medium(model):
    """Terms are printed: what the lemmatizer makes of these words nobody wrote."""
    text = "Freelancers pay taxes on what social media and data analytics earn them."

    terms = learn_vocabulary([text], model).terms(text)

    assert {"tax", "media", "data", "analytics"} <= set(terms)
    assert not {"taxis", "medium", "datum", "analytic"} & set(terms)
