"""Decisions: what was decided on the trends page, listed, and written into the brief as far as it can hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from market.decisions import Aspect, Decision, Mark
from pipelines.endings import exit_statuses
from pipelines.options import Database
from pipelines.settings import DEFAULT_DATABASE, WrongInputError


@dataclass(frozen=True, slots=True)
class Written:
    """A brief with what was decided in it."""

    text: str
    lines: tuple[str, ...]  # what became of each decision, for the terminal


def decided_brief(brief: Path, decisions: Sequence[Decision]) -> Written:
    """The brief's text with labels, goals, accepted and refused venues in it; nothing is written to disk.

    Raises ``BriefError`` for a brief that cannot be used, before or after.
    """
    from market.brief_corrections import with_goals, with_labels, without_venues
    from market.brief_edits import with_venues
    from market.brief_yaml import parse_brief, read_brief
    from market.urls import key_of

    read = read_brief(brief)
    held = {key_of(venue.url) for venue in read.venues}
    of = {aspect: [one for one in decisions if one.aspect is aspect] for aspect in Aspect}
    accepted = [d for d in of[Aspect.VENUE] if d.value == Mark.ACCEPTED and "://" in d.subject]
    new = [(d.label, d.subject) for d in accepted if key_of(d.subject) not in held]
    refused = frozenset(d.subject for d in of[Aspect.VENUE] if d.value == Mark.REFUSED)
    text = brief.read_bytes().decode("utf-8-sig")
    text = with_labels(text, {d.label: d.value for d in of[Aspect.LABEL]}, str(brief))
    text = with_goals(text, {d.subject: d.value for d in of[Aspect.GOAL]}, str(brief))
    text = with_venues(without_venues(text, refused, str(brief)), new, str(brief))
    made = parse_brief(text, str(brief), lambda name: (brief.parent / name).read_bytes())
    labels = {item.sentence.strip(): item.label for item in made.plan}
    goals = {str(entry.url): entry.goal for entry in made.mappings}
    left = {key_of(venue.url) for venue in made.venues}
    lines = []
    for one in decisions:
        done = {
            Aspect.LABEL: labels.get(one.label) == one.value,
            Aspect.GOAL: goals.get(_canonical(one.subject)) == one.value,
            Aspect.VENUE: _kept(one, left),
        }.get(one.aspect)
        state = "beside the brief" if done is None else "in the brief" if done else "BY HAND"
        lines.append(f"{state:<17} {one.aspect:<7} {one.label}: {one.value}")
    return Written(text, tuple(lines))


def _canonical(url: str) -> str:
    from market.urls import canonical_url

    try:
        return canonical_url(url)
    except ValueError:
        return url


def _kept(one: Decision, left: set[str]) -> bool:
    from market.urls import key_of

    key = key_of(one.subject) if "://" in one.subject else one.subject
    return (key in left) == (one.value == Mark.ACCEPTED)


def decisions(
    brief: Annotated[Path, typer.Argument(metavar="BRIEF.yaml", help="The client's brief.")],
    write: Annotated[bool, typer.Option("--write", help="Write into the brief what it can hold.")] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Say what was decided on the trends page, and write it into the brief."""
    with exit_statuses():
        from market.brief_yaml import read_brief
        from pipelines.report import put
        from store.decisions import decided
        from store.engine import open_store

        client = read_brief(brief).client.name
        found = decided(open_store(database), client)
        if not found:
            raise WrongInputError(
                f"nothing was decided of {client} in {database}; decide on: watercooler trends {brief}"
            )
        made = decided_brief(brief, found)
        for line in made.lines:
            typer.echo(line)
        if write and made.text != brief.read_bytes().decode("utf-8-sig"):
            put(brief.parent, {brief.name: made.text.encode("utf-8")})
            typer.echo(f"Wrote {brief}; the next audit reads it.")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(decisions)
