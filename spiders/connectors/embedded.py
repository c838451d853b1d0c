"""Embedded: forums that draw themselves with scripts and carry their posts as JSON in the page (Flarum)."""

from collections.abc import Callable, Iterator
from typing import Any

from market.json_text import read_json_text
from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import canonical_url
from market.venues import Venue
from spiders.connectors.post_words import words_of
from spiders.connectors.reading import masked, moment, page_tree, warn, whole

Salted = Callable[[str], str]


def embedded(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The discussions in Flarum's document of a page; nothing without one."""
    if b"flarum-json-payload" not in page.body:
        return
    tree = page_tree(page)
    if tree is None:
        return
    try:
        payload = read_json_text(tree.xpath("string(//script[@id='flarum-json-payload'])"))
    except (ValueError, RecursionError) as fault:
        warn(page, f"unreadable payload: {fault}")
        return
    document = payload.get("apiDocument") if isinstance(payload, dict) else None
    if not isinstance(document, dict):
        return
    known = {(part.get("type"), str(part.get("id"))): part for part in _things(document.get("included"))}
    shown = document.get("data")
    for discussion in _things(shown if isinstance(shown, list) else [shown]):
        if discussion.get("type") == "discussions":
            yield _discussion(discussion, known, page, venue, salted)


def _things(value: Any) -> list[dict[str, Any]]:
    return [part for part in value or () if isinstance(part, dict)] if isinstance(value, list) else []


def _discussion(
    discussion: dict[str, Any], known: dict[Any, dict[str, Any]], page: Page, venue: Venue, salted: Salted
) -> Conversation:
    about = discussion.get("attributes") or {}
    number = str(discussion.get("id"))
    base = canonical_url(venue.url).split("/d/")[0].rstrip("/")
    posts = [
        (whole(post["attributes"].get("number")) or 0, _reply(post, known, salted))
        for (kind, _), post in known.items()
        if kind == "posts" and _of(post, "discussion", number) and post["attributes"].get("contentType") == "comment"
    ]
    posts.sort(key=lambda numbered: numbered[0])
    opening = next((reply for place, reply in posts if place == 1), Reply(_author(discussion, known, salted), "", None))
    count = whole(about.get("commentCount"))
    return Conversation(
        venue.key,
        canonical_url(f"{base}/d/{about.get('slug') or number}"),
        masked(str(about.get("title") or "")),
        opening.text,
        opening.author,
        moment(about.get("createdAt")) or opening.at,
        max(0, count - 1) if count is not None else None,
        opening.score,
        page.capture,
        tuple(reply for place, reply in posts if place != 1),
    )


def _of(post: dict[str, Any], relation: str, number: str) -> bool:
    """Whether a post belongs to a discussion; one that names none belongs to the only one shown."""
    owner = ((post.get("relationships") or {}).get(relation) or {}).get("data")
    return isinstance(post.get("attributes"), dict) and (not isinstance(owner, dict) or str(owner.get("id")) == number)


def _author(thing: dict[str, Any], known: dict[Any, dict[str, Any]], salted: Salted) -> str:
    owner = ((thing.get("relationships") or {}).get("user") or {}).get("data")
    person = known.get(("users", str(owner.get("id")))) if isinstance(owner, dict) else None
    name = str(((person or {}).get("attributes") or {}).get("username") or "")
    return salted(name) if name else ""


def _reply(post: dict[str, Any], known: dict[Any, dict[str, Any]], salted: Salted) -> Reply:
    about = post["attributes"]
    text = words_of(str(about.get("contentHtml") or ""))
    likes = ((post.get("relationships") or {}).get("likes") or {}).get("data")
    score = len(likes) if isinstance(likes, list) else None
    return Reply(_author(post, known, salted), text, moment(about.get("createdAt")), score)
