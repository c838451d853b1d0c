"""Web sites on loopback addresses, and crawl jobs that visit them, as fixtures."""

import importlib.util
import itertools
import logging
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines.crawl import CrawlJob


def _loopback() -> ModuleType:
    """tests/loopback.py, which is in no package."""
    name = "loopback_sites"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "loopback.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def demo_audit(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The audit of the bundled market, made once for all tests that only read it."""
    from pipelines.audit import run_audit
    from pipelines.settings import AuditOptions

    folder, demo = tmp_path_factory.mktemp("audit"), Path(__file__).resolve().parents[2] / "pipelines" / "demo"
    archives = tuple(sorted(demo.glob("*.warc.gz")))
    return run_audit(
        AuditOptions(demo / "brief.yaml", replay=archives, out=folder / "out", database=f"sqlite:///{folder}/w.db")
    )


@pytest.fixture
def audited(demo_audit: Any, tmp_path: Path) -> Path:
    """A copy of the bundled market's audit with its database."""
    home = tmp_path / "audit"
    shutil.copytree(demo_audit.folder, home)
    source = sqlite3.connect(demo_audit.folder.parent / "w.db")
    with sqlite3.connect(tmp_path / "w.db") as copy:
        source.backup(copy)
        copy.execute("update runs set report = ?", (str(home),))
    source.close()
    copy.close()
    (home / "logs").mkdir()
    (home / "logs" / "forum.log").write_text("fetched what was asked\n")
    return home


@pytest.fixture(scope="session")
def real_audit(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The audit of the real market that takes the least time."""
    from benchmarks.corpora import real_markets
    from pipelines.audit import run_audit
    from pipelines.settings import AuditOptions

    folder = tmp_path_factory.mktemp("real")
    market = next(m for m in real_markets() if m.name == "static-site-generators")
    (folder / "brief.yaml").write_text(market.brief)
    return run_audit(
        AuditOptions(
            folder / "brief.yaml",
            replay=market.archives,
            out=folder / "out",
            database=f"sqlite:///{folder}/w.db",
            as_of=date.fromisoformat(market.as_of),
        )
    )


@pytest.fixture(autouse=True)
def levels_as_before() -> Iterator[None]:
    """The command sets how much is logged for its whole process; the tests that follow want to hear warnings."""
    names = ("watercooler", "pipelines", "spiders", "store", "tactics", "nlp", "reports")
    held = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in held.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def loopback_site() -> Iterator[Callable[[], Any]]:
    """A function that opens one more web site, each on the next address from 127.0.0.2 on."""
    opened: list[Any] = []
    numbers = itertools.count(2)

    def open_site() -> Any:
        opened.append(_loopback().LoopbackSite(f"127.0.0.{next(numbers)}"))
        return opened[-1]

    yield open_site
    for site in opened:
        site.close()


@pytest.fixture
def crawl_job(tmp_path: Path) -> Callable[..., CrawlJob]:
    """A function that makes the crawl job of a start address: no delay, loopback allowed, files in ``tmp_path``."""

    def make(start_url: str, **changes: Any) -> CrawlJob:
        values: dict[str, Any] = {
            "run": "run",
            "subject": "subject",
            "start_url": start_url,
            "kind": "site",
            "database": f"sqlite:///{tmp_path / 'store.db'}",
            "archive": tmp_path / "site.warc.gz",
            "window_start": date(2026, 5, 1),
            "user_agent": "watercooler/0.1 (+https://agency.example/contact)",
            "delay": 0.0,
            "allowed_networks": ("127.0.0.0/8",),
        }
        return CrawlJob(**{**values, **changes})

    return make
