"""Links: what a page points to, read from one parsed tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from market.directives import meta_directives
from market.pages import Page
from market.urls import canonical_url
from market.walls import wall_in

MAX_LINKS = 5_000  # of one page; beyond, nobody reads them either
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


@dataclass(frozen=True, slots=True)
class Links:
    """Canonical http(s) addresses in page order, each once; the page itself is left out."""

    pages: tuple[str, ...] = ()
    nofollow: tuple[str, ...] = ()  # the site asks not to follow these
    feeds: tuple[str, ...] = ()
    beyond: int = 0  # links left unread after ``MAX_LINKS``
    directives: frozenset[str] = frozenset()  # of the page's robots meta elements, in lower case
    wall: str = ""  # why the page is no content


def read_links(page: Page) -> Links:
    """The links of an HTML page; none when it cannot be parsed."""
    tree = _tree(page)
    if tree is None:
        return Links()
    base = _base(tree, page.url)
    directives = meta_directives(tree)
    anchors = list(tree.iter("a", "area"))
    followed: dict[str, None] = {}
    asked_not: dict[str, None] = {}
    for anchor in anchors[:MAX_LINKS]:
        url = _address(anchor.get("href"), base)
        if url and url != page.url:
            nofollow = "nofollow" in directives or "nofollow" in (anchor.get("rel") or "").lower().split()
            (asked_not if nofollow else followed)[url] = None
    followed.update((url, None) for url in _others(tree, base) if url != page.url)
    return Links(
        tuple(followed),
        tuple(url for url in asked_not if url not in followed),
        tuple(dict.fromkeys(_feeds(tree, base))),
        max(0, len(anchors) - MAX_LINKS),
        directives,
        wall_in(tree),
    )


def _tree(page: Page) -> Any:
    from lxml import etree, html
    from w3lib.encoding import html_to_unicode

    _, text = html_to_unicode(page.header("content-type") or None, page.body)
    payload = text.replace("\x00", "").encode("utf-8", "replace")
    try:  # bytes, because lxml refuses text that declares an encoding of its own
        return html.document_fromstring(payload, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.LxmlError, ValueError):
        return None


def _base(tree: Any, url: str) -> str:
    stated: str = next((node.get("href") for node in tree.iter("base") if node.get("href")), "")
    try:
        return urljoin(url, stated.strip())
    except ValueError:
        return url


def _address(href: str | None, base: str) -> str:
    """The canonical address of a link; "" for mail, scripts, fragments and what is no address at all."""
    if not href or href.startswith("#"):
        return ""
    # what begins with one slash depends on the host alone: menus and teasers are then joined once, not on every page
    rooted = href.startswith("/") and not href.startswith("//")
    return _joined(base[: base.find("/", base.find("//") + 2) + 1] or base if rooted else base, href.partition("#")[0])


@lru_cache(maxsize=2048)
def _joined(base: str, href: str) -> str:
    try:
        return canonical_url(urljoin(base, href.strip()))
    except ValueError:
        return ""


def _others(tree: Any, base: str) -> Iterator[str]:
    """Links that are no anchors: the next page of a series, and where a page forwards its visitors."""
    for node in tree.iter("link"):
        if "next" in (node.get("rel") or "").lower().split():
            yield from filter(None, (_address(node.get("href"), base),))
    for node in tree.iter("meta"):
        if (node.get("http-equiv") or "").lower() == "refresh":
            _, _, target = (node.get("content") or "").partition("=")
            yield from filter(None, (_address(target.strip(" '\""), base),))


def _feeds(tree: Any, base: str) -> Iterator[str]:
    for node in tree.iter("link"):
        alternate = "alternate" in (node.get("rel") or "").lower().split()
        if alternate and (node.get("type") or "").lower().strip() in _FEED_TYPES:
            yield from filter(None, (_address(node.get("href"), base),))
