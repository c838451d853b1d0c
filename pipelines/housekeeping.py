"""Housekeeping: conversations leave when the days that their brief allows are over; caches leave when they are stale.

``housekeep`` is what a schedule calls; it can be done at any time, also while audits run.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from market.brief import Brief, Limits
from pipelines.checksums import NAME as SUMS
from pipelines.tellings import brief_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from store.expiry import KeptRun, Place

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was tidied up."""

    rows: tuple[tuple[str, int], ...]  # tables, and how many of their rows are gone
    records: tuple[tuple[Path, int], ...]  # archives, and how many of their records are gone
    runs: tuple[str, ...]  # whose conversations' time was over
    remarks: tuple[str, ...] = ()  # what could not be done now, and why
    visits: tuple[Path, ...] = ()  # folders of daily visits to communities that were deleted whole


def housekeep(database: str, briefs: Sequence[Brief] = (), now: datetime | None = None) -> Kept:
    """Delete conversations older than their brief's ``retention_days``, stale caches and unused readings.

    A run's conversations are as old as its day. How long they are kept says the client's brief among ``briefs``, else
    the one kept with the run's evidence, else the default. Their records in the run's own evidence are overwritten,
    their transcripts and packed copies deleted; audits and reports stay. What cannot be done is a remark, never a
    stop: the next time does it. Raises ``StoreError`` when there is no database to look after.
    """
    from sqlalchemy.exc import OperationalError

    from pipelines.reading import reading_key
    from store.engine import StoreError, open_store
    from store.expiry import expire_caches, runs_with_talk, tidy
    from store.forgetting import drop_unused_readings, rewrite
    from store.warc import ArchiveError

    moment, engine = now or datetime.now(UTC), open_store(database)
    days = {brief.client.name: brief.limits.retention_days for brief in briefs}
    rows: Counter[str] = Counter()
    records: Counter[Path] = Counter()
    over, remarks = [], []
    for run in list(runs_with_talk(engine)):
        if moment - run.as_of <= timedelta(days=_days(run, days)):
            continue
        try:
            rows += _expire(engine, run, records)
            over.append(run.key)
        except (ArchiveError, OSError) as error:
            remarks.append(str(error))
    visits = _expire_visits(engine, days, moment.date())
    rows += expire_caches(engine, moment)
    rows["readings"] += drop_unused_readings(engine, reading_key)
    try:
        (rewrite if over else tidy)(engine)
    except (OperationalError, StoreError) as error:
        remarks.append(f"space was not given back: {str(error).splitlines()[0]}")
    counted = tuple(sorted((table, count) for table, count in rows.items() if count))
    return Kept(counted, tuple(sorted(records.items())), tuple(over), tuple(remarks), visits)


def _expire_visits(engine: "Engine", known: Mapping[str, int], today: date) -> tuple[Path, ...]:
    from pipelines.listening import FOLDER, expire
    from store.expiry import KeptRun
    from store.runs import stored_runs

    kept: dict[Path, int] = {}
    for run in stored_runs(engine):
        folder = Path(run.report).parent
        if run.report and (folder / FOLDER).is_dir():
            days = _days(KeptRun(run.key, run.client, run.as_of, run.report), known)
            kept[folder] = min(days, kept.get(folder, days))
    return tuple(place for folder, days in kept.items() for place in expire(folder, days, today))


def _days(run: "KeptRun", known: Mapping[str, int]) -> int:
    if run.client in known:
        return known[run.client]
    brief = brief_of(Path(run.folder) / "evidence") if run.folder else None
    return (brief.limits if brief else Limits()).retention_days


def _expire(engine: "Engine", run: "KeptRun", records: Counter[Path]) -> Counter[str]:
    """The archives first: where the records lie is in the database."""
    from pipelines.brief import venues_of
    from store.expiry import expire_talk, places_of

    folder = Path(run.folder) if run.folder else None
    brief = brief_of(folder / "evidence") if folder else None
    venues = frozenset(venue.key for venue in venues_of(brief)) if brief else frozenset()
    if folder and folder.is_dir():
        _blank(folder, places_of(engine, run.key, venues), records)
    return expire_talk(engine, run.key, venues)


def _blank(folder: Path, places: Sequence["Place"], records: Counter[Path]) -> None:
    """Overwrite the records of a run's evidence, and delete what repeats them."""
    from reports.evidence_pages import page_id
    from store.blanking import blank, removing

    by_archive: dict[str, set[int]] = defaultdict(set)
    for place in places:
        by_archive[place.archive].add(place.offset)
        (folder / "evidence" / "pages" / f"{page_id(place.archive, place.offset)}.html").unlink(missing_ok=True)
    for name, offsets in by_archive.items():
        path = folder / "evidence" / name
        if not path.is_file():
            continue
        own = removing(path, lambda record: bool(record.url))
        urls = {record.url for record in own if record.offset in offsets}  # of a rendered page the answer too
        records[path] += blank(path, [record for record in own if record.url in urls])
    if by_archive:
        for stale in (*folder.glob("*.wacz"), *folder.glob("logs/*"), folder / SUMS):
            stale.unlink(missing_ok=True)
