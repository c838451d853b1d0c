"""Pages: which URL was captured when and where its record lies, and what was read from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import TypeVar

from sqlalchemy import Engine, delete, select

from market.pages import Capture, Reading
from market.urls import digest
from store.packing import pack, unpack
from store.persistence import persistent
from store.tables import captures, readings, upsert

T = TypeVar("T")
BATCH = 500  # rows of one statement: the cheapest size measured


@persistent
def save_captures(engine: Engine, run: str, subject: str, found: Iterable[Capture]) -> None:
    """Make ``found`` the captures of one company or venue in a run; saving twice is saving once."""
    unique = {capture.url: capture for capture in found}
    rows = [
        {"run": run, "subject": subject, "url_key": digest(capture.url), **asdict(capture)}
        for capture in unique.values()
    ]
    with engine.begin() as connection:
        connection.execute(delete(captures).where(captures.c.run == run, captures.c.subject == subject))
        for batch in batches(rows):
            connection.execute(upsert(engine, captures, batch), batch)


@persistent
def load_captures(engine: Engine, run: str, subject: str) -> tuple[Capture, ...]:
    """The captures of one company or venue, by URL."""
    columns = [captures.c[name] for name in Capture.__dataclass_fields__]
    query = select(*columns).where(captures.c.run == run, captures.c.subject == subject)
    with engine.connect() as connection:
        found = [Capture(**row) for row in connection.execute(query).mappings()]
    return tuple(sorted(found, key=lambda capture: capture.url))  # here: servers order text by their own locale


@persistent
def save_readings(engine: Engine, found: Mapping[str, Reading]) -> None:
    """Keep readings under their digests, so that a page is read once however often it is audited."""
    rows = [{"digest": key, "body": pack(Reading, reading)} for key, reading in found.items()]
    with engine.begin() as connection:
        for batch in batches(rows):
            connection.execute(upsert(engine, readings, batch), batch)


@persistent
def load_readings(engine: Engine, keys: Sequence[str]) -> dict[str, Reading]:
    """The readings kept under ``keys``; those never read are left out."""
    found: dict[str, Reading] = {}
    with engine.connect() as connection:
        for batch in batches(list(keys)):
            rows = connection.execute(select(readings).where(readings.c.digest.in_(batch)))
            found |= {row.digest: unpack(Reading, row.body) for row in rows}
    return found


def batches(rows: Sequence[T]) -> Iterator[list[T]]:
    """``rows`` in lists of at most ``BATCH``."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
