"""Venues: the candidates that the client's newest audit found, and how one is accepted into the brief."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.endings import exit_statuses
from pipelines.options import Database
from pipelines.settings import DEFAULT_DATABASE, WrongInputError

if TYPE_CHECKING:
    from market.venues import Candidate


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an audit proposes beside what the brief holds by now."""

    client: str
    as_of: str  # ISO date of the audit
    candidates: "tuple[Candidate, ...]"  # without those that the brief has


def propose(brief: Path, database: str) -> Proposed:
    """The candidates of the client's newest audit that are not in the brief.

    Raises ``BriefError`` for the brief and ``WrongInputError`` when there is no finished audit of the client.
    """
    from market.brief_yaml import read_brief
    from pipelines.brief import venues_of
    from pipelines.discovery import is_known
    from reports.formats.stored import read_json
    from store.audits import load_audit
    from store.engine import open_store
    from store.runs import newest_run

    read = read_brief(brief)
    engine = open_store(database)
    run = newest_run(engine, read.client.name)
    body = load_audit(engine, run) if run else None
    if body is None:
        where = engine.url.render_as_string()
        raise WrongInputError(
            f"no finished audit of {read.client.name} in {where}: run watercooler audit {brief} first"
        )
    audit, venues = read_json(body), venues_of(read)
    left = tuple(c for c in audit.candidates if not is_known(c.url, venues))
    return Proposed(read.client.name, audit.run.as_of.date().isoformat(), left)


def accept(brief: Path, urls: Sequence[str], proposed: Proposed) -> tuple[str, ...]:
    """Write the venues at ``urls`` into the brief, which keeps its comments and order; returns what was added.

    A venue the brief has is left alone. Raises ``WrongInputError`` for an address that is none of a place, is on a
    closed network or belongs to a company of the brief; then nothing is written.
    """
    from market.brief_edits import with_venues
    from market.brief_yaml import parse_brief, read_brief
    from market.closed_networks import is_closed
    from market.urls import canonical_url
    from pipelines.brief import venues_of
    from pipelines.discovery import is_known
    from pipelines.report import put
    from spiders.places import place_of
    from spiders.territory import registered_name

    read = read_brief(brief)
    venues = venues_of(read)
    own = {registered_name(company.url) or company.host for company in read.companies}
    known = {candidate.url: candidate.name for candidate in proposed.candidates}
    entries: dict[str, str] = {}
    for url in urls:
        place = place_of(url)
        if url not in known and (place is None or is_closed(url) or registered_name(url) in own):
            raise WrongInputError(
                f"--accept {url}: no place to read: a closed network, a file host or a company's site"
            )
        address = url if url in known or place is None else place.url
        if not is_known(address, venues):
            entries.setdefault(canonical_url(address), known.get(address) or (place.name if place else address))
    raw = brief.read_bytes()
    text = with_venues(raw.decode("utf-8"), [(name, url) for url, name in entries.items()], str(brief))
    parsed = parse_brief(text.removeprefix("\ufeff"), str(brief), lambda name: (brief.parent / name).read_bytes())
    venues_of(parsed)
    if entries:
        put(brief.parent, {brief.name: text.encode("utf-8")})
    return tuple(entries)


def venues(
    brief: Annotated[Path, typer.Argument(metavar="BRIEF.yaml", help="The client's brief.")],
    further: Annotated[list[str] | None, typer.Argument(metavar="[URL...]", help="More to accept.")] = None,
    accepted: Annotated[
        list[str] | None, typer.Option("--accept", metavar="URL...", help="Write these venues into the brief.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the candidates as JSON, with all their evidence.")
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Say which places the newest audit found that the brief does not name, and accept some."""
    with exit_statuses():
        if further and not accepted:
            raise WrongInputError(f"{further[0]}: to write a venue into the brief, give it with --accept")
        found = propose(brief, database)
        if accepted:
            added = accept(brief, [*accepted, *(further or ())], found)
            for url in added:
                typer.echo(f"Added {url}")
            typer.echo(f"{brief}: {len(added)} venues added; the next audit reads them.")
            return
        for line in _as_json(found) if as_json else _told(found):
            typer.echo(line)


def _told(found: Proposed) -> list[str]:
    if not found.candidates:
        return [f"The audit of {found.client} as of {found.as_of} found no place that the brief does not name."]
    lines = [f"Places that the brief of {found.client} does not name, by the audit as of {found.as_of}:"]
    for candidate in found.candidates:
        read = f"read as {candidate.platform}" if candidate.platform else "not read yet"
        lines += ["", f"{candidate.kind}: {candidate.name} ({read})", f"  {candidate.url}", f"  {candidate.reason}"]
        lines += [f"  seen at {evidence.url}" for evidence in candidate.evidence]
    return [*lines, "", "To take one into the brief: watercooler venues BRIEF.yaml --accept URL"]


def _as_json(found: Proposed) -> list[str]:
    value = {"client": found.client, "as_of": found.as_of, "candidates": [asdict(c) for c in found.candidates]}
    return [json.dumps(value, indent=1, ensure_ascii=False, default=str)]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(venues)
