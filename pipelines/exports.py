"""Exports: the files of posts that a brief names for closed networks, archived with nobody named in them."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from market.urls import authority_of
from market.venues import Venue
from pipelines.settings import WrongInputError
from spiders.exports import Export, ExportError, read_export

log = logging.getLogger(__name__)


def archive_name(venue: Venue) -> str:
    """The name of the archive that keeps a venue's export."""
    return f"{authority_of(venue.url).replace(':', '-')}-{venue.key[:6]}-export.warc.gz"


def put_exports(
    venues: Sequence[Venue], folder: Path, evidence: Path, on: date, given: Sequence[Path]
) -> tuple[Path, ...]:
    """Archives in ``evidence`` of the exports that lie in ``folder``, the brief's own, dated the day ``on``.

    What is ``given`` to replay already is left as it is. The same file gives the same bytes. Raises ``WrongInputError``
    for a file that cannot be read.
    """
    from spiders.connectors.export import address_of
    from store.archive import write_alone

    moment = datetime.combine(on, datetime.min.time(), UTC)
    names = {path.name for path in given}
    exported = [venue for venue in venues if venue.export and archive_name(venue) not in names]
    read = [(venue, export_of(venue, folder)) for venue in exported]  # all are read before one is written
    paths = []
    for venue, export in read:
        kept = json.dumps({"threads": export.threads}, ensure_ascii=False, indent=1).encode()
        path = evidence / archive_name(venue)
        write_alone(path, address_of(venue), "application/json; charset=utf-8", kept, moment)
        paths.append(path)
    return tuple(paths)


def export_of(venue: Venue, folder: Path) -> Export:
    """What the file of a venue's export holds; what is odd in it is logged. Raises ``WrongInputError`` as above."""
    path = folder / venue.export
    try:
        export = read_export(path.read_bytes(), venue)
    except OSError as error:
        raise WrongInputError(f"venues: {venue.url}: export {path} cannot be read ({error.strerror})") from error
    except ExportError as error:
        raise WrongInputError(f"venues: {venue.url}: export {path}: {error}") from error
    for line in notes(export):
        log.warning("export %s: %s", path, line)
    return export


def notes(export: Export) -> tuple[str, ...]:
    """What an operator should know of an export, in lines: unknown columns, posts without a date or words."""
    columns = f"columns that are not known and were left out: {', '.join(export.unknown)}" if export.unknown else ""
    undated = f"{export.undated} of {export.posts} posts without a date that can be read" if export.undated else ""
    empty = f"{export.empty} rows without words" if export.empty else ""
    return tuple(line for line in (columns, undated, empty) if line)
