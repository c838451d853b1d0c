"""WordPress: articles and their comments, by the site's own interface where it is open and by its pages."""

from urllib.parse import urlsplit

from market.urls import canonical_url
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.forum_pages import conversations, is_of, leads
from spiders.connectors.wordpress_payloads import interface_of


def recognises(url: str) -> bool:
    """Whether the address is WordPress's own interface or hosting; most sites are told by their pages."""
    return "/wp-json/" in url or (urlsplit(url).hostname or "").endswith(".wordpress.com")


def seeds(venue: Venue) -> tuple[str, ...]:
    """The site's interface for posts and comments, then its front page."""
    return (*interface_of(venue.url), canonical_url(venue.url))


connectors.register("wordpress")(Connector(Access.CRAWLABLE, recognises, seeds, is_of, conversations, leads))
