"""Every test of the store runs on SQLite and on a real PostgreSQL server."""

from pathlib import Path

import pytest

from store.engine import open_store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return str(request.getfixturevalue("postgres").new_database())


@pytest.fixture(scope="session")
def schema(postgres) -> str:
    """Name of a PostgreSQL database at the newest schema: copying it is quicker than migrating anew."""
    url = postgres.new_database()
    open_store(url).dispose()
    return url.rpartition("/")[2]


@pytest.fixture
def place(request: pytest.FixtureRequest, empty: str) -> str:
    """The URL of a database at the newest schema."""
    if empty.startswith("sqlite"):
        return empty
    return str(request.getfixturevalue("postgres").new_database(request.getfixturevalue("schema")))


@pytest.fixture
def engine(place: str):
    made = open_store(place)
    yield made
    made.dispose()
