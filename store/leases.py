"""Leases: who may ask a host just now, over all crawls that share a database, on whatever machine they run."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, or_, update

from store.persistence import persistent
from store.tables import insert_new, leases

DURATION = timedelta(seconds=60)  # longer than one response may take
_RENEWAL = timedelta(seconds=20)


class Leases:
    """The leases of one holder; ``now`` gives the time. Database errors pass through."""

    def __init__(self, engine: Engine, holder: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._holder = holder
        self._now = now
        self._taken: dict[str, datetime] = {}  # when each was last acquired or renewed

    @persistent
    def acquire(self, name: str) -> bool:
        """Take or keep a lease; False while another holder has it. Cheap when it was taken moments ago."""
        now = self._now()
        since = self._taken.get(name)
        if since is not None and timedelta() <= now - since < _RENEWAL:
            return True
        row = {"name": name, "holder": self._holder, "expires_at": now + DURATION}
        free = or_(leases.c.holder == self._holder, leases.c.expires_at <= now)
        take = update(leases).where(leases.c.name == name, free).values(row)
        with self._engine.begin() as connection:
            got = connection.execute(take).rowcount > 0
            if not got:
                fresh = insert_new(self._engine, leases, row).returning(leases.c.name)
                got = connection.execute(fresh).first() is not None  # psycopg counts no rows of an insert
        if got:
            self._taken[name] = now
        else:
            self._taken.pop(name, None)
        return got

    def renew(self) -> None:
        """Keep what is held; to be called more often than every forty seconds."""
        for name in sorted(self._taken):
            self.acquire(name)

    @persistent
    def release(self, pause: float = 0.0) -> None:
        """Give everything back; others may take it after ``pause`` seconds, so that a host's delay is kept for them."""
        after = self._now() + timedelta(seconds=pause)
        with self._engine.begin() as connection:
            mine = update(leases).where(leases.c.holder == self._holder)
            connection.execute(mine.values(holder="", expires_at=after))
        self._taken.clear()
