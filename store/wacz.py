"""WACZ: the evidence of an audit as one file that the web archive viewers open (WACZ 1.1.1).

The file is a ZIP: the WARC files as they are, an index of their records (CDXJ in gzip blocks), a list of pages, and
``datapackage.json`` with the SHA-256 of each. Nothing in it depends on the clock, so that the same evidence gives the
same bytes. Specification: https://specs.webrecorder.net/wacz/1.1.1/
"""

import gzip
import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from store.archive import ArchiveError
from store.checking import CheckedRecord, check_records

VERSION = "1.1.1"
_BLOCK = 1024  # index lines per gzip block
_CHUNK = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the ZIP format knows no earlier moment
MAX_MEMBER = 64 * 1024**3  # bytes of one archive: what a ZIP claims beyond this is not unpacked
_WARC_NAMES = (".warc.gz", ".warc")


@dataclass(frozen=True, slots=True)
class About:
    """What a WACZ says of itself."""

    title: str
    description: str
    software: str
    created: datetime


def write_wacz(path: Path, archives: Sequence[Path], about: About) -> None:
    """Write the archives as one WACZ, whole or not at all.

    Raises ``ArchiveError`` for an archive with a record that cannot be read, and when the disk refuses.
    """
    records = [(archive.name, record) for archive in archives for record in _answers(archive)]
    if not records:
        raise ArchiveError("no page in the archives: there is nothing to put in a WACZ")
    half = path.with_name(f".{path.name}.half")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED, allowZip64=True) as file:
            _fill(file, archives, records, about)
        half.replace(path)
    except OSError as error:
        raise ArchiveError(
            f"{path} cannot be written ({error.strerror}); make room or choose another folder"
        ) from error
    finally:
        half.unlink(missing_ok=True)


def unpack_wacz(path: Path, folder: Path) -> list[Path]:
    """The WARC files of a WACZ, unpacked into ``folder`` and checked against the digests it names.

    Raises ``ArchiveError`` for a file that is no WACZ, or whose content is not what it says.
    """
    try:
        with zipfile.ZipFile(path) as file:
            digests = {one["path"]: one["hash"] for one in json.loads(file.read("datapackage.json"))["resources"]}
            members = [i for i in file.infolist() if i.filename.startswith("archive/") and _is_warc(i.filename)]
            if not members:
                raise ArchiveError(f"{path}: no archive/*.warc.gz in it; expected a WACZ file")
            folder.mkdir(parents=True, exist_ok=True)
            return [_unpack(file, member, folder, digests.get(member.filename, ""), path) for member in members]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, NotImplementedError) as error:
        raise ArchiveError(f"{path} is not a sound WACZ file ({error}); expected one that names its digests") from error
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read ({error.strerror}); check the path") from error


def _is_warc(name: str) -> bool:
    return name.endswith(_WARC_NAMES) and name.count("/") == 1 and "\\" not in name


def _unpack(file: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, stated: str, path: Path) -> Path:
    if member.file_size > MAX_MEMBER:
        raise ArchiveError(f"{path}: {member.filename} claims {member.file_size:,} bytes; that is no audit's evidence")
    target, hasher = folder / member.filename.removeprefix("archive/"), hashlib.sha256()
    with file.open(member) as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            hasher.update(chunk)
            out.write(chunk)
    if stated != f"sha256:{hasher.hexdigest()}":
        raise ArchiveError(f"{path}: {member.filename} is not what its datapackage.json says; take the file anew")
    return target


def _answers(archive: Path) -> Iterator[CheckedRecord]:
    for record in check_records(archive):
        if record.fault:
            raise ArchiveError(f"archive {archive.name}, byte {record.offset}: {record.fault}; run watercooler verify")
        if record.kind == "response" and record.status:
            yield record


