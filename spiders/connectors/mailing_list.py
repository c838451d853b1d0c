"""Mailing lists: the archives that Mailman keeps, by month as mail files (Pipermail, HyperKitty) or as pages."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from market.pages import Page
from market.posts import Conversation
from market.urls import canonical_url, same_site
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.mail_pages import THREAD, exports_of, months_of, of_page, pages_of
from spiders.connectors.mbox import is_mbox, threads_of
from spiders.connectors.reading import masked

_LIST = re.compile(r"(?P<base>.*/(?:list|lists)/[^/@]+@[^/]+|.*/pipermail/[^/]+)(?:/|$)")
_NEVER = re.compile(r"/(?:message|feed|users?|vote|subject|author|date|attachments)(?:[/.]|$)|/(?:login|signup)/")


def recognises(url: str) -> bool:
    """Whether the address is that of a list's archive as Mailman 2 or 3 names them."""
    return bool(_LIST.match(urlsplit(url).path.replace("%40", "@")))


def seeds(venue: Venue) -> tuple[str, ...]:
    """The list's own page: it names its months."""
    return (f"{_base(venue)}/",)


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is a month, list or thread of this archive; single messages are read in their months."""
    below = f"{urlsplit(url).path}/".replace("%40", "@").startswith(f"{urlsplit(_base(venue)).path}/")
    return same_site(url, venue.url) and below and not _NEVER.search(urlsplit(url).path)


def parse(page: Page, venue: Venue, salted: Callable[[str], str]) -> Iterator[Conversation]:
    """The threads of a month's mail file, of a thread's page or of a list; their addresses are the archive's own.

    Pipermail's files do not name a thread's page: it has the list's address and the hash of its first message.
    """
    if not is_mbox(page.body):
        yield from of_page(page, venue, salted)
        return
    hyperkitty = "/pipermail/" not in venue.url
    for thread in threads_of(page.body, salted):
        where = f"thread/{thread.hash}/" if hyperkitty else f"?thread={thread.hash}"
        mail = thread.opening
        text, author, at = (mail.reply.text, mail.reply.author, mail.reply.at) if mail else ("", "", None)
        answers = tuple(answer.reply for answer in thread.answers)
        head = (venue.key, canonical_url(f"{_base(venue)}/{where}"), masked(thread.subject), text, author, at)
        yield Conversation(*head, len(answers), None, page.capture, answers)


def follow(page: Page, venue: Venue) -> Iterator[str]:
    """The months' mail files, newest first; where the archive offers none, its lists and threads as pages."""
    if is_mbox(page.body) or THREAD.search(page.url):
        return
    files = exports_of(page, _base(venue))
    yield from files or (*pages_of(page), *months_of(page, _base(venue)))


def _base(venue: Venue) -> str:
    found = _LIST.match(venue.url.replace("%40", "@"))
    return canonical_url(found["base"] if found else venue.url).rstrip("/")


connectors.register("mailing_list")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse, follow))
