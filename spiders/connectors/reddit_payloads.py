"""Reddit's payloads: listings and threads as JSON, feeds and old-style pages become conversations."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from market.feeds import FeedEntry, read_feed
from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Venue
from spiders.connectors.payload import outward
from spiders.connectors.reading import (
    masked,
    member,
    moment,
    page_tree,
    plain,
    read_json,
    tree_of,
    unescaped,
    warn,
    whole,
)

_PATH = re.compile(r"^/r/([A-Za-z0-9_]{2,30})(?:/|\.rss$|\.json$|$)")
_THREAD = re.compile(r"/r/([A-Za-z0-9_]+)/comments/([a-z0-9]+)(?:/[^/?]*(?:/([a-z0-9]+))?)?", re.IGNORECASE)
_GONE = {"[deleted]", "[removed]"}
Salted = Callable[[str], str]


def subreddit(url: str) -> str:
    """The subreddit an address belongs to, in lower case; "" for any other address."""
    on_reddit = re.fullmatch(r"(?:[a-z]+\.)?reddit\.com", host_of(url))
    found = _PATH.match(urlsplit(url).path) if on_reddit else None
    return found.group(1).lower() if found else ""


def name_of(venue: Venue) -> str:
    found = _PATH.match(urlsplit(venue.url).path)
    return found.group(1) if found else ""


def _address(venue: Venue, permalink: Any) -> str:
    """The one address of a thread, "" when it is of another subreddit."""
    found = _THREAD.search(str(permalink or ""))
    if not found or found.group(1).lower() != subreddit(venue.url):
        return ""
    return f"https://www.reddit.com/r/{name_of(venue)}/comments/{found.group(2).lower()}/"


def from_json(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    payload = read_json(page)
    listings = payload if isinstance(payload, list) else [payload]
    children = [child for listing in listings for child in _children(listing)] or _loaded(payload)
    if payload is not None and not children and not any(_kind(listing) in ("Listing", "t5") for listing in listings):
        warn(page, "JSON of an unknown shape")
    threads = [child["data"] for child in children if _kind(child) == "t3"]
    replies = [child["data"] for child in children if _kind(child) == "t1"]
    if len(threads) == 1 and isinstance(payload, list):
        yield from _thread(threads[0], tuple(_replies(replies, venue, salted)), page, venue, salted)
        return
    for thread in threads:
        yield from _thread(thread, (), page, venue, salted)
    for reply in replies:
        yield from _stray(reply, page, venue, salted)


def _kind(thing: Any) -> str:
    return str(thing.get("kind", "")) if isinstance(thing, dict) and isinstance(thing.get("data"), dict) else ""


def _children(listing: Any) -> list[Any]:
    found = listing["data"].get("children") if _kind(listing) == "Listing" else None
    return [child for child in found if _kind(child)] if isinstance(found, list) else []


def _loaded(payload: Any) -> list[Any]:
    """What the API gives for the comments that a thread's page leaves out ("load more comments")."""
    data = payload.get("json") if isinstance(payload, dict) else None
    things = data["data"].get("things") if isinstance(data, dict) and isinstance(data.get("data"), dict) else None
    return [thing for thing in things if _kind(thing)] if isinstance(things, list) else []


def _thread(
    data: dict[str, Any], answers: tuple[Reply, ...], page: Page, venue: Venue, salted: Salted
) -> Iterator[Conversation]:
    url = _address(venue, data.get("permalink"))
    if url:
        yield Conversation(
            venue=venue.key,
            url=url,
            title=masked(str(data.get("title") or "")),
            text=_words(data, "selftext"),
            author=member(data.get("author"), salted),
            started_at=moment(data.get("created_utc")),
            replies=whole(data.get("num_comments")),
            score=whole(data.get("score")),
            capture=page.capture,
            answers=answers,
            links=outward(venue, str(data.get("url") or ""), _markup(data, "selftext")),
        )


def _words(data: dict[str, Any], field: str) -> str:
    markup = data.get(f"{field}_html")
    text = plain(unescaped(markup)) if isinstance(markup, str) else masked(str(data.get(field) or ""))
    return "" if text in _GONE else text


