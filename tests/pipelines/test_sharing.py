"""A competitor of several clients is fetched once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from pipelines.crawl import CrawlStoppedError, crawl
from pipelines.sharing import crawl_once, key_of
from store.engine import open_store
from store.leases import Leases

DAY = timedelta(hours=20)


@pytest.fixture
def rival(loopback_site):
    """A competitor's site of seven pages that marks each with an ETag."""
    site = loopback_site()
    paths = [f"/{word}" for word in ("a", "b", "c", "d", "e", "f")]
    site.page("/", *paths)
    for path in paths:
        site.page(path)
    site.mark = True
    return site


@pytest.fixture
def job_of(rival, crawl_job, tmp_path):
    """The crawl of the competitor for a client's audit."""

    def make(client, **changes):
        return crawl_job(
            rival.url(), run=client[:16], client=client, archive=tmp_path / client / "rival.warc.gz", **changes
        )

    return make


def fetched(job, within=DAY, stopped=None, crawl=crawl):
    return crawl_once(job, job.archive.with_name("log"), within, stopped or threading.Event(), crawl)


def never(job, log):
    """A crawl that must not be made."""
    raise AssertionError(f"{job.start_url} was asked again")


def test_clients_that_want_the_same_at_once_ask_the_site_once(rival, job_of):
    """Three audits begin together: one crawls, two wait, all have the same archive and the same ledger."""
    rival.latency = 0.05
    jobs = [job_of(client, delay=0.1) for client in ("acme.example", "bolt.example", "crux.example")]

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(fetched, jobs))

    assert sorted(rival.paths) == ["/", "/a", "/b", "/c", "/d", "/e", "/f", "/sitemap.xml"]
    assert min(later.at - earlier.at for earlier, later in pairwise(rival.hits)) >= 0.1
    assert len({job.archive.read_bytes() for job in jobs}) == 1
    assert len({result.ledger for result in results}) == 1
    assert [result.archive for result in results] == [job.archive for job in jobs]
    shared = [[note for note in result.notes if note.outcome == "shared"] for result in results]
    assert sorted(note.count for notes in shared for note in notes) == [7, 7]
    assert (
        sum(result.requests for result in results) == 9
    )  # robots.txt, the sitemap and the pages, by the one that crawled


@pytest.mark.parametrize(
    "changes",
    [
        {"max_pages": 5},
        {"kind": "community"},
        {"user_agent": "other/1"},
        {"browser": "/usr/bin/chromium"},
        {"depth": 2},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_only_the_very_same_crawl_is_taken(job_of, changes):
    """Another budget, kind, name or reach would have fetched other pages."""
    changes = {"max_depth" if name == "depth" else name: value for name, value in changes.items()}

    assert key_of(job_of("acme.example")) == key_of(job_of("bolt.example", delay=9.0))
    assert key_of(job_of("acme.example")) != key_of(job_of("bolt.example", **changes))


def test_a_crawl_that_is_old_gone_or_changed_is_not_taken(rival, job_of):
    """What is taken is as young as was asked for and the bytes that were shared; anything else is fetched."""
    first = job_of("acme.example")
    fetched(first)

    fetched(job_of("bolt.example"), within=timedelta(0))
    fetched(job_of("crux.example"), within=timedelta(microseconds=1))
    assert len(rival.hits) == 3 * 9 - 2  # robots.txt is kept for a day
    fetched(
        replace(first, run="next", archive=first.archive.with_name("next.warc.gz")), within=timedelta(microseconds=1)
    )
    body = first.archive.with_name("next.warc.gz").read_bytes()
    first.archive.with_name("next.warc.gz").write_bytes(body[:-1])
    before = len(rival.hits)
    fetched(job_of("dash.example"))
    assert len(rival.hits) == before + 8


def test_an_interrupted_audit_takes_what_it_had_taken(rival, job_of):
    """Killed after it took a shared crawl, an audit that is run again neither asks the site nor reads anything twice."""
    fetched(job_of("acme.example"))
    mine = job_of("bolt.example")
    first = fetched(mine, crawl=never)
    body = mine.archive.read_bytes()

    again = fetched(mine, within=timedelta(microseconds=1), crawl=never)

    assert (again.ledger, again.notes) == (first.ledger, first.notes)
    assert mine.archive.read_bytes() == body


def test_a_crawl_of_ones_own_that_was_begun_goes_on(rival, job_of):
    """Half a crawl is finished, not thrown away for somebody else's."""
    mine = job_of("bolt.example")
    mine.archive.parent.mkdir()
    mine.archive.write_bytes(b"")
    fetched(job_of("acme.example"))

    result = fetched(mine)

    assert result.requests > 0
    assert result.fetched == 7


def test_whoever_took_a_crawl_can_ask_what_changed_since(rival, job_of):
    """A week later the site is asked by the other client, which holds the pages as if it had fetched them."""
    fetched(job_of("acme.example"))
    taken = job_of("bolt.example")
    fetched(taken, crawl=never)
    rival.sent.clear()

    later = replace(taken, run="later", archive=taken.archive.with_name("later.warc.gz"))
    result = fetched(later, within=timedelta(microseconds=1))

    assert (result.unchanged, result.downloads) == (7, 0)


def test_waiting_ends_when_the_audit_is_stopped(job_of):
    """A client that waits for another's crawl ends at once when told to, and says that it can go on later."""
    stopped, begun, go = threading.Event(), threading.Event(), threading.Event()

    def slow(job, log):
        begun.set()
        go.wait(30)
        return crawl(job, log)

    with ThreadPoolExecutor() as pool:
        first = pool.submit(fetched, job_of("acme.example"), crawl=slow)
        begun.wait(30)
        second = pool.submit(fetched, job_of("bolt.example"), stopped=stopped, crawl=never)
        stopped.set()
        with pytest.raises(CrawlStoppedError, match="run the same audit again"):
            second.result(10)
        go.set()
        assert first.result(60).fetched == 7


def test_nobody_else_begins_between_the_end_of_a_crawl_and_its_sharing(job_of):
    """The crawl gives its own leases back when it ends; the one under which it is shared is held until it is kept."""
    job = job_of("acme.example")
    other = Leases(open_store(job.database), "other", lambda: datetime.now(UTC))

    def ended(job, log):
        result = crawl(job, log)
        assert not other.acquire(f"shared crawl {key_of(job)}")
        return result

    fetched(job, crawl=ended)

    assert other.acquire(f"shared crawl {key_of(job)}")


def test_a_failed_crawl_is_shared_with_nobody(job_of):
    """After one client's crawl failed the next one makes its own."""

    def broken(job, log):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fetched(job_of("acme.example"), crawl=broken)

    assert fetched(job_of("bolt.example")).requests > 0
