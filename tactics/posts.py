"""Posts: which pages of a site are published items, and on which day each was published.

A page is a post when the site says so: in a dated feed entry, by a full day in its address, or by article markup with
a publication date in a place where the site keeps its posts. Documentation and product pages that carry article markup
or a date of their last build are not posts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from market.feeds import Feed, FeedEntry
from market.pages import Capture, DateSource, Dating, PageKind, Reading
from market.posts import Post
from market.urls import page_key, same_company
from tactics.copies import without_copies
from tactics.dates import SURE, best_dating, date_in_url

BULK_SHARE = 0.5  # more than this share of a source's dates on one day: they were rewritten, not written
BULK_MIN = 8  # dated items below which a shared day can be chance (a launch with four posts)
_BLOG_PATH = re.compile(
    r"/(?:blogs?|news(?:room)?|posts?|articles?|insights?|stories|press(?:-releases?)?|updates?|journal|magazine|"
    r"announcements?|whats-new|release-notes|changelog|aktuelles|actualites|noticias|nieuws)/[^/]",
    re.IGNORECASE,
)
_OTHER_PATH = re.compile(  # help, reference and event pages carry dates too, but are not what a cadence promises
    r"/(?:events?|listings?|propert(?:y|ies)|open-houses?|products?|shop|store|auctions?|calendar|agenda|jobs|careers|docs?|documentation|knowledge-?base|kb|help(?:-cent(?:er|re))?|support|faqs?|manual|reference|wiki|api|glossary)/",
    re.IGNORECASE,
)
_MONTH_PATH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/[^/]")
_MEDIA_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|pdf|mp[34]|webm|zip|css|js|json|xml|txt)$", re.IGNORECASE)
_COMMENT_FEED = re.compile(r"/comments?(?:/|\.|$)|comments/(?:feed|rss|atom)", re.IGNORECASE)
_ARTICLE_KINDS = (PageKind.POST, PageKind.OTHER)


@dataclass(frozen=True, slots=True)
class CapturedFeed:
    """A feed together with the capture it was read from."""

    feed: Feed
    capture: Capture


@dataclass(frozen=True, slots=True)
class _Site:
    """What the site as a whole says about where its posts are and which of its dates can be trusted."""

    url: str
    entries: Mapping[str, tuple[FeedEntry, Capture]]
    shapes: frozenset[str]
    bulk: frozenset[tuple[DateSource, date]]


def find_posts(company: str, url: str, readings: Sequence[Reading], feeds: Sequence[CapturedFeed]) -> tuple[Post, ...]:
    """The posts of one site, newest first, undated ones last; each page once, whatever addresses lead to it."""
    pages = _once(readings)
    site = _survey(url, pages, feeds)
    posts = [_post(company, page, site) for page in pages if _is_post(page, site)]
    known = {page_key(page.url) for page in pages} | {page_key(page.canonical) for page in pages}
    posts.extend(
        _from_entry(company, entry, capture, site)
        for key, (entry, capture) in sorted(site.entries.items())
        if key not in known and _entry_counts(entry, site)
    )
    unique = {page_key(post.url): post for post in sorted(posts, key=lambda p: p.url, reverse=True)}
    return without_copies(sorted(unique.values(), key=_newest_first), pages)


def _newest_first(post: Post) -> tuple[bool, int, str]:
    return post.dating is None, -post.dating.on.toordinal() if post.dating else 0, post.url


def bulk_days(readings: Sequence[Reading], feeds: Sequence[CapturedFeed]) -> frozenset[tuple[DateSource, date]]:
    """Days that one source gives to more than half of a site's pages: a build or migration day, not a publication."""
    days: dict[DateSource, Counter[date]] = {}
    for page in readings:
        for dating in page.datings:
            days.setdefault(dating.source, Counter())[dating.on] += 1
    for captured in feeds:
        for entry in captured.feed.entries:
            if entry.published_on:
                days.setdefault(DateSource.FEED, Counter())[entry.published_on] += 1
    return frozenset(
        (source, day)
        for source, counts in days.items()
        for day, count in counts.most_common(1)
        if source is not DateSource.URL and count >= BULK_MIN and count > BULK_SHARE * counts.total()
    )


def shape_of(url: str) -> str:
    """The folder a page lies in, with dates and page numbers folded: pages of one shape are of one kind."""
    parts = [p for p in urlsplit(url).path.split("/") if p]
    folded = ["#" if re.fullmatch(r"\d{1,4}", p) else p for p in parts[:-1]]
    return "/" + "/".join([*folded, "*"])


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """Readable pages, each under one address: a copy that names another captured page as canonical is left out."""
    readable = [r for r in readings if r.kind not in (PageKind.REDIRECT, PageKind.NOT_CONTENT)]
    own = {page_key(r.url) for r in readable}
    first: dict[str, Reading] = {}
    for reading in sorted(readable, key=lambda r: (page_key(r.url) != page_key(r.canonical), r.url)):
        key = page_key(reading.canonical)
        first.setdefault(key if key in own else page_key(reading.url), reading)
    return [first[key] for key in sorted(first)]


