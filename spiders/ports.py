"""Ports: what a spider needs from the outside; the pipelines plug the store in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from market.crawls import Discovery, RobotsFile, Visit
from market.pages import Capture


class FrontierPort(Protocol):
    """The durable queue; every method is one transaction."""

    def add(self, found: Iterable[Discovery]) -> int: ...
    def take(self, busy: Collection[str] = (), floor: int = 0) -> Visit | None: ...
    def done(self, capture: Capture, found: Iterable[Discovery] = ()) -> None: ...
    def failed(self, url: str, reason: str, found: Iterable[Discovery] = ()) -> None: ...
    def refused(self, url: str, reason: str, found: Iterable[Discovery] = ()) -> None: ...
    def put_back(self, url: str, last: bool = False) -> None: ...
    def refuse_queued(self, reason: str, authority: str = "") -> int: ...
    def queued(self) -> int: ...
    def asked(self, skip: Collection[int] = ()) -> int: ...
    def of_priority(self, priority: int) -> tuple[str, ...]: ...


class ArchivePort(Protocol):
    """Where every response goes before anything else happens to it."""

    def write(
        self, url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes, captured_at: datetime
    ) -> Capture: ...


class RobotsPort(Protocol):
    """What origins answered for /robots.txt in the last 24 hours."""

    def load(self, origin: str) -> RobotsFile | None: ...
    def save(self, file: RobotsFile) -> None: ...


@dataclass(frozen=True, slots=True)
class Stores:
    """The three places a spider writes to."""

    frontier: FrontierPort
    archive: ArchivePort
    robots: RobotsPort


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

    @property
    def max_requests(self) -> int:
        """Pages, plus a quarter more for robots, sitemaps, feeds, redirects and second tries."""
        return self.max_pages + max(10, self.max_pages // 4)

    @property
    def agent_token(self) -> str:
        """The product name that robots.txt files address."""
        return self.user_agent.partition("/")[0].strip().lower()
