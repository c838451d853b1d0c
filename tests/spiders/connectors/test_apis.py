"""The connectors that read an API: what each makes of the payloads in tests/captures/connectors."""

import json
import logging
from datetime import UTC, datetime

import pytest

from market.venues import Access, Venue
from spiders.connectors import connectors
from spiders.connectors.merge import merge

HN_API, SE_API = "https://hn.algolia.com/api/v1", "https://api.stackexchange.com/2.3/questions"
BSKY = "https://api.bsky.app/xrpc/app.bsky.feed"
ADDRESSES = {
    "hacker_news": "https://hn.algolia.com/?query=lender",
    "stack_exchange": "https://diy.stackexchange.com/",
    "lemmy": "https://lemmy.example/c/gardening",
    "mastodon": "https://social.example/tags/gardening",
    "bluesky": "https://bsky.app/search?q=apple",
    "lobsters": "https://lobste.rs/t/web",
}
PAGES = {
    "hacker_news_search.json": f"{HN_API}/search_by_date?hitsPerPage=100&query=lender&tags=story",
    "hacker_news_item.json": f"{HN_API}/items/101",
    "stack_exchange_questions.json": f"{SE_API}?page=1&site=diy.stackexchange.com",
    "lemmy_posts.json": "https://lemmy.example/api/v3/post/list?community_name=gardening",
    "lemmy_comments.json": "https://lemmy.example/api/v3/comment/list?post_id=11",
    "mastodon_timeline.json": "https://social.example/api/v1/timelines/tag/gardening?limit=40",
    "mastodon_context.json": "https://social.example/api/v1/statuses/301/context",
    "bluesky_search.json": f"{BSKY}.searchPosts?q=apple",
    "bluesky_thread.json": f"{BSKY}.getPostThread?uri=at%3A%2F%2Fdid%3Aplc%3Amira%2Fapp.bsky.feed.post%2F3aaa",
    "lobsters_tag.json": "https://lobste.rs/t/web.json",
    "lobsters_story.json": "https://lobste.rs/s/abc123.json",
}
# capture: (threads, replies shown, replies stated by each thread, scores of the threads, dated threads, dated replies)
TRUTH = {
    "hacker_news_search.json": (2, 0, [3, None], [17, None], 2, 0),
    "hacker_news_item.json": (1, 3, [3], [17], 1, 3),
    "stack_exchange_questions.json": (2, 4, [4, 0], [5, 0], 2, 4),
    "lemmy_posts.json": (2, 0, [2, 0], [14, -2], 2, 0),
    "lemmy_comments.json": (1, 2, [2], [None], 0, 2),
    "mastodon_timeline.json": (2, 0, [2, 0], [8, 0], 2, 0),
    "mastodon_context.json": (1, 2, [2], [None], 0, 2),
    "bluesky_search.json": (2, 1, [2, 0], [5, 0], 2, 1),
    "bluesky_thread.json": (1, 2, [2], [5], 1, 2),
    "lobsters_tag.json": (2, 0, [3, 0], [21, 4], 2, 0),
    "lobsters_story.json": (1, 2, [3], [21], 1, 2),
}


def _venue(platform):
    return Venue("Venue", ADDRESSES[platform], platform, connectors[platform].access)


def _platform(capture):
    return next(name for name in ADDRESSES if capture.startswith(name))


@pytest.fixture
def read(page, salted):
    """What the connector of a capture makes of it, parts of one conversation merged."""

    def one(capture):
        platform = _platform(capture)
        payload = page(capture, PAGES[capture], "application/json")
        return merge(connectors[platform].parse(payload, _venue(platform), salted))

    return one


@pytest.mark.parametrize("capture", TRUTH)
def test_counts_are_those_of_the_payload(capture, read, caplog):
    """Threads, replies, scores and dates are exactly what the payload says; nothing in it is unknown."""
    threads, shown, stated, scores, dated, dated_replies = TRUTH[capture]

    found = read(capture)
    answers = [answer for conversation in found for answer in conversation.answers]

    assert (len(found), len(answers)) == (threads, shown)
    assert sorted((c.replies for c in found), key=str) == sorted(stated, key=str)
    assert sorted((c.score for c in found), key=str) == sorted(scores, key=str)
    assert sum(c.started_at is not None for c in found) == dated
    assert sum(a.at is not None for a in answers) == dated_replies
    assert caplog.records == []


