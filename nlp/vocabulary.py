"""Vocabulary: the words of a corpus as lemmas that carry meaning, learnt from a tagged sample of it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from market.urls import digest
from nlp.language import tag

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from spacy.language import Language

# Mapping every word to its commonest reading in a sample clusters as well as tagging all texts, at a sixth of the cost.
# Passages are chosen for words unread so far: 12,000 words of those group texts as well as 20,000 (decision 44). A
# small corpus is read whole, since what stands in it once counts too.
WHOLE_WORDS, SAMPLE_WORDS = 20_000, 12_000
PASSAGE = 20  # words
POOL_WORDS, MOST_WORDS = 200_000, 200  # that passages are chosen from: of all texts, and of one
# Rounds over the texts: how often a word is to be read, and which part of a passage has to want it.
ROUNDS = ((1, 0.2), (3, 0.25))
TAGS, READING = ("tok2vec", "tagger"), ("attribute_ruler", "lemmatizer")
MEANINGFUL = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
_WORD = re.compile(r"[a-z][a-z0-9]*(?:['’\-.][a-z0-9]+)*[+#]{0,2}")
_STRAY = re.compile(r"['’](?:s|re|ve|ll|d|m|t)$")
# Forum furniture and words of no subject that taggers call nouns, adjectives and verbs all the same.
FILLER = frozenset(
    "thing things stuff lot lots bit way ways something anything everything nothing someone anyone everyone nobody "
    "people guy guys man folk folks one ones kind sort type example case time times day today week month year years "
    "question questions answer answers post posts thread threads comment comments reply replies subreddit sub reddit "
    "redditor upvote crosspost xpost x-post edit tldr tl;dr ama imo imho lol fyi thanks thank please help hey hi hello "
    "get got make made go going come take give put want need try use used using let know think say tell see look find "
    "good great nice best better bad new old big small little sure able many much more most other same own such last "
    "first next few amp nbsp gt lt http https www com org net html png jpg gif pdf i'm don't doesn't didn't can't "
    "didn doesn isn wasn wouldn couldn shouldn aren weren hasn haven hadn don won ain "
    "won't isn't it's that's what's there's i've i'd i'll you're we're they're".split()
)

# Words that a lemmatizer leads back to one that nobody here means: taxes to taxis, media to medium.
AS_WRITTEN = {"taxes": "tax"} | {
    word: word for word in "data media analytics logistics politics economics ethics graphics wales news".split()
}


def words_of(text: str) -> list[str]:
    """The lower-case words of a text in reading order, without an ending like "'s"; numbers are no words."""
    return [_STRAY.sub("", word) for word in _WORD.findall(text.lower())]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which surface forms count, and under which lemma; a form the sample never showed counts as itself."""

    lemmas: Mapping[str, str]  # surface form to lemma, "" for a form that carries no meaning
    stop: frozenset[str]
    forms: frozenset[str] = frozenset()  # that the corpus is known to hold, read or not
    _read: dict[str, str] = field(default_factory=dict, compare=False, repr=False)  # words met so far, to their lemma

    def terms(self, text: str) -> list[str]:
        """The lemmas of a text in reading order; addresses, numbers and filler are no words."""
        read, words = self._read, _WORD.findall(text.lower())
        for word in words:
            if word not in read:
                read[word] = self.lemma(_STRAY.sub("", word))
        return [lemma for word in words if (lemma := read[word])]

    def lemma(self, word: str) -> str:
        """The lemma of one lower-case word, "" when it carries no meaning."""
        if len(word) < 2 or word in self.stop:
            return ""
        known = self.lemmas.get(word)
        if known is None:
            known = self._singular(word)
        return "" if known in self.stop else known

    def _singular(self, word: str) -> str:
        """What an unread word is counted as: its singular where that was read or met, else itself."""
        if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
            return word
        one = word[:-1]
        return self.lemmas.get(one, one if one in self.forms else word)


def learn_vocabulary(texts: Iterable[str], model: "Language") -> Vocabulary:
    """A vocabulary from a sample of the texts, the same for the same set of texts in any order.

    Of each text the first 200 words are looked at. Where these are 20,000 in all they are all tagged, else 12,000:
    passages chosen for words that two of them share and that were not read yet. Each surface form takes its commonest
    lemma.
    """
    distinct = sorted({t for t in texts if t}, key=digest)  # an order that favours no source
    passages = _pool(distinct)
    forms = frozenset(form for _, held in passages for form in held)
    return replace(_learn(_sample(passages), model), forms=forms, _read={})


