"""A venue's own page of rules is told by its address, and its words are read."""

import pytest

from market.venues import Access, Venue
from spiders.community import leads
from spiders.connectors import connectors
from spiders.rules import is_rules, rules_text

FORUM = Venue("Roofs", "https://forum.roofs.org/", "forum", Access.CRAWLABLE)
SUBREDDIT = Venue("r/roofs", "https://www.reddit.com/r/roofs/", "reddit", Access.API)


@pytest.mark.parametrize(
    ("url", "venue", "own"),
    [
        ("https://forum.roofs.org/guidelines", FORUM, True),
        ("https://forum.roofs.org/help/forum-rules.html", FORUM, True),
        ("https://forum.roofs.org/app.php/rules", FORUM, True),
        ("https://forum.roofs.org/t/the-rules-of-slate/3", FORUM, False),
        ("https://forum.roofs.org/tag/rules-of-thumb", FORUM, False),
        ("https://other.org/rules", FORUM, False),
        ("https://www.reddit.com/r/roofs/about/rules.json", SUBREDDIT, True),
        ("https://www.reddit.com/r/tiles/about/rules", SUBREDDIT, False),
        ("https://www.reddit.com/rules", SUBREDDIT, False),
    ],
)
def test_an_address_tells_the_rules(url, venue, own):
    """A thread about rules is none, nor are a neighbour's rules or the host's."""
    assert is_rules(url, venue) is own


def test_rules_are_read_from_pages_and_payloads(page):
    """HTML without its frame; of JSON every text."""
    html = "<body><nav>Menu</nav><main><h1>Rules</h1><p>No ads.</p></main></body>"
    payload = b'{"rules": [{"short_name": "No ads", "description": "None at all."}]}'

    assert rules_text(page(html)) == "Rules\nNo ads."
    assert rules_text(page(payload, media_type="application/json")) == "No ads\nNone at all."


def test_a_crawl_asks_for_the_rules_it_is_shown(page):
    """They come first, though they hold no conversation."""
    html = '<body><a href="/t/x/1">A thread</a><a href="/guidelines">Guidelines</a><a href="/about">About</a></body>'

    found = list(leads(connectors["forum"], FORUM)(page(html, FORUM.url)))

    assert found[0] == "https://forum.roofs.org/guidelines"
    assert "https://forum.roofs.org/about" not in found
