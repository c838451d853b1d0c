"""Directives: what a page asks of crawlers, in its headers and in its meta elements."""

from typing import Any

from market.pages import Page

AGENT = "watercooler"  # the product name that robots.txt files and X-Robots-Tag headers address
RESERVED = "tdm-reservation"  # text and data mining is reserved (tdm-reservation: 1)
REMARKED = ("noindex", "nofollow")  # what is said of a page that is read nevertheless


def header_directives(page: Page, agent: str = AGENT) -> frozenset[str]:
    """What X-Robots-Tag headers say to every crawler or to ``agent``, in lower case.

    A reservation of text and data mining (tdm-reservation: 1) counts as the directive of that name.
    """
    found: set[str] = {RESERVED} if page.header(RESERVED).strip() == "1" else set()
    for name, value in page.headers:
        if name != "x-robots-tag":
            continue
        addressee, colon, rest = value.lower().partition(":")
        if colon and " " not in addressee.strip() and "," not in addressee and addressee.strip() != "unavailable_after":
            value = rest if addressee.strip() == agent else ""
        found.update(part.strip() for part in value.lower().split(",") if part.strip())
    return _spelled_out(found)


def meta_directives(tree: Any) -> frozenset[str]:
    """What the meta elements of a parsed page say to every crawler or to this one, in lower case."""
    found: set[str] = set()
    for node in tree.iter("meta"):
        name, content = (node.get("name") or "").strip().lower(), (node.get("content") or "").strip().lower()
        if name in ("robots", AGENT):
            found.update(part.strip() for part in content.split(",") if part.strip())
        if name == RESERVED and content == "1":
            found.add(RESERVED)
    return _spelled_out(found)


def _spelled_out(found: set[str]) -> frozenset[str]:
    return frozenset(found | {"noindex", "nofollow"} if "none" in found else found)
