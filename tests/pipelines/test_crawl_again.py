"""A second crawl of a site, two crawls at once, and crawls whose store fails them."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from pydantic import TypeAdapter

from pipelines.crawl import CrawlError, CrawlJob, crawl
from spiders.politeness import LATER
from store.archive import read_archive


def outcomes(result):
    return {outcome.outcome: outcome.count for outcome in result.ledger}


def pages_of(job):
    return {p.url: p for p in read_archive(job.archive) if p.capture.status == 200 and not p.url.endswith(".txt")}


@pytest.fixture
def magazine(loopback_site):
    """A site of 200 pages with ETags, known through a sitemap and a feed."""
    site = loopback_site()
    site.mark = True
    paths = [f"/{kind}-{n}/" for n in range(100) for kind in ("story", "note")][:199]
    site.pages["/robots.txt"] = f"Sitemap: {site.url('/sitemap.xml')}"
    site.page("/", *paths[:50], head='<link rel="alternate" type="application/rss+xml" href="/feed">')
    for path in paths:
        site.page(path, "/", text=f"What {path} says. " * 40)
    listed = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in paths)
    site.say("/sitemap.xml", f"<urlset>{listed}</urlset>".encode(), Content_Type="application/xml")
    site.say("/feed", b'<rss version="2.0"><channel></channel></rss>', Content_Type="application/rss+xml")
    return site


def next_job(job, run="later"):
    return replace(job, run=run, archive=job.archive.with_name(f"{run}.warc.gz"))


def test_an_unchanged_site_is_not_downloaded_again(magazine, crawl_job):
    """The second audit of 200 unchanged pages downloads at most 10, and its archive still shows all of them."""
    job = crawl_job(magazine.url(), client="acme.example")
    first = crawl(job)
    before = len(magazine.sent)

    second = crawl(next_job(job))

    in_full = [path for path in magazine.sent[before:] if path != "/robots.txt"]
    assert (first.downloads, first.unchanged) == (202, 0)
    assert len(in_full) == second.downloads == 0
    assert second.unchanged >= 200
    assert outcomes(second) == outcomes(first)
    old, new = pages_of(job), pages_of(next_job(job))
    assert {url: page.body for url, page in new.items()} == {url: page.body for url, page in old.items()}
    assert new[magazine.url("/story-7/")].capture.captured_at == old[magazine.url("/story-7/")].capture.captured_at


def test_a_changed_page_and_a_new_post_are_downloaded_first_of_all(magazine, crawl_job):
    """What changed is fetched anew, and a post that only the feed names is found before the known pages are asked."""
    job = crawl_job(magazine.url(), client="acme.example")
    crawl(job)
    magazine.page("/story-3/", text="Something else. " * 40)
    magazine.page("/2026/09/01/fresh/", text="News. " * 40)
    item = f"<item><link>{magazine.url('/2026/09/01/fresh/')}</link></item>"
    magazine.say("/feed", f'<rss version="2.0"><channel>{item}</channel></rss>'.encode(), Content_Type="text/xml")
    before = len(magazine.hits)

    second = crawl(next_job(job))

    asked = [hit.path for hit in magazine.hits[before:]]
    assert asked.index("/2026/09/01/fresh/") < 5
    assert second.downloads == 3
    assert b"Something else" in pages_of(next_job(job))[magazine.url("/story-3/")].body


def test_a_third_audit_lives_on_what_the_second_carried(magazine, crawl_job):
    """Pages stay held when the archive they were first written to is deleted."""
    job = crawl_job(magazine.url(), client="acme.example", max_pages=20)
    crawl(job)
    crawl(next_job(job))
    job.archive.unlink()

    third = crawl(next_job(job, "third"))

    assert third.downloads == 0
    assert len(pages_of(next_job(job, "third"))) == 22


def test_what_another_client_holds_is_not_taken(magazine, crawl_job):
    """An audit for one client asks for nothing on the strength of another client's archive."""
    job = crawl_job(magazine.url(), client="acme.example", max_pages=5)
    crawl(job)

    other = crawl(replace(next_job(job), client="rival.example"))

    assert (other.unchanged, other.downloads) == (0, 7)


