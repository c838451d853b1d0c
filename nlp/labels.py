"""Labels: a phrase that people wrote, for what a group of conversations is about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.statistics import conditional_ratio
from nlp.names import has_handle, is_coarse, people_in
from nlp.vocabulary import AS_WRITTEN, FILLER
from nlp.word_vectors import vectors_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_WORDS = 3
LEAST_HITS = 2  # conversations that hold the phrase
MOST_OF_SHORT_FORM = 4  # letters: what is longer is somebody shouting
TRIED = 25  # phrases and words weighed per topic
LEAST_PART = 0.2  # of the topic's conversations: so many hold a phrase that may stand for its bare word
CARRYING = 10  # terms of the topic, of which a label holds one at least
NEARER = 0.05  # in cosine: more than what one word of a phrase changes by chance
PHRASE_BONUS = 4.0  # a phrase says more than a word; it may be this much rarer and still be the label
# Units name no topic.
_UNITS = frozenset(
    "lb lbs pound pounds kg kgs kilo kilos oz ounce ounces km mile miles mph cm mm inch inches ft sqft yr yrs hr hrs "
    "hour hours min mins minute minutes sec secs second seconds dollar dollars usd euro euros".split()
)
_NO_UNITS = frozenset({"HR", "MIN", "OZ", "Euro", "Euros"})  # departments and names that are written like units
_NOMINAL = frozenset({"NOUN", "PROPN"})
_WORD = re.compile(r"[a-z][a-z0-9+#.'’-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as people write it: the reader cuts "first-time" in three."""

    text: str
    lemma: str
    part: str  # of speech
    stop: bool


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

    Of phrases that are as characteristic, the one wins whose meaning is nearest the topic's terms: "home buyer" rather
    than "home" among buyer, property, price.

    ``near`` are the read texts that phrases are taken from, ``inside`` and ``outside`` all texts in lower case,
    ``top`` the topic's terms, ``known`` words that name no person, ``taken`` the lemmas of labels given before.
    """
    used = list(taken)
    candidates = [
        p for p in _phrases(near, frozenset(top[:CARRYING]), known) if not any(_same(p.lemmas, t) for t in used)
    ]
    near_it = dict(zip(candidates, _meanings(candidates, top), strict=True))
    rated = [(rate, p) for p in candidates if (rate := _rate(p, inside, outside) * near_it[p]) > 0]
    if rated:
        _, best = min(rated, key=lambda r: (-round(r[0], 6), r[1].words))
        best = _fuller(best, near_it, inside, outside)
        return best.words, best.lemmas
    return _written(near, top, known, used)


def _written(
    near: "Sequence[Doc]", top: Sequence[str], known: frozenset[str], used: Sequence[frozenset[str]]
) -> tuple[str, frozenset[str]]:
    """The topic's own terms as they are written side by side most often, where no noun phrase is found.

    A reader takes "rose pruning" for two verbs. The first term that no label has yet where the texts hold none of them.
    """
    terms = frozenset(top[:CARRYING])
    spellings: dict[tuple[str, ...], Counter[str]] = {}
    for doc in near:
        people = _people(doc, known)
        held: dict[tuple[str, ...], str] = {}
        for tokens in _runs(_words(doc)):
            lemmas = tuple(t.lemma for t in tokens)
            named = people.intersection(t.text.lower() for t in tokens)
            if terms.issuperset(lemmas) and len(set(lemmas)) == len(lemmas) and not named and _printable(tokens):
                held.setdefault(lemmas, " ".join(t.text.lower() for t in tokens))
        for lemmas, spelling in held.items():
            spellings.setdefault(lemmas, Counter())[spelling] += 1
    free = {
        lemmas: count
        for lemmas, count in spellings.items()
        if count.total() >= LEAST_HITS and not any(_same(frozenset(lemmas), u) for u in used)
    }
    if free:
        best = min(free, key=lambda f: (-free[f].total() * (PHRASE_BONUS if len(f) > 1 else 1.0), f))
        return min(free[best], key=lambda w: (-free[best][w], w)), frozenset(best)
    left = next((t for t in top if t not in _UNITS and not any(_same(frozenset({t}), u) for u in used)), top[0])
    return left, frozenset({left})


def _meanings(phrases: Sequence[_Phrase], top: Sequence[str]) -> list[float]:
    """How near each phrase's meaning is to that of the topic's terms: the cosine of their word vectors, .1 at least.

    A phrase whose words the table does not know is taken for half-way near.
    """
    import numpy as np

    centre = vectors_of(top[:CARRYING]).sum(axis=0)
    found = []
    for phrase in phrases:
        own = vectors_of(phrase.words.lower().split()).sum(axis=0)
        lengths = float(np.linalg.norm(own) * np.linalg.norm(centre))
        found.append(max(0.1, round(float(own @ centre) / lengths, 6)) if lengths else 0.5)
    return found


def _fuller(best: _Phrase, near_it: Mapping[_Phrase, float], inside: Sequence[str], outside: Sequence[str]) -> _Phrase:
    """The phrase that says which "buyer" is meant, where enough of the topic say so and others say it less often.

    Enough is a fifth, and a tenth where the phrase means more nearly what the topic does.
    """
    if " " in best.words:
        return best
    fitting = []
    for phrase, near in near_it.items():
        if not best.lemmas < phrase.lemmas:
            continue
        hits, elsewhere = _holding(phrase.words, inside), _holding(phrase.words, outside)
        part = LEAST_PART / 2 if near >= near_it[best] + NEARER else LEAST_PART
        common = hits >= max(LEAST_HITS, part * len(inside))
        if common and hits * len(outside) > elsewhere * len(inside):
            fitting.append((-hits, phrase.words, phrase))
    return min(fitting, key=lambda f: f[:2])[2] if fitting else best


def _same(label: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two labels say the same: "progress pic" and "Progress Pics", which a reader takes for a name, do."""
    one, two = ({w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words} for words in (label, other))
    return one == two or (one < two and len(two) - len(one) < len(one))


