"""Identity: which of a run's topics are those of the run before, which are new, and what became of the rest.

Two topics are the same when they hold the same conversations (cosine of membership, over those that both runs read) or
are told from the others by the same words (cosine of the positive z scores of log-odds with a Dirichlet prior, Monroe,
Colaresi & Quinn 2008); the assignment with the largest sum is taken (Hungarian method). A topic without a partner is
gone, or new, when hardly any text of the other run is like its own; otherwise it joined another, or split off.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from market.topic_names import Fate
from market.urls import digest
from nlp.topic_memory import OWN_QUANTILE, Memory, Remembered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

SAME = 0.6  # the cosine of two topics that are one
NEAREST = 0.4  # that of one topic in other texts: enough where each is the other's nearest and both runs talk of it
STILL_THERE = 0.25  # of what its own run has: with less in the other run a topic is not there
CHANCE = 0.01  # of a topic that is there to seem gone
LEAST_SHARED = 3  # conversations of a topic that both runs read, before membership says anything
TERMS = 100  # of a topic's vector
TEXTS, TEXT_TERMS = 1500, 120  # kept for the next run to tell what is new: of each text all that topics read
_PRIOR = 10.0  # texts' worth of the whole
_WAS_GONE = 0.05  # a topic that is there comes before one that has to come back


@dataclass(frozen=True, slots=True)
class Recognised:
    """The identity of a run's topics."""

    ids: tuple[str, ...]  # in the order given
    fates: tuple[tuple[Fate, str], ...]  # with the Topic.id it split off from, "" otherwise
    ended: tuple[tuple[str, Fate, str], ...]  # topics of the run before that are no more, with what they joined
    memory: Memory


def recognise(
    before: Memory, keys: Sequence[str], texts: Sequence[Sequence[str]], members: Sequence[Sequence[int]]
) -> Recognised:
    """The identity of the topics whose texts are at the places ``members``, given what the run before left.

    ``keys`` are the conversations' keys, ``texts`` their terms; a text is on one topic at most.
    """
    held = [frozenset(t) for t in texts]
    whole = Counter(word for words in held for word in words)
    now = _reaching([_remembered(held, whole, m) for m in members], held)
    alike = _alike(before, keys, now, members)
    alive = [t for t in before.topics if t.alive]
    over = {t.id for t, there in zip(alive, _there(alive, held), strict=True) if not there}
    went_on = {t.id for t in before.topics} - over
    known = _there(now, [frozenset(terms) for _, _, terms in before.texts])
    partner = _partners(alike, before, [t.id in went_on for t in before.topics], known)
    ids, fates = _named(before, partner, alike, now, known)
    ended = _ended(before, partner, alike, ids, went_on)
    gone = [replace(t, alive=False) for i, t in enumerate(before.topics) if i not in partner.values()]
    named = [replace(topic, id=id_) for topic, id_ in zip(now, ids, strict=True)]
    return Recognised(ids, fates, ended, Memory((*named, *gone), _kept(keys, texts, members, ids)))


def carried_on(before: Memory, keys: Sequence[str], texts: Sequence[Sequence[str]]) -> list[list[int]]:
    """Places of the texts on each topic that was there in the run before, by what that run saw of them or by words.

    A topic with fewer than three texts is left out.
    """
    alive = [t for t in before.topics if t.alive]
    place = {t.id: i for i, t in enumerate(alive)}
    was = {key: place[topic] for key, topic, _ in before.texts if topic in place}
    groups: list[list[int]] = [[] for _ in alive]
    for i, (key, terms) in enumerate(zip(keys, texts, strict=True)):
        words = frozenset(terms)
        near = [_similarity(t.vector, words) for t in alive]
        best = was.get(key, near.index(max(near)) if near else -1)
        if best >= 0 and (key in was or near[best] >= alive[best].least):
            groups[best].append(i)
    return [group for group in groups if len(group) >= LEAST_SHARED]


