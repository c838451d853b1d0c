"""Feeds: any venue that offers its conversations as RSS or Atom."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from market.feeds import FeedEntry, looks_like_feed, read_feed
from market.pages import Page
from market.posts import Conversation
from market.urls import canonical_url, page_key
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.payload import outward
from spiders.connectors.reading import masked, member, plain, warn

_FEED_ADDRESS = re.compile(r"(?:\.(?:rss|atom|xml|rdf)|/(?:feed|rss|atom))/?$", re.IGNORECASE)


def recognises(url: str) -> bool:
    """Whether the address itself looks like a feed's."""
    return bool(_FEED_ADDRESS.search(urlsplit(url).path))


def seeds(venue: Venue) -> tuple[str, ...]:
    """The feed the brief names, or the venue's own address when that is a feed."""
    return (venue.feed or venue.url,)


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is the venue's feed, whatever page of it."""
    try:
        return page_key(url).partition("?")[0] == page_key(seeds(venue)[0]).partition("?")[0]
    except ValueError:
        return False


def parse(page: Page, venue: Venue, salted: Callable[[str], str]) -> Iterator[Conversation]:
    """One conversation per entry; replies from ``slash:comments``, None where the feed does not count them."""
    if not looks_like_feed(page.body):
        warn(page, "not a feed")
        return
    feed = read_feed(page.body, page.url)
    if feed.fault:
        warn(page, f"broken feed: {feed.fault}")
    for entry in feed.entries:
        conversation = _conversation(entry, page, venue, salted)
        if conversation:
            yield conversation


def _conversation(entry: FeedEntry, page: Page, venue: Venue, salted: Callable[[str], str]) -> Conversation | None:
    try:
        url = canonical_url(entry.url)
    except ValueError:
        url = ""
    if not url or page_key(url) == page_key(page.url):  # a missing link resolves to the feed itself
        warn(page, f"entry without an address: {entry.title[:60]!r}")
        return None
    return Conversation(
        venue=venue.key,
        url=url,
        title=masked(entry.title),
        text=plain(entry.summary),
        author=member(entry.author, salted),
        started_at=entry.published,
        replies=entry.comments,
        score=None,
        capture=page.capture,
        links=outward(venue, entry.summary),
    )


connectors.register("feed")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse))
