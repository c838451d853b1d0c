"""The page over a small store, asked as a browser would."""

import importlib.util
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from market.audits import Audit
from pipelines.transcripts import transcribe
from reports.formats.data import write_json
from store.audits import save_audit
from store.engine import open_store
from store.runs import finish_run, start_run
from web.app import create_app
from web.guard import Door

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOME = "http://127.0.0.1"


def beside(name: str, place: Path) -> ModuleType:
    """A module that is in no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, place)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def examples() -> ModuleType:
    """The builders of example audits, which the report's tests share."""
    return beside("report_examples", Path(__file__).parents[1] / "reports" / "examples.py")


@pytest.fixture(scope="session")
def market() -> ModuleType:
    """The builder of a market with trends."""
    return beside("trended_market", Path(__file__).with_name("market.py"))


def keep(engine: Engine, audit: Audit, folder: Path, started: datetime = NOW) -> str:
    """Store an audit as a finished run; gives its key."""
    start_run(engine, audit.run, started)
    save_audit(engine, audit.run.key, audit.schema_version, write_json(audit), f"inputs of {audit.run.key}")
    finish_run(engine, audit.run.key, str(folder), started + timedelta(minutes=9))
    return audit.run.key


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return open_store(f"sqlite:///{tmp_path_factory.mktemp('page') / 'watercooler.db'}")


@pytest.fixture(scope="module")
def audit(examples: ModuleType, market: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An audit with trends and the folder of its report."""
    folder = tmp_path_factory.mktemp("report")
    return market.trended(examples, folder), folder


@pytest.fixture(scope="module")
def run(store: Engine, audit: Any) -> str:
    """The key of its run in the store."""
    return keep(store, *audit)


@pytest.fixture
def ask(store: Engine) -> Callable[..., TestClient]:
    """Makes a client of the page; keywords go to the door."""

    def made(**door: Any) -> TestClient:
        return TestClient(create_app(store, Door(**door), transcribe), base_url=HOME, follow_redirects=False)

    return made


@pytest.fixture
def page(ask: Callable[..., TestClient]) -> TestClient:
    return ask()