def test_a_page_whose_archive_is_gone_is_fetched_in_full(magazine, crawl_job):
    """An archive that was deleted or damaged costs a download, not a page."""
    job = crawl_job(magazine.url(), client="acme.example", max_pages=5)
    crawl(job)
    body = bytearray(job.archive.read_bytes())
    body[len(body) // 2 :] = bytes(len(body) - len(body) // 2)
    job.archive.write_bytes(body)

    second = crawl(next_job(job))

    assert outcomes(second)["fetched"] == 7
    assert second.downloads > 0
    assert second.unchanged > 0


def test_two_audits_at_once_ask_a_host_in_turn(loopback_site, crawl_job):
    """Two runs that need the same host do not ask it at the same time: the second waits, and both end well."""
    site = loopback_site()
    paths = [f"/{word}" for word in ("a", "b", "c", "d", "e", "f")]
    site.page("/", *paths)
    for path in paths:
        site.page(path)
    site.latency = 0.05
    jobs = [
        crawl_job(site.url(), run=run, delay=0.2, user_agent=f"{run}/1", archive=crawl_job("").archive.with_name(run))
        for run in ("first", "second")
    ]

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(crawl, jobs))

    assert [result.fetched for result in results] == [7, 7]
    assert min(later.at - earlier.at for earlier, later in pairwise(site.hits)) >= 0.2
    assert sum(a.agent != b.agent for a, b in pairwise(site.hits)) == 1


def test_the_same_crawl_is_refused_while_it_runs(loopback_site, crawl_job, tmp_path):
    """A second crawl of the same run and subject, into another folder, ends with a line that says why."""
    site = loopback_site()
    site.page("/", *[f"/{word}" for word in "abcdefgh"])
    site.latency = 1.0  # starting a process takes seconds on a busy machine
    job = crawl_job(site.url())
    running = threading.Thread(target=crawl, args=(job,))
    running.start()
    while not site.hits:
        time.sleep(0.01)

    with pytest.raises(CrawlError, match="running elsewhere"):
        crawl(replace(job, archive=tmp_path / "other" / "site.warc.gz"))

    running.join()
    assert max(Counter(site.paths).values()) == 1


def test_a_locked_database_is_a_plain_error_and_loses_nothing(loopback_site, crawl_job, tmp_path, monkeypatch):
    """While something else holds the database the crawl fails with its name; afterwards the same job completes."""
    monkeypatch.setenv("WATERCOOLER_BUSY_TIMEOUT_MS", "200")
    site = loopback_site()
    paths = [f"/{word}" for word in "abcdefgh"]
    site.page("/", *paths)
    for path in paths:
        site.page(path)
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None, check_same_thread=False)

    def lock(hit):
        other.execute("BEGIN IMMEDIATE")
        site.page("/c")
        return site._answer(hit)

    job = crawl_job(site.url())
    crawl(replace(job, run="before", max_pages=1, archive=tmp_path / "before.warc.gz"))
    site.pages["/c"] = lock
    with pytest.raises(CrawlError, match="locked"):
        crawl(job)
    other.rollback()

    result = crawl(job)

    assert result.resumed
    assert outcomes(result)["fetched"] == 9


def test_a_full_disk_is_a_plain_error_and_loses_nothing(loopback_site, crawl_job):
    """When no byte more can be written the crawl ends with an error; with room it goes on where it stood."""
    site = loopback_site()
    paths = [f"/{word}" for word in "abcdefgh"]
    site.page("/", *paths)
    for path in paths:
        site.say(path, f"<p>{os.urandom(120_000).hex()}</p>".encode(), Content_Type="text/html")
    job = crawl_job(site.url())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
    try:
        with pytest.raises(CrawlError, match=r"make room|full|disk|I/O"):
            crawl(job)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    asked = len(site.paths)

    result = crawl(job)

    assert result.resumed
    assert outcomes(result)["fetched"] == 9
    assert asked > 2


