"""Stages: what an audit consists of, as plain functions; ``pipelines.audit`` composes them once.

Each takes and returns values. Nothing here knows Prefect: the flow makes tasks of these very functions.
"""

import base64
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from market.audits import ArchiveFile, Audit, Run
from market.brief import Brief
from market.crawls import Outcome
from market.figures import Window, utc_day
from market.urls import digest, host_of
from market.venues import Venue
from pipelines.brief import venues_of
from pipelines.reading import Material, read_material
from pipelines.replay import archive_digest, copy_evidence, describe_archives, replay_pages
from pipelines.settings import AuditOptions, NothingMeasuredError, WrongInputError
from pipelines.understanding import Understanding, understand_material

log = logging.getLogger(__name__)
LOGO_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
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


@dataclass(frozen=True, slots=True)
class Collected:
    """The archives of a run and what became of every address."""

    archives: tuple[Path, ...]
    outcomes: tuple[tuple[str, tuple[Outcome, ...]], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a finished audit."""

    audit: Audit
    folder: Path
    report: Path
    data: Path


def open_run(options: AuditOptions, now: datetime) -> Opened:
    """Read and check the brief, settle the window and record that the run begins.

    Raises ``market.brief_yaml.BriefError``, ``WrongInputError`` or ``store.engine.StoreError``; then nothing was
    written.
    """
    from market.brief_yaml import read_brief
    from nlp.language import load_model
    from store.engine import open_store
    from store.runs import start_run

    brief = read_brief(options.brief)
    logo = _logo(brief, options.brief.parent)
    venues = venues_of(brief)
    replayed = describe_archives(options.replay)
    load_model(options.model)  # a missing model is said before hours of crawling
    run = _run(brief, venues, options, replayed, now)
    out = options.out or Path("audits") / host_of(brief.client.url) / f"{run.window.end:%Y-%m-%d}"
    start_run(open_store(options.database), run, now)
    return Opened(brief, run, venues, logo, out, options, replayed)


def collect(opened: Opened) -> Collected:
    """Crawl every company and venue, or take the archives that are replayed; they end up in ``evidence/``."""
    evidence = opened.out / "evidence"
    if opened.options.replay:
        copy_evidence(opened.options.replay, evidence)
        return Collected(tuple(evidence / file.name for file in opened.replayed), ())
    from pipelines.collecting import crawl_market

    return Collected(*crawl_market(opened.brief, opened.run, opened.venues, evidence, opened.options))


def read(opened: Opened, collected: Collected) -> Material:
    """Read every archived page into posts and conversations and keep them in the store.

    Raises ``NothingMeasuredError`` when not one page of any company could be read.
    """
    from market.pages import PageKind
    from store.engine import open_store
    from store.runs import salt_of

    engine = open_store(opened.options.database)
    salt = salt_of(engine, host_of(opened.brief.client.url))

    def salted(name: str) -> str:
        return digest(f"{salt} {name}")[:32] if name else ""

    pages = replay_pages(collected.archives)
    material = read_material(engine, opened.run.key, opened.brief.companies, opened.venues, pages, salted)
    unreadable = (PageKind.NOT_CONTENT, PageKind.REDIRECT)
    if all(page.kind in unreadable for item in material.companies for page in item.snapshot.pages):
        raise NothingMeasuredError(
            "not one page of the client or a competitor could be read: no report is written; "
            "check the addresses in the brief, or give the archives that hold these sites"
        )
    return material


def understand(opened: Opened, material: Material) -> Understanding:
    """Topics, questions and venue scores of the conversations."""
    return understand_material(opened.brief, opened.venues, material, opened.options.model)


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
    )


def write(opened: Opened, audit: Audit, now: datetime) -> Written:
    """Write ``report.html`` and ``audit.json`` whole or not at all, and keep the audit in the store."""
    from reports.formats.data import write_json
    from reports.formats.html import write_html
    from store.audits import save_audit
    from store.engine import open_store
    from store.runs import finish_run

    body, page = write_json(audit), write_html(audit).encode()
    data, report = opened.out / "audit.json", opened.out / "report.html"
    for path, content in ((data, body), (report, page)):
        _replace(path, content)
    engine = open_store(opened.options.database)
    save_audit(engine, audit.run.key, audit.schema_version, body)
    finish_run(engine, audit.run.key, str(opened.out), now)
    return Written(audit, opened.out, report, data)


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place in one step: a reader sees the old one or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    try:
        half.write_bytes(content)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _run(
    brief: Brief, venues: tuple[Venue, ...], options: AuditOptions, replayed: tuple[ArchiveFile, ...], now: datetime
) -> Run:
    """The run with its windows; the key is made of what decides the result, not of the brief's order."""
    end = options.as_of or (_newest(options) if options.replay else now.astimezone(UTC).date())
    window = Window.ending(end, brief.limits.window_weeks)
    reach = f"crawl {options.max_pages or brief.limits.pages} {brief.limits.depth}"
    parts = [end.isoformat(), archive_digest(replayed) if replayed else reach, str(brief.limits.window_weeks)]
    parts += sorted(company.key for company in brief.companies) + sorted(venue.key for venue in venues)
    key = digest("\n".join([host_of(brief.client.url), *parts]))[:16]
    moment = datetime.combine(end, time.max, UTC).replace(microsecond=0)
    return Run(key, brief.client.name, moment, window, window.before())


def _newest(options: AuditOptions) -> date:
    """The day of the archives' newest capture."""
    newest = max((page.capture.captured_at for page in replay_pages(options.replay)), default=None)
    if newest is None:
        names = ", ".join(path.name for path in options.replay)
        raise WrongInputError(f"{names}: no response record in it; give an archive that holds captured pages")
    return utc_day(newest)


def _logo(brief: Brief, folder: Path) -> str:
    """The agency's logo as a data URI, "" without one; raises ``WrongInputError`` for a file that cannot be used."""
    if not brief.agency.logo:
        return ""
    path = folder / brief.agency.logo
    kind = LOGO_TYPES.get(path.suffix.lower())
    if kind is None:
        raise WrongInputError(f"agency.logo: {path.name}: expected a .png, .jpg or .svg file")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise WrongInputError(f"agency.logo: {path}: cannot be read ({error.strerror})") from error
    if len(body) > MAX_LOGO:
        raise WrongInputError(f"agency.logo: {path.name}: {len(body):,} bytes; expected at most {MAX_LOGO:,}")
    return f"data:{kind};base64,{base64.b64encode(body).decode()}"


def parse_day(text: str) -> date:
    """A day as YYYY-MM-DD; raises ``WrongInputError`` for anything else or a day more than a day ahead."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise WrongInputError(f"--as-of {text!r}: expected a day such as 2026-05-31") from error
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise WrongInputError(f"--as-of {text}: lies in the future; a window can only end in the past")
    return day
