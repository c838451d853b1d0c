"""Discourse's payloads: topic pages, their JSON and feeds become conversations."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from market.feeds import FeedEntry, read_feed
from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import authority_of, canonical_url, same_site
from market.venues import Venue
from spiders.connectors.markup import json_ld_posts, microdata_posts
from spiders.connectors.payload import outward
from spiders.connectors.reading import masked, member, moment, page_tree, plain, read_json, tree_of, warn, whole

TOPIC = re.compile(r"/t/(?:(?P<slug>[^/?#]*[^/?#\d][^/?#]*)/)?(?P<id>\d+)(?:/(?P<number>\d+))?(?:\.\w+)?/?(?:[?#]|$)")
_LIKE = 2  # Discourse's number for a like among the actions on a post
_WRITTEN = (1, 2)  # post types that people write; the others are notices of the forum
Salted = Callable[[str], str]


def base_of(venue: Venue) -> str:
    parts = urlsplit(venue.url)
    path = re.sub(r"/(?:t|c|tag|latest|top|categories)(?:[/.].*)?$", "", parts.path).rstrip("/")
    return f"{parts.scheme}://{authority_of(venue.url)}{path}"


def address(venue: Venue, url: str) -> str:
    """The one address of a topic, as Discourse itself spells it; "" when it is not a topic of this forum."""
    found = TOPIC.search(url)
    if not found or not same_site(url, venue.url):
        return ""
    slug = f"{found['slug']}/" if found["slug"] else ""
    return canonical_url(f"{base_of(venue)}/t/{slug}{found['id']}")


def from_json(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    payload = read_json(page)
    if isinstance(payload, dict) and isinstance(payload.get("post_stream"), dict):
        yield from _topic_json(payload, page, venue, salted)
    elif isinstance(payload, dict) and isinstance(payload.get("topic_list"), dict):
        members = {u.get("id"): u.get("username") for u in payload.get("users") or () if isinstance(u, dict)}
        for topic in payload["topic_list"].get("topics") or ():
            if isinstance(topic, dict):
                posters = topic.get("posters") or [{}]
                yield from _topic(topic, members.get(posters[0].get("user_id")), page, venue, salted)
    elif payload is not None:
        warn(page, "JSON of an unknown shape")


def _topic(
    topic: dict[str, Any],
    author: Any,
    page: Page,
    venue: Venue,
    salted: Salted,
    first: Reply | None = None,
    answers: tuple[Reply, ...] = (),
) -> Iterator[Conversation]:
    slug = f"{topic['slug']}/" if topic.get("slug") else ""
    posts = whole(topic.get("posts_count"))
    url = address(venue, f"{base_of(venue)}/t/{slug}{topic.get('id')}")
    if not url:
        warn(page, "a topic without a number")
        return
    yield Conversation(
        venue=venue.key,
        url=url,
        title=masked(str(topic.get("title") or "")),
        text=first.text if first else "",
        author=member(author, salted),
        started_at=moment(topic.get("created_at")),
        replies=max(0, posts - 1) if posts is not None else None,
        score=first.score if first else None,
        capture=page.capture,
        answers=answers,
        links=first.links if first else (),
    )


def _topic_json(payload: dict[str, Any], page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    posts = [p for p in payload["post_stream"].get("posts") or () if isinstance(p, dict)]
    written = [p for p in posts if p.get("post_type", 1) in _WRITTEN]
    opening = next((_reply(p, venue, salted) for p in written if p.get("post_number") == 1), None)
    creator = ((payload.get("details") or {}).get("created_by") or {}).get("username")
    author = next((p.get("username") for p in written if p.get("post_number") == 1), creator)
    answers = tuple(_reply(p, venue, salted) for p in written if p.get("post_number") != 1)
    yield from _topic(payload, author, page, venue, salted, opening, answers)


def _reply(post: dict[str, Any], venue: Venue, salted: Salted) -> Reply:
    actions = post.get("actions_summary") or ()
    likes = next((a.get("count") for a in actions if isinstance(a, dict) and a.get("id") == _LIKE), 0)
    cooked = str(post.get("cooked") or "")
    author, at = member(post.get("username"), salted), moment(post.get("created_at"))
    return Reply(author, plain(cooked), at, whole(likes), outward(venue, cooked))


def from_feed(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    feed = read_feed(page.body, page.url)
    if feed.fault:
        warn(page, f"broken feed: {feed.fault}")
    for entry in feed.entries:
        url, found = address(venue, entry.url), TOPIC.search(entry.url)
        if not url or not found:
            warn(page, f"entry that is not a topic: {entry.url}")
            continue
        links = outward(venue, entry.summary)
        post = Reply(member(entry.author, salted), _feed_words(entry), entry.published, None, links)
        number = int(found["number"] or 1)
        yield _shown(venue, url, entry.title, {number: post}, _counted(entry), page)


def _shown(
    venue: Venue, url: str, title: str, posts: dict[int, Reply], replies: int | None, page: Page
) -> Conversation:
    posts = {n: replace(post, links=outward(venue, *post.links)) for n, post in posts.items()}
    first = posts.get(1, Reply("", "", None))
    answers = tuple(posts[n] for n in sorted(posts) if n != 1)
    head = (venue.key, url, masked(title), first.text, first.author, first.at)
    return Conversation(*head, replies, first.score, page.capture, answers, links=first.links)


def _counted(entry: FeedEntry) -> int | None:
    """Replies from the line "3 posts - 2 participants" that a list of topics puts below each."""
    found = re.search(r"<small>\s*(\d+)\b", entry.summary)
    return max(0, int(found.group(1)) - 1) if found else None


def _feed_words(entry: FeedEntry) -> str:
    """The text of a post without the count and the link to the topic that Discourse adds below it."""
    tree = tree_of(entry.summary)
    if tree is None:
        return ""
    for added in tree.xpath("//p[small and count(*) = 1] | //p[count(*) = 1 and a]"):
        links = added.xpath("a/@href")
        if (added.getnext() is None and (not links or links[0] == entry.url)) or added.xpath("small"):
            added.drop_tree()
    return plain(tree)


def from_html(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    tree = page_tree(page)
    if tree is None:
        return
    if re.search(r"/t/", urlsplit(page.url).path):
        yield from _topic_page(tree, page, venue, salted)
    else:
        yield from _list_page(tree, page, venue)


def _topic_page(tree: Any, page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    said = tree.xpath("//meta[@property='og:url']/@content | //link[@rel='canonical']/@href")
    url = _named(venue, page, [urljoin(page.url, candidate) for candidate in said])
    posts = microdata_posts(tree, salted) or json_ld_posts(tree, salted)
    if not url or not posts:
        warn(page, "a topic page of an unknown shape")
        return
    headings = tree.xpath("//*[@id='topic-title']//h1//text() | //meta[@property='og:title']/@content | //h1//text()")
    title = next((h for h in (" ".join(str(x).split()) for x in headings) if h), "")
    paged = bool(tree.xpath("//link[@rel='next'] | //a[@rel='next']"))
    yield _shown(venue, url, title, posts, None if paged else max(posts) - 1, page)


def _named(venue: Venue, page: Page, said: list[str]) -> str:
    """The address that a topic's page gives itself: it outlives a change of title. It may not name another topic."""
    asked = TOPIC.search(page.url)
    for candidate in (*said, page.url):
        found, url = TOPIC.search(candidate), address(venue, candidate)
        if url and found and (asked is None or found["id"] == asked["id"]) and (found["slug"] or candidate == page.url):
            return url
    return ""


def _list_page(tree: Any, page: Page, venue: Venue) -> Iterator[Conversation]:
    """Titles and reply counts; the dates in a list are those of the last activity, so none is taken."""
    for row in tree.xpath("//*[contains(concat(' ', @class, ' '), ' topic-list-item ')]"):
        links = row.xpath(".//a[contains(@class, 'title')]")
        said = row.xpath(".//*[@itemprop='url']/@content") or row.xpath(".//a[contains(@class, 'title')]/@href")
        url = address(venue, urljoin(page.url, said[0])) if said else ""
        if url and links:
            counts = row.xpath("(.//*[contains(@class, 'posts')])[last()]//text()")
            title = masked(links[0].text_content())
            replies = whole("".join(counts)) if counts else None
            yield Conversation(venue.key, url, title, "", "", None, replies, None, page.capture)
