"""Calls to action: the words with which a site asks its visitors to do something, and where they lead."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from market.findings import Evidence, Finding, Snapshot
from market.pages import Link, PageKind, Reading
from tactics.detectors import detectors
from tactics.vocabulary import vocabulary

MAX_WORDS = 8  # a longer link text is a headline, not a call
REPEATED = 3  # pages: words inside one or two articles are prose, not what the site asks for
_CONTENT = (PageKind.HOME, PageKind.POST, PageKind.LISTING, PageKind.OTHER)


@detectors.register("call to action")
def calls_to_action(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per kind of action; the value is the number of pages that ask for it."""
    seen: dict[str, list[tuple[Reading, Link]]] = defaultdict(list)
    for page in snapshot.pages:
        if page.kind not in _CONTENT:
            continue
        calls: dict[str, Link] = {}
        for link in page.links:
            kind = kind_of(link)
            if kind:
                calls.setdefault(kind, link)
        for kind, link in sorted(calls.items()):
            seen[kind].append((page, link))
    for kind, sightings in sorted(seen.items()):
        if len(sightings) < REPEATED and not any(page.kind is PageKind.HOME for page, _ in sightings):
            continue
        evidence = tuple(Evidence.of(page.capture, f"{link.text} → {link.url}") for page, link in sightings)
        yield Finding(snapshot.company, "call to action", kind, len(sightings), "pages", evidence)


def kind_of(link: Link) -> str:
    """What a link asks for, "" when it asks for nothing; a telephone link is a call whatever its words."""
    if link.url[:4].lower() == "tel:":
        return "call"
    return _asked(link.text)


@lru_cache(maxsize=8192)  # a site's frame is the same on all its pages
def _asked(words: str) -> str:
    text = re.sub(r"[^\w' -]+", " ", words.lower()).strip()
    if not text or len(text.split()) > MAX_WORDS:
        return ""
    lists = vocabulary("actions")
    for kind, phrases in lists["kinds"].items():
        if any(text == phrase or text.startswith(f"{phrase} ") for phrase in phrases):
            return str(kind)
    return next((str(kind) for kind, phrases in lists["exact"].items() if text in phrases), "")
