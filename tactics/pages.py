"""Pages: one HTML page read once, into everything the later stages need of it."""

import re
from typing import Any
from urllib.parse import urlsplit

from market.directives import REMARKED, header_directives, meta_directives
from market.pages import Page, PageKind, Reading
from market.urls import canonical_url
from market.walls import wall_in
from tactics.dates import ARTICLE_TYPES, date_in_url, datings_of, modified_of
from tactics.details import (
    alternates_of,
    comments_of,
    is_signed,
    markup_of,
    section_of,
    signals_of,
    tags_of,
)
from tactics.documents import Document, parse_document, types_of
from tactics.main_text import main_text
from tactics.outline import read_outline
from tactics.purposes import purpose_of

LANGUAGE_FROM = 200  # characters of text from which its language is told
READER = "6"  # raise when a change of the reader makes stored readings stale
_LISTING_PATH = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|archives?|page|search|label|series)(?:/|\.html?$|$)", re.IGNORECASE
)
_ARCHIVE_PATH = re.compile(r"^/(?:.*/)?(?:19|20)\d\d(?:/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?)?/?$")
_SOFT_404 = re.compile(
    r"^(?:error\s*)?404\b|page (?:not found|can.?t be found)|not found(?:$|\s*[|–—-])", re.IGNORECASE
)
_META_KEPT = ("og:type", "og:site_name", "og:title", "generator", "twitter:site", "robots", "viewport", "description")


def read_page(page: Page) -> Reading:
    """What a captured page says; a page that is not readable HTML comes back as ``NOT_CONTENT`` with the reason.

    Its kind is what the page alone shows. Whether a dated page is a post of the company's blog also depends on the
    site's feeds and on its other pages: ``tactics.posts`` decides that.
    """
    if 300 <= page.capture.status < 400:
        return _not_content(page, f"redirect with status {page.capture.status}", PageKind.REDIRECT)
    document = parse_document(page)
    if document is None:
        return _not_content(page, "not readable as HTML")
    kind, why = _kind(document)
    if kind is PageKind.REDIRECT or page.capture.status >= 400:
        return _not_content(page, why, kind)  # a wall is no content either, but its forms and dates are read
    links, forms = read_outline(document)
    title, heading = _title(document), _heading(document)
    text = main_text(document, (title, heading, _meta(document, "og:title")))
    schema = tuple(sorted({t for node in document.json_ld for t in types_of(node)}))
    return Reading(
        capture=page.capture,
        kind=kind,
        canonical=_canonical(document),
        title=title,
        h1=heading,
        description=_meta(document, "description") or _meta(document, "og:description"),
        language=_language(document, text),
        text=text,
        words=len(text.split()),
        datings=datings_of(document),
        modified=modified_of(document),
        links=links,
        forms=forms,
        feeds=_feeds(document),
        schema_types=schema,
        meta=tuple((name, value) for name in _META_KEPT if (value := _meta(document, name))),
        why=why,
        purpose=purpose_of(kind, document.url, heading, schema, links, forms),
        signed=is_signed(document),
        section=section_of(document),
        tags=tags_of(document),
        comments=comments_of(document),
        alternates=alternates_of(document),
        signals=signals_of(document),
        markup=markup_of(document),
        notes=_notes(document),
    )


def _notes(document: Document) -> tuple[str, ...]:
    asked = meta_directives(document.tree) | header_directives(document.page)
    notes = tuple(name for name in REMARKED if name in asked)
    return (*notes, "rendered") if document.page.rendered else notes


def _not_content(page: Page, why: str, kind: PageKind = PageKind.NOT_CONTENT) -> Reading:
    return Reading(page.capture, kind, page.url, "", "", "", "", "", 0, (), None, why=why)


def _kind(document: Document) -> tuple[PageKind, str]:
    """The page's kind with the rule that decided it."""
    parts = urlsplit(document.url)
    path = parts.path or "/"
    checks = (
        (document.page.capture.status >= 400, PageKind.NOT_CONTENT, f"status {document.page.capture.status}"),
        (_refreshes(document.tree), PageKind.REDIRECT, "meta refresh to another page"),
        (bool(_SOFT_404.search(_title(document))), PageKind.NOT_CONTENT, "says it was not found"),
        (bool(wall := _wall(document)), PageKind.NOT_CONTENT, wall),
        (path in ("/", "/index.html", "/index.php") and not parts.query, PageKind.HOME, "the site's start page"),
        (bool(_ARCHIVE_PATH.match(path)), PageKind.LISTING, "archive of a year, month or day"),
        (
            bool(_LISTING_PATH.search(path)) and not date_in_url(document.url),
            PageKind.LISTING,
            "listing by its address",
        ),
        ("CollectionPage" in _page_types(document), PageKind.LISTING, "schema.org CollectionPage"),
        (_entries(document.tree) >= 3, PageKind.LISTING, "lists three or more entries"),
        ("single-post" in _body_classes(document), PageKind.POST, "marked as a single post"),
        ("page" in _body_classes(document), PageKind.OTHER, "marked as a page that is not a post"),
        (_is_article(document), PageKind.POST, "marked as an article"),
        (date_in_url(document.url) is not None, PageKind.POST, "the day stands in its address"),
    )
    return next(((kind, why) for holds, kind, why in checks if holds), (PageKind.OTHER, ""))


