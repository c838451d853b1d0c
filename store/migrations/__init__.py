"""Migrations: the schema's history, inside the package so that the wheel carries it."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

if TYPE_CHECKING:
    from alembic.config import Config

_one_at_a_time = threading.Lock()  # Alembic keeps its context in a module: two threads would share it
_LOCK = 7163_2007  # PostgreSQL's advisory lock of this project's schema


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database to ``revision``; one that is already there is left alone.

    Of several processes that open a new database at once one makes the tables and the others wait for it.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect() as connection:
        if revision == "head" and _is_at_head(config, connection):
            return
    with _one_at_a_time, engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _is_at_head(config: "Config", connection: Connection) -> bool:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    there = MigrationContext.configure(connection).get_current_revision()
    return there is not None and there == ScriptDirectory.from_config(config).get_current_head()
