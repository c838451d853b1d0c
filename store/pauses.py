"""Pauses: until when a host asked not to be asked again (Retry-After), kept for every run that shares the store."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select

from store.persistence import persistent
from store.tables import pauses, upsert

LONGEST = timedelta(days=7)  # a host that asks for more has made a mistake, and would never be read again


class Pauses:
    """The pauses of all hosts; ``now`` gives the time. Database errors pass through."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    @persistent
    def save(self, host: str, seconds: float) -> None:
        """Keep that ``host`` (name and port) asked for a pause from now on; a longer one that runs already stays."""
        until = self._now() + min(timedelta(seconds=seconds), LONGEST)
        with self._engine.begin() as connection:
            connection.execute(delete(pauses).where(pauses.c.until <= self._now()))
            known = connection.execute(select(pauses.c.until).where(pauses.c.host == host)).scalar()
            row = {"host": host, "until": max(until, known) if known else until}
            connection.execute(upsert(self._engine, pauses, [row]), [row])

    @persistent
    def left(self, host: str) -> float:
        """Seconds of its pause that are still to run, 0 without one."""
        with self._engine.connect() as connection:
            until = connection.execute(select(pauses.c.until).where(pauses.c.host == host)).scalar()
        return max(0.0, (until - self._now()).total_seconds()) if until else 0.0
