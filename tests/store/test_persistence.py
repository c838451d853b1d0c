"""A database server may restart in the middle of a run: nothing is lost, nothing is there twice."""

import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from market.crawls import Discovery
from market.pages import Capture
from store.engine import open_store
from store.frontier import Frontier
from store.leases import Leases
from store.pages import load_captures, save_captures
from store.persistence import persistent

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
pytestmark = pytest.mark.postgres


def captured(url):
    return Capture(url, NOW, 200, "text/html", "d" * 64, "a.warc.gz", 5)


def restarted_twice(server):
    """Stops and starts the server beside the test."""

    def restart():
        for _ in range(2):
            time.sleep(0.3)
            server.stop()
            time.sleep(0.4)
            server.start()

    thread = threading.Thread(target=restart)
    thread.start()
    return thread


def test_a_crawl_goes_on_when_its_server_restarts(postgres):
    """Addresses taken, fetched and found while the server goes away twice are each there once, with their captures."""
    engine = open_store(postgres.new_database())
    frontier = Frontier(engine, "run", "subject", lambda: NOW)
    frontier.add([Discovery("https://e.example/0", 1, 0, "")])
    thread, fetched = restarted_twice(postgres), []

    while thread.is_alive() or len(fetched) < 50:
        visit = frontier.take()
        fetched.append(visit.url)
        found = [Discovery(f"https://e.example/{n}", 1, 1, visit.url) for n in range(len(fetched) + 1)]
        frontier.done(captured(visit.url), iter(found))
    thread.join()

    assert fetched == [f"https://e.example/{n}" for n in range(len(fetched))]
    assert [capture.url for capture in load_captures(engine, "run", "subject")] == sorted(fetched)
    assert [(row.outcome, row.count) for row in frontier.ledger()] == [("fetched", len(fetched)), ("queued", 1)]


def test_an_address_in_flight_stays_with_its_crawl(postgres):
    """What is being fetched while the server restarts is not handed out again, and is settled afterwards."""
    engine = open_store(postgres.new_database())
    frontier = Frontier(engine, "run", "subject", lambda: NOW)
    frontier.add([Discovery(f"https://e.example/{n}", 1, 0, "") for n in range(2)])
    first = frontier.take()
    postgres.stop()
    postgres.start()

    second = frontier.take()
    frontier.done(captured(first.url))

    assert (first.url, second.url, frontier.take()) == ("https://e.example/0", "https://e.example/1", None)


def test_values_and_leases_survive_a_restart(postgres):
    """Every kind of write waits for the server."""
    engine = open_store(postgres.new_database())
    lease = Leases(engine, "one", lambda: NOW)
    postgres.stop()
    thread = threading.Timer(0.5, postgres.start)
    thread.start()

    save_captures(engine, "run", "subject", (captured(f"https://e.example/{n}") for n in range(3)))
    thread.join()

    assert (len(load_captures(engine, "run", "subject")), lease.acquire("e.example")) == (3, True)


def test_a_server_that_stays_away_is_an_error(postgres, monkeypatch):
    """After its patience is over the run fails, plainly and resumable."""
    monkeypatch.setattr("store.persistence.PATIENCE", 0.5)
    engine = open_store(postgres.new_database())
    postgres.stop()
    try:
        with pytest.raises(OperationalError):
            load_captures(engine, "run", "subject")
    finally:
        postgres.start()


def test_other_errors_are_not_repeated(postgres):
    """A statement that is wrong fails at once."""
    attempts = []

    @persistent
    def wrong(engine):
        attempts.append(1)
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT nonsense")

    with pytest.raises(Exception, match="nonsense"):
        wrong(open_store(postgres.new_database()))
    assert attempts == [1]
