"""Action paths: how many clicks lie between the home page and each thing the site asks for, and where it leads.

Clicks are counted over the links of captured pages, from the home page (0: the call stands there).
"""

from collections import deque
from collections.abc import Iterable

from market.findings import Evidence, Finding, Snapshot
from market.pages import PageKind, Reading
from market.urls import page_key
from tactics.detectors import detectors
from tactics.detectors.calls_to_action import kind_of
from tactics.sightings import content_pages


@detectors.register("action path")
def action_paths(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per kind of action that can be reached; the value is the number of clicks to its nearest call."""
    depths = click_depths(content_pages(snapshot))
    nearest: dict[str, tuple[int, str, Evidence]] = {}
    for page in content_pages(snapshot):
        depth = depths.get(_key(page.url))
        if depth is None:
            continue
        for link in page.links:
            kind = kind_of(link)
            if kind:
                found = (depth, page.url, Evidence.of(page.capture, f"{link.text} → {link.url}"))
                nearest[kind] = min(nearest.get(kind, found), found, key=lambda entry: entry[:2])
    for kind, (depth, _, evidence) in sorted(nearest.items()):
        yield Finding(snapshot.company, "action path", kind, depth, "clicks from the home page", (evidence,))


def click_depths(pages: Iterable[Reading]) -> dict[str, int]:
    """Clicks from the home page to each captured page, by page key; pages that no path reaches are left out."""
    by_key = {_key(page.url): page for page in pages}
    homes = sorted(key for key, page in by_key.items() if page.kind is PageKind.HOME)
    depths = {homes[0]: 0} if homes else {}
    queue = deque(depths)
    while queue:
        key = queue.popleft()
        for link in by_key[key].links:
            target = _key(link.url)
            if target in by_key and target not in depths:
                depths[target] = depths[key] + 1
                queue.append(target)
    return depths


def _key(url: str) -> str:
    try:
        return page_key(url)
    except ValueError:
        return ""
