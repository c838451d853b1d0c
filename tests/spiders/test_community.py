from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest

from market.pages import Capture, Page
from market.posts import Conversation
from market.venues import Access, Venue
from spiders.community import leads
from spiders.connectors import Connector

HOME = "https://talk.example/api/list?page=1"
VENUE = Venue("Talk", "https://talk.example/", "talk", Access.API)


@pytest.fixture
def connector() -> Callable[..., Connector]:
    """A connector whose pages name one conversation; ``follow`` as the test wants it."""

    def one(page: Page, venue: Venue, salted: Callable[[str], str]) -> Iterable[Conversation]:
        yield Conversation(
            venue.key, "https://talk.example/thread/7", "Which tool?", "", "", None, None, None, page.capture
        )

    def build(**parts: object) -> Connector:
        def held(url: str, venue: Venue) -> bool:
            return url.startswith(venue.url) and "/member/" not in url

        return Connector(Access.API, lambda _: False, lambda v: (v.url,), held, one, **parts)  # type: ignore[arg-type]

    return build


def _page(body: bytes, media_type: str) -> Page:
    return Page(Capture(HOME, datetime(2026, 10, 1, tzinfo=UTC), 200, media_type, "", "a.warc.gz", 0), (), body)


def test_a_page_leads_to_its_conversations_and_to_the_links_that_are_held(connector):
    """Without a ``follow`` of its own a venue is walked by the conversations and links of each page."""
    page = _page(b'<a href="/thread/8">8</a> <a href="/member/x">x</a> <a href="https://o.example/">o</a>', "text/html")

    found = leads(connector(), VENUE)(page)

    assert found == ["https://talk.example/thread/7", "https://talk.example/thread/8"]


def test_follow_alone_decides_where_a_page_leads(connector):
    """A connector that names the next page of an API's list is asked for nothing else."""

    def following(page: Page, venue: Venue) -> Iterable[str]:
        number = int(page.url.rpartition("=")[2])
        yield f"{venue.url}api/list?page={number + 1}"

    page = _page(b'{"more": true, "next": "<a href=/thread/9>"}', "application/json")

    assert leads(connector(follow=following), VENUE)(page) == ["https://talk.example/api/list?page=2"]


def test_follow_cannot_lead_out_of_the_venue(connector):
    """What ``holds`` refuses is dropped, whoever names it: payloads are a stranger's."""

    def straying(page: Page, venue: Venue) -> Iterable[str]:
        return ("https://evil.example/list", "https://talk.example/member/x", "https://talk.example/api/list?page=2")

    page = _page(b"{}", "application/json")

    assert leads(connector(follow=straying), VENUE)(page) == ["https://talk.example/api/list?page=2"]
