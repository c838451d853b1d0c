"""Stack Exchange: questions with answers and comments from its API; a venue is a site, or its questions of a tag."""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import STACK_EXCHANGE
from spiders.connectors.payload import Record, Salted, asked, number_of, payload_of, record, records, text
from spiders.connectors.reading import masked, member, moment, plain, whole

_API = "https://api.stackexchange.com/2.3/questions"
_FILTER = "Bf*y*ByQD_upZqozgU6lXL_62USGOoV3)MFNgiHqHpmO_Y-jHR"  # the API's name for: with bodies, answers, comments
_SITES = ("stackoverflow.com", "serverfault.com", "superuser.com", "askubuntu.com", "mathoverflow.net")
_BACK_OFF = re.compile(rb'(?<!\\)"backoff"\s*:\s*(\d{1,6}(?:\.\d+)?)|more requests available in (\d{1,6}) seconds')
_SPENT = re.compile(rb'(?<!\\)"quota_remaining"\s*:\s*0\b')


def _place(url: str) -> tuple[str, str]:
    """The site, and the tag where the venue is one."""
    tag = re.match(r"/(?:questions/tagged|tags)/([^/]+)", payload.path_of(url))
    return host_of(url).removeprefix("www."), unquote(tag.group(1)).lower() if tag else ""


def recognises(url: str) -> bool:
    return _place(url)[0] in _SITES or (host_of(url).endswith(".stackexchange.com") and host_of(url) != host_of(_API))


def seeds(venue: Venue, page: int = 1) -> tuple[str, ...]:
    site, tag = _place(venue.url)
    new = {"order": "desc", "sort": "creation", "pagesize": 50, "filter": _FILTER}
    return (payload.asking(_API, site=site, tagged=tag, page=page, **new),)


def holds(url: str, venue: Venue) -> bool:
    return url.startswith(_API) and (asked(url, "site"), asked(url, "tagged").lower()) == _place(venue.url)


def follow(page: Page, venue: Venue) -> tuple[str, ...]:
    here = whole(asked(page.url, "page") or 1)
    return seeds(venue, here + 1) if here and payload_of(page).get("has_more") is True else ()


def rest(page: Page) -> float:
    """Seconds that the API asks to be left alone: its ``backoff``, or until midnight UTC once the quota is spent."""
    stated = max((float(a or b) for a, b in _BACK_OFF.findall(page.body)), default=0.0)
    midnight = 86_400.0 - page.capture.captured_at.timestamp() % 86_400
    return max(stated, midnight) if _SPENT.search(page.body) else stated


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The questions of a list, each with its answers and all comments on either: every one of them is a reply."""
    questions = [q for q in payload.rows(page, "items") if number_of(q, "question_id")]
    payload.known(page, "a post", payload.walk(questions, "comments", "answers"), STACK_EXCHANGE)
    for question in questions:
        first, *said = (_post(post, venue, salted) for post in payload.walk([question], "comments", "answers"))
        counted = [whole(p.get("comment_count")) for p in (question, *records(question.get("answers")))]
        answers = whole(question.get("answer_count"))
        replies = None if answers is None else max(answers + sum(n or 0 for n in counted), len(said))
        url = f"https://{_place(venue.url)[0]}/questions/{number_of(question, 'question_id')}"
        title, views = html.unescape(text(question, "title")), whole(question.get("view_count"))
        tags = payload.texts(question, "tags")
        yield payload.opened(page, venue, url, first, title, replies, tuple(said), views, tags=tags)


def _post(post: Record, venue: Venue, salted: Salted) -> Reply:
    owner, written = record(post.get("owner")), text(post, "body_markdown")
    name = f"{owner['user_id']}@{_place(venue.url)[0]}" if number_of(owner, "user_id") else text(owner, "display_name")
    words = masked(html.unescape(written)) if written else plain(text(post, "body"))
    links, at = payload.outward(venue, written or text(post, "body")), moment(post.get("creation_date"))
    return Reply(member(name, salted), words, at, whole(post.get("score")), links)


connectors.register("stack_exchange")(Connector(Access.API, recognises, seeds, holds, parse, follow, rest=rest))
