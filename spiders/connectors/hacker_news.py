"""Hacker News: stories and their comments from the public search API; a venue is one search, or all new stories."""

import re
from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import HACKER_NEWS
from spiders.connectors.payload import Record, Salted, asked, number_of, path_of, records, text, walk
from spiders.connectors.reading import member, moment, plain, whole

_API = "https://hn.algolia.com/api/v1"
_SITE = "https://news.ycombinator.com"


def _query(url: str) -> str:
    return asked(url, "query") or asked(url, "q")


def recognises(url: str) -> bool:
    return host_of(url).removeprefix("www.") in ("news.ycombinator.com", "hn.algolia.com")


def seeds(venue: Venue, page: int | None = None) -> tuple[str, ...]:
    """The newest stories that the venue's search finds; without ``?query=`` in its address, the newest of all."""
    asked_for = {"query": _query(venue.url), "tags": "story", "hitsPerPage": 100, "page": page}
    return (payload.asking(f"{_API}/search_by_date", **asked_for),)


def lists(url: str) -> bool:
    return path_of(url).startswith("/api/v1/search")


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is of the venue's search, or a thread, which any search may have led to."""
    searched = lists(url) and _query(url).lower() == _query(venue.url).lower()
    return host_of(url) == "hn.algolia.com" and (searched or bool(re.fullmatch(r"/api/v1/items/\d+", path_of(url))))


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """The threads that have comments, then the next page of the search."""
    answer = payload.payload_of(page)
    hits, here = records(answer.get("hits")), whole(answer.get("page"))
    yield from (f"{_API}/items/{number_of(hit, 'objectID')}" for hit in hits if whole(hit.get("num_comments")))
    if hits and here is not None and here + 1 < (whole(answer.get("nbPages")) or 0):
        yield from seeds(venue, here + 1)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The stories of a search, or one story with all its comments; a comment that comes alone is an answer."""
    answer = payload.payload_of(page)
    full = "children" in answer
    items = [answer] if full else records(answer.get("hits"))
    payload.known(page, "an item", walk(items, "children"), HACKER_NEWS)
    for item in items:
        alone = text(item, "type") == "comment" or bool(text(item, "comment_text"))
        said = walk([item] if alone else records(item.get("children")), "children")
        answers = tuple(_post(part, venue, salted) for part in said if part.get("author"))  # others were deleted
        first = Reply("", "", None) if alone else _post(item, venue, salted)
        replies = None if alone else len(answers) if full else whole(item.get("num_comments"))
        if number := number_of(item, "story_id" if alone else "id" if full else "objectID"):
            title = text(item, "title") or text(item, "story_title")
            yield payload.opened(page, venue, f"{_SITE}/item?id={number}", first, title, replies, answers)


def _post(item: Record, venue: Venue, salted: Salted) -> Reply:
    written = text(item, "comment_text") or text(item, "story_text") or text(item, "text")
    links = payload.outward(venue, text(item, "url"), written)
    at = moment(item.get("created_at_i")) or moment(item.get("created_at"))
    return Reply(member(item.get("author"), salted), plain(written), at, whole(item.get("points")), links)


connectors.register("hacker_news")(Connector(Access.API, recognises, seeds, holds, parse, follow, lists))
