"""Real recorded payloads beside the project: counts against what a plain walk over their JSON finds."""

import json
from collections import Counter

import pytest

from market.venues import Access, Venue
from spiders.connectors import connectors

pytestmark = pytest.mark.corpora


def _walk(value):
    """Every object of a payload."""
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _walk(child)


def _recorded(path):
    """The address and body of a recorded answer."""
    record = json.loads(path.read_text())
    return record["uri"], record["body"]


def test_stack_exchange_samples(corpora, page, salted):
    """Questions, answers and comments, scores, views and dates are those of each sample."""
    venue = Venue("V", "https://stackoverflow.com/", "stack_exchange", Access.API)
    for path in sorted((corpora / "samples" / "perceval_stackexchange").iterdir()):
        payload = json.loads(path.read_bytes())
        questions = payload["items"] if isinstance(payload, dict) else payload

        found = list(
            connectors["stack_exchange"].parse(
                page(path.read_bytes(), "https://api.stackexchange.com/2.3/questions"), venue, salted
            )
        )

        assert len(found) == len(questions)
        for question, conversation in zip(questions, found, strict=True):
            below = [*question["comments"], *question["answers"]]
            assert conversation.replies == question["answer_count"] + question["comment_count"] == len(below)
            assert (conversation.score, conversation.views) == (question["score"], question["view_count"])
            assert conversation.started_at.timestamp() == question["creation_date"]
            assert Counter(a.at.timestamp() for a in conversation.answers) == Counter(p["creation_date"] for p in below)
            assert Counter(a.score for a in conversation.answers) == Counter(p["score"] for p in below)


def test_stack_exchange_back_off(corpora, page):
    """The sample that asks for a back-off is the only one that does."""
    folder = corpora / "samples" / "perceval_stackexchange"

    asked = {
        p.name: connectors["stack_exchange"].rest(page(p.read_bytes(), "https://api.stackexchange.com/"))
        for p in folder.iterdir()
    }

    assert {name: seconds for name, seconds in asked.items() if seconds} == {"stackexchange_question_backoff_page": 0.2}


def test_mastodon_samples(corpora, page, salted):
    """Public posts come out with their counts and dates, and payloads that are no posts give none."""
    venue = Venue("V", "http://localhost:3000/tags/x", "mastodon", Access.API)
    for path in sorted((corpora / "samples" / "mastodon_api").iterdir()):
        url, body = _recorded(path)
        posts = {
            s["id"]: s for s in _walk(body) if "favourites_count" in s and s["visibility"] in ("public", "unlisted")
        }

        found = list(connectors["mastodon"].parse(page(json.dumps(body).encode(), url), venue, salted))

        shown = {c.url.rpartition("/")[2]: (c.replies, c.score, c.started_at.isoformat()[:19]) for c in found}
        assert shown == {
            number: (s["replies_count"], s["favourites_count"], s["created_at"][:19]) for number, s in posts.items()
        }


def test_reddit_samples(corpora, page, salted):
    """The threads and comments of the subreddits that a payload shows most, with their scores, replies and dates."""
    for path in sorted((corpora / "samples" / "reddit_api").iterdir()):
        _, body = _recorded(path)
        things = [t for t in _walk(body) if t.get("kind") in ("t1", "t3")]
        names = Counter(str(t["data"].get("subreddit")) for t in things)
        for name, _ in names.most_common(2):
            venue = Venue(name, f"https://www.reddit.com/r/{name}/", "reddit", Access.API)
            said = [t["data"] for t in things if t["kind"] == "t1" and t["data"].get("subreddit") == name]
            opened = [t["data"] for t in things if t["kind"] == "t3" and t["data"].get("subreddit") == name]

            found = list(connectors["reddit"].parse(page(json.dumps(body).encode(), venue.url), venue, salted))

            threads = Counter((c.score, c.replies, c.started_at.timestamp()) for c in found if c.started_at)
            answers = Counter((a.score, a.at.timestamp()) for c in found for a in c.answers)
            assert threads == Counter((d["score"], d["num_comments"], d["created_utc"]) for d in opened), path.name
            assert answers == Counter((d["score"], d["created_utc"]) for d in said), path.name


def test_discourse_samples(corpora, page, salted):
    """Topics with their replies and dates; posts with their likes."""
    venue = Venue("V", "http://example.com/", "discourse", Access.CRAWLABLE)
    for path in sorted((corpora / "samples" / "perceval_discourse").glob("discourse_topic*.json")):
        body = json.loads(path.read_text())

        found = list(connectors["discourse"].parse(page(path.read_bytes(), venue.url), venue, salted))

        if "post_stream" in body:
            posts = body["post_stream"]["posts"]
            (topic,) = found
            assert topic.replies == body["posts_count"] - 1
            assert len(topic.answers) == len([p for p in posts if p["post_number"] != 1 and p["post_type"] in (1, 2)])
        else:
            topics = body["topic_list"]["topics"]
            assert [c.replies for c in found] == [t["posts_count"] - 1 for t in topics]
            assert [c.started_at.isoformat()[:19] for c in found] == [t["created_at"][:19] for t in topics]


def test_rss_sample(corpora, page, salted):
    """Every item of the recorded feed, with its date."""
    path = corpora / "samples" / "perceval_rss" / "rss_entries.xml"
    venue = Venue("V", "https://blog.couchbase.com/feed.xml", "feed", Access.CRAWLABLE)

    found = list(connectors["feed"].parse(page(path.read_bytes(), venue.url), venue, salted))

    assert len(found) == path.read_text().count("<item>")
    assert sum(c.started_at is not None for c in found) == path.read_text().count("<pubDate>")
