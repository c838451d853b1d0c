"""Topic names: what a run is given to recognise its topics by, and what it leaves to the next.

Kept with the evidence like the earlier audit, so that a replay elsewhere finds the same topics under the same names.
"""

import json
import logging
from dataclasses import asdict
from datetime import datetime

from market.audits import Run
from market.run_records import TOPICS, KeptFile, RunRecord
from market.topic_names import TopicDecision, TopicsBefore, TopicSight

log = logging.getLogger(__name__)
_FILE = "topics.json"


def topics_before(database: str, given: RunRecord | None, run: Run) -> KeptFile | None:
    """What the client's run before left, and what people decided since; None in a first run without decisions.

    A run that is replayed takes what it was given then.
    """
    if given is not None:
        return given.file(TOPICS)
    from store.engine import open_store
    from store.topic_names import decisions_of, memory_before

    engine = open_store(database)
    memory = memory_before(engine, run.client, run.window.end)
    decisions = decisions_of(engine, run.client)
    if memory is None and not decisions:
        return None
    rows = [asdict(one) | {"decided_at": one.decided_at.isoformat()} for one in decisions]
    body = {"decisions": rows, "memory": (memory or b"").decode()}
    return KeptFile(TOPICS, _FILE, json.dumps(body, ensure_ascii=False).encode())


def read_topics(file: KeptFile | None) -> TopicsBefore:
    """What a kept file holds; nothing without one, and nothing, said in the log, of one that cannot be read."""
    if file is None:
        return TopicsBefore()
    from nlp.topic_memory import read_memory

    try:
        held = json.loads(file.body)
        moments = [datetime.fromisoformat(row["decided_at"]) for row in held["decisions"]]
        decisions = tuple(
            TopicDecision(row["topic"], row["name"], row["into"], bool(row["hidden"]), moment)
            for row, moment in zip(held["decisions"], moments, strict=True)
        )
        memory = held["memory"].encode()
        if memory:
            read_memory(memory)
        return TopicsBefore(memory, decisions)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the topics of the run before cannot be used (%s): topics are found as in a first run", error)
        return TopicsBefore()


def keep_topics(database: str, run: Run, sights: tuple[TopicSight, ...], memory: bytes) -> None:
    """Keep what the run saw of the client's topics; where it found none, the run before still counts."""
    from store.engine import open_store
    from store.topic_names import save_sights

    if memory:
        save_sights(open_store(database), run.client, run.key, run.window.end, sights, memory)
