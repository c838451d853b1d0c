"""A crawl from start to end, in its child process, against web sites on loopback addresses."""

import gzip
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from email.utils import formatdate
from itertools import pairwise

import pytest
from pydantic import TypeAdapter

from pipelines.crawl import CrawlError, CrawlJob, crawl
from store.archive import read_archive


def outcomes(result):
    return {outcome.outcome: outcome.count for outcome in result.ledger}


def archived(job):
    return [page.url for page in read_archive(job.archive)]


def start_child(job):
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "pipelines.crawl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    child.stdin.write(TypeAdapter(CrawlJob).dump_json(job) + b"\n")
    child.stdin.flush()
    return child


def wait_for(condition, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


@pytest.fixture
def blog(loopback_site):
    """A site of 30 posts, a contact page and a tag listing, known through its links alone."""
    site = loopback_site()
    posts = [f"/2026/0{month}/post-{n}/" for month in (6, 7, 8) for n in range(10)]
    site.page("/", "/tag/all/", "/contact/", "/misc/", *posts)
    for path in ("/tag/all/", "/contact/", "/misc/", *posts):
        site.page(path, "/", *posts)
    return site


def test_nothing_that_robots_disallows_is_fetched(loopback_site, crawl_job):
    """A path that robots.txt disallows is never asked for, and the ledger says why."""
    site = loopback_site()
    site.pages["/robots.txt"] = "User-agent: other\nDisallow: /\n\nUser-agent: watercooler\nDisallow: /private"
    site.page("/", "/private/a", "/open")
    site.page("/open", "/private/b")

    result = crawl(crawl_job(site.url()))

    assert not [path for path in site.paths if path.startswith("/private")]
    assert outcomes(result)["robots"] == 2


def test_a_site_whose_robots_cannot_be_read_is_left_alone(loopback_site, crawl_job):
    """A robots.txt that answers 5xx forbids the whole site for now (RFC 9309)."""
    site = loopback_site()
    site.say("/robots.txt", status=500)
    site.page("/", "/a")

    result = crawl(crawl_job(site.url()))

    assert site.paths == []
    assert outcomes(result)["robots unreachable"] >= 1


def test_the_budget_is_kept_and_what_it_cut_is_counted(blog, crawl_job):
    """No more pages are asked for than the budget allows; the rest is in the ledger as "budget"."""
    job = crawl_job(blog.url(), max_pages=12)

    result = crawl(job)

    pages = [path for path in blog.paths if path != "/sitemap.xml"]
    assert len(pages) == 12
    assert result.fetched == 12
    assert outcomes(result)["budget"] == 34 - 12


def test_posts_of_the_window_come_before_everything_else(blog, crawl_job):
    """After the home page and the sitemap the dated posts are fetched, then contact, other pages, and listings last."""
    crawl(crawl_job(blog.url()))

    order = [path for path in blog.paths if path not in ("/", "/sitemap.xml")]
    assert all(path.startswith("/2026/") for path in order[:30])
    assert order[30:] == ["/contact/", "/misc/", "/tag/all/"]


def test_the_ledger_adds_up(blog, crawl_job):
    """Every address discovered is fetched or has a reason: 36 own pages and a sitemap, one PDF, one other site."""
    blog.page("/misc/", "/file.pdf", "https://other.example/", "/gone")

    result = crawl(crawl_job(blog.url()))

    found = outcomes(result)
    assert found == {"fetched": 34, "not HTML": 1, "off-site": 1, "status 404": 2}
    assert sum(found.values()) == 38


def test_pages_are_found_through_robots_sitemaps_and_feeds(loopback_site, crawl_job):
    """Pages that no link leads to are found in a gzipped sitemap behind an index, and in the feed of the home page."""
    site = loopback_site()
    site.pages["/robots.txt"] = f"Sitemap: {site.url('/maps/index.xml')}"
    index = f"<sitemapindex><sitemap><loc>{site.url('/maps/posts.xml.gz')}</loc></sitemap></sitemapindex>"
    entries = "".join(f"<url><loc>{site.url(f'/m{n}')}</loc></url>" for n in range(3))
    site.say("/maps/index.xml", index.encode(), Content_Type="application/xml")
    site.say(
        "/maps/posts.xml.gz", gzip.compress(f"<urlset>{entries}</urlset>".encode()), Content_Type="application/gzip"
    )
    site.page("/", head='<link rel="alternate" type="application/rss+xml" href="/feed">')
    item = f"<item><link>{site.url('/from-feed')}</link><pubDate>{formatdate(1790000000)}</pubDate></item>"
    site.say(
        "/feed", f'<rss version="2.0"><channel>{item}</channel></rss>'.encode(), Content_Type="application/rss+xml"
    )
    for path in ("/m0", "/m1", "/m2", "/from-feed"):
        site.page(path)

    crawl(crawl_job(site.url()))

    assert {"/m0", "/m1", "/m2", "/from-feed"} <= set(site.paths)
    assert site.paths.index("/from-feed") < site.paths.index("/m0")


def test_no_way_leads_to_an_off_limits_address(loopback_site, crawl_job):
    """Links, redirects, robots.txt and sitemaps never open a connection to an address that is not allowed."""
    site, inside = loopback_site(), loopback_site()
    inside.page("/")
    port = inside.port
    hosts = [
        "127.0.0.3",
        "[::ffff:127.0.0.3]",
        "localhost",
        "2130706435",
        "0x7f.0.0.3",
        "127.3",
        "[::1]",
        "0",
        "169.254.169.254",
    ]
    targets = [f"http://{host}:{port}/" for host in hosts]
    for number, target in enumerate(targets):
        site.forward(f"/r{number}", target)
    site.pages["/robots.txt"] = f"Sitemap: {inside.url('/sitemap.xml')}"
    site.page("/", *targets)
    refuser = loopback_site()
    refuser.forward("/robots.txt", inside.url("/robots.txt"))
    seeds = (*targets, *(site.url(f"/r{n}") for n in range(len(targets))), refuser.url("/page"))
    only = ("127.0.0.2/32", "127.0.0.4/32")

    venue = crawl(crawl_job(site.url(), kind="community", seeds=seeds, allowed_networks=only))
    crawl(crawl_job(site.url(), subject="site", archive=venue.archive.with_name("b.warc.gz"), allowed_networks=only))

    assert inside.hits == []
    assert refuser.paths == []
    assert outcomes(venue)["off-limits address"] == len({*targets}) + 1
    assert outcomes(venue)["fetched"] == len(targets)


@pytest.mark.parametrize("after", [3, 20])
def test_a_killed_crawl_goes_on_where_it_stood(blog, crawl_job, after):
    """After kill -9 a second run ends with every page, and only what was in flight was asked for twice."""
    blog.latency = 0.02
    job = crawl_job(blog.url())
    child = start_child(job)
    wait_for(lambda: len(blog.paths) >= after)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdin.close()

    result = crawl(job)

    assert result.resumed
    assert outcomes(result) == {"fetched": 34, "status 404": 1}
    assert sum(count - 1 for count in Counter(blog.paths).values()) <= 1
    pages = [url for url in archived(job) if not url.endswith((".xml", ".txt"))]
    assert len(set(pages)) == 34
    assert len(pages) <= 35


def test_a_finished_crawl_asks_for_nothing_again(blog, crawl_job):
    """Running the same job twice sends no request the second time and gives the same ledger."""
    job = crawl_job(blog.url())
    first = crawl(job)
    asked = len(blog.hits)

    second = crawl(job)

    assert len(blog.hits) == asked
    assert second.requests == 0
    assert second.ledger == first.ledger


def test_retry_after_is_honoured(loopback_site, crawl_job):
    """A 429 with Retry-After: 1 is followed by a second of silence, and the page is asked for again."""
    site = loopback_site()
    site.page("/busy")
    site.once("/busy", 429, Retry_After="1")
    site.page("/", "/busy")

    result = crawl(crawl_job(site.url()))

    first, second = [hit.at for hit in site.hits if hit.path == "/busy"]
    assert second - first >= 1.0
    assert "status 429" not in outcomes(result)


def test_the_promised_delay_is_kept(blog, crawl_job):
    """Two requests to one host, robots.txt included, are never closer than the delay; a Crawl-delay widens it."""
    blog.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.3"

    crawl(crawl_job(blog.url(), delay=0.1, max_pages=5))

    gaps = [later.at - earlier.at for earlier, later in pairwise(blog.hits)]
    assert len(gaps) >= 5
    assert min(gaps) >= 0.3


def test_what_is_too_large_is_not_kept(loopback_site, crawl_job):
    """A body over 8 MB, announced or only after unpacking, ends as "too large" and is not in the archive."""
    site = loopback_site()
    site.page("/", "/big", "/bomb", "/fine")
    site.say("/big", b"x" * (9 * 1024 * 1024), Content_Type="text/html")
    site.say("/bomb", gzip.compress(bytes(64 * 1024 * 1024)), Content_Type="text/html", Content_Encoding="gzip")
    site.page("/fine")
    job = crawl_job(site.url())

    result = crawl(job)

    assert outcomes(result)["too large"] == 2
    assert site.url("/fine") in archived(job)
    assert site.url("/bomb") not in archived(job)


def test_a_packed_page_is_archived_unpacked(loopback_site, crawl_job):
    """A gzipped response is stored readable, with its original coding kept as a remark."""
    site = loopback_site()
    site.say("/", gzip.compress(b"<p>Hello</p>"), Content_Type="text/html", Content_Encoding="gzip")
    job = crawl_job(site.url())

    crawl(job)

    page = next(page for page in read_archive(job.archive) if page.url == site.url())
    assert page.body == b"<p>Hello</p>"
    assert page.header("x-archive-orig-content-encoding") == "gzip"


def test_a_hanging_server_does_not_stop_the_others(loopback_site, crawl_job):
    """While one host never answers, all pages of another are fetched."""
    hanging, healthy = loopback_site(), loopback_site()
    hanging.say("/robots.txt", wait=60)
    for n in range(20):
        healthy.page(f"/{n}")
    seeds = (hanging.url("/a"), *(healthy.url(f"/{n}") for n in range(20)))

    result = crawl(crawl_job(healthy.url(), kind="community", seeds=seeds, timeout=0.5))

    last = max(hit.at for hit in healthy.hits)
    assert last - healthy.hits[0].at < 1.0
    assert outcomes(result) == {"fetched": 20, "robots unreachable": 1}


def test_what_a_page_asks_of_crawlers_is_done(loopback_site, crawl_job):
    """No copy is kept of noarchive and reserved pages, nofollow leads nowhere, noindex is remembered with the page."""
    site = loopback_site()
    site.page("/", "/noindex", "/nofollow", "/noarchive", "/reserved", "/tagged")
    site.page("/noindex", "/found", head='<meta name="robots" content="noindex">')
    site.page("/nofollow", "/unfollowed", head='<meta name="robots" content="nofollow">')
    site.page("/noarchive", head='<meta name="robots" content="noarchive">')
    site.page("/reserved", head='<meta name="tdm-reservation" content="1">')
    site.say("/tagged", b"<p>Words.</p>", Content_Type="text/html", X_Robots_Tag="watercooler: noarchive")
    site.page("/found")
    site.page("/unfollowed")
    job = crawl_job(site.url())

    result = crawl(job)

    kept = set(archived(job))
    assert not kept & {site.url(path) for path in ("/noarchive", "/reserved", "/tagged", "/unfollowed")}
    assert {site.url("/noindex"), site.url("/found")} <= kept
    assert "/unfollowed" not in site.paths
    assert outcomes(result) == {"fetched": 4, "noarchive": 2, "tdm-reservation": 1, "nofollow": 1, "status 404": 1}
    assert [(note.outcome, note.count) for note in result.notes] == [("nofollow", 1), ("noindex", 1)]


def test_a_tag_with_too_many_attributes_stops_nobody(loopback_site, crawl_job):
    """A page with 100,000 attributes on one tag is passed over within a second."""
    site = loopback_site()
    flood = b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">"
    site.say("/", b"<a href=/flood>x</a><a href=/next>y</a>", Content_Type="text/html")
    site.say("/flood", flood, Content_Type="text/html")
    site.page("/next")

    result = crawl(crawl_job(site.url()))

    at = {hit.path: hit.at for hit in site.hits}
    assert at["/next"] - at["/flood"] < 1.0
    assert outcomes(result)["too complex"] == 1


def test_redirect_loops_and_chains_end(loopback_site, crawl_job):
    """A loop is fetched once around, an endless chain is cut after five hops."""
    site = loopback_site()
    site.page("/", "/loop-a", "/chain/0")
    site.forward("/loop-a", "/loop-b")
    site.forward("/loop-b", "/loop-a")
    for n in range(20):
        site.forward(f"/chain/{n}", f"/chain/{n + 1}")

    result = crawl(crawl_job(site.url()))

    assert site.paths.count("/loop-a") == site.paths.count("/loop-b") == 1
    assert len([path for path in site.paths if path.startswith("/chain/")]) == 6
    assert outcomes(result)["too many redirects"] == 1


def test_the_crawler_names_itself(blog, crawl_job):
    """Every request carries the product's name and the contact address of the brief."""
    crawl(crawl_job(blog.url(), max_pages=2))

    assert {hit.agent for hit in blog.hits} == {"watercooler/0.1 (+https://agency.example/contact)"}


def test_sigterm_ends_the_child_and_the_crawl_goes_on_later(blog, crawl_job):
    """A child that is told to stop ends within seconds with status 75; the next run completes the crawl."""
    blog.latency = 0.05
    job = crawl_job(blog.url())
    child = start_child(job)
    wait_for(lambda: len(blog.paths) >= 5)
    child.send_signal(signal.SIGTERM)
    status = child.wait(10)
    child.stdin.close()

    result = crawl(job)

    assert status == 75
    assert result.fetched == 34


def test_the_child_ends_when_its_parent_is_gone(blog, crawl_job):
    """Closing the pipe that the parent holds, as its death does, ends the child."""
    blog.latency = 0.05
    child = start_child(crawl_job(blog.url()))
    wait_for(lambda: len(blog.paths) >= 3)

    child.stdin.close()

    assert child.wait(10) == 75


def test_two_crawls_of_one_archive_are_refused(blog, crawl_job):
    """While a crawl writes an archive, a second one of the same job gets one clear line."""
    blog.latency = 0.1
    job = crawl_job(blog.url())
    child = start_child(job)
    wait_for(lambda: len(blog.paths) >= 1)

    with pytest.raises(CrawlError, match="being written by another crawl"):
        crawl(job)

    child.kill()
    child.wait()
    child.stdin.close()


def test_a_lost_archive_is_fetched_again(blog, crawl_job):
    """Pages whose archive is gone count as not fetched, whatever the database says."""
    job = crawl_job(blog.url(), max_pages=40)
    crawl(job)
    job.archive.unlink()

    result = crawl(job)

    assert result.fetched == 34
    assert blog.url("/contact/") in archived(job)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"database": "nonsense"}, "database"),
        ({"allowed_networks": ("over there",)}, "no network"),
        ({"kind": "galaxy"}, "a site or a community"),
    ],
)
def test_a_failure_is_one_clear_line(blog, crawl_job, changes, words):
    """A child that cannot do its job gives one line that says why."""
    with pytest.raises(CrawlError, match=words) as raised:
        crawl(crawl_job(blog.url(), **changes))

    assert len(str(raised.value).splitlines()) == 1


