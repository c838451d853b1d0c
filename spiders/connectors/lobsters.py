"""Lobsters: the stories of a tag, or the newest of all, with their comments, as the site's own JSON."""

import re
from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.fields import LOBSTERS
from spiders.connectors.payload import Record, Salted, known, number_of, opened, outward, path_of, record, records
from spiders.connectors.payload import base_of, text, texts
from spiders.connectors.reading import is_json, member, moment, plain, read_json, warn, whole

_STORY = re.compile(r"/s/\w+\.json", re.ASCII)


def _list(url: str) -> str:
    """The part of an address that names the list: a tag, or the newest."""
    found = re.match(r"/t/[\w,+-]+", path_of(url), re.ASCII)
    return found.group() if found else "/newest"


def recognises(url: str) -> bool:
    return host_of(url).removeprefix("www.") == "lobste.rs"


def seeds(venue: Venue) -> tuple[str, ...]:
    return (f"{base_of(venue.url)}{_list(venue.url)}.json",)


def lists(url: str) -> bool:
    return bool(re.fullmatch(r"/(?:t/[^/]+|newest)(?:/page/\d+)?\.json", path_of(url)))


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is of the venue's list, or a story, whose tags show only inside."""
    ours = lists(url) and _list(url) == _list(venue.url)
    return base_of(url) == base_of(venue.url) and (ours or bool(_STORY.fullmatch(path_of(url))))


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """Every story with comments, then the next page of the list."""
    stories = records(read_json(page)) if is_json(page) and lists(page.url) else []
    base = base_of(venue.url)
    yield from (f"{base}/s/{number_of(s, 'short_id')}.json" for s in stories if whole(s.get("comment_count")))
    here = re.search(r"/page/(\d{1,4})\.json$", path_of(page.url))
    if stories:
        yield f"{base}{_list(venue.url)}/page/{int(here.group(1)) + 1 if here else 2}.json"


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The stories of a list, or one story with its comments; those that were deleted are left out."""
    payload = read_json(page)
    stories = [payload] if isinstance(payload, dict) else records(payload)
    stories = [story for story in stories if number_of(story, "short_id") and "title" in story]
    if payload and not stories:
        warn(page, "JSON of an unknown shape")
    known(page, "a story", [r for s in stories for r in (s, *records(s.get("comments")))], LOBSTERS)
    for story in stories:
        comments = [c for c in records(story.get("comments")) if not (c.get("is_deleted") or c.get("is_moderated"))]
        answers = tuple(_post(comment, "comment", "commenting_user", venue, salted) for comment in comments)
        first = _post(story, "description", "submitter_user", venue, salted)
        url, replies = f"{base_of(venue.url)}/s/{number_of(story, 'short_id')}", whole(story.get("comment_count"))
        yield opened(page, venue, url, first, text(story, "title"), replies, answers, tags=texts(story, "tags"))


def _post(post: Record, field: str, author: str, venue: Venue, salted: Salted) -> Reply:
    """One story or comment; its author is a name, in older payloads an object that holds it."""
    name = text(post, author) or text(record(post.get(author)), "username")
    links, at = outward(venue, text(post, "url"), text(post, field)), moment(post.get("created_at"))
    return Reply(member(name, salted), plain(text(post, field)), at, whole(post.get("score")), links)


connectors.register("lobsters")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse, follow=follow, lists=lists))
