"""Database: the commands that look after the store itself."""

from typing import Annotated

import typer

from pipelines.endings import exit_statuses

database_app = typer.Typer(help="Look after the database.", no_args_is_help=True, rich_markup_mode=None)


@database_app.callback()
def _group() -> None:
    """Keeps ``copy`` a command of its own while it is the only one."""


@database_app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The database that is read: its URL.")],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="An empty database, such as postgresql://user@host/name.")
    ],
) -> None:
    """Copy everything that one database holds into an empty one, all or nothing."""
    with exit_statuses():
        from store.copying import copy_store
        from store.engine import open_store

        copied = copy_store(open_store(source), open_store(target))
        for table, rows in copied.items():
            typer.echo(f"{rows:>9,} {table}")
        typer.echo(f"Copied {sum(copied.values()):,} rows. Give the new database with --database from now on.")
