"""Forgetting: rows that hold what is to be forgotten are deleted, and the file is written anew without their bytes."""

import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, select, text, tuple_, update
from sqlalchemy.exc import OperationalError

from market.forgetting import Forgotten
from market.pages import Reading
from market.posts import Reply
from market.urls import digest
from store.engine import StoreError
from store.packing import pack, unpack
from store.pages import batches
from store.persistence import persistent
from store.tables import (
    audits,
    captures,
    conversations,
    frontier,
    holdings,
    leases,
    metadata,
    posts,
    readings,
    robots,
    runs,
    salts,
    shared_crawls,
    topic_decisions,
    topic_memories,
    topic_sights,
)

Removed = Collection[tuple[str, str]]  # address and payload digest of records that left the archives


def told_by(engine: Engine, forgotten: Forgotten, authors: Collection[str]) -> Iterator[str]:
    """The kept words: whole conversations of forgotten addresses, single posts of those with ``authors``' hashes."""
    with engine.connect() as connection:
        for row in connection.execute(select(conversations)).mappings():
            answers = unpack(tuple[Reply, ...], row["answers"])
            whole = forgotten.at(row["url"])
            if whole or row["author"] in authors:
                yield from (row["title"], row["text"])
            yield from (answer.text for answer in answers if whole or answer.author in authors)


def salt_values(engine: Engine) -> tuple[str, ...]:
    """Every client's salt."""
    with engine.connect() as connection:
        return tuple(connection.execute(select(salts.c.salt)).scalars())


@persistent
def forget_rows(engine: Engine, forgotten: Forgotten, authors: Collection[str], removed: Removed) -> Counter[str]:
    """Delete every row that holds what is to be forgotten or was read from a removed record, in one transaction.

    Comes back with the number of rows deleted or shortened, by table. An audit that used any of them is deleted too,
    and its run counts as unfinished: it is to be made again.
    """
    done: Counter[str] = Counter()
    with engine.begin() as connection:
        touched = _captures(connection, forgotten, removed, done)
        touched |= _conversations(connection, forgotten, authors, done)
        touched |= _rows(connection, posts, lambda r: _post(forgotten, r), done)
        _rows(connection, readings, lambda r: forgotten.held_by(_told(unpack(Reading, r["body"]))), done)
        _rows(connection, frontier, lambda r: forgotten.at(r["url"]) or forgotten.at(r["found_on"]), done)
        keys = set(removed)
        _rows(connection, holdings, lambda r: (r["url"], r["digest"]) in keys or forgotten.at(r["url"]), done)
        _audits(connection, forgotten, touched, done)
        for table in (topic_sights, topic_memories):  # labels and words of what was said; made again with the run
            done[table.name] += connection.execute(delete(table).where(table.c.run.in_(sorted(touched)))).rowcount
        _caches(connection, done)
    return done


def _captures(connection: Connection, forgotten: Forgotten, removed: Removed, done: Counter[str]) -> set[str]:
    """Delete the captures of removed records with all that was read from them; comes back with their runs."""
    keys, gone = set(removed), []
    shown = [captures.c[name] for name in ("run", "subject", "url_key", "url", "digest")]
    for row in connection.execute(select(*shown)):
        if (row.url, row.digest) in keys or forgotten.at(row.url):
            gone.append((row.run, row.subject, row.url_key))
    for batch in batches(gone):
        for table, columns in (
            (captures, ("run", "subject", "url_key")),
            (conversations, ("run", "venue", "capture_key")),
            (posts, ("run", "company", "capture_key")),
            (frontier, ("run", "subject", "url_key")),
        ):
            chosen = tuple_(*(table.c[name] for name in columns)).in_(batch)
            done[table.name] += connection.execute(delete(table).where(chosen)).rowcount
    return {run for run, _, _ in gone}


def _conversations(
    connection: Connection, forgotten: Forgotten, authors: Collection[str], done: Counter[str]
) -> set[str]:
    """Delete conversations that hold it in their first post, and single answers of the others."""
    touched = set()
    rows = connection.execute(select(conversations)).mappings().all()
    told = [(row, unpack(tuple[Reply, ...], row["answers"])) for row in rows]
    own = {row["venue"] for row, answers in told if {row["author"], *(a.author for a in answers)} & {*authors}}
    for row, answers in told:

        def holds(author: str, *texts: str, venue: str = row["venue"]) -> bool:
            return author in authors or any(forgotten.held_by(part, venue in own) for part in texts)

        kept = tuple(answer for answer in answers if not holds(answer.author, answer.text, *answer.links))
        links = unpack(tuple[str, ...], row["links"]) if row["links"] else ()
        whole = forgotten.at(row["url"]) or holds(row["author"], row["title"], row["text"], *links)
        if not whole and len(kept) == len(answers):
            continue
        touched.add(row["run"])
        done[conversations.name] += 1
        this = conversations.c
        where = (this.run == row["run"]) & (this.venue == row["venue"]) & (this.key == row["key"])
        shorter = update(conversations).where(where).values(answers=pack(tuple[Reply, ...], kept))
        connection.execute(delete(conversations).where(where) if whole else shorter)
    return touched


def _post(forgotten: Forgotten, row: RowMapping) -> bool:
    return forgotten.at(row["url"]) or any(forgotten.held_by(row[name]) for name in ("title", "h1", "text"))


def _told(reading: Reading) -> str:
    """What a reading keeps of a page, as one text."""
    parts = [reading.title, reading.h1, reading.description, reading.text, reading.url, *reading.tags]
    parts += [part for link in reading.links for part in (f'"{link.url}"', link.text)]
    return "\n".join(parts + [value for _, value in reading.meta])


