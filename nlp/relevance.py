"""Relevance: which conversations belong to the market that the brief and the companies' own posts describe.

Titles are too short to compare with posts one by one. So every *word* is judged first, on everything that was said:

1. A word is topical by how unevenly venues use it (Kullback–Leibler divergence of its venues from all words' venues,
   in bits, less its bias for small counts). "New" is used everywhere, "yarn" is not.
2. A word is the market's when the companies probably use it at least a fifteenth as often as conversations do: the
   posterior probability of a Gamma–Poisson model on the number of posts that hold it. Rare words stay undecided.
3. Two rounds of propagation let words and conversations inform each other, so that "stylesheet" counts where its
   conversations speak of "css".

Beside that yes or no each conversation has a *weight* from 0 to 1: the evidence for the market ÷ all evidence and one
bit more. A conversation of which little is known has little weight; the yes or no alone would turn over with every word
near its threshold.

A conversation is on-market when it holds a phrase of the brief, or names a company, or when at least half of its
topical weight is the market's. Single-word keywords vote with at least one bit: "release" in a title about fishing
is outvoted by its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from market.companies import Company
from market.figures import Window
from market.posts import Conversation, Mention, Post
from nlp.conversations import Hearing, hear
from nlp.mentions import find_mentions
from nlp.vocabulary import TermCounts, Vocabulary, count_terms, learn_vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from spacy.language import Language

    Vector = NDArray[np.float64]

READ_TERMS = 60  # of an opening post: beyond it long texts would speak of everything
PHRASE_SPAN = 5  # words of a keyword stand within this many meaningful words
LEAST_CONVERSATIONS = 5  # a word in fewer cannot show where it is used
LEAST_OF_VENUE = 20  # conversations; unevenness needs two venues of that size
# Posts may use a market word this much less often than conversations do. The order of venues holds from .03 to .1 on
# three markets; the middle is taken.
USE_RATIO = 0.07
PRIOR = (0.5, 0.2275)  # Gamma shape and rate whose median is 1: a word nothing is known of stays at one half
ROUNDS = 2
PRIOR_WEIGHT = 10.0  # conversations that a word's own evidence weighs as many as
DOUBT_BITS = 1.0  # evidence that every conversation's weight is held against
LEAST_BITS = 0.3  # topical weight below which a conversation says nothing of its subject
ON_MARKET = 0.5


@dataclass(frozen=True, slots=True)
class Relevance:
    """Which conversations are on-market, and by what rule."""

    on_market: frozenset[str]  # Conversation.key
    heard: Hearing
    words: tuple[str, ...]  # the market's most telling words, for the method page
    rule: str
    weights: tuple[float, ...]  # per conversation of ``heard``: 0 to 1, 1 where a phrase or a company's name decides
    mentions: tuple[Mention, ...] = ()  # the companies that are named in ``heard``


def find_on_market(
    conversations: Sequence[Conversation],
    posts: Sequence[Post],
    companies: Sequence[Company],
    keywords: Sequence[str],
    model: "Language",
    window: Window | None = None,
) -> Relevance:
    """The on-market conversations among those in English that began in the window (all, without one).

    Without posts, or with fewer than two venues of 20 conversations, only keywords and company names decide.
    """
    hearing = hear(conversations, window)
    texts = [h.text for h in hearing.heard] + [f"{p.title}. {p.text}" for p in posts]
    vocabulary = learn_vocabulary(texts, model)
    terms = [vocabulary.terms(h.title) + vocabulary.terms(h.body)[:READ_TERMS] for h in hearing.heard]
    phrases = sorted({tuple(vocabulary.terms(k)) for k in keywords} - {()})
    mentions = find_mentions([h.conversation for h in hearing.heard], companies, model)
    named = {mention.url for mention in mentions}
    certain = [h.conversation.url in named or _holds(phrases, t) for h, t in zip(hearing.heard, terms, strict=True)]
    single = frozenset(p[0] for p in phrases if len(p) == 1)
    return replace(_decide(hearing, terms, certain, single, _english(posts, vocabulary)), mentions=mentions)


def _english(posts: Sequence[Post], vocabulary: Vocabulary) -> list[list[str]]:
    distinct = {p.key: p for p in sorted(posts, key=lambda p: (p.url, p.capture.digest))}
    return [vocabulary.terms(f"{p.title}. {p.text}") for _, p in sorted(distinct.items()) if p.language in ("", "en")]


def _holds(phrases: Sequence[tuple[str, ...]], terms: Sequence[str]) -> bool:
    """Whether all words of a phrase of two or more stand together, in any order."""
    return any(len(p) > 1 and _within(set(p), terms) for p in phrases)


def _within(phrase: set[str], terms: Sequence[str]) -> bool:
    span = max(PHRASE_SPAN, len(phrase))
    starts = [i for i, t in enumerate(terms) if t in phrase]
    return any(phrase <= set(terms[i : i + span]) for i in starts)


def _decide(
    hearing: Hearing,
    terms: Sequence[Sequence[str]],
    certain: Sequence[bool],
    single: frozenset[str],
    posts: Sequence[Sequence[str]],
) -> Relevance:
    venues = [h.conversation.venue for h in hearing.heard]
    sizes = [venues.count(v) for v in set(venues)]
    if not posts or sum(n >= LEAST_OF_VENUE for n in sizes) < 2:
        held = [sure or bool(single & set(t)) for t, sure in zip(terms, certain, strict=True)]
        weights = tuple(map(float, held))
        return Relevance(_keys(hearing, held), hearing, tuple(sorted(single)), "keywords and company names", weights)
    counted = count_terms(terms)
    market = _judge(counted, venues, count_terms(posts, counted.terms), posts, single)
    hits = [sure or s >= ON_MARKET for s, sure in zip(market.share, certain, strict=True)]
    weights = tuple(1.0 if sure else float(w) for w, sure in zip(market.weight, certain, strict=True))
    rule = "keywords, company names and the companies' vocabulary"
    return Relevance(_keys(hearing, hits), hearing, market.words, rule, weights)


def _keys(hearing: Hearing, hits: Sequence[bool]) -> frozenset[str]:
    return frozenset(h.conversation.key for h, hit in zip(hearing.heard, hits, strict=True) if hit)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Per conversation what its words say, and the words that say most."""

    share: "Vector"  # the market's part of the topical weight, 0 where there is too little
    weight: "Vector"  # evidence for the market ÷ all evidence and a doubt
    words: tuple[str, ...]


