"""Listening: the communities of a brief are visited every day, so that the weekly audit knows what was said between.

A busy community lists its last threads only. What a day's visit fetched is kept in ``conversations/<day>/`` beside the
client's audits, and the next audit takes the visits of the week that it ends into its evidence.
"""

import logging
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from market.audits import Run
from market.brief import Brief
from market.figures import Window
from market.urls import digest, host_of
from pipelines.settings import AuditOptions

log = logging.getLogger(__name__)
FOLDER = "conversations"
_DONE = "done"  # an empty file: the visit came to its end
REACH = timedelta(days=7)  # an audit takes the visits of its last seven days


def listen(options: AuditOptions, now: datetime) -> Path:
    """Crawl the open communities of the brief; returns the day's folder.

    Done again on the same day it goes on where it stood, and asks nothing when it was done. Raises ``BriefError``, and
    ``CrawlStoppedError`` when it was told to stop; a community that cannot be reached is a line in the log.
    """
    from market.brief_yaml import read_brief
    from pipelines.brief import venues_of
    from pipelines.collecting import crawl_venues
    from pipelines.settings import WrongInputError
    from store.engine import open_store
    from store.expiry import drop_queue

    if options.brief is None:
        raise WrongInputError("give the brief whose communities are to be visited")
    brief, day = read_brief(options.brief), options.as_of or now.astimezone(UTC).date()
    folder = (options.out or home_of(brief)) / FOLDER / day.isoformat()
    window = Window.ending(day, brief.limits.window_weeks)
    key = digest(f"{host_of(brief.client.url)} {FOLDER} {day}")[:16]
    moment = datetime.combine(day, time.max, UTC).replace(microsecond=0)
    run = Run(key, brief.client.name, moment, window, window.before())
    if not (folder / _DONE).exists():
        crawl_venues(brief, run, venues_of(brief), folder / "evidence", options)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _DONE).touch()
    drop_queue(open_store(options.database), key)
    return folder


def home_of(brief: Brief) -> Path:
    """The folder of a client's audits where nothing else is said."""
    return Path("audits") / host_of(brief.client.url)


def heard(folder: Path, last: date) -> tuple[Path, ...]:
    """The archives of the visits that an audit ending on ``last`` takes; the client's audits stand in ``folder``."""
    days = [(last - REACH + timedelta(days=n + 1)).isoformat() for n in range(REACH.days)]
    ended = [folder / FOLDER / day for day in days if (folder / FOLDER / day / _DONE).exists()]
    return tuple(path for place in ended for path in sorted((place / "evidence").glob("*.warc.gz")))


def take(visits: Sequence[Path], evidence: Path) -> tuple[Path, ...]:
    """Copies of the archives of visits in ``evidence``, named by their day; whole ones that are there already stay."""
    made = []
    for path in visits:
        copy = evidence / f"{path.parent.parent.name}-{path.name}"
        if not copy.exists() or copy.stat().st_size != path.stat().st_size:
            part = copy.with_name(f"{copy.name}.part")
            part.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, part)
            part.replace(copy)
        made.append(copy)
    return tuple(made)


def expire(folder: Path, days: int, today: date) -> tuple[Path, ...]:
    """Delete the visits that are older than ``days``, of the client whose audits stand in ``folder``; returns which."""
    gone = []
    for place in sorted((folder / FOLDER).glob("????-??-??")):
        try:
            day = date.fromisoformat(place.name)
        except ValueError:
            continue  # not ours
        if today - day > timedelta(days=days):
            shutil.rmtree(place)
            gone.append(place)
    return tuple(gone)
