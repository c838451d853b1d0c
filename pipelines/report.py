"""Report: an audit that is kept is written again, in other formats, without crawling and without its archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.checksums import write_sums
from pipelines.settings import WrongInputError

DATA = "audit.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """An audit as it was kept, and the folder of its report."""

    body: bytes  # audit.json
    folder: Path
    source: str  # for messages


def write_again(source: str, formats: Sequence[str], database: str, out: Path | None = None) -> list[Path]:
    """The files of ``formats`` of a kept audit, in its own folder or in ``out``; all or none are written.

    ``source`` is the folder of an audit, its ``audit.json``, or the key of a run in the store. Raises
    ``WrongInputError`` for an unknown one, for a file that is none, and for another version of the schema.
    """
    check_formats(formats)
    kept = find(source, database)
    folder = out or kept.folder
    files = put(folder, rendered(kept.body, formats, kept.source))
    write_sums(folder, files)
    return files


def find(source: str, database: str) -> Kept:
    """The audit in a folder or file, or of a run in the store; ``WrongInputError`` where there is none."""
    path = Path(source)
    file = path / DATA if path.is_dir() else path
    if path.is_dir() or path.suffix == ".json":
        try:
            return Kept(file.read_bytes(), file.parent, str(file))
        except OSError as error:
            raise WrongInputError(
                f"{file}: cannot be read ({error.strerror}); give the folder of an audit, or the key of a run"
            ) from error
    return _of_run(source, database)


def _of_run(key: str, database: str) -> Kept:
    from store.audits import load_audit
    from store.engine import open_store
    from store.runs import folder_of

    engine = open_store(database)
    body, folder = load_audit(engine, key), folder_of(engine, key)
    if body is None:
        raise WrongInputError(
            f"{key[:60]!r}: no folder of that name, and no finished run of that key in {database}; the key stands in "
            "the report under Method"
        )
    return Kept(body, Path(folder or "."), f"run {key}")


def check_formats(names: Sequence[str]) -> tuple[str, ...]:
    """The formats in their order; ``WrongInputError`` names one that does not exist."""
    from reports.formats import UnknownFormatError, check_names

    try:
        return check_names(names)
    except UnknownFormatError as error:
        raise WrongInputError(f"--format: {error}") from error


def rendered(body: bytes, formats: Sequence[str], source: str = DATA) -> dict[str, bytes]:
    """The files of an ``audit.json`` by relative path; always from the file, so that writing again gives the same."""
    from reports.formats import Report, render
    from reports.formats.stored import StoredAuditError, read_json

    try:
        audit = read_json(body)
    except StoredAuditError as error:
        raise WrongInputError(f"{source}: {error}") from error
    files = render(Report.of(audit), formats)
    return files | ({DATA: body} if DATA in files else {})


def put(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Put all files in place or none: each is written beside its place first, and moved when all are there.

    A reader sees an old file or a new one, never half of one. Tables of an earlier writing that are not written again
    are taken away, so that a folder never mixes two.
    """
    placed = [folder / name for name in files]
    halves = [path.with_name(f".{path.name}.half") for path in placed]
    try:
        for half, content in zip(halves, files.values(), strict=True):
            half.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(content)
        for half, path in zip(halves, placed, strict=True):
            half.replace(path)
    finally:
        for half in halves:
            half.unlink(missing_ok=True)
    for parent in {path.parent for path in placed if path.suffix == ".csv"}:
        for stale in set(parent.glob("*.csv")) - set(placed):
            stale.unlink()
    return placed
