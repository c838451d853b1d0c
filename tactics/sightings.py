"""Sightings: what single pages show, gathered into one finding per subject."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from market.findings import Evidence, Finding, Snapshot
from market.pages import PageKind, Reading

CONTENT = (PageKind.HOME, PageKind.POST, PageKind.LISTING, PageKind.OTHER)
Sighting = tuple[str, Reading, str]  # subject, page, the words that show it


def content_pages(snapshot: Snapshot) -> tuple[Reading, ...]:
    """The pages of a snapshot that could be read."""
    return tuple(page for page in snapshot.pages if page.kind in CONTENT)


def findings_of(
    snapshot: Snapshot, tactic: str, sightings: Iterable[Sighting], unit: str = "pages"
) -> Iterator[Finding]:
    """One finding per subject, by name; the value is the number of pages that show it, each page once."""
    seen: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for subject, page, quote in sightings:
        seen[subject].setdefault(page.url, Evidence.of(page.capture, quote))
    for subject in sorted(seen):
        evidence = tuple(seen[subject][url] for url in sorted(seen[subject]))
        yield Finding(snapshot.company, tactic, subject, len(evidence), unit, evidence)
