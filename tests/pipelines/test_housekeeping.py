"""What is kept for a time only is gone when that is over, and not before."""

import gzip
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from market.brief_yaml import parse_brief
from pipelines.cli import app
from pipelines.housekeeping import housekeep
from store.archive import read_archive
from store.engine import open_store
from store.leases import Leases
from store.pauses import Pauses
from store.tables import audits, captures, conversations, leases, pauses, posts, runs

BRIEF = (files("pipelines") / "demo" / "brief.yaml").read_text()


@pytest.fixture
def place(audited) -> str:
    return f"sqlite:///{audited.parent}/w.db"


def counts(place: str) -> dict[str, int]:
    engine = open_store(place)
    with engine.connect() as connection:
        tables = (audits, captures, conversations, leases, pauses, posts, runs)
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


def day_of(place: str) -> datetime:
    with open_store(place).connect() as connection:
        return connection.execute(select(runs.c.as_of)).scalar_one()


def with_retention(days: int):
    return parse_brief(BRIEF.replace("retention_days: 365", f"retention_days: {days}"), "brief.yaml")


def test_conversations_leave_when_their_days_are_over(audited, place):
    """Rows, records, transcripts and their bytes; the companies' pages, posts and the audit itself stay."""
    before, day = counts(place), day_of(place)
    pages = {page.url: page for page in read_archive(audited / "evidence" / "market.warc.gz")}
    assert housekeep(place, [with_retention(30)], day + timedelta(days=30)).runs == ()
    assert counts(place) == before

    kept = housekeep(place, [with_retention(30)], day + timedelta(days=31))

    after = counts(place)
    left = {page.url: page for page in read_archive(audited / "evidence" / "market.warc.gz")}
    assert len(kept.runs) == 1
    assert after["conversations"] == 0 < before["conversations"]
    assert (after["posts"], after["audits"]) == (before["posts"], before["audits"])
    assert all(pages[url] == page for url, page in left.items())
    hosts = ("forum.firsthome.example", "board.millbrook-town.example", "pottingshed.example")
    assert [url for url in left if url.split("/")[2] in hosts and not url.endswith("/robots.txt")] == []
    whole = gzip.decompress((audited / "evidence" / "market.warc.gz").read_bytes())
    raw = b"".join(path.read_bytes() for path in audited.parent.glob("w.db*"))
    assert b"Worms have left my heap" not in whole
    assert b"Worms have left my heap" not in raw
    assert not [
        page for page in (audited / "evidence" / "pages").iterdir() if "pottingshed.example" in page.read_text()
    ]


def test_the_brief_kept_with_the_evidence_says_how_long(audited, place):
    """Without the client's brief at hand the run's own counts: 365 days in the demo."""
    day = day_of(place)

    assert housekeep(place, (), day + timedelta(days=365)).runs == ()
    assert len(housekeep(place, (), day + timedelta(days=366)).runs) == 1


def test_caches_leave_when_they_are_stale(place):
    """Leases given back and pauses that are over go; those that run stay."""
    engine, now = open_store(place), datetime(2026, 11, 20, 12, tzinfo=UTC)
    Leases(engine, "gone", lambda: now - timedelta(days=2)).acquire("a.example")
    Leases(engine, "here", lambda: now).acquire("b.example")
    Pauses(engine, lambda: now - timedelta(hours=2)).save("a.example", 60)
    Pauses(engine, lambda: now).save("b.example", 60)

    housekeep(place, (), now)

    assert (counts(place)["leases"], counts(place)["pauses"]) == (1, 1)


def test_what_cannot_be_done_now_is_said_and_the_rest_is_done(audited, place):
    """An archive that cannot be read keeps its run for the next time; caches are tidied all the same."""
    (audited / "evidence" / "market.warc.gz").write_bytes(b"no archive")
    now = day_of(place) + timedelta(days=400)
    Pauses(open_store(place), lambda: now - timedelta(hours=2)).save("a.example", 60)
    before = counts(place)["conversations"]

    kept = housekeep(place, (), now)

    assert "market.warc.gz" in kept.remarks[0]
    assert counts(place)["conversations"] == before
    assert counts(place)["pauses"] == 0


def test_the_command_says_what_it_did(audited, place, tmp_path):
    """One line for each table, and how many audits it was about."""
    done = CliRunner().invoke(app, ["housekeep", "--database", place])

    assert done.exit_code == 0
    assert "conversations of" in done.output
