"""Stems of words, and what a negation does to the words after it: "it won't leak" tells of no leak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.intent_words import CLASSES, ILL

REACH = 4  # words after a negation that it turns; "not a single problem" has three before the turned one
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "ly", "es", "s")
_NEGATIONS = CLASSES["a negation"] | CLASSES["a negated verb"] | {"shouldn't", "shouldnt", "needn't", "ain't"}


@dataclass(frozen=True, slots=True)
class Turned:
    """The words of a sentence apart: those that a negation turns, and those that stand as they are."""

    stems: frozenset[str]  # of the turned words
    ill: int  # standing words that tell of something ill
    ill_turned: int
    good_turned: int


def stem(word: str) -> str:
    """A word without its commonest endings, at least three letters: "charged" and "charges" are "charg"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + ("y" if ending in ("ied", "ies") else "")
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def turned(words: Sequence[str], classes_of: Mapping[str, tuple[str, ...]]) -> Turned:
    """The turned words of a sentence in lower case, and how many of either kind are ill or good."""
    stems, ill, ill_turned, good_turned, left = set(), 0, 0, 0, 0
    for word in words:
        if word in _NEGATIONS:
            left = REACH
            continue
        classes = classes_of.get(word, ())
        is_ill = any(name in ILL for name in classes)
        if left:
            stems.add(stem(word))
            ill_turned += is_ill
            good_turned += "good" in classes
        else:
            ill += is_ill
        left = max(0, left - 1)
    return Turned(frozenset(stems), ill, ill_turned, good_turned)
