"""Stages: what an audit consists of, as plain functions; ``pipelines.audit`` composes them once.

Each takes and returns values. Nothing here knows Prefect: the flow makes tasks of these very functions.
"""

import base64
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from market.audits import ArchiveFile, Audit, Run
from market.brief import Brief
from market.crawls import Outcome
from market.figures import utc_day
from market.run_records import EARLIER, LOGO, TOPICS, KeptFile, RunRecord
from market.urls import digest, host_of
from market.venues import Venue
from pipelines.brief import home_of, run_of, venues_of
from pipelines.changes import earlier_of
from pipelines.reading import Material, read_material
from pipelines.recall import inputs_of
from pipelines.replay import archive_digest, copy_evidence, describe_archives, replay_pages, told_apart
from pipelines.run_records import brief_for, new_record, with_earlier
from pipelines.settings import AuditOptions, NothingMeasuredError, WrongInputError
from pipelines.spread import Spread, here
from pipelines.topic_names import keep_topics, read_topics, topics_before
from pipelines.understanding import Understanding, understand_material

log = logging.getLogger(__name__)
LOGO_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
REPORT = "report.html"
MAX_LOGO = 512 * 1024  # bytes: the report is one file that travels by mail


@dataclass(frozen=True, slots=True)
class Opened:
    """A run that has begun."""

    brief: Brief
    run: Run
    venues: tuple[Venue, ...]
    logo: str
    out: Path
    options: AuditOptions
    replayed: tuple[ArchiveFile, ...]
    record: RunRecord  # what is kept with the evidence; a crawl adds its ledger
    exports: tuple[Path, ...] = ()  # archives of the files that stand for closed networks


@dataclass(frozen=True, slots=True)
class Collected:
    """The archives of a run and what became of every address."""

    archives: tuple[Path, ...]
    outcomes: tuple[tuple[str, tuple[Outcome, ...]], ...]
    inputs: str = ""  # digest of everything that decides the audit


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a finished audit."""

    audit: Audit
    folder: Path
    report: Path  # the first of the files that is a report
    data: Path
    files: tuple[Path, ...] = ()


def open_run(options: AuditOptions, now: datetime) -> Opened:
    """Read and check the brief, settle the window and record that the run begins.

    Raises ``market.brief_yaml.BriefError``, ``WrongInputError`` or ``store.engine.StoreError``; then nothing was
    written.
    """
    from nlp.language import load_model
    from store.engine import open_store
    from store.runs import start_run

    archives, given = told_apart(options.replay)
    brief, files = brief_for(options, given)
    logo = _logo(brief, files)
    venues = venues_of(brief)
    options = replace(options, replay=archives)
    record = new_record(options, given, files, _last_day(options, given, now), _reach(brief, options, given))
    options = replace(options, model=record.model)
    load_model(options.model)  # a missing model is said before hours of crawling
    out = options.out or home_of(brief) / f"{record.as_of:%Y-%m-%d}"
    exports = _exports(options, venues, out, record)
    options = replace(options, replay=(*archives, *exports) if archives else ())
    replayed = describe_archives(options.replay)
    run = _run(brief, venues, record, replayed)
    earlier = earlier_of(options, given, brief, run, out), topics_before(options.database, given, run)
    record = with_earlier(record, *earlier)
    start_run(open_store(options.database), run, now)
    return Opened(brief, run, venues, logo, out, options, replayed, record, exports)


def collect(opened: Opened, spread: Spread = here) -> Collected:
    """Crawl every company and venue, or take the archives that are replayed; they end up in ``evidence/``.

    The run's own record stands beside them, so that the folder can be replayed anywhere. ``spread`` says where the
    crawls are made.
    """
    from store.run_records import FILE_NAME, save_run_record

    evidence = opened.out / "evidence"
    if opened.options.replay:
        copy_evidence(opened.options.replay, evidence)
        collected = Collected(tuple(evidence / file.name for file in opened.replayed), opened.record.ledger)
    else:
        from pipelines.collecting import crawl_market

        archives, outcomes = crawl_market(opened.brief, opened.run, opened.venues, evidence, opened.options, spread)
        collected = Collected((*archives, *_visits(opened, evidence), *opened.exports), outcomes)
    save_run_record(evidence / FILE_NAME, replace(opened.record, ledger=collected.outcomes))
    return replace(collected, inputs=inputs_of(evidence, opened.options.model))


def _visits(opened: Opened, evidence: Path) -> tuple[Path, ...]:
    """What the week's visits to the communities fetched, in the evidence; nothing for an audit kept elsewhere."""
    from pipelines.listening import heard, take

    folder = opened.out.parent
    whose = folder.name == host_of(opened.brief.client.url)
    return take(heard(folder, opened.run.window.end), evidence) if whose else ()


def read(opened: Opened, collected: Collected, spread: Spread | None = None) -> Material:
    """Read every archived page into posts and conversations and keep them in the store.

    ``spread`` says where batches of pages are read, by default in processes of this machine.

    Raises ``NothingMeasuredError`` when not one page of any company could be read.
    """
    from market.pages import PageKind
    from store.engine import open_store
    from store.runs import author_of, salt_of

    engine = open_store(opened.options.database)
    salted = partial(author_of, salt_of(engine, host_of(opened.brief.client.url)))
    pages = replay_pages(collected.archives)
    material = read_material(engine, opened.run.key, opened.brief.companies, opened.venues, pages, salted, spread)
    unreadable = (PageKind.NOT_CONTENT, PageKind.REDIRECT)
    if all(page.kind in unreadable for item in material.companies for page in item.snapshot.pages):
        raise NothingMeasuredError(
            "not one page of the client or a competitor could be read: no report is written; "
            "check the addresses in the brief, or give the archives that hold these sites"
        )
    return material


