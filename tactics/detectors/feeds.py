"""Feeds: what a site offers to be followed by. Feeds of comments and of other sites are not the company's own."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from market.findings import Finding, Snapshot
from market.pages import PageKind
from market.urls import same_company
from tactics.detectors import detectors
from tactics.sightings import Sighting, content_pages, findings_of

REPEATED = 3  # pages
_COMMENTS = re.compile(r"comments?(?:/|$|[.=-])", re.IGNORECASE)


@detectors.register("feed")
def feeds(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per feed that the home page or several pages announce; the value is the number of pages.

    The feed of a single tag or author, announced on its own page only, is no channel.
    """
    homes = {page.url for page in snapshot.pages if page.kind is PageKind.HOME}
    for finding in findings_of(snapshot, "feed", _sightings(snapshot)):
        if finding.value >= REPEATED or any(evidence.url in homes for evidence in finding.evidence):
            yield finding


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    for page in content_pages(snapshot):
        for address in page.feeds:
            parts = urlsplit(address)
            if same_company(address, snapshot.url) and not _COMMENTS.search(f"{parts.path}?{parts.query}"):
                yield address, page, address