def test_a_full_disk_stops_the_crawl_and_not_the_next(blog, crawl_job, tmp_path):
    """An archive that cannot be written is an error; once it can, the same job completes."""
    (tmp_path / "taken").write_text("a file where a folder is needed")
    job = crawl_job(blog.url())
    with pytest.raises(CrawlError, match=r"cannot be written|cannot start"):
        crawl(replace(job, archive=tmp_path / "taken" / "site.warc.gz"))

    result = crawl(job)

    assert result.fetched == 34


def test_a_start_page_that_forwards_within_the_site_is_the_home_page(loopback_site, crawl_job):
    """A home page behind a redirect is followed, and the redirect itself is archived too."""
    site = loopback_site()
    site.forward("/", "/en/")
    site.page("/en/", "/a")
    site.page("/a")
    job = crawl_job(site.url())

    result = crawl(job)

    assert outcomes(result) == {"fetched": 3, "status 404": 1}
    assert [page.capture.status for page in read_archive(job.archive) if page.url == site.url("/")] == [302]


def test_a_start_page_that_leads_to_another_site_is_not_followed(loopback_site, crawl_job):
    """A parked or sold address does not make somebody else's site the client's."""
    site, other = loopback_site(), loopback_site()
    site.forward("/", other.url())
    other.page("/", "/a")

    result = crawl(crawl_job(site.url()))

    assert other.hits == []
    assert outcomes(result)["off-site"] == 1


