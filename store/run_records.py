"""Run records: written beside the archives as a WARC file of their own, and read back on replay.

The file holds one ``metadata`` record, the run in JSON, and one ``resource`` record per kept file. Nothing in it
depends on the clock or on chance, so that the same run gives the same bytes.
"""

import contextlib
import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from market.crawls import Outcome
from market.run_records import KeptFile, RunRecord
from store.archive import ArchiveError
from store.decoding import MAX_PAYLOAD
from store.records import serialised

FILE_NAME = "run-record.warc.gz"
_RUN = "urn:watercooler:run"
_FILE = "urn:watercooler:file:"


def save_run_record(path: Path, record: RunRecord) -> None:
    """Write ``record`` to ``path``, whole or not at all; raises ``ArchiveError`` when the disk refuses."""
    moment = datetime.combine(record.as_of, time.min, UTC)
    body = b"".join(_packed(part, moment) for part in _parts(record))
    half = path.with_name(f".{path.name}.half")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(body)
        half.replace(path)
    except OSError as error:
        raise ArchiveError(f"archive {path} cannot be written ({error.strerror}); make room") from error
    finally:
        half.unlink(missing_ok=True)


def load_run_record(path: Path) -> RunRecord | None:
    """The run record in ``path``; None for an archive of pages.

    Raises ``ArchiveError`` for a run record that is damaged: a record whose digest differs from its payload is named
    with its byte offset.
    """
    if not _names_itself(path):
        return None
    try:
        held = {part.uri: part for part in _read(path)}
        run = json.loads(held[_RUN].body)
        files = tuple(_kept(entry, held, path) for entry in run["files"])
        ledger = tuple((name, tuple(Outcome(*row) for row in rows)) for name, rows in run["ledger"])
        as_of = date.fromisoformat(run["as_of"])
        return RunRecord(as_of, run["reach"], run["model"], run["product"], ledger, files)
    except OSError as error:
        raise ArchiveError(f"run record {path} cannot be read ({error.strerror}); check the path") from error
    except (KeyError, ValueError, TypeError) as error:
        raise ArchiveError(f"run record {path} is damaged ({error}); take it from the delivered folder anew") from error


class _Part(NamedTuple):
    """One WARC record of the file."""

    kind: str
    uri: str
    media_type: str
    body: bytes


def _parts(record: RunRecord) -> Iterator[_Part]:
    about = f"software: {record.product}\r\nformat: WARC File Format 1.0\r\n"
    yield _Part("warcinfo", "", "application/warc-fields", about.encode())
    yield _Part("metadata", _RUN, "application/json", _run(record))
    for file in record.files:
        yield _Part("resource", _uri(file.role), "application/octet-stream", file.body)


def _run(record: RunRecord) -> bytes:
    files = [{"role": f.role, "name": f.name, "sha256": hashlib.sha256(f.body).hexdigest()} for f in record.files]
    value = {
        "as_of": record.as_of.isoformat(),
        "reach": record.reach,
        "model": record.model,
        "product": record.product,
        "ledger": [[name, [[o.outcome, o.count, o.example] for o in rows]] for name, rows in record.ledger],
        "files": files,
    }
    return json.dumps(value, indent=1).encode()


def _uri(role: str) -> str:
    return _FILE + quote(role, safe="")


def _kept(entry: dict[str, str], held: dict[str, _Part], path: Path) -> KeptFile:
    body = held[_uri(entry["role"])].body
    if hashlib.sha256(body).hexdigest() != entry["sha256"]:
        raise ArchiveError(f"run record {path}: the {entry['role']} it holds is not the one its run names")
    return KeptFile(entry["role"], entry["name"], body)


def _packed(part: _Part, moment: datetime) -> bytes:
    from warcio.recordbuilder import RecordBuilder

    digest = hashlib.sha256(part.body).hexdigest()
    named = {
        "WARC-Record-ID": f"<{uuid5(NAMESPACE_URL, f'{part.kind} {part.uri} {digest}').urn}>",
        "WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Block-Digest": f"sha256:{digest}",
        "WARC-Payload-Digest": f"sha256:{digest}",
    }
    made = RecordBuilder().create_warc_record(
        part.uri,
        part.kind,
        payload=BytesIO(part.body),
        length=len(part.body),
        warc_content_type=part.media_type,
        warc_headers_dict=named,
    )
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(serialised(made)) + packer.flush()


def _names_itself(path: Path) -> bool:
    """Whether the file is a run record by its name or by its second record; False for what cannot be read."""
    if path.name == FILE_NAME:
        return True
    try:
        return any(part.uri == _RUN and part.kind == "metadata" for part in islice(_read(path), 2))
    except (ArchiveError, OSError):
        return False


def _read(path: Path) -> Iterator[_Part]:
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as file, contextlib.redirect_stderr(StringIO()):
        iterator = WARCIterator(file)
        while True:
            try:
                record: Any = next(iterator)
                body = record.content_stream().read(MAX_PAYLOAD * 8 + 1)
            except StopIteration:
                return
            except (ArchiveLoadFailed, AttributeError, ValueError, zlib.error) as error:
                raise ArchiveError(f"run record {path} is damaged at byte {iterator.offset}") from error
            uri = record.rec_headers.get_header("WARC-Target-URI") or ""
            stated = record.rec_headers.get_header("WARC-Payload-Digest")
            if stated and stated != f"sha256:{hashlib.sha256(body).hexdigest()}":
                raise ArchiveError(
                    f"run record {path}, byte {iterator.offset}: the payload is not what its digest says"
                )
            yield _Part(record.rec_type, uri, record.content_type or "", body)