def _fill(
    file: zipfile.ZipFile, archives: Sequence[Path], records: Sequence[tuple[str, CheckedRecord]], about: About
) -> None:
    resources = [_add_file(file, f"archive/{archive.name}", archive) for archive in archives]
    blocks, index = _index(records)
    resources.append(_add(file, "indexes/index.cdx.gz", blocks))
    resources.append(_add(file, "indexes/index.idx", index))
    resources.append(_add(file, "pages/pages.jsonl", _pages(records)))
    package = _package(resources, about, next(record for _, record in records))
    _add(file, "datapackage.json", package)
    named = {"path": "datapackage.json", "hash": _sha256(package)}
    _add(file, "datapackage-digest.json", json.dumps(named, indent=1).encode())


def _package(resources: list[dict[str, object]], about: About, first: CheckedRecord) -> bytes:
    value = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": about.title,
        "description": about.description,
        "software": about.software,
        "created": f"{about.created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "mainPageUrl": first.url,
        "mainPageDate": first.date,
        "resources": resources,
    }
    return json.dumps(value, indent=1).encode()


def _add(file: zipfile.ZipFile, name: str, body: bytes) -> dict[str, object]:
    file.writestr(zipfile.ZipInfo(name, _EPOCH), body)
    return {"name": name.rpartition("/")[2], "path": name, "hash": _sha256(body), "bytes": len(body)}


def _add_file(file: zipfile.ZipFile, name: str, path: Path) -> dict[str, object]:
    hasher = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            hasher.update(chunk)
        source.seek(0)
        info = zipfile.ZipInfo(name, _EPOCH)
        info.file_size = path.stat().st_size
        with file.open(info, "w", force_zip64=info.file_size > 2**31) as out:
            shutil.copyfileobj(source, out, _CHUNK)
    return {"name": path.name, "path": name, "hash": f"sha256:{hasher.hexdigest()}", "bytes": path.stat().st_size}


def _sha256(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _index(records: Sequence[tuple[str, CheckedRecord]]) -> tuple[bytes, bytes]:
    """The CDXJ lines in gzip blocks, and the index of the blocks."""
    lines = sorted(_line(name, record) for name, record in records)
    blocks = b""
    index = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}']
    for start in range(0, len(lines), _BLOCK):
        packed = gzip.compress("".join(f"{line}\n" for line in lines[start : start + _BLOCK]).encode(), mtime=0)
        where = {"offset": len(blocks), "length": len(packed), "digest": _sha256(packed), "filename": "index.cdx.gz"}
        index.append(f"{' '.join(lines[start].split(' ', 2)[:2])} {json.dumps(where)}")
        blocks += packed
    return blocks, "".join(f"{line}\n" for line in index).encode()


def _line(archive: str, record: CheckedRecord) -> str:
    fields = {
        "url": record.url,
        "mime": record.media_type or "unk",
        "status": record.status,
        "digest": f"sha256:{record.digest}",
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": archive,
    }
    return f"{surt(record.url)} {_stamp(record.date)} {json.dumps(fields)}"


def surt(url: str) -> str:
    """A URL as a sortable key: host labels from the last to the first, then path and query in lower case."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.replace(" ", "%20")
    labels = ",".join(reversed(host.removeprefix("www.").split(".")))
    where = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}".lower().replace(" ", "%20")
    return f"{labels}{f':{port}' if port not in (None, 80, 443) else ''}){where}"


def _stamp(date: str) -> str:
    """A WARC date as the fourteen digits of an index."""
    return "".join(c for c in date if c.isdigit())[:14].ljust(14, "0")


def _pages(records: Sequence[tuple[str, CheckedRecord]]) -> bytes:
    lines = [json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Captured pages"})]
    for archive, record in records:
        if record.media_type in ("text/html", "application/xhtml+xml") and record.status == "200":
            key = uuid5(NAMESPACE_URL, f"{archive} {record.offset} {record.url}").hex
            lines.append(json.dumps({"id": key, "url": record.url, "ts": record.date}))
    return "".join(f"{line}\n" for line in lines).encode()
