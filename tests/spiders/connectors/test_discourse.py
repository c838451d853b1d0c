from datetime import UTC, datetime

import pytest

from spiders.connectors import connectors

discourse = connectors["discourse"]
TOPIC = "https://talk.example/t/which-lender-answers/41"
ASKED = datetime(2026, 5, 2, 10, tzinfo=UTC)


def test_topic_page_gives_the_opening_post_and_its_answers(page, forum, salted):
    """A server-rendered topic gives its first post as the conversation and the others as answers."""
    topic = page("discourse_topic.html", TOPIC)

    (conversation,) = discourse.parse(topic, forum, salted)

    assert (conversation.url, conversation.title) == (TOPIC, "Which lender answers?")
    assert conversation.text == "Three lenders, no answer.\nWho replies within a week?"
    assert (conversation.author, conversation.started_at, conversation.score) == ("#mira_k#", ASKED, 4)
    assert conversation.replies == 1


def test_answer_leaves_out_the_quoted_post_and_the_mentioned_name(page, forum, salted):
    """What an answer quotes is not said twice, and the member it speaks to is not named."""
    topic = page("discourse_topic.html", TOPIC)

    (conversation,) = discourse.parse(topic, forum, salted)

    assert [reply.text for reply in conversation.answers] == ["The credit union does, within days, @someone."]


@pytest.mark.parametrize(
    "capture", ["discourse_topic_new.html", "discourse_topic.json", "discourse_json_ld.html", "discourse_topic.rss"]
)
def test_every_shape_of_a_topic_tells_the_same(capture, page, forum, salted):
    """Newer pages, JSON, JSON-LD and feed of one topic give the same address, start, question and answer."""
    from spiders.connectors.merge import merge

    topic = page(capture, TOPIC)

    (conversation,) = merge(discourse.parse(topic, forum, salted))

    assert (conversation.url, conversation.started_at) == (TOPIC, ASKED)
    assert conversation.text == "Three lenders, no answer."
    assert [(r.author, r.text) for r in conversation.answers] == [("#oldbank#", "The credit union does, within days.")]


def test_display_name_is_not_taken_for_an_account(page, forum, salted):
    """JSON-LD names people for display: without a profile address the author stays unknown."""
    topic = page("discourse_json_ld.html", TOPIC)

    (conversation,) = discourse.parse(topic, forum, salted)

    assert conversation.author == ""


def test_topic_json_counts_the_replies_it_does_not_show(page, forum, salted):
    """Replies are the topic's own count, not only those in the first part of its stream."""
    topic = page("discourse_topic.json", f"{TOPIC}.json", "application/json")

    (conversation,) = discourse.parse(topic, forum, salted)

    assert (conversation.replies, len(conversation.answers)) == (25, 1)


def test_later_page_of_a_topic_has_no_start(page, forum, salted):
    """A page that shows only later posts does not date the topic by them."""
    later = (page("discourse_topic.html", TOPIC).body).replace(b"#1<", b"#21<").replace(b"#2<", b"#22<")

    (conversation,) = discourse.parse(page(later, f"{TOPIC}?page=2"), forum, salted)

    assert (conversation.started_at, conversation.author, len(conversation.answers)) == (None, "", 2)


@pytest.mark.parametrize("capture", ["discourse_latest.json", "discourse_latest.rss", "discourse_latest.html"])
def test_lists_give_topics_with_their_replies(capture, page, forum, salted):
    """A list of topics gives the address, title and reply count of each."""
    listing = page(capture, "https://talk.example/latest")

    first = next(iter(discourse.parse(listing, forum, salted)))

    assert (first.url, first.title, first.replies) == (TOPIC, "Which lender answers?", 2)


def test_activity_date_of_a_list_is_not_a_start(page, forum, salted):
    """The date in a list's last column is that of the last reply and is never taken for the start."""
    listing = page("discourse_latest.html", "https://talk.example/latest")

    (conversation,) = discourse.parse(listing, forum, salted)

    assert conversation.started_at is None


def test_renamed_topic_keeps_one_address(page, forum, salted):
    """A topic captured under its former title has the address its page now gives itself."""
    former = page("discourse_topic.html", "https://talk.example/t/lenders-who-answer/41")

    (conversation,) = discourse.parse(former, forum, salted)

    assert conversation.url == TOPIC


def test_page_cannot_pass_for_another_topic(page, forum, salted):
    """A topic's page that claims another topic's number is filed under its own."""
    claiming = page("discourse_topic.html", "https://talk.example/t/cheap-loans/99")

    (conversation,) = discourse.parse(claiming, forum, salted)

    assert conversation.url == "https://talk.example/t/cheap-loans/99"


@pytest.mark.parametrize(
    "body", [b'{"topic_list": ', b'{"errors": ["not found"]}', b"<html><h1>Maintenance</h1></html>", b""]
)
def test_unreadable_topic_warns_with_its_url(body, page, forum, salted, caplog):
    """A payload that is no topic gives nothing and a warning that names its URL."""
    conversations = list(discourse.parse(page(body, TOPIC), forum, salted))

    assert conversations == []
    assert TOPIC in caplog.text


def test_page_built_to_stall_the_parser_is_refused_quickly(page, forum, salted, caplog):
    """A tag with 100,000 attributes is refused before the parser sees it."""
    from time import process_time

    flood = b"<html><body " + b" ".join(b"a%d='<'" % n for n in range(100_000)) + b"></body></html>"
    started = process_time()

    conversations = list(discourse.parse(page(flood, TOPIC), forum, salted))

    assert conversations == []
    assert process_time() - started < 2
    assert "unreadable HTML" in caplog.text


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://talk.example/", True),
        ("https://talk.example/t/which-lender-answers/41/2", True),
        ("https://talk.example/latest.json?page=1", True),
        ("https://talk.example/u/mira_k", False),
        ("https://talk.example/search?q=lender", False),
        ("https://other.example/t/which-lender-answers/41", False),
    ],
)
def test_holds_topics_and_lists_but_no_members(url, held, forum):
    """Topics and lists of the forum belong to the venue; pages about its members do not."""
    assert discourse.holds(url, forum) is held
