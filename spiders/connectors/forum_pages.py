"""Forum pages: the conversations of a page of any forum or blog, and the addresses it leads to."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import page_key, same_site
from market.venues import Venue
from market.walls import wall_in
from spiders.connectors.addresses import (
    absolute,
    is_board,
    is_off_limits,
    is_thread,
    names_one_post,
    place,
    series,
)
from spiders.connectors.articles import article_of
from spiders.connectors.embedded import embedded
from spiders.connectors.markup import json_ld_posts, stated_replies
from spiders.connectors.post_words import tokens
from spiders.connectors.posts import posts_of
from spiders.connectors.reading import is_json, masked, page_tree, warn
from spiders.connectors.stamps import clock_of
from spiders.connectors.thread_lists import rows_of
from spiders.connectors.wordpress_payloads import from_json, interface_of, later_pages

_TITLED = re.compile(
    r"topic-title|thread-?title|topic__title|entry-title|p-title-value|ipstype_pagetitle|wp-block-post-title|"
    r"discussion-?title|display_title|pagetitle|question-title",
    re.IGNORECASE,
)
_LABELS = frozenset("label label-append badge tag prefix".split())
_OF_POSTS = re.compile(
    r"(?:^|[\s(•|])(\d{1,3}(?:[.,\u00a0]\d{3})+|\d+)\s+(?:posts|messages|beiträge|mensajes|berichten|messaggi)\b",
    re.IGNORECASE,
)
Salted = Callable[[str], str]


def conversations(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The thread or article with its answers that a page shows, else the threads it lists.

    Nothing comes from walls, members' pages and what is no talk.
    """
    if is_json(page):
        yield from from_json(page, venue, salted)
        return
    payload = list(embedded(page, venue, salted))
    if payload:
        yield from payload
        return
    tree = page_tree(page)
    if tree is None or is_off_limits(page.url):
        return
    if wall_in(tree):
        warn(page, f"no talk to read: {wall_in(tree)}")
        return
    if is_board(page.url):
        yield from _listed(tree, page, venue, salted)
        return
    if is_section(venue.url) and is_thread(page.url) and not _names(tree, page, venue.url):
        return  # a thread names its section on the way back to it
    thread = _thread(tree, page, venue, salted)
    if thread:
        yield thread
    elif is_thread(page.url):
        warn(page, "a thread of an unknown shape")
    else:
        yield from _listed(page_tree(page), page, venue, salted)


def leads(page: Page, venue: Venue) -> Iterator[str]:
    """Where a page leads: to its own later pages, to the threads or articles it lists, to the forum's sections."""
    if is_json(page):
        yield from later_pages(page, venue)
        return
    yield from dict.fromkeys(_leads(page, venue))


def _leads(page: Page, venue: Venue) -> Iterator[str]:
    tree = page_tree(page)
    if tree is None or is_off_limits(page.url) or wall_in(tree):
        return
    links = [
        url for a in tree.xpath("//a[@href] | //link[@rel='next'][@href]") if (url := absolute(a.get("href"), page.url))
    ]
    links = [url for url in dict.fromkeys(links) if same_site(url, venue.url) and not is_off_limits(url)]
    here = place(page.url)
    for interface in tree.xpath("//link[@rel='https://api.w.org/'][contains(@href, '/wp-json/')]/@href")[:1]:
        yield from interface_of(absolute(interface, page.url) or page.url)
    yield from sorted((url for url in links if place(url) > here and _same(url, page.url)), key=place)[:3]
    if not is_thread(page.url):
        yield from (row.url for row in rows_of(tree, clock_of(tree, page), page.url))
    yield from (url for url in links if is_board(url) and not place(url))
    if is_board(page.url) or page.url.rstrip("/") == venue.url.rstrip("/"):
        yield from (url for url in links if is_thread(url) and not place(url) and not names_one_post(url))


def _names(tree: Any, page: Page, address: str) -> bool:
    linked = (absolute(link.get("href"), page.url) for link in tree.iter("a"))
    return any(url and is_board(url) and _same(url, address) for url in linked)


