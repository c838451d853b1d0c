"""Crawling: the child's side of a crawl: a spider wired to the store, in a process that has no reactor yet."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from market.crawls import Holding, RobotsFile
from market.pages import Capture, Page

if TYPE_CHECKING:
    from pipelines.crawl import CrawlJob
    from spiders.ports import Plan, Stores
    from spiders.visits import VisitingSpider


def stores_of(job: "CrawlJob", engine: Any, frontier: Any, archive: Any, leases: Any) -> "Stores":
    """The store as the spiders' ports."""
    from spiders.ports import Stores
    from store.holdings import Holdings
    from store.pauses import Pauses
    from store.robots import load_robots, save_robots

    held = Holdings(engine, job.client, job.subject)

    class Robots:
        def load(self, origin: str) -> RobotsFile | None:
            return load_robots(engine, origin, datetime.now(UTC))

        def save(self, file: RobotsFile) -> None:
            save_robots(engine, file)

    class Held:
        def load(self, url: str) -> Holding | None:
            return held.load(url)

        def page(self, holding: Holding) -> Page | None:
            return held.page(holding)

        def save(self, capture: Capture, etag: str, modified: str) -> None:
            held.save(capture, etag, modified, job.archive)

        def forget(self, url: str) -> None:
            held.forget(url)

    pauses = Pauses(engine, lambda: datetime.now(UTC))
    return Stores(frontier, archive, Robots(), Held(), leases, pauses)


def run_spider(
    job: "CrawlJob", stores: "Stores", stop_when_told: Callable[[Callable[[], None]], None]
) -> "VisitingSpider":
    """Crawl to the end and return the spider, which knows how it went; raises ``RuntimeError`` when it cannot start."""
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from scrapy.crawler import CrawlerProcess
    from twisted.internet import reactor

    from spiders import guard
    from spiders.settings import settings
    from spiders.visits import VisitingSpider

    guard.install(reactor, guard.networks(job.allowed_networks))
    plan = _plan(job)
    process = CrawlerProcess(settings(plan))
    kind, arguments = _spider(job, plan, stores)
    crawler = process.create_crawler(kind)
    process.crawl(crawler, *arguments)
    spider = crawler.spider
    if not isinstance(spider, VisitingSpider):
        raise RuntimeError("the spider could not start")
    _report_progress(spider)
    stop_when_told(lambda: reactor.callFromThread(spider.stop))
    process.start(install_signal_handlers=False)
    return spider


def _plan(job: "CrawlJob") -> "Plan":
    from dataclasses import fields

    from spiders.ports import Plan

    return Plan(**{field.name: getattr(job, field.name) for field in fields(Plan)})


def _spider(job: "CrawlJob", plan: Any, stores: "Stores") -> tuple[type["VisitingSpider"], tuple[Any, ...]]:
    from spiders.community import CommunitySpider
    from spiders.site import SiteSpider

    if job.kind == "site":
        return SiteSpider, (plan, stores)
    if job.kind == "community":
        return CommunitySpider, (plan, stores, *_venue(job))
    raise ValueError(f"a crawl is of a site or a community, not {job.kind!r}")


def _venue(
    job: "CrawlJob",
) -> tuple[tuple[str, ...], Callable[[Page], Iterable[str]], Callable[[Page], float] | None]:
    """The first addresses of a venue; what its connector leads to from a captured page, and the rest a page asks."""
    from market.venues import Venue
    from spiders.community import leads
    from spiders.connectors import connectors

    if job.platform not in connectors:
        return job.seeds or (job.start_url,), lambda _: (), None
    connector = connectors[job.platform]
    venue = Venue(job.start_url, job.start_url, job.platform, connector.access, job.feed)
    return job.seeds or connector.seeds(venue), leads(connector, venue), connector.rest


def _report_progress(spider: "VisitingSpider") -> None:
    """Write the number of pages fetched, a line each time it grows."""

    def write(pages: int) -> None:
        sys.stdout.write(f"{pages}\n")
        sys.stdout.flush()

    spider.progress = write