def _body_classes(document: Document) -> set[str]:
    """WordPress, the commonest engine, tells posts from pages in the classes of ``body``."""
    body = document.tree.find("body")
    classes = set((body.get("class") or "").split()) if body is not None else set()
    return classes if any(c.startswith(("postid-", "page-id-")) for c in classes) else set()


def _wall(document: Document) -> str:
    """What stands before the content; a page that states its whole text as data needs no script to be read."""
    wall = wall_in(document.tree)
    stated = any(node.get("articleBody") for node in document.json_ld)
    return "" if wall == "needs JavaScript" and stated else wall


def _refreshes(tree: Any) -> bool:
    """Whether the page sends visitors on at once; a page that reloads itself later is content."""
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").lower()
        if any(a.tag == "noscript" for a in meta.iterancestors()):
            continue  # for browsers without script; everyone else reads this page
        if (meta.get("http-equiv") or "").lower() == "refresh" and "url=" in content:
            delay = re.match(r"\s*(\d+)", content)
            return delay is None or int(delay[1]) <= 5
    return False


def _page_types(document: Document) -> set[str]:
    return {t for node in document.json_ld for t in types_of(node)}


def _is_article(document: Document) -> bool:
    if ARTICLE_TYPES.intersection(_page_types(document)):
        return True
    if _meta(document, "og:type").lower() == "article":
        return True
    itemtypes = document.tree.xpath("//*[@itemtype]/@itemtype")
    return any(t.rpartition("/")[2] in ARTICLE_TYPES for t in itemtypes) or bool(
        document.tree.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), ' h-entry ')]")
    )


def _entries(tree: Any) -> int:
    """Entries of a listing: articles beside each other that each link to a page of their own by their heading."""
    articles = tree.xpath(
        "//article[not(ancestor::article)] | //*[contains(concat(' ', normalize-space(@class), ' '), ' h-entry ')]"
    )
    linked = {
        href
        for article in articles
        for href in article.xpath(".//h1//a/@href | .//h2//a/@href | .//h3//a/@href | .//h4//a/@href")[:1]
    }
    if len(linked) < 3:
        return 0
    main = tree.xpath("count(//aside//article | //section[contains(@class,'related')]//article)")
    return max(0, len(linked) - int(main))


def _canonical(document: Document) -> str:
    for link in document.tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                return canonical_url(document.absolute(link.get("href")))
            except ValueError:
                break
    return canonical_url(document.url)


def _title(document: Document) -> str:
    title = document.tree.find(".//head/title")
    own = " ".join((title.text_content() if title is not None else "").split())
    return (own or _meta(document, "og:title"))[:300]


def _heading(document: Document) -> str:
    texts = [" ".join(h.text_content().split()) for h in document.tree.iter("h1")]
    return next((t for t in texts if t), "")[:300]


def _meta(document: Document, name: str) -> str:
    for meta in document.tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == name and meta.get("content"):
            return " ".join(meta.get("content").split())[:500]
    return ""


def _language(document: Document, text: str) -> str:
    """The declared language, else the one its words are in; "" when there are too few of them to tell."""
    declared = (
        document.tree.get("lang") or document.tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    ).lower()
    if re.match(r"[a-z]{2}(?:$|[-_])", declared):
        return declared[:2]
    if len(text) < LANGUAGE_FROM:
        return ""
    import py3langid

    return str(py3langid.classify(text[:2_000])[0])


def _feeds(document: Document) -> tuple[str, ...]:
    feeds = (
        document.absolute(link.get("href"))
        for link in document.tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower()
        and re.search(r"rss|atom|feed\+json", (link.get("type") or "").lower())
        and link.get("href")
    )
    return tuple(dict.fromkeys(f for f in feeds if f))