def _remembered(held: Sequence[frozenset[str]], whole: Mapping[str, int], places: Sequence[int]) -> Remembered:
    """A topic of this run, without id; how near its texts are is read from halves, each by the other's words."""
    import numpy as np

    halves = places[::2], places[1::2]
    near = [
        _similarity(vector, held[p])
        for one, other in (halves, halves[::-1])
        for vector in [_vector(held, whole, one)]
        for p in other
    ]
    least = round(float(np.quantile(near, OWN_QUANTILE)), 6)
    return Remembered("", _vector(held, whole, places), least, len(places) / len(held), True)


def _vector(held: Sequence[frozenset[str]], whole: Mapping[str, int], places: Sequence[int]) -> dict[str, float]:
    """The terms that tell the topic's texts from the others, with their z scores, of length 1.

    ``whole`` says in how many of all texts each term stands.
    """
    import numpy as np

    inside = Counter(word for place in places for word in held[place])
    names = sorted(word for word, n in inside.items() if n > 1)
    a, b = (np.array([count[w] for w in names], dtype=np.float64) for count in (inside, whole))
    b, n, rest = b - a, len(places), len(held) - len(places)
    prior = _PRIOR * (a + b) / max(1, len(held))
    odds = np.log((a + prior) / (n + _PRIOR - a - prior)) - np.log((b + prior) / (rest + _PRIOR - b - prior))
    z = odds / np.sqrt(1 / (a + prior) + 1 / (b + prior))
    best = [i for i in np.argsort(-np.round(z, 9), kind="stable")[:TERMS] if z[i] > 0]
    length = float(np.sqrt((z[best] ** 2).sum())) or 1.0
    return {names[i]: round(float(z[i]) / length, 6) for i in best}


def _alike(
    before: Memory, keys: Sequence[str], now: Sequence[Remembered], members: Sequence[Sequence[int]]
) -> "Matrix":
    """How alike each earlier topic (rows) and each topic now (columns) are, 0 to 1."""
    import numpy as np

    value = np.array([[_cosine(t.vector, n.vector) for n in now] for t in before.topics]).reshape(-1, len(now))
    was = {key: topic for key, topic, _ in before.texts}
    both = [{keys[i] for i in m} & was.keys() for m in members]
    for row, topic in enumerate(before.topics):
        own = {key for key, id_ in was.items() if id_ == topic.id} & set(keys)
        for column, other in enumerate(both):
            if min(len(own), len(other)) >= LEAST_SHARED:
                value[row, column] = max(value[row, column], len(own & other) / (len(own) * len(other)) ** 0.5)
    return value


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum((weight * other.get(word, 0.0) for word, weight in one.items()), 0.0)


def _partners(alike: "Matrix", before: Memory, went_on: Sequence[bool], known: Sequence[bool]) -> dict[int, int]:
    """For each topic now that was there before, its earlier topic."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not alike.size:
        return {}
    nearest = (alike == alike.max(axis=0)) & (alike == alike.max(axis=1)[:, None])
    nearest &= np.outer(went_on, known)
    one = (alike >= SAME) | (nearest & (alike >= NEAREST))
    worth = alike - _WAS_GONE * np.array([[not t.alive] for t in before.topics])
    rows, columns = linear_sum_assignment(-np.where(one, worth, 0.0))
    return {int(c): int(r) for r, c in zip(rows, columns, strict=True) if one[r, c]}


def _named(
    before: Memory,
    partner: Mapping[int, int],
    alike: "Matrix",
    now: Sequence[Remembered],
    was_known: Sequence[bool],
) -> tuple[tuple[str, ...], tuple[tuple[Fate, str], ...]]:
    taken = {t.id for t in before.topics}
    ids, fates = [], []
    for i, topic in enumerate(now):
        if i in partner:
            known = before.topics[partner[i]]
            ids.append(known.id)
            fates.append((Fate.KEPT if known.alive else Fate.BACK, ""))
            continue
        ids.append(_fresh(topic.vector, taken))
        taken.add(ids[-1])
        source = before.topics[int(alike[:, i].argmax())].id if was_known[i] and before.topics else ""
        fates.append((Fate.SPLIT, source) if source else (Fate.BORN, ""))
    return tuple(ids), tuple(fates)


def _fresh(vector: Mapping[str, float], taken: set[str]) -> str:
    """An id made of the topic's words, which no other topic of the client ever had."""
    words = "\n".join(sorted(vector, key=lambda w: (-vector[w], w))[:10])
    made, tries = digest(words)[:12], 0
    while made in taken:
        tries += 1
        made = digest(f"{words} {tries}")[:12]
    return made


