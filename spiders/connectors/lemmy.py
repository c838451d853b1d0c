"""Lemmy: posts and comments of one community from its instance's public API."""

import re
from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of, same_site
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import LEMMY
from spiders.connectors.payload import Record, Salted, asked, asking, base_of, number_of, path_of, record, records, text
from spiders.connectors.reading import masked, member, moment, whole

_LIST, _COMMENTS = "/api/v3/post/list", "/api/v3/comment/list"
_SHARE = {"type_": "All", "limit": 50}  # the most that an instance gives at a time


def _community(url: str) -> str:
    found = re.match(r"/c/(\w{1,255}(?:@[a-z0-9.-]+)?)/?$", path_of(url), re.ASCII)
    return found.group(1) if found else ""


def recognises(url: str) -> bool:  # most communities need ``platform: lemmy`` in the brief
    return "lemmy" in host_of(url) and bool(_community(url))


def seeds(venue: Venue, **at: object) -> tuple[str, ...]:
    name = _community(venue.url)
    return (asking(base_of(venue.url) + _LIST, community_name=name, sort="New", **_SHARE, **at),)


def lists(url: str) -> bool:
    return path_of(url) == _LIST


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` lists posts of this community, or the comments on a post, whose community shows only inside."""
    ours = lists(url) and asked(url, "community_name") == _community(venue.url)
    return same_site(url, venue.url) and (ours or path_of(url) == _COMMENTS)


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """The comments of every post that has some, then the next page of the list."""
    for view in records((answer := payload.payload_of(page)).get("posts")):
        number = number_of(record(view.get("post")), "id")
        if number and whole(record(view.get("counts")).get("comments")):
            yield asking(base_of(venue.url) + _COMMENTS, post_id=number, max_depth=50, **_SHARE)
    if cursor := number_of(answer, "next_page"):
        yield from seeds(venue, page_cursor=cursor)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The posts of a list, or comments under the post they answer; what was deleted or removed is left out."""
    views = payload.rows(page, "posts", "comments")
    payload.known(page, "a post", (record(v.get(p)) for v in views for p in ("post", "comment", "counts")), LEMMY)
    for view in views:
        post, comment = record(view.get("post")), record(view.get("comment"))
        if _gone(post) or _gone(comment) or not (number := number_of(post, "id")):
            continue
        said, stated = _said(comment or post, view, venue, salted), whole(record(view.get("counts")).get("comments"))
        first, replies, answers = (Reply("", "", None), None, (said,)) if comment else (said, stated, ())
        address = f"{base_of(venue.url)}/post/{number}"
        yield payload.opened(page, venue, address, first, text(post, "name"), replies, answers)


def _gone(post: Record) -> bool:
    return post.get("deleted") is True or post.get("removed") is True


def _said(post: Record, view: Record, venue: Venue, salted: Salted) -> Reply:
    author = record(view.get("creator"))
    name = f"{text(author, 'name')}@{host_of(text(author, 'actor_id'))}" if text(author, "name") else ""
    written, day = text(post, "content") or text(post, "body"), text(post, "published")
    links, score = payload.outward(venue, text(post, "url"), written), whole(record(view.get("counts")).get("score"))
    at = moment(day) or moment(f"{day}Z")  # instances before version 0.19 state UTC without saying so
    return Reply(member(name, salted), masked(written), at, score, links)


connectors.register("lemmy")(Connector(Access.API, recognises, seeds, holds, parse, follow, lists))
