"""Politeness towards a host."""

from datetime import UTC, datetime

import pytest

from spiders.politeness import MAX_FAILURES, MAX_WAIT, Politeness, retry_after

NOW = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


def test_a_host_is_asked_once_at_a_time_and_rests_between():
    """While a request is on its way and for the delay after its answer the host is busy; others are not."""
    politeness = Politeness(2.0)
    politeness.begin("a")
    busy_in_flight = politeness.busy(100.0)
    politeness.end("a", 100.0)

    assert busy_in_flight == {"a"}
    assert politeness.busy(101.9) == {"a"}
    assert politeness.busy(102.0) == frozenset()
    assert politeness.wait(100.5) == pytest.approx(1.5)


def test_a_crawl_delay_only_ever_slows_down():
    """A site may ask for more time than the promise, never for less."""
    politeness = Politeness(2.0)
    politeness.slow_down("a", 5.0)
    politeness.slow_down("b", 0.1)
    for host in ("a", "b"):
        politeness.begin(host)
        politeness.end(host, 0.0)

    assert politeness.busy(1.9) == {"a", "b"}
    assert politeness.busy(4.9) == {"a"}


def test_failures_widen_the_pause_until_the_host_is_dropped():
    """Each failure in a row doubles the pause; after too many the host is left alone, and a success forgives them."""
    politeness = Politeness(1.0)
    waits = []
    for _ in range(MAX_FAILURES - 1):
        assert politeness.fail("a", 0.0) == ""
        waits.append(politeness.wait(0.0))
    politeness.end("a", 0.0)
    forgiven = politeness.fail("a", 0.0)
    for _ in range(MAX_FAILURES - 1):
        politeness.fail("a", 0.0)

    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0]
    assert forgiven == ""
    assert politeness.dropped("a") == "host dropped after repeated failures"


def test_a_host_that_asks_for_too_much_time_is_left_for_another_day():
    """A pause longer than the crawl can wait ends the visit to that host."""
    politeness = Politeness(1.0)

    assert politeness.fail("a", 0.0, MAX_WAIT) == ""
    assert politeness.fail("b", 0.0, MAX_WAIT + 1) == "host asked to come back later"


def test_a_pause_that_was_asked_for_is_kept():
    """Retry-After counts from the answer that carried it, and never below the delay."""
    politeness = Politeness(2.0)
    politeness.fail("a", 10.0, 60.0)
    politeness.fail("b", 10.0, 0.0)

    assert politeness.busy(69.0) == {"a"}
    assert politeness.busy(11.0) == {"a", "b"}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 04 May 2026 12:01:00 GMT", 60.0),
        ("Mon, 04 May 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("9" * 400, 999999999.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(value, seconds):
    """Both forms of the header are understood; nonsense is no pause, and a huge figure is no error."""
    assert retry_after(value, NOW) == seconds
