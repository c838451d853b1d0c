from datetime import UTC, datetime

from spiders.connectors import connectors

feed = connectors["feed"]
ADDRESS = "https://roofs.example/feed.xml"


def test_entry_becomes_a_conversation_with_its_comment_count(page, roofs, salted):
    """An entry gives its clean address, plain text, UTC date and the comments the feed counts."""
    capture = page("venue_feed.xml", ADDRESS, "application/rss+xml")

    first = next(iter(feed.parse(capture, roofs, salted)))

    assert first.url == "https://roofs.example/topic/slate-or-tile/"
    assert (first.title, first.text) == ("Slate or tile & why", "Slate costs twice as much.")
    assert (first.replies, first.author) == (7, "#nils#")
    assert first.started_at == datetime(2026, 5, 4, 7, tzinfo=UTC)


def test_what_the_feed_does_not_say_is_unknown(page, roofs, salted):
    """An entry without date, author and count has none, not a zero."""
    capture = page("venue_feed.xml", ADDRESS, "application/rss+xml")

    second = list(feed.parse(capture, roofs, salted))[1]

    assert (second.started_at, second.author, second.replies, second.score) == (None, "", None, None)


def test_entry_without_address_is_reported(page, roofs, salted, caplog):
    """An entry that cannot be told from others is left out with a warning."""
    capture = page("venue_feed.xml", ADDRESS, "application/rss+xml")

    conversations = list(feed.parse(capture, roofs, salted))

    assert len(conversations) == 2
    assert "No address" in caplog.text


def test_page_that_is_no_feed_warns_with_its_url(page, roofs, salted, caplog):
    """An HTML page where the feed should be gives nothing and a warning that names its URL."""
    assert list(feed.parse(page(b"<html><p>Moved</p></html>", ADDRESS), roofs, salted)) == []
    assert ADDRESS in caplog.text


def test_holds_the_feed_and_its_pages_only(roofs):
    """The venue's feed belongs to it on every page of it; the site around it is not asked for."""
    assert feed.holds(f"{ADDRESS}?paged=2", roofs)
    assert not feed.holds("https://roofs.example/topic/gutters/", roofs)
