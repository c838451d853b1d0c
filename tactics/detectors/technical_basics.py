"""Technical basics: what a page needs to be found and shared well, counted where it is missing.

Only what the served page shows; speed and ranking are not measured. Pages that ask not to be indexed are left out.
"""

from collections.abc import Iterable, Iterator

from market.findings import Finding, Snapshot
from market.pages import Reading
from tactics.detectors import detectors
from tactics.sightings import Sighting, content_pages, findings_of

HEAVY = 500_000  # bytes of HTML alone
LONG_TITLE = 70  # characters; result pages cut longer ones


@detectors.register("technical")
def technical_basics(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per missing basic; the value is the number of pages that lack it."""
    return findings_of(snapshot, "technical", _sightings(snapshot))


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    for page in content_pages(snapshot):
        if "noindex" not in dict(page.meta).get("robots", "").lower():
            for missing, shown in lacks(page):
                yield missing, page, shown


def lacks(page: Reading) -> Iterator[tuple[str, str]]:
    """Each basic that the page lacks, with the words that show it."""
    basics, meta = dict(page.markup), dict(page.meta)
    name = page.title or page.url
    checks = (
        (not page.title, "no title", page.url),
        (len(page.title) > LONG_TITLE, f"title over {LONG_TITLE} characters", page.title),
        (not page.description, "no description", name),
        (basics.get("h1") == "0", "no main heading", name),
        (int(basics.get("h1", 1)) > 1, "several main headings", f"{basics.get('h1')} on {name}"),
        (basics.get("canonical") == "0", "no canonical address", name),
        (basics.get("open graph") == "0", "no Open Graph", name),
        (not page.schema_types, "no schema.org markup", name),
        (basics.get("language stated") == "0", "no stated language", name),
        ("viewport" not in meta, "no mobile viewport", name),
        (page.url.startswith("http://"), "no HTTPS", page.url),
        (int(basics.get("bytes", 0)) > HEAVY, f"HTML over {HEAVY // 1000} KB", f"{basics.get('bytes')} bytes"),
        (
            basics.get("images without alt", "0") != "0",
            "images without alt text",
            f"{basics.get('images without alt')} of {basics.get('images')} images on {name}",
        ),
    )
    return ((label, shown) for holds, label, shown in checks if holds)
