from collections.abc import Callable
from itertools import permutations

from market.pages import Page
from market.posts import Conversation
from market.venues import Venue
from spiders.connectors import connectors
from spiders.connectors.merge import merge

PARTS = (
    ("discourse_latest.json", "https://talk.example/latest.json"),
    ("discourse_latest.rss", "https://talk.example/latest.rss"),
    ("discourse_topic.rss", "https://talk.example/t/which-lender-answers/41.rss"),
    ("discourse_topic.html", "https://talk.example/t/which-lender-answers/41"),
)


def _parts(page: Callable[..., Page], forum: Venue, salted: Callable[[str], str]) -> list[Conversation]:
    pages = [page(capture, url, day=day) for day, (capture, url) in enumerate(PARTS, 1)]
    return [conversation for p in pages for conversation in connectors["discourse"].parse(p, forum, salted)]


def test_conversation_seen_on_four_pages_counts_once(page, forum, salted):
    """List, feed and page of one topic make one conversation, with each person's words once."""
    parts = _parts(page, forum, salted)

    merged = merge(parts)

    topic = next(c for c in merged if c.url.endswith("/41"))
    assert len(merged) == 2
    assert len(topic.answers) == 1
    assert sorted(topic.voices) == ["#mira_k#", "#oldbank#"]


def test_richest_values_win(page, forum, salted):
    """The longest text, the largest reply count and the thread page's capture are kept."""
    parts = _parts(page, forum, salted)

    topic = next(c for c in merge(parts) if c.url.endswith("/41"))

    assert topic.text == "Three lenders, no answer.\nWho replies within a week?"
    assert topic.replies == 2
    assert topic.score == 4
    assert topic.capture.url == "https://talk.example/t/which-lender-answers/41"


def test_order_of_the_pages_does_not_matter(page, forum, salted):
    """Any order of the parts gives the same conversations in the same order."""
    parts = _parts(page, forum, salted)

    results = {merge(order) for order in permutations(parts)}

    assert len(results) == 1


def test_same_address_in_two_venues_stays_apart(page, forum, roofs, salted):
    """Conversations of different venues are never merged, even at one address."""
    from dataclasses import replace

    first = _parts(page, forum, salted)[0]

    assert len(merge([first, replace(first, venue=roofs.key)])) == 2


def test_replies_of_one_author_in_one_second_are_kept_apart(page, forum, salted):
    """Two posts imported in the same second are two answers when their words differ."""
    from dataclasses import replace

    topic = max(_parts(page, forum, salted), key=lambda c: (len(c.answers), len(c.text)))
    (answer,) = topic.answers
    both = replace(topic, answers=(answer, replace(answer, text="And another matter altogether, please.")))

    assert len(merge([both])[0].answers) == 2


def test_links_tags_and_views_of_all_pages_are_kept(page, forum, salted):
    """What one page shows of a conversation and another does not is not lost."""
    from dataclasses import replace

    topic = _parts(page, forum, salted)[0]
    one = replace(topic, answers=(), links=("https://a.example/", "https://b.example/"), tags=("loans",), views=None)
    other = replace(topic, answers=(), links=("https://c.example/",), tags=("loans", "banks"), views=12, language="de")

    (merged,) = merge([one, other])

    assert sorted(merged.links) == ["https://a.example/", "https://b.example/", "https://c.example/"]
    assert sorted(merged.tags) == ["banks", "loans"]
    assert (merged.views, merged.language) == (12, "de")


def test_nothing_gives_nothing():
    """No conversations merge into none."""
    assert merge([]) == ()
