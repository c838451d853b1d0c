"""Labelled sentences: our own, in many trades, and those of real communities, which are kept as digests.

The communities' words stay in the corpora, whose licences differ: the project keeps each sentence's digest, where it
stands and its labels. A sentence is found again by reading its community as the product reads it.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.corpora import CORPORA, archived_conversations
from market.topics import Intent
from market.urls import digest

SETS = Path(__file__).resolve().parents[1] / "tests" / "nlp" / "intents"
OWN, COMMUNITY = SETS / "sentences.jsonl", SETS / "community.jsonl"
CODES = {
    "q": Intent.QUESTION,
    "r": Intent.RECOMMENDATION,
    "p": Intent.PAIN_POINT,
    "c": Intent.COMPARISON,
    "b": Intent.BUYING,
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with the intents a reader gave it."""

    text: str
    group: str  # trade or community: what a cross-validation leaves out
    half: str  # dev: in view when rules were written; test: not
    intents: frozenset[Intent]
    source: str  # own or community
    sampled: bool = True  # False: chosen because an earlier reading was unsure of it; thresholds are not set on these


def own_sentences() -> list[Labelled]:
    """The sentences written for this project."""
    rows = map(json.loads, OWN.read_text().splitlines())
    return [Labelled(r["text"], r["trade"], r["half"], _intents(r["intents"]), "own") for r in rows]


def community_sentences() -> list[Labelled]:
    """The real sentences, read from the corpora; empty where those are not on the machine.

    Raises ValueError when a sentence is not found where it was labelled.
    """
    if not CORPORA.exists():
        return []
    rows = [json.loads(line) for line in COMMUNITY.read_text().splitlines()]
    texts = _texts(frozenset(r["digest"] for r in rows), frozenset(r["in"] for r in rows))
    lost = sum(r["digest"] not in texts for r in rows)
    if lost:
        raise ValueError(f"{COMMUNITY.name}: {lost} of {len(rows)} labelled sentences were not found in {CORPORA}")
    return [
        Labelled(texts[r["digest"]], r["community"], r["half"], _intents(r["intents"]), "community", r["sampled"])
        for r in rows
    ]


def _intents(codes: str) -> frozenset[Intent]:
    return frozenset(CODES[c] for c in codes)


@lru_cache(maxsize=1)
def _texts(wanted: frozenset[str], files: frozenset[str]) -> dict[str, str]:
    """The wanted sentences of the named files by digest."""
    from nlp.cleaning import clean_conversation
    from nlp.intent import sentences_of

    found: dict[str, str] = {}
    for file in sorted(files):
        for text in _posts(CORPORA / file):
            for sentence in sentences_of(clean_conversation(text)):
                plain = " ".join(sentence.split())
                key = sentence_digest(plain)
                if key in wanted:
                    found[key] = plain
        if len(found) == len(wanted):
            break
    return found


def sentence_digest(sentence: str) -> str:
    """What stands for a sentence in the project."""
    return digest(sentence)[:16]


def _posts(path: Path) -> Iterator[str]:
    """Titles and posts of one file of the corpora."""
    if path.name.endswith(".jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["raw"] for line in lines)
        return
    for _, conversation in archived_conversations(path):
        yield conversation.title
        yield conversation.text
        yield from (answer.text for answer in conversation.answers)