def _listed(tree: Any, page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    for row in rows_of(tree, clock_of(tree, page), page.url):
        if same_site(row.url, venue.url) and (is_thread(row.url) or row.replies is not None):
            author = salted(row.author) if row.author else ""
            known = (row.started_at, row.replies, row.score, page.capture)
            yield Conversation(venue.key, row.url, masked(row.title), "", author, *known, views=row.views)


def _thread(tree: Any, page: Page, venue: Venue, salted: Salted) -> Conversation | None:
    url, title = _address(tree, page), _title(tree, page.url)
    stated = stated_replies(tree)
    if stated is None:
        stated = _stated_posts(tree)
    described = json_ld_posts(tree, salted)
    later, first = _is_paged(tree, page), place(page.url) == 0
    open_to_answers = bool(tree.xpath("//form[@id='commentform' or contains(@action, 'comment')] | //*[@id='respond']"))
    language = (tree.xpath("string(/html/@lang)") or "")[:2].lower()
    clock = clock_of(tree, page)
    posts = posts_of(tree, clock, salted, page.url)
    comments = [post for post in posts if post.comment]
    articles = [post.reply for post in posts if post.article and not post.comment]
    article = None
    if (comments or open_to_answers) and not is_thread(page.url):
        article = articles[0] if articles else article_of(tree, clock, salted)
    elif articles and len(articles) == len(posts) and not is_thread(page.url):
        return None  # a page that nobody can answer to is no conversation
    if len(posts) - len(comments) == 1:
        posts = sorted(posts, key=lambda post: post.comment)  # what is commented on comes first
    replies = [post.reply for post in posts]
    if article:
        replies = [article, *(post.reply for post in comments)]
    elif len(described) > len(replies):
        replies = [described[number] for number in sorted(described)]
    if not replies or not (article or is_thread(page.url) or len(replies) > 1 or described):
        return None
    opening, answers = _opening(replies, first or bool(article))
    if stated is None and not later and (first or bool(article)):
        stated = len(answers)
    head = (venue.key, url, title, opening.text, opening.author, opening.at)
    return Conversation(*head, stated, opening.score, page.capture, tuple(answers), language=language)


def _opening(replies: list[Reply], first: bool) -> tuple[Reply, list[Reply]]:
    return (replies[0], replies[1:]) if first else (Reply("", "", None), replies)


def _address(tree: Any, page: Page) -> str:
    """The one address of a thread: what the page calls its own where that is a thread here, else where it was found."""
    said = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    said += tree.xpath("//*[contains(@class, 'topic-title') or contains(@class, 'threadtitle')]//a/@href")
    for candidate in said if names_one_post(page.url) or place(page.url) else said[:1]:
        url = absolute(candidate, page.url)
        parts = urlsplit(url)
        below = parts.path.strip("/") or parts.query  # a front page is no thread's own address
        if below and same_site(url, page.url) and not names_one_post(url) and is_thread(url) >= is_thread(page.url):
            return series(url)
    return series(page.url)


def _title(tree: Any, url: str) -> str:
    """The thread's title: of the words that the page's own title repeats those best marked as the thread's.

    The site's name stands there too, but not under a class for titles, in a link to the page itself or as a heading.
    """
    whole = " ".join(tree.xpath("string(//title)").split())
    site = " ".join(tree.xpath("string(//meta[@property='og:site_name']/@content)").split())
    parts = [part for part in re.split(r"\s[-–—|·•»/:]\s", whole) if part]
    best, said = 0, ""
    for node in tree.iter("h1", "h2", "h3", "a", "strong", "b", "span", "td", "div"):
        text = _unlabelled(node) if len(node) < 5 else ""
        if len(text) < 2 or text == site or text not in whole or (text == whole and len(parts) > 1):
            continue
        rank = _rank(node, url, text in parts)
        if rank > best:
            best, said = rank, text
    shared = " ".join(tree.xpath("string(//meta[@property='og:title']/@content)").split())
    return masked(said or shared or max(parts, key=len, default=""))


def _unlabelled(node: Any) -> str:
    pieces = [node.text or ""]
    for child in node:
        named = tokens(child) & _LABELS or not isinstance(child.tag, str)
        pieces += ["" if named else child.text_content(), child.tail or ""]
    return " ".join("".join(pieces).split())


def _rank(node: Any, url: str, is_part: bool) -> int:
    """How well an element is marked as a thread's title, 0 for not at all."""
    links = [above for above in (node, *node.iterancestors()) if above.tag == "a"] or node.findall(".//a")
    targets = [target for link in links if (target := absolute(link.get("href"), url))]
    if any(not _same(target, url) and not names_one_post(target) for target in targets):
        return 0
    if any(_TITLED.search(name) for above in (node, node.getparent()) if above is not None for name in tokens(above)):
        return 4
    if targets and is_part:
        return 3
    above = {one.tag for one in node.iterancestors()}
    of_site = "header" in above and not above & {"main", "article", "section"}
    return 2 if node.tag in ("h1", "h2") and not of_site else int(is_part)


def _same(url: str, other: str) -> bool:
    """Whether two addresses are of one thread or list."""
    return page_key(series(url)) == page_key(series(other))


def _stated_posts(tree: Any) -> int | None:
    """Replies from the line beside the page numbers that counts all posts of a topic."""
    for node in tree.xpath("//*[contains(@class, 'pagination')]"):
        found = _OF_POSTS.search(" ".join(node.text_content().split()))
        if found:
            return max(0, int(re.sub(r"\D", "", found[1])) - 1)
    return None


def _is_paged(tree: Any, page: Page) -> bool:
    """Whether the thread has other pages than this one."""
    here = place(page.url)
    for link in tree.xpath("//a[@href] | //link[@rel='next'][@href]"):
        href = link.get("href") or ""
        url = "" if href.startswith("#") else absolute(href, page.url)
        if url and url != page.url and same_site(url, page.url) and place(url) != here and _same(url, page.url):
            return True
    return False


def is_of(url: str, venue: Venue) -> bool:
    """Whether an address can be of the forum or blog: on its site, below its folder or shaped like a thread of it.

    A venue that is one section of a forum has no other section's lists.
    """
    if not same_site(url, venue.url) or is_off_limits(url):
        return False
    if is_section(venue.url) and is_board(url):
        return _same(url, venue.url)
    below = urlsplit(url).path.startswith(_folder(venue.url))
    return below or is_thread(url) or is_board(url) or "/wp-json/" in url


def is_section(url: str) -> bool:
    """Whether the address is that of one section of a forum: a list with a number or name of its own."""
    parts = urlsplit(url)
    if not is_board(url):
        return False
    return bool(re.search(r"\d", f"{parts.path}{parts.query}")) or parts.path.strip("/").count("/") > 0


def _folder(url: str) -> str:
    """The path below which a venue's pages lie: that of its address without what names one list of it."""
    path = urlsplit(url).path
    return path[: path.rfind("/") + 1] if "." in path.rpartition("/")[2] else path.rstrip("/") + "/"
