"""Archive: WARC files, written as a crawl goes along and read back as pages.

A payload is stored with its content coding undone, so that its digest is that of what a reader sees; the headers that
named the coding are kept as ``X-Archive-Orig-*``.
"""

import contextlib
import hashlib
import io
import logging
import uuid
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from market.audits import ArchiveFile
from market.pages import Capture, Page
from store.records import conversion_record, media_type, response_record, revisit_record, warcinfo_record
from store.warc import ArchiveError, opened, records, responses

__all__ = ["ArchiveError", "ArchiveWriter", "describe", "read_archive", "read_record", "write_alone"]

log = logging.getLogger(__name__)

_CHUNK = 1024 * 1024


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

    def write_rendered(self, page: Page, body: bytes) -> Capture:
        """Append a page as it was sent and, as a conversion of it, the document a browser made of it.

        Comes back with the capture of the latter. Both reach the file in one piece; raises ``ArchiveError`` as
        ``write`` does.
        """
        told, name = page.capture, f"<urn:uuid:{uuid.uuid4()}>"
        moment = told.captured_at.astimezone(UTC).replace(microsecond=0)
        page = replace(page, capture=replace(told, captured_at=moment))
        digests = [hashlib.sha256(content).hexdigest() for content in (page.body, body)]
        sent = _packed(response_record(page.url, told.status, page.headers, page.body, moment, digests[0], name))
        offset = self.size + len(sent)
        self._put(sent + _packed(conversion_record(page, body, name)))
        return Capture(page.url, moment, told.status, "text/html", digests[1], self.path.name, offset)

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
        self._put(_packed(record))

    def _put(self, members: bytes) -> None:
        packed = memoryview(members)
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


def write_alone(path: Path, url: str, kind: str, body: bytes, moment: datetime) -> None:
    """Make ``path`` the archive of one payload of media type ``kind``; the same payload gives the same bytes.

    Raises ``ArchiveError`` when it cannot be written.
    """
    digest = hashlib.sha256(body).hexdigest()
    name = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} {moment:%Y-%m-%d} {digest}')}>"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_packed(response_record(url, 200, [("content-type", kind)], body, moment, digest, name)))
    except OSError as error:
        raise ArchiveError(f"archive {path} cannot be written ({error.strerror}); choose another folder") from error


def _packed(record: bytes) -> bytes:
    """A record as a gzip member of its own."""
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(record) + packer.flush()


def read_archive(path: Path) -> Iterator[Page]:
    """The pages of a WARC file, packed or plain, in file order.

    Only response records count; content and chunked codings are undone. Where a conversion record follows a response,
    the page is what a browser made of it (``Page.rendered``). A record that cannot be read or unpacks beyond
    8 MB is skipped, and a file that ends in the middle of a record gives what came before: both with a warning that
    counts them. Raises ``ArchiveError`` when the file is missing, empty or no WARC.
    """
    skipped = 0
    with opened(path) as file:
        for entry in records(file, path):
            if isinstance(entry, Page):
                yield entry
            else:
                skipped += 1
                log.warning("archive %s: record of %s skipped: %s", path.name, entry.url, entry.reason)
    if skipped:
        log.warning("archive %s: %d records skipped", path.name, skipped)


def read_record(path: Path, offset: int) -> Page:
    """The page whose record begins at ``offset``; of a rendered one the headers of its response are not known.

    Raises ``ArchiveError`` when there is no sound response record there.
    """
    with opened(path) as file:
        file.seek(offset)
        for entry in records(file, path, alone=True):
            if isinstance(entry, Page) and entry.capture.offset == offset:
                return entry
            break
    raise ArchiveError(f"archive {path} holds no page at byte {offset}; take the offset from a capture of this file")


def describe(path: Path) -> ArchiveFile:
    """Name, digest, size and number of response records of a WARC file.

    Raises ``ArchiveError`` when the file is missing or no WARC.
    """
    with opened(path) as file:
        hasher = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
        size = file.tell()
        file.seek(0)
        count = sum(record.rec_type == "response" for _, record in responses(file, path))
    return ArchiveFile(path.name, hasher.hexdigest(), count, size)


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
