"""Source health: whether a site's own sources can carry a claim about how often it publishes.

Silence is not inactivity: a broken feed, a stale sitemap, rewritten dates or pages that were not captured mean
"cannot tell".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from market.figures import Window
from market.pages import DateSource
from market.posts import Post
from market.sitemaps import SitemapEntry
from market.urls import page_key
from tactics.dates import date_in_url
from tactics.posts import BULK_MIN, CapturedFeed, shape_of

CUTS = (5, 10, 12, 15, 20, 25, 30, 50, 100)  # entries at which engines cut a feed
STALE = timedelta(days=180)  # a sitemap this much older than the newest post is no longer kept
REWRITTEN = 0.5  # share of a sitemap's dates on one day from which they are days of a build
MIGRATED = 0.25  # share of the window's posts on one day from which that day is a migration
UNSEEN_FEWEST, UNSEEN_SHARE = 3, 0.25


def migration_fault(inside: Sequence[Post]) -> str:
    """Why one day's posts make the count of the window unusable; "" where they do not.

    A full day in the address is trusted: addresses are not rewritten in bulk.
    """
    days = Counter(p.dating.on for p in inside if p.dating and p.dating.source is not DateSource.URL)
    day, count = max(days.items(), key=lambda item: (item[1], item[0]), default=(date.min, 0))
    if count < BULK_MIN or count < MIGRATED * len(inside):
        return ""
    return f"{count} of {len(inside)} posts of the window carry one day, {day:%d %b %Y}: a migration, not a rhythm"


def unseen_fault(
    posts: Sequence[Post],
    inside: Sequence[Post],
    uncaptured: Iterable[str],
    listed: Sequence[SitemapEntry],
    window: Window,
) -> str:
    """Why addresses that look like posts of the window but were not captured make its count unusable; "" if few."""
    places = Counter(shape_of(post.url) for post in posts)
    shapes = {shape for shape, count in places.items() if count >= UNSEEN_FEWEST and shape != "/*"}
    modified = {} if _rewritten(listed) else {entry.url: entry.modified for entry in listed}
    known = {page_key(post.url) for post in posts}  # a post can be known from its feed without its page
    missing = [url for url in uncaptured if shape_of(url) in shapes and page_key(url) not in known]
    unseen = [url for url in missing if _may_lie_inside(url, modified.get(url), window)]
    if len(unseen) < max(UNSEEN_FEWEST, UNSEEN_SHARE * len(inside)):
        return ""
    return f"{len(unseen)} addresses that look like posts of the window were not captured, for one {min(unseen)}"


def _may_lie_inside(url: str, modified: date | None, window: Window) -> bool:
    """A day in the address decides, else a change inside the window; with neither the page is not held against it."""
    day = date_in_url(url)
    if day:
        return window.holds(day)
    return modified is not None and modified >= window.start


def silence_fault(inside: Sequence[Post], feeds: Sequence[CapturedFeed], remarks: Sequence[str]) -> str:
    """Why no post in the window does not mean that none was published; "" where the sources are sound."""
    if inside:
        return ""
    broken = [f.feed.url for f in feeds if f.feed.fault]
    if broken and len(broken) == len(feeds):
        return f"no dated post in the window, and the site's feed {min(broken)} is broken: cannot tell"
    stale = next((remark for remark in remarks if remark.startswith("its sitemap")), "")
    return f"no dated post in the window, but {stale}: cannot tell" if stale else ""


def sitemap_remarks(posts: Sequence[Post], listed: Sequence[SitemapEntry]) -> Iterable[str]:
    """What is wrong with the sitemap's dates."""
    days = Counter(entry.modified for entry in listed if entry.modified)
    if not days:
        return
    newest = max((p.dating.on for p in posts if p.dating), default=None)
    if newest and newest - max(days) > STALE:
        yield f"its sitemap was last changed on {max(days):%d %b %Y}, long before the newest post"
    day = _rewritten(listed)
    if day:
        yield f"most dates of its sitemap fall on {day:%d %b %Y}, the day of a build: they say nothing about posts"


def _rewritten(listed: Sequence[SitemapEntry]) -> date | None:
    """The day that most of a sitemap's dates share, None when they differ."""
    days = Counter(entry.modified for entry in listed if entry.modified)
    day, count = max(days.items(), key=lambda item: (item[1], item[0]), default=(date.min, 0))
    return day if count >= BULK_MIN and count > REWRITTEN * days.total() else None


def cut_at(feeds: Sequence[CapturedFeed]) -> date | None:
    """The oldest day of the largest feed where that feed has a round number of entries, as cut ones have."""
    largest = sorted(feeds, key=lambda f: (-len(f.feed.entries), f.feed.url))[:1]
    days = [e.published_on for f in largest for e in f.feed.entries if e.published_on]
    return min(days) if days and len(days) in CUTS else None


def feed_remarks(feeds: Sequence[CapturedFeed], window: Window, posts: Sequence[Post] = ()) -> Iterable[str]:
    """Feeds that are broken, empty, or end inside the window (then pages carry the older posts, if any were read)."""
    faulty = [f.feed.url for f in feeds if f.feed.fault]
    if faulty:
        yield f"{len(faulty)} feeds could not be read, for one {min(faulty)}"
    oldest = cut_at(feeds)
    if oldest and oldest > window.start:
        older = any(p.dating and p.dating.on < oldest for p in posts)
        counted = "older posts were counted from their pages" if older else "nothing older was seen"
        yield f"its feed is cut at {oldest:%d %b %Y}: {counted}"
    undated = [f.feed.url for f in feeds if len(f.feed.entries) >= UNSEEN_FEWEST and not _dated(f)]
    if undated:
        yield f"{len(undated)} feeds give no publication date, for one {min(undated)}"


def _dated(captured: CapturedFeed) -> bool:
    return any(entry.published_on for entry in captured.feed.entries)
