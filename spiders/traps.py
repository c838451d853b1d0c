"""Traps: address spaces that a site makes without end, told by the addresses and by what led to them.

Calendars, facets and session numbers have a shape: one path or one set of parameters with ever new figures in it. A
shape that leads to itself gets a small part of the budget; the rest of the site keeps its own.
"""

import re
from collections import Counter
from urllib.parse import urlsplit

from market.urls import digest

TRAP = "trap"
MAX_LENGTH = 2_000
MAX_SEGMENTS = 16
MAX_PARAMETERS = 8
MAX_SAME = 3  # times one word may stand in a path
YEARS_AHEAD = 2  # calendars go on for ever, sites announce next year's event

_FIGURES = re.compile(r"\d+")
_TOKEN = re.compile(r"^(?=[^/]*\d)[0-9a-zA-Z_~=]{16,}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{14,}$")
_MONTH = re.compile(r"(?<!\d)(2\d\d\d)[/-](?:0?[1-9]|1[0-2])(?!\d)|\byear=(2\d\d\d)(?!\d)", re.IGNORECASE)


class Traps:
    """What one crawl has let in so far, by the shape of the addresses.

    ``budget`` is how many pages of one host may be fetched.
    """

    def __init__(self, budget: int, year: int) -> None:
        self._budget = budget
        self._last_year = year + YEARS_AHEAD
        self._let_in: set[int] = set()  # short digests: a crawl meets many addresses
        self._chained: Counter[str] = Counter()
        self._queries: Counter[str] = Counter()
        self._shapes: Counter[str] = Counter()

    def refusal(self, url: str, found_on: str) -> str:
        """``TRAP`` when ``url``, found on page ``found_on``, is one address too many; "" counts it and lets it in."""
        if fault_of(url, self._last_year):
            return TRAP
        key = int(digest(url)[:15], 16)
        if key in self._let_in:
            return ""
        shape = shape_of(url)
        if shape is None:
            return ""
        path, parameters = _query_of(url)
        chained = bool(found_on) and shape_of(found_on) == shape
        if chained and self._chained[shape] >= max(10, self._budget // 4):
            return TRAP
        if parameters and self._queries[path] >= max(10, self._budget // (2, 4, 10)[min(parameters, 3) - 1]):
            return TRAP
        self._let_in.add(key)
        self._shapes[shape] += 1
        self._chained[shape] += chained
        self._queries[path] += parameters > 0
        return ""

    def crowded(self, url: str) -> bool:
        """Whether addresses of this shape have had half the budget: what looks different goes first then."""
        shape = shape_of(url)
        return shape is not None and self._shapes[shape] > self._budget // 2


def fault_of(url: str, last_year: int) -> str:
    """What is wrong with an address whatever led to it, "" when nothing is."""
    if len(url) > MAX_LENGTH:
        return "too long"
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return "too deep"
    if parts.query.count("&") >= MAX_PARAMETERS:
        return "too many parameters"
    if _repeats(segments):
        return "repeated path"
    years = [int(path or query) for path, query in _MONTH.findall(f"{parts.path}?{parts.query}")]
    return "year far ahead" if any(last_year < year < last_year + 200 for year in years) else ""


def _repeats(segments: list[str]) -> bool:
    """One word more than ``MAX_SAME`` times, or two and more words that come again at once: /a/b/a/b."""
    words = [segment for segment in segments if not segment.isdigit()]
    if words and max(Counter(words).values()) > MAX_SAME:
        return True
    return any(
        segments[at : at + size] == segments[at + size : at + 2 * size] and len(set(segments[at : at + size])) > 1
        for size in range(2, len(segments) // 2 + 1)
        for at in range(len(segments) - 2 * size + 1)
    )


def shape_of(url: str) -> str | None:
    """The address with its figures, tokens and parameter values left out; None when nothing in it varies."""
    parts = urlsplit(url)
    path = "/".join("*" if _TOKEN.match(part) else _FIGURES.sub("#", part) for part in parts.path.split("/"))
    names = sorted({field.partition("=")[0] for field in parts.query.split("&") if field})
    if not names and path == parts.path:
        return None
    return f"{parts.netloc}{path}?{'&'.join(names)}"


def _query_of(url: str) -> tuple[str, int]:
    """Host and path, and the number of parameters."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}", len([field for field in parts.query.split("&") if field])
