"""Forums: any venue of web pages, read by what its pages show: threads, lists of threads, articles with comments."""

from market.urls import canonical_url
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.addresses import is_board, is_thread
from spiders.connectors.forum_pages import conversations, is_of, leads


def recognises(url: str) -> bool:
    """Whether the address is one that forum software gives; a venue that nothing else knows is read this way too."""
    return is_thread(url) or is_board(url)


def seeds(venue: Venue) -> tuple[str, ...]:
    """The venue's own page: it names its sections, threads and articles."""
    return (canonical_url(venue.url),)


connectors.register("forum")(Connector(Access.CRAWLABLE, recognises, seeds, is_of, conversations, leads))
