"""Handler: downloads over connections that are never re-sent on behind the spider's back."""

from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's handler, without the pool's own second try: it would ignore the delay and every count."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
