"""Purposes: what a page does for its visitor, by its kind, its markup, its address and its heading.

The words stand in ``vocabulary/purposes.toml``. A page that shows nothing of the kind is UNKNOWN, never guessed.
"""

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote, urlsplit

from market.pages import Form, Link, PageKind, PagePurpose
from tactics.vocabulary import vocabulary

_BY_SCHEMA = {
    "Event": PagePurpose.EVENT,
    "BusinessEvent": PagePurpose.EVENT,
    "EducationEvent": PagePurpose.EVENT,
    "JobPosting": PagePurpose.CAREERS,
    "FAQPage": PagePurpose.HELP,
    "QAPage": PagePurpose.HELP,
    "ContactPage": PagePurpose.CONTACT,
    "AboutPage": PagePurpose.ABOUT,
    "Product": PagePurpose.PRODUCT,
    "Service": PagePurpose.PRODUCT,
    "RealEstateListing": PagePurpose.PRODUCT,
}
FEW_LINKS = 3  # a landing page leads nowhere but to its form


def purpose_of(
    kind: PageKind,
    url: str,
    heading: str,
    schema: Iterable[str],
    links: tuple[Link, ...] = (),
    forms: tuple[Form, ...] = (),
) -> PagePurpose:
    """The purpose of a page; home, posts and listings are told by their kind already."""
    if kind in (PageKind.HOME, PageKind.POST):
        return PagePurpose(kind.value)
    types = set(schema)
    marked = [purpose for name, purpose in _BY_SCHEMA.items() if name in types]
    if len(set(marked)) == 1:
        return marked[0]
    named = _by_path(url) or _by_heading(heading)
    if named:
        return named
    if kind is PageKind.LISTING:
        return PagePurpose.LISTING
    elsewhere = [link for link in links if link.region in ("header", "nav", "footer") and link.url.startswith("http")]
    asks = [form for form in forms if any(field.startswith("email:") for field in form.inputs)]
    return PagePurpose.LANDING if asks and len(elsewhere) <= FEW_LINKS and links else PagePurpose.UNKNOWN


def _by_path(url: str) -> PagePurpose | None:
    """By the last path segment that is a known word: deeper segments say more than shallower ones."""
    parts = [unquote(part).lower() for part in urlsplit(url).path.split("/") if part]
    parts = [re.sub(r"\.(?:html?|php|aspx?)$", "", part).replace("_", "-") for part in parts]
    words = _words("path")
    return next((words[part] for part in reversed(parts) if part in words), None)


def _by_heading(heading: str) -> PagePurpose | None:
    plain = " ".join(re.sub(r"[^\w&' ]+", " ", heading.lower()).split())
    return next(
        (p for phrase, p in _words("heading").items() if plain == phrase or plain.startswith(f"{phrase} ")), None
    )


@cache
def _words(where: str) -> dict[str, PagePurpose]:
    found: dict[str, PagePurpose] = {}
    for name, entry in vocabulary("purposes").items():
        for word in entry[where]:
            found.setdefault(word, PagePurpose(name))
    return found
