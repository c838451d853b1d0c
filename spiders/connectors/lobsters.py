"""Lobsters: the stories of a tag, or the newest of all, with their comments, as the site's own JSON."""

import re
from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import LOBSTERS
from spiders.connectors.payload import Record, Salted, base_of, number_of, path_of, record, records, text
from spiders.connectors.reading import member, moment, plain, read_json, warn, whole

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
    stories = payload.rows(page) if lists(page.url) else []
    base = base_of(venue.url)
    yield from (f"{base}/s/{number_of(s, 'short_id')}.json" for s in stories if whole(s.get("comment_count")))
    here = re.search(r"/page/(\d{1,4})\.json$", path_of(page.url))
    if stories:
        yield f"{base}{_list(venue.url)}/page/{int(here.group(1)) + 1 if here else 2}.json"


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The stories of a list, or one story with its comments; those that were deleted are left out."""
    answer = read_json(page)
    stories = [answer] if isinstance(answer, dict) else records(answer)
    stories = [story for story in stories if number_of(story, "short_id") and "title" in story]
    if answer and not stories:
        warn(page, "JSON of an unknown shape")
    payload.known(page, "a story", [r for s in stories for r in (s, *records(s.get("comments")))], LOBSTERS)
    for story in stories:
        comments = [c for c in records(story.get("comments")) if not (c.get("is_deleted") or c.get("is_moderated"))]
        answers = tuple(_post(comment, "comment", "commenting_user", venue, salted) for comment in comments)
        first = _post(story, "description", "submitter_user", venue, salted)
        url, replies = f"{base_of(venue.url)}/s/{number_of(story, 'short_id')}", whole(story.get("comment_count"))
        title, tags = text(story, "title"), payload.texts(story, "tags")
        yield payload.opened(page, venue, url, first, title, replies, answers, tags=tags)


def _post(post: Record, field: str, author: str, venue: Venue, salted: Salted) -> Reply:
    """One story or comment; its author is a name, in older payloads an object that holds it."""
    name = text(post, author) or text(record(post.get(author)), "username")
    links, at = payload.outward(venue, text(post, "url"), text(post, field)), moment(post.get("created_at"))
    return Reply(member(name, salted), plain(text(post, field)), at, whole(post.get("score")), links)


connectors.register("lobsters")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse, follow, lists))
