"""Trust signals: testimonials, reviews, awards, client logos, guarantees, accreditations on the pages that sell.

Posts are left out: an article on warranties gives none. What is said is reported as said, not checked.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from market.findings import Finding, Snapshot
from market.pages import PageKind, PagePurpose
from market.urls import page_key
from tactics.detectors import detectors
from tactics.sightings import Sighting, content_pages, findings_of
from tactics.vocabulary import vocabulary

LINE_WORDS = 25  # longer lines are prose
_NEGATED = re.compile(r"\b(?:no|not|without|never|void|cannot|don.?t|isn.?t|disclaim\w*)\b", re.IGNORECASE)
_LEFT_OUT = (PagePurpose.LEGAL, PagePurpose.HELP, PagePurpose.CAREERS)


@detectors.register("trust signal")
def trust_signals(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per kind; the value is the number of pages that show it."""
    return findings_of(snapshot, "trust signal", _sightings(snapshot))


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    posts = {page_key(post.url) for post in snapshot.posts}
    services = vocabulary("fingerprints")
    for page in content_pages(snapshot):
        if page.kind is PageKind.POST or page.purpose in _LEFT_OUT or page_key(page.url) in posts:
            continue
        if page.purpose is PagePurpose.TESTIMONIAL:
            yield "testimonials", page, page.h1 or page.title
        for name, shown in page.signals:
            if services.get(name, {}).get("kind") == "reviews":
                yield "reviews", page, shown
        for kind, entry in vocabulary("trust").items():
            if set(page.schema_types) & set(entry.get("schema", ())):
                yield kind, page, ", ".join(page.schema_types)
        lines = (page.h1, page.description, *page.text.split("\n"))
        for line in lines:
            if line and line[0] not in "|#$>" and len(line.split()) <= LINE_WORDS and not _NEGATED.search(line):
                for kind, pattern in _patterns().items():
                    if pattern.search(line):
                        yield kind, page, line


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(entry["words"]), re.IGNORECASE) for kind, entry in vocabulary("trust").items()}
