"""Communities of the demo market: two Discourse forums and one that offers only a feed."""

import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random
from typing import Any

from benchmarks.demo_sites import Served
from benchmarks.demo_words import Said, Talk, Talkers

PER_PAGE = 30
FIRST_ID = 311
_ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /u/\nDisallow: /search\n"
_FRONT = ("quiet", "brick", "rainy", "second", "tall", "blue", "muddy", "early", "lucky", "plain", "loud", "spare")
_BACK = ("otter", "porch", "kettle", "gable", "maple", "sparrow", "ladder", "button", "harbor", "mitten")


def names(rng: Random, count: int) -> tuple[str, ...]:
    """Invented account names."""
    every = [f"{a}_{b}{n}" for a in _FRONT for b in _BACK for n in ("", "7", "88")]
    return tuple(rng.sample(every, count))


def talks(
    rng: Random, people: tuple[str, ...], mix: dict[str, tuple[int, int]], count: int, end: datetime
) -> list[Talk]:
    """``count`` conversations of the year before ``end``, oldest first; ``mix`` weighs topics before and lately."""
    talkers = Talkers(rng, people)
    days = sorted((rng.random() ** 0.85 * 363 + 0.6 for _ in range(count)), reverse=True)
    found = []
    for days_ago in days:
        late = days_ago < 182
        topic = rng.choices(list(mix), [weight[late] for weight in mix.values()])[0]
        at = (end - timedelta(days=days_ago)).replace(microsecond=0)
        found.append(talkers.talk(topic, at, end))
    return found


def feed_only(base: str, title: str, found: list[Talk], items: int) -> list[Served]:
    """A board that shows its newest threads in a feed and nothing else to a crawler."""
    rows = "".join(
        f"<item><title>{escape(t.title)}</title><link>{base}/thread/{number}-{t.slug}</link>"
        f"<dc:creator>{t.posts[0].author}</dc:creator><pubDate>{format_datetime(t.posts[0].at)}</pubDate>"
        f"<slash:comments>{len(t.posts) - 1}</slash:comments>"
        f"<description>{escape('<p>' + escape(t.posts[0].text) + '</p>')}</description></item>\n"
        for number, t in reversed(list(enumerate(found, 1000))[-items:])
    )
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    head = f"<title>{escape(title)}</title><link>{base}/</link><description>Newest threads</description>"
    feed = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}><channel>{head}\n{rows}</channel></rss>\n'
    )
    robots = "User-agent: *\nDisallow: /\nAllow: /feed.xml\n"
    return [
        Served(f"{base}/robots.txt", "text/plain", robots),
        Served(f"{base}/feed.xml", "application/rss+xml; charset=utf-8", feed),
    ]


def discourse(base: str, name: str, found: list[Talk], pages: bool, as_json: int) -> list[Served]:
    """A Discourse forum: lists, topic pages (when ``pages``) and the JSON of the ``as_json`` newest topics."""
    numbered = list(enumerate(found, FIRST_ID))
    latest = sorted(numbered, key=lambda pair: (pair[1].posts[-1].at, pair[0]), reverse=True)
    served = [Served(f"{base}/robots.txt", "text/plain; charset=utf-8", _ROBOTS), _home(base, name, latest)]
    chunks = [latest[n : n + PER_PAGE] for n in range(0, len(latest), PER_PAGE)]
    for page, part in enumerate(chunks):
        query = f"?no_definitions=true&page={page}" if page else ""
        last = page == len(chunks) - 1
        served.append(
            Served(f"{base}/latest.json{query}", _JSON, _list_json(part, "" if last else f"/latest?page={page + 1}"))
        )
        if pages:
            url = f"{base}/latest" + (f"?page={page}" if page else "")
            served.append(Served(url, _HTML, _list_html(base, name, part, None if last else page + 1)))
    served.append(
        Served(f"{base}/latest.rss", "application/rss+xml; charset=utf-8", _list_rss(base, name, latest[:30]))
    )
    for number, talk in numbered:
        if pages:
            served.append(Served(f"{base}/t/{talk.slug}/{number}", _HTML, _topic_html(base, name, number, talk)))
        if number >= FIRST_ID + len(found) - as_json:
            served.append(Served(f"{base}/t/{talk.slug}/{number}.json", _JSON, _topic_json(number, talk)))
    return served


_JSON = "application/json; charset=utf-8"
_HTML = "text/html; charset=utf-8"


def _home(base: str, name: str, latest: list[tuple[int, Talk]]) -> Served:
    return Served(f"{base}/", _HTML, _list_html(base, name, latest[:PER_PAGE], 1))


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _people(found: list[tuple[int, Talk]]) -> dict[str, int]:
    everyone = sorted({post.author for _, talk in found for post in talk.posts})
    return {author: number for number, author in enumerate(everyone, 1)}


def _list_json(part: list[tuple[int, Talk]], more: str) -> str:
    ids = _people(part)
    users = [{"id": number, "username": author, "name": ""} for author, number in ids.items()]
    listed: dict[str, Any] = {"per_page": PER_PAGE, "topics": [_summary(n, t, ids) for n, t in part]}
    if more:
        listed["more_topics_url"] = more
    return json.dumps({"users": users, "topic_list": listed}, separators=(",", ":"))


