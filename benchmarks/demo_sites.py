"""Company sites of the demo market: four engines, each with its own way to write a date down."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random
from typing import NamedTuple

from benchmarks.demo_words import KEY_PHRASE, Article, Writer

PER_PAGE = 10


class Served(NamedTuple):
    """What an address answers."""

    url: str
    media: str
    body: str
    status: str = "200 OK"


@dataclass(frozen=True)
class Site:
    """A company's site and how it publishes."""

    name: str
    base: str
    engine: str  # json-ld, time, url-date, microdata
    tagline: str
    about: str
    closing: str
    rate: tuple[tuple[int, ...], tuple[int, ...]]  # posts per week, repeated: latest half year, half year before
    topics: tuple[str, ...]
    feed: str
    feed_items: int
    phone: str
    social: tuple[tuple[str, str], ...]
    events: float = 0.0  # chance that a post is about a local event
    phrase: float = 0.0  # chance that a title carries the key phrase
    undated: int = 0
    services: tuple[str, ...] = field(default=("Buying a first home", "Selling", "Relocation"))


def posts_of(site: Site, end: datetime, rng: Random) -> list[Article]:
    """The site's articles, newest first, undated ones last."""
    writer = Writer(rng, site.closing)
    found: list[Article] = []
    for week in range(51, -1, -1):
        pattern = site.rate[0] if week < 26 else site.rate[1]
        for day in sorted(rng.sample(range(1, 7), pattern[week % len(pattern)]), reverse=True):
            at = end.replace(hour=rng.randint(8, 16), minute=rng.randint(0, 59)) - timedelta(days=7 * week + day)
            event = writer.event(at) if rng.random() < site.events else None
            article = event or writer.article(rng.sample(site.topics, len(site.topics)), at)
            found.append(_with_phrase(article, rng, site.phrase))
    guides = [writer.article([topic], None) for topic in site.topics[: site.undated]]
    return [*sorted(found, key=lambda a: (a.at, a.title), reverse=True), *guides]  # type: ignore[arg-type,return-value]


def _with_phrase(article: Article, rng: Random, chance: float) -> Article:
    if article.topic in ("events", "offtopic") or rng.random() >= chance:
        return article
    phrase = KEY_PHRASE[0].upper() + KEY_PHRASE[1:]
    sections = list(article.sections)
    sections[-1] = ("", f"{sections[-1][1]} If you are a first time home buyer in Millbrook, bring your questions.")
    if rng.random() < 0.7:
        title = f"{article.title} ({KEY_PHRASE})" if ":" in article.title else f"{phrase}: {article.title}"
        return Article(title, article.at, article.topic, tuple(sections))
    return Article(article.title, article.at, article.topic, tuple(sections))


def address(site: Site, article: Article) -> str:
    """Where an article is; some engines put the date into it."""
    if article.at is None:
        return f"{site.base}/news/{article.slug}"
    shapes = {
        "json-ld": f"/blog/{article.slug}/",
        "time": f"/{article.at:%Y/%m}/{article.slug}.html",
        "url-date": f"/journal/{article.at:%Y/%m/%d}/{article.slug}/",
        "microdata": f"/news/{article.slug}",
    }
    return site.base + shapes[site.engine]


def listing_base(site: Site) -> str:
    return (
        site.base + {"json-ld": "/blog/", "time": "/blog/", "url-date": "/journal/", "microdata": "/news/"}[site.engine]
    )


def serve(site: Site, articles: list[Article], now: datetime) -> list[Served]:
    """Every page of a site with its robots.txt, sitemap and feed."""
    html = "text/html; charset=UTF-8"
    pages = [
        Served(f"{site.base}/", html, _page(site, site.tagline, _home(site, articles))),
        Served(f"{site.base}/about/", html, _page(site, f"About {site.name}", f"<h1>About us</h1><p>{site.about}</p>")),
        Served(f"{site.base}/contact/", html, _page(site, "Contact", _contact(site))),
        Served(f"{site.base}/services/", html, _page(site, "Services and fees", _services(site))),
    ]
    pages += _listings(site, articles)
    pages += [Served(address(site, a), html, _page(site, a.title, _article(site, a), _head(site, a))) for a in articles]
    files = [
        Served(f"{site.base}/robots.txt", "text/plain", _robots(site)),
        Served(f"{site.base}/sitemap.xml", "application/xml", _sitemap(site, pages, articles, now)),
        Served(f"{site.base}{site.feed}", _feed_media(site), _feed(site, articles)),
    ]
    return files + pages


