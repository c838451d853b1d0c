"""Archive: WARC files, written as a crawl goes along and read back as pages.

A payload is stored with its content coding undone, so that its digest is that of what a reader sees; the headers that
named the coding are kept as ``X-Archive-Orig-*``.
"""

import contextlib
import hashlib
import io
import logging
import os
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple

from market.audits import ArchiveFile
from market.pages import Capture, Page
from store.decoding import MAX_PAYLOAD, DecodingError, decode
from store.records import media_type, response_record, revisit_record, warcinfo_record

log = logging.getLogger(__name__)

_CHUNK = 1024 * 1024


class ArchiveError(RuntimeError):
    """An archive cannot be read or written; the message is one line that names the file and the remedy."""


class ArchiveWriter:
    """Appends response records to one WARC file, a gzip member each.

    Every record reaches the file in one piece before ``write`` returns. A half-written last record, left by a crawl
    that was killed, is cut off on opening; ``size`` then says how many bytes are sound. Only one writer can hold a
    file. Raises ``ArchiveError`` for a file that is no WARC, is held by another crawl, or cannot be written.
    """

    def __init__(self, path: Path, software: str = "watercooler") -> None:
        self.path = path
        self._software = software
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            self._file: io.FileIO = io.FileIO(path, "r+")
        except OSError as error:
            raise ArchiveError(f"archive {path} cannot be written ({error.strerror}); choose another folder") from error
        try:
            self._open()
        except BaseException:
            self._file.close()
            raise

    def _open(self) -> None:
        _hold(self._file, self.path)
        self.size = _sound_length(self._file, self.path)
        self._file.truncate(self.size)
        if self.size == 0:
            self._append(warcinfo_record(self.path.name, self._software))

    def write(
        self, url: str, status: int, headers: Sequence[tuple[str, str]], body: bytes, captured_at: datetime
    ) -> Capture:
        """Append one response and return its capture; ``body`` has its content coding undone already.

        The moment is kept to the second, as WARC-Date has it. Raises ``ArchiveError`` when the disk refuses; the file
        is then as it was before.
        """
        moment = captured_at.astimezone(UTC).replace(microsecond=0)
        digest = hashlib.sha256(body).hexdigest()
        offset = self.size
        self._append(response_record(url, status, headers, body, moment, digest))
        return Capture(url, moment, status, media_type(headers), digest, self.path.name, offset)

    def carry(self, page: Page, answer: Sequence[tuple[str, str]], now: datetime) -> Capture:
        """Append a copy of a page of an earlier archive, after the server's word at ``now`` that it did not change.

        The copy keeps its moment and its bytes; the server's word, with the headers of its ``answer``, is a revisit
        record beside it. Raises ``ArchiveError`` as ``write`` does.
        """
        self._append(revisit_record(page, answer, now.astimezone(UTC)))
        headers = [(name, value) for name, value in page.headers if name.lower() != "content-length"]
        return self.write(page.url, page.capture.status, headers, page.body, page.capture.captured_at)

    def close(self) -> None:
        """Let the file go; calling it twice does no harm."""
        self._file.close()

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def _append(self, record: bytes) -> None:
        packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        packed = memoryview(packer.compress(record) + packer.flush())
        try:
            self._file.seek(self.size)
            written = 0
            while written < len(packed):
                written += self._file.write(packed[written:]) or 0
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self.size)
            raise ArchiveError(f"archive {self.path} cannot be written ({error.strerror}); make room") from error
        self.size += len(packed)


def read_archive(path: Path) -> Iterator[Page]:
    """The pages of a WARC file, packed or plain, in file order.

    Only response records count; content and chunked codings are undone. A record that cannot be read or unpacks beyond
    8 MB is skipped, and a file that ends in the middle of a record gives what came before: both with a warning that
    counts them. Raises ``ArchiveError`` when the file is missing, empty or no WARC.
    """
    skipped = 0
    with _opened(path) as file:
        for entry in _records(file, path):
            if isinstance(entry, Page):
                yield entry
            else:
                skipped += 1
                log.warning("archive %s: record of %s skipped: %s", path.name, entry.url, entry.reason)
    if skipped:
        log.warning("archive %s: %d records skipped", path.name, skipped)


def read_record(path: Path, offset: int) -> Page:
    """The page whose record begins at ``offset``.

    Raises ``ArchiveError`` when there is no sound response record there.
    """
    with _opened(path) as file:
        file.seek(offset)
        for entry in _records(file, path):
            if isinstance(entry, Page) and entry.capture.offset == offset:
                return entry
            break
    raise ArchiveError(f"archive {path} holds no page at byte {offset}; take the offset from a capture of this file")


def describe(path: Path) -> ArchiveFile:
    """Name, digest, size and number of response records of a WARC file.

    Raises ``ArchiveError`` when the file is missing or no WARC.
    """
    with _opened(path) as file:
        hasher = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
        size = file.tell()
        file.seek(0)
        records = sum(1 for _ in _responses(file, path))
    return ArchiveFile(path.name, hasher.hexdigest(), records, size)


class _Skipped(NamedTuple):
    url: str
    reason: str


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise ArchiveError(f"archive {path} cannot be read ({error.strerror}); check the path") from error


def _records(file: BinaryIO, path: Path) -> Iterator[Page | _Skipped]:
    for offset, record in _responses(file, path):
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        try:
            yield _page(record, url, path.name, offset)
        except DecodingError as error:
            yield _Skipped(url, str(error))
        except _CutOffError:
            _warn_cut_off(path, offset)
            return


def _responses(file: BinaryIO, path: Path) -> Iterator[tuple[int, Any]]:
    """Offsets and response records as warcio has them; raises ``ArchiveError`` if not even the first can be read."""
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
        if record.rec_type == "response" and record.http_headers is not None:
            yield iterator.offset, record
    if seen and iterator.offset < os.fstat(file.fileno()).st_size:
        _warn_cut_off(path, iterator.offset)
    if seen == 0:
        raise ArchiveError(f"archive {path} holds no record from byte {start} on; expected a WARC file")


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


def _payload(record: Any) -> bytes:
    with contextlib.redirect_stderr(io.StringIO()):
        raw = record.raw_stream.read(MAX_PAYLOAD + 1)
    if len(raw) > MAX_PAYLOAD:
        raise DecodingError("too large")
    if 0 <= len(raw) < record.payload_length:
        raise _CutOffError
    headers = record.http_headers
    if (headers.get_header("transfer-encoding") or "").strip().lower() == "chunked":
        from warcio.bufferedreaders import ChunkedDataReader

        raw = ChunkedDataReader(io.BytesIO(raw)).read()
    return decode(raw, headers.get_header("content-encoding") or "")


def _hold(file: io.FileIO, path: Path) -> None:
    """Keep other crawls out; the system lets go when this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on this system: two crawls of one audit are then the user's own care
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ArchiveError(f"archive {path} is being written by another crawl; wait for it to end") from error


def _sound_length(file: io.FileIO, path: Path) -> int:
    """The bytes up to the end of the last whole gzip member."""
    end = position = 0
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pending = b""
    file.seek(0)
    while chunk := pending or file.read(_CHUNK):
        try:
            unpacker.decompress(chunk)
        except zlib.error as error:
            raise ArchiveError(f"archive {path} is damaged at byte {end} or no .warc.gz; move it away") from error
        pending = unpacker.unused_data
        position += len(chunk) - len(pending)
        if unpacker.eof:
            end = position
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return end
