"""Pages as a crawl would hand them over, from the captures of this folder."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from market.pages import Capture, Page
from market.urls import digest
from market.venues import Access, Venue

CAPTURES = Path(__file__).parents[2] / "captures" / "connectors"


@pytest.fixture
def page() -> Callable[..., Page]:
    """Build a page from the name of a capture file or from bytes."""

    def build(content: str | bytes, url: str, media_type: str = "text/html", day: int = 30) -> Page:
        body = content if isinstance(content, bytes) else (CAPTURES / content).read_bytes()
        moment = datetime(2026, 10, day, 12, tzinfo=UTC)
        capture = Capture(url, moment, 200, media_type, digest(body), "test.warc.gz", 0)
        return Page(capture, (("content-type", f"{media_type}; charset=utf-8"),), body)

    return build


@pytest.fixture
def salted() -> Callable[[str], str]:
    """A visible stand-in for the salted hash."""
    return lambda name: f"#{name}#"


@pytest.fixture
def subreddit() -> Venue:
    return Venue("Home keys", "https://www.reddit.com/r/homekeys/", "reddit", Access.API)


@pytest.fixture
def forum() -> Venue:
    return Venue("Key Talk", "https://talk.example/", "discourse", Access.CRAWLABLE)


@pytest.fixture
def roofs() -> Venue:
    return Venue("Roofs", "https://roofs.example/", "feed", Access.CRAWLABLE, "https://roofs.example/feed.xml")