def test_a_crawl_that_hangs_ends_within_twenty_seconds_of_being_told(loopback_site, crawl_job):
    """SIGTERM ends a crawl even while a server never answers, and nothing is lost: the next run goes on."""
    site = loopback_site()
    site.page("/", "/hangs", "/fine")
    site.page("/fine")
    site.say("/hangs", wait=60)
    job = crawl_job(site.url(), timeout=50.0)
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "pipelines.crawl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    child.stdin.write(TypeAdapter(CrawlJob).dump_json(job) + b"\n")
    child.stdin.flush()
    while "/hangs" not in site.paths:
        time.sleep(0.01)

    child.send_signal(signal.SIGTERM)
    status = child.wait(20)

    child.stdin.close()
    site.page("/hangs")
    result = crawl(job)
    assert status == 75
    assert result.resumed
    assert outcomes(result) == {"fetched": 3, "status 404": 1}


def test_a_host_that_said_come_back_later_is_not_asked_by_the_next_audit(loopback_site, crawl_job):
    """Retry-After: 7200 holds for every run that shares the store: the next one sends no request, and says why."""
    site = loopback_site()
    site.page("/", "/a")
    site.say("/a", status=503, Retry_After="7200")
    job = crawl_job(site.url())
    crawl(job)
    before = len(site.hits)

    second = crawl(next_job(job))

    assert len(site.hits) == before
    assert second.requests == 0
    assert outcomes(second) == {"host asked to come back later": 2}  # the start page, and the sitemap it would lead to


def test_a_short_pause_is_kept_across_runs(loopback_site, crawl_job):
    """What is left of a Retry-After of three seconds is waited for by a run that begins meanwhile, robots.txt included."""
    site = loopback_site()
    site.page("/", "/a")
    site.once("/", 429, Retry_After="3")
    job = crawl_job(site.url(), max_pages=1)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(crawl, job)
        while not site.paths:
            time.sleep(0.01)
        told = site.hits[-1].at
        second = crawl(next_job(crawl_job(site.url(), subject="other")))
        first.result()

    assert outcomes(second)["fetched"] == 1
    assert min(hit.at for hit in site.hits if hit.at > told) - told >= 2.9


def test_what_is_noted_of_pages_adds_nothing_to_the_count(magazine, crawl_job):
    """noindex, nofollow and unchanged are told of fetched pages, and two notes of one page under both."""
    magazine.page("/story-1/", head='<meta name="ROBOTS" content="NOINDEX, NOFOLLOW">')
    magazine.page("/story-2/", head='<meta name="robots" content="noindex">')
    job = crawl_job(magazine.url(), client="acme.example")
    first = crawl(job)

    second = crawl(next_job(job))

    assert {n.outcome: n.count for n in first.notes} == {"noindex": 2, "nofollow": 1}
    assert {n.outcome: n.count for n in second.notes} == {
        "noindex": 2,
        "nofollow": 1,
        "unchanged": 202,
    }  # sitemap and feed too
    assert outcomes(second) == outcomes(first)


def test_rest_that_a_payload_asks_for_is_kept(loopback_site, crawl_job):
    """An API that says "back off" inside its answer is left alone that long, by this crawl and by the next one."""
    site = loopback_site()
    for number in (1, 2):
        site.say(f"/{number}", b'{"items": [], "backoff": 1}', Content_Type="application/json")
    site.say(
        "/3",
        b'{"error_message": "more requests available in 4000 seconds"}',
        status=400,
        Content_Type="application/json",
    )
    seeds = tuple(site.url(f"/{number}") for number in (1, 2, 3))
    job = crawl_job(site.url(), kind="community", platform="stack_exchange", seeds=(*seeds, site.url("/4")))

    first = crawl(job)
    again = crawl(replace(job, run="later"))

    at = [hit.at for hit in site.hits if hit.path != "/robots.txt"]
    assert min(later - before for before, later in pairwise(at)) >= 1.0
    assert site.paths == ["/1", "/2", "/3"]
    assert {o.outcome: o.count for o in first.ledger} == {"fetched": 2, "status 400": 1, LATER: 1}
    assert {o.outcome: o.count for o in again.ledger} == {LATER: 4}
