"""Blanking: records of a WARC file are overwritten so that every other record stays where it was.

Evidence names records by their byte offset. So a record that is taken out leaves a ``metadata`` record of the same
length in the file, which says only that something was removed.
"""

import contextlib
import hashlib
import io
import os
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from store.decoding import MAX_PAYLOAD, DecodingError, decode
from store.warc import ArchiveError, opened

REMOVED = "urn:watercooler:removed"
_MAGIC = b"\x1f\x8b"
_CHUNK = 64 * 1024
_COMMENT = 0x10  # flag of a gzip header: a text without meaning follows, ended by a zero byte


class RawRecord(NamedTuple):
    """One record of any kind."""

    offset: int
    length: int  # bytes in the file
    kind: str
    url: str  # "" where it names none
    head: str  # the record's own headers and those of its answer, as they stand
    body: bytes  # content codings undone where they can be
    digest: str  # SHA-256 of ``body``, hexadecimal


def raw_records(path: Path) -> Iterator[RawRecord]:
    """Every record of a WARC file, in its order; one that was removed before is left out.

    Raises ``ArchiveError`` for a file that cannot be read to its end: what is in it cannot be vouched for.
    """
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    damaged = (ArchiveLoadFailed, StatusAndHeadersParserException, AttributeError, ValueError, zlib.error, EOFError)
    end = 0
    with opened(path) as file, contextlib.redirect_stderr(io.StringIO()):
        iterator = WARCIterator(file)
        try:
            for record in iterator:
                offset, (head, body) = iterator.offset, _read(record)
                end = offset + (iterator.get_record_length() or 0)
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                if url != REMOVED:
                    digest = hashlib.sha256(body).hexdigest()
                    yield RawRecord(offset, end - offset, record.rec_type or "", url, head, body, digest)
        except damaged as error:
            raise _half(path, end) from error
        file.seek(end)
        if file.read(_CHUNK).strip(b"\r\n"):  # of a plain file the blank lines after the last record are not counted
            raise _half(path, end)


def _half(path: Path, end: int) -> ArchiveError:
    what = f"archive {path} cannot be read from byte {end} on, so nobody knows what is there"
    return ArchiveError(f"{what}; let its crawl go on (the same command again), or destroy the file")


def _read(record: Any) -> tuple[str, bytes]:
    http = record.http_headers
    head = str(record.rec_headers) + (str(http) if http else "")
    raw: bytes = record.raw_stream.read()
    if record.payload_length is not None and 0 <= len(raw) < record.payload_length:
        raise EOFError("cut off")
    if not http:
        return head, raw
    if (http.get_header("transfer-encoding") or "").strip().lower() == "chunked":
        from warcio.bufferedreaders import ChunkedDataReader

        raw = ChunkedDataReader(io.BytesIO(raw)).read()
    try:
        return head, decode(raw, http.get_header("content-encoding") or "", 8 * MAX_PAYLOAD)
    except DecodingError:
        return head, raw


def blank(path: Path, chosen: Iterable[RawRecord]) -> int:
    """Overwrite the chosen records of a file; comes back with their number.

    The file is replaced as a whole or not at all. Raises ``ArchiveError`` when that is not possible.
    """
    spans = sorted({(record.offset, record.length) for record in chosen})
    if not spans:
        return 0
    half = path.with_name(f".{path.name}.half")
    try:
        shutil.copyfile(path, half)
        with half.open("r+b") as file:
            for offset, length in spans:
                file.seek(offset)
                packed = file.read(2) == _MAGIC
                file.seek(offset)
                file.write(_filler(path, offset, length, packed))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        raise ArchiveError(f"archive {path} cannot be written ({error.strerror}); make room") from error
    finally:
        half.unlink(missing_ok=True)
    return len(spans)


def _filler(path: Path, offset: int, length: int, packed: bool) -> bytes:
    """A record of exactly ``length`` bytes that holds nothing."""
    make = _packed if packed else _plain
    found = make(f"<{uuid5(NAMESPACE_URL, f'{REMOVED} {path.name} {offset}').urn}>", length)
    if len(found) != length:
        raise ArchiveError(f"archive {path}, byte {offset}: a record of {length} bytes is too short to be overwritten")
    return found


def _plain(name: str, length: int) -> bytes:
    def record(size: int) -> bytes:
        return _record(name, f"{size:012d}") + b" " * size + b"\r\n\r\n"

    return record(max(0, length - len(record(0))))


def _packed(name: str, length: int) -> bytes:
    """One gzip member; what is missing to the length is the header's comment."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    record = _record(name, "0") + b"\r\n\r\n"
    deflated = packer.compress(record) + packer.flush()
    end = zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
    missing = length - 10 - len(deflated) - len(end)
    comment = b"" if missing <= 0 else b" " * (missing - 1) + b"\0"
    header = _MAGIC + bytes([8, _COMMENT if comment else 0, 0, 0, 0, 0, 2, 255])
    return header + comment + deflated + end


def _record(name: str, size: str) -> bytes:
    lines = ("WARC/1.0", "WARC-Type: metadata", f"WARC-Record-ID: {name}", f"WARC-Target-URI: {REMOVED}")
    more = ("WARC-Date: 1970-01-01T00:00:00Z", "Content-Type: text/plain", f"Content-Length: {size}", "", "")
    return "\r\n".join((*lines, *more)).encode()


def removing(path: Path, gone: Callable[[RawRecord], bool]) -> tuple[RawRecord, ...]:
    """The records of a file that are to go, without their bodies."""
    return tuple(record._replace(body=b"", head="") for record in raw_records(path) if gone(record))
