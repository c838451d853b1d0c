"""Labels: a phrase that people wrote, for what a group of conversations is about."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.statistics import conditional_ratio
from nlp.names import has_handle, is_coarse, people_in
from nlp.vocabulary import FILLER

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_WORDS = 3
LEAST_HITS = 2  # conversations that hold the phrase
TRIED = 25  # phrases and words weighed per topic
PHRASE_BONUS = 4.0  # a phrase says more than a word; it may be this much rarer and still be the label
_NOMINAL = frozenset({"NOUN", "PROPN"})
_WORD = re.compile(r"[a-z][a-z0-9+#.'’-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: str  # as most people write it
    lemmas: frozenset[str]


def choose_label(
    near: "Sequence[Doc]",
    inside: Sequence[str],
    outside: Sequence[str],
    top: Sequence[str],
    known: frozenset[str],
    taken: Iterable[frozenset[str]],
) -> tuple[str, frozenset[str]]:
    """The noun phrase most characteristic of the texts ``inside``, with its lemmas; the top term where none is.

    ``near`` are the read texts that phrases are taken from, ``inside`` and ``outside`` all texts in lower case,
    ``top`` the topic's terms, ``known`` words that name no person, ``taken`` the lemmas of labels given before.
    """
    used = list(taken)
    candidates = [p for p in _phrases(near, frozenset(top[:6]), known) if not any(_same(p.lemmas, t) for t in used)]
    rated = [(rate, p) for p in candidates if (rate := _rate(p, inside, outside)) > 0]
    if rated:
        _, best = min(rated, key=lambda r: (-round(r[0], 6), r[1].words))
        return best.words, best.lemmas
    left = next((t for t in top if not any(_same(frozenset({t}), u) for u in used)), top[0])
    return left, frozenset({left})


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return one == other or (one < other and len(other) - len(one) < len(one))


def _phrases(docs: "Sequence[Doc]", top: frozenset[str], known: frozenset[str]) -> list[_Phrase]:
    spellings: dict[tuple[str, ...], Counter[str]] = {}
    for doc in docs:
        people = {word.lower() for name in people_in(doc, known) for word in name.split()}
        for tokens in _spans(doc):
            lemmas = tuple(t.lemma_.lower() for t in tokens)
            words = " ".join(t.text for t in tokens)
            if top.intersection(lemmas) and not people.intersection(t.lower_ for t in tokens) and _printable(tokens):
                spellings.setdefault(lemmas, Counter())[_spelling(tokens, words)] += 1
    order = sorted(spellings.items(), key=lambda s: (-sum(s[1].values()), s[0]))[:TRIED]
    return [_Phrase(min(c, key=lambda w: (-c[w], w)), frozenset(lemmas)) for lemmas, c in order]


def _spelling(tokens: "Sequence[Token]", words: str) -> str:
    """Lower case but for names, so that a title's capitals do not print."""
    if all(t.pos_ == "PROPN" for t in tokens) and not all(t.text.istitle() for t in tokens[0].doc if t.is_alpha):
        return words
    return " ".join(t.text if t.pos_ == "PROPN" and not t.text.istitle() else t.text.lower() for t in tokens)


def _spans(doc: "Doc") -> "Iterable[list[Token]]":
    """Runs of adjectives and nouns that end in a noun, of up to three words, and each noun alone."""
    for start in range(len(doc)):
        for length in range(1, MAX_WORDS + 1):
            tokens = list(doc[start : start + length])
            fits = len(tokens) == length and tokens[-1].pos_ in _NOMINAL
            if fits and all(t.pos_ in _NOMINAL or t.pos_ == "ADJ" for t in tokens[:-1]):
                yield tokens


def _printable(tokens: "Sequence[Token]") -> bool:
    text = " ".join(t.text for t in tokens)
    words = all(_WORD.fullmatch(t.text) and len(t.text) > 1 for t in tokens)
    filler = any(t.lower_ in FILLER or t.lemma_.lower() in FILLER or t.is_stop for t in tokens)
    return words and not filler and not has_handle(text) and not is_coarse(text) and not re.search(r"\.\w{2,4}$", text)


def _rate(phrase: _Phrase, inside: Sequence[str], outside: Sequence[str]) -> float:
    """How much of the topic holds the phrase, times how much rarer it is elsewhere (log2, lower bound)."""
    hits, elsewhere = _holding(phrase.words, inside), _holding(phrase.words, outside)
    if hits < LEAST_HITS or not inside:
        return 0.0
    ratio = conditional_ratio(hits, len(inside), elsewhere, max(1, len(outside))).low
    bonus = PHRASE_BONUS if " " in phrase.words else 1.0
    return bonus * hits / len(inside) * min(ratio, 50.0) ** 0.5 if ratio > 1 or not outside else 0.0


def _holding(words: str, texts: Sequence[str]) -> int:
    plain = words.lower()
    whole = re.compile(rf"(?<!\w){re.escape(plain)}(?:s|es)?(?!\w)")
    return sum(plain in text and whole.search(text) is not None for text in texts)
