from datetime import UTC, datetime

import pytest

from market.venues import Access
from spiders.connectors import connectors

reddit = connectors["reddit"]
LISTING = "https://www.reddit.com/r/HomeKeys/new.json"
THREAD = "https://www.reddit.com/r/homekeys/comments/aa1/"


def test_listing_gives_title_text_score_replies_and_utc_start(page, subreddit, salted):
    """A thread of a listing carries its own words, its counts and the moment it began, in UTC."""
    listing = page("reddit_listing.json", LISTING)

    thread = next(iter(reddit.parse(listing, subreddit, salted)))

    assert thread.url == THREAD
    assert thread.title == "Is a second inspection worth it?"
    assert thread.text == "The roof is old, and mail me at [e-mail]"
    assert (thread.score, thread.replies, thread.author) == (14, 3, "#tall_tree#")
    assert thread.started_at == datetime.fromtimestamp(1789971200, UTC)


def test_threads_of_another_subreddit_are_left_out(page, subreddit, salted):
    """Only threads of the venue's subreddit are read, whatever the case of its name."""
    listing = page("reddit_listing.json", LISTING)

    urls = [thread.url for thread in reddit.parse(listing, subreddit, salted)]

    assert urls == [THREAD, THREAD.replace("aa1", "aa2")]


def test_deleted_author_is_nobody(page, subreddit, salted):
    """A deleted account gives no hash, so that all of them do not count as one voice."""
    listing = page("reddit_listing.json", LISTING)

    threads = list(reddit.parse(listing, subreddit, salted))

    assert threads[1].author == ""


def test_thread_gives_nested_answers_without_removed_words_or_names(page, subreddit, salted):
    """Every comment shown is an answer; removed text is empty and members' names are masked."""
    thread_page = page("reddit_thread.json", f"{THREAD}.json")

    (thread,) = reddit.parse(thread_page, subreddit, salted)

    assert [reply.text for reply in thread.answers] == ["Yes, a roofer for @someone.", "", "Thank you"]
    assert sorted(thread.voices) == ["#brick_and_mortar#", "#tall_tree#"]


def test_comment_without_its_thread_leaves_the_start_unknown(page, subreddit, salted):
    """A comment's date never stands in for the date its thread began."""
    comments = page("reddit_comments.json", "https://www.reddit.com/r/HomeKeys/comments.json")

    (thread,) = reddit.parse(comments, subreddit, salted)

    assert (thread.url, thread.started_at, thread.author, len(thread.answers)) == (THREAD, None, "", 1)


def test_feed_gives_only_the_authors_words(page, subreddit, salted):
    """The line with names and links that Reddit adds to a feed entry is not the author's text."""
    feed = page("reddit_feed.xml", "https://www.reddit.com/r/HomeKeys/new/.rss", "application/atom+xml")

    thread, comment = reddit.parse(feed, subreddit, salted)

    assert (thread.text, thread.author, thread.replies) == ("The roof is old.", "#tall_tree#", None)
    assert thread.url == comment.url == THREAD
    assert [reply.text for reply in comment.answers] == ["Yes, a roofer."]


def test_old_listing_gives_no_advertisements(page, subreddit, salted):
    """A promoted row of an old-style listing is not a conversation."""
    listing = page("reddit_old.html", "https://old.reddit.com/r/HomeKeys/")

    (thread,) = reddit.parse(listing, subreddit, salted)

    assert (thread.url, thread.replies, thread.score) == (THREAD, 3, 14)
    assert thread.started_at == datetime.fromtimestamp(1789971200, UTC)


def test_old_thread_keeps_each_comment_to_its_own_words(page, subreddit, salted):
    """A comment's answer does not swallow the comments nested below it."""
    thread_page = page("reddit_old_thread.html", "https://old.reddit.com/r/HomeKeys/comments/aa1/x/")

    (thread,) = reddit.parse(thread_page, subreddit, salted)

    assert thread.text == "The roof is old."
    assert [(r.author, r.text) for r in thread.answers] == [
        ("#brick_and_mortar#", "Yes, a roofer."),
        ("#tall_tree#", "Thank you"),
    ]


@pytest.mark.parametrize(
    "body",
    [b'{"kind": "Listing", "data": {"children": [', b'{"message": "Too Many Requests", "error": 429}', b"<html><p>hi"],
    ids=["cut JSON", "error payload", "another page"],
)
def test_unreadable_payload_warns_with_its_url(body, page, subreddit, salted, caplog):
    """A payload that cannot be read gives nothing and a warning that names its URL."""
    broken = page(body, LISTING)

    threads = list(reddit.parse(broken, subreddit, salted))

    assert threads == []
    assert LISTING in caplog.text


@pytest.mark.parametrize("damage", [None, 7, "x", [], {"kind": "t3"}, {"kind": "t3", "data": {"permalink": 5}}])
def test_odd_children_of_a_listing_are_harmless(damage, page, subreddit, salted):
    """A child of any type in a listing is passed over without an error."""
    import json

    listing = page(json.dumps({"kind": "Listing", "data": {"children": [damage]}}).encode(), LISTING)

    assert list(reddit.parse(listing, subreddit, salted)) == []


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://old.reddit.com/r/HomeKeys/top/?sort=top&t=all", True),
        ("https://www.reddit.com/r/homekeys.rss", True),
        ("https://www.reddit.com/r/homekeysters/", False),
        ("https://www.reddit.com/user/tall_tree", False),
        ("https://reddit.com.evil.example/r/homekeys/", False),
    ],
)
def test_holds_only_addresses_of_the_subreddit(url, held, subreddit):
    """An address belongs to the venue when host and subreddit are the venue's, and not otherwise."""
    assert reddit.holds(url, subreddit) is held


def test_only_the_feed_is_asked_for(subreddit):
    """Nothing but the feed is fetched from Reddit, because the rest needs approved credentials."""
    assert reddit.seeds(subreddit) == ("https://www.reddit.com/r/homekeys/new/.rss",)
    assert reddit.access is Access.API
