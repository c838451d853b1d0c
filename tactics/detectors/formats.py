"""Formats: in which forms a company publishes, by the titles, addresses, markup and embeds of its posts.

A format is what the item is, not what it talks about: an article on podcasts is no podcast unless it carries one or
says that it is one. Posts that show no format are left out; an item can have several.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

from market.findings import Finding, Snapshot
from market.pages import PageKind, Reading
from market.posts import Post
from market.urls import page_key
from tactics.detectors import detectors
from tactics.sightings import Sighting, findings_of
from tactics.vocabulary import vocabulary


@detectors.register("format")
def formats(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per format; the value is the number of posts in it."""
    return findings_of(snapshot, "format", _sightings(snapshot), "posts")


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    pages = {page_key(page.url): page for page in snapshot.pages if page.kind in (PageKind.POST, PageKind.OTHER)}
    for post in snapshot.posts:
        page = pages.get(page_key(post.url))
        for name in formats_of(post, page):
            if page:
                yield name, page, post.title


def formats_of(post: Post, page: Reading | None) -> tuple[str, ...]:
    """Every format of a post, by name."""
    services = vocabulary("fingerprints")
    signals = {services[name]["kind"] for name, _ in page.signals if name in services} if page else set()
    schema = set(page.schema_types) if page else set()
    parts = {part.lower() for part in urlsplit(post.url).path.split("/")[:-1]}
    return tuple(
        sorted(
            name
            for name, entry in vocabulary("formats").items()
            if any(pattern.search(post.title) for pattern in _titles()[name])
            or schema & set(entry.get("schema", ()))
            or signals & set(entry.get("signals", ()))
            or parts & set(entry.get("path", ()))
        )
    )


@cache
def _titles() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {
        name: tuple(re.compile(text, re.IGNORECASE) for text in entry["title"])
        for name, entry in vocabulary("formats").items()
    }
