"""Intent: what the author of a conversation is after, sentence by sentence.

Each intent has its own learnt reading of cues and words (`nlp.intent_model`): no tags, because titles are tagged badly
and reading words alone costs next to nothing. A sentence may hold several intents, or none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from market.topics import Intent
from nlp.intent_features import features_of
from nlp.intent_model import packaged_weights, probabilities

READ_CHARACTERS = 600  # what somebody is after stands in the title or the first sentences
# Of several intents the most telling one is counted: a plea for advice is also a question.
PRECEDENCE = (Intent.RECOMMENDATION, Intent.COMPARISON, Intent.BUYING, Intent.PAIN_POINT, Intent.QUESTION)

_SENTENCE = re.compile(r"[^.?!…]*(?:[.?!…](?=\w)[^.?!…]*)*[.?!…]*")


@lru_cache(maxsize=65536)  # topics and questions ask of the same sentences
def read_intents(sentence: str) -> frozenset[Intent]:
    """Every intent of a sentence; empty when there is none."""
    if not sentence.strip():
        return frozenset()
    weights = packaged_weights()
    likely = probabilities(features_of(sentence), weights)
    rows = zip(weights.intents, likely, weights.thresholds, strict=True)
    return frozenset(intent for intent, probability, least in rows if probability >= least)


def main_intent(title: str, body: str) -> Intent:
    """The one intent a conversation is counted under: the title's if it has one, else the opening sentences'."""
    for text in (title, body):
        found = frozenset(i for _, intents in asking_sentences(text) for i in intents)
        if found:
            return next(intent for intent in PRECEDENCE if intent in found)
    return Intent.OTHER


def asking_sentences(text: str) -> Iterator[tuple[str, frozenset[Intent]]]:
    """The sentences among the first 600 characters in which somebody asks, compares or complains, in reading order."""
    for sentence in sentences_of(text):
        intents = read_intents(sentence)
        if intents:
            yield sentence, intents


def sentences_of(text: str) -> Iterator[str]:
    """The sentences among the first 600 characters, which may cut the last one short."""
    return filter(None, map(str.strip, _SENTENCE.findall(text[:READ_CHARACTERS])))


def count_intents(intents: Sequence[Intent]) -> tuple[tuple[Intent, int], ...]:
    """How often each intent was met, most first, then in the order of the vocabulary; those not met are left out."""
    order = list(Intent)
    counts = [(intent, intents.count(intent)) for intent in order]
    return tuple(sorted(((i, n) for i, n in counts if n), key=lambda c: (-c[1], order.index(c[0]))))
