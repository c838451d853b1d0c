"""Askbot: questions with their counts from the forum's JSON; answers stand only in its pages."""

from collections.abc import Iterator

from market.pages import Page
from market.posts import Conversation, Reply
from market.urls import same_site
from market.venues import Access, Venue
from spiders.connectors import Connector, connectors, payload
from spiders.connectors.fields import ASKBOT
from spiders.connectors.payload import Salted, asked, base_of, path_of, record, text, texts
from spiders.connectors.reading import is_json, member, moment, plain, whole

_LIST = "/api/v1/questions/"


def recognises(url: str) -> bool:  # an Askbot forum needs ``platform: askbot`` in the brief
    return "askbot" in base_of(url)


def seeds(venue: Venue, page: int = 1) -> tuple[str, ...]:
    return (payload.asking(base_of(venue.url) + _LIST, page=page, sort="age-desc"),)


def holds(url: str, venue: Venue) -> bool:
    return same_site(url, venue.url) and path_of(url).startswith(_LIST)


def follow(page: Page, venue: Venue) -> tuple[str, ...]:
    """The next page of the list."""
    here, pages = whole(asked(page.url, "page") or 1), whole(payload.payload_of(page).get("pages"))
    return seeds(venue, here + 1) if here and pages and here < pages else ()


def parse(page: Page, venue: Venue, salted: Salted) -> Iterator[Conversation]:
    """The questions of a list, or one question, with answers, score and views as the forum states them."""
    answer = payload.payload_of(page) if is_json(page) else {}
    questions = payload.records(answer.get("questions")) if "questions" in answer else [answer] if answer else []
    payload.known(page, "a question", questions, ASKBOT)
    for question in questions:
        url, words = text(question, "url"), text(question, "summary")
        if not url.startswith("http") or not same_site(url, venue.url):
            continue
        author = member(text(record(question.get("author")), "username"), salted)
        asked_at, links = moment(whole(question.get("added_at"))), payload.outward(venue, words)
        first = Reply(author, plain(words), asked_at, whole(question.get("score")), links)
        title, replies, views = text(question, "title"), whole(question.get("answer_count")), question.get("view_count")
        tags = texts(question, "tags")
        yield payload.opened(page, venue, url, first, title, replies, views=whole(views), tags=tags)


connectors.register("askbot")(Connector(Access.CRAWLABLE, recognises, seeds, holds, parse, follow))
