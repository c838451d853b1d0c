"""Capture: a response as a page, with the headers the server sent."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from market.pages import Capture, Page


class WireHeaders:
    """Downloader middleware that keeps the headers as they came, before the content coding is undone."""

    def process_response(self, request: Any, response: Any) -> Any:
        request.meta["wire_headers"] = _text(response.headers)
        return response


def page_of(response: Any, url: str, captured_at: datetime) -> Page:
    """The page a Scrapy response is, under the address it was asked for; it has no place in an archive yet."""
    headers: tuple[tuple[str, str], ...] = response.meta.get("wire_headers") or _text(response.headers)
    media_type = next((v for name, v in headers if name == "content-type"), "").partition(";")[0].strip().lower()
    digest = sha256(response.body).hexdigest()
    return Page(Capture(url, captured_at, response.status, media_type, digest, "", 0), headers, response.body)


def _text(headers: Any) -> tuple[tuple[str, str], ...]:
    """Names in lower case, values as UTF-8 or, failing that, Latin-1; in a stable order."""
    return tuple(
        (name.decode("latin-1").lower(), _value(value)) for name, values in sorted(headers.items()) for value in values
    )


def _value(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