def _robots(site: Site) -> str:
    private = {"json-ld": "/wp-admin/", "time": "/admin/", "url-date": "/search", "microdata": "/cgi-bin/"}[site.engine]
    delay = "Crawl-delay: 2\n" if site.engine == "microdata" else ""
    return f"User-agent: *\nDisallow: {private}\n{delay}\nSitemap: {site.base}/sitemap.xml\n"


def _sitemap(site: Site, pages: list[Served], articles: list[Article], now: datetime) -> str:
    changed = {address(site, a): a.at for a in articles}
    days = [changed.get(page.url) or now - timedelta(days=9) for page in pages]
    rows = [
        f"<url><loc>{escape(page.url)}</loc><lastmod>{day:%Y-%m-%d}</lastmod></url>"
        for page, day in zip(pages, days, strict=True)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return head + "\n".join(rows) + "\n</urlset>\n"


def _feed_media(site: Site) -> str:
    return "application/atom+xml" if site.engine in ("url-date", "microdata") else "application/rss+xml; charset=UTF-8"


def _feed(site: Site, articles: list[Article]) -> str:
    dated = [a for a in articles if a.at][: site.feed_items]
    if "atom" in _feed_media(site):
        entries = "".join(
            f'<entry><title>{escape(a.title)}</title><link href="{address(site, a)}"/><id>{address(site, a)}</id>'
            f"<published>{a.at.isoformat()}</published><updated>{(a.at + timedelta(days=1)).isoformat()}</updated>"
            f"<summary>{escape(a.sections[0][1][:160])}</summary></entry>\n"
            for a in dated
            if a.at
        )
        head = (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(site.name)}</title><link href="{site.base}/"/>'
        )
        return f'<?xml version="1.0" encoding="utf-8"?>\n{head}<id>{site.base}/</id>\n{entries}</feed>\n'
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{address(site, a)}</link><guid>{address(site, a)}</guid>"
        f"<pubDate>{format_datetime(a.at)}</pubDate><description>{escape(a.sections[0][1][:160])}</description></item>\n"
        for a in dated
        if a.at
    )
    head = (
        f"<title>{escape(site.name)}</title><link>{site.base}/</link><description>{escape(site.tagline)}</description>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{head}\n{items}</channel></rss>\n'


def _page(site: Site, title: str, main: str, head: str = "") -> str:
    feed = f'<link rel="alternate" type="{_feed_media(site).split(";")[0]}" href="{site.base}{site.feed}">'
    links = "".join(f'<li><a href="{href}" rel="me">{label}</a></li>' for label, href in site.social)
    call = site.phone.replace(" ", "").replace("-", "")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} | {escape(site.name)}</title>{feed}{head}</head>\n"
        f'<body><header><a href="{site.base}/">{escape(site.name)}</a><nav>'
        f'<a href="{site.base}/services/">Services</a> <a href="{site.base}/about/">About</a> '
        f'<a href="{listing_base(site)}">Blog</a> <a href="{site.base}/contact/">Contact</a></nav>'
        f'<form role="search" action="{site.base}/search"><input type="search" name="q"></form></header>\n'
        f"<main>{main}</main>\n<footer><ul>{links}</ul>"
        f'<p>{escape(site.name)}, Millbrook. <a href="tel:{call}">{site.phone}</a> © 2026</p></footer></body></html>\n'
    )


def _newsletter(site: Site) -> str:
    return (
        f'<form class="newsletter" method="post" action="{site.base}/newsletter"><label>New homes by e-mail '
        '<input type="email" name="email"></label><button>Subscribe</button></form>'
    )


