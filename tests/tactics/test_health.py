"""Before any claim of silence or rhythm, a site's sources are examined."""

from datetime import UTC, date, datetime, timedelta

import pytest

from market.feeds import Feed, FeedEntry
from market.figures import Window
from market.pages import Capture, DateSource, Dating, PageKind, Reading
from market.posts import Post
from market.sitemaps import SitemapEntry
from tactics.cadence import cadence_figure, publishing_of
from tactics.posts import CapturedFeed

SITE = "https://rival.example"
END = date(2026, 5, 3)
WINDOW = Window.ending(END, 26)
CAPTURE = Capture(SITE, datetime(2026, 5, 4, tzinfo=UTC), 200, "text/html", "d", "t.warc.gz", 0)
READING = Reading(CAPTURE, PageKind.HOME, CAPTURE.url, "", "", "", "", "", 0, (), None)


def post(day: date, number: int, source: DateSource = DateSource.META) -> Post:
    return Post(
        "c", f"{SITE}/blog/p{number}", f"T{number}", f"words {number}", "", 2, "en", Dating(day, source, 0.9), CAPTURE
    )


def weekly(count: int) -> list[Post]:
    return [post(END - timedelta(weeks=n), n) for n in range(count)]


def captured(*entries: FeedEntry, fault: str = "") -> CapturedFeed:
    return CapturedFeed(Feed(f"{SITE}/feed", "F", SITE, entries, fault), CAPTURE)


def health(posts, feeds=(), sitemap=(), uncaptured=()):
    return publishing_of(posts, [READING], feeds, WINDOW, sitemap, uncaptured).health


def test_regular_posts_with_sound_sources_are_sound():
    """Nothing is held against a site whose sources agree."""
    fresh = [SitemapEntry(f"{SITE}/blog/p{n}", END - timedelta(weeks=n), False) for n in range(20)]

    assert health(weekly(20), sitemap=fresh).sound


def test_a_migration_day_is_no_rhythm():
    """A day that carries a quarter of the window's posts makes the rate unknown."""
    moved = [post(END - timedelta(days=40), 100 + n) for n in range(10)]
    publishing = publishing_of([*weekly(20), *moved], [READING], (), WINDOW)
    figure = cadence_figure("c", "C", publishing, WINDOW)

    assert figure.value is None
    assert "migration" in figure.reason


def test_many_posts_on_one_day_of_their_addresses_stand():
    """Days in addresses are not rewritten: ten posts of one dated day are ten posts."""
    launch = [post(END - timedelta(days=40), 100 + n, DateSource.URL) for n in range(10)]

    assert health([*weekly(20), *launch]).sound


def test_posts_that_were_not_captured_make_the_count_unknown():
    """Addresses beside the posts, dated inside the window and not captured, are said."""
    posts = weekly(8)
    unseen = [f"{SITE}/blog/2026-04-{n:02}-x" for n in range(10, 16)]
    found = health(posts, uncaptured=unseen)

    assert not found.sound
    assert any("were not captured" in remark for remark in found.remarks)


@pytest.mark.parametrize(
    "unseen",
    [
        [f"{SITE}/blog/2019-04-{n:02}-x" for n in range(10, 16)],
        [f"{SITE}/blog/undated-{n}" for n in range(6)],
        [f"{SITE}/shop/2026-04-{n:02}-x" for n in range(10, 16)],
        [f"{SITE}/blog/p{n}" for n in range(8)],
    ],
    ids=["of another year", "without any date", "in another place", "known from the feed"],
)
def test_other_addresses_are_not_held_against_the_count(unseen):
    """Old, undated and other pages, and posts that are counted already, do not make the count unknown."""
    assert health(weekly(8), uncaptured=unseen).sound


def test_a_stale_sitemap_with_no_post_means_cannot_tell():
    """No post in the window and sources that stopped being kept: silence is not claimed."""
    old = [post(date(2024, 6, 1) - timedelta(weeks=n), n) for n in range(6)]
    stale = [SitemapEntry(f"{SITE}/blog/p{n}", date(2022, 1, n + 1), False) for n in range(6)]
    found = health(old, sitemap=stale)

    assert not found.sound
    assert any("cannot tell" in remark for remark in found.remarks)


def test_a_broken_feed_with_no_post_means_cannot_tell():
    """A feed that cannot be read and no post in the window: silence is not claimed."""
    old = [post(date(2024, 6, 1) - timedelta(weeks=n), n) for n in range(6)]

    assert any("cannot tell" in remark for remark in health(old, feeds=[captured(fault="mismatched tag")]).remarks)


def test_a_sitemap_rewritten_in_bulk_says_nothing():
    """Days of a build are remarked, and do not date pages that were not captured."""
    rewritten = [SitemapEntry(f"{SITE}/blog/u{n}", END, False) for n in range(20)]
    found = health(weekly(8), sitemap=rewritten, uncaptured=[entry.url for entry in rewritten])

    assert found.sound
    assert any("day of a build" in remark for remark in found.remarks)


def test_a_cut_feed_is_remarked():
    """A feed of exactly ten entries that begins inside the window is said to be cut there."""
    entries = [
        FeedEntry(f"{SITE}/blog/p{n}", "T", "", "", None, END - timedelta(weeks=n), None, None) for n in range(10)
    ]

    assert any("feed is cut at" in remark for remark in health(weekly(20), feeds=[captured(*entries)]).remarks)


def test_future_dates_are_remarked_and_not_counted():
    """A post dated after the window is no post of the window."""
    found = publishing_of([*weekly(10), post(END + timedelta(days=30), 99)], [READING], (), WINDOW)

    assert len(found.posts) == 10
    assert any("after the window" in remark for remark in found.health.remarks)
