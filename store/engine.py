"""Engine: open a store, brought up to the newest schema."""

import os
import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError


class StoreError(RuntimeError):
    """The store cannot be used; the message is one line that names the place and the remedy."""


def open_store(url: str) -> Engine:
    """An engine on the store at ``url``, created or migrated as needed.

    Raises ``StoreError`` when the URL is not understood, or the database cannot be opened, written or migrated.
    """
    engine = engine_at(url)
    from store.migrations import upgrade

    try:
        upgrade(engine)
    except SQLAlchemyError as error:
        raise StoreError(f"database {engine.url.render_as_string()}: {_cause(error)}") from error
    return engine


def engine_at(url: str) -> Engine:
    """An engine on the store at ``url`` as it stands, not migrated; ``StoreError`` when the URL is not understood."""
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
            Path(str(address.database)).expanduser().parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(_with_driver(address), pool_pre_ping=address.get_backend_name() != "sqlite")
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{error.name} is not installed: PostgreSQL needs it (pip install 'watercooler[postgres]')"
        ) from error
    except (ArgumentError, NoSuchModuleError, OSError) as error:
        shown = url if "@" not in url else url.split("@")[-1]  # never print a password
        raise StoreError(
            f"database {shown!r} cannot be used ({error}); expected something like sqlite:///watercooler.db"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _with_driver(address: URL) -> URL:
    """PostgreSQL under any of its usual names is spoken to with psycopg 3."""
    plain = address.drivername in ("postgres", "postgresql")
    return address.set(drivername="postgresql+psycopg") if plain else address


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Write-ahead log so that a reader never blocks the crawl; wait rather than fail when another run writes."""
    patience = int(os.environ.get("WATERCOOLER_BUSY_TIMEOUT_MS", "30000"))
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={patience}")
    _write_ahead(cursor, time.monotonic() + patience / 1000)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor, deadline: float) -> None:
    """Switch to the write-ahead log; SQLite does not wait by itself where several open a new file at once."""
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # its extended codes too
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _cause(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
