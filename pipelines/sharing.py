"""Sharing: what several clients' audits want of the same site, and want alike, is fetched once.

A competitor of twenty clients must not be visited twenty times in a night. The unit is the whole crawl: only where
everything that decides what is fetched is the same (address, budget, window, who asks) does one audit take the archive
of another. What it takes is public and was archived for evidence anyway; who wrote it is hashed anew for each client.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from market.crawls import Outcome
from market.urls import digest, same_company
from pipelines.checksums import copy_whole, sha256
from pipelines.crawl import CrawlJob, CrawlResult, CrawlStoppedError, adapter, crawl
from store.engine import open_store
from store.leases import Leases
from store.shared_crawls import SharedCrawl, SharedCrawls

log = logging.getLogger(__name__)
SHARED = "shared"  # the note of pages that another audit of the same day fetched
_LOOK_AGAIN = 2.0  # seconds between two looks at a crawl that another audit is making
_RENEWAL = 15.0  # seconds; a lease holds for sixty


def crawl_once(
    job: CrawlJob,
    log_file: Path,
    within: timedelta,
    stopped: threading.Event,
    crawl: Callable[[CrawlJob, Path], CrawlResult] = crawl,
) -> CrawlResult:
    """The result of a crawl like ``job`` that ended less than ``within`` ago, or of the crawl made now.

    Where another audit is making it, this waits until it is done, or until it is given up, and then makes it itself. A
    crawl that was begun for this very run goes on where it stood. Raises what ``crawl`` raises, and
    ``CrawlStoppedError`` when ``stopped`` is set while waiting.
    """
    if not within:
        return crawl(job, log_file)
    engine, key = open_store(job.database), key_of(job)
    shared = SharedCrawls(engine)
    # not the holder that the crawl itself is: it gives everything of its own back when it ends, before this is kept
    holder = digest(f"shared {job.run} {job.subject} {job.archive.resolve()}")
    leases = Leases(engine, holder, lambda: datetime.now(UTC))
    while True:
        taken = _taken(shared, key, job, within)
        if taken:
            return taken
        if leases.acquire(f"shared crawl {key}"):
            break
        if stopped.wait(_LOOK_AGAIN):
            raise CrawlStoppedError(f"crawl of {job.start_url} was stopped; run the same audit again to go on")
    with _kept(leases):
        taken = _taken(shared, key, job, within)  # it may have ended just before the lease was free
        if taken:
            return taken
        result = crawl(job, log_file)
        if job.archive.exists():
            body = adapter(CrawlResult).dump_json(result)
            now = datetime.now(UTC)
            path = str(job.archive.resolve())
            shared.save(SharedCrawl(key, job.client, job.subject, path, sha256(job.archive), now, body))
        return result


def key_of(job: CrawlJob) -> str:
    """A digest of everything that decides what a crawl fetches: two jobs with the same key would fetch the same."""
    near = [url for url in job.strangers if same_company(url, job.start_url)]
    decides = (
        *(job.subject, job.start_url, job.kind, job.window_start.isoformat(), job.user_agent, job.platform, job.feed),
        *(str(job.max_pages), str(job.max_depth), str(job.host_pages), str(job.subdomains)),
        *(job.browser, *job.seeds, "|", *job.hosts, "|", *near, "|", *job.allowed_networks),
    )
    return digest("\n".join(decides))


def _taken(shared: SharedCrawls, key: str, job: CrawlJob, within: timedelta) -> CrawlResult | None:
    """Another audit's crawl as this one's: its archive copied, its ledger with a note; None where there is none.

    An archive that stands here already is either that copy, from before this audit was interrupted, or a crawl of its
    own that must go on.
    """
    known = shared.load(key)
    if known is None:
        return None
    if job.archive.exists():
        if str(job.archive.resolve()) == known.archive or sha256(job.archive) != known.digest:
            return None
    elif datetime.now(UTC) - known.finished_at >= within or not _copied(known, job.archive):
        return None
    shared.lend(known, job.client, job.archive)
    result: CrawlResult = adapter(CrawlResult).validate_json(known.result)
    note = Outcome(SHARED, max(1, result.fetched), job.start_url)
    log.info("%s: %d pages taken from a crawl that ended at %s", job.start_url, result.fetched, known.finished_at)
    nothing = {"requests": 0, "downloads": 0, "unchanged": 0, "seconds": 0.0, "cpu": 0.0, "memory": 0.0}
    return replace(result, archive=job.archive, notes=(*result.notes, note), resumed=False, **nothing)  # type: ignore[arg-type]


def _copied(known: SharedCrawl, target: Path) -> bool:
    """Whether the archive was copied whole; False when it is gone or is no longer what was shared."""
    try:
        return copy_whole(Path(known.archive), target, known.digest)
    except OSError:
        return False


@contextmanager
def _kept(leases: Leases) -> Iterator[None]:
    """Hold what was acquired until the end, and let it go at once then."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(_RENEWAL):
            leases.renew()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        leases.release()