def test_a_venue_is_read_as_its_connector_leads(loopback_site, crawl_job):
    """Of a forum the lists are fetched and the threads they name, not members' pages or other sites."""
    forum, elsewhere = loopback_site(), loopback_site()
    topics = '{"topic_list": {"topics": [{"id": 7, "slug": "which-tool", "title": "Which tool?"}]}}'
    forum.say("/latest.json", topics.encode(), Content_Type="application/json")
    forum.page("/latest", "/t/which-tool/7", "/t/old-one/3", "/u/someone", elsewhere.url("/t/x/1"))
    forum.page("/t/which-tool/7")
    forum.page("/t/old-one/3")

    crawl(crawl_job(forum.url(), kind="community", platform="discourse"))

    assert set(forum.paths) == {"/latest.json", "/latest.rss", "/latest", "/t/which-tool/7", "/t/old-one/3"}
    assert elsewhere.hits == []


def test_a_long_list_is_cut_before_it_costs_anything(loopback_site, crawl_job):
    """A sitemap of 40,000 addresses neither delays a crawl of five pages nor is forgotten: the ledger counts them."""
    site = loopback_site()
    entries = "".join(f"<url><loc>{site.url(f'/p{n}')}</loc></url>" for n in range(40_000))
    site.say("/sitemap.xml", f"<urlset>{entries}</urlset>".encode(), Content_Type="application/xml")
    site.page("/")
    for n in range(10):
        site.page(f"/p{n}")

    result = crawl(crawl_job(site.url(), max_pages=5))

    assert len(site.paths) == 6
    assert sum(outcomes(result).values()) == 40_002
    assert result.seconds < 15