def _ended(
    before: Memory, partner: Mapping[int, int], alike: "Matrix", ids: Sequence[str], went_on: set[str]
) -> tuple[tuple[str, Fate, str], ...]:
    """What became of the topics that were there before and have no partner now."""
    ended = []
    for i, topic in enumerate(before.topics):
        if topic.alive and i not in partner.values():
            joined = ids[int(alike[i].argmax())] if ids and topic.id in went_on else ""
            ended.append((topic.id, Fate.JOINED if joined else Fate.GONE, joined))
    return tuple(ended)


def _similarity(vector: Mapping[str, float], words: frozenset[str]) -> float:
    near = sum((vector[w] for w in words if w in vector), 0.0)
    return float(near / max(1, len(words)) ** 0.5)


def _reaching(topics: Sequence[Remembered], texts: Sequence[frozenset[str]]) -> list[Remembered]:
    """The topics with what share of their own run's texts they reach."""
    import numpy as np

    if not texts or not topics:
        return list(topics)
    shares = zip(topics, *(np.round(count / len(texts), 6) for count in _reach(topics, texts)), strict=True)
    return [replace(topic, near=float(near), nearest=float(nearest)) for topic, near, nearest in shares]


def _reach(topics: Sequence[Remembered], texts: Sequence[frozenset[str]]) -> "tuple[Matrix, Matrix]":
    """How many texts are on each topic, and how many of these no other topic is nearer to."""
    import numpy as np

    weights: dict[str, Matrix] = {}
    for place, topic in enumerate(topics):
        for word, weight in topic.vector.items():
            weights.setdefault(word, np.zeros(len(topics)))[place] = weight
    none = np.zeros(len(topics))
    alike = np.array([sum((weights[w] for w in sorted(words & weights.keys())), none) for words in texts])
    alike /= np.sqrt([[max(1, len(words))] for words in texts])
    near = (alike > 0) & (alike >= np.array([t.least for t in topics]))
    nearest = near & (alike == alike.max(axis=1)[:, None])
    return np.asarray(near.sum(axis=0), dtype=np.float64), np.asarray(nearest.sum(axis=0), dtype=np.float64)


def _there(topics: Sequence[Remembered], texts: Sequence[frozenset[str]]) -> list[bool]:
    """Whether each topic is in another run's texts, by how many it reaches there and reached in its own.

    Where talk is cut up otherwise, many texts are on a topic and few nearest to it; where it is gone, texts of others
    are on it by some words. So both counts must be low, in the geometric mean, and the second lower than chance leaves.
    """
    import numpy as np
    from scipy.stats import poisson

    if not texts or not topics:
        return [False] * len(topics)
    near, nearest = _reach(topics, texts)
    own = np.array([[t.near, t.nearest] for t in topics]) * len(texts)
    few = np.sqrt(near * nearest) < STILL_THERE * np.sqrt(own[:, 0] * own[:, 1])
    return [bool(b) for b in ~(few & (poisson.cdf(nearest, own[:, 1]) < CHANCE))]


def _kept(
    keys: Sequence[str], texts: Sequence[Sequence[str]], members: Sequence[Sequence[int]], ids: Sequence[str]
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """A sample of the texts that favours none, by key."""
    on = {place: id_ for m, id_ in zip(members, ids, strict=True) for place in m}
    chosen = sorted(range(len(keys)), key=lambda i: digest(keys[i]))[:TEXTS]
    return tuple(
        (keys[i], on.get(i, ""), tuple(sorted(dict.fromkeys(texts[i][:TEXT_TERMS]))))
        for i in sorted(chosen, key=lambda i: keys[i])
    )
