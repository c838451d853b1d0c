"""Newsletter: a way to leave an address for regular mail, by an own form or by a provider's.

A contact form, a login and a feed are not newsletters; nor is a link to somebody else's.
"""

import re
from collections.abc import Iterable, Iterator

from market.findings import Finding, Snapshot
from tactics.detectors import detectors
from tactics.form_types import type_of
from tactics.sightings import Sighting, content_pages, findings_of
from tactics.vocabulary import vocabulary

OWN = "own form"
_WORDS = re.compile(r"newsletter|subscribe|mailing list|email updates|get updates|sign up", re.IGNORECASE)


@detectors.register("newsletter")
def newsletters(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per provider that is recognised, or "own form"; the value is the number of pages."""
    return findings_of(snapshot, "newsletter", _sightings(snapshot))


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    services = {n: e for n, e in vocabulary("fingerprints").items() if e["kind"] == "newsletter"}
    for page in content_pages(snapshot):
        called = [(services[name]["label"], shown) for name, shown in page.signals if name in services]
        linked = [
            (entry["label"], f"{link.text} → {link.url}")
            for link in page.links
            if link.region != "main" or _WORDS.search(link.text)
            for entry in services.values()
            if any(mark.lower() in link.url.lower() for mark in entry["found"])
        ]
        forms = [form for form in page.forms if type_of(form) == "newsletter"]
        for label, shown in (*called, *linked):
            yield label, page, shown
        if forms and not called:
            yield OWN, page, forms[0].text or forms[0].action
