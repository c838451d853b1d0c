"""Forums of many makes, read by structure: captures with the markup of each, and what they truly say."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from market.urls import page_key
from market.venues import Access, Venue
from spiders.connectors import connectors
from spiders.connectors.addresses import series
from spiders.connectors.merge import merge

forum = connectors["forum"]
CAPTURES = Path(__file__).parents[2] / "captures" / "connectors" / "forums"
TRUTH = yaml.safe_load((CAPTURES / "truth.yaml").read_text("utf-8"))
VENUE = Venue("Forum", "https://forum.example/", "forum", Access.CRAWLABLE)


def moment(value):
    """A moment of the truth; YAML reads some of them itself."""
    return value if value is None or isinstance(value, datetime) else datetime.fromisoformat(value)


def hashed(name):
    return f"#{name}#" if name else ""


@pytest.fixture
def captured(page):
    """The page of one capture at its address, fetched on 27 November 2026 at noon."""

    def build(name, url):
        made = page(f"forums/{name}", url)
        return replace(made, capture=replace(made.capture, captured_at=datetime.fromisoformat("2026-11-27T12:00Z")))

    return build


@pytest.mark.parametrize("name", TRUTH["threads"])
def test_thread_gives_its_opening_and_its_counts(name, captured, salted):
    """Address, title, author, start, replies, score and words of a thread's first page are as it shows them."""
    truth = TRUTH["threads"][name]

    (thread,) = forum.parse(captured(name, truth["url"]), VENUE, salted)

    told = (thread.url, thread.title, thread.author, thread.started_at, thread.replies, thread.score, thread.text)
    stated = (truth["title"], hashed(truth["author"]), moment(truth["started"]), truth["replies"], truth["score"])
    assert told == (truth["address"], *stated, truth["text"])


@pytest.mark.parametrize("name", TRUTH["threads"])
def test_thread_gives_each_answer_with_its_own_date_and_words(name, captured, salted):
    """Answers come without what they quote, signatures and edits, dated by when they were posted."""
    truth = TRUTH["threads"][name]

    (thread,) = forum.parse(captured(name, truth["url"]), VENUE, salted)

    expected = [(hashed(author), moment(at), score, text) for author, at, score, text in truth["answers"]]
    assert [(r.author, r.at, r.score, r.text) for r in thread.answers] == expected


@pytest.mark.parametrize("name", TRUTH["lists"])
def test_list_gives_threads_with_exact_counts_only(name, captured, salted):
    """Rows give what they state: no last post for a start, no "1.2K" for a number, no "comments" for replies."""
    truth = TRUTH["lists"][name]

    found = list(forum.parse(captured(name, truth["url"]), VENUE, salted))

    rows = [(c.title, c.url, c.author, c.started_at, c.replies, c.views, c.score) for c in found]
    expected = [(title, url, hashed(who), moment(at), *counts) for title, url, who, at, *counts in truth["rows"]]
    assert rows == expected


@pytest.mark.parametrize("name", TRUTH["lists"])
def test_list_leads_to_its_next_page_and_its_threads(name, captured):
    """The crawl goes from a list to the list's next page and to each thread, never to members or forms."""
    truth = TRUTH["lists"][name]

    leads = [url for url in forum.follow(captured(name, truth["url"]), VENUE) if forum.holds(url, VENUE)]

    wanted = [truth["next"], *(row[1] for row in truth["rows"])]
    assert [url for url in wanted if url and url not in leads] == []
    assert not [url for url in leads if "member" in url or "profile" in url or "/user" in url or "whoposted" in url]


def test_a_login_wall_is_no_talk(captured, salted, caplog):
    """A page that asks to log in where a thread should be gives nothing, and the log says why."""
    wall = captured("login_wall.html", "https://forum.example/viewtopic.php?t=5")

    assert list(forum.parse(wall, VENUE, salted)) == []
    assert list(forum.follow(wall, VENUE)) == []
    assert "login wall" in caplog.text


