"""One crawl of a hostile web: it ends by itself, touches nothing it must not, and finds every healthy page once.

Short here; with WATERCOOLER_HOSTILE=long (``make hostile``) every host has a budget of 200 pages.
"""

import importlib.util
import os
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.crawl import CrawlJob, crawl
from store.archive import read_archive

LONG = os.environ.get("WATERCOOLER_HOSTILE") == "long"
PAGES = 200 if LONG else 40
DELAY = 0.05


def _hostile_web():
    """tests/hostile_web.py, which is in no package."""
    name = "hostile_web"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "hostile_web.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


hostile = _hostile_web()


@pytest.fixture(scope="module")
def web():
    served = hostile.HostileWeb(pulse=PAGES)
    yield served
    served.close()


@pytest.fixture(scope="module")
def crawled(web, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    job = CrawlJob(
        run="run",
        subject="subject",
        start_url=web.url("hub"),
        kind="site",
        database=f"sqlite:///{folder / 'store.db'}",
        archive=folder / "web.warc.gz",
        window_start=date(2026, 5, 1),
        user_agent="watercooler/0.1 (+https://agency.example/contact)",
        max_pages=100 * PAGES,
        host_pages=PAGES,
        delay=DELAY,
        timeout=3.0,
        allowed_networks=("127.0.1.0/24",),
        hosts=tuple(web.url(name) for name in web.address if name != "hub"),
    )
    return job, crawl(job)


def test_no_off_limits_address_is_contacted(web, crawled):
    """No link, redirect, sitemap or robots.txt in any spelling leads to a connection outside the allowed network."""
    assert web.contacts == []
    assert {outcome.outcome for outcome in crawled[1].ledger} & {"off-site", "off-limits address"}


def test_nothing_disallowed_is_fetched(web, crawled):
    """Of a host that forbids everything, or whose robots.txt cannot be had, only that file is asked for."""
    private = [asked for asked in web.asked if asked.path.startswith("/private")]

    forbidden = [asked for name in hostile.FORBIDDEN for asked in web.of(name) if asked.path != "/robots.txt"]

    assert (private, forbidden) == ([], [])
    assert {asked.host for asked in web.asked} >= set(hostile.FORBIDDEN)


def test_every_delay_is_kept(web, crawled):
    """Two requests to one host are never closer than the delay, or the host's own Crawl-delay.

    What arrived while the server itself was held up says nothing about when it was sent, and is left out.
    """
    close, judged = [], 0
    for name in web.address:
        delay = hostile.DELAYED if name == "slowly" else DELAY
        for a, b in pairwise(web.of(name)):
            if not web.stalled(a.began - 0.05, b.began):
                judged += 1
                close += [(name, b.path)] if b.began - a.began < delay else []

    assert close == []
    assert judged > 10


def test_every_healthy_page_is_fetched_exactly_once(web, crawled):
    """Neither traps nor broken neighbours cost a healthy page its place, and none is downloaded twice."""
    got = Counter((asked.host, asked.path) for asked in web.asked if asked.whole)
    kept = {page.url for page in read_archive(crawled[0].archive)}

    missing = sorted(key for key in web.healthy if got[key] != 1 or web.url(*key) not in kept)

    assert missing == []


def test_no_trap_gets_more_than_its_budget(web, crawled):
    """However many pages a host makes up, it is asked no more than 250 times."""
    assert max(Counter(asked.host for asked in web.asked).values()) <= min(250, PAGES + max(10, PAGES // 4))


def test_the_crawl_stays_small(crawled):
    """Bombs and floods do not raise the memory of the crawl above 512 MB."""
    assert 0 < crawled[1].memory <= 512


def test_no_page_holds_up_the_other_hosts(crawled):
    """No flood and no bomb keeps the crawl busy for a second of CPU in one piece."""
    assert 0 < crawled[1].longest_hold <= 1.0


@pytest.mark.skipif(not LONG, reason="a matter of the clock: only where the machine has nothing else to do")
def test_a_healthy_host_is_served_all_along(web, crawled):
    """A healthy host is asked at least once a second while floods and bombs are fetched and read."""
    beats = [asked for asked in web.of("pulse") if asked.path.startswith("/beat")]

    longest = max(later.began - earlier.ended for earlier, later in pairwise(beats))

    assert longest - DELAY <= 1.0


def test_the_ledger_of_a_hostile_web_adds_up(crawled):
    """Every address discovered was fetched or has a reason, and nothing is left in the queue."""
    found = {outcome.outcome: outcome.count for outcome in crawled[1].ledger}

    assert "queued" not in found
    assert {"too large", "timeout", "connection broken", "too complex", "trap", "soft 404", "login wall"} <= set(found)
    assert {"consent wall", "needs JavaScript", "not HTML", "damaged content", "too many links"} <= set(found)
