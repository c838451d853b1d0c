"""Bluesky: what the public search finds, and the replies below it."""

from collections.abc import Iterator
from datetime import UTC, datetime
import re

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.fields import BLUESKY
from spiders.connectors.payload import Record, Salted, asked, asking, known, opened, outward, path_of, payload_of
from spiders.connectors.payload import record, records, text, texts, walk
from spiders.connectors.reading import masked, member, moment, whole

_API = "https://api.bsky.app/xrpc/app.bsky.feed."
_POST = re.compile(r"at://(did:[a-z]+:[\w.:%-]{1,200})/app\.bsky\.feed\.post/([\w.~:-]{1,200})", re.ASCII)
_FOR_MEMBERS = "!no-unauthenticated"  # the author's word that only members may read


def _query(url: str) -> str:
    hashtag = re.match(r"/hashtag/([^/]+)", path_of(url))
    return asked(url, "q") or (f"#{hashtag.group(1)}" if hashtag else "")


def recognises(url: str) -> bool:
    return host_of(url) in ("bsky.app", "api.bsky.app", "public.api.bsky.app") and bool(_query(url))


def seeds(venue: Venue, cursor: str = "") -> tuple[str, ...]:
    return (asking(f"{_API}searchPosts", q=_query(venue.url), sort="latest", limit=100, cursor=cursor),)


def lists(url: str) -> bool:
    return path_of(url).endswith(".searchPosts")


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is of the venue's search, or a thread, which any search may have led to."""
    searched = lists(url) and asked(url, "q").lower() == _query(venue.url).lower()
    return host_of(url).endswith("api.bsky.app") and (searched or path_of(url).endswith(".getPostThread"))


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """The threads of posts with replies, then the next page of the search."""
    payload = payload_of(page)
    for post in records(payload.get("posts")):
        if _POST.fullmatch(text(post, "uri")) and whole(post.get("replyCount")):
            yield asking(f"{_API}getPostThread", uri=text(post, "uri"), depth=100, parentHeight=0)
    if payload.get("posts") and (cursor := text(payload, "cursor")[:200]):
        yield from seeds(venue, cursor)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The posts of a search, or a thread. A reply that the search found is an answer in its thread.

    Posts that were deleted, blocked, or are meant for members only are left out.
    """
    payload = payload_of(page)
    root = record(payload.get("thread"))
    below = [record(node.get("post")) for node in walk(records(root.get("replies")), lambda n: records(n.get("replies")))]
    posts = [record(root.get("post"))] if root else records(payload.get("posts"))
    known(page, "a post", [*posts, *below], BLUESKY)
    answers = tuple(_said(post, venue, salted) for post in below if _shown(post))
    for post in filter(_shown, posts):
        thread = record(record(record(post.get("record")).get("reply")).get("root"))
        stray = _POST.fullmatch(text(thread, "uri")) if not root else None
        found = stray or _POST.fullmatch(text(post, "uri"))
        said, language = _said(post, venue, salted), texts(record(post.get("record")), "langs")[:1]
        url = f"https://bsky.app/profile/{found.group(1)}/post/{found.group(2)}" if found else ""
        if stray:
            yield opened(page, venue, url, Reply("", "", None), answers=(said,))
        elif found:
            language = "".join(language)[:2].lower()
            yield opened(page, venue, url, said, "", whole(post.get("replyCount")), answers, language=language)


def _shown(post: Record) -> bool:
    labels = records(record(post.get("author")).get("labels"))
    return bool(text(post, "uri")) and not any(label.get("val") == _FOR_MEMBERS for label in labels)


def _said(post: Record, venue: Venue, salted: Salted) -> Reply:
    """One post. Its date is its author's word; when that is later than the network's, the network's counts."""
    written, author = record(post.get("record")), record(post.get("author"))
    facets = [f for facet in records(written.get("facets")) for f in records(facet.get("features"))]
    embed = record(record(written.get("embed")).get("external"))
    links = outward(venue, text(written, "text"), *(text(part, "uri") for part in (*facets, embed)))
    stated = [at for at in (moment(written.get("createdAt")), moment(post.get("indexedAt"))) if at]
    name = text(author, "did") or text(author, "handle")
    words = _HANDLE.sub("@someone", masked(text(written, "text")))
    return Reply(member(name, salted), words, min(stated, default=None), whole(post.get("likeCount")), links)


connectors.register("bluesky")(Connector(Access.API, recognises, seeds, holds, parse, follow=follow, lists=lists))
