"""Answering: whether a company's pages answer a question that prospects ask.

A page is cut into passages, because a long page holds every word somewhere. A passage is measured by the cosine
between the question and the part of it that the passage holds: 1 when every word of the question stands there, each
word weighted by how rare it is. A passage that says little beyond the question repeats it and answers nothing.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from market.findings import Evidence
from market.posts import Post
from market.topics import Answer, Answering
from nlp.vocabulary import Vocabulary

PASSAGE_WORDS = 80  # about a paragraph; passages overlap by half
# Cosines. With words of equal weight .75 is a bit more than half of the question's words (the square is the share) and
# .9 four fifths of them. Set by reading some dozens of answers, not yet by a labelled set.
TOUCHED = 0.75
ANSWERED = 0.9
LEAST_SHARED = 2  # distinct words: one word in common is a subject, not an answer
LEAST_BEYOND = 15  # distinct meaningful words beside the question's: less is a repetition of it
QUOTE_WORDS = 25


@dataclass(frozen=True, slots=True)
class _Passage:
    post: Post
    words: tuple[str, ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answers:
    """The passages of all companies, ready to be asked."""

    passages: tuple[_Passage, ...]
    holding: Mapping[str, tuple[int, ...]]  # term to passages
    rarity: Mapping[str, float]
    vocabulary: Vocabulary

    def by(self, companies: Sequence[str], question: str) -> tuple[Answering, ...]:
        """One row per company, best first, then by key; without a page about it, "not answered" and no evidence."""
        terms = sorted(set(self.vocabulary.terms(question)))
        best = {key: Answering(key, Answer.NOT, 0.0, ()) for key in sorted(set(companies))}
        shared = Counter(p for term in terms for p in self.holding.get(term, ()))
        for place in sorted(shared):
            passage = self.passages[place]
            rated = self._rate(passage, terms)
            if passage.post.company in best and _better(rated, best[passage.post.company]):
                best[passage.post.company] = rated
        order = list(Answer)
        return tuple(sorted(best.values(), key=lambda a: (order.index(a.answer), -a.similarity, a.company)))

    def _rate(self, passage: _Passage, terms: Sequence[str]) -> Answering:
        common = [t for t in terms if t in passage.terms]
        weight = sum(self._rarity(t) ** 2 for t in terms)
        similarity = math.sqrt(sum(self._rarity(t) ** 2 for t in common) / weight) if weight else 0.0
        beyond = len(passage.terms) - len(common)
        answer = Answer.NOT
        if similarity >= TOUCHED and len(common) >= LEAST_SHARED and beyond >= LEAST_BEYOND:
            answer = Answer.ANSWERED if similarity >= ANSWERED and len(common) > LEAST_SHARED else Answer.TOUCHED
        if answer == Answer.NOT:
            return Answering(passage.post.company, answer, round(similarity, 4), ())
        quote = _around(passage.words, common, self.vocabulary)
        return Answering(
            passage.post.company, answer, round(similarity, 4), (Evidence.of(passage.post.capture, quote),)
        )

    def _rarity(self, term: str) -> float:
        return self.rarity.get(term, math.log(len(self.passages) + 1.0) + 1.0)


def _better(new: Answering, old: Answering) -> bool:
    order = list(Answer)
    return (order.index(new.answer), -new.similarity) < (order.index(old.answer), -old.similarity)


def read_answers(posts: Sequence[Post], vocabulary: Vocabulary) -> Answers:
    """The companies' English pages as passages, in an order that no input changes."""
    distinct = {p.key: p for p in sorted(posts, key=lambda p: (p.url, p.capture.digest)) if p.language in ("", "en")}
    passages = tuple(
        _Passage(post, words, frozenset(vocabulary.terms(" ".join((post.title, *words)))))
        for _, post in sorted(distinct.items())
        for words in _cut(post.text.split())
    )
    holding: dict[str, list[int]] = {}
    for place, passage in enumerate(passages):
        for term in sorted(passage.terms):
            holding.setdefault(term, []).append(place)
    rarity = {t: math.log((len(passages) + 1) / (len(places) + 1)) + 1.0 for t, places in holding.items()}
    return Answers(passages, {t: tuple(p) for t, p in holding.items()}, rarity, vocabulary)


def _cut(words: Sequence[str]) -> list[tuple[str, ...]]:
    step = PASSAGE_WORDS // 2
    starts = range(0, max(1, len(words) - step), step)
    return [tuple(words[start : start + PASSAGE_WORDS]) for start in starts]


def _around(words: Sequence[str], common: Sequence[str], vocabulary: Vocabulary) -> str:
    """The 25 words of the passage that hold most of the shared ones."""
    hits = [bool(set(vocabulary.terms(w)) & set(common)) for w in words]
    starts = range(max(1, len(words) - QUOTE_WORDS + 1))
    best = max(starts, key=lambda s: (sum(hits[s : s + QUOTE_WORDS]), -s))
    return " ".join(words[best : best + QUOTE_WORDS])
