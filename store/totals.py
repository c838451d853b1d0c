"""Totals: how much the store holds and how its runs stand, for whoever watches over it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from store.persistence import persistent
from store.tables import audits, captures, frontier, runs


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the whole store."""

    runs: int
    finished: int
    last_finished: datetime | None
    audits: int
    captures: int
    addresses: tuple[tuple[str, int], ...]  # state of an address in the frontier, count
    failing: int  # sites and venues of which a crawl met only failures


@persistent
def totals_of(engine: Engine) -> Totals:
    """The counts as they stand; a full count, for at most a few times a minute."""
    f = frontier.c
    good = select(f.run, f.subject).where(f.state == "done").distinct().subquery()
    bad = select(f.run, f.subject).where(f.state == "failed").distinct().subquery()
    only_bad = (
        select(func.count())
        .select_from(bad.outerjoin(good, (good.c.run == bad.c.run) & (good.c.subject == bad.c.subject)))
        .where(good.c.run.is_(None))
    )
    with engine.connect() as connection:
        row = connection.execute(
            select(func.count(), func.count(runs.c.finished_at), func.max(runs.c.finished_at)).select_from(runs)
        ).one()
        states = connection.execute(select(f.state, func.count()).group_by(f.state)).all()
        return Totals(
            runs=row[0],
            finished=row[1],
            last_finished=row[2],
            audits=connection.execute(select(func.count()).select_from(audits)).scalar_one(),
            captures=connection.execute(select(func.count()).select_from(captures)).scalar_one(),
            addresses=tuple(sorted((str(state), int(count)) for state, count in states)),
            failing=connection.execute(only_bad).scalar_one(),
        )