def test_a_section_holds_its_own_lists_and_threads_only(captured, salted):
    """A venue that is one section reads no other section's list, and no thread that does not lead back to it."""
    roofs = replace(VENUE, url="https://forum.example/viewforum.php?f=3")
    walls = replace(VENUE, url="https://forum.example/viewforum.php?f=4")
    thread = captured("phpbb_thread.html", "https://forum.example/viewtopic.php?t=41")

    assert forum.holds("https://forum.example/viewforum.php?f=3&start=25", roofs)
    assert not forum.holds("https://forum.example/viewforum.php?f=4", roofs)
    assert len(list(forum.parse(thread, roofs, salted))) == 1
    assert list(forum.parse(thread, walls, salted)) == []


def test_pages_of_one_thread_become_one_conversation(captured, salted):
    """A later page gives answers without a start; merged with the first it adds them, though it repeats the opening."""
    first = captured("nodebb_thread.html", "https://forum.example/topic/12/worktop-in-oak")
    again = first.body.replace(b'data-pid="51"', b'data-pid="52"').replace(b"08:00:00.000Z", b"09:00:00.000Z")
    second = replace(captured("nodebb_thread.html", "https://forum.example/topic/12/worktop-in-oak?page=2"), body=again)

    (later,) = forum.parse(second, VENUE, salted)
    (whole,) = merge([*forum.parse(first, VENUE, salted), later])

    assert (later.started_at, later.text, len(later.answers)) == (None, "", 2)
    assert (len(whole.answers), whole.replies, whole.started_at.hour) == (2, 2, 7)


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://forum.example/viewtopic.php?f=3&t=41&start=10", True),
        ("https://forum.example/2026/05/an-article/", True),
        ("https://forum.example/memberlist.php?mode=viewprofile&u=2", False),
        ("https://forum.example/members/nils.2/", False),
        ("https://forum.example/index.php?action=profile;u=3", False),
        ("https://forum.example/search.php?author_id=9", False),
        ("https://forum.example/posting.php?mode=quote&p=3", False),
        ("https://forum.example/login/?next=/", False),
        ("https://forum.example/2026/05/an-article/?replytocom=3", False),
        ("https://elsewhere.example/viewtopic.php?t=41", False),
    ],
)
def test_holds_talk_but_no_members_forms_or_searches(url, held):
    """Members' pages, forms and searches are never asked for."""
    assert forum.holds(url, VENUE) is held


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("viewtopic.php?f=3&t=41", "viewtopic.php?t=41&start=10"),
        ("threads/gutter.123/", "threads/gutter.123/page-2"),
        ("threads/gutter.123/", "threads/gutter.123/post-901"),
        ("showthread.php?77-Leak", "showthread.php?77-Leak/page2"),
        ("showthread.php?tid=12", "showthread.php?tid=12&page=2"),
        ("thread-12.html", "thread-12-page-2.html"),
        ("index.php?topic=7.0", "index.php?topic=7.15"),
        ("index.php?topic=7.0", "index.php?topic=7.msg30#msg30"),
        ("d/12-tiles", "d/12-tiles/5"),
        ("topic/12/oak", "topic/12/oak/6"),
        ("topic/12-sash/", "topic/12-sash/page/2/"),
        ("discussion/12/boards", "discussion/12/boards/p2"),
        ("viewtopic.php?id=33", "viewtopic.php?id=33&p=2"),
        ("2026/05/post-2/", "2026/05/post-2/comment-page-1/#comments"),
    ],
)
def test_pages_and_posts_of_a_thread_have_its_address(first, second):
    """Whatever page or post of a thread an address names, it is one thread."""
    base = "https://forum.example/"

    assert page_key(series(base + first)) == page_key(series(base + second))


def test_two_threads_have_two_addresses():
    """What tells threads apart stays in their address."""
    one, other = "https://forum.example/viewtopic.php?t=41", "https://forum.example/viewtopic.php?t=42"

    assert series(one) != series(other)


def test_a_hostile_page_is_read_in_little_time(page, salted):
    """Three thousand nested and three thousand neighbouring posts cost seconds at most, and no error."""
    from time import process_time

    post = "<div class='post' id='p{n}'><span class='date' title='2026-05-0{d} 10:00'>x</span><p>Words of {n}</p>"
    nested = "".join(post.format(n=n, d=1 + n % 9) for n in range(3_000))
    flat = "".join(post.format(n=n, d=1 + n % 9) + "</div>" for n in range(3_000))
    started = process_time()

    for body in (nested, flat):
        list(forum.parse(page(body.encode(), "https://forum.example/viewtopic.php?t=1"), VENUE, salted))

    assert process_time() - started < 10
