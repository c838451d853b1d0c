"""Sitemaps: the addresses a site lists for crawlers (sitemaps.org), plain or gzipped."""

import gzip
import zlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO

MAX_SITEMAP = 50 * 1024 * 1024  # bytes unpacked, the protocol's own limit

MAX_ENTRIES = 50_000  # of one file, likewise


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address; ``modified`` is a modification date and never stands in for a publication date."""

    url: str
    modified: date | None
    is_index: bool  # the address is another sitemap


def read_sitemap(body: bytes) -> tuple[SitemapEntry, ...]:
    """The entries of a sitemap or sitemap index, in file order; an unreadable file gives what came before the fault.

    External entities are not resolved; a file that unpacks beyond ``MAX_SITEMAP`` or lists more than ``MAX_ENTRIES`` is
    cut there.
    """
    from lxml import etree

    unpacked = _unpack(body)
    entries: list[SitemapEntry] = []
    events = etree.iterparse(
        BytesIO(unpacked), tag=("{*}url", "{*}sitemap"), resolve_entities=False, no_network=True, recover=True
    )
    try:
        for seen, (_, node) in enumerate(events, 1):
            entry = _entry(node)
            if entry:
                entries.append(entry)
            node.clear()
            parent = node.getparent()
            while parent is not None and node.getprevious() is not None:  # emptied nodes too take memory
                del parent[0]
            if seen >= MAX_ENTRIES:
                break
    except etree.XMLSyntaxError:
        pass  # what was read before the fault stands
    return tuple(entries)


def _entry(node: "etree._Element") -> SitemapEntry | None:  # type: ignore[name-defined]  # noqa: F821
    children = {
        child.tag.rpartition("}")[2]: (child.text or "").strip() for child in node if isinstance(child.tag, str)
    }
    if not children.get("loc"):
        return None
    return SitemapEntry(children["loc"], _day(children.get("lastmod", "")), node.tag.endswith("sitemap"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _unpack(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body[:MAX_SITEMAP]
    try:
        with gzip.open(BytesIO(body)) as packed:
            return packed.read(MAX_SITEMAP)
    except (OSError, EOFError, zlib.error):
        return b""
