"""Ports: what a spider needs from the outside; the pipelines plug the store in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from market.crawls import Discovery, Holding, RobotsFile, Visit
from market.pages import Capture, Page


class FrontierPort(Protocol):
    """The durable queue; every method is one transaction."""

    def add(self, found: Iterable[Discovery]) -> int: ...
    def take(self, busy: Collection[str] = (), floor: int = 0) -> Visit | None: ...
    def done(self, capture: Capture, found: Iterable[Discovery] = (), notes: Sequence[str] = ()) -> None: ...
    def failed(self, url: str, reason: str, found: Iterable[Discovery] = ()) -> None: ...
    def refused(self, url: str, reason: str, found: Iterable[Discovery] = ()) -> None: ...
    def put_back(self, url: str, last: bool = False) -> None: ...
    def refuse_queued(self, reason: str, authority: str = "") -> int: ...
    def queued(self) -> int: ...
    def asked(self, skip: Collection[int] = ()) -> int: ...
    def asked_by_authority(self, skip: Collection[int] = ()) -> dict[str, int]: ...
    def ways(self) -> tuple[tuple[str, str], ...]: ...
    def of_priority(self, priority: int) -> tuple[str, ...]: ...


class ArchivePort(Protocol):
    """Where every response goes before anything else happens to it."""

    def write(
        self, url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes, captured_at: datetime
    ) -> Capture: ...
    def write_rendered(self, page: Page, body: bytes) -> Capture: ...
    def carry(self, page: Page, answer: Sequence[tuple[str, str]], now: datetime) -> Capture: ...


class HoldingsPort(Protocol):
    """What earlier runs hold, and under which marks a server knows it."""

    def load(self, url: str) -> Holding | None: ...
    def page(self, holding: Holding) -> Page | None: ...
    def save(self, capture: Capture, etag: str, modified: str) -> None: ...
    def forget(self, url: str) -> None: ...


class LeasesPort(Protocol):
    """Who may ask a host just now, over all crawls at once."""

    def acquire(self, name: str) -> bool: ...
    def renew(self) -> None: ...


class PausesPort(Protocol):
    """Until when hosts asked to be left alone, over all crawls and runs."""

    def save(self, host: str, seconds: float) -> None: ...
    def left(self, host: str) -> float: ...


class RobotsPort(Protocol):
    """What origins answered for /robots.txt in the last 24 hours."""

    def load(self, origin: str) -> RobotsFile | None: ...
    def save(self, file: RobotsFile) -> None: ...


@dataclass(frozen=True, slots=True)
class Stores:
    """The places a spider reads from and writes to."""

    frontier: FrontierPort
    archive: ArchivePort
    robots: RobotsPort
    holdings: HoldingsPort
    leases: LeasesPort
    pauses: PausesPort


class Exploration(NamedTuple):
    """What a page leads to, why it is no content, and what else is to be known of it."""

    found: list[Discovery]
    refusal: str = ""  # "" for content
    notes: tuple[str, ...] = ()
    kept: bool = True  # False when its site asks that no copy be kept


@dataclass(frozen=True, slots=True)
class Plan:
    """What one crawl may do."""

    start_url: str
    window_start: date
    max_pages: int
    max_depth: int
    delay: float  # seconds between two requests to one host
    timeout: float  # seconds for one response, from the first to the last byte
    user_agent: str
    allowed_networks: tuple[str, ...] = ()
    host_pages: int = 0  # of one host, where the crawl has several; 0: max_pages
    hosts: tuple[str, ...] = ()  # start addresses of further hosts of the same subject
    subdomains: bool = False  # hosts under the same registered name are its own when its home page leads there
    strangers: tuple[str, ...] = ()  # addresses of others in the brief: never its own
    browser: str = ""  # path of a Chromium that renders pages which need JavaScript; "" for none

    @property
    def max_requests(self) -> int:
        """Pages, plus a quarter more for robots, sitemaps, feeds, redirects and second tries."""
        return _with_margin(self.max_pages)

    @property
    def pages_per_host(self) -> int:
        """The budget of one host."""
        return min(self.host_pages or self.max_pages, self.max_pages)

    @property
    def requests_per_host(self) -> int:
        """The same margin as for the whole crawl."""
        return _with_margin(self.pages_per_host)

    @property
    def agent_token(self) -> str:
        """The product name that robots.txt files address."""
        return self.user_agent.partition("/")[0].strip().lower()


def _with_margin(pages: int) -> int:
    return pages + max(10, pages // 4)
