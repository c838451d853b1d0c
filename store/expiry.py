"""Expiry: what the store need not keep any longer, and what it may not."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, delete, or_, select, text, tuple_

from store.pages import batches
from store.persistence import persistent
from store.robots import MAX_AGE
from store.tables import (
    captures,
    conversations,
    frontier,
    holdings,
    leases,
    metadata,
    pauses,
    robots,
    runs,
    shared_crawls,
)

RESUMABLE = timedelta(days=14)  # a finished crawl's queue may still be asked about; later nobody goes on with it
SHARED = timedelta(days=7)  # longer than anybody takes another's crawl for fresh
STALE = timedelta(days=1)  # a lease is renewed every twenty seconds


class KeptRun(NamedTuple):
    """A run whose conversations are still kept."""

    key: str
    client: str
    as_of: datetime
    folder: str  # "" when it was never finished


class Place(NamedTuple):
    """Where a capture's record lies."""

    archive: str  # file name
    offset: int


def runs_with_talk(engine: Engine) -> Iterator[KeptRun]:
    """The runs of which conversations, or a crawl's queue, are kept."""
    held = select(conversations.c.run).union(select(frontier.c.run))
    chosen = select(runs.c.key, runs.c.client, runs.c.as_of, runs.c.report).where(runs.c.key.in_(held))
    with engine.connect() as connection:
        yield from (KeptRun(*row) for row in connection.execute(chosen.order_by(runs.c.as_of, runs.c.key)).all())


def places_of(engine: Engine, run: str, venues: Collection[str]) -> tuple[Place, ...]:
    """Where the captures of a run's venues lie, but those that are a company's page as well."""
    talk = select(conversations.c.venue).where(conversations.c.run == run)
    own = or_(captures.c.subject.in_(venues), captures.c.subject.in_(talk))
    chosen = select(captures.c.archive, captures.c.offset).where(captures.c.run == run)
    with engine.connect() as connection:
        theirs = {Place(*row) for row in connection.execute(chosen.where(own))}
        return tuple(sorted(theirs - {Place(*row) for row in connection.execute(chosen.where(~own))}))


@persistent
def expire_talk(engine: Engine, run: str, venues: Collection[str]) -> Counter[str]:
    """Delete a run's conversations with their captures and queue; comes back with rows by table.

    The audit made of them stays: it holds figures, hashes of nobody, and short quotes.
    """
    done: Counter[str] = Counter()
    with engine.begin() as connection:
        talk = set(connection.execute(select(conversations.c.venue).where(conversations.c.run == run)).scalars())
        subjects = talk | set(venues)
        for table in (conversations, captures, frontier):
            subject = table.c.venue if table is conversations else table.c.subject
            chosen = (table.c.run == run) & subject.in_(subjects)
            done[table.name] += connection.execute(delete(table).where(chosen)).rowcount
    return done


@persistent
def expire_caches(engine: Engine, now: datetime) -> Counter[str]:
    """Delete what its time has passed of: robots.txt files, pauses, leases, crawls to share, queues of ended crawls.

    What is held in archives that are gone goes too. Comes back with rows by table.
    """
    done: Counter[str] = Counter()
    ended = select(runs.c.key).where(runs.c.finished_at < now - RESUMABLE)
    past = leases.c.expires_at < now
    with engine.begin() as connection:
        for table, chosen in (
            (robots, robots.c.fetched_at < now - MAX_AGE),
            (pauses, pauses.c.until < now),
            (shared_crawls, shared_crawls.c.finished_at < now - SHARED),
            (leases, or_(past & (leases.c.holder == ""), leases.c.expires_at < now - STALE)),
            (frontier, frontier.c.run.in_(ended)),
        ):
            done[table.name] += connection.execute(delete(table).where(chosen)).rowcount
        keys = tuple(holdings.primary_key.columns)
        archives = connection.execute(select(holdings.c.archive).distinct()).scalars()
        gone = [path for path in archives if not Path(path).exists()]
        for path in gone:
            lost = connection.execute(select(*keys).where(holdings.c.archive == path)).all()
            for batch in batches([tuple(row) for row in lost]):
                done[holdings.name] += connection.execute(delete(holdings).where(tuple_(*keys).in_(batch))).rowcount
    return done


@persistent
def drop_queue(engine: Engine, run: str) -> None:
    """Delete what a crawl of no audit needed to go on: its queue and the list of what it fetched."""
    with engine.begin() as connection:
        for table in (frontier, captures):
            connection.execute(delete(table).where(table.c.run == run))


def tidy(engine: Engine) -> None:
    """Give the space of deleted rows back, without keeping others waiting longer than the database itself does."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            return
        for table in metadata.sorted_tables:
            connection.execute(text(f'VACUUM (ANALYZE) "{table.name}"'))
