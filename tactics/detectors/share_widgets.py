"""Share widgets: buttons with which visitors pass a page on. A link to the company's own profile is none."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from market.findings import Finding, Snapshot
from tactics.detectors import detectors
from tactics.sightings import Sighting, content_pages, findings_of
from tactics.vocabulary import vocabulary


@detectors.register("share widget")
def share_widgets(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per network or service that pages can be shared with."""
    return findings_of(snapshot, "share widget", _sightings(snapshot))


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    services = vocabulary("fingerprints")
    for page in content_pages(snapshot):
        for name, shown in page.signals:
            if services.get(name, {}).get("kind") == "sharing":
                yield services[name]["label"], page, shown
        for link in page.links:
            for network, pattern in _patterns().items():
                if pattern.search(link.url):
                    yield network, page, f"{link.text} → {link.url}"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(text, re.IGNORECASE) for name, text in vocabulary("shares")["patterns"].items()}
