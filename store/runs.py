"""Runs: which audits were begun and which came to their end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from secrets import token_hex

from sqlalchemy import Engine, Select, insert, select, update

from market.audits import Run
from market.urls import digest
from store.persistence import persistent
from store.tables import audits, insert_new, runs, salts


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as it stands in the store."""

    key: str
    client: str
    as_of: datetime
    window_start: date
    window_end: date
    started_at: datetime
    finished_at: datetime | None  # None: still running, or stopped half-way
    report: str  # folder of the report, "" until it is written
    inputs: str | None  # digest of what its audit was made of, "" unknown; None without an audit

    @property
    def readable(self) -> bool:
        """Whether there is a result to show."""
        return self.finished_at is not None and self.inputs is not None


@persistent
def start_run(engine: Engine, run: Run, now: datetime) -> bool:
    """Record that a run begins; False when it was begun before, so that it goes on where it stopped."""
    row = {
        "key": run.key,
        "client": run.client,
        "as_of": run.as_of,
        "window_start": run.window.start,
        "window_end": run.window.end,
        "started_at": now,
        "report": "",
    }
    with engine.begin() as connection:
        known = connection.execute(select(runs.c.key).where(runs.c.key == run.key)).first()
        if known:
            connection.execute(update(runs).where(runs.c.key == run.key).values(started_at=now, finished_at=None))
        else:
            connection.execute(insert(runs), row)
    return known is None


@persistent
def finish_run(engine: Engine, key: str, report: str, now: datetime) -> None:
    """Record that the report of a run stands in the folder ``report``."""
    with engine.begin() as connection:
        connection.execute(update(runs).where(runs.c.key == key).values(finished_at=now.astimezone(UTC), report=report))


@persistent
def folder_of(engine: Engine, key: str) -> str:
    """The folder in which the report of a run stands; "" for a run that is unknown or was never finished."""
    with engine.connect() as connection:
        return str(connection.execute(select(runs.c.report).where(runs.c.key == key)).scalar() or "")


@persistent
def newest_run(engine: Engine, client: str) -> str:
    """The key of the client's finished run with the newest day; "" when none was finished."""
    chosen = (
        select(runs.c.key)
        .where(runs.c.client == client, runs.c.finished_at.is_not(None))
        .order_by(runs.c.as_of.desc(), runs.c.finished_at.desc())
    )
    with engine.connect() as connection:
        return str(connection.execute(chosen).scalar() or "")


@persistent
def salt_of(engine: Engine, client: str) -> str:
    """The client's own salt for hashing authors, made on first use; two clients' authors cannot be joined."""
    key = digest(client)[:16]
    with engine.begin() as connection:
        known = connection.execute(select(salts.c.salt).where(salts.c.client == key)).scalar()
        if known:
            return str(known)
        fresh = {"client": key, "salt": token_hex(32)}
        connection.execute(insert_new(engine, salts, fresh))  # of two runs that begin at once the first one's counts
        return str(connection.execute(select(salts.c.salt).where(salts.c.client == key)).scalar_one())


def author_of(salt: str, name: str) -> str:
    """What stands for a person's public name under a client's salt: 32 hexadecimal digits, "" for no name."""
    return digest(f"{salt} {name}")[:32] if name else ""


@persistent
def stored_runs(engine: Engine, client: str | None = None) -> tuple[StoredRun, ...]:
    """Every run, or those of one client, the newest day first."""
    chosen = _stored().order_by(runs.c.as_of.desc(), runs.c.started_at.desc())
    if client is not None:
        chosen = chosen.where(runs.c.client == client)
    with engine.connect() as connection:
        return tuple(StoredRun(**row) for row in connection.execute(chosen).mappings())


@persistent
def stored_run(engine: Engine, key: str) -> StoredRun | None:
    """The run of that key; None without one."""
    with engine.connect() as connection:
        row = connection.execute(_stored().where(runs.c.key == key)).mappings().first()
        return StoredRun(**row) if row else None


def _stored() -> Select[tuple[object, ...]]:
    return select(*runs.c, audits.c.inputs).outerjoin(audits, audits.c.run == runs.c.key)
