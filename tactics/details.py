"""Details of a page that single detectors need: services it calls, author, section, tags, comments, markup."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from tactics.dates import ARTICLE_TYPES
from tactics.documents import Document, types_of
from tactics.vocabulary import vocabulary

SCRIPT_READ = 20_000  # characters of an inline script that are looked at
MAX_TAGS = 20
_SOURCES = (("script", "src"), ("iframe", "src"), ("iframe", "data-src"), ("img", "src"), ("form", "action"))
_INTENTIONS = ("preconnect", "dns-prefetch")  # an intention, not a call
# Each run of letters is tried from its first one only: a minified script or an embedded picture is one long run.
_CALLED = re.compile(
    r"//[\w.-]+\.[a-z]{2,}[\w./?=-]*|(?<![\w.-])[\w.-]+\.(?:js|com|net|io|php)/?[\w./?=-]*|"
    r"(?:fbq|gtag|rdt|pintrk)\(\s?[\"']\w+[\"'](?:,\s?[\"'][\w-]*)?|ttq\.load\(|_linkedin_partner_id|google_conversion_id|adroll_adv_id"
)
_COUNT = re.compile(
    r"^\W*(\d{1,5})\s+(?:comments?|responses?|replies|kommentare?|commentaires?|comentarios)\b", re.IGNORECASE
)


def signals_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Each service of ``vocabulary/fingerprints.toml`` that the page calls or embeds, with what shows it."""
    said = "\n".join(dict.fromkeys(_addresses(document.tree)))
    lowered = said.lower()
    found: dict[str, str] = {}
    for mark, name in _owners().items():
        at = lowered.find(mark) if name not in found else -1
        if at >= 0:
            start, end = said.rfind("\n", 0, at) + 1, said.find("\n", at)
            found[name] = said[start : end if end >= 0 else None][:160]
    return tuple(sorted(found.items()))


def _addresses(tree: Any) -> Iterator[str]:
    """What the page calls: the addresses of its parts, and the addresses and calls inside its scripts."""
    for tag, attribute in _SOURCES:
        for node in tree.iter(tag):
            address = node.get(attribute)
            if address:
                yield address
            elif tag == "script" and node.text:
                yield from (hit[0] for hit in _CALLED.finditer(node.text[:SCRIPT_READ]))
    for node in tree.iter("link"):
        if (node.get("rel") or "").lower() not in _INTENTIONS:
            yield node.get("href") or ""


@cache
def _owners() -> dict[str, str]:
    return {mark.lower(): name for name, entry in vocabulary("fingerprints").items() for mark in entry["found"]}


def is_signed(document: Document) -> bool:
    """Whether an author is named; the name itself is not kept."""
    for node in document.json_ld:
        if node.get("author") and ARTICLE_TYPES.intersection(types_of(node)):
            return True
    for meta in document.tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in ("author", "article:author", "parsely-author", "dc.creator") and (meta.get("content") or "").strip():
            return True
    marked = document.tree.xpath(
        "//*[@rel='author' or @itemprop='author' or contains(concat(' ',normalize-space(@class),' '),' p-author ')]"
    )
    return any(node.text_content().strip() for node in marked)


def section_of(document: Document) -> str:
    """The section the page states, "" without one."""
    for meta in document.tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("article:section", "parsely-section"):
            return " ".join((meta.get("content") or "").split())[:80]
    sections = (node.get("articleSection") for node in document.json_ld)
    first = next((s for s in sections if s), "")
    return str(first[0] if isinstance(first, list) else first)[:80]


def tags_of(document: Document) -> tuple[str, ...]:
    """Tags and categories the page files itself under, in its order."""
    found: dict[str, None] = {}
    for meta in document.tree.iter("meta"):
        if (meta.get("property") or "").lower() == "article:tag" and meta.get("content"):
            found.setdefault(" ".join(meta.get("content").split())[:60])
    for link in document.tree.iter("a"):
        if "tag" in (link.get("rel") or "").lower().split():
            found.setdefault(" ".join(link.text_content().split())[:60])
    return tuple(tag for tag in found if tag)[:MAX_TAGS]


def comments_of(document: Document) -> int | None:
    """How many comments the page says or shows it has; None when it shows no place for any."""
    for node in document.json_ld:
        count = node.get("commentCount")
        if isinstance(count, int | str) and str(count).isdigit():
            return int(count)
    marked = document.tree.xpath(
        "//*[contains(@class,'comment') or contains(@id,'comment') or contains(@id,'respond')]"
    )
    for node in marked[:60]:
        said = _COUNT.match(node.text_content()[:80]) if len(node) < 12 else None
        if said:
            return int(said[1])
    shown = document.tree.xpath(
        "//*[self::li or self::article or self::div]"
        "[starts-with(@id,'comment-') and number(substring-after(@id,'comment-'))]"
    )
    if shown:
        return len(shown)
    return 0 if document.tree.xpath("//form[contains(@id,'comment') or contains(@class,'comment')]") else None


def alternates_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Language and address of each stated translation."""
    found = {}
    for link in document.tree.iter("link"):
        if "alternate" in (link.get("rel") or "").lower() and link.get("hreflang") and link.get("href"):
            found[link.get("hreflang").lower()[:10]] = document.absolute(link.get("href"))
    return tuple(sorted(found.items()))[:60]


def markup_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Technical basics as counts and plain words, for the detector that judges them."""
    tree = document.tree
    pictures = [i for i in tree.iter("img") if not _is_pixel(i)]
    levels = [int(h.tag[1]) for h in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    skips = sum(after > before + 1 for before, after in pairwise(levels))
    basics = {
        "images": len(pictures),
        "images without alt": sum(i.get("alt") is None for i in pictures),
        "h1": levels.count(1),
        "skipped heading levels": skips,
        "bytes": len(document.page.body),
        "canonical": int(any("canonical" in (x.get("rel") or "").lower() for x in tree.iter("link"))),
        "open graph": sum((m.get("property") or "").lower().startswith("og:") for m in tree.iter("meta")),
        "language stated": int(bool(tree.get("lang"))),
    }
    return tuple((name, str(value)) for name, value in basics.items())


def _is_pixel(image: Any) -> bool:
    return image.get("width") in ("0", "1") or image.get("height") in ("0", "1")
