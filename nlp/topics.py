"""Topics: what prospects discuss, each with its share, terms, venues, quotes, and who of the companies covers it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from market.figures import Figure, Window
from market.findings import Evidence
from market.posts import Conversation, Post
from market.statistics import wilson
from market.topic_names import NOTHING_BEFORE, TopicsBefore, TopicSight
from market.topics import Coverage, Term, Topic
from nlp.continuity import Told, tell
from nlp.conversations import Heard, Hearing, hear, short_quote
from nlp.coverage import Covering, cover, coverage_of
from nlp.factors import Factors, factorise
from nlp.intent import count_intents, main_intent
from nlp.keywords import TERMS, keyness_of, keywords_of
from nlp.labels import choose_label
from nlp.names import has_handle, is_coarse, people_in, read_names
from nlp.topic_model import READ_TERMS
from nlp.vocabulary import Vocabulary, learn_vocabulary

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LEAST_CONVERSATIONS = 3  # of a topic
LEAST_TO_START = 10  # conversations: fewer share no vocabulary worth a name
NEAR = 40  # conversations of a topic that labels and quotes are taken from
NEAR_UNLISTED = 10
QUOTES = 3
ALIKE = 0.5  # of the words of two quotes together: "Appraisal came in $900 low" is said once
PRINTED = 5  # pieces of evidence of a share

_Seen = tuple[str, str, tuple[str, ...], int]  # Topic.id, label, words, conversations
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class TopicModel:
    """The topics of a set of conversations and what was left out of them."""

    topics: tuple[Topic, ...]  # most conversations first
    conversations: int  # counted: in English or too short to tell, inside the window
    voices: int  # author × conversation pairs among them
    unassigned: int  # conversations on none of the topics listed
    other_language: int
    outside_window: int
    criterion: str  # how the number of topics was chosen
    reason: str  # why there is no topic, "" otherwise
    assignments: tuple[tuple[str, str], ...] = ()  # (Conversation.key, Topic.id), by key: who is on which topic
    sights: tuple[TopicSight, ...] = ()  # of every topic found, listed or not, and of those that ended
    memory: bytes = b""  # what the next run recognises these topics by


@dataclass(frozen=True, slots=True)
class _Group:
    """One topic in the making."""

    number: int
    id: str  # Topic.id
    members: tuple[int, ...]  # places in the hearing, most typical first
    terms: tuple[Term, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(t.text for t in self.terms)


def find_topics(
    conversations: Sequence[Conversation],
    posts: Sequence[Post],
    companies: Sequence[str],
    window: Window | None,
    model: "Language",
    seed: int = 0,
    limit: int = 12,
    before: TopicsBefore = NOTHING_BEFORE,
) -> TopicModel:
    """The topics of the conversations that began in the window (all, without one), at most ``limit``.

    ``companies`` are Company.key: each topic says how many of each one's posts are on it. A topic has at least three
    conversations. Without any, ``reason`` says why. Topics that go on from the run ``before`` keep their id; names,
    merges and hiding that people decided on apply.
    """
    hearing = hear(conversations, window)
    texts = [h.text for h in hearing.heard]
    if len(texts) < LEAST_TO_START:
        return _nothing(hearing, f"conversations counted: {len(texts)}; topics need at least {LEAST_TO_START}")
    vocabulary = learn_vocabulary([*texts, *(f"{p.title}. {p.text}" for p in posts)], model)
    terms = [vocabulary.terms(text)[:READ_TERMS] for text in texts]
    factors = factorise(terms, seed)
    keys = [h.conversation.key for h in hearing.heard]
    told = tell(factors, before, keys, terms, LEAST_CONVERSATIONS) if factors else None
    found = _groups(told, terms) if told else ()
    if not told or not found:
        return _nothing(hearing, f"no {LEAST_CONVERSATIONS} of {len(texts)} conversations share a vocabulary")
    groups = tuple(g for g in found if g.id not in told.hidden)[:limit]
    covering = cover(told.factors, [(g.number, g.words) for g in groups], posts, vocabulary)
    words = _words_of(posts, vocabulary)
    lower = tuple(text.lower() for text in texts)
    described, taken = _describe(groups, hearing, lower, covering, words, companies, window, model)
    topics = tuple(_under(topic, told.names.get(topic.id, "")) for topic in described)
    listed = {g.id for g in groups}
    others = _unlisted([g for g in found if g.id not in listed], hearing, lower, words, model, taken)
    rows = [(t.id, t.label, tuple(w.text for w in t.terms), t.conversations) for t in described] + others
    unassigned = len(texts) - sum(t.conversations for t in topics)
    return TopicModel(
        topics, len(texts), hearing.voices, unassigned, hearing.other_language, hearing.outside_window,
        told.factors.criterion, "", _assignments(groups, topics, hearing), told.sights(rows, len(texts)), told.memory,
    )  # fmt: skip


def _assignments(groups: Sequence[_Group], topics: Sequence[Topic], hearing: Hearing) -> tuple[tuple[str, str], ...]:
    """Which conversation is on which topic; the topics stand in the order of their groups."""
    pairs = zip(groups, topics, strict=True)
    return tuple(sorted((hearing.heard[place].conversation.key, topic.id) for g, topic in pairs for place in g.members))


def _nothing(hearing: Hearing, reason: str) -> TopicModel:
    count = len(hearing.heard)
    return TopicModel((), count, hearing.voices, count, hearing.other_language, hearing.outside_window, "", reason)


def _words_of(posts: Sequence[Post], vocabulary: Vocabulary) -> frozenset[str]:
    """What the companies write of is no person's name."""
    return frozenset(t for p in posts for t in vocabulary.terms(f"{p.title}. {p.text}"))


