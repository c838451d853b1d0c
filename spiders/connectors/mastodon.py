"""Mastodon: a hashtag as one server's public timeline shows it, and the public replies below its posts."""

import re
from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import same_site
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.fields import MASTODON
from spiders.connectors.payload import Record, Salted, asking, base_of, known, number_of, opened, outward, path_of
from spiders.connectors.payload import record, records, text
from spiders.connectors.reading import masked, member, moment, plain, read_json, warn, whole

_API = "/api/v1"
_CONTEXT = re.compile(r"/api/v1/statuses/(\w+)/context")
_PUBLIC = ("public", "unlisted")


def _tag(url: str) -> str:
    found = re.match(r"/(?:tags|explore/tags|api/v1/timelines/tag)/([^/?#]+)", path_of(url))
    return found.group(1).lower() if found else ""


def recognises(url: str) -> bool:
    """Whether the address alone tells a Mastodon hashtag; many servers need ``platform: mastodon`` in the brief."""
    return bool(re.match(r"/tags/[^/]+/?$", path_of(url))) and "mastodon" in base_of(url)


def seeds(venue: Venue, before: str = "") -> tuple[str, ...]:
    return (asking(f"{base_of(venue.url)}{_API}/timelines/tag/{_tag(venue.url)}", limit=40, max_id=before),)


def lists(url: str) -> bool:
    return path_of(url).startswith(f"{_API}/timelines/tag/")


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is of the hashtag's timeline, or what was said below a post."""
    ours = lists(url) and _tag(url) == _tag(venue.url)
    return same_site(url, venue.url) and (ours or bool(_CONTEXT.fullmatch(path_of(url))))


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """What was said below every post with replies, then the next page of the timeline."""
    statuses = records(read_json(page)) if lists(page.url) else []
    for status in statuses:
        if (number := number_of(status, "id")) and whole(status.get("replies_count")):
            yield f"{base_of(venue.url)}{_API}/statuses/{number}/context"
    if statuses and (last := number_of(statuses[-1], "id")):
        yield from seeds(venue, before=last)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The posts of a timeline, or the replies below one post. What is boosted or not public is left out.

    A conversation's address names its number and never its author.
    """
    payload, below = read_json(page), _CONTEXT.fullmatch(path_of(page.url))
    found = records(record(payload).get("descendants")) if below else records(payload)
    if payload is not None and not isinstance(payload, list) and not (below and "descendants" in record(payload)):
        warn(page, "JSON of an unknown shape")
    known(page, "a post", found, MASTODON)
    public = [s for s in found if text(s, "visibility") in _PUBLIC and not s.get("reblog") and number_of(s, "id")]
    if below:
        answers = tuple(_post(status, venue, salted) for status in public)
        yield opened(page, venue, _address(venue, below.group(1)), Reply("", "", None), answers=answers)
        return
    for status in public:
        tags = tuple(dict.fromkeys(masked(text(tag, "name")) for tag in records(status.get("tags"))))
        more = {"tags": tags, "language": text(status, "language")[:2].lower()}
        address, replies = _address(venue, number_of(status, "id")), whole(status.get("replies_count"))
        yield opened(page, venue, address, _post(status, venue, salted), text(status, "spoiler_text"), replies, **more)


def _address(venue: Venue, number: str) -> str:
    return f"{base_of(venue.url)}/statuses/{number}"


def _post(status: Record, venue: Venue, salted: Salted) -> Reply:
    """One post; the links to the members it speaks to are not links to elsewhere."""
    written = text(status, "content")
    named = {text(m, "url") for m in records(status.get("mentions"))} | {text(t, "url") for t in records(status.get("tags"))}
    links = tuple(url for url in outward(venue, written) if url not in named)
    author = member(record(status.get("account")).get("acct"), salted)
    return Reply(author, plain(written), moment(status.get("created_at")), whole(status.get("favourites_count")), links)


connectors.register("mastodon")(Connector(Access.API, recognises, seeds, holds, parse, follow=follow, lists=lists))
