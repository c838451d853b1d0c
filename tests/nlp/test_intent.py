import pytest

from market.topics import Intent
from nlp.intent import count_intents, main_intent, read_intents


@pytest.mark.parametrize(
    ("title", "intent"),
    [
        ("Can anyone recommend a bookkeeper?", Intent.RECOMMENDATION),
        ("What is the best flour for rye bread?", Intent.RECOMMENDATION),
        ("Looking for a plumber that works on Sundays", Intent.RECOMMENDATION),
        ("Sourdough vs yeast for beginners", Intent.COMPARISON),
        ("Should I lease or buy an oven?", Intent.COMPARISON),
        ("I'm having trouble with my mixer", Intent.PAIN_POINT),
        ("The oven doesn't work after the update", Intent.PAIN_POINT),
        ("How do I clean a stone oven?", Intent.QUESTION),
        ("Does anyone sell at the night market?", Intent.QUESTION),
        ("How I doubled the sales of my bakery", Intent.OTHER),
        ("Our new bread list for the autumn", Intent.OTHER),
        ("", Intent.OTHER),
    ],
)
def test_a_title_has_the_intent_a_reader_would_name(title, intent):
    """Requests, comparisons, complaints and questions are told apart; announcements are none of them."""
    assert main_intent(title, "") == intent


def test_the_opening_post_decides_where_the_title_says_nothing():
    """A bare title is read together with the first sentences below it."""
    assert main_intent("Mixers", "Which mixer would you recommend?") == Intent.RECOMMENDATION


def test_no_rule_crosses_a_sentence_end():
    """A "what" in one sentence and a question mark two sentences on are no question."""
    assert read_intents("What a day. We sold out. ") == frozenset()


def test_intents_are_counted_most_first():
    """The counts are ordered by number, then by the vocabulary's order."""
    counted = count_intents([Intent.OTHER, Intent.QUESTION, Intent.OTHER])

    assert counted == ((Intent.OTHER, 2), (Intent.QUESTION, 1))
