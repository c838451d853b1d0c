"""Peers of the crawl benchmark, processes of their own: ``python crawl_peers.py scrapy|advertools OUT URL…``."""

import sys
from urllib.parse import urlsplit

SETTINGS = {
    "CONCURRENT_REQUESTS": 64,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": True,
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
}


def scrapy(out: str, urls: list[str]) -> None:
    """A plain spider: LinkExtractor, every page of the sites, one line of JSON each."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.linkextractors import LinkExtractor

    class Plain(Spider):
        name = "plain"
        start_urls = urls

        def parse(self, response):  # type: ignore[no-untyped-def]
            yield {"url": response.url, "title": response.css("title::text").get()}
            for link in extractor.extract_links(response):
                yield response.follow(link)

    extractor = LinkExtractor(allow=[rf"^{urlsplit(url).scheme}://{urlsplit(url).netloc}/" for url in urls])
    process = CrawlerProcess({**SETTINGS, "FEEDS": {out: {"format": "jsonlines"}}})
    process.crawl(Plain)
    process.start()


def advertools(out: str, urls: list[str]) -> None:
    """advertools' own crawler, following links, with the same settings."""
    import advertools

    names = [urlsplit(url).hostname for url in urls]
    advertools.crawl(urls, out, follow_links=True, allowed_domains=names, custom_settings=SETTINGS)


if __name__ == "__main__":
    {"scrapy": scrapy, "advertools": advertools}[sys.argv[1]](sys.argv[2], sys.argv[3:])
