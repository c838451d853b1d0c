"""Memory of topics: what one run leaves to the next, so that it knows its topics again (``nlp.identity``)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

OWN_QUANTILE = 0.4  # a text is on a topic when it is as near as all but this part of the topic's own


@dataclass(frozen=True, slots=True)
class Remembered:
    """A topic as the next run recognises it."""

    id: str
    vector: Mapping[str, float]  # term to z score, of length 1
    least: float  # similarity of a text that is on it
    share: float  # of the texts
    alive: bool
    near: float = 0.0  # share of its run's texts that are on it
    nearest: float = 0.0  # of these, those that no other topic is nearer to


@dataclass(frozen=True, slots=True)
class Memory:
    """What one run leaves to the next."""

    topics: tuple[Remembered, ...] = ()
    texts: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # Conversation.key, Topic.id or "", terms


def read_memory(body: bytes) -> Memory:
    """The memory that ``write_memory`` wrote; raises ``ValueError`` for anything else."""
    try:
        held = json.loads(body)
        topics = tuple(_read(t) for t in held["topics"])
        return Memory(topics, tuple((key, topic, tuple(terms.split())) for key, topic, terms in held["texts"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no memory of topics: {error}") from error


def _read(topic: Mapping[str, Any]) -> Remembered:
    own = (1 - OWN_QUANTILE) * topic["share"]  # as runs took for granted that kept no reaches
    reached = topic.get("near", own), topic.get("nearest", own)
    return Remembered(
        topic["id"], dict(topic["vector"]), topic["least"], topic["share"], bool(topic["alive"]), *reached
    )


def write_memory(memory: Memory) -> bytes:
    """The memory as JSON; equal memories give equal bytes."""
    topics = [asdict(topic) | {"vector": dict(sorted(topic.vector.items()))} for topic in memory.topics]
    texts = [[key, topic, " ".join(terms)] for key, topic, terms in memory.texts]
    return json.dumps({"topics": topics, "texts": texts}, ensure_ascii=False).encode()
