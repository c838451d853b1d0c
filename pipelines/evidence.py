"""Evidence: the delivered folder's archives, and the same as one WACZ file."""

from datetime import UTC, datetime, time
from pathlib import Path

from market.audits import Audit
from market.run_records import RunRecord
from pipelines.replay import WARC_NAMES, describe_archives, told_apart
from pipelines.settings import WrongInputError
from pipelines.transcripts import transcribe

PAGES = "evidence/pages"  # in the folder of an audit
_AT_LEAST = 2_000  # characters printed of a capture, however many there are


def evidence_pages(report: str, audit: Audit, evidence: Path) -> dict[str, bytes]:
    """The pages that a written report links to, by file name, made of the archives in the folder ``evidence``.

    The more captures a report cites, the less is printed of each, so that all together stay small enough to deliver.
    """
    from reports.evidence_pages import MOST_BYTES, WHOLE, linked_pages, page_id, write_page
    from store.archive import read_record

    cited = linked_pages(report, audit)
    limit = max(_AT_LEAST, min(WHOLE, MOST_BYTES // max(1, 3 * len(cited))))  # 3: markup and letters of many bytes
    pages = {}
    for (archive, offset), quotes in cited.items():
        transcript = transcribe(read_record(evidence / archive, offset))
        pages[f"{page_id(archive, offset)}.html"] = write_page(transcript, quotes, limit).encode()
    return pages


def put_pages(folder: Path, report: str, audit: Audit) -> None:
    """Write the pages that the report in ``folder`` links to, and take away those of an earlier report."""
    from pipelines.report import put

    pages = evidence_pages(report, audit, folder / "evidence")
    put(folder / PAGES, pages)
    for stale in (folder / PAGES).glob("*.html"):
        if stale.name not in pages:
            stale.unlink()


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


def describe_evidence(folder: Path) -> tuple[str, ...]:
    """What a delivered folder's evidence holds, in lines for the terminal."""
    record = record_of(folder)
    archives, _ = told_apart(archives_of(folder))
    lines = [f"as of {record.as_of:%Y-%m-%d}, made with {record.product}"]
    lines += [f"  archive  {f.name}: {f.records:,} records, SHA-256 {f.sha256}" for f in describe_archives(archives)]
    lines += [f"  kept     {file.role}: {file.name}, {len(file.body):,} bytes" for file in record.files]
    rows = sum(len(rows) for _, rows in record.ledger)
    return (*lines, f"  ledger   {rows} rows of {len(record.ledger)} sites and venues")
