"""Channels, podcasts and Askbot: feeds with media, a directory's JSON, a list of questions."""

from datetime import UTC, datetime

import pytest

from market.venues import Access, Venue
from spiders.connectors import connectors, platform_of

CHANNEL = "https://www.youtube.com/channel/UCkeysandlocks0000000001"
FEED = "https://www.youtube.com/feeds/videos.xml?channel_id=UCkeysandlocks0000000001"
SHOW = "https://podcasts.apple.com/us/podcast/the-roof-show/id77"
DAY = datetime(2026, 5, 2, 10, tzinfo=UTC)


@pytest.fixture
def channel():
    return Venue("Keys", CHANNEL, "youtube", Access.CRAWLABLE)


@pytest.fixture
def show():
    return Venue("Show", SHOW, "podcast", Access.CRAWLABLE, "https://show.example/feed.xml")


def test_videos_have_views_and_ratings_and_no_invented_counts(page, channel, salted):
    """A video shows its views and how many rated it; what the feed does not state is unknown."""
    shed, short = connectors["youtube"].parse(page("youtube_channel.xml", FEED, "text/xml"), channel, salted)

    assert (shed.url, shed.title) == ("https://www.youtube.com/watch?v=aaaaaaaaaaa", "Which lock for a shed?")
    assert (shed.views, shed.score, shed.replies, shed.started_at) == (4021, 87, None, DAY)
    assert (short.views, short.score) == (None, None)
    assert shed.links == ("https://locks.example/shed",)
    assert "shed@locks.example" not in shed.text


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        (CHANNEL, "youtube"),
        (FEED, "youtube"),
        ("https://www.youtube.com/playlist?list=PLabc", "youtube"),
        ("https://www.youtube.com/watch?v=aaaaaaaaaaa", ""),
        (SHOW, "podcast"),
        ("https://podcasts.apple.com/us/genre/podcasts-home/id1502", ""),
        ("https://askbot.example/", "askbot"),
    ],
)
def test_addresses_of_channels_and_shows(url, platform):
    """A channel by its number, a playlist and a show are recognised; a single video and a genre are no venues."""
    assert platform_of(url) == platform


def test_a_channel_holds_its_own_feed_only(channel):
    """However its address is written, a channel's feed is its own, and another channel's is not."""
    other = Venue("Other", CHANNEL.replace("0001", "0002"), "youtube", Access.CRAWLABLE)

    assert connectors["youtube"].seeds(channel) == (FEED,)
    assert connectors["youtube"].holds(FEED, channel)
    assert not connectors["youtube"].holds(FEED, other)


def test_episodes_without_a_page_go_by_their_file(page, show, salted):
    """An episode's address is its page, else its file; its host's name and e-mail address are not kept."""
    found = list(connectors["podcast"].parse(page("podcast.xml", show.feed, "application/rss+xml"), show, salted))

    assert [c.url for c in found] == ["https://cdn.example/ep-2.mp3", "https://show.example/gutters"]
    assert [c.started_at for c in found] == [DAY, None]
    assert found[0].tags == ("slate", "tile")
    assert found[1].links == ("https://gutter.example/guide",)
    assert all((c.replies, c.score, c.views) == (None, None, None) for c in found)
    assert not any(name in str([(c.title, c.text) for c in found]) for name in ("mira@", "Mira"))


def test_directory_gives_episodes_and_not_the_show(page, show, salted):
    """What Apple's directory lists of a show: its episodes, each with the address of its page there."""
    url = "https://itunes.apple.com/lookup?entity=podcastEpisode&id=77&limit=200"
    bare = Venue("Show", SHOW, "podcast", Access.CRAWLABLE)

    found = list(connectors["podcast"].parse(page("podcast_lookup.json", url, "text/javascript"), bare, salted))

    assert [(c.title, c.started_at) for c in found] == [("Slate or tile", DAY), ("Gutters", None)]
    assert connectors["podcast"].seeds(bare) == (url,)
    assert connectors["podcast"].holds(url, bare)
    assert not connectors["podcast"].holds(url, show.__class__("Other", SHOW + "8", "podcast", Access.CRAWLABLE))


def test_askbot_questions_have_the_counts_that_the_forum_states(page, salted):
    """Answers, score, views, date and tags of each question; the next page of the list is asked for."""
    venue = Venue("Ask", "https://askbot.example/", "askbot", Access.CRAWLABLE)
    listing = page("askbot_questions.json", "https://askbot.example/api/v1/questions/?page=2&sort=age-desc")

    first, second = connectors["askbot"].parse(listing, venue, salted)

    assert (first.replies, first.score, first.views, first.started_at) == (1, 10, 981, DAY)
    assert (first.author, first.tags, first.links) == ("#mira_k#", ("roof",), ("https://slate.example/",))
    assert (second.replies, second.score) == (0, -1)
    assert connectors["askbot"].follow(listing, venue) == (
        "https://askbot.example/api/v1/questions/?page=3&sort=age-desc",
    )


@pytest.mark.corpora
def test_askbot_samples(corpora, page, salted):
    """The questions of the recorded lists, with the counts they state."""
    import json

    folder = corpora / "samples" / "perceval_askbot"
    for path in sorted(folder.glob("*api*.json")):
        body = json.loads(path.read_text())
        questions = body.get("questions", [body])
        venue = Venue("Ask", questions[0]["url"], "askbot", Access.CRAWLABLE)

        found = list(connectors["askbot"].parse(page(path.read_bytes(), venue.url), venue, salted))

        stated = [(q["answer_count"], q["score"], q["view_count"], int(q["added_at"])) for q in questions]
        assert [(c.replies, c.score, c.views, c.started_at.timestamp()) for c in found] == stated
