"""Collecting: every company and venue of a brief crawled, hosts side by side, one crawl at a time per host."""

import logging
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from market.audits import Run
from market.brief import Brief
from market.crawls import NOTED, Outcome
from market.urls import authority_of, host_of, same_site
from market.venues import Access, Venue
from pipelines.brief import venues_of
from pipelines.crawl import CrawlError, CrawlJob, CrawlStoppedError
from pipelines.settings import AuditOptions, user_agent
from pipelines.sharing import crawl_once
from pipelines.spread import Spread, here

log = logging.getLogger(__name__)
VENUE_PAGES = 60  # per venue: lists and feeds first, then the threads they name
_Named = tuple[str, CrawlJob]
_stopped = threading.Event()  # this process was told to stop: nobody waits for another audit's crawl any longer


@dataclass(frozen=True, slots=True)
class HostGroup:
    """The crawls of one host, to be made one after the other wherever there is room for them."""

    jobs: tuple[_Named, ...]
    share_hours: float  # how old another audit's crawl may be that is taken


def crawl_market(
    brief: Brief, run: Run, venues: Sequence[Venue], evidence: Path, options: AuditOptions, spread: Spread = here
) -> tuple[tuple[Path, ...], tuple[tuple[str, tuple[Outcome, ...]], ...]]:
    """The archives of all crawls, by name, and what became of every address, by company or venue.

    A crawl that fails is said in its ledger and does not end the others; run again, it goes on where it stood. Raises
    ``CrawlStoppedError`` when one was told to stop.
    """
    jobs = (*_sites(brief, run, evidence, options), *_venues(brief, run, venues, evidence, options))
    return _crawl_all(jobs, options, spread)


def crawl_venues(brief: Brief, run: Run, venues: Sequence[Venue], evidence: Path, options: AuditOptions) -> None:
    """The same for the open communities alone."""
    _crawl_all(_venues(brief, run, venues, evidence, options), options, here)


def _crawl_all(
    jobs: Sequence[_Named], options: AuditOptions, spread: Spread
) -> tuple[tuple[Path, ...], tuple[tuple[str, tuple[Outcome, ...]], ...]]:
    by_host: dict[str, list[_Named]] = defaultdict(list)
    for name, job in jobs:
        by_host[authority_of(job.start_url)].append((name, job))
    groups = [HostGroup(tuple(jobs), options.share_hours) for jobs in by_host.values()]
    _stopped.clear()
    try:
        done = [row for rows in spread(crawl_group, groups) for row in rows]
    finally:
        _stopped.set()
    archives = tuple(sorted((path for _, path, _ in done if path.exists()), key=lambda path: path.name))
    return archives, tuple(sorted(((name, ledger) for name, _, ledger in done), key=lambda row: row[0]))


def crawl_group(group: HostGroup) -> list[tuple[str, Path, tuple[Outcome, ...]]]:
    """Name, archive and ledger of each crawl of a group; a crawl that fails is said in its ledger."""
    return [_crawl(name, job, timedelta(hours=group.share_hours)) for name, job in group.jobs]


def _crawl(name: str, job: CrawlJob, within: timedelta) -> tuple[str, Path, tuple[Outcome, ...]]:
    try:
        result = crawl_once(job, job.archive.parent.parent / "logs" / f"{job.archive.name}.log", within, _stopped)
    except CrawlStoppedError:
        raise
    except CrawlError as error:
        log.error("%s", error)
        return name, job.archive, (Outcome(f"crawl did not end: {error}", 1, job.start_url),)
    log.info(
        "%s: %d pages fetched with %d requests in %.0f s, %d full downloads, %d unchanged pages taken over%s",
        *(name, result.fetched, result.requests, result.seconds, result.downloads, result.unchanged),
        ", resumed" if result.resumed else "",
    )
    noted = (Outcome(f"{NOTED}{note.outcome}", note.count, note.example) for note in result.notes)
    return name, job.archive, (*result.ledger, *noted)


def _sites(brief: Brief, run: Run, evidence: Path, options: AuditOptions) -> list[_Named]:
    return [
        (company.name, _job(brief, run, options, company.key, company.url, "site", evidence))
        for company in brief.companies
    ]


def _venues(brief: Brief, run: Run, venues: Sequence[Venue], evidence: Path, options: AuditOptions) -> list[_Named]:
    from dataclasses import replace

    open_venues = [venue for venue in venues if venue.platform and venue.access is not Access.CLOSED]
    jobs = []
    for venue in open_venues:
        job = _job(brief, run, options, venue.key, venue.url, "community", evidence, f"-{venue.key[:6]}")
        pages = min(VENUE_PAGES, job.max_pages)
        jobs.append((venue.name, replace(job, platform=venue.platform, feed=venue.feed, max_pages=pages)))
    return jobs


def _job(
    brief: Brief, run: Run, options: AuditOptions, key: str, url: str, kind: str, evidence: Path, suffix: str = ""
) -> CrawlJob:
    return CrawlJob(
        run=run.key,
        subject=key,
        start_url=url,
        kind=kind,
        database=options.database,
        archive=evidence / f"{authority_of(url).replace(':', '-')}{suffix}.warc.gz",
        window_start=run.window.start,
        user_agent=user_agent(brief.limits.contact or brief.agency.url),
        max_pages=options.max_pages or brief.limits.pages,
        max_depth=brief.limits.depth,
        delay=brief.limits.delay_seconds,
        allowed_networks=options.allow_networks,
        client=host_of(brief.client.url),
        subdomains=kind == "site",
        browser=options.browser,
        strangers=tuple(sorted(other for other in _addresses(brief) if not same_site(other, url))),
    )


def _addresses(brief: Brief) -> list[str]:
    """The start addresses of everybody in the brief."""
    return [*(company.url for company in brief.companies), *(venue.url for venue in venues_of(brief))]
