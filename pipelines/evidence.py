"""Evidence: the delivered folder's archives, and the same as one WACZ file."""

from datetime import UTC, datetime, time
from pathlib import Path

from market.run_records import RunRecord
from pipelines.replay import WARC_NAMES, told_apart
from pipelines.settings import WrongInputError


def archives_of(folder: Path) -> tuple[Path, ...]:
    """The WARC files of a delivered folder, the run's own record among them; ``WrongInputError`` without any."""
    evidence = folder / "evidence"
    found = sorted(path for path in evidence.glob("*") if path.name.endswith(WARC_NAMES)) if evidence.is_dir() else []
    if not found:
        raise WrongInputError(f"{folder}: no evidence/*.warc.gz in it; give the folder that an audit wrote")
    return tuple(found)


def record_of(folder: Path) -> RunRecord:
    """The run's own record in a delivered folder; raises ``WrongInputError`` where it is missing or damaged."""
    _, record = told_apart(archives_of(folder))
    if record is None:
        raise WrongInputError(f"{folder}/evidence holds no run record; it was not written by this version's audit")
    return record


def export_wacz(folder: Path, path: Path | None = None) -> Path:
    """Write the evidence of a delivered folder as one WACZ, by default ``evidence.wacz`` in it; returns its path."""
    from store.wacz import About, write_wacz

    record, target = record_of(folder), path or folder / "evidence.wacz"
    created = datetime.combine(record.as_of, time.max, UTC).replace(microsecond=0)
    title = f"Evidence of the audit as of {record.as_of:%Y-%m-%d}"
    description = "Every captured page, and the run's own record; watercooler audit --replay gives the report again"
    write_wacz(target, archives_of(folder), About(title, description, record.product, created))
    return target
