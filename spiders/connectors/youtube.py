"""YouTube: the newest videos of a channel or playlist from its public feed; comments need credentials and are not read.

A channel is named by its number (``/channel/UC…``): an address with its name does not say which feed is its own.
"""

import re
from collections.abc import Iterator

from market.feeds import looks_like_feed, read_feed
from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import canonical_url, host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.payload import Salted, asked, path_of
from spiders.connectors.reading import member, plain, warn

_FEED = "https://www.youtube.com/feeds/videos.xml"
_CHANNEL = re.compile(r"/channel/(UC[\w-]{10,40})(?:/.*)?", re.ASCII)


def _feed(url: str) -> str:
    """The feed of a channel or playlist; "" for any other address."""
    if host_of(url).removeprefix("www.") not in ("youtube.com", "m.youtube.com"):
        return ""
    found = _CHANNEL.fullmatch(path_of(url))
    channel = found.group(1) if found else asked(url, "channel_id")
    playlist = asked(url, "playlist_id") or asked(url, "list")
    return payload.asking(_FEED, channel_id=channel, playlist_id=playlist) if channel or playlist else ""


def recognises(url: str) -> bool:
    return bool(_feed(url))


def seeds(venue: Venue) -> tuple[str, ...]:
    """The feed of the channel; that of the brief where the address names no channel."""
    return (_feed(venue.url) or venue.feed or venue.url,)


def holds(url: str, venue: Venue) -> bool:
    return canonical_url(_feed(url) or url) == canonical_url(seeds(venue)[0])


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """One conversation per video, with its views and how many rated it; how many comments it has is not public."""
    if not looks_like_feed(page.body):
        warn(page, "not a feed")
        return
    feed = read_feed(page.body, page.url)
    if feed.fault:
        warn(page, f"broken feed: {feed.fault}")
    for entry in feed.entries:
        video = asked(entry.url, "v")
        if not video or not host_of(entry.url).endswith("youtube.com"):
            warn(page, f"entry that is no video: {entry.title[:60]!r}")
            continue
        links = payload.outward(venue, entry.summary)
        first = Reply(member(entry.author, salted), plain(entry.summary), entry.published, entry.ratings, links)
        url = f"https://www.youtube.com/watch?v={video}"
        yield payload.opened(page, venue, url, first, entry.title, entry.comments, views=entry.views)


connectors.register("youtube")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse))
