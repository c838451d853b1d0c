"""Feeds: what an RSS or Atom file says, read once for spiders, connectors and detectors alike."""

import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from time import struct_time
from urllib.parse import urljoin
from xml.sax import SAXException


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; ``published`` is only what the feed calls publication, never the updated date."""

    url: str
    title: str
    summary: str  # HTML as the feed has it; the full content where it is given
    author: str
    published: datetime | None  # UTC
    published_on: date | None  # the calendar day as written, in the feed's own time zone
    updated: datetime | None
    comments: int | None
    tags: tuple[str, ...] = ()
    views: int | None = None  # what Media RSS states; None where it states nothing
    ratings: int | None = None  # how many rated it, likewise
    enclosure: str = ""  # address of the attached file: an episode of a podcast often has no page of its own
    in_utc: bool = False  # the moment was written in UTC: an evening post of the west carries the next day


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries in file order."""

    url: str
    title: str
    site: str
    entries: tuple[FeedEntry, ...]
    fault: str = ""  # what the parser complained about, "" for a sound feed


_NO_YEAR = re.compile(r"(?<![+-])\b000\d\b")  # generators print year 1 for "no date", and parsers read 2001
_WRITTEN_IN_UTC = re.compile(r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|GMT|UTC|UT|[+-]00:?00)\s*$")
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
    broken = isinstance(parsed.get("bozo_exception"), SAXException)  # not: an odd encoding or media type
    fault = str(parsed.bozo_exception) if broken and not parsed.entries else ""
    head = parsed.feed
    return Feed(url, head.get("title", ""), urljoin(url, head.get("link", "")), entries, fault)


def _entry(raw: "feedparser.FeedParserDict", url: str) -> FeedEntry:  # type: ignore[name-defined]  # noqa: F821
    written = raw.get("published", "") if "published" in raw else ""
    dated = bool(written) and not _NO_YEAR.search(written)
    content = raw.get("content") or []
    summary = content[0].get("value", "") if content else raw.get("summary", "")
    media = (raw.get("media_statistics") or {}, raw.get("media_starrating") or {})
    enclosed = next((link.get("href", "") for link in raw.get("links", []) if link.get("rel") == "enclosure"), "")
    return FeedEntry(
        url=urljoin(url, raw.get("link", "") or ""),
        title=raw.get("title", ""),
        summary=summary,
        author=raw.get("author", ""),
        published=_moment(raw.get("published_parsed") if dated else None),
        published_on=_day(written) if dated else None,
        updated=_moment(raw.get("updated_parsed") if "updated" in raw else None),
        comments=_count(raw.get("slash_comments")),
        tags=tuple(tag.get("term") or "" for tag in raw.get("tags", []) or []),
        views=_count(media[0].get("views")),
        ratings=_count(media[1].get("count")),
        enclosure=urljoin(url, enclosed) if enclosed else "",
        in_utc=bool(_WRITTEN_IN_UTC.search(written)),
    )


def _count(stated: object) -> int | None:
    text = str(stated or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _day(written: str) -> date | None:
    """The day as written: converting to UTC first would move an evening post to the next day."""
    try:
        day = date.fromisoformat(written.strip()[:10])
    except ValueError:
        try:
            day = parsedate_to_datetime(written).date()
        except (ValueError, TypeError, IndexError):
            return None
    return day if day.year >= 1990 else None


def _moment(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed and parsed.tm_year >= 1990 else None
    except (ValueError, OverflowError, TypeError):
        return None