@pytest.mark.parametrize("capture", TRUTH)
def test_no_name_address_or_picture_gets_through(capture, read):
    """Authors come out as hashes only; names, handles, e-mail addresses, pictures and notes are in no field."""
    bare = [
        (
            c.url,
            c.title,
            c.text,
            c.tags,
            [(a.text, a.links) for a in c.answers],
            [u for u in c.links if "/list" not in u],
        )
        for c in read(capture)
    ]

    for private in ("mira_k", "Mira", "mira@", "@greta", "greta.example", "rates_guy", "i.example", "me@mail"):
        assert private not in str(bare)


@pytest.mark.parametrize("capture", TRUTH)
def test_pages_of_a_venue_are_its_own(capture):
    """A venue holds the addresses it is read from, and none of another venue on the same platform."""
    platform = _platform(capture)
    holds = connectors[platform].holds
    other = Venue(
        "Other",
        ADDRESSES[platform].replace("gardening", "pets").replace("=", "=x").replace("/web", "/ai"),
        platform,
        Access.API,
    )

    assert holds(PAGES[capture], _venue(platform))
    if platform == "stack_exchange":
        other = Venue("Other", "https://diy.stackexchange.com/questions/tagged/slate", platform, Access.API)
    if connectors[platform].lists is None or connectors[platform].lists(PAGES[capture]):
        assert not holds(PAGES[capture], other)
    assert not holds("https://elsewhere.example/api/v1/items/101", _venue(platform))


@pytest.mark.parametrize("platform", ADDRESSES)
def test_seeds_are_held(platform):
    """The first addresses of a venue are pages of the venue."""
    venue = _venue(platform)

    seeds = connectors[platform].seeds(venue)

    assert seeds
    assert all(connectors[platform].holds(url, venue) for url in seeds)


@pytest.mark.parametrize(
    ("capture", "leads_to"),
    [
        ("hacker_news_search.json", ["/items/101", "page=1"]),
        ("stack_exchange_questions.json", ["page=2"]),
        ("lemmy_posts.json", ["/comment/list?limit=50&max_depth=50&post_id=11", "page_cursor=P1c"]),
        ("mastodon_timeline.json", ["/statuses/301/context", "max_id=298"]),
        ("bluesky_search.json", ["getPostThread?depth=100&parentHeight=0&uri=at%3A%2F%2Fdid%3Aplc%3Amira", "cursor=4"]),
        ("lobsters_tag.json", ["/s/abc123.json", "/t/web/page/2.json"]),
        ("hacker_news_item.json", []),
        ("lemmy_comments.json", []),
        ("mastodon_context.json", []),
        ("bluesky_thread.json", []),
        ("lobsters_story.json", []),
    ],
)
def test_a_list_leads_to_its_threads_and_its_next_page(capture, leads_to, page):
    """Only threads that have replies are asked for, then the next page, as the payload's own cursor says."""
    platform = _platform(capture)
    venue = _venue(platform)

    found = list(connectors[platform].follow(page(capture, PAGES[capture], "application/json"), venue))

    assert len(found) == len(leads_to)
    assert all(part in url for part, url in zip(leads_to, found, strict=True))
    assert all(connectors[platform].holds(url, venue) for url in found)


HOSTILE = [
    b"[]",
    b"{}",
    b"null",
    b'"text"',
    b"[1, null, [], {}]",
    b'{"hits": [1, {}], "children": 5, "items": [[]], "posts": {"a": 1}, "thread": [], "descendants": null}',
    b'{"hits": NaN, "items": [{"question_id": NaN}], "posts": [{"post": {"id": -Infinity}, "uri": 3}]}',
    b'{"children": ' + b'[{"children": ' * 90_000,
    b"[" * 100_000 + b"]" * 100_000,
    json.dumps(
        {"hits": [{"objectID": "1/../../x", "title": ["a"], "points": 10**400, "created_at_i": 1e300}]}
    ).encode(),
]


@pytest.mark.parametrize("platform", ADDRESSES)
@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_payloads_end_in_nothing(platform, body, page, salted):
    """Wrong types, no numbers, and depth give no conversation that could not be written, and no exception."""
    url = PAGES[next(name for name in PAGES if name.startswith(platform))]
    payload = page(body, url, "application/json")

    found = list(connectors[platform].parse(payload, _venue(platform), salted))
    list(connectors[platform].follow(payload, _venue(platform)))

    assert all("/../" not in c.url and isinstance(c.title, str) and not c.score for c in found)