def _home(site: Site, articles: list[Article]) -> str:
    latest = "".join(f'<li><a href="{address(site, a)}">{escape(a.title)}</a></li>' for a in articles[:4])
    return (
        f"<h1>{escape(site.tagline)}</h1><p>{escape(site.about)}</p>"
        f'<p><a class="button" href="{site.base}/contact/">Book a free first meeting</a></p>'
        f"<h2>From the blog</h2><ul>{latest}</ul>{_newsletter(site)}"
    )


def _contact(site: Site) -> str:
    return (
        f"<h1>Contact {escape(site.name)}</h1><p>Call us or write, and we answer within a working day.</p>"
        f'<form method="post" action="{site.base}/contact/send"><input type="text" name="name" required>'
        '<input type="email" name="email" required><input type="tel" name="phone"><textarea name="message"></textarea>'
        "<button>Send message</button></form>"
    )


def _services(site: Site) -> str:
    rows = "".join(
        f"<h2>{escape(s)}</h2><p>Ask us for the fee, in writing, before you sign.</p>" for s in site.services
    )
    return f'<h1>Services and fees</h1>{rows}<p><a href="{site.base}/contact/">Get a quote</a></p>'


def _listings(site: Site, articles: list[Article]) -> list[Served]:
    pages = []
    last = (len(articles) - 1) // PER_PAGE + 1
    for number in range(1, last + 1):
        part = articles[PER_PAGE * (number - 1) : PER_PAGE * number]
        rows = "".join(
            f'<article><h2><a href="{address(site, a)}">{escape(a.title)}</a></h2>'
            f"<p>{escape(a.sections[0][1][:140])}…</p></article>"
            for a in part
        )
        url = listing_base(site) + (f"page/{number}/" if number > 1 else "")
        older = f'<a rel="next" href="{listing_base(site)}page/{number + 1}/">Older posts</a>' if number < last else ""
        body = _page(site, f"Blog, page {number}", f"<h1>Blog</h1>{rows}{older}")
        pages.append(Served(url, "text/html; charset=UTF-8", body))
    return pages


def _head(site: Site, article: Article) -> str:
    canonical = f'<link rel="canonical" href="{address(site, article)}">'
    if site.engine != "json-ld" or article.at is None:
        return canonical
    stated = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": article.title,
        "datePublished": article.at.isoformat(),
        "dateModified": (article.at + timedelta(days=2)).isoformat(),
        "author": {"@type": "Organization", "name": site.name},
    }
    script = json.dumps(stated).replace("<", "\\u003c")
    published = f'<meta property="article:published_time" content="{article.at.isoformat()}">'
    kind = '<meta property="og:type" content="article">'
    return f'{canonical}{published}{kind}<script type="application/ld+json">{script}</script>'


def _article(site: Site, article: Article) -> str:
    body = "".join((f"<h2>{escape(h)}</h2>" if h else "") + f"<p>{escape(p)}</p>" for h, p in article.sections)
    title, url = f"<h1>{escape(article.title)}</h1>", address(site, article)
    share = (
        f'<div class="share"><a href="https://www.facebook.com/sharer/sharer.php?u={url}">Share</a> '
        f'<a href="https://x.com/intent/post?url={url}">Post</a></div>'
    )
    more = f'<p><a href="{site.base}/contact/">Talk to us</a></p>'
    if site.engine == "microdata" or article.at is None:
        stamp = f'<meta itemprop="datePublished" content="{article.at:%Y-%m-%d}">' if article.at else ""
        kind = 'itemscope itemtype="https://schema.org/BlogPosting"'
        text = f'<div itemprop="headline">{title}</div><div itemprop="articleBody">{body}</div>'
        return f"<article {kind}>{stamp}{text}</article>{more}"
    day = f"{article.at.day} {article.at:%B %Y}"
    if site.engine == "time":
        day = f'<time class="published" datetime="{article.at.isoformat()}">{day}</time>'
    return f'<article>{title}<p class="byline">{day}</p>{body}{share}</article>{more}'