def _groups(told: Told, terms: Sequence[Sequence[str]]) -> tuple[_Group, ...]:
    if not told.groups:
        return ()
    factors = told.factors
    words = keywords_of(terms, factors.terms, factors.counts, [places for _, _, places in told.groups])
    family = TERMS * len(told.groups)
    groups = [
        _group(number, id_, places, own, factors, family)
        for (number, id_, places), own in zip(told.groups, words, strict=True)
    ]
    named = [g for g in groups if g.terms]
    named.sort(key=lambda g: (-len(g.members), g.words))
    return tuple(named)


def _group(number: int, id_: str, places: Sequence[int], words: Sequence[str], factors: Factors, family: int) -> _Group:
    import numpy as np

    rows = factors.weights[list(places)]
    near = np.asarray(rows @ np.asarray(rows.mean(axis=0)).ravel())
    typical = sorted(zip(places, near, strict=True), key=lambda p: (-round(float(p[1]), 9), p[0]))
    terms = keyness_of(words, factors.terms, factors.counts, places, family) if words else ()
    return _Group(number, id_, tuple(p for p, _ in typical), terms)


def _describe(
    groups: Sequence[_Group],
    hearing: Hearing,
    lower: Sequence[str],
    covering: Sequence[Covering],
    known: frozenset[str],
    companies: Sequence[str],
    window: Window | None,
    model: "Language",
) -> tuple[tuple[Topic, ...], list[frozenset[str]]]:
    """The topics in the order of their groups, under the labels found, and the labels' lemmas."""
    taken: list[frozenset[str]] = []
    topics = []
    for found in groups:
        docs = _read(found, hearing, NEAR, model)
        group = _without_people(found, docs, known)
        label, lemmas = _label(group, docs, lower, known, taken)
        taken.append(lemmas)
        heard = [hearing.heard[i] for i in group.members]
        quotes = _quotes(heard[:NEAR], docs, known)
        coverage = coverage_of(group.number, covering, companies)
        topics.append(_topic(group, label, heard, hearing, quotes, window, coverage))
    return tuple(topics), taken


def _unlisted(
    groups: Sequence[_Group],
    hearing: Hearing,
    lower: Sequence[str],
    known: frozenset[str],
    model: "Language",
    taken: list[frozenset[str]],
) -> list[_Seen]:
    """What is kept of topics that the report has no room for, or that people hid."""
    seen: list[_Seen] = []
    for found in groups:
        docs = _read(found, hearing, NEAR_UNLISTED, model)
        group = _without_people(found, docs, known)
        label, lemmas = _label(group, docs, lower, known, taken)
        taken.append(lemmas)
        seen.append((group.id, label, group.words, len(group.members)))
    return seen


