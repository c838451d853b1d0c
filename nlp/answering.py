"""Answering: whether a company's pages answer a question that prospects ask.

A page is cut into passages, because a long page holds every word somewhere; its title counts with each of them. A
passage is measured by the cosine between the question and the part of it that the passage holds: 1 when every word of
the question stands there, each word weighted by how rare it is, and a noun twice as much as a verb or an adjective,
because "drop" and "count" stand in everything. Three rules go before that measure:

1. No page is near a question unless one of its sentences, read with the title, holds two thirds of the question's
   *specific* nouns, those that few pages hold.
2. A page must be about what they share: it stands in the title, is said at least twice, or one statement says all that
   the question names.
3. A question taken from a conversation's body is read with the conversation's title: "the fee" under "Is an HOA fee
   normal?" is the HOA fee.

A passage that says little beyond the question repeats it and answers nothing.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.findings import Evidence
from market.posts import Post
from market.topics import Answer, Answering
from nlp.names import read_names
from nlp.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PASSAGE_WORDS = 80  # about a paragraph; passages overlap by half
# Cosines, set on the labelled pairs of tests/nlp/answers.
TOUCHED = 0.75
ANSWERED = 0.9
OTHER_WEIGHT = 0.5  # of a word that is no noun
LEAST_BEYOND = 15  # distinct meaningful words beside the question's: less is a repetition of it
SPECIFIC_SHARE = 0.25  # a noun that more of the pages hold tells none of them from the others
SPECIFIC_LEAST = 3  # pages; of few pages a quarter is nothing
QUOTE_WORDS = 25
# Nouns that stand in a question without being what it is about.
_GENERIC = frozenset(
    "place number side point part end hand line idea reason kind matter chance turn sense amount level rule detail "
    "option choice decision situation case list name word call second opinion morning evening night sunday "
    "monday tuesday wednesday thursday friday saturday".split()
)
# Words of asking: a page that says what matters need not say "matter".
_ASKING = frozenset("care matter worried worry work wonder happen mean wrong right".split())
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as pages are asked it."""

    terms: frozenset[str]  # without the words of asking
    nouns: frozenset[str]  # those of the terms that are nouns, with what the conversation's title says of them
    around: frozenset[str]  # the nouns of the conversation's title


