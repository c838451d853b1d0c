"""Asking: one request at a time per host, robots.txt before anything else, and a round that ends when a store fails."""

import asyncio
import logging
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider

from market.crawls import RobotsFile, Visit
from market.pages import Page
from market.urls import authority_of, canonical_url
from spiders import robots
from spiders.capture import page_of
from spiders.politeness import Politeness, retry_after
from spiders.ports import Plan, Stores
from spiders.reasons import OFF_LIMITS, reason_of

log = logging.getLogger(__name__)
DETOUR_POLL = 0.1  # seconds between two looks at a host that a robots.txt led to
LEASE_POLL = 1.0  # seconds between two looks at a host that another crawl asks


class AskingSpider(Spider):
    """Knows which host may be asked for what, and when.

    ``fault`` holds the error that ended the round early, None otherwise.
    """

    name = "asking"

    def __init__(self, plan: Plan, stores: Stores, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.stores = stores
        self.politeness = Politeness(plan.delay)
        self.rules: dict[str, robots.Rules] = {}
        self.fault: Exception | None = None
        self.requests = 0
        self.requests_by_host: Counter[str] = Counter()
        self._detours: dict[str, tuple[str, int]] = {}  # by origin: where its robots.txt led, after how many redirects
        self._tries: dict[str, int] = {}  # by address, or by origin for its robots.txt
        self._in_flight: dict[str, Visit | None] = {}  # by host; None while its robots.txt is asked for
        self._turn = asyncio.Event()
        self._stopping = False
        self._recalled: set[str] = set()  # hosts whose pause of an earlier crawl was looked up
        self._waiting_for: set[str] = set()  # hosts that another crawl is asking

    def stop(self) -> None:
        """Hand out no further visit; those on their way are still saved."""
        self._stopping = True
        self._turn.set()

    def _refusal_of(self, host: str) -> str:
        """Why a host is not asked at all, "" while it is; what it told an earlier crawl counts too."""
        if host not in self._recalled:
            self._recalled.add(host)
            if left := self.stores.pauses.left(host):
                self.politeness.recall(host, time.monotonic(), left)
                log.warning("%s asked an earlier crawl to come back later: in %.0f s", host, left)
        return self.politeness.dropped(host)

    def fail(self, host: str, pause: float | None, weight: float = 1.0) -> str:
        """The host failed; a pause it asked for is kept for later crawls. Comes back with why it is dropped."""
        if pause:
            self.stores.pauses.save(host, pause)
        return self.politeness.fail(host, time.monotonic(), pause, weight)

    def leave_alone(self, host: str, seconds: float) -> None:
        """An answer asked for a rest: this crawl keeps it, and so does every later one."""
        self.stores.pauses.save(host, seconds)
        self.politeness.recall(host, time.monotonic(), seconds)

    def _rules(self, origin: str) -> robots.Rules | None:
        if origin not in self.rules:
            kept = self.stores.robots.load(origin)
            if kept is None:
                return None
            self._learn(kept)
        return self.rules[origin]

    def _learn(self, file: RobotsFile) -> None:
        rules = robots.rules_of(file, self.plan.agent_token)
        self.rules[file.origin] = rules
        self.politeness.slow_down(authority_of(file.origin), min(rules.delay, robots.MAX_CRAWL_DELAY))
        if rules.everything:
            log.warning("%s: %s", file.origin, rules.everything)

    def _robots_request(self, origin: str) -> Request | None:
        """The request for an origin's robots.txt, or for where it led; None while the host it led to is busy."""
        host = authority_of(origin)
        url, hops = self._detours.get(origin, (f"{origin}/robots.txt", 0))
        asked = authority_of(url)
        if asked != host:
            if self._refusal_of(asked):
                self._close_origin(origin, robots.UNREACHABLE)
                return None
            if asked in self.politeness.busy(time.monotonic()) or not self._leased(asked):
                self.politeness.hold_back(host, time.monotonic(), DETOUR_POLL)
                return None
            self._depart(asked, None)
        self._depart(host, None)
        meta = {"origin": origin, "hops": hops, "asked": asked, "download_slot": asked}
        return Request(url, callback=self.got_robots, errback=self.missed_robots, meta=meta, dont_filter=True)

    def got_robots(self, response: Any) -> None:
        """Learn an origin's rules, following up to five redirects, each after the host's delay."""
        origin, hops = response.meta["origin"], response.meta["hops"]
        host, now = authority_of(origin), datetime.now(UTC)
        try:
            page = page_of(response, response.url, now)
            self.stores.archive.write(response.url, response.status, page.headers, page.body, now)
            target = self._robots_target(page) if 300 <= response.status < 400 and hops < robots.MAX_REDIRECTS else ""
            if target:
                self._detours[origin] = (target, hops + 1)
                self.politeness.end(host, time.monotonic())
            else:
                pause = retry_after(page.header("retry-after"), now)
                self._robots_answer(RobotsFile(origin, now, response.status, robots.decoded(page.body)), host, pause)
        except Exception as error:
            self._break_off(error)
        self._return_both(host, response.meta["asked"])

    def _return_both(self, host: str, asked: str) -> None:
        if asked != host:
            self.politeness.end(asked, time.monotonic())
            self._return(asked)
        self._return(host)

    def _robots_target(self, page: Page) -> str:
        try:
            return canonical_url(urljoin(page.url, page.header("location"))) if page.header("location") else ""
        except ValueError:
            return ""

    def _robots_answer(self, file: RobotsFile, host: str, pause: float | None) -> None:
        if file.status == 429 or file.status >= 500:
            self._robots_failed(file.origin, host, pause)
            return
        self.stores.robots.save(file)
        self._learn(file)
        self.politeness.end(host, time.monotonic())

    def missed_robots(self, failure: Any) -> None:
        """Try again later, or take the site's silence for a no."""
        origin = failure.request.meta["origin"]
        host = authority_of(origin)
        reason = reason_of(failure.value)
        try:
            if reason.again:
                self._robots_failed(origin, host, None)
            else:
                everything = reason.text if reason.text in (OFF_LIMITS, "name not found", "TLS error") else ""
                self._close_origin(origin, everything or robots.UNREACHABLE)
                self.politeness.end(host, time.monotonic())
        except Exception as error:
            self._break_off(error)
        finally:
            self._return_both(host, failure.request.meta["asked"])

    def _robots_failed(self, origin: str, host: str, pause: float | None) -> None:
        dropped = self.fail(host, pause)
        self._tries[origin] = self._tries.get(origin, 0) + 1
        if dropped or self._tries[origin] >= robots.MAX_TRIES:
            self._close_origin(origin, robots.UNREACHABLE)
            self.politeness.end(host, time.monotonic())  # it will not be asked again, so there is nothing to wait for

    def _close_origin(self, origin: str, reason: str) -> None:
        log.warning("%s: %s", origin, reason)
        self.rules[origin] = robots.Rules(reason, 0.0, (), self.plan.agent_token)

    def _leased(self, host: str) -> bool:
        """Whether this crawl may ask the host: no other one does, on this machine or another."""
        if self.stores.leases.acquire(host):
            return True
        if host not in self._waiting_for:
            log.warning("%s is being asked by another crawl; waiting for it to end", host)
            self._waiting_for.add(host)
        self.politeness.hold_back(host, time.monotonic(), LEASE_POLL)
        return False

    def _depart(self, host: str, visit: Visit | None) -> None:
        self.count(host)
        self._in_flight[host] = visit
        self.politeness.begin(host)

    def count(self, host: str) -> None:
        """One more request is on its way to the host."""
        self.requests += 1
        self.requests_by_host[host] += 1

    def _return(self, host: str) -> None:
        self._in_flight.pop(host, None)
        self._turn.set()

    def _break_off(self, error: Exception) -> None:
        log.error("crawl broken off: %s", error)
        self.fault = self.fault or error
        self.stop()
