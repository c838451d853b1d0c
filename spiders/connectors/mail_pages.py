"""Mail pages: the threads on the pages of mailing-list archives (HyperKitty's threads and lists, Pipermail's index)."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import canonical_url
from market.venues import Venue
from spiders.connectors.addresses import absolute
from spiders.connectors.mbox import bare_subject, own_lines
from spiders.connectors.post_words import words_of
from spiders.connectors.reading import masked, page_tree, whole
from spiders.connectors.stamps import Clock, clock_of, written

THREAD = re.compile(r"/thread/([A-Z2-7]{32})(?:/|$)")
_MONTH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/?$")
Salted = Callable[[str], str]


def of_page(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The thread that a page shows, or the threads it lists."""
    tree = page_tree(page)
    if tree is None:
        return
    if THREAD.search(page.url):
        yield from _thread(tree, page, venue, salted)
    elif page.url.endswith("/thread.html"):
        yield from _index(tree, page, venue, salted)
    else:
        yield from _listed(tree, page, venue)


def thread_address(url: str) -> str:
    """A thread's one address, whatever view of it was asked for."""
    return canonical_url(url.partition("?")[0].partition("#")[0])


def _thread(tree: Any, page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    clock = clock_of(tree, page)
    mails = [_mail(node, clock, salted) for node in tree.xpath("//div[contains(concat(' ', @class, ' '), ' email ')]")]
    title = " ".join(tree.xpath("string(//div[contains(@class, 'thread-header')]//h3)").split())
    if not mails:
        return
    complete = not tree.xpath("//img[contains(@class, 'ajaxloader')]")
    count = len(mails) - 1 if complete else None
    first = mails[0]
    head = (venue.key, thread_address(page.url), masked(bare_subject(title)), first.text, first.author, first.at)
    yield Conversation(*head, count, first.score, page.capture, tuple(mails[1:]))


def _mail(node: Any, clock: Clock, salted: Salted) -> Reply:
    name = " ".join(node.xpath("string(.//*[contains(@class, 'email-author')]//*[contains(@class, 'name')])").split())
    body = next(iter(node.xpath("./div[contains(@class, 'email-body')]")), None)
    from lxml import etree

    text = own_lines(words_of(etree.tostring(body, encoding="unicode"))) if body is not None else ""
    votes = [whole(" ".join(like.text_content().split())) or 0 for like in node.xpath(".//a[@data-vote]")]
    score = votes[0] - votes[1] if len(votes) > 1 else None
    return Reply(salted(name) if name else "", text, _sent(node, clock), score)


def _sent(node: Any, clock: Clock) -> datetime | None:
    """The moment of a mail: the sender's day with the archive's time of day, which are hours apart at most."""
    for shown in node.xpath(".//*[contains(@class, 'time')]/span[@title]"):
        sent = written((shown.get("title") or "").partition(":")[2], clock)
        if sent is None:
            continue
        there = [sent + timedelta(days=days) for days in (-1, 0, 1)]
        days = [written(f"{day:%Y-%m-%d} {shown.text_content()}", clock) for day in there]
        return min((day for day in days if day), key=lambda day: abs(day - sent), default=sent)
    return None


def _listed(tree: Any, page: Page, venue: Venue) -> Iterator[Conversation]:
    """HyperKitty's rows: subject and number of replies; the date there is that of the last mail."""
    seen: set[str] = set()
    for row in tree.xpath("//div[contains(concat(' ', @class, ' '), ' thread ')]"):
        links = [a for a in row.iter("a") if THREAD.search(a.get("href") or "")]
        title = next((said for a in links if (said := " ".join(a.text_content().split()))), "")
        url = thread_address(absolute(links[0].get("href"), page.url)) if links else ""
        if not title or url in seen:
            continue
        seen.add(url)
        counts = row.xpath(".//*[contains(@class, 'fa-comment')]/following::text()[normalize-space()][1]")
        replies = whole(counts[0]) if counts else None
        yield Conversation(venue.key, url, masked(bare_subject(title)), "", "", None, replies, None, page.capture)


def _index(tree: Any, page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """Pipermail's index of a month by thread: an item for each message, with the answers to it inside."""
    items = {}
    for item in tree.iter("li"):
        link = item.find("a")
        if link is not None and re.fullmatch(r"\d{4,}\.html", link.get("href") or ""):
            items[item] = link
    for item, link in items.items():
        if not any(above in items for above in item.iterancestors()):
            answers = sum(1 for nested in item.iter("li") if nested is not item and nested in items)
            title = masked(bare_subject(" ".join(link.text_content().split())))
            url, author = absolute(link.get("href"), page.url), _name(item, salted)
            yield Conversation(venue.key, url, title, "", author, None, answers, None, page.capture)


def _name(item: Any, salted: Salted) -> str:
    name = " ".join(item.xpath("string(./i)").split())
    return salted(name) if name else ""


def exports_of(page: Page, base: str) -> list[str]:
    """The addresses of the months as mail files, newest first; none where the archive offers no such files."""
    links = _links(page)
    files = [url for url in links if re.search(r"/\d{4}(?:-\w+|q\d)?\.txt(?:\.gz)?$", url)]  # Pipermail's
    files += dict.fromkeys(found[1] for url in links if (found := re.match(r"(.*/\d{6}\.mbox)/\w+$", url)))  # Apache's
    if files or not any("/export/" in url for url in links):
        return files
    months = sorted({(int(y), int(m)) for url in links for y, m in _MONTH.findall(url)}, reverse=True)
    return [canonical_url(_export(base, year, month)) for year, month in months]


def _export(base: str, year: int, month: int) -> str:
    after = f"{year + month // 12}-{month % 12 + 1:02}-01"
    return f"{base}/export/{base.rpartition('/')[2]}-{year}-{month:02}.mbox.gz?start={year}-{month:02}-01&end={after}"


def months_of(page: Page, base: str) -> list[str]:
    """The archive's lists of threads: the latest and those of each month, newest first, or Pipermail's indexes."""
    links = _links(page)
    months = sorted({(int(y), int(m)) for url in links for y, m in _MONTH.findall(url)}, reverse=True)
    lists = [f"{base}/{year}/{month}/" for year, month in months]
    return [*lists, *(url for url in links if url.endswith("/thread.html"))]


def pages_of(page: Page) -> list[str]:
    """The threads of a list as pages that need no scripts, and the list's later pages."""
    links = _links(page)
    later = [url for url in links if re.search(r"[?&]page=\d+", url) and not THREAD.search(url)]
    return [*(f"{thread_address(url)}?noscript" for url in links if THREAD.search(url)), *later]


def _links(page: Page) -> list[str]:
    tree = page_tree(page)
    if tree is None:
        return []
    return list(dict.fromkeys(url for a in tree.iter("a") if (url := absolute(a.get("href"), page.url))))
