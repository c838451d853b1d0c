"""Mastodon: a hashtag as one server's public timeline shows it, and the public replies below its posts."""

import re
from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import same_site
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import MASTODON
from spiders.connectors.payload import Record, Salted, base_of, number_of, path_of, record, records, text
from spiders.connectors.reading import member, moment, plain, whole

_TIMELINE = "/api/v1/timelines/tag/"
_CONTEXT = re.compile(r"/api/v1/statuses/(\w+)/context", re.ASCII)


def _tag(url: str) -> str:
    found = re.match(r"/(?:tags|explore/tags|api/v1/timelines/tag)/([^/?#]+)", path_of(url))
    return found.group(1).lower() if found else ""


def recognises(url: str) -> bool:
    """Whether the address alone tells a Mastodon hashtag; many servers need ``platform: mastodon`` in the brief."""
    return bool(re.match(r"/tags/[^/]+/?$", path_of(url))) and "mastodon" in base_of(url)


def seeds(venue: Venue, before: str = "") -> tuple[str, ...]:
    return (payload.asking(f"{base_of(venue.url)}{_TIMELINE}{_tag(venue.url)}", limit=40, max_id=before),)


def lists(url: str) -> bool:
    return path_of(url).startswith(_TIMELINE)


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is of the hashtag's timeline, or what was said below a post."""
    ours = lists(url) and _tag(url) == _tag(venue.url)
    return same_site(url, venue.url) and (ours or bool(_CONTEXT.fullmatch(path_of(url))))


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """What was said below every post with replies, then the next page of the timeline."""
    statuses = payload.rows(page, "statuses") if lists(page.url) else []
    for status in statuses:
        if (number := number_of(status, "id")) and whole(status.get("replies_count")):
            yield f"{base_of(venue.url)}/api/v1/statuses/{number}/context"
    if statuses and (last := number_of(statuses[-1], "id")):
        yield from seeds(venue, before=last)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The posts of a timeline, or the replies below one post; what is boosted or not public is left out."""
    below = _CONTEXT.fullmatch(path_of(page.url))
    found = payload.rows(page, "descendants" if below else "statuses")
    payload.known(page, "a post", found, MASTODON)
    public = [s for s in found if text(s, "visibility") in ("public", "unlisted") and not s.get("reblog")]
    said = [(number_of(status, "id"), _post(status, venue, salted), status) for status in public]
    address = f"{base_of(venue.url)}/statuses/"  # the other address of a post names its author
    if below and said:
        answers = tuple(post for _, post, _ in said)
        yield payload.opened(page, venue, address + below.group(1), Reply("", "", None), answers=answers)
    for number, post, status in said if not below else ():
        language, tags = text(status, "language"), [text(tag, "name") for tag in records(status.get("tags"))]
        title, replies = text(status, "spoiler_text"), whole(status.get("replies_count"))
        yield payload.opened(page, venue, address + number, post, title, replies, language=language, tags=tags)


def _post(status: Record, venue: Venue, salted: Salted) -> Reply:
    """One post; the links to the members it speaks to are not links to elsewhere."""
    written, named = text(status, "content"), [*records(status.get("mentions")), *records(status.get("tags"))]
    links = tuple(u for u in payload.outward(venue, written) if u not in [text(entry, "url") for entry in named])
    author, score = record(status.get("account")).get("acct"), whole(status.get("favourites_count"))
    return Reply(member(author, salted), plain(written), moment(status.get("created_at")), score, links)


connectors.register("mastodon")(Connector(Access.API, recognises, seeds, holds, parse, follow, lists))
