"""Limits: how large a response may be, and which pages are built to stall a parser."""

import re

from market.feeds import looks_like_feed
from market.json_text import looks_like_json
from market.pages import Page

MAX_BYTES = 8 * 1024 * 1024  # of one response, unpacked
MAX_TAGS = 400_000
MAX_ATTRIBUTES = 256  # of one tag: libxml2's time grows with their square
MAX_DEPTH = 1_000  # libxml2 drops the rest of the page long before
TOO_COMPLEX = "too complex"
LONG_TAG = 2_000  # bytes; only longer ones can hold that many attributes

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+'|[\"'])*+)")
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_WORD = re.compile(rb"[^\s/=]+")
# Elements whose end tag may be left out, or that have none: they say nothing about depth.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th "
    b"thead tbody tfoot colgroup html head body rp rt".split()
)
_BINARY = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"wOF")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")  # escape stays: ISO-2022-JP is text
_TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/json",
    "application/rss",
    "application/atom",
)


def parser_fault(body: bytes) -> str:
    """Why a page must not be parsed, "" when it may be. Takes time linear in the page's length.

    Lists for crawlers (sitemaps, feeds) may have any number of elements: their readers keep none of them.
    """
    depth = 0
    most = MAX_BYTES if looks_like_feed(body) or looks_like_sitemap(body) else MAX_TAGS
    for count, tag in enumerate(_TAG.finditer(body)):
        if count >= most:
            return TOO_COMPLEX
        closing, name, rest = tag.groups()
        if len(rest) > LONG_TAG and len(_WORD.findall(_QUOTED.sub(b"", rest))) > MAX_ATTRIBUTES:
            return TOO_COMPLEX
        if name.lower() in _FLAT or rest.endswith(b"/"):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > MAX_DEPTH:
            return TOO_COMPLEX
    return ""


def looks_like_sitemap(body: bytes) -> bool:
    """Whether the first kilobytes open a sitemap or a sitemap index."""
    start = body[:2048].lower()
    return b"<urlset" in start or b"<sitemapindex" in start


def is_text(page: Page) -> bool:
    """Whether a payload can be read as text: by its media type, and not binary under a text's name."""
    media_type = page.capture.media_type
    if media_type and not media_type.startswith(_TEXT_TYPES) and not media_type.endswith(("+xml", "+json")):
        return is_packed_xml(page) or is_packed_mail(page)
    start = page.body[:1024]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16
        return True
    if start.startswith(_BINARY):
        return False
    return b"\x00" not in start and len(_CONTROLS.findall(start)) <= len(start) // 50


def is_json(page: Page) -> bool:
    """Whether a payload is JSON by its media type and its first letter: nobody parses the markup in it as one page."""
    return page.capture.media_type.endswith("json") and looks_like_json(page.body)


def is_packed_mail(page: Page) -> bool:
    """Whether a payload is a month of a mailing list, which archives keep gzipped."""
    return page.body[:2] == b"\x1f\x8b" and bool(re.search(r"\.(?:mbox|txt)\.gz(?:\?|$)", page.url.lower()))


def is_packed_xml(page: Page) -> bool:
    """Whether a payload is a gzipped sitemap, which servers send under many media types."""
    return page.body[:2] == b"\x1f\x8b" and ".xml" in page.url.lower()
