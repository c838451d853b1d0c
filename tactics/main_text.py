"""Main text: what an article says, without its heading, its frame and the teasers set between its paragraphs.

Trafilatura finds the article in the shared tree. What it leaves in is taken out by rules about structure: a
line that repeats the page's heading, a paragraph that is nothing but a link to another page. What it leaves out is put
back where the article goes on in a second block of the same name.
"""

import re
from collections.abc import Iterable
from typing import Any

from tactics.documents import Document

TEASER_WORDS = 3  # a link of fewer words can be a name or a source set on a line of its own
COVERED = 0.6  # share of the article's own paragraphs below which the extraction missed a part
PARAGRAPH_WORDS = 15
CHOPPED = 5  # words a line below which many lines are a menu, not a text
_PLAIN = re.compile(r"\w+")
_CLOSING = re.compile(
    r"^\W*(?:copyright|©|all rights reserved|(?:click here to )?(?:subscribe|sign up)\b|follow (?:us|him|her|them|@)|"
    r"(?:read|see|learn) (?:more|also)\b|related:|also read|more:|you may also like|share this|like this story|"
    r"get the latest|click here|lesen sie auch|mehr zum thema|lire aussi|leggi anche|lea también|leia também)",
    re.IGNORECASE,
)


def main_text(document: Document, headings: Iterable[str]) -> str:
    """The article's lines; "" where the page has none. ``headings`` are the titles that it repeats."""
    text = _extracted(document.tree, precise=False)
    lines = text.split("\n")
    if len(lines) > 40 and len(text.split()) < CHOPPED * len(lines):
        precise = _extracted(document.tree, precise=True)
        lines = precise.split("\n") if precise else lines
    lines = _whole(document, lines)
    lines += _continued(document.tree, lines)
    return "\n".join(_cleaned(lines, {plain(h) for h in headings if h}, _teasers(document.tree)))


def _extracted(tree: Any, precise: bool) -> str:
    """Trafilatura copies the tree it is given, so the shared one stays whole."""
    from trafilatura import extract

    found = extract(
        tree, fast=not precise, favor_precision=precise, include_comments=False, include_tables=True, url=None
    )
    return found or ""


def plain(line: str) -> str:
    """The words of a line, for comparing."""
    return " ".join(_PLAIN.findall(line.lower()))


def _whole(document: Document, lines: list[str]) -> list[str]:
    """The lines, or the stated body of the article when they hold far less of it."""
    words = sum(len(line.split()) for line in lines)
    stated = (str(n["articleBody"]) for n in document.json_ld if isinstance(n.get("articleBody"), str))
    body = max(stated, key=len, default="")
    if len(body.split()) * COVERED > words and "<" not in body:
        return [line for line in body.split("\n") if line.strip()]
    return lines


def _continued(tree: Any, lines: list[str]) -> list[str]:
    """Paragraphs of blocks named exactly like the one most of the text came from; [] when they hold little."""
    have = plain(" ".join(lines))
    parts: dict[tuple[str, str], list[str]] = {}
    covered: dict[tuple[str, str], int] = {}
    for node in tree.iter("p"):
        parent = node.getparent()
        text = " ".join(node.text_content().split())
        size = len(text.split())
        if parent is None or not parent.get("class") or size < PARAGRAPH_WORDS:
            continue
        name = (parent.tag, parent.get("class"))
        if plain(text)[:80] in have:
            covered[name] = covered.get(name, 0) + size
        else:
            parts.setdefault(name, []).append(text)
    main = max(covered, key=lambda name: (covered[name], name), default=None)
    missed = parts.get(main, []) if main else []
    known = sum(covered.values())
    return missed if sum(len(t.split()) for t in missed) > (1 - COVERED) * known else []


def _teasers(tree: Any) -> set[str]:
    """The words of every block that is nothing but one link."""
    found = set()
    for link in tree.iter("a"):
        if not link.get("href"):
            continue
        text = plain(link.text_content())
        if len(text.split()) < TEASER_WORDS:
            continue
        node = link
        while node.getparent() is not None and node.getparent().tag in ("b", "strong", "em", "i", "u", "span"):
            node = node.getparent()
        block = node.getparent()
        if block is not None and block.tag in ("p", "li", "div", "h2", "h3", "h4", "h5", "td"):
            own = plain(block.text_content())
            if own == text or (own.endswith(text) and len(own.split()) - len(text.split()) <= 3):
                found.add(own)
    return found


def _cleaned(lines: list[str], headings: set[str], teasers: set[str]) -> list[str]:
    kept = []
    for number, line in enumerate(lines):
        words = plain(line)
        if words in teasers or (number < 3 and words in headings):
            continue
        kept.append(line)
    while kept and _CLOSING.match(kept[-1].lstrip("- ")) and len(kept) > 1:
        kept.pop()
    return kept
