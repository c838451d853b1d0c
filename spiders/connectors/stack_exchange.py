"""Stack Exchange: questions with answers and comments from its API; a venue is a site, or its questions of a tag."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import host_of
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors
from spiders.connectors.fields import STACK_EXCHANGE
from spiders.connectors.payload import Record, Salted, asked, asking, known, number_of, opened, outward
from spiders.connectors.payload import path_of, payload_of, record, records, text, texts
from spiders.connectors.reading import masked, member, moment, plain, whole

_API = "https://api.stackexchange.com/2.3/questions"
_FILTER = "Bf*y*ByQD_upZqozgU6lXL_62USGOoV3)MFNgiHqHpmO_Y-jHR"  # the API's name for: with bodies, answers, comments
_SITES = re.compile(r"(.+\.)?stackexchange\.com|(stackoverflow|serverfault|superuser|askubuntu)\.com|mathoverflow\.net")
_BACK_OFF = re.compile(rb'(?<!\\)"backoff"\s*:\s*(\d{1,6}(?:\.\d+)?)|more requests available in (\d{1,6}) seconds')
_SPENT = re.compile(rb'(?<!\\)"quota_remaining"\s*:\s*0\b')


def _place(url: str) -> tuple[str, str]:
    """The site, and the tag where the venue is one."""
    tag = re.match(r"/(?:questions/tagged|tags)/([^/]+)", path_of(url))
    return host_of(url).removeprefix("www."), unquote(tag.group(1)).lower() if tag else ""


def recognises(url: str) -> bool:
    return bool(_SITES.fullmatch(_place(url)[0])) and not url.startswith(_API)


def seeds(venue: Venue, page: int = 1) -> tuple[str, ...]:
    site, tag = _place(venue.url)
    new = {"order": "desc", "sort": "creation", "pagesize": 50, "filter": _FILTER}
    return (asking(_API, site=site, tagged=tag, page=page, **new),)


def holds(url: str, venue: Venue) -> bool:
    return url.startswith(_API) and (asked(url, "site"), asked(url, "tagged").lower()) == _place(venue.url)


def follow(page: Page, venue: Venue) -> tuple[str, ...]:
    here = whole(asked(page.url, "page") or 1)
    return seeds(venue, here + 1) if here and payload_of(page).get("has_more") is True else ()


def rest(page: Page) -> float:
    """Seconds that the API asks to be left alone: its ``backoff``, or until midnight UTC once the quota is spent."""
    stated = max((float(a or b) for a, b in _BACK_OFF.findall(page.body)), default=0.0)
    now = page.capture.captured_at
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max(stated, (midnight - now).total_seconds()) if _SPENT.search(page.body) else stated


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The questions of a list, each with its answers and all comments on either: every one of them is a reply."""
    questions = [q for q in records(payload_of(page).get("items")) if "question_id" in q and "answer_id" not in q]
    known(page, "a post", [p for q in questions for p in (q, *_under(q))], STACK_EXCHANGE)
    for question in questions:
        said = tuple(_post(part, venue, salted) for part in _under(question))
        counts = [whole(p.get(n)) for p, n in ((question, "answer_count"), (question, "comment_count"))]
        counts += [whole(answer.get("comment_count")) for answer in records(question.get("answers"))]
        total = None if counts[0] is None else max(sum(count or 0 for count in counts), len(said))
        url = f"https://{_place(venue.url)[0]}/questions/{number_of(question, 'question_id')}"
        more = {"views": whole(question.get("view_count")), "tags": texts(question, "tags")}
        title = html.unescape(text(question, "title"))
        yield opened(page, venue, url, _post(question, venue, salted), title, total, said, **more)


def _under(question: Record) -> list[Record]:
    answers = records(question.get("answers"))
    return [*records(question.get("comments")), *(p for a in answers for p in (a, *records(a.get("comments"))))]


def _post(post: Record, venue: Venue, salted: Salted) -> Reply:
    owner, written = record(post.get("owner")), text(post, "body_markdown")
    name = f"{number}@{_place(venue.url)[0]}" if (number := number_of(owner, "user_id")) else text(owner, "display_name")
    words = masked(html.unescape(written)) if written else plain(text(post, "body"))
    score, at = whole(post.get("score")), moment(post.get("creation_date"))
    return Reply(member(name, salted), words, at, score, outward(venue, written or text(post, "body")))


connectors.register("stack_exchange")(Connector(Access.API, recognises, seeds, holds, parse, follow=follow, rest=rest))
