"""Replay: an audit's pages out of WARC files, with no network at all."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from market.audits import ArchiveFile
from market.pages import Page
from market.run_records import RunRecord
from market.urls import digest
from pipelines.settings import WrongInputError

WARC_NAMES = (".warc.gz", ".warc")


@contextmanager
def laid_out(given: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """The WARC files of what was given to replay: files, folders of them, and delivered ``.wacz`` files.

    A ``.wacz`` is unpacked for as long as the context lasts. Raises ``WrongInputError`` for what holds no archive.
    """
    with tempfile.TemporaryDirectory(prefix="watercooler-") as folder:
        yield tuple(path for place, one in enumerate(given) for path in _files_of(one, Path(folder) / str(place)))


def _files_of(given: Path, folder: Path) -> list[Path]:
    from store.archive import ArchiveError
    from store.wacz import unpack_wacz

    if given.suffix == ".wacz":
        try:
            return unpack_wacz(given, folder)
        except ArchiveError as error:
            raise WrongInputError(str(error)) from error
    if not given.is_dir():
        return [given]
    home = given / "evidence" if (given / "evidence").is_dir() else given
    found = sorted(path for path in home.iterdir() if path.name.endswith(WARC_NAMES))
    if not found:
        raise WrongInputError(f"{given}: no .warc.gz file in it; give an evidence folder or its files")
    return found


def told_apart(paths: Sequence[Path]) -> tuple[tuple[Path, ...], RunRecord | None]:
    """The archives of pages, and the run record among the files; raises ``WrongInputError`` for two different ones."""
    from store.archive import ArchiveError
    from store.run_records import load_run_record

    try:
        read = [(path, load_run_record(path)) for path in paths]
    except ArchiveError as error:
        raise WrongInputError(str(error)) from error
    records = [record for _, record in read if record]
    if any(record != records[0] for record in records):
        raise WrongInputError("the archives hold the records of two different runs; give the evidence of one")
    archives = tuple(path for path, record in read if record is None)
    if records and not archives:
        raise WrongInputError("a run record was given without its archives; give the whole evidence folder")
    return archives, records[0] if records else None


def describe_archives(paths: Sequence[Path]) -> tuple[ArchiveFile, ...]:
    """Name, digest and size of each archive, by name; raises ``WrongInputError`` for one that cannot be read."""
    from store.archive import ArchiveError, describe

    try:
        found = [describe(path) for path in paths]
    except ArchiveError as error:
        raise WrongInputError(str(error)) from error
    names = [file.name for file in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise WrongInputError(f"two archives are named {twice[0]}; rename one: evidence is found by file name")
    return tuple(sorted(found, key=lambda file: file.name))


def archive_digest(files: Iterable[ArchiveFile]) -> str:
    """One digest of all archives, whatever order they were given in."""
    return digest("\n".join(sorted(file.sha256 for file in files)))


def replay_pages(paths: Sequence[Path]) -> Iterator[Page]:
    """The pages of the archives in a stable order: by file name, then as they were written."""
    from store.archive import ArchiveError, read_archive

    for path in sorted(paths, key=lambda p: p.name):
        try:
            yield from read_archive(path)
        except ArchiveError as error:
            raise WrongInputError(str(error)) from error


def copy_evidence(paths: Sequence[Path], folder: Path) -> None:
    """Put the archives beside the report; a file that is already there with the same size and digest stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        target = folder / path.name
        if target.exists() and target.samefile(path):
            continue
        shutil.copyfile(path, target)
