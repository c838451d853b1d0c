"""Run records: what a run keeps with its evidence, and how a kept one stands in for the brief's own files."""

from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from market.brief import Brief
from market.brief_yaml import kept_brief, read_brief
from market.run_records import ACTUALS, BRIEF, EARLIER, LOGO, SETTINGS, TOPICS, KeptFile, RunRecord
from pipelines.settings import AuditOptions, WrongInputError


def product() -> str:
    """The name and version that a result is made with."""
    return f"watercooler {version('watercooler')}"


def brief_for(options: AuditOptions, given: RunRecord | None) -> tuple[Brief, tuple[KeptFile, ...]]:
    """The brief of a run with the files to keep: the one named on the command line, else the one ``given`` holds.

    Raises ``BriefError`` for one that cannot be used and ``WrongInputError`` when there is none.
    """
    if options.brief:
        brief = read_brief(options.brief)
        return brief, _files(brief, options.brief)
    kept = given.file(BRIEF) if given else None
    if given is None or kept is None:
        raise WrongInputError("no brief: give BRIEF.yaml, or --replay the evidence of an audit, which holds its brief")
    actuals, settings = given.file(ACTUALS), given.file(SETTINGS)
    brief = kept_brief(kept.body, kept.name, actuals.body if actuals else b"", settings.body if settings else b"")
    return brief, tuple(file for file in given.files if file.role not in (EARLIER, TOPICS))


def _files(brief: Brief, path: Path) -> tuple[KeptFile, ...]:
    """The brief and what it names beside it."""
    beside = ((ACTUALS, brief.actuals), (LOGO, brief.agency.logo), (SETTINGS, brief.report.settings))
    found = [KeptFile(BRIEF, path.name, _body(path, "brief"))]
    found += [KeptFile(role, name, _body(path.parent / name, f"agency.{role}")) for role, name in beside if name]
    return tuple(found)


def _body(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongInputError(f"{what}: {path}: cannot be read ({error.strerror})") from error


def new_record(
    options: AuditOptions, given: RunRecord | None, files: tuple[KeptFile, ...], as_of: date, reach: str
) -> RunRecord:
    """The record of a run that begins; its ledger is the given one's until a crawl has its own."""
    ledger = given.ledger if given else ()
    model = options.model or (given.model if given else "")
    return RunRecord(as_of, reach, model, product(), ledger, files)


def with_earlier(record: RunRecord, *earlier: KeptFile | None) -> RunRecord:
    """The record with what earlier runs left: the audit that changes are told from, the memory of topics."""
    return replace(record, files=(*record.files, *(file for file in earlier if file)))
