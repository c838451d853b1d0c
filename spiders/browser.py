"""Browser: what a page looks like once its scripts ran, in a Chromium that has no network of its own.

Every request the browser makes is answered by ``fetch``, which knows the rules of this crawl, or refused. The browser
itself can resolve no name and open no socket, so that nothing it is told to do leads anywhere.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from market.pages import Page
from spiders.limits import MAX_BYTES

log = logging.getLogger(__name__)

PAGE_TIME = 60.0  # seconds for one page, the pauses between its requests included
_LOAD_TIME = 45.0  # of these for what it loads at first
_QUIET_TIME = 8.0  # and for what its scripts ask for after that
_LAST_WORD = 5.0  # for reading the page out, and for closing it
AT_ONCE = 2  # pages in the browser
_KINDS = ("script", "xhr", "fetch")  # what words can come from; no pictures, styles, fonts, media, frames, beacons
_PASSED_ON = ("content-type", "access-control-allow-origin", "access-control-allow-credentials")
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",  # addresses in figures too: no socket is opened behind our back
    "--no-proxy-server",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--mute-audio",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=256",  # MB of one page
    "--renderer-process-limit=2",
)
# Ways to a peer that no request interception sees; nothing a text depends on
_SOCKETS = "RTCPeerConnection webkitRTCPeerConnection WebTransport WebSocket EventSource Worker SharedWorker"
_NO_SOCKETS = f"for (const name of '{_SOCKETS}'.split(' ')) delete globalThis[name];"
_TEXT = f"document.documentElement ? document.documentElement.outerHTML.slice(0, {MAX_BYTES + 1}) : ''"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser is told in answer to one of its requests."""

    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes


Fetch = Callable[[str], Awaitable[Answer | None]]  # None: refused


class RenderingError(RuntimeError):
    """A page could not be rendered; the message says why in a few words."""


class Browser:
    """One Chromium, started when the first page needs it; ``executable`` is its path."""

    def __init__(self, executable: str, user_agent: str) -> None:
        self._executable = executable
        self._user_agent = user_agent
        self._driver: Any = None
        self._browser: Any = None
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def render(self, page: Page, fetch: Fetch) -> bytes:
        """The page's document as HTML in UTF-8, after its scripts ran; raises ``RenderingError``."""
        from playwright.async_api import Error

        async with self._places:
            try:
                browser = await self._started()
                context = await browser.new_context(
                    user_agent=self._user_agent, service_workers="block", accept_downloads=False, offline=True
                )
            except (Error, OSError) as error:
                raise RenderingError(f"the browser did not start: {_first_line(error)}") from error
            try:
                return await asyncio.wait_for(_shown(context, page, fetch), PAGE_TIME)
            except TimeoutError as error:
                raise RenderingError(f"not rendered within {PAGE_TIME:.0f} s") from error
            except Error as error:
                raise RenderingError(_first_line(error)) from error
            finally:
                await self._closed(context)

    async def close(self) -> None:
        """End the browser; calling it without one does no harm."""
        browser, driver, self._browser, self._driver = self._browser, self._driver, None, None
        for end in (browser and browser.close, driver and driver.stop):
            if end:
                with contextlib.suppress(Exception):  # it is gone already, or goes with this process
                    await asyncio.wait_for(end(), _LAST_WORD)

    async def _started(self) -> Any:
        from playwright.async_api import async_playwright

        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                await self.close()
                self._driver = await async_playwright().start()
                alone = getattr(os, "geteuid", lambda: 1)() == 0
                if alone:
                    log.warning("the browser runs without its sandbox, because this process is root's")
                self._browser = await self._driver.chromium.launch(
                    executable_path=self._executable,
                    args=list(_ARGUMENTS),
                    chromium_sandbox=not alone,
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                )
            return self._browser

    async def _closed(self, context: Any) -> None:
        """Close a page's context; where a page holds on to it, the whole browser goes."""
        try:
            await asyncio.wait_for(context.close(), _LAST_WORD)
        except Exception:  # whatever it was: the next page gets a new browser
            await self.close()


async def _shown(context: Any, page: Page, fetch: Fetch) -> bytes:
    from playwright.async_api import Error

    tab = await context.new_page()
    await tab.add_init_script(_NO_SOCKETS)
    await context.route("**/*", _Router(page, fetch, tab.main_frame).answer)
    with contextlib.suppress(Error):  # what is there when the time is over is what a patient visitor sees
        await tab.goto(page.url, wait_until="load", timeout=1000 * _LOAD_TIME)
        await tab.wait_for_load_state("networkidle", timeout=1000 * _QUIET_TIME)
    text = await asyncio.wait_for(_read_out(context, tab), _LAST_WORD)
    if len(text) > MAX_BYTES:
        raise RenderingError("too large once rendered")
    return f"<!doctype html>\n{text}".encode("utf-8", "replace")


async def _read_out(context: Any, tab: Any) -> str:
    """The document, read in a world of our own: the page's scripts cannot change what is read, or how much."""
    session = await context.new_cdp_session(tab)
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "watercooler"})
    asked = {"expression": _TEXT, "contextId": world["executionContextId"], "returnByValue": True}
    return str((await session.send("Runtime.evaluate", asked))["result"].get("value", ""))


class _Router:
    """Answers the requests of one page."""

    def __init__(self, page: Page, fetch: Fetch, frame: Any) -> None:
        self._page = page
        self._fetch = fetch
        self._frame = frame
        self._served = False

    async def answer(self, route: Any) -> None:
        from playwright.async_api import Error

        answer = await self._answer(route.request)
        with contextlib.suppress(Error):  # the page is gone meanwhile
            if answer is None:
                await route.abort("blockedbyclient")
            else:
                headers = {name: value for name, value in answer.headers if name in _PASSED_ON}
                await route.fulfill(status=answer.status, headers=headers, body=answer.body)

    async def _answer(self, request: Any) -> Answer | None:
        if request.is_navigation_request():
            if self._served or request.frame != self._frame:
                return None  # one page is shown, and no other
            self._served = True
            return Answer(200, self._page.headers, self._page.body)
        if request.method != "GET" or request.resource_type not in _KINDS:
            return None
        return await self._fetch(request.url)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
