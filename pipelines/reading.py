"""Reading: captured pages become readings, posts and conversations, each page read once ever."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from multiprocessing import get_context
from os import cpu_count

from sqlalchemy import Engine

from market.companies import Company
from market.feeds import looks_like_feed, read_feed
from market.findings import Snapshot
from market.pages import Capture, Page, PageKind, Reading
from market.posts import Conversation
from market.sitemaps import SitemapEntry, read_sitemap
from market.urls import canonical_url, digest, page_key, same_company, same_site
from market.venues import Venue
from pipelines.spread import Spread
from spiders.connectors import Connector, connectors
from spiders.connectors.merge import merge
from spiders.rules import is_rules, rules_text
from store.pages import load_readings, save_captures, save_readings
from store.posts import save_conversations, save_posts
from tactics.documents import HTML_TYPES
from tactics.pages import READER, read_page
from tactics.posts import CapturedFeed, find_posts

log = logging.getLogger(__name__)
CHUNK = 200  # pages held in memory at once
BATCH = 25  # pages that travel to another machine together
PARALLEL_FROM = 400  # unread pages from which starting a second process pays
_READABLE = (PageKind.HOME, PageKind.POST, PageKind.LISTING, PageKind.OTHER)


@dataclass(slots=True)
class _Shelf:
    """What has been read of one company so far."""

    readings: list[Reading] = field(default_factory=list)
    feeds: list[CapturedFeed] = field(default_factory=list)
    listed: set[SitemapEntry] = field(default_factory=set)  # what the site's own sitemaps list
    captures: list[Capture] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CompanyMaterial:
    """One company's snapshot with its feeds and the addresses that were named but not captured."""

    company: Company
    snapshot: Snapshot
    feeds: tuple[CapturedFeed, ...]
    captures: int
    uncaptured: tuple[str, ...]
    sitemap: tuple[SitemapEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that was read for one audit."""

    companies: tuple[CompanyMaterial, ...]
    conversations: tuple[Conversation, ...]
    venue_captures: tuple[tuple[str, int], ...]  # Venue.key, captures
    unassigned: int  # captures that belong to no company or venue of the brief
    rules: tuple[tuple[str, Capture, str], ...] = ()  # Venue.key, and a page of its rules in words


def read_material(
    engine: Engine,
    run: str,
    companies: Sequence[Company],
    venues: Sequence[Venue],
    pages: Iterable[Page],
    salted: Callable[[str], str],
    spread: Spread | None = None,
) -> Material:
    """Read every page once and store what it says; pages of nobody in the brief are counted and left alone.

    ``spread`` reads batches of pages elsewhere; without it a second process helps once there are many.
    """
    shelves: dict[str, _Shelf] = {company.key: _Shelf() for company in companies}
    talk: dict[str, list[Conversation]] = defaultdict(list)
    captured: dict[str, list[Capture]] = defaultdict(list)
    rules: list[tuple[str, Capture, str]] = []
    unassigned = 0
    with _reader(spread) as read_all:
        for chunk in _chunks(pages):
            rules += _rules(chunk, venues)
            unassigned += _sort_pages(chunk, companies, venues, shelves, talk, captured, salted, engine, read_all)
    material = tuple(_company(engine, run, company, shelves[company.key]) for company in companies)
    conversations: list[Conversation] = []
    for venue in venues:
        merged = merge(_selected(talk[venue.key], venue))
        save_captures(engine, run, venue.key, captured[venue.key])
        save_conversations(engine, run, venue.key, merged)
        conversations.extend(merged)
    counts = tuple((venue.key, len(captured[venue.key])) for venue in venues)
    rules.sort(key=lambda row: (row[0], row[1].url, row[1].captured_at))
    return Material(material, tuple(conversations), counts, unassigned, tuple(rules))


def _rules(pages: Iterable[Page], venues: Sequence[Venue]) -> list[tuple[str, Capture, str]]:
    """The pages on which venues say what may be posted."""
    return [
        (venue.key, page.capture, rules_text(page))
        for page in pages
        for venue in venues
        if page.capture.status == 200 and is_rules(page.url, venue)
    ]


class _reader:  # noqa: N801 - used as a context manager only
    """Reads HTML pages, in a second process too once there are many, or wherever ``spread`` puts batches of them."""

    def __init__(self, spread: Spread | None = None) -> None:
        self._spread = spread

    def __enter__(self) -> Callable[[list[Page]], list[Reading]]:
        self._pool: ProcessPoolExecutor | None = None
        self._seen = 0
        return self._read

    def _read(self, pages: list[Page]) -> list[Reading]:
        self._seen += len(pages)
        if self._spread:
            batches = [pages[start : start + BATCH] for start in range(0, len(pages), BATCH)]
            return [reading for batch in self._spread(read_batch, batches) for reading in batch]
        if self._pool is None and self._seen > PARALLEL_FROM and (cpu_count() or 1) > 1:
            # spawn: forking a process that may hold a reactor or a server's threads is not safe
            self._pool = ProcessPoolExecutor(min(4, cpu_count() or 1), mp_context=get_context("spawn"))
        if self._pool is None:
            return [read_page(page) for page in pages]
        return list(self._pool.map(read_page, pages, chunksize=8))

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def read_batch(pages: Sequence[Page]) -> list[Reading]:
    """The readings of pages in their order."""
    return [read_page(page) for page in pages]


def _chunks(pages: Iterable[Page]) -> Iterable[list[Page]]:
    chunk: list[Page] = []
    for page in pages:
        chunk.append(page)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _sort_pages(
    chunk: list[Page],
    companies: Sequence[Company],
    venues: Sequence[Venue],
    shelves: dict[str, _Shelf],
    talk: dict[str, list[Conversation]],
    captured: dict[str, list[Capture]],
    salted: Callable[[str], str],
    engine: Engine,
    read_all: Callable[[list[Page]], list[Reading]],
) -> int:
    """Give each page to the company or the venues it belongs to; returns how many belong to nobody."""
    html: list[tuple[str, Page]] = []
    nobody = 0
    for page in chunk:
        company = _owner(page.url, companies)
        owners = [v for v in venues if v.platform and connectors[v.platform].holds(page.url, v)]
        nobody += company is None and not owners and not any(is_rules(page.url, venue) for venue in venues)
        if company and _is_html(page):
            html.append((company.key, page))
        elif company:
            _shelve(shelves[company.key], page)
        for venue in owners:
            captured[venue.key].append(page.capture)
            if 200 <= page.capture.status < 300:
                talk[venue.key].extend(_parse(connectors[venue.platform], page, venue, salted))
    for (key, page), reading in zip(html, _read_once(engine, [p for _, p in html], read_all), strict=True):
        shelves[key].readings.append(reading)
        shelves[key].captures.append(page.capture)
    return nobody


def _owner(url: str, companies: Sequence[Company]) -> Company | None:
    """Whose page it is: the company whose site it is on, else the one whose publishing subdomain it is on."""
    own = next((c for c in companies if same_site(url, c.url)), None)
    return own or next((c for c in companies if same_company(url, c.url)), None)


def _is_html(page: Page) -> bool:
    return page.capture.media_type in HTML_TYPES and not looks_like_feed(page.body)


def _shelve(shelf: _Shelf, page: Page) -> None:
    """A feed or sitemap of a company's site; other files are archived but not read."""
    shelf.captures.append(page.capture)
    if not 200 <= page.capture.status < 300:
        return
    if looks_like_feed(page.body):
        shelf.feeds.append(CapturedFeed(read_feed(page.body, page.url), page.capture))
    elif b"<urlset" in page.body[:2048] or b"<sitemapindex" in page.body[:2048] or page.url.endswith(".xml.gz"):
        shelf.listed.update(entry for entry in read_sitemap(page.body) if not entry.is_index)


def _parse(connector: Connector, page: Page, venue: Venue, salted: Callable[[str], str]) -> list[Conversation]:
    try:
        return list(connector.parse(page, venue, salted))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        # one odd payload of a stranger's platform must not cost the audit; it is said, not swallowed
        log.warning("%s: not understood as %s (%s)", page.url, venue.platform, error)
        return []


def _selected(parts: list[Conversation], venue: Venue) -> list[Conversation]:
    """What is the venue's own where it is a selection of a platform: threads alone do not say who selected them."""
    lists = connectors[venue.platform].lists if venue.platform else None
    named = {part.key for part in parts if lists and lists(part.capture.url)}
    return [part for part in parts if part.key in named] if named else parts


def _read_once(engine: Engine, pages: list[Page], read_all: Callable[[list[Page]], list[Reading]]) -> list[Reading]:
    """Readings of ``pages``: kept ones from the store, the others read now and kept."""
    keys = [reading_key(page.url, page.capture.status, page.capture.digest) for page in pages]
    known = load_readings(engine, keys)
    fresh = [i for i, key in enumerate(keys) if key not in known]
    made = dict(zip([keys[i] for i in fresh], read_all([pages[i] for i in fresh]), strict=True))
    save_readings(engine, made)
    whole = known | made
    return [_of_this_capture(whole[key], page.capture) for key, page in zip(keys, pages, strict=True)]


def reading_key(url: str, status: int, payload: str) -> str:
    """Under which the reading of a capture is kept: its address, its status and its payload's digest."""
    return digest(f"{READER} {url} {status} {payload}")


def _of_this_capture(reading: Reading, capture: Capture) -> Reading:
    """A kept reading speaks for the same page captured again: its evidence is the capture at hand."""
    from dataclasses import replace

    return reading if reading.capture == capture else replace(reading, capture=capture)


def _company(engine: Engine, run: str, company: Company, shelf: _Shelf) -> CompanyMaterial:
    readings = _each_once(shelf.readings)
    feeds = tuple(sorted(shelf.feeds, key=lambda f: f.feed.url))
    posts = find_posts(company.key, company.url, readings, feeds)
    save_captures(engine, run, company.key, shelf.captures)
    save_posts(engine, run, company.key, posts)
    snapshot = Snapshot(company.key, company.url, readings, posts)
    sitemap = tuple(sorted(shelf.listed, key=lambda e: (e.url, e.modified or date.min)))
    return CompanyMaterial(company, snapshot, feeds, len(shelf.captures), _uncaptured(company, shelf), sitemap)


def _each_once(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Every page once, by address: the newest capture that could be read, whatever scheme or spelling led to it."""
    newest: dict[str, Reading] = {}
    for reading in sorted(readings, key=_how_new):
        newest[page_key(reading.url)] = reading
    return tuple(sorted(newest.values(), key=lambda r: r.url))


def _how_new(reading: Reading) -> tuple[bool, datetime, str, str, int]:
    capture = reading.capture
    return reading.kind in _READABLE, capture.captured_at, capture.url, capture.archive, capture.offset


def _uncaptured(company: Company, shelf: _Shelf) -> tuple[str, ...]:
    """Addresses of the site that its pages, feeds and sitemaps name but that no capture holds."""
    have = {page_key(capture.url) for capture in shelf.captures}
    named = {link.url for reading in shelf.readings if reading.kind in _READABLE for link in reading.links}
    named |= {entry.url for entry in shelf.listed} | {entry.url for feed in shelf.feeds for entry in feed.feed.entries}
    missing: dict[str, str] = {}
    for url in sorted(named):
        if url.startswith(("http://", "https://")) and same_site(url, company.url):
            key = page_key(url)
            if key not in have:
                missing.setdefault(key, canonical_url(url))
    return tuple(sorted(missing.values()))
