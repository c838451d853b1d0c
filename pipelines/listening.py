"""Listening: the communities of a brief are visited every day, so that the weekly audit knows what was said between.

A busy community lists its last threads only. What a day's visit fetched is kept in ``conversations/<day>/`` beside the
client's audits, and the next audit takes the visits of the week that it ends into its evidence.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from market.urls import digest, host_of
from pipelines.brief import home_of, run_of, venues_of
from pipelines.checksums import copy_whole
from pipelines.settings import AuditOptions, WrongInputError

FOLDER = "conversations"
_DONE = "done"  # an empty file: the visit came to its end
REACH = timedelta(days=7)  # an audit takes the visits of its last seven days


def listen(options: AuditOptions, now: datetime) -> Path:
    """Crawl the open communities of the brief; returns the day's folder.

    Done again on the same day it goes on where it stood, and asks nothing when it was done. Raises ``BriefError``, and
    ``CrawlStoppedError`` when it was told to stop; a community that cannot be reached is a line in the log.
    """
    from market.brief_yaml import read_brief
    from pipelines.collecting import crawl_venues
    from store.engine import open_store
    from store.expiry import drop_queue

    if options.brief is None:
        raise WrongInputError("give the brief whose communities are to be visited")
    brief, day = read_brief(options.brief), options.as_of or now.astimezone(UTC).date()
    folder = (options.out or home_of(brief)) / FOLDER / day.isoformat()
    key = digest(f"{host_of(brief.client.url)} {FOLDER} {day}")[:16]
    if not (folder / _DONE).exists():
        crawl_venues(brief, run_of(brief, day, key), venues_of(brief), folder / "evidence", options)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _DONE).touch()
    drop_queue(open_store(options.database), key)
    return folder


def heard(folder: Path, last: date) -> tuple[Path, ...]:
    """The archives of the visits that an audit ending on ``last`` takes; the client's audits stand in ``folder``."""
    taken = [place for day, place in visits_of(folder) if last - REACH < day <= last and (place / _DONE).exists()]
    return tuple(path for place in taken for path in sorted((place / "evidence").glob("*.warc.gz")))


def take(visits: Sequence[Path], evidence: Path) -> tuple[Path, ...]:
    """Copies of the archives of visits in ``evidence``, named by their day; whole ones that are there already stay."""
    made = []
    for path in visits:
        copy = evidence / f"{path.parent.parent.name}-{path.name}"
        if not copy.exists() or copy.stat().st_size != path.stat().st_size:
            copy_whole(path, copy)
        made.append(copy)
    return tuple(made)


def visits_of(folder: Path) -> Iterator[tuple[date, Path]]:
    """The day and the folder of every visit for the client whose audits stand in ``folder``, the oldest first."""
    for place in sorted((folder / FOLDER).glob("????-??-??")):
        with suppress(ValueError):  # another name is none of ours
            yield date.fromisoformat(place.name), place


def expire(folder: Path, days: int, today: date) -> tuple[Path, ...]:
    """Delete the visits that are older than ``days``, of the client whose audits stand in ``folder``; returns which."""
    gone = []
    for day, place in visits_of(folder):
        if today - day > timedelta(days=days):
            shutil.rmtree(place)
            gone.append(place)
    return tuple(gone)
