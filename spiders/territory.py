"""Territory: which hosts are a company's own."""

from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from market.urls import authority_of, canonical_url, host_of, same_company, same_site
from spiders.ports import Plan

MAX_SUBDOMAINS = 5


class Territory:
    """The hosts of one company: its start address, where that redirects to, and those under its registered name.

    The last of ``homes`` is the one under whose scheme and name addresses are spelled.
    """

    def __init__(self, plan: Plan, homes: tuple[str, ...] = ()) -> None:
        self.homes = [canonical_url(plan.start_url), *homes]
        self.further = {authority_of(url): canonical_url(url) for url in plan.hosts}
        self._strangers = plan.strangers
        self._subdomains = MAX_SUBDOMAINS if plan.subdomains else 0

    def own(self, url: str) -> bool:
        """Whether an address belongs to the company."""
        return any(same_site(url, home) for home in self.homes) or _authority(url) in self.further

    def starts(self) -> frozenset[str]:
        """The start pages of all further hosts."""
        return frozenset(self.further.values())

    def welcome(self, url: str) -> str:
        """Take in the host of an address that the home page links to; comes back with its start page, or ""."""
        if self._subdomains <= 0 or self.own(url) or not self._under_our_name(url):
            return ""
        parts = urlsplit(url)
        start = canonical_url(f"{parts.scheme}://{parts.netloc}/")
        self.further[authority_of(url)] = start
        self._subdomains -= 1
        return start

    def _under_our_name(self, url: str) -> bool:
        """A publishing subdomain (``market.urls.same_company``): what reading will not count is not worth a request."""
        ours = any(same_company(url, home) for home in self.homes)
        return ours and not any(same_site(url, other) for other in self._strangers)


def same_name(url: str, other: str) -> bool:
    """Whether two hosts differ only in what stands before and after the registered name: acme.com, www.acme.co.uk."""
    names = [_suffixes()(host_of(address)).domain for address in (url, other)]
    return bool(names[0]) and names[0] == names[1]


def registered_name(url: str) -> str:
    """What was registered of an address's host: acme.co.uk of www.acme.co.uk; "" for an IP address or a bare suffix.

    Under a suffix that the list does not know it is the last two labels.
    """
    return _registered(host_of(url))


@lru_cache(maxsize=4096)
def _registered(host: str) -> str:
    found = _suffixes()(host)
    if found.suffix or "." not in host or ":" in host or host.rpartition(".")[2].isdigit():
        return str(found.top_domain_under_public_suffix)
    return ".".join(host.split(".")[-2:])


def _authority(url: str) -> str:
    try:
        return authority_of(url)
    except ValueError:
        return ""


@cache
def _suffixes() -> Any:
    from tldextract import TLDExtract

    # the list it carries: no network, no files
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
