"""A store as large as an agency's: clients, runs, captures, conversations and one audit per run, made up."""

import json
import random
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from market.topic_names import Fate, TopicSight
from market.urls import digest
from store.engine import open_store
from store.tables import audits, captures, conversations, runs
from store.topic_names import save_sights

CLIENTS, RUNS_EACH = 20, 5
_BATCH = 5_000
_WORDS = (
    "fee lender roof seller credit school offer rent dues repair lock rate agent town week house buyer letter parents "
    "appraisal escrow closing bank grant title garden street price list visit question answer month year people"
).split()


def build(
    place: Path, body: bytes, folder: Path, pages: int, talks: int, clients: int = CLIENTS, runs_each: int = RUNS_EACH
) -> Engine:
    """A store at ``place`` with ``pages`` captures and ``talks`` conversations over all runs.

    Every run's audit is ``body`` under a key of its own; ``folder`` is where its archives lie.
    """
    engine, dice = open_store(f"sqlite:///{place}"), random.Random(5)  # noqa: S311 - made-up words
    count = clients * runs_each
    for client in range(clients):
        for turn in range(runs_each):
            key = digest(f"{client} {turn}")[:16]
            _run(engine, key, f"Client {client:02d}", turn, body, folder)
            _fill(engine, captures, _captures(key, pages // count))
            _fill(engine, conversations, _talks(key, talks // count, dice))
    return engine


def _run(engine: Engine, key: str, client: str, turn: int, body: bytes, folder: Path) -> None:
    document = json.loads(body)
    end = date.fromisoformat(document["run"]["window"]["end"]) + timedelta(weeks=13 * (turn - RUNS_EACH))
    start = end - timedelta(weeks=26)
    document["run"] |= {"key": key, "client": client}
    document["run"]["window"] = {"start": start.isoformat(), "end": end.isoformat()}
    moment = datetime(end.year, end.month, end.day, 21, tzinfo=UTC)
    row = {
        "key": key,
        "client": client,
        "as_of": moment,
        "window_start": start,
        "window_end": end,
        "started_at": moment,
    }
    row |= {"finished_at": moment + timedelta(minutes=9), "report": str(folder)}
    packed = zlib.compress(json.dumps(document, ensure_ascii=False).encode(), 6)
    with engine.begin() as connection:
        connection.execute(insert(runs), row)
        version = document["schema_version"]
        connection.execute(insert(audits), {"run": key, "schema_version": version, "inputs": key, "body": packed})
    sights = [TopicSight(t["id"], Fate.KEPT, t["label"], (), t["conversations"], 0.1) for t in document["topics"]]
    save_sights(engine, client, key, end, sights, b"")


def _fill(engine: Engine, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    with engine.begin() as connection:
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                connection.execute(insert(table), batch)
                batch.clear()
        if batch:
            connection.execute(insert(table), batch)


def _captures(run: str, count: int) -> Iterator[dict[str, Any]]:
    for place in range(count):
        yield capture_row(run, "site", f"https://site.example/{run}/{place}")


def capture_row(run: str, subject: str, url: str) -> dict[str, Any]:
    """A capture as a crawl writes it."""
    return {
        "run": run, "subject": subject, "url_key": digest(url), "url": url,
        "captured_at": datetime(2026, 5, 4, tzinfo=UTC),
        "status": 200, "media_type": "text/html", "digest": digest(url + "body"),
        "archive": "site.warc.gz", "offset": 977,
    }  # fmt: skip


def _talks(run: str, count: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    empty = zlib.compress(b"[]")
    for place in range(count):
        text = " ".join(dice.choices(_WORDS, k=30))
        url = f"https://forum.example/t/{run}/{place}"
        yield {
            "run": run, "venue": f"venue{place % 5}", "key": f"{place:016d}", "url": url,
            "title": text[:60], "text": text,
            "author": f"{place % 4_000:064d}",
            "started_at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=place),
            "replies": 3, "score": None, "answers": empty, "views": None, "language": "", "tags": None, "links": None,
            "capture_key": digest(url),
        }  # fmt: skip
