"""Scripts: what a page's scripts ask for, fetched by the rules that hold for every other request of this crawl."""

import asyncio
import logging
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urljoin

from scrapy import Request

from market.pages import Page
from market.urls import authority_of, digest
from spiders import robots
from spiders.browser import Answer, Browser, RenderingError
from spiders.capture import page_of
from spiders.limits import MAX_BYTES
from spiders.politeness import retry_after
from spiders.reasons import reason_of

log = logging.getLogger(__name__)

MAX_REQUESTS = 40  # of one page
MAX_HOPS = 3
MAX_IN_VAIN = 3  # failures in a row after which a host's pages are no longer rendered
MAX_KEPT = 8 * 1024 * 1024  # bytes of scripts kept in memory for the next pages of the same site


class Scripts:
    """Renders pages for one crawl in the browser at the path ``executable``."""

    def __init__(self, spider: Any, executable: str) -> None:
        self._spider = spider
        self._browser = Browser(executable, spider.plan.user_agent)
        self._kept: dict[str, Answer] = {}
        self._size = 0
        self._in_vain: Counter[str] = Counter()  # renderings that failed in a row, by host

    async def rendered(self, page: Page) -> Page | None:
        """What the page shows once its scripts ran; None when that cannot be had, with a line in the log."""
        host, scripts = authority_of(page.url), PageScripts(self, page.url)
        if self._in_vain[host] >= MAX_IN_VAIN:
            return None
        try:
            body = await self._browser.render(page, scripts.fetch)
        except RenderingError as error:
            self._in_vain[host] += 1
            log.warning("%s: not rendered: %s", page.url, error)
            return None
        finally:
            for url, reason in scripts.refused.items():
                log.info("%s: not asked for %s: %s", page.url, url[:200], reason)
        self._in_vain[host] = 0
        others = tuple((name, value) for name, value in page.headers if name != "content-type")
        capture = replace(page.capture, media_type="text/html", digest=digest(body))
        return Page(capture, (*others, ("content-type", "text/html; charset=utf-8")), body, rendered=True)

    async def close(self) -> None:
        """End the browser."""
        await self._browser.close()

    def kept(self, url: str) -> Answer | None:
        return self._kept.get(url)

    def keep(self, url: str, answer: Answer) -> None:
        if "javascript" in dict(answer.headers).get("content-type", "") and self._size + len(answer.body) <= MAX_KEPT:
            self._kept[url] = answer
            self._size += len(answer.body)

    def refusal(self, url: str, host: str) -> str:
        """Why ``url`` may not be asked for by a page of ``host``, "" when it may."""
        spider = self._spider
        if not url.startswith(("http://", "https://")) or authority_of(url) != host:
            return "third party"
        rules = spider.rules.get(robots.origin_of(url))
        if rules is None:
            return "robots not read"
        if (
            spider.requests >= spider.plan.max_requests
            or spider.requests_by_host[host] >= spider.plan.requests_per_host
        ):
            return "budget"
        return str(spider.politeness.dropped(host) or rules.refusal(url))

    async def ask(self, url: str, host: str) -> Page | None:
        """One request, after the host's delay; archived. None when no answer came."""
        spider = self._spider
        while (rest := spider.politeness.rest(host, time.monotonic())) > 0:
            await asyncio.sleep(rest)
        spider.count(host)
        spider.politeness.begin(host)
        meta = {"download_slot": host}
        try:
            response = await spider.crawler.engine.download_async(Request(url, meta=meta, dont_filter=True))
        except Exception as error:  # every way to fail ends in a reason
            reason = reason_of(error)
            log.info("%s: %s", url, reason.text)
            if reason.again:
                spider.fail(host, None)
            else:
                spider.politeness.end(host, time.monotonic())
            return None
        now = datetime.now(UTC)
        page = page_of(response, url, now)
        spider.stores.archive.write(url, response.status, page.headers, page.body, now)
        if response.status == 429 or response.status >= 500:
            spider.fail(host, retry_after(page.header("retry-after"), now))
        else:
            spider.politeness.end(host, time.monotonic())
        return page


class PageScripts:
    """Fetches for one page: only from its own host, one request at a time, within bounds of number and size."""

    def __init__(self, scripts: Scripts, url: str) -> None:
        self._scripts = scripts
        self._host = authority_of(url)
        self._requests = 0
        self._size = 0
        self._turn = asyncio.Lock()
        self.refused: dict[str, str] = {}  # addresses with the reason

    async def fetch(self, url: str) -> Answer | None:
        """The answer to a request of the page, redirects followed; None when it is refused or failed."""
        async with self._turn:
            target = urldefrag(url).url
            for _ in range(MAX_HOPS + 1):
                page = self._scripts.kept(target) or await self._asked(target)
                if page is None or isinstance(page, Answer):
                    return page
                if not 300 <= page.capture.status < 400:
                    return self._answer(target, page)
                target = urldefrag(urljoin(target, page.header("location"))).url
            return None

    async def _asked(self, url: str) -> Page | None:
        spent = self._requests >= MAX_REQUESTS or self._size >= MAX_BYTES
        refusal = "budget" if spent else self._scripts.refusal(url, self._host)
        if refusal:
            self.refused[url] = refusal
            return None
        self._requests += 1
        page = await self._scripts.ask(url, self._host)
        self._size += len(page.body) if page else 0
        return page

    def _answer(self, url: str, page: Page) -> Answer:
        answer = Answer(page.capture.status, page.headers, page.body)
        if page.capture.status == 200:
            self._scripts.keep(url, answer)
        return answer
