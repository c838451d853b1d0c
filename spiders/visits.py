"""Visits: the round that every crawl makes, one address after another, until the frontier or the budget is spent."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy import Request

from market.crawls import Discovery, Visit
from market.urls import authority_of
from spiders import robots
from spiders.choose import PAGE, TACTIC
from spiders.ports import Plan, Stores
from spiders.settings import MAX_IN_FLIGHT
from spiders.settling import NOT_PAGES, SettlingSpider

_TICK = 0.05  # seconds
_LONGEST_PAUSE = 15.0  # seconds; leases are renewed in between


class VisitingSpider(SettlingSpider):
    """Fetches what the frontier holds, politely; subclasses say where to begin and what a page leads to.

    ``finished`` is true when nothing was left to do within the budget.
    """

    name = "visits"

    def __init__(self, plan: Plan, stores: Stores, **kwargs: Any) -> None:
        super().__init__(plan, stores, **kwargs)
        self.finished = False
        self.longest_hold = 0.0  # CPU seconds in which no other host could be served
        self._closed: set[str] = set()  # hosts whose budget is spent

    def seeds(self) -> Iterable[Discovery]:
        """Where the round begins."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Request]:
        ticking = asyncio.create_task(self._tick())
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
        finally:
            ticking.cancel()
            if self.scripts:
                await self.scripts.close()

    async def _tick(self) -> None:
        """Measure how long one piece of work holds up everything else, in CPU time: a busy machine is not our doing."""
        before = time.process_time()
        while True:
            await asyncio.sleep(_TICK)
            now = time.process_time()
            self.longest_hold = max(self.longest_hold, now - before)
            before = now

    def _spent(self) -> bool:
        on_their_way = sum(1 for v in self._in_flight.values() if v and v.priority not in NOT_PAGES)
        pages_left = self.plan.max_pages - self._pages - on_their_way
        return self._stopping or pages_left <= 0 or self.requests >= self.plan.max_requests

    def _host_spent(self, host: str) -> bool:
        """Whether a host has had its budget; what is still queued of it is then refused in one go."""
        if host in self._closed:
            return True
        pages, requests = self._pages_by_host[host], self.requests_by_host[host]
        if pages < self.plan.pages_per_host and requests < self.plan.requests_per_host:
            return False
        self._closed.add(host)
        self.stores.frontier.refuse_queued("budget", host)
        return True

    async def _pause(self) -> bool:
        """Wait until a host can be asked again or an answer came; False when neither will happen."""
        self.stores.leases.renew()
        wait = self.politeness.wait(time.monotonic())
        if not self._in_flight:
            if self._spent() or not self.stores.frontier.queued():
                return False
            if wait is None:  # a host became ready just now
                return True
        self._turn.clear()
        patience = _LONGEST_PAUSE if wait is None or self._spent() else min(max(wait, 0.001), _LONGEST_PAUSE)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._turn.wait(), patience)
        return True

    def _next_request(self) -> Request | None:
        if len(self._in_flight) >= MAX_IN_FLIGHT:
            return None
        while visit := self._take():
            host, origin = authority_of(visit.url), robots.origin_of(visit.url)
            refusal = self._refusal_of(host) or ("budget" if self._host_spent(host) else "")
            rules = self._rules(origin)
            refusal = refusal or (rules.refusal(visit.url) if rules else "")
            if refusal:
                self.stores.frontier.refused(visit.url, refusal, self.landed(visit))
            elif host in self.politeness.busy(time.monotonic()) or not self._leased(host):
                self.stores.frontier.put_back(visit.url)
            elif rules is None:
                self.stores.frontier.put_back(visit.url)
                if request := self._robots_request(origin):
                    return request
            else:
                return self._page_request(visit, host)
        return None

    def _take(self) -> Visit | None:
        """The next visit; towards the end of the budget pages that carry tactics go before further posts."""
        busy = self.politeness.busy(time.monotonic()) | self._in_flight.keys()
        if self.plan.max_pages - self._pages <= min(20, self.plan.max_pages // 10):
            visit = self.stores.frontier.take(busy, TACTIC)
            if visit and visit.priority < PAGE:
                return visit
            if visit:
                self.stores.frontier.put_back(visit.url)
        return self.stores.frontier.take(busy)

    def _page_request(self, visit: Visit, host: str) -> Request:
        self._depart(host, visit)
        meta = {"visit": visit, "download_slot": host}
        headers = self._conditions(visit.url)
        return Request(
            visit.url, callback=self.arrived, errback=self.missed, meta=meta, headers=headers, dont_filter=True
        )

    def _conditions(self, url: str) -> dict[str, str]:
        """The headers that ask a server for a page only if it changed; none for what is not held."""
        held = self.stores.holdings.load(url)
        marks = {"If-None-Match": held.etag, "If-Modified-Since": held.modified} if held else {}
        return {name: value for name, value in marks.items() if value}