def _judge(
    counted: TermCounts,
    venues: Sequence[str],
    used: TermCounts,
    posts: Sequence[Sequence[str]],
    single: frozenset[str],
) -> _Judged:
    """Words first, then conversations."""
    import numpy as np

    present = (counted.counts > 0).astype(float).tocsr()
    bits = _unevenness(present, venues)
    own = _market_probability(present, used.counts, [len(p) for p in posts])
    keyword = np.array([t in single for t in counted.terms], dtype=bool)
    bits[keyword] = np.maximum(bits[keyword], 1.0)
    own[keyword] = 1.0
    probability, share = own, _share(present, bits, own, 0.5)
    for _ in range(ROUNDS):
        neighbours = present.T @ share
        together = np.asarray(present.sum(axis=0)).ravel()
        probability = (PRIOR_WEIGHT * own + neighbours) / (PRIOR_WEIGHT + together)
        probability[keyword] = 1.0
        share = _share(present, bits, probability, 0.5)
    telling = bits * np.maximum(2 * probability - 1, 0) * np.sqrt(np.asarray(present.sum(axis=0)).ravel())
    best = sorted(range(len(counted.terms)), key=lambda i: (-telling[i], counted.terms[i]))[:30]
    words = tuple(counted.terms[i] for i in best if telling[i] > 0)
    return _Judged(_share(present, bits, probability, 0.0), _weight(present, bits, probability), words)


def _weight(present: "csr_matrix", bits: "Vector", probability: "Vector") -> "Vector":
    import numpy as np

    leaning = bits * (2 * probability - 1)
    speaking, against = present @ np.maximum(leaning, 0), present @ np.maximum(-leaning, 0)
    return np.asarray(speaking / (speaking + against + DOUBT_BITS), dtype=np.float64)


def _share(present: "csr_matrix", bits: "Vector", probability: "Vector", unknown: float) -> "Vector":
    import numpy as np

    weight = bits * np.abs(2 * probability - 1)  # an undecided word neither speaks for the market nor against it
    total = present @ weight
    return np.where(total > LEAST_BITS, (present @ (weight * probability)) / np.maximum(total, 1e-12), unknown)


def _unevenness(present: "csr_matrix", venues: Sequence[str]) -> "Vector":
    """Bits by which a word's venues tell it from the other words, less the bias (k−1)/(2n ln 2) of small counts."""
    import numpy as np
    from scipy.sparse import csr_matrix

    names = sorted(set(venues))
    row = {v: i for i, v in enumerate(names)}
    by_venue = csr_matrix((np.ones(len(venues)), ([row[v] for v in venues], range(len(venues)))))
    counts = (by_venue @ present).toarray()
    n = counts.sum(axis=0)
    base = (counts.sum(axis=1) / max(counts.sum(), 1.0))[:, None] + 1e-12
    there = (counts + base) / (n + 1)
    bits = (there * np.log2(there / base)).sum(axis=0) - (len(names) - 1) / (2 * np.log(2) * np.maximum(n, 1))
    return np.where(n >= LEAST_CONVERSATIONS, np.maximum(bits, 0.0), 0.0)


def _market_probability(present: "csr_matrix", used: "csr_matrix", lengths: Sequence[int]) -> "Vector":
    """Posterior probability that posts use each word at ``USE_RATIO`` of the conversations' rate or more."""
    import numpy as np
    from scipy.special import gammaincc

    n = np.asarray(present.sum(axis=0)).ravel()
    rate = USE_RATIO * n / max(n.sum(), 1.0)
    expected = np.zeros_like(rate)
    for length in lengths:
        expected += -np.expm1(-rate * length)  # posts that would hold the word at least once at that rate
    holding = np.asarray((used > 0).sum(axis=0)).ravel()
    return np.asarray(gammaincc(PRIOR[0] + holding, PRIOR[1] + expected), dtype=np.float64)
