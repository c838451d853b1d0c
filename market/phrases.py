"""Phrases: whether a text carries a phrase, exactly or with its words near each other."""

import re
from functools import lru_cache

NEAR = 5  # tokens within which the words of a phrase may stand apart
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=4096)
def folded(text: str) -> tuple[str, ...]:
    """The words of ``text`` in lower case, English plurals and possessives folded: "Buyers' guides" is buyer, guide."""
    return tuple(_fold(token) for token in _TOKEN.findall(text.lower()))


def has_phrase(text: str, phrase: str, near: int = 0) -> bool:
    """Whether ``text`` has the words of ``phrase`` side by side, or all within ``near`` tokens of each other."""
    words, wanted = folded(text), folded(phrase)
    if not wanted or len(wanted) > len(words):
        return False
    if any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1)):
        return True
    return near > 0 and _within(words, frozenset(wanted), near + len(wanted) - 1)


def grams(text: str, longest: int) -> frozenset[tuple[str, ...]]:
    """Every run of one to ``longest`` words of ``text``, folded: whether any of many phrases stands in it is then one
    look-up each.
    """
    words = folded(text)
    return frozenset(words[i : i + n] for n in range(1, longest + 1) for i in range(len(words) - n + 1))


def _within(words: tuple[str, ...], wanted: frozenset[str], span: int) -> bool:
    places = [i for i, word in enumerate(words) if word in wanted]
    return any(wanted.issubset(words[i : i + span]) for i in places)


def _fold(token: str) -> str:
    token = re.sub(r"['’](?:s|)$", "", token).replace("’", "'")
    if len(token) > 4 and token.endswith("ies"):
        return token[:-3] + "y"
    if len(token) > 4 and re.search(r"(?:ss|sh|ch|x|z)es$", token):
        return token[:-2]
    if len(token) > 3 and token.endswith("s") and not token.endswith(("ss", "us", "is")):
        return token[:-1]
    return token
