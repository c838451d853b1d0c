"""Podcasts: the episodes of a show from its feed, or from Apple's public directory."""

import re
from collections.abc import Iterator

from market.feeds import looks_like_feed, read_feed
from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import canonical_url, host_of, page_key
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import APPLE
from spiders.connectors.payload import Salted, asked, path_of, text
from spiders.connectors.reading import masked, member, moment, plain, warn

_LOOKUP = "https://itunes.apple.com/lookup"
_SHOW = re.compile(r"/(?:[a-z]{2}/)?podcast/(?:[^/]+/)?id(\d{1,20})", re.ASCII)


def _show(url: str) -> str:
    """The number of a show in Apple's directory, "" for any other address."""
    found = _SHOW.match(path_of(url)) if host_of(url) == "podcasts.apple.com" else None
    return found.group(1) if found else ""


def recognises(url: str) -> bool:
    return bool(_show(url))


def seeds(venue: Venue) -> tuple[str, ...]:
    """The show's feed where the brief names one; else what the directory says of its newest episodes."""
    show = _show(venue.url)
    listed = payload.asking(_LOOKUP, id=show, entity="podcastEpisode", limit=200) if show else venue.url
    return (venue.feed or listed,)


def holds(url: str, venue: Venue) -> bool:
    ours = bool(_show(venue.url)) and url.startswith(_LOOKUP) and asked(url, "id") == _show(venue.url)
    return ours or canonical_url(url) == canonical_url(seeds(venue)[0])


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """One conversation per episode. What listeners say of it is public nowhere: no replies, no score."""
    if not looks_like_feed(page.body):
        yield from _from_directory(page, venue, salted)
        return
    feed = read_feed(page.body, page.url)
    if feed.fault:
        warn(page, f"broken feed: {feed.fault}")
    for entry in feed.entries:
        own = entry.url and page_key(entry.url) not in (page_key(page.url), page_key(feed.site or page.url))
        url = entry.url if own else entry.enclosure
        if not url.startswith("http"):
            warn(page, f"episode without an address: {entry.title[:60]!r}")
            continue
        links = payload.outward(venue, entry.summary)
        first = Reply(member(entry.author, salted), plain(entry.summary), entry.published, None, links)
        yield payload.opened(page, venue, url, first, entry.title, entry.comments, tags=entry.tags)


def _from_directory(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    found = payload.rows(page, "results")
    payload.known(page, "an episode", found, APPLE)
    for episode in found:
        url = text(episode, "trackViewUrl") or text(episode, "episodeUrl")
        if text(episode, "kind") == "podcast-episode" and url.startswith("https://"):
            words, day = text(episode, "description") or text(episode, "shortDescription"), text(episode, "releaseDate")
            host = member(text(episode, "artistName"), salted)
            first = Reply(host, masked(words), moment(day), None, payload.outward(venue, words))
            yield payload.opened(page, venue, url, first, text(episode, "trackName"))


connectors.register("podcast")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse))