def test_a_certificate_nobody_signed_is_not_trusted(loopback_site, crawl_job, tmp_path):
    """A site whose certificate cannot be verified is not read; the ledger says "TLS error"."""
    site = loopback_site()
    site.encrypt(tmp_path / "key-and-certificate.pem")
    site.page("/")

    result = crawl(crawl_job(site.url().replace("http:", "https:")))

    assert site.hits == []
    assert "TLS error" in outcomes(result)


def test_broken_answers_are_told_apart(loopback_site, crawl_job):
    """A body that ends early, a coding that is none and a binary under the name of HTML each have their reason."""
    site = loopback_site()
    site.page("/", "/cut", "/coded", "/binary", "/fine")
    site.say("/cut", b"<p>half", Content_Type="text/html", Content_Length="5000", Connection="close")
    site.say("/coded", b"no gzip at all", Content_Type="text/html", Content_Encoding="gzip")
    site.say("/binary", b"\x89PNG\r\n\x00\x00", Content_Type="text/html")
    site.page("/fine")

    result = crawl(crawl_job(site.url()))

    found = outcomes(result)
    assert (found["truncated"], found["damaged content"], found["not HTML"], found["fetched"]) == (1, 1, 1, 2)


def test_broken_pages_do_not_condemn_their_host(loopback_site, crawl_job):
    """Three pages that always answer 500 cost their own place, not that of the healthy pages around them."""
    site = loopback_site()
    paths = [f"/{n}" for n in range(9)]
    site.page("/", *paths)
    for n, path in enumerate(paths):
        site.page(path)
        if n < 3:
            site.say(path, b"sorry", 500)

    result = crawl(crawl_job(site.url()))

    assert outcomes(result) == {"fetched": 7, "status 500": 3, "status 404": 1}
