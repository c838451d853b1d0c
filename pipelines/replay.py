"""Replay: an audit's pages out of WARC files, with no network at all."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from market.audits import ArchiveFile
from market.pages import Page
from market.urls import digest
from pipelines.settings import WrongInputError


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