def _read(group: _Group, hearing: Hearing, most: int, model: "Language") -> "Sequence[Doc]":
    return read_names(model, [" ".join(hearing.heard[i].text.split()[:60]) for i in group.members[:most]])


def _label(
    group: _Group, docs: "Sequence[Doc]", lower: Sequence[str], known: frozenset[str], taken: Sequence[frozenset[str]]
) -> tuple[str, frozenset[str]]:
    own = set(group.members)
    inside, outside = ([text for i, text in enumerate(lower) if (i in own) is side] for side in (True, False))
    return choose_label(docs, inside, outside, group.words, known, taken)


def _under(topic: Topic, name: str) -> Topic:
    """The topic under the name that people gave it, where they did."""
    return replace(topic, label=name, share=replace(topic.share, subject=name)) if name else topic


def _without_people(group: _Group, docs: "Sequence[Doc]", known: frozenset[str]) -> _Group:
    """The group without terms that are people's names or oaths; a topic of such alone keeps its first term."""
    names = {word.lower() for doc in docs for name in people_in(doc, known) for word in name.split()}
    kept = tuple(t for t in group.terms if t.text not in names and not is_coarse(t.text))
    return replace(group, terms=kept or group.terms[:1])


def _topic(
    group: _Group,
    label: str,
    heard: Sequence[Heard],
    hearing: Hearing,
    quotes: tuple[Evidence, ...],
    window: Window | None,
    coverage: tuple[Coverage, ...],
) -> Topic:
    voices = sum(h.voices for h in heard)
    venues = sorted({h.conversation.venue for h in heard})
    per_venue = [(v, sum(h.conversation.venue == v for h in heard)) for v in venues]
    return Topic(
        id=group.id,
        label=label,
        terms=group.terms,
        conversations=len(heard),
        voices=voices,
        share=_share(group.id, label, voices, hearing, heard, window),
        venues=tuple(sorted(per_venue, key=lambda v: (-v[1], v[0]))),
        intents=count_intents([main_intent(h.title, h.body) for h in heard]),
        quotes=quotes,
        coverage=coverage,
    )


def _share(
    identity: str, label: str, voices: int, hearing: Hearing, heard: Sequence[Heard], window: Window | None
) -> Figure:
    """The topic's part of the conversations: voices of one thread answer each other, so threads are what is counted."""
    evidence = tuple(Evidence.of(h.conversation.capture, short_quote(h.title or h.body)) for h in heard[:PRINTED])
    hits, n = len(heard), len(hearing.heard)
    return Figure(
        id=f"topic-share.{identity}",
        name="share of conversations",
        subject=label,
        value=hits / n,
        unit="share of conversations",
        n=n,
        window=window,
        interval=wilson(hits, n),
        formula="on-market conversations on the topic ÷ on-market conversations counted",
        inputs=(
            ("conversations on the topic", str(hits)),
            ("on-market conversations counted", str(n)),
            ("voices on the topic (author × conversation pairs)", str(voices)),
            ("voices in all of them", str(hearing.voices)),
        ),
        evidence=evidence,
        evidence_total=len(heard),
    )


def _quotes(heard: Sequence[Heard], docs: "Sequence[Doc]", known: frozenset[str]) -> tuple[Evidence, ...]:
    """The most typical titles that name nobody, no two of one author and no two that say the same."""
    quotes: list[Evidence] = []
    authors: set[str] = set()
    for one, doc in zip(heard, docs, strict=True):
        text = one.title or one.body
        fit = len(text.split()) >= 4 and not has_handle(text) and not is_coarse(text) and not people_in(doc, known)
        if fit and one.conversation.author not in authors and not any(_alike(text, q.quote) for q in quotes):
            quotes.append(Evidence.of(one.conversation.capture, short_quote(text)))
            authors.update({one.conversation.author} - {""})
        if len(quotes) == QUOTES:
            break
    return tuple(quotes)


def _alike(one: str, other: str) -> bool:
    """Whether two titles share at least half of the words they have together, amounts aside."""
    first, second = (frozenset(_LETTERS.findall(text.lower())) for text in (one, other))
    return len(first & second) >= ALIKE * max(1, len(first | second))
