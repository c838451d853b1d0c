"""Topic names: the history of every topic of a client, and what people decided of it.

A run's sights are written whole when its audit is, and a repetition replaces them; decisions are kept apart, so that no
run can undo them. They take effect in the next audit.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Engine, delete, insert, select

from market.topic_names import Fate, KnownTopic, TopicDecision, TopicEvent, TopicSight
from store.packing import pack, unpack
from store.persistence import persistent
from store.tables import topic_decisions, topic_memories, topic_sights, upsert

LONGEST_NAME = 80  # characters: it stands in tables and charts


class TopicNameError(ValueError):
    """A decision that cannot be taken; the message is one line for the person who took it."""


@persistent
def save_sights(
    engine: Engine, client: str, run: str, as_of: date, sights: Sequence[TopicSight], memory: bytes
) -> None:
    """Keep what a run saw of the client's topics, and what the next run recognises them by (``nlp.identity``)."""
    rows = [
        {
            "client": client,
            "run": run,
            "topic": one.topic,
            "as_of": as_of,
            "fate": one.fate.value,
            "label": one.label,
            "terms": pack(tuple[str, ...], one.terms),
            "conversations": one.conversations,
            "share": one.share,
            "other": one.other,
        }
        for one in sights
    ]
    kept = {"client": client, "run": run, "as_of": as_of, "body": zlib.compress(memory, 6)}
    with engine.begin() as connection:
        connection.execute(delete(topic_sights).where(topic_sights.c.client == client, topic_sights.c.run == run))
        if rows:
            connection.execute(insert(topic_sights), rows)
        connection.execute(upsert(engine, topic_memories, [kept]), [kept])


@persistent
def memory_before(engine: Engine, client: str, day: date) -> bytes | None:
    """What the client's newest run of a day before ``day`` left to recognise its topics by; None without one."""
    chosen = (
        select(topic_memories.c.body)
        .where(topic_memories.c.client == client, topic_memories.c.as_of < day)
        .order_by(topic_memories.c.as_of.desc(), topic_memories.c.run)
        .limit(1)
    )
    with engine.connect() as connection:
        packed = connection.execute(chosen).scalar()
    return zlib.decompress(packed) if packed else None


@persistent
def topics_of(engine: Engine, client: str) -> tuple[KnownTopic, ...]:
    """Every topic that an audit of the client ever saw, those of the newest audit first, then most conversations."""
    events = _events(engine, client)
    newest = max((event.as_of for event in events), default=date.min)
    decided = {decision.topic: decision for decision in decisions_of(engine, client)}
    by_topic: dict[str, list[TopicEvent]] = {}
    for event in events:
        by_topic.setdefault(event.sight.topic, []).append(event)
    known = [_known(id_, history, newest, decided.get(id_)) for id_, history in by_topic.items()]
    return tuple(sorted(known, key=lambda t: (not t.alive, -t.conversations, t.id)))


@persistent
def history_of(engine: Engine, client: str, topic: str) -> tuple[TopicEvent, ...]:
    """What each audit of the client saw of one topic, oldest first; empty for an unknown one."""
    return _events(engine, client, topic)


@persistent
def decisions_of(engine: Engine, client: str) -> tuple[TopicDecision, ...]:
    """What people decided of the client's topics, by topic."""
    t = topic_decisions.c
    chosen = select(t.topic, t.name, t.into, t.hidden, t.decided_at).where(t.client == client).order_by(t.topic)
    with engine.connect() as connection:
        return tuple(TopicDecision(*row) for row in connection.execute(chosen))


def rename(engine: Engine, client: str, topic: str, name: str, now: datetime, seen: bool = False) -> None:
    """Call a topic by a name of one's own from now on; "" takes the name back.

    Raises ``TopicNameError`` for an unknown topic or a name too long to print.
    """
    plain = " ".join(name.split())
    if len(plain) > LONGEST_NAME:
        raise TopicNameError(f"a name of {len(plain)} characters; at most {LONGEST_NAME}")
    _decide(engine, client, replace(_decision(engine, client, topic, now, seen), name=plain))


def merge(engine: Engine, client: str, topic: str, into: str, now: datetime, seen: bool = False) -> None:
    """Count a topic with another from the next audit on; "" as ``into`` takes that back.

    Raises ``TopicNameError`` for an unknown topic and for two that would be counted with each other.
    """
    if into:
        _decision(engine, client, into, now, seen)
        onward = {d.topic: d.into for d in decisions_of(engine, client)}
        place = into
        while place:
            if place == topic:
                raise TopicNameError(f"topic {into} is counted with {topic} already")
            place = onward.get(place, "")
    _decide(engine, client, replace(_decision(engine, client, topic, now, seen), into=into))


def hide(engine: Engine, client: str, topic: str, now: datetime, hidden: bool = True, seen: bool = False) -> None:
    """Leave a topic out of reports from the next audit on, or take that back; ``TopicNameError`` for an unknown one."""
    _decide(engine, client, replace(_decision(engine, client, topic, now, seen), hidden=hidden))


def _events(engine: Engine, client: str, topic: str = "") -> tuple[TopicEvent, ...]:
    """What the client's audits saw of every topic, or of one."""
    t = topic_sights.c
    chosen = select(topic_sights).where(t.client == client).order_by(t.as_of, t.run, t.topic)
    if topic:
        chosen = chosen.where(t.topic == topic)
    with engine.connect() as connection:
        return tuple(
            TopicEvent(
                row.run,
                row.as_of,
                TopicSight(
                    row.topic,
                    Fate(row.fate),
                    row.label,
                    unpack(tuple[str, ...], row.terms),
                    row.conversations,
                    row.share,
                    row.other,
                ),
            )
            for row in connection.execute(chosen)
        )


def _known(id_: str, history: Sequence[TopicEvent], newest: date, decided: TopicDecision | None) -> KnownTopic:
    """``history`` is oldest first; a topic begins with a sight that has conversations."""
    seen = [event for event in history if event.sight.conversations] or history
    last = seen[-1]
    name = decided.name if decided else ""
    return KnownTopic(
        id=id_,
        name=name or last.sight.label,
        label=last.sight.label,
        terms=last.sight.terms,
        first_seen=seen[0].as_of,
        last_seen=last.as_of,
        alive=last.as_of == newest and last is history[-1],
        conversations=last.sight.conversations,
        share=last.sight.share,
        named=bool(name),
        into=decided.into if decided else "",
        hidden=decided.hidden if decided else False,
    )


def _decision(engine: Engine, client: str, topic: str, now: datetime, seen: bool) -> TopicDecision:
    """What stands of a topic, to be changed; raises ``TopicNameError`` where no audit of the client saw it.

    ``seen`` says that the caller has an audit with it, which may be older than what the store knows of topics.
    """
    if not seen and not history_of(engine, client, topic):
        raise TopicNameError(f"no audit of {client} has a topic {topic!r}")
    found = next((d for d in decisions_of(engine, client) if d.topic == topic), None)
    return replace(found, decided_at=now) if found else TopicDecision(topic, "", "", False, now)


@persistent
def _decide(engine: Engine, client: str, decision: TopicDecision) -> None:
    row = {
        "client": client,
        "topic": decision.topic,
        "name": decision.name,
        "into": decision.into,
        "hidden": decision.hidden,
        "decided_at": decision.decided_at,
    }
    with engine.begin() as connection:
        connection.execute(upsert(engine, topic_decisions, [row]), [row])
