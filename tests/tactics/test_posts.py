"""A page is a post when its site says so."""

from datetime import UTC, date, datetime

import pytest

from market.feeds import read_feed
from market.pages import Capture, DateSource
from tactics.pages import read_page
from tactics.posts import CapturedFeed, bulk_days, find_posts

SITE = "https://rival.example/"
CAPTURE = Capture(SITE + "feed", datetime(2026, 5, 4, tzinfo=UTC), 200, "application/rss+xml", "f", "t.warc.gz", 0)


def feed(*items: tuple[str, str]) -> CapturedFeed:
    entries = "".join(
        f"<item><title>T</title><link>{url}</link><pubDate>{when}</pubDate></item>" for url, when in items
    )
    body = f'<rss version="2.0"><channel><title>B</title><link>{SITE}</link>{entries}</channel></rss>'
    return CapturedFeed(read_feed(body.encode(), SITE + "feed"), CAPTURE)


@pytest.fixture
def read(page):
    """Reads pages made of a path, a head and a body."""

    def make(path: str, head: str = "", body: str = "") -> object:
        html = (
            f"<html><head><title>{path}</title>{head}</head><body><h1>Title</h1>{body}<p>Some words.</p></body></html>"
        )
        return read_page(page(html, url=SITE.rstrip("/") + path))

    return make


PUBLISHED = '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-04">'


def test_a_feed_entry_and_its_page_are_one_post(read):
    """A page that the feed lists counts once, with the feed's date."""
    found = find_posts("c", SITE, [read("/blog/one")], [feed((SITE + "blog/one/", "Wed, 04 Mar 2026 23:00:00 -0800"))])

    assert [(p.url, p.dating.on, p.dating.source) for p in found] == [
        (SITE + "blog/one", date(2026, 3, 4), DateSource.FEED)
    ]


def test_a_feed_in_utc_does_not_move_an_evening_post_to_the_next_day(read):
    """A feed that says 02:30 UTC and a page that says 21:30 the evening before give the page's day."""
    page = read("/blog/one", body='<article><time datetime="2026-03-03T21:30:00-05:00">March 3</time></article>')

    (in_utc,) = find_posts("c", SITE, [page], [feed((SITE + "blog/one", "Wed, 04 Mar 2026 02:30:00 +0000"))])
    (zoned,) = find_posts("c", SITE, [page], [feed((SITE + "blog/one", "Wed, 04 Mar 2026 02:30:00 +0900"))])

    assert (in_utc.dating.on, zoned.dating.on) == (date(2026, 3, 3), date(2026, 3, 4))


def test_a_post_older_than_a_cut_feed_is_still_a_post(read):
    """A feed cut at ten items does not hide the pages beside them."""
    pages = [read(f"/blog/{n}", PUBLISHED) for n in range(5)]
    found = find_posts(
        "c", SITE, pages, [feed(*((f"{SITE}blog/{n}", "Wed, 04 Mar 2026 10:00:00 GMT") for n in range(2)))]
    )

    assert len(found) == 5


def test_a_post_in_two_feeds_counts_once(read):
    """A tag feed that repeats an entry adds nothing."""
    entry = (SITE + "blog/one", "Wed, 04 Mar 2026 10:00:00 GMT")

    assert len(find_posts("c", SITE, [read("/blog/one")], [feed(entry), feed(entry)])) == 1


def test_a_post_known_only_from_the_feed_counts(read):
    """A post whose page was not captured still counts, with the feed as its evidence."""
    found = find_posts("c", SITE, [read("/")], [feed((SITE + "blog/one", "Wed, 04 Mar 2026 10:00:00 GMT"))])

    assert [p.capture for p in found] == [CAPTURE]


@pytest.mark.parametrize("path", ["/docs/setup", "/knowledge-base/2026-03-04-setup", "/events/2026/03/04/open-day"])
def test_help_and_event_pages_are_not_posts(read, path):
    """A dated help article or event is not what a cadence promises."""
    assert find_posts("c", SITE, [read(path, PUBLISHED)], []) == ()


@pytest.mark.parametrize("path", ["/", "/tag/news/", "/2026/03/", "/author/jo", "/blog/page/2"])
def test_lists_are_not_posts(read, path):
    """Home, tags, archives, authors and later pages of a list are not posts, whatever they are marked as."""
    assert find_posts("c", SITE, [read(path, PUBLISHED)], []) == ()


def test_a_page_that_only_looks_dated_beside_a_blog_is_not_a_post(read):
    """Where the blog has its place, a product page with article markup elsewhere is not a post."""
    pages = [read(f"/2026/03/0{n}/post") for n in range(1, 5)] + [read("/products/chair", PUBLISHED)]

    assert len(find_posts("c", SITE, pages, [])) == 4


def test_a_post_without_a_date_is_undated_not_guessed(read):
    """A page in the blog that states no date is a post without a date."""
    found = find_posts("c", SITE, [read("/blog/one", '<meta property="og:type" content="article">')], [])

    assert [p.dating for p in found] == [None]


def test_a_date_rewritten_in_bulk_is_not_used(read):
    """A build day on most pages is no publication day; the day in the address stands."""
    head = '<meta property="article:published_time" content="2026-04-30">'
    pages = [read(f"/2026/03/{n:02d}/post", head) for n in range(1, 13)]

    found = find_posts("c", SITE, pages, [])

    assert (DateSource.META, date(2026, 4, 30)) in bulk_days(pages, [])
    assert {p.dating.on for p in found} == {date(2026, 3, n) for n in range(1, 13)}


def test_a_copy_that_names_another_page_as_canonical_counts_once(read):
    """A print view does not add a post."""
    canonical = f'<link rel="canonical" href="{SITE}blog/one">'
    pages = [read("/blog/one", PUBLISHED), read("/blog/one/print", PUBLISHED + canonical)]

    assert len(find_posts("c", SITE, pages, [])) == 1


def test_the_order_of_pages_does_not_matter(read):
    """Whatever order an archive has, the posts are the same."""
    pages = [read(f"/blog/{n}", PUBLISHED) for n in range(6)]

    assert find_posts("c", SITE, pages, []) == find_posts("c", SITE, pages[::-1], [])


def test_a_month_in_the_address_with_a_day_on_the_page_is_a_post(read):
    """Year and month in the path and a stated day of that month make a post, even without a feed."""
    dated = '<time class="published" datetime="2026-03-04">4 March</time>'

    found = find_posts("c", SITE, [read("/2026/03/title.html", body=f"<article>{dated}</article>")], [])

    assert [p.dating.on for p in found] == [date(2026, 3, 4)]


def test_wordpress_pages_at_the_root_are_told_from_posts(read, page):
    """WordPress names posts and pages in the classes of the body; both lie at the root."""
    post = page(
        f'<html><head>{PUBLISHED}</head><body class="single single-post postid-7"><h1>P</h1><p>x</p></body></html>',
        url=SITE + "a-post/",
    )
    about = page(
        f'<html><head>{PUBLISHED}</head><body class="page page-id-2"><h1>A</h1><p>x</p></body></html>',
        url=SITE + "about/",
    )

    found = find_posts(
        "c", SITE, [read_page(post), read_page(about)], [feed((SITE + "a-post/", "Wed, 04 Mar 2026 10:00:00 GMT"))]
    )

    assert [p.url for p in found] == [SITE + "a-post/"]
