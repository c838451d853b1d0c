"""Discourse: topic pages, their JSON and feeds, live or as a static archive; one forum is one venue."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from market.feeds import looks_like_feed
from market.pages import Page
from market.posts import Conversation
from market.urls import host_of, same_site
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.discourse_payloads import TOPIC, base_of, from_feed, from_html, from_json
from spiders.connectors.reading import is_json

_SHOWN = re.compile(r"^(?:/|/(?:t|c|tag)/.+|/(?:latest|new|top|posts|categories)(?:[./].*)?)?$")
Salted = Callable[[str], str]


def recognises(url: str) -> bool:
    """Whether the address alone tells a Discourse forum; most need ``platform: discourse`` in the brief."""
    return "discourse" in host_of(url).split(".")[0] or bool(TOPIC.search(url))


def seeds(venue: Venue) -> tuple[str, ...]:
    """The forum's own lists of its latest topics."""
    base = base_of(venue)
    return tuple(
        dict.fromkeys(filter(None, (venue.feed, f"{base}/latest.json", f"{base}/latest.rss", f"{base}/latest")))
    )


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` shows topics of this forum; members' pages are never asked for."""
    base = urlsplit(base_of(venue)).path
    path = urlsplit(url).path
    return same_site(url, venue.url) and path.startswith(base) and bool(_SHOWN.match(path[len(base) :]))


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The conversations of a topic or list, whether page, JSON or feed.

    A page of a long topic gives what it shows; a post that comes without its topic's first one is an answer.
    """
    if is_json(page):
        yield from from_json(page, venue, salted)
    elif looks_like_feed(page.body):
        yield from from_feed(page, venue, salted)
    else:
        yield from from_html(page, venue, salted)


connectors.register("discourse")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse))
