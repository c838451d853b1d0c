"""Holdings: which pages earlier runs of a client hold, so that what did not change is not downloaded again."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, and_, delete, select

from market.crawls import Holding
from market.pages import Capture, Page
from market.urls import digest
from store.archive import ArchiveError, read_record
from store.persistence import persistent
from store.tables import holdings, upsert


class Holdings:
    """What is held of one subject for one client; database errors pass through."""

    def __init__(self, engine: Engine, client: str, subject: str) -> None:
        self._engine = engine
        self._key = {"client": client, "subject": subject}
        self._mine = and_(holdings.c.client == client, holdings.c.subject == subject)
        with engine.connect() as connection:  # most addresses are not held: they shall not cost a query each
            self._keys = set(connection.execute(select(holdings.c.url_key).where(self._mine)).scalars())

    @persistent
    def load(self, url: str) -> Holding | None:
        """What is held of ``url``; None when nothing is, or when its archive is gone."""
        if digest(url) not in self._keys:
            return None
        columns = [holdings.c[name] for name in Holding.__dataclass_fields__]
        query = select(*columns).where(self._mine, holdings.c.url_key == digest(url))
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Holding(**row) if row and Path(row["archive"]).exists() else None

    def page(self, holding: Holding) -> Page | None:
        """The page as it was archived; None when the archive does not give it back unchanged."""
        try:
            page = read_record(Path(holding.archive), holding.offset)
        except ArchiveError:
            return None
        same = page.url == holding.url and page.capture.digest == holding.digest
        return page if same else None

    @persistent
    def save(self, capture: Capture, etag: str, modified: str, archive: Path) -> None:
        """Hold a capture under the marks its server gave it; one without any mark cannot be asked about and is not."""
        if not (etag or modified):
            return
        path = str(archive.resolve())
        held = {"url": capture.url, "etag": etag, "modified": modified, "digest": capture.digest}
        row: dict[str, Any] = {
            **self._key,
            "url_key": digest(capture.url),
            **held,
            "archive": path,
            "offset": capture.offset,
        }
        with self._engine.begin() as connection:
            connection.execute(upsert(self._engine, holdings, [row]), [row])
        self._keys.add(row["url_key"])

    @persistent
    def forget(self, url: str) -> None:
        """Hold ``url`` no longer."""
        if digest(url) not in self._keys:
            return
        self._keys.discard(digest(url))
        with self._engine.begin() as connection:
            connection.execute(delete(holdings).where(self._mine, holdings.c.url_key == digest(url)))
