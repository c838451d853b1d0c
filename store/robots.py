"""Robots: what origins answered for /robots.txt, kept across runs for at most a day (RFC 9309, section 2.4)."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from market.crawls import RobotsFile
from store.persistence import persistent
from store.tables import robots, upsert

MAX_AGE = timedelta(hours=24)


@persistent
def save_robots(engine: Engine, file: RobotsFile) -> None:
    """Keep a file in place of the origin's older one."""
    row = {**asdict(file), "body": file.body.replace("\x00", "")}  # PostgreSQL takes no NUL in a text
    with engine.begin() as connection:
        connection.execute(upsert(engine, robots, [row]), [row])


@persistent
def load_robots(engine: Engine, origin: str, now: datetime) -> RobotsFile | None:
    """The file kept for an origin (scheme://host:port), None without one or when it is older than 24 hours."""
    with engine.connect() as connection:
        row = connection.execute(select(robots).where(robots.c.origin == origin)).first()
    if row is None or now - row.fetched_at > MAX_AGE or row.fetched_at > now:
        return None
    return RobotsFile(row.origin, row.fetched_at, row.status, row.body)
