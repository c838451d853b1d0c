"""Shared crawls: what was fetched of a site or venue not long ago, for whoever wants the very same."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, and_, select

from store.persistence import persistent
from store.tables import holdings, shared_crawls, upsert


@dataclass(frozen=True, slots=True)
class SharedCrawl:
    """One crawl that came to its end."""

    key: str  # digest of everything that decides what a crawl fetches
    client: str  # whose audit fetched it
    subject: str  # Company.key or Venue.key
    archive: str  # path of the WARC
    digest: str  # SHA-256 of that file
    finished_at: datetime
    result: bytes  # its result as JSON


class SharedCrawls:
    """The shared crawls of one store; database errors pass through."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @persistent
    def load(self, key: str) -> SharedCrawl | None:
        """The newest crawl under ``key``, None without one; its archive may be gone or changed since."""
        query = select(shared_crawls).where(shared_crawls.c.key == key)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return SharedCrawl(**{**row, "result": zlib.decompress(row["result"])}) if row else None

    @persistent
    def save(self, crawl: SharedCrawl) -> None:
        """Keep a crawl in the place of the one that was there."""
        row = {name: getattr(crawl, name) for name in SharedCrawl.__dataclass_fields__}
        row["result"] = zlib.compress(crawl.result)
        with self._engine.begin() as connection:
            connection.execute(upsert(self._engine, shared_crawls, [row]), [row])

    @persistent
    def lend(self, crawl: SharedCrawl, client: str, archive: Path) -> None:
        """Let ``client`` hold the pages of a crawl's archive in its own copy of it, so that it can ask what changed."""
        theirs = and_(
            holdings.c.client == crawl.client, holdings.c.subject == crawl.subject, holdings.c.archive == crawl.archive
        )
        with self._engine.begin() as connection:
            rows = [
                {**row, "client": client, "archive": str(archive.resolve())}
                for row in connection.execute(select(holdings).where(theirs)).mappings()
            ]
            if rows:
                connection.execute(upsert(self._engine, holdings, rows), rows)
