"""Leases and holdings: one asker per host, and nothing downloaded twice."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from market.crawls import Holding
from store.archive import ArchiveWriter
from store.holdings import Holdings
from store.leases import DURATION, Leases

NOW = datetime(2026, 5, 4, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def pass_by(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pair(engine, clock):
    return Leases(engine, "one", clock), Leases(engine, "two", clock)


def test_a_host_has_one_asker(pair):
    """While one crawl has a host, another is told to wait."""
    one, two = pair

    assert (one.acquire("a.example"), two.acquire("a.example"), two.acquire("b.example")) == (True, False, True)


def test_a_lease_that_is_renewed_does_not_expire(pair, clock):
    """A crawl that lives keeps its host for as long as it takes."""
    one, two = pair
    one.acquire("a.example")

    for _ in range(10):
        clock.pass_by(30)
        one.renew()

    assert not two.acquire("a.example")


def test_the_lease_of_a_dead_crawl_expires(pair, clock):
    """What a killed crawl had is free after a minute; the same crawl, run again, has it at once."""
    one, two = pair
    one.acquire("a.example")

    clock.pass_by(DURATION.total_seconds() - 1)
    early = two.acquire("a.example")
    clock.pass_by(1)

    assert (early, two.acquire("a.example"), one.acquire("a.example")) == (False, True, False)


def test_the_same_crawl_run_again_takes_its_own_lease(engine, clock):
    """After kill -9 nobody waits for the lease of the process that died."""
    Leases(engine, "one", clock).acquire("a.example")

    assert Leases(engine, "one", clock).acquire("a.example")


def test_a_host_is_given_back_after_its_delay(pair, clock):
    """The next crawl of a host may begin only when the promised delay has passed."""
    one, two = pair
    one.acquire("a.example")

    one.release(pause=2.0)
    at_once = two.acquire("a.example")
    clock.pass_by(2)

    assert (at_once, two.acquire("a.example")) == (False, True)


def archived(folder, body=b"words"):
    with ArchiveWriter(folder / "a.warc.gz") as writer:
        return writer.write("https://a.example/", 200, (("content-type", "text/html"),), body, NOW), writer.path


def test_what_is_held_comes_back_with_its_page(engine, tmp_path):
    """A held address is found under its marks, and its page is read from the archive it lies in."""
    capture, path = archived(tmp_path)
    held = Holdings(engine, "client", "subject")

    held.save(capture, '"v1"', "", path)

    found = held.load("https://a.example/")
    assert found == Holding("https://a.example/", '"v1"', "", capture.digest, str(path), capture.offset)
    assert held.page(found).body == b"words"
    assert Holdings(engine, "another client", "subject").load("https://a.example/") is None


def test_nothing_is_held_without_mark_or_archive(engine, tmp_path):
    """A page without ETag and Last-Modified is not held, nor one whose archive is gone or holds something else."""
    capture, path = archived(tmp_path)
    held = Holdings(engine, "client", "subject")
    held.save(capture, "", "", path)
    unmarked = held.load(capture.url)
    held.save(capture, '"v1"', "", path)
    path.unlink()
    gone = held.load(capture.url)
    archived(tmp_path, b"other words")

    changed = held.page(held.load(capture.url))

    assert (unmarked, gone, changed) == (None, None, None)


def test_a_new_database_can_be_opened_by_several_processes_at_once(empty):
    """Of audits that start together one makes the tables; none fails."""
    code = f"from store.engine import open_store; open_store({empty!r})"
    started = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]

    errors = [process.communicate()[1].decode() for process in started]

    assert errors == [""] * 4
