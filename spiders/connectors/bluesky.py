"""Bluesky: what the public search finds, and the replies below it."""

import re
from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import BLUESKY
from spiders.connectors.payload import Record, Salted, asked, path_of, record, records, text
from spiders.connectors.reading import masked, member, moment, whole

_API = "https://api.bsky.app/xrpc/app.bsky.feed"
_POST = re.compile(r"at://(did:[a-z]+:[\w.:%-]{1,200})/app\.bsky\.feed\.post/([\w.~:-]{1,200})", re.ASCII)


def recognises(url: str) -> bool:
    return host_of(url) in ("bsky.app", "api.bsky.app", "public.api.bsky.app") and bool(asked(url, "q"))


def seeds(venue: Venue, cursor: str = "") -> tuple[str, ...]:
    return (payload.asking(f"{_API}.searchPosts", q=asked(venue.url, "q"), sort="latest", limit=100, cursor=cursor),)


def lists(url: str) -> bool:
    return path_of(url).endswith(".searchPosts")


def holds(url: str, venue: Venue) -> bool:
    found = asked(url, "q").lower() == asked(venue.url, "q").lower() or path_of(url).endswith(".getPostThread")
    return found and url.startswith(_API)


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """The threads of posts with replies, then the next page of the search."""
    for post in records((answer := payload.payload_of(page)).get("posts")):
        if _POST.fullmatch(text(post, "uri")) and whole(post.get("replyCount")):
            yield payload.asking(f"{_API}.getPostThread", uri=text(post, "uri"), depth=100, parentHeight=0)
    if answer.get("posts") and (cursor := text(answer, "cursor")[:200]):
        yield from seeds(venue, cursor)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The posts of a search, or a thread; what was deleted, blocked, or is meant for members only is left out."""
    answer = payload.payload_of(page)
    thread = records([answer.get("thread")])
    tree = [post for n in payload.walk(thread, "replies") if _shown(post := record(n.get("post"))) or n is thread[0]]
    payload.known(page, "a post", [*tree, *records(answer.get("posts"))], BLUESKY)
    for first, *below in [tree] if tree else ([post] for post in records(answer.get("posts")) if _shown(post)):
        written, said, url = record(first.get("record")), _said(first, venue, salted), _address(text(first, "uri"))
        start = _address(text(record(record(written.get("reply")).get("root")), "uri"))
        if start and not tree:  # a reply that the search found is an answer in its thread
            yield payload.opened(page, venue, start, Reply("", "", None), answers=(said,))
        elif _shown(first):
            told = ("", whole(first.get("replyCount")), tuple(_said(post, venue, salted) for post in below))
            yield payload.opened(page, venue, url, said, *told, language="".join(payload.texts(written, "langs")[:1]))


def _address(uri: str) -> str:  # for readers; it has its author's number, not the name
    return _POST.sub(r"https://bsky.app/profile/\1/post/\2", uri) if _POST.fullmatch(uri) else ""


def _shown(post: Record) -> bool:
    labels = records(record(post.get("author")).get("labels"))
    return bool(_address(text(post, "uri"))) and all(e.get("val") != "!no-unauthenticated" for e in labels)


def _said(post: Record, venue: Venue, salted: Salted) -> Reply:
    """One post; a date that its author states later than the network saw it is not believed."""
    written, author = record(post.get("record")), text(record(post.get("author")), "did")
    parts = [record(record(written.get("embed")).get("external"))]
    parts += [feature for facet in records(written.get("facets")) for feature in records(facet.get("features"))]
    links = payload.outward(venue, text(written, "text"), *(text(part, "uri") for part in parts))
    stated = min(filter(None, (moment(written.get("createdAt")), moment(post.get("indexedAt")))), default=None)
    return Reply(member(author, salted), masked(text(written, "text")), stated, whole(post.get("likeCount")), links)


connectors.register("bluesky")(Connector(Access.API, recognises, seeds, holds, parse, follow, lists))
