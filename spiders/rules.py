"""Rules: the page on which a venue says what may be posted there."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from market.pages import Page
from market.urls import same_site
from market.venues import Venue
from spiders.connectors import reading

_NAMES = (
    "rules|guidelines|faq|code[-_]of[-_]conduct|netiquette|tos|terms|regeln|forenregeln|nutzungsbedingungen|charte|"
    "reglement|reglas|normas|regolamento"
)
_RULES = re.compile(rf"/(?:[\w-]+[-_])?(?:{_NAMES})(?:\.(?:html?|php|json))?/?$", re.IGNORECASE)
_SHARED = re.compile(r"/(?:r|c|g)/[^/]+")  # one of many communities on a host
_DEEPEST = 12


def is_rules(url: str, venue: Venue) -> bool:
    """Whether an address is that of the venue's own rules; of one community among many on a host, its own only."""
    try:
        path, own = urlsplit(url).path, _SHARED.match(urlsplit(venue.url).path)
    except ValueError:
        return False
    if not same_site(url, venue.url) or not _RULES.search(path):
        return False
    return own is None or path.lower().startswith(f"{own[0].lower()}/")


def rules_text(page: Page) -> str:
    """The words of a page of rules, a line per paragraph; "" for what cannot be read."""
    if reading.is_json(page):
        return "\n".join(_texts(reading.read_json(page), 0))
    tree = reading.page_tree(page)
    if tree is None:
        return ""
    found = tree.xpath("//main | //article | //*[@id='main' or @id='content' or @role='main']")
    return reading.plain(found[0] if found else tree)


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth < _DEEPEST:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part, depth + 1)
