"""Paid signals: advertising tags, analytics and marketing automation that the pages call.

They show that a company measures or pays for visits, not how much. A preconnect hint and an article about a service are
no signal.
"""

from collections.abc import Iterable, Iterator

from market.findings import Finding, Snapshot
from tactics.detectors import detectors
from tactics.sightings import Sighting, content_pages, findings_of
from tactics.vocabulary import vocabulary

KINDS = ("advertising", "analytics", "automation")


@detectors.register("paid signal")
def paid_signals(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per service, "kind: service"; the value is the number of pages that call it."""
    return findings_of(snapshot, "paid signal", _sightings(snapshot))


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    services = vocabulary("fingerprints")
    for page in content_pages(snapshot):
        for name, shown in page.signals:
            if services.get(name, {}).get("kind") in KINDS:
                yield f"{services[name]['kind']}: {services[name]['label']}", page, shown
