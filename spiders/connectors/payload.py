"""Payload: what a platform's JSON holds, record by record, whatever a stranger put into it."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import authority_of, canonical_url, same_site
from market.venues import Venue
from spiders.connectors.reading import masked, read_json, warn

Record = Mapping[str, Any]
Salted = Callable[[str], str]  # turns an author's public name into a hash
_ADDRESS = re.compile(r"https?://[^\s\"'<>()\[\]{}|\\^`]+")
_MOST_LINKS = 50  # of one post: more is a list and no recommendation
_END_OF_SENTENCE = ".,;:!?*_"


def payload_of(page: Page) -> Record:
    """The object that a page's JSON is; an empty one, with a warning, for anything else."""
    value = read_json(page)
    if value is not None and not isinstance(value, dict):
        warn(page, "JSON of an unknown shape")
    return record(value)


def rows(page: Page, *names: str) -> list[Record]:
    """The objects of the list that a page's JSON is, or of the lists that it has under ``names``; else a warning."""
    value = read_json(page)
    if isinstance(value, list):
        return records(value)
    if value is not None and not any(name in record(value) for name in names):
        warn(page, "JSON of an unknown shape")
    return [entry for name in names for entry in records(record(value).get(name))]


def records(value: Any) -> list[Record]:
    """The objects of a list; what is no object is left out, and what is no list is none."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def record(value: Any) -> Record:
    """An object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def text(holder: Record, name: str) -> str:
    """A field's text; "" for what is missing or no text."""
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def texts(holder: Record, name: str) -> tuple[str, ...]:
    """The texts of a list, each once and in its order."""
    value = holder.get(name)
    return tuple(dict.fromkeys(v for v in value if isinstance(v, str))) if isinstance(value, list) else ()


def number_of(holder: Record, name: str) -> str:
    """An identifier as the digits or letters it is made of; "" for anything that could lead elsewhere in an address."""
    value = holder.get(name)
    given = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return given if re.fullmatch(r"[\w-]{1,64}", given, re.ASCII) else ""


def walk(roots: Iterable[Record], *below: str) -> Iterator[Record]:
    """Every record of a tree, parents first; ``below`` names the fields of a record's children, however deep."""
    waiting = list(roots)[::-1]
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting.extend([child for field in below for child in records(entry.get(field))][::-1])


def known(page: Page, kind: str, found: Iterable[Record], fields: frozenset[str]) -> None:
    """Warn of what a platform's records say that nobody here has heard of, in one line for each page and kind."""
    strange = sorted({str(name) for entry in found for name in entry.keys() - fields})
    if strange:
        more = f" and {len(strange) - 8} more" if len(strange) > 8 else ""
        shown = ", ".join(name[:40] for name in strange[:8])
        warn(page, f"unknown fields of {kind}: {shown}{more}")


def outward(venue: Venue, *written: str) -> tuple[str, ...]:
    """The addresses outside ``venue`` that HTML or plain texts link to: canonical, each once, in order."""
    found: dict[str, None] = {}
    for address in _ADDRESS.findall(" ".join(html.unescape(part) for part in written)):
        try:
            url = canonical_url(address.rstrip(_END_OF_SENTENCE))
        except ValueError:
            continue
        if len(found) < _MOST_LINKS and not same_site(url, venue.url):
            found.setdefault(url)
    return tuple(found)


def base_of(url: str) -> str:
    """Scheme, host and port of an address."""
    return f"{urlsplit(url).scheme}://{authority_of(url)}"


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path


def asked(url: str, name: str) -> str:
    """The first value of a parameter in an address's query, its spaces folded; "" without one."""
    return " ".join(parse_qs(urlsplit(url).query).get(name, [""])[0].split())


def asking(address: str, **query: object) -> str:
    """``address`` with a query in the order of its names; what is None or "" is left out."""
    given = sorted((name, value) for name, value in query.items() if value not in (None, ""))
    return f"{address}?{urlencode(given)}"


def opened(
    page: Page,
    venue: Venue,
    url: str,
    first: Reply,
    title: str = "",
    replies: int | None = None,
    answers: tuple[Reply, ...] = (),
    views: int | None = None,
    language: str = "",
    tags: Iterable[str] = (),
) -> Conversation:
    """A conversation from its first post; ``language`` may be a tag such as "en-GB"."""
    head = (venue.key, canonical_url(url), masked(title), first.text, first.author, first.at)
    filed = (views, language[:2].lower(), tuple(dict.fromkeys(masked(tag) for tag in tags)))
    return Conversation(*head, replies, first.score, page.capture, answers, *filed, first.links)
