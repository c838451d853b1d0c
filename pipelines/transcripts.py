"""Transcripts: a captured page as lines of words, whatever it is made of."""

import html
import re
from collections.abc import Iterator
from typing import Any

from market.json_text import read_json_text
from market.pages import Page
from reports.evidence_pages import Line, Transcript
from tactics.documents import Document, parse_document

MOST_LINES = 20_000  # of one capture; a page that holds more is cut there
_LONGEST = 2_000  # characters of one line, where the text itself has no end of line
_DEEPEST = 40  # levels of a JSON answer
_SKIPPED = ("script", "style", "template", "noscript", "svg", "iframe", "object", "head")
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"), "heading"),
    **dict.fromkeys(("li", "dt", "dd", "option"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("pre", "code"), "code"),
    **dict.fromkeys(("label", "button"), "field"),
}
_BLOCKS = {
    *_KINDS, "p", "div", "section", "article", "main", "aside", "header", "footer", "nav", "blockquote", "figcaption",
    "figure", "table", "tr", "thead", "tbody", "tfoot", "ul", "ol", "dl", "form", "fieldset", "address", "body", "hr",
    "br", "details", "summary", "select", "textarea",
} - {"code"}  # fmt: skip
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_BREAKS = re.compile(rf"[^\r\n]{{1,{_LONGEST}}}")


def transcribe(page: Page) -> Transcript:
    """The page's words in their order; ``remark`` says why there are none."""
    lines = tuple(_upto(_lines(page), MOST_LINES))
    remark = (
        "" if lines else f"{len(page.body):,} bytes of {page.capture.media_type or 'no stated type'}: no text to show."
    )
    return Transcript(page.capture, page.headers, lines, remark)


def _upto(lines: Iterator[Line], most: int) -> Iterator[Line]:
    for _, line in zip(range(most), lines, strict=False):
        yield line


def _lines(page: Page) -> Iterator[Line]:
    document = parse_document(page)
    if document is not None:
        yield from _of_document(document)
        return
    if page.capture.media_type.startswith(("image/", "video/", "audio/", "font/")) or b"\x00" in page.body[:4096]:
        return
    text = page.body.decode("utf-8", "replace")
    if text.lstrip()[:1] in ("{", "["):
        try:
            yield from _of_json(read_json_text(text), "", 0)
            return
        except (ValueError, RecursionError):
            pass
    yield from _of_text(text)


def _of_text(text: str) -> Iterator[Line]:
    """Feeds, sitemaps and plain text: what stands between tags, of escaped markup too."""
    for _ in range(2):
        text = html.unescape(_TAG.sub("\n", _CDATA.sub("", text)))
    for found in _BREAKS.finditer(text):
        if found.group().strip():
            yield Line("text", found.group())


def _of_json(value: Any, name: str, depth: int) -> Iterator[Line]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _of_json(part, str(key), depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _of_json(part, name, depth + 1)
    elif isinstance(value, str) and value.strip():
        yield Line("field", name)
        yield from _of_text(value)
    elif value not in (None, "", False):
        yield Line("field", f"{name}: {value}")


def _of_document(document: Document) -> Iterator[Line]:
    """The blocks of an HTML page, links and form fields on lines of their own behind the block they stand in."""
    tree = document.tree
    title = tree.find(".//title")
    if title is not None and title.text:
        yield Line("title", title.text)
    for meta in tree.iter("meta"):
        if (meta.get("name") or "").lower() == "description" and meta.get("content"):
            yield Line("text", meta.get("content"))
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() in ("alternate", "canonical") and link.get("href"):
            yield Line("link", f"[{link.get('rel')}] → {document.absolute(link.get('href'))}")
    yield from _Walk(document).lines(tree)


class _Walk:
    """One walk through a tree, without recursion: a hostile page may be as deep as its parser allows."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words: list[str] = []
        self._behind: list[Line] = []
        self._kinds = ["text"]

    def lines(self, tree: Any) -> Iterator[Line]:
        stack: list[tuple[Any, bool]] = [(tree, False)]
        while stack:
            node, closing = stack.pop()
            block = node.tag in _BLOCKS
            if closing:
                if block:
                    yield from self._flush()
                if node.tag in _KINDS:
                    self._kinds.pop()
                self._words.append(node.tail or "")
                continue
            if not isinstance(node.tag, str) or node.tag in _SKIPPED:
                self._words.append(node.tail or "")
                continue
            if block:
                yield from self._flush()
            if node.tag in _KINDS:
                self._kinds.append(_KINDS[node.tag])
            self._words.append(node.text or "")
            self._note(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
        yield from self._flush()

    def _note(self, node: Any) -> None:
        """Where a link leads, what a field asks for, what a picture says: words that are no text of the page."""
        if node.tag in ("a", "area") and node.get("href"):
            self._behind.append(Line("link", f"→ {self._document.absolute(node.get('href'))}"))
        elif node.tag == "input" and (node.get("type") or "").lower() != "hidden":
            told = [node.get(name) for name in ("type", "name", "placeholder", "value", "aria-label")]
            self._behind.append(Line("field", f"[{' · '.join(word for word in told if word) or 'field'}]"))
        elif node.tag == "img" and node.get("alt"):
            self._behind.append(Line("field", f"[picture: {node.get('alt')}]"))
        elif node.tag in ("textarea", "select"):
            self._behind.append(Line("field", f"[{node.tag} {node.get('name') or ''}]"))

    def _flush(self) -> Iterator[Line]:
        text = " ".join("".join(self._words).split())
        if text:
            yield Line(self._kinds[-1], text)
        yield from self._behind
        self._words, self._behind = [], []
