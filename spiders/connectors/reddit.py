"""Reddit: listings and threads as JSON, feeds, and the old-style pages; one subreddit is one venue."""

from collections.abc import Callable, Iterator

from market.feeds import looks_like_feed
from market.pages import Page
from market.posts import Conversation
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.reading import is_json
from spiders.connectors.reddit_payloads import from_feed, from_html, from_json, name_of, subreddit

Salted = Callable[[str], str]


def recognises(url: str) -> bool:
    return bool(subreddit(url))


def seeds(venue: Venue) -> tuple[str, ...]:
    """Only the feed: pages and API want credentials that Reddit has to approve."""
    return (venue.feed or f"https://www.reddit.com/r/{name_of(venue)}/new/.rss",)


def holds(url: str, venue: Venue) -> bool:
    """Whether ``url`` is of this subreddit, in whatever case or host of Reddit's."""
    return bool(subreddit(url)) and subreddit(url) == subreddit(venue.url)


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The conversations of a listing, a thread, a feed or an old-style page; what is of another subreddit is left out.

    A comment that comes without its thread gives the thread's title and itself as the one answer known.
    """
    if is_json(page):
        found = from_json(page, venue, salted)
    elif looks_like_feed(page.body):
        found = from_feed(page, venue, salted)
    else:
        found = from_html(page, venue, salted)
    yield from found


connectors.register("reddit")(Connector(Access.API, recognises, seeds, holds, parse))