@pytest.mark.parametrize("capture", [name for name in TRUTH if name != "lobsters_story.json"])
def test_unknown_fields_are_warned_of_once(capture, page, salted, caplog):
    """A field that nobody knows is named in one line for the page, however many records have it."""
    platform = _platform(capture)
    payload = json.loads(page(capture, PAGES[capture]).body)
    for record in _records(payload):
        record["karma_of_tomorrow"] = 1

    with caplog.at_level(logging.WARNING):
        list(connectors[platform].parse(page(json.dumps(payload).encode(), PAGES[capture]), _venue(platform), salted))

    assert len(caplog.records) == 1
    assert "karma_of_tomorrow" in caplog.text
    assert PAGES[capture] in caplog.text


def _records(value):
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _records(child)


def test_half_a_surrogate_in_a_text_can_be_written(page, salted):
    """A text with half a surrogate pair comes out as text that every file and database takes."""
    body = b'{"hits": [{"objectID": "1", "title": "half \\ud83d pair", "author": "a"}]}'

    (found,) = connectors["hacker_news"].parse(page(body, f"{HN_API}/search"), _venue("hacker_news"), salted)

    assert found.title.encode() == b"half ? pair"


def test_huge_thread_is_read_whole(page, salted):
    """A thread of twenty thousand comments, two hundred deep, comes back with every one of them."""
    comment, tops = {"author": "a", "text": "x", "children": []}, []
    for number in range(100):
        chain = dict(comment)
        for step in range(199):
            chain = {"author": f"a{number}", "text": f"{step}", "created_at_i": step, "children": [chain]}
        tops.append(chain)
    body = json.dumps({"id": 7, "type": "story", "title": "Long", "children": tops}).encode()

    (found,) = connectors["hacker_news"].parse(page(body, f"{HN_API}/items/7"), _venue("hacker_news"), salted)

    assert len(found.answers) == found.replies == 20_000


def test_links_go_with_the_voice_that_gave_them(read):
    """What a post links to outside the venue is kept with that post, in one spelling."""
    (conversation,) = read("lemmy_comments.json")
    first = read("hacker_news_search.json")

    assert [answer.links for answer in conversation.answers] == [("https://trees.example/bramley",), ()]
    assert {link for c in first for link in c.links} == {"https://rates.example/today", "https://calc.example/"}


def test_date_later_than_the_network_saw_a_post_is_not_believed(read):
    """Bluesky's authors state their own dates: one in the future gives way to the moment it was indexed."""
    late = next(c for c in read("bluesky_search.json") if "future" in c.text)

    assert late.started_at == datetime(2026, 5, 3, tzinfo=UTC)


def test_language_and_content_warning_are_kept(read):
    """A post's stated language comes as two letters; what its author put in front of it is its title."""
    greta = next(c for c in read("mastodon_timeline.json") if c.title)

    assert (greta.title, greta.language, greta.text) == ("Fruit", "de", "@someone ours is full of fruit")


def test_questions_keep_their_views_tags_and_plain_words(read):
    """A question has its views and tags, and its Markdown without the API's escapes."""
    question = next(c for c in read("stack_exchange_questions.json") if c.views == 412)

    assert (question.title, question.tags) == ('Why does my gutter drip "behind"?', ("roof", "gutter"))
    assert question.text.startswith("Water drips behind the gutter & into the wall.")
    assert question.links == ("https://photos.example/1",)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b'{"items": [], "backoff": 10, "quota_remaining": 287}', 10.0),
        (b'{"items": [], "quota_remaining": 287}', 0.0),
        (b'{"items": [], "quota_remaining": 0}', 43_200.0),
        (b'{"items": [{"title": "\\"backoff\\": 9000, \\"quota_remaining\\": 0"}], "quota_remaining": 9}', 0.0),
        (
            b'{"error_id": 502, "error_message": "too many requests, more requests available in 84885 seconds"}',
            84_885.0,
        ),
    ],
)
def test_stack_exchange_asks_for_a_rest(body, seconds, page):
    """Its back-off is kept; with the quota spent the API rests until midnight UTC. A question's text asks for nothing."""
    assert connectors["stack_exchange"].rest(page(body, SE_API, "application/json")) == seconds
