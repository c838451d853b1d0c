"""Crawl: fetch one company's site or one venue in a child process, because a Twisted reactor starts only once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from market.crawls import Outcome


class CrawlError(RuntimeError):
    """A crawl ended without a result; the message is one line."""


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """One company or venue to fetch."""

    run: str  # Run.key
    subject: str  # Company.key or Venue.key
    start_url: str
    kind: str  # "site" or "community"
    database: str  # SQLAlchemy URL
    archive: Path  # the WARC to append to
    window_start: date
    user_agent: str  # "watercooler/0.1.0 (+https://agency.example/contact)"
    seeds: tuple[str, ...] = ()  # a community's first addresses
    platform: str = ""  # name of the community's connector
    max_pages: int = 200
    max_depth: int = 8
    delay: float = 2.0  # seconds between two requests to one host
    allowed_networks: tuple[str, ...] = ()  # CIDR; addresses outside the public internet that may be contacted


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """What a crawl brought home; the ledger's counts add up to the addresses discovered."""

    archive: Path
    fetched: int
    requests: int
    resumed: bool
    ledger: tuple[Outcome, ...]
    seconds: float


def crawl(job: CrawlJob, log: Path | None = None) -> CrawlResult:
    """Run one crawl to its end in a child process and return what it brought home.

    The child's log lines go to ``log``, or to this process's own log. An interrupted or failed crawl goes on where it
    stood when the same job is run again. Raises ``CrawlError`` when the child fails.
    """
    raise NotImplementedError