def _survey(url: str, pages: Sequence[Reading], feeds: Sequence[CapturedFeed]) -> _Site:
    bulk = bulk_days(pages, feeds)
    entries = _entries(url, feeds, bulk)
    sure = [p.url for p in pages if p.kind in _ARTICLE_KINDS and date_in_url(p.url)]
    dated_by_url = len(sure) >= 3
    if not dated_by_url:
        sure += [entry.url for entry, _ in entries.values()]
    shapes = Counter(shape_of(address) for address in sure)
    return _Site(url, entries, frozenset(s for s, n in shapes.items() if n >= 2), bulk)


def _entries(
    url: str, feeds: Sequence[CapturedFeed], bulk: frozenset[tuple[DateSource, date]]
) -> dict[str, tuple[FeedEntry, Capture]]:
    """Dated entries on the site itself, each page once; the feed with the most entries speaks first."""
    found: dict[str, tuple[FeedEntry, Capture]] = {}
    for captured in sorted(feeds, key=lambda f: (-len(f.feed.entries), f.feed.url)):
        if _COMMENT_FEED.search(urlsplit(captured.feed.url).path):
            continue
        for entry in captured.feed.entries:
            if _MEDIA_FILE.search(urlsplit(entry.url).path) or not same_company(entry.url, url):
                continue
            if entry.published_on and (DateSource.FEED, entry.published_on) not in bulk:
                found.setdefault(page_key(entry.url), (entry, captured.capture))
    return found


def _is_post(page: Reading, site: _Site) -> bool:
    """The rule, strongest sign first."""
    if page.kind is PageKind.HOME or page.why.startswith(("archive of", "listing by")):
        return False
    if _OTHER_PATH.search(urlsplit(page.url).path):
        return False
    if date_in_url(page.url) or _stated_month_in_path(page, site):
        return True
    in_place = shape_of(page.url) in site.shapes and shape_of(page.url) != "/*"
    in_feed = page_key(page.url) in site.entries
    if page.kind is PageKind.LISTING:
        return in_feed and in_place
    in_blog = bool(_BLOG_PATH.search(urlsplit(page.url).path))
    dated = any(_trusted(d, site) and d.source is not DateSource.TEXT for d in page.datings)
    if in_feed:
        return in_place or in_blog or not _dates_addresses(site)
    if in_place or in_blog:
        return page.kind is PageKind.POST or bool(page.datings)
    return page.kind is PageKind.POST and dated and (not site.shapes or shape_of(page.url) in site.shapes)


def _stated_month_in_path(page: Reading, site: _Site) -> bool:
    """Whether the address has year and month, and the page states a day of that very month."""
    month = _MONTH_PATH.search(urlsplit(page.url).path)
    stated = [d.on for d in page.datings if _trusted(d, site)]
    return month is not None and any((d.year, d.month) == (int(month[1]), int(month[2])) for d in stated)


def _dates_addresses(site: _Site) -> bool:
    """Whether the site puts the day into the addresses of its posts: then a feed entry without one is another page."""
    return any("#/#/#" in shape for shape in site.shapes)


def _entry_counts(entry: FeedEntry, site: _Site) -> bool:
    path = urlsplit(entry.url).path
    if _OTHER_PATH.search(path):
        return False
    return bool(date_in_url(entry.url) or not _dates_addresses(site) or _BLOG_PATH.search(path))


def _trusted(dating: Dating, site: _Site) -> bool:
    return dating.confidence >= SURE and (dating.source, dating.on) not in site.bulk


def _dating(page_url: str, stated: Iterable[Dating], site: _Site) -> Dating | None:
    """The day of publication: the address beats a date that was rewritten later; else the most trusted source."""
    entry = site.entries.get(page_key(page_url))
    candidates = [d for d in stated if _trusted(d, site)]
    if entry and entry[0].published_on:
        candidates.insert(0, Dating(_local_day(entry[0], candidates), DateSource.FEED, 0.95))
    return best_dating(candidates, page_url)


def _local_day(entry: FeedEntry, stated: Sequence[Dating]) -> date:
    """The feed's day, or the page's own where the feed was written in UTC and the two lie one day apart.

    Feeds of WordPress are: a post of 21:30 in New York carries the next day there, and its page the right one.
    """
    day = entry.published_on
    if day is None:
        raise ValueError(f"{entry.url}: the feed entry states no day")
    beside = [d.on for d in stated if abs((d.on - day).days) == 1 and d.source is not DateSource.TEXT]
    return beside[0] if entry.in_utc and beside else day


def _post(company: str, page: Reading, site: _Site) -> Post:
    entry = site.entries.get(page_key(page.url))
    title = (entry[0].title if entry else "") or page.h1 or page.title
    dating = _dating(page.url, page.datings, site)
    return Post(company, page.url, title, page.text, page.h1, page.words, page.language, dating, page.capture)


def _from_entry(company: str, entry: FeedEntry, capture: Capture, site: _Site) -> Post:
    """A post known from the feed alone, because its page was not captured."""
    from tactics.texts import plain_text

    text = plain_text(entry.summary)
    return Post(company, entry.url, entry.title, text, "", len(text.split()), "", _dating(entry.url, (), site), capture)
