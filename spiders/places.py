"""Places: which community, podcast, newsletter, channel or publication an address belongs to.

What is nobody's meeting place gives none: closed networks, link shorteners, hosts that only deliver files or count
visits, shops, search engines, and addresses that share a page or name a person.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from market.closed_networks import is_closed
from market.urls import host_of
from market.venues import Place
from spiders.connectors import platform_of
from spiders.territory import registered_name

COMMUNITY, PODCAST, NEWSLETTER, PUBLICATION = "community", "podcast", "newsletter", "publication"
_LABEL = re.compile(
    r"(?:(forums?|community|communities|discuss|discourse|boards?|bbs|talk|ask|answers|lists?|groups?)|"
    r"(podcasts?)|(newsletters?))$"
)
_PATH = re.compile(
    r"/(?:(forums?|boards?|bbs|communit(?:y|ies)|phpbb\d?|vbulletin|smf)|(podcasts?)|(newsletters?))(?=[/.]|$)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"(.*/)(?:view(?:topic|forum)|showthread|forumdisplay)\.php", re.IGNORECASE)
_THREAD = re.compile(r"/t/[^/]+/\d+(?:/|$)|/threads/[^/]+\.\d+(?:/|$)|/topic/\d+[-/]|/d/\d+-")
_LIST = re.compile(r"(.*?)/(?:mailman/listinfo|pipermail|archives/list)/([^/]+)")
_KINDS = (COMMUNITY, PODCAST, NEWSLETTER)


@lru_cache(maxsize=4096)  # a site's frame repeats its links on every page
def place_of(url: str) -> Place | None:
    """The place that an address belongs to; None for what is no place where people gather or read."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host, name = (parts.hostname or "").lower(), registered_name(url)
    if parts.scheme not in ("http", "https") or not name or is_closed(url) or name in _hosts("shorteners", "delivery"):
        return None
    found = _named(host, parts.path or "/") or (None if name in _hosts("general") else _told(host, parts.path or "/"))
    if found is None:
        return None
    kind, address = found
    return Place(address, _called(address), kind, "" if kind == PUBLICATION else platform_of(address))


def _named(host: str, path: str) -> tuple[str, str] | None:
    """A place on a platform that has many."""
    for platform in _vocabulary()["platforms"]:
        on = re.fullmatch(platform["host"], host)
        at = re.match(platform["path"], path) if on else None
        if on and at:
            return platform["kind"], platform["place"].format(*at.groups(), h=on[1] if on.groups() else host)
    for kind in (NEWSLETTER, PODCAST):
        if any(host.endswith(f".{one}") and host != f"www.{one}" for one in _hosts(f"{kind}s")):
            return kind, f"https://{host}/"
    return None


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "places.toml").read_text(encoding="utf-8"))


@cache
def _hosts(*lists: str) -> frozenset[str]:
    return frozenset(host for name in lists for host in _vocabulary()[name].split())


def _told(host: str, path: str) -> tuple[str, str] | None:
    """A site's own place, as its address tells; without a word about it the site is a publication."""
    root = f"https://{host}"
    label = _LABEL.match(host.removeprefix("www.").partition(".")[0])
    if label and host.count(".") > 1:
        return _KINDS[(label.lastindex or 1) - 1], f"{root}/"
    if listed := _LIST.match(path):
        return COMMUNITY, f"{root}{listed[0]}"
    if program := _PROGRAM.match(path):
        return COMMUNITY, f"{root}{program[1]}"
    if part := _PATH.match(path):
        return _KINDS[(part.lastindex or 1) - 1], f"{root}{part[0]}/"
    if _THREAD.match(path):
        return COMMUNITY, f"{root}/"
    return PUBLICATION, f"{root}/"


def _called(address: str) -> str:
    host = host_of(address).removeprefix("www.")
    tail = address.split("/", 3)[3].strip("/")
    return f"{tail} on {host}" if tail else host
