"""Verify: a delivered folder is recomputed from its own archive and compared with everything that it prints."""

import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from market.audits import Audit, figures_of
from pipelines.checksums import NAME as SUMS
from pipelines.checksums import delivered, read_sums, sha256
from pipelines.differences import in_data, in_print, printed_figures
from pipelines.evidence import PAGES, archives_of, record_of
from pipelines.run_records import product
from pipelines.settings import AuditOptions, NothingMeasuredError, WrongInputError

log = logging.getLogger(__name__)
DATA, REPORT = "audit.json", "report.html"
# Which format wrote a file, by its ending.
_FORMATS = {".html": "html", ".pdf": "pdf", ".pptx": "pptx", ".xlsx": "xlsx", ".csv": "csv", ".md": "md"}


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked, in words, and one line per difference; the folder proves itself where there is none."""

    checked: tuple[str, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anew:
    """An audit made again from the evidence of a delivered folder; ``fault`` says why it could not be."""

    folder: Path
    audit: Audit | None
    made_with: str  # the version that made the delivered one
    fault: str = ""


Remake = Callable[[Path], AbstractContextManager[Anew]]


@contextmanager
def remade(folder: Path) -> Iterator[Anew]:
    """The audit again, from the evidence alone and on a store of its own, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="watercooler-verify-") as place:
        yield remake(folder, Path(place))


def remake(folder: Path, place: Path) -> Anew:
    """The audit in ``folder`` again, written to ``place``."""
    from pipelines.audit import run_audit

    out = place / "out"
    database = f"sqlite:///{place}/store.db"
    options = AuditOptions(replay=(folder / "evidence",), out=out, database=database, formats=_formats(folder))
    try:
        made_with = record_of(folder).product
        return Anew(out, run_audit(options).audit, made_with)
    except (WrongInputError, NothingMeasuredError, ValueError) as error:
        return Anew(out, None, "", f"the evidence cannot be replayed: {str(error).splitlines()[0]}")


def verify(folder: Path, remaking: Remake = remade) -> Verified:
    """Recompute a delivered folder from its evidence and compare files, records, captures, figures and prints.

    Nothing in the folder is changed. Raises ``WrongInputError`` for a folder that is no delivered audit.
    """
    if not (folder / DATA).is_file():
        raise WrongInputError(f"{folder}: no {DATA} in it; give the folder that an audit wrote")
    with remaking(folder) as again:
        found = [_files(folder), _records(folder), _captures(folder), _recomputed(folder, again)]
    return Verified(
        tuple(line for part in found for line in part.checked),
        tuple(line for part in found for line in part.differences),
    )


def _files(folder: Path) -> Verified:
    """Every delivered file against its digest."""
    sums = read_sums(folder)
    if sums is None:
        return Verified((), (f"{SUMS}: missing, or a line of it is no digest",))
    there = set(delivered(folder))
    wrong = [f"{name}: missing" for name in sorted(set(sums) - there)]
    wrong += [f"{name}: not in {SUMS}: it was added or renamed" for name in sorted(there - set(sums))]
    wrong += [
        f"{name}: changed: its SHA-256 is not the one in {SUMS}"
        for name in sorted(there & set(sums))
        if sha256(folder / name) != sums[name]
    ]
    return Verified((f"{len(sums)} files against {SUMS}",), tuple(wrong))


def _records(folder: Path) -> Verified:
    """Every archive against ``audit.json``, every record against its own digest."""
    from store.archive import ArchiveError
    from store.checking import check_records

    named = {row["name"]: row["sha256"] for row in _rows(_data(folder), "archive")}
    files = {path.name: path for path in archives_of(folder)}
    wrong = [f"evidence/{name}: missing; {DATA} names it" for name in sorted(set(named) - set(files))]
    records = 0
    for name, path in files.items():
        changed = name in named and sha256(path) != named[name]
        if changed:
            wrong.append(f"evidence/{name}: changed: its SHA-256 is not the one in {DATA}")
        try:
            for record in check_records(path):
                records += 1
                # An archive from elsewhere may hold a digest of its own kind; it counts where the file was changed.
                if record.fault and (changed or name not in named):
                    wrong.append(f"evidence/{name}, byte {record.offset}: {record.url or 'record'}: {record.fault}")
        except ArchiveError as error:
            wrong.append(f"evidence/{name}: {error}")
    return Verified((f"{records:,} records of {len(files)} archive files",), tuple(wrong))


