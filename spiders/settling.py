"""Settling: what becomes of an answer: archived first, then content, a reason, or another try."""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from market.crawls import Discovery, Visit
from market.pages import Page
from market.urls import authority_of, canonical_url
from spiders import limits
from spiders.asking import AskingSpider
from spiders.capture import page_of
from spiders.choose import FEED, SITEMAP
from spiders.politeness import PAGE_FAULT, retry_after
from spiders.ports import Exploration, Plan, Stores
from spiders.reasons import OFF_LIMITS, TIMEOUT, TRUNCATED, reason_of
from spiders.scripts import Scripts

log = logging.getLogger(__name__)

MAX_HOPS = 5  # redirects in a row
MAX_TRIES = 3  # of one address
_OVERLOAD = (429, 502, 503, 504)  # the host needs a rest; other 5xx are faults of the page
NOT_PAGES = (SITEMAP, FEED)  # they do not count against the budget of pages
_LARGE = 64_000  # bytes; larger pages are read beside the reactor, so that other hosts need not wait
_READING_TIME = 30.0  # seconds
_BESIDE = 1  # large pages read at a time: each is held several times over meanwhile
_TURN = 5.0  # seconds that a large page waits for its turn; then it is read all the same
_OVERRUN = "rate limit page"  # said with status 200, meant as 429
UNCHANGED = "unchanged"
RENDERED = "rendered"
NEEDS_SCRIPT = "needs JavaScript"


