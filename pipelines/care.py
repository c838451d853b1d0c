"""Commands that look after what is kept: forget, housekeep."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.endings import exit_statuses
from pipelines.options import Database
from pipelines.settings import DEFAULT_DATABASE

if TYPE_CHECKING:
    from pipelines.forgetting import Oblivion


def forget(
    author: Annotated[str, typer.Option("--author", metavar="NAME", help="A member's public name.")] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="A conversation or a page.")] = "",
    client: Annotated[str, typer.Option("--client", metavar="SITE|NAME|BRIEF", help="Everything of one client.")] = "",
    folders: Annotated[
        list[Path] | None,
        typer.Option("--in", metavar="DIR", help="Look through the archives here too; may be repeated."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be forgotten and change nothing.")] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Take a person's words, a page or a client out of database and archives; list the reports that remain."""
    with exit_statuses():
        from pipelines.forgetting import Wish
        from pipelines.forgetting import forget as forget_it

        done = forget_it(database, Wish(author, url, client), tuple(folders or ()), dry_run)
        for line in _told(done, dry_run):
            typer.echo(line)


def _told(done: "Oblivion", dry: bool) -> list[str]:
    if done.nothing:
        return ["Nothing of it is kept: not in the database, not in an archive in reach."]
    gone = "would go" if dry else "gone"
    lines = [f"{count:>7,} records {gone}: {path}" for path, count in done.records]
    lines += [f"{count:>7,} rows {gone}: {table}" for table, count in done.rows]
    lines += [f"{n:>7,} files {gone}: {folder}" for folder, n in sorted(Counter(p.parent for p in done.files).items())]
    if done.reports:
        lines.append("Destroy these, and every copy that was handed over or backed up:")
        lines += [f"        {path}" for path in done.reports]
    if done.again and not dry:
        lines.append("To make a report again without what was forgotten:")
        lines += [f"        watercooler audit --replay {folder} --out {folder}" for folder in done.again]
    return lines


def housekeep(
    briefs: Annotated[
        list[Path] | None, typer.Argument(metavar="[BRIEF|FOLDER...]", help="Whose days of retention count.")
    ] = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Delete conversations whose days of retention are over, stale caches, and what nothing uses any longer."""
    with exit_statuses():
        from pipelines.housekeeping import housekeep as tidy_up
        from pipelines.schedule import briefs_of

        kept = tidy_up(database, tuple(briefs_of(briefs).values()) if briefs else ())
        for line in (
            *(f"{count:>7,} rows gone: {table}" for table, count in kept.rows),
            *(f"{count:>7,} records gone: {path}" for path, count in kept.records),
            *(f"visit deleted: {path}" for path in kept.visits),
            *(f"NOT DONE {remark}" for remark in kept.remarks),
        ):
            typer.echo(line)
        typer.echo(f"Housekeeping done; conversations of {len(kept.runs)} audits were past their days of retention.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (forget, housekeep):
        app.command()(command)
