"""Records: the bytes of one WARC record, built in memory so that they reach the file in one piece."""

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from market.pages import Page

RENDERED_TYPE = "text/html; charset=utf-8"  # of what a browser made of a page
_ADJUSTED = ("content-encoding", "transfer-encoding", "content-length")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


def response_record(
    url: str,
    status: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    moment: datetime,
    digest: str,
    name: str = "",
) -> bytes:
    """A response record, not yet packed; ``digest`` is the hexadecimal SHA-256 of ``body``, ``name`` its record id."""
    from warcio.recordbuilder import RecordBuilder

    named = {"WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "WARC-Payload-Digest": f"sha256:{digest}"}
    if name:
        named["WARC-Record-ID"] = name
    record = RecordBuilder().create_warc_record(
        _UNPRINTABLE.sub("", url),
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=_http_headers(status, _adjusted(headers, len(body))),
        warc_headers_dict=named,
    )
    return serialised(record)


def revisit_record(page: Page, answer: Sequence[tuple[str, str]], moment: datetime) -> bytes:
    """The record of a server's word, at ``moment``, that ``page`` is what it still serves."""
    from warcio.recordbuilder import RecordBuilder

    named = {
        "WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/server-not-modified",
        "WARC-Refers-To-Target-URI": page.url,
        "WARC-Refers-To-Date": f"{page.capture.captured_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    record = RecordBuilder().create_warc_record(
        page.url, "revisit", http_headers=_http_headers(304, _adjusted(answer, 0)), warc_headers_dict=named
    )
    return serialised(record)


def conversion_record(page: Page, body: bytes, of: str) -> bytes:
    """The record of what a browser made of ``page``, whose response record has the id ``of``."""
    from warcio.recordbuilder import RecordBuilder

    named = {
        "WARC-Date": f"{page.capture.captured_at:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "WARC-Refers-To": of,
        "Content-Type": RENDERED_TYPE,
    }
    record = RecordBuilder().create_warc_record(
        _UNPRINTABLE.sub("", page.url), "conversion", io.BytesIO(body), len(body), warc_headers_dict=named
    )
    return serialised(record)


def warcinfo_record(name: str, software: str) -> bytes:
    """The record that opens a file and says what wrote it."""
    from warcio.recordbuilder import RecordBuilder

    about = {"software": software, "format": "WARC File Format 1.0"}
    return serialised(RecordBuilder().create_warcinfo_record(name, about))


def media_type(headers: Iterable[tuple[str, str]]) -> str:
    """The media type in lower case without parameters, "" when there is none."""
    value = next((value for name, value in headers if name.lower() == "content-type"), "")
    return value.partition(";")[0].strip().lower()


def _adjusted(headers: Sequence[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    """Headers that fit the stored payload; a line break in a value cannot open another header."""
    clean = [(_UNPRINTABLE.sub("", name), _UNPRINTABLE.sub(" ", value)) for name, value in headers]
    kept = [(f"X-Archive-Orig-{name}" if name.lower() in _ADJUSTED else name, value) for name, value in clean]
    return [*kept, ("Content-Length", str(length))]


def _http_headers(status: int, headers: list[tuple[str, str]]) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    class Utf8Headers(StatusAndHeaders):  # type: ignore[misc]
        """warcio would percent-encode a value that is not ASCII, and so change it."""

        def compute_headers_buffer(self, header_filter: Any = None) -> None:
            self.headers_buff = self.to_bytes(header_filter, "utf-8")

    return Utf8Headers(str(status), headers, protocol="HTTP/1.1")


def serialised(record: Any) -> bytes:
    """A record of warcio as bytes, not packed."""
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    WARCWriter(buffer, gzip=False).write_record(record)
    return buffer.getvalue()
