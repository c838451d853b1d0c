"""Channels: the company's own profiles on other networks, as linked from its site.

A share button, a link inside an article and a partner's profile are not channels: an own profile is linked from the
frame of the site (on most of its pages) or marked with ``rel=me``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from market.findings import Evidence, Finding, Snapshot
from market.pages import Link, PageKind, Reading
from tactics.detectors import detectors
from tactics.vocabulary import vocabulary

SITE_WIDE = 0.5  # share of a site's pages from which a link belongs to the frame
FEW_PAGES = 3  # with fewer pages "on most pages" says nothing
_CONTENT = (PageKind.HOME, PageKind.POST, PageKind.LISTING, PageKind.OTHER)


@detectors.register("channel")
def channels(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per own profile; the value is the number of pages that link it, the subject network and address."""
    pages = [page for page in snapshot.pages if page.kind in _CONTENT]
    seen: dict[tuple[str, str], list[tuple[Reading, Link]]] = defaultdict(list)
    for page in pages:
        for (network, address), link in _profiles(page).items():
            seen[network, address].append((page, link))
    own = {key: sightings for key, sightings in seen.items() if _is_own(sightings, len(pages))}
    for (network, address), sightings in sorted(own.items()):
        if not _is_lesser(network, address, own):
            evidence = tuple(
                Evidence.of(page.capture, f"{link.text or network}: {link.url}") for page, link in sightings
            )
            yield Finding(snapshot.company, "channel", f"{network} {address}", len(sightings), "pages", evidence)


@lru_cache(maxsize=8192)  # a site's frame is the same on all its pages
def profile_of(url: str) -> tuple[str, str] | None:
    """The network and the profile's plain address when ``url`` is a profile, None for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    for network, entry in vocabulary("networks").items():
        domain = next((d for d in entry["hosts"] if host == d or host.endswith(f".{d}")), None)
        if domain is None:
            continue
        if entry.get("own_subdomain") and host != domain and host.count(".") == domain.count(".") + 1:
            return network, f"https://{host}/"
        path = re.sub(r"/{2,}", "/", parts.path)
        if len(path) < 2 or re.search(entry.get("never", r"^$"), path, re.IGNORECASE):
            return None
        return (network, _plain(domain, path, parts.query)) if re.search(entry["profile"], path) else None
    return None


def _is_lesser(network: str, address: str, own: dict[tuple[str, str], list[tuple[Reading, Link]]]) -> bool:
    """Whether another address below the same account (repositories of one owner) is linked more often."""
    owner = "/".join(address.split("/")[:4])
    siblings = {a: len(s) for (n, a), s in own.items() if n == network and "/".join(a.split("/")[:4]) == owner}
    return address != min(siblings, key=lambda a: (-siblings[a], len(a), a))


def _plain(domain: str, path: str, query: str) -> str:
    """One spelling per profile, so that ``/Name`` and ``/name/`` are one; a numeric id in the query is kept."""
    kept = f"?{query}" if path.endswith("profile.php") and query else ""
    home = {"twitter.com": "x.com"}.get(domain, domain)
    return f"https://{home}{path.rstrip('/')}{kept}"


def _profiles(page: Reading) -> dict[tuple[str, str], Link]:
    found: dict[tuple[str, str], Link] = {}
    for link in page.links:
        profile = profile_of(link.url)
        if profile:
            key = (profile[0], _folded(profile[1]))
            if key not in found or link.region != "main":
                found[key] = link
    return found


def _folded(address: str) -> str:
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}{slash}{path.lower() if not path.startswith('channel/') else path}"


def _is_own(sightings: list[tuple[Reading, Link]], pages: int) -> bool:
    if any("me" in link.rel.split() for _, link in sightings):
        return True
    framed = sum(link.region != "main" for _, link in sightings)
    if pages < FEW_PAGES:
        return framed > 0
    on_home = any(page.kind is PageKind.HOME and link.region != "main" for page, link in sightings)
    return len(sightings) > SITE_WIDE * pages or (on_home and framed >= FEW_PAGES)
