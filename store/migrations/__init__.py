"""Migrations: the schema's history, inside the package so that the wheel carries it."""

import threading
from pathlib import Path

from sqlalchemy import Engine

_one_at_a_time = threading.Lock()  # Alembic keeps its context in a module: two threads would share it


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database to ``revision``; one that is already there is left alone."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with _one_at_a_time, engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
