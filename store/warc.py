"""Warc: the records of an archive file as pages, in the order of the file."""

import contextlib
import hashlib
import io
import logging
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from market.pages import Capture, Page
from store.decoding import MAX_PAYLOAD, DecodingError, decode
from store.records import RENDERED_TYPE, media_type

log = logging.getLogger(__name__)

_OF_THE_BODY = ("content-type", "content-length", "content-encoding", "transfer-encoding")  # not of its rendering


class ArchiveError(RuntimeError):
    """An archive cannot be read or written; the message is one line that names the file and the remedy."""


class Skipped(NamedTuple):
    """A record that cannot be read."""

    url: str
    reason: str


def opened(path: Path) -> BinaryIO:
    """The file to read from; raises ``ArchiveError``."""
    try:
        return path.open("rb")
    except OSError as error:
        raise ArchiveError(f"archive {path} cannot be read ({error.strerror}); check the path") from error


def records(file: BinaryIO, path: Path, alone: bool = False) -> Iterator[Page | Skipped]:
    """The pages of a file in its order; with ``alone`` each record by itself, conversions too."""
    held: tuple[str, Page] | None = None  # a response, until it is known whether its rendering follows
    for offset, record in responses(file, path):
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        sent = held[1] if held and record.rec_headers.get_header("WARC-Refers-To") == held[0] else None
        rendered = record.rec_type == "conversion"
        if rendered and sent is None and not alone:
            continue  # somebody else's
        entry: Page | Skipped
        try:
            entry = (
                _rendered(record, sent, url, path.name, offset) if rendered else _page(record, url, path.name, offset)
            )
        except DecodingError as error:
            entry = Skipped(url, str(error))
        except _CutOffError:
            _warn_cut_off(path, offset)
            break
        if held and not (rendered and isinstance(entry, Page)):
            yield held[1]
        held = None
        if isinstance(entry, Page) and not rendered and not alone:
            held = (record.rec_headers.get_header("WARC-Record-ID") or "", entry)
        else:
            yield entry
    if held:
        yield held[1]


def responses(file: BinaryIO, path: Path) -> Iterator[tuple[int, Any]]:
    """Offsets and records of responses and renderings as warcio has them.

    Raises ``ArchiveError`` if not even the first can be read.
    """
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    start = file.tell()
    iterator = WARCIterator(file)
    seen = 0
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # warcio complains there; the warnings here say it better
                record = next(iterator)
        except StopIteration:
            break
        except (ArchiveLoadFailed, StatusAndHeadersParserException, AttributeError, ValueError, zlib.error) as error:
            # AttributeError: a record cut off before its address
            if seen == 0 or "non-chunked gzip" in str(error):
                raise ArchiveError(_complaint(path, error)) from error
            log.warning("archive %s is damaged after %d records; what came before is used", path, seen)
            return
        seen += 1
        if record.length is None:  # the headers themselves are cut off
            _warn_cut_off(path, iterator.offset)
            return
        if (record.rec_type == "response" and record.http_headers is not None) or _is_rendering(record):
            yield iterator.offset, record
    if seen and iterator.offset < os.fstat(file.fileno()).st_size:
        _warn_cut_off(path, iterator.offset)
    if seen == 0:
        raise ArchiveError(f"archive {path} holds no record from byte {start} on; expected a WARC file")


def _is_rendering(record: Any) -> bool:
    kind = record.rec_headers.get_header("Content-Type")
    return bool(record.rec_type == "conversion" and kind == RENDERED_TYPE)


def _warn_cut_off(path: Path, offset: int) -> None:
    log.warning("archive %s ends in the middle of a record at byte %d; what came before is used", path, offset)


def _complaint(path: Path, error: Exception) -> str:
    if "non-chunked gzip" in str(error):
        return f"archive {path} is packed as one stream; unpack it with gunzip and give the .warc file"
    return f"archive {path} is not a WARC file; expected .warc or .warc.gz"


class _CutOffError(Exception):
    """The file ended inside this record."""


def _page(record: Any, url: str, archive: str, offset: int) -> Page:
    body = _payload(record)
    headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
    try:
        moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
        status = int(record.http_headers.get_statuscode())
    except ValueError as error:
        raise DecodingError("no date or no status") from error
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    digest = hashlib.sha256(body).hexdigest()
    return Page(Capture(url, moment, status, media_type(headers), digest, archive, offset), headers, body)


def _rendered(record: Any, sent: Page | None, url: str, archive: str, offset: int) -> Page:
    """What a browser made of the page ``sent``, with the headers of that."""
    body = _raw(record)
    moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "").astimezone(UTC)
    others = [(name, value) for name, value in sent.headers if name not in _OF_THE_BODY] if sent else []
    digest = hashlib.sha256(body).hexdigest()
    capture = Capture(url, moment, sent.capture.status if sent else 200, "text/html", digest, archive, offset)
    return Page(capture, (*others, ("content-type", RENDERED_TYPE)), body, rendered=True)


def _payload(record: Any) -> bytes:
    raw = _raw(record)
    headers = record.http_headers
    if (headers.get_header("transfer-encoding") or "").strip().lower() == "chunked":
        from warcio.bufferedreaders import ChunkedDataReader

        raw = ChunkedDataReader(io.BytesIO(raw)).read()
    return decode(raw, headers.get_header("content-encoding") or "")


def _raw(record: Any) -> bytes:
    with contextlib.redirect_stderr(io.StringIO()):
        raw: bytes = record.raw_stream.read(MAX_PAYLOAD + 1)
    if len(raw) > MAX_PAYLOAD:
        raise DecodingError("too large")
    if 0 <= len(raw) < record.payload_length:
        raise _CutOffError
    return raw