def _phrases(docs: "Sequence[Doc]", top: frozenset[str], known: frozenset[str]) -> list[_Phrase]:
    spellings: dict[tuple[str, ...], Counter[str]] = {}
    for doc in docs:
        people = _people(doc, known)
        titled = all(t.text.istitle() for t in doc if t.is_alpha)
        for tokens in _spans(_words(doc)):
            lemmas = tuple(t.lemma for t in tokens)
            named = people.intersection(t.text.lower() for t in tokens)
            if top.intersection(lemmas) and not named and _printable(tokens):
                spellings.setdefault(lemmas, Counter())[_spelling(tokens, titled)] += 1
    order = sorted(spellings.items(), key=lambda s: (-sum(s[1].values()), s[0]))[:TRIED]
    return [_Phrase(min(c, key=lambda w: (-c[w], w)), frozenset(lemmas)) for lemmas, c in order]


def _people(doc: "Doc", known: frozenset[str]) -> set[str]:
    return {word.lower() for name in people_in(doc, known) for word in name.split()}


def _spelling(tokens: Sequence[_Word], titled: bool) -> str:
    """Lower case but for names and short forms (HOA), so that a title's capitals do not print."""
    if all(t.part == "PROPN" for t in tokens) and not titled:
        return " ".join(t.text for t in tokens)
    return " ".join(t.text if _keeps_capitals(t) else t.text.lower() for t in tokens)


def _keeps_capitals(word: _Word) -> bool:
    short_form = word.text.isupper() and len(word.text) <= MOST_OF_SHORT_FORM
    return short_form or (word.part == "PROPN" and not word.text.istitle())


def _words(doc: "Doc") -> list[_Word]:
    """The words of a read text, those with a hyphen inside as one that no list of fillers holds."""
    words: list[_Word] = []
    joins = False
    for token in doc:
        if words and not doc[token.i - 1].whitespace_ and (joins or token.text == "-"):
            text = words[-1].text + token.text
            words[-1] = _Word(text, text.lower(), token.pos_, False)
        else:
            words.append(_Word(token.text, _lemma(token), token.pos_, token.is_stop))
        joins = token.text == "-"
    return words


def _lemma(token: "Token") -> str:
    """Lower case, as the vocabulary counts it."""
    return AS_WRITTEN.get(token.lower_) or str(token.lemma_.lower())


def _runs(words: Sequence[_Word]) -> Iterable[Sequence[_Word]]:
    """Every run of up to three words."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            yield words[start:end]


def _spans(words: Sequence[_Word]) -> Iterable[Sequence[_Word]]:
    """Runs of adjectives and nouns that end in a noun, of up to three words, and each noun alone."""
    for tokens in _runs(words):
        if tokens[-1].part in _NOMINAL and all(t.part in _NOMINAL or t.part == "ADJ" for t in tokens[:-1]):
            yield tokens


def _printable(tokens: Sequence[_Word]) -> bool:
    text = " ".join(t.text for t in tokens)
    words = all(_WORD.fullmatch(t.text) and len(t.text) > 1 for t in tokens)
    filler = any(t.text.lower() in FILLER or t.lemma in FILLER or t.stop for t in tokens)
    alone = tokens[0].text
    unit = len(tokens) == 1 and alone.lower() in _UNITS and alone not in _NO_UNITS
    return (
        words
        and not filler
        and not unit
        and not has_handle(text)
        and not is_coarse(text)
        and not re.search(r"\.\w{2,4}$", text)
    )


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