def _summary(number: int, talk: Talk, ids: dict[str, int]) -> dict[str, Any]:
    posters = [{"description": "Original Poster", "user_id": ids[talk.posts[0].author]}]
    return {
        "id": number,
        "title": talk.title,
        "slug": talk.slug,
        "posts_count": len(talk.posts),
        "created_at": _stamp(talk.posts[0].at),
        "last_posted_at": _stamp(talk.posts[-1].at),
        "pinned": False,
        "posters": posters,
    }


def _topic_json(number: int, talk: Talk) -> str:
    posts = [
        {
            "id": number * 100 + place,
            "username": post.author,
            "created_at": _stamp(post.at),
            "post_number": place,
            "post_type": 1,
            "cooked": f"<p>{escape(post.text, quote=False)}</p>",
            "actions_summary": [{"id": 2, "count": post.likes}] if post.likes else [],
        }
        for place, post in enumerate(talk.posts, 1)
    ]
    topic = {
        "id": number,
        "title": talk.title,
        "slug": talk.slug,
        "posts_count": len(posts),
        "created_at": _stamp(talk.posts[0].at),
        "details": {"created_by": {"username": talk.posts[0].author}},
        "post_stream": {"posts": posts, "stream": [post["id"] for post in posts]},
    }
    return json.dumps(topic, separators=(",", ":"))


def _frame(base: str, name: str, title: str, head: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="generator" content="Discourse 3.4.0 - https://github.com/discourse/discourse">{head}</head>\n'
        f'<body class="crawler"><header><a href="{base}/">{escape(name)}</a></header>\n'
        f'<div id="main-outlet" class="wrap" role="main">{body}</div></body></html>\n'
    )


def _list_html(base: str, name: str, part: list[tuple[int, Talk]], following: int | None) -> str:
    rows = "".join(
        f'<tr class="topic-list-item"><td class="main-link"><a href="{base}/t/{t.slug}/{n}" class="title raw-link">'
        f'{escape(t.title)}</a></td><td class="replies"><span class="posts">{len(t.posts) - 1}</span></td>'
        f"<td>{t.posts[-1].at:%B} {t.posts[-1].at.day}, {t.posts[-1].at.year}</td></tr>\n"
        for n, t in part
    )
    more = f'<a rel="next" href="{base}/latest?page={following}">next page</a>' if following else ""
    table = f"<table class='topic-list'><tbody>{rows}</tbody></table>{more}"
    return _frame(base, name, f"{name} - Latest topics", "", table)


def _list_rss(base: str, name: str, part: list[tuple[int, Talk]]) -> str:
    rows = "".join(_item(f"{base}/t/{t.slug}/{n}", t) for n, t in part)
    head = f"<title>{escape(name)} - Latest topics</title><link>{base}/latest</link><description>Newest</description>"
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    opening = f'<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" {spaces}>'
    return f"{opening}<channel>{head}\n{rows}</channel></rss>\n"


def _item(url: str, talk: Talk) -> str:
    count, people = len(talk.posts), len({post.author for post in talk.posts})
    summary = (
        f"<p>{escape(talk.posts[0].text)}</p><p><small>{count} posts - {people} participants</small></p>"
        f'<p><a href="{url}">Read full topic</a></p>'
    )
    return (
        f"<item><title>{escape(talk.title)}</title><dc:creator><![CDATA[@{talk.posts[0].author}]]></dc:creator>"
        f"<description><![CDATA[{summary}]]></description><link>{url}</link>"
        f"<pubDate>{format_datetime(talk.posts[0].at)}</pubDate></item>\n"
    )


def _topic_html(base: str, name: str, number: int, talk: Talk) -> str:
    url = f"{base}/t/{talk.slug}/{number}"
    head = f'<link rel="canonical" href="{url}"><meta property="og:url" content="{url}">'
    posts = "".join(_post(base, place, post) for place, post in enumerate(talk.posts, 1))
    title = f'<div id="topic-title"><h1><a href="{url}">{escape(talk.title)}</a></h1></div>\n'
    return _frame(base, name, f"{talk.title} - {name}", head, title + posts)


def _post(base: str, place: int, post: Said) -> str:
    return (
        "<div itemscope itemtype='http://schema.org/DiscussionForumPosting' class='topic-body crawler-post'>"
        "<span class='creator' itemprop='author' itemscope itemtype='http://schema.org/Person'>"
        f"<a itemprop='url' href='{base}/u/{post.author}'><span itemprop='name'>{post.author}</span></a></span> "
        f"<time itemprop='datePublished' datetime='{post.at:%Y-%m-%dT%H:%M:%SZ}' class='post-time'></time>"
        f"<span itemprop='position'>#{place}</span><div class='post' itemprop='articleBody'>"
        f"<p>{escape(post.text)}</p></div><div itemprop='interactionStatistic' itemscope "
        "itemtype='http://schema.org/InteractionCounter'><meta itemprop='interactionType' "
        "content='http://schema.org/LikeAction'/>"
        f"<meta itemprop='userInteractionCount' content='{post.likes}'/></div></div>\n"
    )