def _rows(connection: Connection, table: Table, gone: Callable[[RowMapping], bool], done: Counter[str]) -> set[str]:
    """Delete the rows of a table for which ``gone`` holds; comes back with their runs."""
    keys, touched = list(table.primary_key.columns), set()
    chosen = []
    for row in connection.execute(select(table)).mappings():
        if gone(row):
            chosen.append(tuple(row[column.name] for column in keys))
            touched.add(str(row.get("run", "")))
    for batch in batches(chosen):
        done[table.name] += connection.execute(delete(table).where(tuple_(*keys).in_(batch))).rowcount
    return touched


def _audits(connection: Connection, forgotten: Forgotten, touched: Collection[str], done: Counter[str]) -> None:
    gone = [
        row.run
        for row in connection.execute(select(audits.c.run, audits.c.body))
        if row.run in touched or forgotten.held_by(zlib.decompress(row.body).decode())
    ]
    for batch in batches(sorted({*gone, *touched})):
        done[audits.name] += connection.execute(delete(audits).where(audits.c.run.in_(batch))).rowcount
        connection.execute(update(runs).where(runs.c.key.in_(batch)).values(finished_at=None))


def _caches(connection: Connection, done: Counter[str]) -> None:
    """What is kept for hours only, and may name anybody."""
    done[robots.name] += connection.execute(delete(robots)).rowcount
    done[leases.name] += connection.execute(delete(leases).where(leases.c.holder == "")).rowcount
    # shared by others are only bytes that stand as they were captured, and their ledgers name addresses
    done[shared_crawls.name] += connection.execute(delete(shared_crawls)).rowcount


def folders_of(engine: Engine, keys: Collection[str] | None = None) -> tuple[str, ...]:
    """The folders in which the store knows evidence to lie, of the given runs or of all."""
    chosen = select(runs.c.report).where(runs.c.report != "")
    if keys is not None:
        chosen = chosen.where(runs.c.key.in_(keys))
    with engine.connect() as connection:
        return tuple(sorted(set(connection.execute(chosen).scalars())))


def archives_held(engine: Engine, clients: Collection[str] | None = None) -> tuple[str, ...]:
    """The archives that pages are lent from, of the clients with these sites or of all."""
    chosen = select(holdings.c.archive).distinct()
    if clients is not None:
        chosen = chosen.where(holdings.c.client.in_(clients))
    with engine.connect() as connection:
        return tuple(sorted(connection.execute(chosen).scalars()))


def bodies(engine: Engine) -> Iterator[bytes]:
    """Every kept audit."""
    with engine.connect() as connection:
        yield from map(zlib.decompress, connection.execute(select(audits.c.body)).scalars())


def runs_of(engine: Engine, names: Collection[str]) -> tuple[str, ...]:
    """The keys of the runs of clients with these names."""
    with engine.connect() as connection:
        return tuple(sorted(connection.execute(select(runs.c.key).where(runs.c.client.in_(sorted(names)))).scalars()))


@persistent
def forget_client(engine: Engine, keys: Collection[str], hosts: Collection[str]) -> Counter[str]:
    """Delete everything of a client's runs, what is held for its sites, and its salts; rows by table come back."""
    done: Counter[str] = Counter()
    with engine.begin() as connection:
        own = set(
            connection.execute(select(topic_sights.c.client).where(topic_sights.c.run.in_(sorted(keys)))).scalars()
        )
        for table in metadata.sorted_tables:
            column = runs.c.key if table is runs else table.c.get("run")
            if column is not None:
                done[table.name] += connection.execute(delete(table).where(column.in_(sorted(keys)))).rowcount
        own -= set(connection.execute(select(topic_sights.c.client)).scalars())  # a name that another client shares
        decided = topic_decisions.c.client.in_(sorted(own))
        done[topic_decisions.name] += connection.execute(delete(topic_decisions).where(decided)).rowcount
        done[holdings.name] += connection.execute(delete(holdings).where(holdings.c.client.in_(hosts))).rowcount
        salted = [digest(host)[:16] for host in hosts]
        done[salts.name] += connection.execute(delete(salts).where(salts.c.client.in_(salted))).rowcount
        named = [name for name in connection.execute(select(leases.c.name)).scalars() if _of(name, (*keys, *hosts))]
        done[leases.name] += connection.execute(delete(leases).where(leases.c.name.in_(named))).rowcount
        _caches(connection, done)
    return done


def _of(lease: str, names: Iterable[str]) -> bool:
    return any(name in lease for name in names)


@persistent
def drop_unused_readings(engine: Engine, key_of: Callable[[str, int, str], str]) -> int:
    """Delete the readings of pages that no run has any longer; ``key_of`` makes a reading's key of a capture."""
    columns = captures.c.url, captures.c.status, captures.c.digest
    with engine.begin() as connection:
        used = {key_of(*row) for row in connection.execute(select(*columns).distinct())}
        unused = [key for key in connection.execute(select(readings.c.digest)).scalars() if key not in used]
        for batch in batches(unused):
            connection.execute(delete(readings).where(readings.c.digest.in_(batch)))
    return len(unused)


def rewrite(engine: Engine) -> None:
    """Write the database's files anew, so that deleted rows leave no bytes behind.

    Raises ``StoreError`` when another process uses the database, which keeps the old bytes: to be done again.
    """
    statements = [f'VACUUM (FULL, ANALYZE) "{table.name}"' for table in metadata.sorted_tables]
    sqlite = engine.dialect.name == "sqlite"
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in ("PRAGMA secure_delete=ON", "VACUUM") if sqlite else statements:
                connection.execute(text(statement))
            busy = sqlite and connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
    except OperationalError as error:
        raise StoreError(f"database {engine.url.render_as_string()}: {error.orig}; do this again later") from error
    if busy:
        raise StoreError(f"database {engine.url.render_as_string()}: in use; end what uses it and do this again")