def _sample(passages: Sequence[tuple[str, list[str]]]) -> tuple[str, ...]:
    """The passages to read, joined ten by ten: longer texts take the tagger less time."""
    if sum(len(forms) for _, forms in passages) <= WHOLE_WORDS:
        return _joined([passage for passage, _ in passages])
    holding = Counter(form for _, forms in passages for form in set(forms))
    read = {form: 0 for form, held in holding.items() if held > 1}
    chosen: dict[int, str] = {}
    room = SAMPLE_WORDS
    for times, part in ROUNDS:
        for place, (passage, forms) in enumerate(passages):
            wanted = sum(read.get(form, times) < times for form in forms)
            if not wanted or wanted < part * len(forms) or place in chosen or len(forms) > room:
                continue
            room -= len(forms)
            chosen[place] = passage
            for form in forms:
                if form in read:
                    read[form] += 1
    return _joined(list(chosen.values()))


def _joined(passages: Sequence[str]) -> tuple[str, ...]:
    return tuple("\n".join(passages[i : i + 10]) for i in range(0, len(passages), 10))


def _pool(texts: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Passages of the first texts, each with the surface forms in it."""
    pool = []
    room = POOL_WORDS
    for text in texts:
        words = text.split()[:MOST_WORDS]
        if (room := room - len(words)) < 0:
            break
        passages = (" ".join(words[i : i + PASSAGE]) for i in range(0, len(words), PASSAGE))
        pool += [(passage, _WORD.findall(passage.lower())) for passage in passages]
    return pool


@lru_cache(maxsize=8)
def _learn(sample: tuple[str, ...], model: "Language") -> Vocabulary:
    from spacy.tokens import Doc

    # Ruler and lemmatizer look at a word and its tag: they read each pair once, not every place that it stands in.
    seen = Counter((token.lower_, token.tag_) for doc in tag(model, sample, TAGS) for token in doc)
    words, tags = zip(*sorted(pair for pair in seen if pair[0].strip()), strict=True) if seen else ((), ())
    doc = Doc(model.vocab, words=list(words), tags=list(tags))
    for name in READING:
        doc = model.get_pipe(name)(doc) if name in model.pipe_names else doc
    readings: dict[str, Counter[tuple[str, bool]]] = {}
    for token in doc:
        reading = (token.lemma_.lower(), token.pos_ in MEANINGFUL)
        readings.setdefault(token.lower_, Counter())[reading] += seen[token.lower_, token.tag_]
    lemmas = {word: _commonest(seen) for word, seen in sorted(readings.items())} | AS_WRITTEN
    return Vocabulary(lemmas, frozenset(model.Defaults.stop_words) | FILLER)


def forget() -> None:
    """Read the next sample anew: what a fit costs is measured without what an earlier one left."""
    _learn.cache_clear()


def _commonest(seen: Counter[tuple[str, bool]]) -> str:
    """The commonest meaningful lemma where at least half of the readings carry meaning, else ""."""
    meaningful = Counter({lemma: n for (lemma, counts), n in sorted(seen.items()) if counts})
    if 2 * sum(meaningful.values()) < sum(seen.values()):
        return ""
    return min(meaningful, key=lambda lemma: (-meaningful[lemma], lemma))


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each term stands in each text: rows are texts in the order given, columns ``terms`` in order."""

    terms: tuple[str, ...]
    counts: "csr_matrix"


def count_terms(texts: Sequence[Sequence[str]], terms: Sequence[str] | None = None) -> TermCounts:
    """Counts of the terms of texts already split; ``terms`` fixes the columns, else every term gets one."""
    import numpy as np
    from scipy.sparse import csr_matrix

    names = tuple(sorted({t for text in texts for t in text})) if terms is None else tuple(terms)
    column = {term: i for i, term in enumerate(names)}
    pairs = [(row, column[t]) for row, text in enumerate(texts) for t in text if t in column]
    rows, columns = (np.array([p[i] for p in pairs], dtype=np.int64) for i in (0, 1))
    matrix = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(texts), len(names)))
    matrix.sum_duplicates()
    return TermCounts(names, matrix)
