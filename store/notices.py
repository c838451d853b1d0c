"""Notices: who was told of which run, so that nobody is told twice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, select

from market.urls import digest
from store.persistence import persistent
from store.tables import notices, upsert


@persistent
def untold(engine: Engine, run: str, receivers: Sequence[str]) -> list[str]:
    """Those of ``receivers`` who were not told of the run, in their order."""
    with engine.connect() as connection:
        told = set(connection.execute(select(notices.c.receiver).where(notices.c.run == run)).scalars())
    return [name for name in receivers if digest(name) not in told]


@persistent
def note_told(engine: Engine, run: str, receivers: Sequence[str], now: datetime) -> None:
    """Record that ``receivers`` were told of the run; only digests of their addresses are kept."""
    rows = [{"run": run, "receiver": digest(name), "told_at": now} for name in receivers]
    if rows:
        with engine.begin() as connection:
            connection.execute(upsert(engine, notices, rows), rows)
