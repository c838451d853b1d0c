"""Continuity: a run's topics grow out of those of the run before, so that a weekly report speaks of the same things.

Groups found anew differ where nothing did: a text more or less moves the borders. So the topics of the run before are
where the grouping starts, with those added that the run before had no texts for. Only when the texts bear another
number of topics, by more than a third, are they grouped as if there had been no run before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from market.topic_names import Fate, TopicDecision, TopicsBefore, TopicSight
from nlp.factors import Factors, regrouped
from nlp.identity import Recognised, carried_on, recognise
from nlp.topic_memory import Memory, read_memory, write_memory

OTHER_NUMBER = 1 / 3  # of the earlier number: by more than that, topics are found anew


@dataclass(frozen=True, slots=True)
class Continued:
    """A run's topics with their identity."""

    factors: Factors
    numbers: tuple[int, ...]  # of the topics in ``factors``, in the order of ``recognised.ids``
    members: tuple[tuple[int, ...], ...]  # places of each one's texts
    recognised: Recognised


def continued(
    found: Factors, before: Memory, keys: Sequence[str], texts: Sequence[Sequence[str]], least: int
) -> Continued:
    """The topics of the texts, ``found`` without a run before, as those of ``before`` go on; ``least`` texts each."""
    fresh = _told(found, before, keys, texts, least)
    starts = carried_on(before, keys, texts)
    asked = len(set(found.topic) - {-1})
    if not starts or abs(asked - len(starts)) > OTHER_NUMBER * len(starts):
        return fresh
    fates = fresh.recognised.fates
    new = [m for m, (fate, _) in zip(fresh.members, fates, strict=True) if fate in (Fate.BORN, Fate.BACK)]
    said = f"{len(starts)} from the audit before, {len(new)} new or back; by themselves: {found.criterion}"
    return _told(regrouped(found, [*starts, *new], said), before, keys, texts, least)


def _told(
    factors: Factors, before: Memory, keys: Sequence[str], texts: Sequence[Sequence[str]], least: int
) -> Continued:
    groups: dict[int, list[int]] = {}
    for place, number in enumerate(factors.topic):
        if number >= 0:
            groups.setdefault(number, []).append(place)
    numbers = tuple(sorted(n for n, places in groups.items() if len(places) >= least))
    members = tuple(tuple(groups[n]) for n in numbers)
    return Continued(factors, numbers, members, recognise(before, keys, texts, members))


@dataclass(frozen=True, slots=True)
class Told:
    """A run's topics under their names, with what people decided of them done."""

    factors: Factors
    groups: tuple[tuple[int, str, tuple[int, ...]], ...]  # number in ``factors``, Topic.id, places of its texts
    names: Mapping[str, str]  # by hand, by Topic.id
    hidden: frozenset[str]  # Topic.id
    fates: Mapping[str, tuple[Fate, str]]  # by Topic.id
    ended: tuple[tuple[str, Fate, str], ...]
    memory: bytes

    def sights(self, seen: Sequence[tuple[str, str, tuple[str, ...], int]], of: int) -> tuple[TopicSight, ...]:
        """What the run saw: ``seen`` are id, label, words and conversations of its topics, out of ``of`` in all."""
        there = [
            TopicSight(id_, self.fates[id_][0], label, words, count, count / max(1, of), self.fates[id_][1])
            for id_, label, words, count in seen
        ]
        gone = [TopicSight(id_, fate, "", (), 0, 0.0, other) for id_, fate, other in self.ended]
        return tuple(sorted((*there, *gone), key=lambda s: s.topic))


def tell(found: Factors, before: TopicsBefore, keys: Sequence[str], texts: Sequence[Sequence[str]], least: int) -> Told:
    """The topics of the texts with the identities and names of the run ``before``, ``least`` texts each.

    Raises ``ValueError`` for a memory that is none.
    """
    memory = read_memory(before.memory) if before.memory else Memory()
    went_on = continued(found, memory, keys, texts, least)
    ids = went_on.recognised.ids
    number = dict(zip(ids, went_on.numbers, strict=True))
    decided = {d.topic: d for d in before.decisions}
    target = {id_: _target(id_, decided, number) for id_ in ids}
    into = {number[id_]: number[target[id_]] for id_ in ids}
    factors = replace(
        went_on.factors,
        topic=tuple(into.get(n, n) for n in went_on.factors.topic),
        nearest=tuple(into.get(n, n) for n in went_on.factors.nearest),
    )
    places: dict[str, list[int]] = {}
    for id_, own in zip(ids, went_on.members, strict=True):
        places.setdefault(target[id_], []).extend(own)
    return Told(
        factors,
        tuple((number[id_], id_, tuple(sorted(own))) for id_, own in places.items()),
        {d.topic: d.name for d in before.decisions if d.name},
        frozenset(d.topic for d in before.decisions if d.hidden),
        dict(zip(ids, went_on.recognised.fates, strict=True)),
        (
            *went_on.recognised.ended,
            *((id_, Fate.JOINED, target[id_]) for id_ in ids if target[id_] != id_),
        ),
        write_memory(went_on.recognised.memory),
    )


def _target(topic: str, decided: Mapping[str, TopicDecision], there: Mapping[str, int]) -> str:
    """The topic that this one is counted with: the last one of the chain that this run has."""
    last, seen = topic, {topic}
    while topic in decided and (topic := decided[topic].into) and topic not in seen:
        seen.add(topic)
        last = topic if topic in there else last
    return last