class SettlingSpider(AskingSpider):
    """Archives answers and settles visits; subclasses say what a page leads to."""

    name = "settling"

    def __init__(self, plan: Plan, stores: Stores, **kwargs: Any) -> None:
        super().__init__(plan, stores, **kwargs)
        self.progress: Callable[[int], None] = lambda _: None  # told the pages asked for so far
        self.downloads = 0  # answers with a body of their own, robots.txt left out
        self.unchanged = 0  # pages taken over from an earlier run on the server's word
        self.scripts = Scripts(self, plan.browser) if plan.browser else None
        self._large = asyncio.Semaphore(_BESIDE)
        self._pages = stores.frontier.asked(NOT_PAGES)
        self._pages_by_host = Counter(stores.frontier.asked_by_authority(NOT_PAGES))

    def explore(self, visit: Visit, page: Page) -> Exploration:
        """What a readable page leads to, and whether it is content."""
        raise NotImplementedError

    def rest_of(self, page: Page) -> float:  # noqa: ARG002
        """How many seconds a page's own words ask that its host be left alone, 0 for none."""
        return 0.0

    def landed(self, visit: Visit) -> list[Discovery]:  # noqa: ARG002
        """What is worth a visit once ``visit`` has ended, whatever its end."""
        return []

    def outside(self, visit: Visit, target: str) -> str:  # noqa: ARG002
        """Why the target of a redirect is no part of this crawl, "" when it is."""
        return ""

    async def arrived(self, response: Any) -> None:
        """Archive a response and settle its visit."""
        visit: Visit = response.meta["visit"]
        host = authority_of(visit.url)
        try:
            await self._settle(visit, host, response)
        except Exception as error:
            self._break_off(error)
        finally:
            self._return(host)
            self.progress(self._pages)

    async def _settle(self, visit: Visit, host: str, response: Any) -> None:
        now = datetime.now(UTC)
        page = page_of(response, visit.url, now)
        status = response.status
        if status == 429 or status >= 500:
            pause = retry_after(page.header("retry-after"), now) if status in (429, 503) else None
            weight = 1.0 if status in _OVERLOAD else PAGE_FAULT
            self._keep(page)
            self._again_or_not(visit, host, f"status {status}", pause, weight)
            return
        self.politeness.end(host, time.monotonic())
        if seconds := self.rest_of(page):
            self.leave_alone(host, seconds)
        if status == 304:
            await self._carry(visit, page, now)
        elif 300 <= status < 400:
            capture = self._keep(page)
            self.stores.frontier.done(capture, [*self._redirected(visit, page), *self.landed(visit)])
        elif status >= 400 or status < 200:
            self._count(visit)
            self._keep(page)
            self.stores.frontier.failed(visit.url, f"status {status}", self.landed(visit))
        else:
            self._count(visit)
            self.downloads += 1
            await self._read(visit, host, page)

    async def _read(self, visit: Visit, host: str, page: Page) -> None:
        """Archive a page and what it leads to, as content or with the reason why it is none."""
        seen = await self._explored(visit, page) if limits.is_text(page) else Exploration([], "not HTML")
        shown = None
        if seen.refusal == NEEDS_SCRIPT and self.scripts:
            shown = await self.scripts.rendered(page)
            if self._stopping and shown is None:
                return  # it is still marked as being fetched: the next run asks for it again
            seen = await self._explored(visit, shown) if shown else seen
        found = [*seen.found, *self.landed(visit)]
        capture = self._keep(page, shown) if seen.kept else None
        if capture and not seen.refusal:
            self.stores.frontier.done(capture, found, (*seen.notes, RENDERED) if shown else seen.notes)
            if shown:  # the server's word that the shell did not change says nothing about what it shows
                self.stores.holdings.forget(visit.url)
                return
            self.stores.holdings.save(capture, page.header("etag"), page.header("last-modified"))
            return
        self.stores.holdings.forget(visit.url)
        if seen.refusal == _OVERRUN:
            self.politeness.fail(host, time.monotonic())
        self.stores.frontier.failed(visit.url, seen.refusal, found)

    async def _carry(self, visit: Visit, answer: Page, now: datetime) -> None:
        """Take an unchanged page over from the archive that holds it; ask for it in full when that cannot be read."""
        holding = self.stores.holdings.load(visit.url)
        held = self.stores.holdings.page(holding) if holding else None
        if holding is None or held is None:
            self.stores.holdings.forget(visit.url)
            self._again(visit, "status 304")
            return
        self._count(visit)
        seen = await self._explored(visit, held)
        found = [*seen.found, *self.landed(visit)]
        if seen.refusal:  # held by an older version of these rules
            self.stores.frontier.failed(visit.url, seen.refusal, found)
            return
        capture = self.stores.archive.carry(held, answer.headers, now)
        self.stores.frontier.done(capture, found, (*seen.notes, UNCHANGED))
        marks = (answer.header("etag") or holding.etag, answer.header("last-modified") or holding.modified)
        self.stores.holdings.save(capture, *marks)
        self.unchanged += 1

    async def _explored(self, visit: Visit, page: Page) -> Exploration:
        """What a page leads to; large ones are read beside the reactor."""
        try:
            if len(page.body) < _LARGE and not limits.is_packed_xml(page):
                return self._checked(visit, page)
            async with self._beside():
                return await asyncio.wait_for(asyncio.to_thread(self._checked, visit, page), _READING_TIME)
        except TimeoutError:
            return Exploration([], limits.TOO_COMPLEX, kept=False)
        except Exception:
            log.exception("%s could not be read for links", visit.url)  # one page must not cost the others
            return Exploration([])

    @contextlib.asynccontextmanager
    async def _beside(self) -> AsyncIterator[None]:
        """One large page after the other, unless one of them takes long."""
        try:
            await asyncio.wait_for(self._large.acquire(), _TURN)
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self._large.release()

    def _checked(self, visit: Visit, page: Page) -> Exploration:
        fault = "" if limits.is_json(page) else limits.parser_fault(page.body)
        return Exploration([], fault, kept=False) if fault else self.explore(visit, page)

    def _keep(self, page: Page, shown: Page | None = None) -> Any:
        """Archive a page, and beside it what a browser made of it."""
        told = page.capture
        if shown:
            return self.stores.archive.write_rendered(page, shown.body)
        return self.stores.archive.write(page.url, told.status, page.headers, page.body, told.captured_at)

    def _count(self, visit: Visit) -> None:
        if visit.priority not in NOT_PAGES:
            self._pages += 1
            self._pages_by_host[authority_of(visit.url)] += 1

    def _redirected(self, visit: Visit, page: Page) -> list[Discovery]:
        try:
            target = canonical_url(urljoin(page.url, page.header("location")))
        except ValueError:
            return []
        refused = "too many redirects" if visit.hops >= MAX_HOPS else self.outside(visit, target)
        return [Discovery(target, visit.priority, visit.depth, visit.url, visit.hops + 1, refused)]

    def missed(self, failure: Any) -> None:
        """Settle a visit that brought no response."""
        visit: Visit = failure.request.meta["visit"]
        host = authority_of(visit.url)
        reason = reason_of(failure.value)
        try:
            if reason.again:
                self._again_or_not(visit, host, reason.text)
            else:
                self.politeness.end(host, time.monotonic())
                self._refuse(visit, host, reason.text)
        except Exception as error:
            self._break_off(error)
        finally:
            self._return(host)

    def _refuse(self, visit: Visit, host: str, reason: str) -> None:
        if reason == OFF_LIMITS:
            self.stores.frontier.refused(visit.url, reason, self.landed(visit))
            self.stores.frontier.refuse_queued(reason, host)
        else:
            self._count(visit)
            self.stores.frontier.failed(visit.url, reason, self.landed(visit))

    def _again_or_not(
        self, visit: Visit, host: str, reason: str, pause: float | None = None, weight: float = 1.0
    ) -> None:
        """After a failure: back into the queue, or failed for good, together with the host when it keeps failing."""
        if reason == TRUNCATED:
            dropped = ""
            self.politeness.end(host, time.monotonic())
        else:
            pause = 0.0 if weight < 1 else pause
            dropped = self.fail(host, pause, weight)
        self._again(visit, reason, costly=reason == TIMEOUT or weight < 1, last_try=bool(dropped))
        if dropped:
            log.warning("%s: %s", host, dropped)
            self.stores.frontier.refuse_queued(dropped, host)

    def _again(self, visit: Visit, reason: str, costly: bool = False, last_try: bool = False) -> None:
        tries = self._tries[visit.url] = self._tries.get(visit.url, 0) + (2 if costly else 1)
        if tries < MAX_TRIES and not last_try:
            self.stores.frontier.put_back(visit.url, last=True)  # others first: one broken page is no broken host
            return
        self._count(visit)
        self.stores.frontier.failed(visit.url, reason, self.landed(visit))
