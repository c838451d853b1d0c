"""Feeds: what an RSS or Atom file says, read once for spiders, connectors and detectors alike."""

import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from urllib.parse import urljoin


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; ``published`` is only what the feed calls publication, never the updated date."""

    url: str
    title: str
    summary: str  # HTML as the feed has it; the full content where it is given
    author: str
    published: datetime | None
    updated: datetime | None
    comments: int | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries in file order."""

    url: str
    title: str
    site: str
    entries: tuple[FeedEntry, ...]
    fault: str = ""  # what the parser complained about, "" for a sound feed


_LOOKS_LIKE_FEED = re.compile(rb"<(?:[a-z]+:)?(?:rss|feed|RDF)[\s>]")


def looks_like_feed(body: bytes) -> bool:
    """Whether the first kilobytes open an RSS, Atom or RDF document (the media type often lies)."""
    return bool(_LOOKS_LIKE_FEED.search(body[:4096]))


def read_feed(body: bytes, url: str) -> Feed:
    """Read a feed; a broken one gives the entries that could be read and a ``fault``.

    Dates come back in UTC. Nothing is fetched.
    """
    import feedparser

    parsed = feedparser.parse(BytesIO(body), response_headers={"content-location": url}, sanitize_html=False)
    entries = tuple(_entry(raw, url) for raw in parsed.entries)
    fault = "" if not parsed.bozo or parsed.entries else str(parsed.get("bozo_exception", "unreadable"))
    head = parsed.feed
    return Feed(url, head.get("title", ""), urljoin(url, head.get("link", "")), entries, fault)


def _entry(raw: "feedparser.FeedParserDict", url: str) -> FeedEntry:  # type: ignore[name-defined]  # noqa: F821
    content = raw.get("content") or []
    summary = content[0].get("value", "") if content else raw.get("summary", "")
    comments = str(raw.get("slash_comments", ""))
    return FeedEntry(
        url=urljoin(url, raw.get("link", "") or ""),
        title=raw.get("title", ""),
        summary=summary,
        author=raw.get("author", ""),
        published=_moment(raw.get("published_parsed") if "published" in raw else None),
        updated=_moment(raw.get("updated_parsed") if "updated" in raw else None),
        comments=int(comments) if comments.isdigit() else None,
        tags=tuple(tag.get("term") or "" for tag in raw.get("tags", []) or []),
    )


def _moment(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None
