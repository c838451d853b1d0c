"""Site: a company's own pages, found through its sitemaps, feeds, home page and links."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin, urlsplit

from market.crawls import Discovery, Visit
from market.directives import REMARKED, RESERVED, header_directives
from market.feeds import looks_like_feed, read_feed
from market.pages import Page
from market.sitemaps import read_sitemap
from market.urls import authority_of, canonical_url, same_site
from spiders.choose import CROWDED, FEED, HOME, HUB, LISTING, PAGE, POST, SITEMAP, is_page, priority
from spiders.limits import is_packed_xml, looks_like_sitemap
from spiders.links import Links, read_links
from spiders.ports import Exploration, Plan, Stores
from spiders.robots import origin_of
from spiders.territory import Territory, same_name
from spiders.traps import TRAP, Traps
from spiders.visits import VisitingSpider

MAX_SITEMAPS = 30  # files of one host
MAX_FEEDS = 10
MAX_OFF_SITE = 500  # addresses of other sites that get a row of their own, per page
_OFF_SITE = "off-site"


class SiteSpider(VisitingSpider):
    """Captures one company's site, posts of the window first."""

    name = "site"

    def __init__(self, plan: Plan, stores: Stores) -> None:
        super().__init__(plan, stores)
        self._territory = Territory(plan, stores.frontier.of_priority(HOME))
        self._sitemaps = _by_host(stores.frontier.of_priority(SITEMAP))
        self._feeds = _by_host(stores.frontier.of_priority(FEED))
        self._traps = Traps(plan.pages_per_host, plan.window_start.year)
        self._known: tuple[int, ...] = ()
        self._standings: dict[str, tuple[int, str]] = {}
        for url, found_on in stores.frontier.ways():  # an interrupted crawl knows what it let in
            self._territory.welcome(url)
            self._traps.refusal(url, found_on)

    def seeds(self) -> Iterable[Discovery]:
        further = sorted(self._territory.starts())
        return [Discovery(self._territory.homes[0], HOME, 0, ""), *(Discovery(url, HUB, 0, "") for url in further)]

    def outside(self, visit: Visit, target: str) -> str:
        """A redirect may leave the site only from its start page, to the same name under another top-level domain."""
        if visit.priority == HOME and (self._territory.own(target) or same_name(target, visit.url)):
            self._territory.homes.append(target)
            return ""
        return "" if self._territory.own(target) else _OFF_SITE

    def landed(self, visit: Visit) -> list[Discovery]:
        """A host's sitemaps, once its start page is settled."""
        home = visit.priority == HOME and visit.url == self._territory.homes[-1]
        if not home and visit.url not in self._territory.starts():
            return []
        rules = self.rules.get(origin_of(visit.url))
        if rules and rules.everything:
            return []
        named = [url for url in (rules.sitemaps if rules else ()) if url.startswith(("/", "http"))]
        guessed = [f"{origin_of(visit.url)}/sitemap.xml"]
        return self._sitemap_visits([(url, None) for url in named or guessed], visit.url, named_by_site=bool(named))

    def explore(self, visit: Visit, page: Page) -> Exploration:
        if looks_like_feed(page.body):
            return Exploration(self._of_feed(visit, page))
        if is_packed_xml(page) or looks_like_sitemap(page.body):
            return Exploration(self._of_sitemap(visit, page))
        if page.capture.media_type not in ("", "text/html", "application/xhtml+xml"):
            return Exploration([])
        return self._of_page(visit, page)

    def _of_sitemap(self, visit: Visit, page: Page) -> list[Discovery]:
        entries = read_sitemap(page.body)
        nested = sorted(
            ((e.url, e.modified) for e in entries if e.is_index), key=lambda e: (e[1] or date.min, e[0]), reverse=True
        )
        listed = sorted((e for e in entries if not e.is_index), key=lambda e: e.modified or date.min, reverse=True)
        pages = [self._discovery(e.url, visit.url, 1, modified=e.modified) for e in listed]
        return self._sitemap_visits(nested, visit.url) + self._cut(pages)

    def _sitemap_visits(
        self, found: list[tuple[str, date | None]], found_on: str, named_by_site: bool = False
    ) -> list[Discovery]:
        visits: list[Discovery] = []
        for url, _ in found:
            address = self._spelled(url, found_on)
            if not address:
                continue
            own, host = self._territory.own(address), authority_of(address)
            refused = "" if own or named_by_site else _OFF_SITE
            if not refused and self._sitemaps[host] >= MAX_SITEMAPS:
                refused = "budget"
            self._sitemaps[host] += not refused
            visits.append(Discovery(address, SITEMAP, 1, found_on, refused=refused))
        return visits

    def _of_feed(self, visit: Visit, page: Page) -> list[Discovery]:
        entries = read_feed(page.body, page.url).entries
        return self._cut(
            [
                self._discovery(e.url, visit.url, 1, published=e.published.date() if e.published else None)
                for e in entries
            ]
        )

    def _of_page(self, visit: Visit, page: Page) -> Exploration:
        links = read_links(page)
        directives = links.directives | header_directives(page, self.plan.agent_token)
        followed = "nofollow" if "nofollow" in directives else ""
        depth = visit.depth + 1
        starts = self._welcomed(visit, links)
        pages = [self._discovery(url, visit.url, depth, refused=followed) for url in links.pages]
        pages += [self._discovery(url, visit.url, depth, refused="nofollow") for url in links.nofollow]
        found = starts + self._feed_visits(links, visit) + self._cut(pages) + _beyond(links, visit)
        for asked in ("noarchive", RESERVED):
            if asked in directives:
                return Exploration(found, asked, kept=False)
        return Exploration(found, links.wall, tuple(name for name in REMARKED if name in directives))

    def _welcomed(self, visit: Visit, links: Links) -> list[Discovery]:
        """The start pages of further hosts of the company, which only its home page introduces."""
        if visit.priority != HOME:
            return []
        starts = [start for url in links.pages if (start := self._territory.welcome(url))]
        return [Discovery(start, HUB, visit.depth + 1, visit.url) for start in starts]

    def _feed_visits(self, links: Links, visit: Visit) -> list[Discovery]:
        visits = []
        for url in links.feeds:
            address = self._spelled(url, visit.url)
            if not address:
                continue
            own, host = self._territory.own(address), authority_of(address)
            main = visit.depth <= 1 and "comments" not in url and self._feeds[host] < MAX_FEEDS and own
            self._feeds[host] += main
            refused = "" if own else _OFF_SITE
            visits.append(Discovery(address, FEED if main else LISTING, visit.depth + 1, visit.url, refused=refused))
        return visits

    def _discovery(
        self,
        url: str,
        found_on: str,
        depth: int,
        published: date | None = None,
        modified: date | None = None,
        refused: str = "",
    ) -> Discovery | None:
        address = self._spelled(url, found_on)
        if not address:
            return None
        if published or modified:
            place, closed = priority(address, self.plan.window_start, published, modified), self._refusal(address)
        else:
            place, closed = self._standing(address)
        if not closed and depth > self.plan.max_depth:
            closed = "depth"
        return Discovery(address, place, depth, found_on, refused=closed or refused)

    def _standing(self, address: str) -> tuple[int, str]:
        """Place and refusal of an address, remembered: most links of a page stand on every other page too."""
        known = (len(self.rules), len(self._territory.homes), len(self._territory.further))
        if known != self._known or len(self._standings) > 2_000:
            self._known = known
            self._standings.clear()
        if address not in self._standings:
            self._standings[address] = (priority(address, self.plan.window_start), self._refusal(address))
        return self._standings[address]

    def _refusal(self, url: str) -> str:
        """Why an address is not even queued, whatever leads to it."""
        if not self._territory.own(url):
            return _OFF_SITE
        if not is_page(url):
            return "not HTML"
        rules = self.rules.get(origin_of(url))
        return rules.refusal(url) if rules else ""

    def _cut(self, found: Sequence[Discovery | None]) -> list[Discovery]:
        """A list cut to what the budget can use: the most urgent stay, one row stands for each tail."""
        known = list({d.url: d for d in found if d}.values())
        queued = sorted((d for d in known if not d.refused), key=lambda d: d.priority)
        room = 5 * self.plan.pages_per_host
        kept = [self._judged(d) for d in queued[:room]] + _tail(queued[room:], "budget")
        for reason in sorted({d.refused for d in known if d.refused}):
            refused = [d for d in known if d.refused == reason]
            kept += refused[:MAX_OFF_SITE] + _tail(refused[MAX_OFF_SITE:], reason)
        return kept

    def _judged(self, found: Discovery) -> Discovery:
        """The discovery, refused when it is one too many of its shape, put last when its shape crowds out others."""
        if self._traps.refusal(found.url, found.found_on):
            return replace(found, refused=TRAP)
        if found.priority >= POST and self._traps.crowded(found.url):
            return replace(found, priority=max(found.priority, CROWDED))
        return found

    def _spelled(self, url: str, found_on: str) -> str:
        """The canonical address, under the scheme and host name the site itself redirects to; "" for none."""
        try:
            address = canonical_url(url if url.startswith("http") else urljoin(found_on, url))
        except ValueError:
            return ""
        home = urlsplit(self._territory.homes[-1])
        parts = urlsplit(address)
        same = same_site(address, self._territory.homes[-1]) and parts.port is None and home.port is None
        if same and (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
            return parts._replace(scheme=home.scheme, netloc=home.netloc).geturl()
        return address


def _by_host(urls: Iterable[str]) -> Counter[str]:
    return Counter(authority_of(url) for url in urls)


def _tail(cut: list[Discovery], reason: str) -> list[Discovery]:
    if not cut:
        return []
    first = cut[0]
    return [Discovery(first.url, first.priority, first.depth, first.found_on, refused=reason, urls=len(cut))]


def _beyond(links: Links, visit: Visit) -> list[Discovery]:
    if not links.beyond:
        return []
    return [Discovery(visit.url, PAGE, visit.depth + 1, visit.url, refused="too many links", urls=links.beyond)]
