"""Choosing: how soon an address is fetched, judged by the address alone.

Posts of the window come first, then pages that carry tactics, other pages, older posts, and listings last.
"""

import re
from datetime import date
from urllib.parse import urlsplit

HOME, SITEMAP, FEED, HUB = 0, 1, 2, 3
POST_IN_WINDOW, POST, TACTIC, PAGE, OLD_POST, LISTING, CROWDED, QUERY = 10, 20, 30, 40, 50, 60, 65, 70

_SECTION = r"blog|blogs|news|newsroom|posts?|articles?|insights?|stories|journal|press|updates?|magazine|announcements?"
_HUB = re.compile(rf"^/(?:[a-z]{{2}}/)?(?:{_SECTION})(?:/index\.\w+)?/?$", re.IGNORECASE)
_IN_SECTION = re.compile(rf"/(?:{_SECTION})/[^/]", re.IGNORECASE)
_TACTIC = re.compile(
    r"^/(?:[^/]+/)?(?:contacts?|contact-us|pricing|prices|plans|about|about-us|team|newsletter|subscribe|sign-?up|"
    r"register|events?|webinars?|jobs|careers|demo|book|booking|quote|faq|services|testimonials|reviews|"
    r"case-studies|customers)(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"/(?:tags?|tagged|categor(?:y|ies)|authors?|archives?|topics?|labels?|search|feed)(?:/|$)|/page/?\d+|"
    r"^/(?:[a-z]+/)?(?:19|20)\d\d(?:/\d{1,2}){0,2}/?$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])(?:[/-](?P<day>0?[1-9]|[12]\d|3[01]))?(?=[/-])"
)
_NOT_A_PAGE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|gz|tgz|tar|bz2|7z|rar|exe|dmg|pkg|deb|rpm|msi|iso|apk|jar|whl|jpe?g|png|"
    r"gif|webp|avif|svg|ico|bmp|tiff?|psd|mp3|mp4|m4a|m4v|wav|ogg|oga|ogv|webm|mov|avi|mkv|flac|css|js|mjs|map|json|"
    r"woff2?|ttf|otf|eot|csv|ics|epub|mobi|swf)$",
    re.IGNORECASE,
)


def priority(url: str, window_start: date, published: date | None = None, modified: date | None = None) -> int:
    """The place of a site's address in the queue; a lower number is fetched first.

    ``published`` is what a feed says, ``modified`` what a sitemap says: the latter never proves that something is a
    post, it only tells an old one from one that may be new.
    """
    parts = urlsplit(url)
    if _LISTING.search(parts.path):
        return LISTING
    on = published or date_in(url)
    if on:
        return POST_IN_WINDOW if on >= window_start else OLD_POST
    if parts.query:
        return QUERY
    if _HUB.search(parts.path):
        return HUB
    if _TACTIC.search(parts.path):
        return TACTIC
    if _IN_SECTION.search(parts.path):
        return OLD_POST if modified and modified < window_start else POST
    return PAGE


def date_in(url: str) -> date | None:
    """The date an address carries in its path, by year, month and, where given, day; None without one."""
    found = _DATED.search(urlsplit(url).path)
    if not found:
        return None
    try:
        # without a day the post may be of any day of the month: the last possible keeps it in the window
        return date(int(found["year"]), int(found["month"]), int(found["day"] or 28))
    except ValueError:
        return None


def is_page(url: str) -> bool:
    """Whether the address can be a page; a file's ending says that it is not."""
    return not _NOT_A_PAGE.search(urlsplit(url).path)
