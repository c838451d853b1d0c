"""Audits: finished results, kept whole so that a report can be written again without crawling."""

import zlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine, select

from store.persistence import persistent
from store.tables import audits, runs, upsert


@persistent
def save_audit(engine: Engine, run: str, schema_version: str, body: bytes, inputs: str = "") -> None:
    """Keep the ``audit.json`` of a run with the digest of what it was made of; a repetition replaces it."""
    row = {"run": run, "schema_version": schema_version, "body": zlib.compress(body, 6), "inputs": inputs}
    with engine.begin() as connection:
        connection.execute(upsert(engine, audits, [row]), [row])


def earlier_audits(engine: Engine, client: str, before: datetime) -> Iterator[bytes]:
    """The ``audit.json`` of the client's finished runs of a day before ``before``, newest day first."""
    chosen = (
        select(audits.c.body)
        .join(runs, runs.c.key == audits.c.run)
        .where(runs.c.client == client, runs.c.as_of < before, runs.c.finished_at.is_not(None))
        .order_by(runs.c.as_of.desc(), runs.c.finished_at.desc())
    )
    with engine.connect() as connection:
        for packed in connection.execute(chosen).scalars():
            yield zlib.decompress(packed)


@persistent
def load_audit(engine: Engine, run: str) -> bytes | None:
    """The ``audit.json`` of a run, None when it was never finished."""
    with engine.connect() as connection:
        packed = connection.execute(select(audits.c.body).where(audits.c.run == run)).scalar()
    return zlib.decompress(packed) if packed else None


@persistent
def load_audit_of(engine: Engine, run: str, inputs: str) -> bytes | None:
    """The ``audit.json`` of a run, where it was made of these ``inputs``; None otherwise."""
    chosen = select(audits.c.body).where(audits.c.run == run, audits.c.inputs == inputs, audits.c.inputs != "")
    with engine.connect() as connection:
        packed = connection.execute(chosen).scalar()
    return zlib.decompress(packed) if packed else None
