"""The bundled demo: what ``python -m benchmarks.demo_market`` writes, and what the product reads out of it."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from market.brief_yaml import read_brief
from market.pages import Page
from market.venues import Access, Venue
from spiders.connectors import connectors
from spiders.connectors.merge import merge
from store.archive import read_archive

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "pipelines" / "demo" / "market.warc.gz"
FORUM = Venue("Forum", "https://forum.firsthome.example/", "discourse", Access.CRAWLABLE)
BOARD_FEED = "https://board.millbrook-town.example/feed.xml"
BOARD = Venue("Board", "https://board.millbrook-town.example/", "feed", Access.CRAWLABLE, BOARD_FEED)
SHED = Venue("Shed", "https://pottingshed.example/", "discourse", Access.CRAWLABLE)


@pytest.fixture(scope="module")
def bundle() -> tuple[Page, ...]:
    return tuple(read_archive(BUNDLE))


def test_generator_writes_what_is_bundled(bundle, tmp_path):
    """The bundled archive holds what the generator writes today, whatever the hash seed."""
    target = tmp_path / "market.warc.gz"

    command = [sys.executable, "-m", "benchmarks.demo_market", str(target)]
    subprocess.run(command, cwd=ROOT, env={"PYTHONHASHSEED": "77"}, check=True, capture_output=True)

    written = [(p.url, p.capture.captured_at, p.capture.digest) for p in read_archive(target)]
    assert written == [(p.url, p.capture.captured_at, p.capture.digest) for p in bundle]


def test_bundle_is_small_and_on_reserved_names(bundle):
    """The archive stays under 700 kB and every address in it is on a reserved name."""
    hosts = {urlsplit(page.url).hostname or "" for page in bundle}

    assert BUNDLE.stat().st_size <= 700_000
    assert all(host.endswith(".example") for host in hosts)


@pytest.mark.parametrize(
    ("venue", "conversations", "answers"),
    [(FORUM, 160, 421), (BOARD, 60, 0), (SHED, 52, 139)],
    ids=lambda v: str(v)[:20],
)
def test_every_conversation_of_the_demo_is_read(venue, conversations, answers, bundle, caplog):
    """Lists, pages, JSON and feeds of a venue give each conversation and answer the generator wrote, once."""
    connector = connectors[venue.platform]

    parts = [c for p in bundle if connector.holds(p.url, venue) for c in connector.parse(p, venue, str.upper)]
    merged = merge(parts)

    assert (len(merged), sum(len(c.answers) for c in merged)) == (conversations, answers)
    assert all(c.started_at and c.author and c.text for c in merged)
    assert caplog.text == ""


@pytest.mark.parametrize("name", ["pipelines/demo/brief.yaml", "examples/home-buyers.yaml", "examples/workshop.yaml"])
def test_bundled_briefs_have_no_mistakes(name):
    """The demo's brief and both examples are read without a complaint."""
    brief = read_brief(ROOT / name)

    assert 1 <= len(brief.goals) <= 3
    assert len(brief.plan) >= 3
