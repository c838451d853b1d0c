"""WordPress's payloads: posts and comments as its interface (wp-json, version 2) gives them."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import canonical_url
from market.venues import Venue
from spiders.connectors.addresses import series
from spiders.connectors.reading import masked, moment, plain, read_json, warn, whole

PER_PAGE = 100  # the most that the interface gives at once
_EMBEDDED = 10  # replies that it gives along with a post at most
_FIELDS = "id,link,date_gmt,title,content,comment_status,_links.replies,_embedded"
Salted = Callable[[str], str]


def interface_of(url: str) -> tuple[str, ...]:
    """The addresses of the comments and posts of the site that ``url`` is of, at its root."""
    base = url.split("/wp-json/")[0] if "/wp-json/" in url else urljoin(url, "/").rstrip("/")
    return (
        canonical_url(f"{base}/wp-json/wp/v2/comments?per_page={PER_PAGE}"),
        canonical_url(f"{base}/wp-json/wp/v2/posts?_embed=replies&_fields={_FIELDS}&per_page={PER_PAGE}"),
    )


def later_pages(page: Page, _: Venue) -> Iterator[str]:
    """The next page of an answer of the interface, while its header counts more."""
    parts = urlsplit(page.url)
    fields = dict(parse_qsl(parts.query))
    number, pages = whole(fields.get("page", 1)) or 1, whole(page.header("x-wp-totalpages") or None) or 1
    if number < pages:
        yield canonical_url(parts._replace(query=urlencode({**fields, "page": number + 1})).geturl())


def from_json(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The posts of a page of posts, or the comments of a page of comments below the posts they belong to."""
    payload = read_json(page)
    things = payload if isinstance(payload, list) else [payload]
    for thing in things:
        if isinstance(thing, dict) and isinstance(thing.get("link"), str):
            yield from (_comment if "author_name" in thing else _post)(thing, page, venue, salted)
        elif payload is not None:
            said = thing.get("message") if isinstance(thing, dict) else ""
            warn(page, f"no post or comment: {str(said or 'JSON of an unknown shape')[:80]}")


def _comment(thing: dict[str, Any], page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    if thing.get("type", "comment") != "comment":
        return
    url = _address(thing["link"])
    if url:
        yield Conversation(venue.key, url, "", "", "", None, None, None, page.capture, (_reply(thing, salted),))


def _post(thing: dict[str, Any], page: Page, venue: Venue, _: Salted) -> Iterator[Conversation]:
    url = _address(thing["link"])
    count = _counted(thing)
    if not url or (thing.get("comment_status") != "open" and not count):
        return  # nobody can answer, and nobody did
    yield Conversation(
        venue=venue.key,
        url=url,
        title=masked(plain(_rendered(thing, "title"))),
        text=plain(_rendered(thing, "content")),
        author="",  # a number in the interface: its name is asked for elsewhere, and is the site's own
        started_at=moment(f"{thing.get('date_gmt')}Z"),
        replies=count if count is not None and count < _EMBEDDED else None,
        score=None,
        capture=page.capture,
    )


def _counted(thing: dict[str, Any]) -> int | None:
    """How many comments came along with a post, at most ``_EMBEDDED``; None when the site did not tell.

    They have no zone to their dates there: the comments themselves are read from their own list.
    """
    links, along = thing.get("_links"), thing.get("_embedded")
    if not isinstance(links, dict) or not links.get("replies"):
        return None
    listed = along.get("replies") if isinstance(along, dict) else [[]]
    first = listed[0] if isinstance(listed, list) and listed else None
    return len(first) if isinstance(first, list) else None  # an answer of another shape: refused


def _reply(thing: dict[str, Any], salted: Salted) -> Reply:
    name = " ".join(str(thing.get("author_name") or "").split())
    return Reply(salted(name) if name else "", plain(_rendered(thing, "content")), moment(f"{thing.get('date_gmt')}Z"))


def _rendered(thing: dict[str, Any], field: str) -> str:
    value = thing.get(field)
    return str(value.get("rendered") or "") if isinstance(value, dict) else ""


def _address(link: str) -> str:
    try:
        return series(link)
    except ValueError:
        return ""