def _captures(folder: Path) -> Verified:
    """Every capture that ``audit.json`` cites lies where it says and has the digest that it says."""
    from store.archive import ArchiveError, read_archive

    held: dict[tuple[str, int], tuple[str, str]] = {}
    for path in archives_of(folder):
        try:
            held |= {(path.name, page.capture.offset): (page.url, page.capture.digest) for page in read_archive(path)}
        except ArchiveError as error:
            log.info("%s", error)  # it is said among the records
    wrong: dict[str, None] = {}
    cited = {(one["archive"], one["offset"], one["url"], one["digest"]) for one in _cited(_data(folder))}
    for archive, offset, url, digest in sorted(cited, key=str):
        if held.get((archive, offset)) != (url, digest):
            what = "another capture lies" if (archive, offset) in held else "no capture lies"
            wrong[f"evidence/{archive}, byte {offset}: {what} there than the cited {url}"] = None
    return Verified((f"{len(cited):,} cited captures",), tuple(wrong))


def _recomputed(folder: Path, again: Anew) -> Verified:
    """The audit made anew against data, report and pages."""
    if again.audit is None:
        return Verified((), (again.fault,))
    wrong = list(_compared(folder, again.folder))
    if wrong and again.made_with != product():
        wrong.insert(0, f"made with {again.made_with}, and this is {product()}: verify with the version that made it")
    return Verified(tuple(_said(folder, again.audit)), tuple(wrong))


def _compared(folder: Path, again: Path) -> Iterator[str]:
    yield from in_data((folder / DATA).read_bytes(), (again / DATA).read_bytes())
    printed = [name for name in delivered(folder) if name != DATA and not name.endswith((".warc.gz", ".warc"))]
    made = {name for name in delivered(again) if name != DATA and not name.endswith((".warc.gz", ".warc"))}
    for name in printed:
        if name not in made:
            yield f"{name}: not a file that this audit writes"
        else:
            yield from in_print(name, (folder / name).read_bytes(), (again / name).read_bytes())
    if (folder / REPORT).exists():
        yield from (f"{name}: missing" for name in sorted(made - set(printed)) if name.startswith(PAGES))
    else:
        yield f"{REPORT}: missing"


def _said(folder: Path, audit: Audit) -> Iterator[str]:
    known = sum(figure.value is not None for figure in figures_of(audit))
    yield f"{len(figures_of(audit)):,} figures recomputed, {known:,} with a value and the others with their reason"
    names = [name for name in delivered(folder) if not name.startswith("evidence/")]
    if REPORT in names:
        shown = len(printed_figures((folder / REPORT).read_bytes()))
        yield f"{shown:,} figures as printed in {REPORT}"
    files = [name for name in names if "/" not in name]
    pages = len(list((folder / PAGES).glob("*.html")))
    yield f"{', '.join(files)}, {len(names) - len(files)} tables and {pages} evidence pages against those written anew"


def _formats(folder: Path) -> tuple[str, ...]:
    """The formats to write again: those whose files lie there."""
    endings = {Path(name).suffix for name in delivered(folder) if not name.startswith("evidence/")}
    return tuple(sorted({_FORMATS[ending] for ending in endings if ending in _FORMATS} | {"html"}))


def _data(folder: Path) -> Any:
    try:
        return json.loads((folder / DATA).read_bytes())
    except (OSError, ValueError):
        return {}  # said where it is compared


def _rows(data: Any, name: str) -> list[dict[str, Any]]:
    rows = data.get(name) if isinstance(data, dict) else None
    return [row for row in rows if isinstance(row, dict) and {"name", "sha256"} <= row.keys()] if rows else []


def _cited(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"archive", "offset", "url", "digest"} <= value.keys():
            yield value
        for part in value.values():
            yield from _cited(part)
    elif isinstance(value, list):
        for part in value:
            yield from _cited(part)