def understand(opened: Opened, material: Material) -> Understanding:
    """Topics, questions and venue scores of the conversations; what was seen of topics is kept for the next run."""
    before = read_topics(opened.record.file(TOPICS))
    found = understand_material(opened.brief, opened.run, opened.venues, material, opened.options.model, before)
    keep_topics(opened.options.database, opened.run, found.sights, found.memory)
    return found


def conclude(opened: Opened, collected: Collected, material: Material, understanding: Understanding) -> Audit:
    """Compare, score and recommend: the one value that every report is written from."""
    from pipelines.conclusion import conclude as whole

    archives = opened.replayed or describe_archives(collected.archives)
    return whole(
        opened.brief,
        opened.run,
        opened.logo,
        archives,
        opened.venues,
        material,
        understanding,
        collected.outcomes,
        opened.record.file(EARLIER),
    )


def write(opened: Opened, collected: Collected, audit: Audit, now: datetime) -> Written:
    """Write ``audit.json``, the report's formats, all or none, and the evidence pages; keep the audit in the store."""
    from pipelines.checksums import write_sums
    from pipelines.evidence import put_pages
    from pipelines.report import put, rendered
    from reports.formats.data import write_json
    from store.audits import save_audit
    from store.engine import open_store
    from store.runs import finish_run

    body = write_json(audit)
    written = rendered(body, ("json", *opened.options.formats))
    files = put(opened.out, written)
    if REPORT in written:
        put_pages(opened.out, written[REPORT].decode(), audit)
    write_sums(opened.out)
    engine = open_store(opened.options.database)
    save_audit(engine, audit.run.key, audit.schema_version, body, collected.inputs)
    finish_run(engine, audit.run.key, str(opened.out), now)
    reports = [path for path in files if path.name.startswith("report.")]
    return Written(audit, opened.out, (reports or files)[0], opened.out / "audit.json", tuple(files))


def _exports(options: AuditOptions, venues: Sequence[Venue], out: Path, record: RunRecord) -> tuple[Path, ...]:
    """The archives of the exports that the brief names; a brief out of kept evidence has them there."""
    if not options.brief or not any(venue.export for venue in venues):
        return ()
    from pipelines.exports import put_exports

    return put_exports(venues, options.brief.parent, out / "evidence", record.as_of, options.replay)


def _last_day(options: AuditOptions, given: RunRecord | None, now: datetime) -> date:
    """The window's last day: as asked, as the replayed run had it, as the archives end, or today."""
    if options.as_of or given:
        return options.as_of or given.as_of  # type: ignore[union-attr]
    return _newest(options) if options.replay else now.astimezone(UTC).date()


def _reach(brief: Brief, options: AuditOptions, given: RunRecord | None) -> str:
    """How far a crawl goes, or went when its evidence is replayed; "" for archives from elsewhere."""
    if options.replay:
        return given.reach if given else ""
    return f"crawl {options.max_pages or brief.limits.pages} {brief.limits.depth}"


def _run(brief: Brief, venues: tuple[Venue, ...], record: RunRecord, replayed: tuple[ArchiveFile, ...]) -> Run:
    """The run with its windows; the key is made of what decides the result, not of the brief's order."""
    parts = [record.as_of.isoformat(), record.reach or archive_digest(replayed), str(brief.limits.window_weeks)]
    parts += sorted(company.key for company in brief.companies) + sorted(venue.key for venue in venues)
    key = digest("\n".join([host_of(brief.client.url), *parts]))[:16]
    return run_of(brief, record.as_of, key)


def _newest(options: AuditOptions) -> date:
    """The day of the archives' newest capture."""
    newest = max((page.capture.captured_at for page in replay_pages(options.replay)), default=None)
    if newest is None:
        names = ", ".join(path.name for path in options.replay)
        raise WrongInputError(f"{names}: no response record in it; give an archive that holds captured pages")
    return utc_day(newest)


def _logo(brief: Brief, files: Sequence[KeptFile]) -> str:
    """The agency's logo as a data URI, "" without one; raises ``WrongInputError`` for a file that cannot be used."""
    file = next((file for file in files if file.role == LOGO), None)
    if file is None:
        return ""
    kind = LOGO_TYPES.get(Path(brief.agency.logo).suffix.lower())
    if kind is None:
        raise WrongInputError(f"agency.logo: {Path(file.name).name}: expected a .png, .jpg or .svg file")
    if len(file.body) > MAX_LOGO:
        size = f"{len(file.body):,} bytes; expected at most {MAX_LOGO:,}"
        raise WrongInputError(f"agency.logo: {Path(file.name).name}: {size}")
    return f"data:{kind};base64,{base64.b64encode(file.body).decode()}"


def parse_day(text: str) -> date:
    """A day as YYYY-MM-DD; raises ``WrongInputError`` for anything else or a day more than a day ahead."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise WrongInputError(f"--as-of {text!r}: expected a day such as 2026-05-31") from error
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise WrongInputError(f"--as-of {text}: lies in the future; a window can only end in the past")
    return day
