"""Documents: one parsed tree per page, shared by every reader."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml.etree import LxmlError
from w3lib.encoding import html_to_unicode

from market.json_text import read_json_text
from market.pages import Page

LONG_TAG = 60_000  # bytes of one tag from which its attributes are counted
MAX_ATTRIBUTES = 5_000  # a page with 100,000 attributes on a tag holds lxml for half a minute
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_PLAIN_KEYS = ("datePublished", "dateModified")
HTML_TYPES = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class Document:
    """A page as text and tree; ``base`` is what relative links start from."""

    page: Page
    html: str
    tree: Any  # lxml.html.HtmlElement
    base: str
    json_ld: tuple[dict[str, Any], ...] = field(default=())

    @property
    def url(self) -> str:
        return self.page.url

    def absolute(self, href: str) -> str:
        """``href`` as an absolute address, "" when it cannot be one."""
        try:
            return urljoin(self.base, href.strip())
        except ValueError:
            return ""


def parse_document(page: Page) -> Document | None:
    """The page's document, or None when it is not HTML, is empty, or is built to stall a parser."""
    body = page.body
    if page.capture.media_type not in HTML_TYPES or not body.strip() or b"\x00\x00\x00" in body[:1024]:
        return None
    if b"<" not in body or _has_flood(body):
        return None
    _, html = html_to_unicode(page.header("content-type") or None, body)
    html = html.replace("\x00", "")
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        return None
    return Document(page, html, tree, _base(tree, page.url), _json_ld(tree))


def _has_flood(body: bytes) -> bool:
    """Whether one tag has absurdly many attributes; linear in the size of the body."""
    position = body.find(b"<")
    while position >= 0:
        end = body.find(b">", position)
        if end < 0:
            end = len(body)
        if end - position > LONG_TAG and len(_QUOTED.sub(b"", body[position:end]).split()) > MAX_ATTRIBUTES:
            return True
        position = body.find(b"<", end)
    return False


def _base(tree: Any, url: str) -> str:
    href = next(iter(tree.xpath("//base/@href")), "")
    try:
        return urljoin(url, href.strip()) if href else url
    except ValueError:
        return url


def _json_ld(tree: Any) -> tuple[dict[str, Any], ...]:
    """Every JSON-LD node of the page, graphs and lists unfolded; of an unreadable block only its dates."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip(" ;\n\t")
        try:
            nodes.extend(_unfold(read_json_text(text, strict=False), 0))
        except (ValueError, RecursionError):
            nodes.extend(_salvaged(text))
    return tuple(nodes)


def _salvaged(text: str) -> list[dict[str, Any]]:
    """The one node of a block that is not JSON (a bare quote, a trailing comma): its type and dates, if unequivocal."""
    found = {key: set(re.findall(rf'"{key}"\s*:\s*"([^"\\]{{2,60}})"', text)) for key in _PLAIN_KEYS}
    types = re.findall(r'"@type"\s*:\s*"(\w+)"', text[:2_000])
    node: dict[str, Any] = {key: values.pop() for key, values in found.items() if len(values) == 1}
    return [{"@type": types[0], **node}] if types and node else []


def _unfold(value: Any, depth: int) -> list[dict[str, Any]]:
    if depth > 8:
        return []
    if isinstance(value, list):
        return [node for part in value for node in _unfold(part, depth + 1)]
    if not isinstance(value, dict):
        return []
    nested = [
        node for key in ("@graph", "mainEntity", "mainEntityOfPage") for node in _unfold(value.get(key), depth + 1)
    ]
    return [value, *nested]


def types_of(node: dict[str, Any]) -> tuple[str, ...]:
    """The schema.org types of a JSON-LD node, without prefix."""
    raw = node.get("@type", ())
    names = raw if isinstance(raw, list) else [raw]
    return tuple(str(name).rpartition("/")[2].rpartition(":")[2] for name in names if name)
