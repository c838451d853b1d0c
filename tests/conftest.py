"""What several packages' tests share."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from market.pages import Capture, Page
from market.urls import digest

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CAPTURED_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The real web material; the test is skipped where it is not on the machine."""
    if not CORPORA.exists():
        pytest.skip(f"no real web material at {CORPORA}")
    return CORPORA


@pytest.fixture
def page() -> Callable[..., Page]:
    """Makes a captured page out of HTML or bytes."""

    def make(
        body: str | bytes,
        url: str = "https://rival.example/page",
        status: int = 200,
        media_type: str = "text/html",
        captured_at: datetime = CAPTURED_AT,
    ) -> Page:
        raw = body.encode() if isinstance(body, str) else body
        capture = Capture(url, captured_at, status, media_type, digest(raw), "test.warc.gz", 0)
        return Page(capture, (("content-type", f"{media_type}; charset=utf-8"),), raw)

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium without network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A PostgreSQL server of its own; the test is skipped where its programs are not installed."""
    from benchmarks.postgres import program, running_server

    if not (program("initdb") and program("postgres")):
        pytest.skip("no PostgreSQL server is installed")
    with running_server() as server:
        yield server
