"""Exports: the posts of a closed network from a file that the client may share, as ``spiders.exports`` keeps them."""

from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import canonical_url
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.payload import Record, Salted, asked, records, text, texts
from spiders.connectors.reading import moment, whole

MARK = "watercooler-export"  # in the address of a kept export: nobody shall think that the network itself was asked


def address_of(venue: Venue) -> str:
    """Where the posts of a venue's export are kept in the archive."""
    return canonical_url(payload.asking(venue.url.partition("?")[0], **{MARK: venue.export}))


def recognises(url: str) -> bool:
    return bool(asked(url, MARK))


def seeds(venue: Venue) -> tuple[str, ...]:  # noqa: ARG001
    return ()


def holds(url: str, venue: Venue) -> bool:
    return bool(venue.export) and canonical_url(url) == address_of(venue)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The threads of an export; the address of each leads to its place in the file, and nowhere else."""
    for thread in payload.rows(page, "threads"):
        answers = tuple(_post(answer, venue, salted) for answer in records(thread.get("answers")))
        stated, views = whole(thread.get("replies")), whole(thread.get("views"))
        replies = None if stated is None and not answers else max(stated or 0, len(answers))
        url = f"{address_of(venue)}&thread={whole(thread.get('number'))}"
        first, title, tags = _post(thread, venue, salted), text(thread, "title"), texts(thread, "tags")
        language = text(thread, "language")
        yield payload.opened(page, venue, url, first, title, replies, answers, views, language, tags)


def _post(post: Record, venue: Venue, salted: Salted) -> Reply:
    """An author is a number within the file: the same person elsewhere is not recognised."""
    number = whole(post.get("author"))
    author = salted(f"{venue.key} {number}") if number else ""
    return Reply(author, text(post, "text"), moment(post.get("at")), whole(post.get("score")), texts(post, "links"))


connectors.register("export")(Connector(Access.CLOSED, recognises, seeds, holds, parse))
