"""Visits: the round that every crawl makes, one address after another, until the frontier or the budget is spent."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from scrapy import Request

from market.crawls import Discovery, Visit
from market.pages import Page
from market.urls import authority_of, canonical_url
from spiders import limits, robots
from spiders.asking import AskingSpider
from spiders.capture import page_of
from spiders.choose import FEED, SITEMAP, TACTIC
from spiders.politeness import PAGE_FAULT, retry_after
from spiders.ports import Plan, Stores
from spiders.reasons import OFF_LIMITS, TIMEOUT, TRUNCATED, reason_of
from spiders.settings import MAX_IN_FLIGHT

log = logging.getLogger(__name__)

MAX_HOPS = 5  # redirects in a row
MAX_TRIES = 3  # of one address
_OVERLOAD = (429, 502, 503, 504)  # the host needs a rest; other 5xx are faults of the page
NOT_PAGES = (SITEMAP, FEED)  # they do not count against the budget of pages
_LARGE = 150_000  # bytes; larger pages are read beside the reactor, so that other hosts need not wait
_READING_TIME = 30.0  # seconds
_NOT_KEPT = ("noindex", "too complex")  # the first at the site's wish, the second for the readers' sake


class VisitingSpider(AskingSpider):
    """Fetches what the frontier holds, politely; subclasses say where to begin and what a page leads to.

    ``finished`` is true when nothing was left to do within the budget.
    """

    name = "visits"

    def __init__(self, plan: Plan, stores: Stores, **kwargs: Any) -> None:
        super().__init__(plan, stores, **kwargs)
        self.finished = False
        self.progress: Callable[[int], None] = lambda _: None  # told the pages asked for so far
        self._pages = stores.frontier.asked(NOT_PAGES)

    def seeds(self) -> Iterable[Discovery]:
        """Where the round begins."""
        raise NotImplementedError

    def explore(self, visit: Visit, page: Page) -> list[Discovery]:
        """What a readable page leads to."""
        raise NotImplementedError

    def landed(self, visit: Visit) -> list[Discovery]:  # noqa: ARG002
        """What is worth a visit once ``visit`` has ended, whatever its end."""
        return []

    async def start(self) -> AsyncIterator[Request]:
        try:
            self.stores.frontier.add(self.seeds())
            while True:
                request = None if self._spent() else self._next_request()
                if request is not None:
                    yield request
                elif not await self._pause():
                    break
            self.finished = not self._stopping
        except Exception as error:  # the store or the archive refused: nothing can be saved any more
            self._break_off(error)

    def _spent(self) -> bool:
        on_their_way = sum(1 for v in self._in_flight.values() if v and v.priority not in NOT_PAGES)
        pages_left = self.plan.max_pages - self._pages - on_their_way
        return self._stopping or pages_left <= 0 or self.requests >= self.plan.max_requests

    async def _pause(self) -> bool:
        """Wait until a host can be asked again or an answer came; False when neither will happen."""
        wait = self.politeness.wait(time.monotonic())
        if not self._in_flight and (self._spent() or wait is None or not self.stores.frontier.queued()):
            return False
        self._turn.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._turn.wait(), None if wait is None or self._spent() else max(wait, 0.001))
        return True

    def _next_request(self) -> Request | None:
        if len(self._in_flight) >= MAX_IN_FLIGHT:
            return None
        while visit := self._take():
            origin = robots.origin_of(visit.url)
            rules = self._rules(origin)
            if rules is None:
                self.stores.frontier.put_back(visit.url)
                return self._robots_request(origin, f"{origin}/robots.txt", 0)
            refusal = self.politeness.dropped(authority_of(visit.url)) or rules.refusal(visit.url)
            if not refusal:
                return self._page_request(visit)
            self.stores.frontier.refused(visit.url, refusal, self.landed(visit))
        return None

    def _take(self) -> Visit | None:
        """The next visit; towards the end of the budget pages that carry tactics go before further posts."""
        busy = self.politeness.busy(time.monotonic()) | self._in_flight.keys()
        if self.plan.max_pages - self._pages <= min(20, self.plan.max_pages // 10):
            visit = self.stores.frontier.take(busy, TACTIC)
            if visit and visit.priority == TACTIC:
                return visit
            if visit:
                self.stores.frontier.put_back(visit.url)
        return self.stores.frontier.take(busy)

    def _page_request(self, visit: Visit) -> Request:
        host = authority_of(visit.url)
        self._depart(host, visit)
        meta = {"visit": visit, "download_slot": host}
        return Request(visit.url, callback=self.arrived, errback=self.missed, meta=meta, dont_filter=True)

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
            self.stores.archive.write(visit.url, status, page.headers, page.body, now)
            self._again_or_not(visit, host, f"status {status}", pause, weight)
            return
        self.politeness.end(host, time.monotonic())
        if visit.priority not in NOT_PAGES and not 300 <= status < 400:
            self._pages += 1
        if 300 <= status < 400:
            self._save(page, [*self._redirected(visit, page), *self.landed(visit)])
        elif status >= 400 or status < 200:
            self.stores.archive.write(visit.url, status, page.headers, page.body, now)
            self.stores.frontier.failed(visit.url, f"status {status}", self.landed(visit))
        else:
            await self._read(visit, page)

    async def _read(self, visit: Visit, page: Page) -> None:
        if not limits.is_text(page):
            refusal, found = "not HTML", list[Discovery]()
        else:
            refusal, found = await self._explored(visit, page)
        found = [*found, *self.landed(visit)]
        if not refusal:
            self._save(page, found)
            return
        if refusal not in _NOT_KEPT:
            self.stores.archive.write(page.url, page.capture.status, page.headers, page.body, page.capture.captured_at)
        self.stores.frontier.failed(visit.url, refusal, found)

    async def _explored(self, visit: Visit, page: Page) -> tuple[str, list[Discovery]]:
        """The addresses a page leads to, and why the page itself may not be kept."""
        try:
            if len(page.body) < _LARGE and not limits.is_packed_xml(page):
                return "", self._checked(visit, page)
            reading = asyncio.to_thread(self._checked, visit, page)
            return "", await asyncio.wait_for(reading, _READING_TIME)
        except NotWantedError as error:
            return str(error), error.found
        except TimeoutError:
            return "too complex", []
        except Exception:
            log.exception("%s could not be read for links", visit.url)  # one page must not cost the others
            return "", []

    def _checked(self, visit: Visit, page: Page) -> list[Discovery]:
        fault = limits.parser_fault(page.body)
        if fault:
            raise NotWantedError(fault, [])
        return self.explore(visit, page)

    def _save(self, page: Page, found: list[Discovery]) -> None:
        capture = self.stores.archive.write(
            page.url, page.capture.status, page.headers, page.body, page.capture.captured_at
        )
        self.stores.frontier.done(capture, found)

    def _redirected(self, visit: Visit, page: Page) -> list[Discovery]:
        try:
            target = canonical_url(urljoin(page.url, page.header("location")))
        except ValueError:
            return []
        refused = "too many redirects" if visit.hops >= MAX_HOPS else self.outside(visit, target)
        return [Discovery(target, visit.priority, visit.depth, visit.url, visit.hops + 1, refused)]

    def outside(self, visit: Visit, target: str) -> str:  # noqa: ARG002
        """Why the target of a redirect is no part of this crawl, "" when it is."""
        return ""

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
            self._pages += visit.priority not in NOT_PAGES
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
            dropped = self.politeness.fail(host, time.monotonic(), pause, weight)
        costly = reason == TIMEOUT or weight < 1
        tries = self._tries[visit.url] = self._tries.get(visit.url, 0) + (2 if costly else 1)
        if tries < MAX_TRIES and not dropped:
            self.stores.frontier.put_back(visit.url, last=True)  # others first: one broken page is no broken host
            return
        self._pages += visit.priority not in NOT_PAGES
        self.stores.frontier.failed(visit.url, reason, self.landed(visit))
        if dropped:
            log.warning("%s: %s", host, dropped)
            self.stores.frontier.refuse_queued(dropped, host)


class NotWantedError(Exception):
    """The page asks not to be kept; the message is the reason, ``found`` what it leads to nevertheless."""

    def __init__(self, reason: str, found: list[Discovery]) -> None:
        super().__init__(reason)
        self.found = found
