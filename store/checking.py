"""Checking: every record of a WARC file, whether it is what its own digests say, and where it lies."""

import base64
import contextlib
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from store.archive import ArchiveError

_CHUNK = 64 * 1024
_ALGORITHMS = ("sha256", "sha1", "md5", "sha512")


class CheckedRecord(NamedTuple):
    """One record: where it lies, what it holds, and what is wrong with it ("" for nothing)."""

    offset: int
    length: int  # bytes in the file
    kind: str  # response, revisit, warcinfo …
    url: str
    date: str  # WARC-Date as written
    status: str  # "" for anything but an HTTP answer
    media_type: str
    digest: str  # SHA-256 of the payload as it is stored, hexadecimal
    stated: bool  # the record names a digest of its payload
    fault: str


def check_records(path: Path) -> Iterator[CheckedRecord]:
    """Every record of a WARC file, in file order; one that cannot be read ends the file with its fault.

    Raises ``ArchiveError`` when the file itself cannot be read.
    """
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    damaged = (ArchiveLoadFailed, StatusAndHeadersParserException, AttributeError, ValueError, zlib.error, EOFError)
    try:
        file = path.open("rb")
    except OSError as error:
        raise ArchiveError(f"archive {path} cannot be read ({error.strerror}); check the path") from error
    with file, contextlib.redirect_stderr(io.StringIO()):
        iterator = WARCIterator(file)
        held: CheckedRecord | None = None
        try:
            for record in iterator:
                held = _checked(record, iterator.offset)
                yield held._replace(length=iterator.get_record_length() or 0)
        except damaged as error:
            yield CheckedRecord(iterator.offset, 0, "", "", "", "", "", "", False, f"cannot be read ({_words(error)})")


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _checked(record: Any, offset: int) -> CheckedRecord:
    headers = record.rec_headers
    stated = headers.get_header("WARC-Payload-Digest") or ""
    own, named, size = hashlib.sha256(), _hasher(stated), 0
    while chunk := record.raw_stream.read(_CHUNK):
        own.update(chunk)
        named.update(chunk)
        size += len(chunk)
    fault = "" if _same(named, stated) else "the payload is not what its digest says"
    if record.payload_length is not None and 0 <= size < record.payload_length:
        fault = "the record is cut off"
    http = record.http_headers
    return CheckedRecord(
        offset=offset,
        length=0,
        kind=record.rec_type or "",
        url=headers.get_header("WARC-Target-URI") or "",
        date=headers.get_header("WARC-Date") or "",
        status=(http.get_statuscode() or "") if http else "",
        media_type=((http.get_header("content-type") or "") if http else "").partition(";")[0].strip().lower(),
        digest=own.hexdigest(),
        stated=bool(stated),
        fault=fault,
    )


def _hasher(stated: str) -> Any:
    name = stated.partition(":")[0].lower().replace("-", "")
    return hashlib.new(name if name in _ALGORITHMS else "sha256", usedforsecurity=False)


def _same(hasher: Any, stated: str) -> bool:
    """Whether a digest is the stated one, in hexadecimal or in base 32; an unknown kind of digest says nothing."""
    name, _, value = stated.partition(":")
    if name.lower().replace("-", "") not in _ALGORITHMS:
        return True
    raw = hasher.digest()
    return value.lower() == raw.hex() or value.upper().rstrip("=") == base64.b32encode(raw).decode().rstrip("=")
