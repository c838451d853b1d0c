"""Audits: finished results, kept whole so that a report can be written again without crawling."""

import zlib

from sqlalchemy import Engine, select

from store.tables import audits, upsert


def save_audit(engine: Engine, run: str, schema_version: str, body: bytes) -> None:
    """Keep the ``audit.json`` of a run; a repetition replaces it."""
    row = {"run": run, "schema_version": schema_version, "body": zlib.compress(body, 6)}
    with engine.begin() as connection:
        connection.execute(upsert(engine, audits, [row]), [row])


def load_audit(engine: Engine, run: str) -> bytes | None:
    """The ``audit.json`` of a run, None when it was never finished."""
    with engine.connect() as connection:
        packed = connection.execute(select(audits.c.body).where(audits.c.run == run)).scalar()
    return zlib.decompress(packed) if packed else None
