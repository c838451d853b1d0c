"""Community: the pages of one venue, as its connector leads."""

from collections.abc import Callable, Iterable

from market.crawls import Discovery, Visit
from market.pages import Page
from market.urls import canonical_url
from market.venues import Venue
from spiders.choose import LISTING, POST, QUERY
from spiders.connectors import Connector
from spiders.links import read_links
from spiders.ports import Exploration, Plan, Stores
from spiders.rules import is_rules
from spiders.visits import VisitingSpider


class CommunitySpider(VisitingSpider):
    """Captures a venue: the seeds in their order, then what ``follow`` names on each captured page."""

    name = "community"

    def __init__(
        self,
        plan: Plan,
        stores: Stores,
        seeds: tuple[str, ...],
        follow: Callable[[Page], Iterable[str]],
        rest: Callable[[Page], float] | None = None,
    ) -> None:
        super().__init__(plan, stores)
        self._seeds = seeds
        self._follow = follow
        self._rest = rest

    def seeds(self) -> Iterable[Discovery]:
        return [Discovery(canonical_url(url), POST, 0, "") for url in self._seeds]

    def rest_of(self, page: Page) -> float:
        return self._rest(page) if self._rest else 0.0

    def explore(self, visit: Visit, page: Page) -> Exploration:
        found: dict[str, Discovery] = {}
        for url in self._follow(page):
            try:
                address = canonical_url(url)
            except ValueError:
                continue
            depth = visit.depth + 1
            refused = "depth" if depth > self.plan.max_depth else ""
            found.setdefault(address, Discovery(address, LISTING, depth, visit.url, refused=refused))
        room = 5 * self.plan.max_pages
        listed = list(found.values())
        tail = listed[room:]
        if tail:
            rest = Discovery(tail[0].url, QUERY, visit.depth + 1, visit.url, 0, "budget", len(tail))
            return Exploration([*listed[:room], rest])
        return Exploration(listed)


def leads(connector: Connector, venue: Venue) -> Callable[[Page], Iterable[str]]:
    """What a captured page of the venue leads to: what its connector's ``follow`` names, else all that it holds.

    The venue's own rules, where a page links to them, come first: they say whether one may speak of one's own work.
    """

    def follow(page: Page) -> Iterable[str]:
        linked = read_links(page).pages if "html" in page.capture.media_type else ()
        if connector.follow:
            named = list(connector.follow(page, venue))
        else:
            named = [conversation.url for conversation in connector.parse(page, venue, lambda _: "")]
            named += linked
        rules = [url for url in linked if is_rules(url, venue)]
        return [*rules, *(url for url in named if connector.holds(url, venue))]

    return follow