@dataclass(frozen=True, slots=True)
class _Passage:
    words: tuple[str, ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Page:
    post: Post
    title: frozenset[str]
    said: Mapping[str, int]  # term to how often the text says it
    sentences: tuple[frozenset[str], ...]
    statements: tuple[frozenset[str], ...]  # the sentences that ask nothing
    passages: tuple[_Passage, ...]

    def is_about(self, terms: frozenset[str]) -> bool:
        return any(t in self.title or self.said.get(t, 0) > 1 for t in terms)

    def together(self, nouns: frozenset[str]) -> frozenset[str]:
        """The most of the nouns that one sentence holds with the title."""
        held = [nouns & (sentence | self.title) for sentence in self.sentences]
        return max(held, key=lambda h: (len(h), sorted(h)), default=frozenset())


@dataclass(frozen=True, slots=True)
class Answers:
    """The pages of all companies, ready to be asked."""

    pages: tuple[_Page, ...]
    holding: Mapping[str, tuple[int, ...]]  # term to pages
    vocabulary: Vocabulary

    def by(self, companies: Sequence[str], asking: Asking) -> tuple[Answering, ...]:
        """One row per company, best first, then by key; without a page about it, "not answered" and no evidence."""
        best = {key: Answering(key, Answer.NOT, 0.0, ()) for key in sorted(set(companies))}
        rank = {key: _rank(answering, 0.0) for key, answering in best.items()}
        for place in sorted({p for term in asking.nouns for p in self.holding.get(term, ())}):
            page = self.pages[place]
            company = page.post.company
            if company in best:
                rated = self._rate(page, asking)
                new = _rank(rated, _cosine(self._weights(asking), page.title))
                if new < rank[company]:
                    best[company], rank[company] = rated, new
        order = list(Answer)
        return tuple(sorted(best.values(), key=lambda a: (order.index(a.answer), -a.similarity, a.company)))

    def _rate(self, page: _Page, asking: Asking) -> Answering:
        """What one page has on the question, by its best passage."""
        weights = self._weights(asking)
        rows = [
            (_cosine(weights, p.terms | page.title), _cosine(weights, p.terms), -i, p)
            for i, p in enumerate(page.passages)
        ]
        telling = [r for r in rows if len(r[3].terms - asking.terms - asking.nouns) >= LEAST_BEYOND]
        similarity, _, _, passage = max(telling or rows, key=lambda r: r[:3])
        stated = any(len(s & weights.keys()) > 2 and _cosine(weights, s) >= ANSWERED for s in page.statements)
        answer = self._judge(page, passage, asking, similarity, stated) if telling else Answer.NOT
        if answer == Answer.NOT:
            return Answering(page.post.company, answer, round(similarity, 4), ())
        own = passage.terms & weights.keys()
        # Where only the title says it, the title is what shows it.
        words = passage.words if len(own) >= len(page.title & weights.keys()) else tuple(page.post.title.split())
        quote = _around(words, own | (page.title & weights.keys()), self.vocabulary)
        return Answering(page.post.company, answer, round(similarity, 4), (Evidence.of(page.post.capture, quote),))

    def _judge(self, page: _Page, passage: _Passage, asking: Asking, similarity: float, stated: bool) -> Answer:
        held = passage.terms | page.title
        specific = self._specific(asking.nouns)
        shared = page.together(specific)
        common = (asking.terms | asking.nouns) & held
        if similarity < TOUCHED or not shared or 3 * len(shared) < 2 * len(specific):
            return Answer.NOT
        if not (stated or page.is_about(self._specific(common))) or (len(common) < 2 and not shared & page.title):
            return Answer.NOT
        around = self._specific(asking.around - asking.nouns)
        if len(specific) < 2 and around and not page.is_about(around):
            return Answer.NOT
        complete = similarity >= ANSWERED and len(self._specific(common)) >= 2 and specific <= held
        on_it = stated or self._titled(page, asking) or all(page.said.get(n, 0) > 2 for n in shared)
        return Answer.ANSWERED if complete and on_it else Answer.TOUCHED

    def _titled(self, page: _Page, asking: Asking) -> bool:
        """Whether the title speaks of what is asked, so that the page does not only come past it."""
        return bool(page.title & ((asking.nouns - _GENERIC) | self._specific(asking.terms)))

    def _specific(self, nouns: frozenset[str]) -> frozenset[str]:
        most = max(SPECIFIC_LEAST, SPECIFIC_SHARE * len(self.pages))
        return frozenset(n for n in nouns - _GENERIC if len(self.holding.get(n, ())) <= most)

    def _weights(self, asking: Asking) -> dict[str, float]:
        return {t: self._weight(t, asking) for t in sorted(asking.terms | asking.nouns)}

    def _weight(self, term: str, asking: Asking) -> float:
        rarity = math.log((len(self.pages) + 1) / (len(self.holding.get(term, ())) + 1)) + 1.0
        return rarity**2 * (1.0 if term in asking.nouns - _GENERIC else OTHER_WEIGHT)


def _cosine(weights: Mapping[str, float], held: frozenset[str]) -> float:
    whole = math.fsum(weights.values())
    return math.sqrt(math.fsum(w for t, w in weights.items() if t in held) / whole) if whole else 0.0


def _rank(answering: Answering, titled: float) -> tuple[int, float, float]:
    """Of pages that answer alike the one whose title says so comes first."""
    return list(Answer).index(answering.answer), -answering.similarity, -titled


def read_questions(asked: Sequence[tuple[str, str]], vocabulary: Vocabulary, model: "Language") -> tuple[Asking, ...]:
    """The questions, each given with the title it stands under ("" for a question that is a title itself)."""
    docs = read_names(model, [text for pair in asked for text in pair])
    return tuple(_read(docs[i], docs[i + 1], vocabulary) for i in range(0, len(docs), 2))


def _read(question: "Doc", title: "Doc", vocabulary: Vocabulary) -> Asking:
    terms = frozenset(vocabulary.terms(question.text)) - _ASKING
    nouns = _nouns(question, vocabulary) & terms
    inherited = {
        vocabulary.lemma(before.lower_)
        for i, token in enumerate(title)
        if i and vocabulary.lemma(token.lower_) in nouns and (before := title[i - 1]).pos_ in _NOMINAL
    }
    return Asking(terms, nouns | (inherited - {""}), _nouns(title, vocabulary))


def _nouns(doc: "Doc", vocabulary: Vocabulary) -> frozenset[str]:
    """The terms that are read as nouns, or that the reader cuts in pieces (walk-through)."""
    others = {vocabulary.lemma(t.lower_) for t in doc if t.pos_ not in _NOMINAL}
    return frozenset(vocabulary.terms(doc.text)) - others


def read_answers(posts: Sequence[Post], vocabulary: Vocabulary) -> Answers:
    """The companies' English pages, in an order that no input changes."""
    distinct = {p.key: p for p in sorted(posts, key=lambda p: (p.url, p.capture.digest)) if p.language in ("", "en")}
    pages = tuple(_page(post, vocabulary) for _, post in sorted(distinct.items()))
    holding: dict[str, list[int]] = {}
    for place, page in enumerate(pages):
        for term in sorted(page.title | page.said.keys()):
            holding.setdefault(term, []).append(place)
    return Answers(pages, {t: tuple(p) for t, p in holding.items()}, vocabulary)


def _page(post: Post, vocabulary: Vocabulary) -> _Page:
    passages = tuple(_Passage(w, frozenset(vocabulary.terms(" ".join(w)))) for w in _cut(post.text.split()))
    said = Counter(vocabulary.terms(post.text))
    written = [(s, frozenset(vocabulary.terms(s))) for s in _SENTENCE_END.split(post.text) if s]
    sentences = tuple(terms for _, terms in written)
    statements = tuple(terms for sentence, terms in written if not sentence.endswith("?"))
    return _Page(post, frozenset(vocabulary.terms(post.title)), dict(said), sentences, statements, passages)


def _cut(words: Sequence[str]) -> list[tuple[str, ...]]:
    step = PASSAGE_WORDS // 2
    starts = range(0, max(1, len(words) - step), step)
    return [tuple(words[start : start + PASSAGE_WORDS]) for start in starts]


def _around(words: Sequence[str], common: frozenset[str], vocabulary: Vocabulary) -> str:
    """The 25 words of the passage that hold most of the shared ones."""
    hits = [bool(set(vocabulary.terms(w)) & common) for w in words]
    starts = range(max(1, len(words) - QUOTE_WORDS + 1))
    best = max(starts, key=lambda s: (sum(hits[s : s + QUOTE_WORDS]), -s))
    return " ".join(words[best : best + QUOTE_WORDS])
