"""Connectors: one file per platform; each says what to fetch of a venue and reads conversations out of its pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from market.closed_networks import is_closed, is_wordless
from market.pages import Page
from market.posts import Conversation
from market.registry import Registry
from market.venues import Access, Venue


@dataclass(frozen=True, slots=True)
class Connector:
    """How one platform is read.

    ``seeds`` lists the first addresses to fetch of a venue; ``holds`` says whether a captured address belongs to the
    venue; ``parse`` reads the conversations of one page. ``salted`` turns an author's public name into a hash.
    ``follow`` names the further addresses of a captured page that the venue's crawl needs, the most wanted first: the
    next page of a list, the threads it shows, the later pages of a thread. Those that ``holds`` refuses are dropped.
    Without it a page leads to the conversations that ``parse`` finds in it and to all its links, those held alone.
    ``lists`` is for a venue that is a selection, such as a search: whether a captured address lists what was selected.
    A thread alone does not say who selected it, so what no list of the venue names is left out.
    ``rest`` reads how many seconds a page asks that its host be left alone, 0 for none.
    """

    access: Access
    recognises: Callable[[str], bool]  # whether a venue's URL is of this platform
    seeds: Callable[[Venue], tuple[str, ...]]
    holds: Callable[[str, Venue], bool]
    parse: Callable[[Page, Venue, Callable[[str], str]], Iterable[Conversation]]
    follow: Callable[[Page, Venue], Iterable[str]] | None = None
    lists: Callable[[str], bool] | None = None
    rest: Callable[[Page], float] | None = None


connectors: Registry[Connector] = Registry("spiders.connectors")


_GENERAL = ("feed", "forum")  # read what a page or file shows, whatever made it


def platform_of(url: str, feed: str = "") -> str:
    """The name of the connector that reads a venue; "" for a closed network and for what shows no words.

    A platform's own address goes before its feed: a subreddit's feed is Reddit's and not any feed. What no platform
    claims and has no feed is read as a forum: by what its pages show.
    """
    if is_closed(url):
        return ""
    own = next((name for name in connectors if name not in _GENERAL and connectors[name].recognises(url)), "")
    if own or feed or connectors["feed"].recognises(url):
        return own or "feed"
    return "" if is_wordless(url) else "forum"