def _markup(data: dict[str, Any], field: str) -> str:
    return unescaped(str(data.get(f"{field}_html") or data.get(field) or ""))


def _replies(comments: list[dict[str, Any]], venue: Venue, salted: Salted) -> Iterator[Reply]:
    waiting = list(comments)
    while waiting:
        data = waiting.pop(0)
        author, links = member(data.get("author"), salted), outward(venue, _markup(data, "body"))
        yield Reply(author, _words(data, "body"), moment(data.get("created_utc")), whole(data.get("score")), links)
        waiting += [child["data"] for child in _children(data.get("replies")) if _kind(child) == "t1"]


def _stray(data: dict[str, Any], page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """A comment from a listing of comments: its thread is known by title only."""
    link = f"/r/{data.get('subreddit')}/comments/{str(data.get('link_id') or '').removeprefix('t3_')}/"
    thread = {"permalink": link, "title": data.get("link_title"), "num_comments": data.get("num_comments")}
    yield from _thread(thread, tuple(_replies([data], venue, salted)), page, venue, salted)


def from_feed(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    feed = read_feed(page.body, page.url)
    if feed.fault:
        warn(page, f"broken feed: {feed.fault}")
    for entry in feed.entries:
        url = _address(venue, entry.url)
        found = _THREAD.search(entry.url)
        if url and found and found.group(3):  # the feed of a thread or of comments
            reply = Reply(member(entry.author, salted), _feed_words(entry), entry.published or entry.updated)
            yield Conversation(venue.key, url, "", "", "", None, None, None, page.capture, (reply,))
        elif url:
            author, title = member(entry.author, salted), masked(entry.title)
            yield Conversation(
                venue.key, url, title, _feed_words(entry), author, entry.published, None, None, page.capture
            )


def _feed_words(entry: FeedEntry) -> str:
    """The author's own text: Reddit wraps it and adds a line with names and links."""
    tree = tree_of(entry.summary)
    written = tree.xpath("//div[contains(concat(' ', @class, ' '), ' md ')]") if tree is not None else []
    return plain(written[0]) if written else ""


def from_html(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    tree = page_tree(page)
    things = [] if tree is None else tree.xpath("//*[starts-with(@data-fullname, 't3_') and @data-permalink]")
    if tree is not None and not things:
        warn(page, "no old-style listing in this page")
    comments = tree.xpath("//*[starts-with(@data-fullname, 't1_')]") if len(things) == 1 else []
    answers = tuple(
        Reply(member(c.get("data-author"), salted), _html_words(c), moment(_first(c, "entry", "time/@datetime")))
        for c in comments
    )
    for thing in things:
        if thing.get("data-promoted") != "true":
            yield from _html_thread(thing, answers, page, venue, salted)


def _html_thread(
    thing: Any, answers: tuple[Reply, ...], page: Page, venue: Venue, salted: Salted
) -> Iterator[Conversation]:
    stamp = whole(thing.get("data-timestamp"))
    data = {
        "permalink": thing.get("data-permalink"),
        "title": _first(thing, "entry", "a[contains(concat(' ', @class, ' '), ' title ')]/text()"),
        "selftext": _html_words(thing),
        "author": thing.get("data-author"),
        "created_utc": stamp / 1000 if stamp is not None else None,
        "num_comments": thing.get("data-comments-count"),
        "score": thing.get("data-score"),
    }
    yield from _thread(data, answers, page, venue, salted)


def _first(thing: Any, within: str, path: str) -> str:
    """The first hit of ``path`` in the thing's own entry, not in those of the comments below it."""
    found = thing.xpath(f"./*[contains(concat(' ', @class, ' '), ' {within} ')]//{path}")
    return str(found[0]) if found else ""


def _html_words(thing: Any) -> str:
    path = "./*[contains(concat(' ', @class, ' '), ' entry ')]//div[contains(concat(' ', @class, ' '), ' md ')]"
    written = thing.xpath(path)
    text = plain(written[0]) if written else ""
    return "" if text in _GONE else text
