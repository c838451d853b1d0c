from dataclasses import replace

import pytest

from market.posts import Reply
from nlp.names import has_handle
from nlp.topics import find_topics

COMPANIES = ["ours", "theirs"]


@pytest.fixture(scope="module")
def found(square, bakery_posts, model):
    return find_topics(square, bakery_posts, COMPANIES, None, model)


def test_topics_keep_apart_what_people_keep_apart(found):
    """No topic mixes bread with chess: each one's conversations come from one venue."""
    assert len(found.topics) >= 3
    for topic in found.topics:
        assert topic.venues[0][1] >= 0.9 * topic.conversations


def test_a_label_is_a_phrase_of_the_conversations(found, square):
    """Every label stands in some title, and no two topics share one."""
    titles = " | ".join(c.title.lower() for c in square)

    labels = [t.label for t in found.topics]

    assert all(label.lower() in titles for label in labels)
    assert len({label.lower() for label in labels}) == len(labels)


def test_figures_carry_their_arithmetic(found):
    """A share is its conversations over all that count, inside its interval, with evidence and a stable id."""
    for topic in found.topics:
        share = topic.share
        assert share.id == f"topic-share.{topic.id}"
        assert share.value == pytest.approx(topic.conversations / found.conversations)
        assert share.interval.low < share.value < share.interval.high
        assert share.evidence
        assert share.n == found.conversations
        assert share.unit == share.name == "share of conversations"
        assert ("conversations on the topic", str(topic.conversations)) in share.inputs
        assert ("voices on the topic (author × conversation pairs)", str(topic.voices)) in share.inputs


def test_assignments_say_who_is_on_which_topic(found, square):
    """Every topic has as many assigned conversations as it counts, each a conversation given and on one topic only."""
    keys = [key for key, _ in found.assignments]

    assert {t.id: sum(topic == t.id for _, topic in found.assignments) for t in found.topics} == {
        t.id: t.conversations for t in found.topics
    }
    assert len(set(keys)) == len(keys) == found.conversations - found.unassigned
    assert set(keys) <= {c.key for c in square}


def test_terms_are_ranked_by_keyness(found):
    """The terms' LRC falls from first to last and is above 0."""
    for topic in found.topics:
        values = [t.lrc for t in topic.terms]
        assert values == sorted(values, reverse=True)
        assert values[-1] > 0


def test_coverage_names_who_writes_about_it(found):
    """Both bakeries cover bread, in titles of long posts too, and neither covers chess; every company has a row."""
    for topic in found.topics:
        rows = {c.company: c for c in topic.coverage}
        on_bread = topic.venues[0][0] == "bakers"
        assert set(rows) == set(COMPANIES)
        assert on_bread or not any(c.posts for c in topic.coverage)
    bread = [t for t in found.topics if t.venues[0][0] == "bakers"]
    assert sum(c.posts for t in bread for c in t.coverage) >= 3


def test_a_text_covers_a_topic_whatever_its_title_is_near(square, write, model):
    """A title that alone would be on the topic with one word too few does not take the text's own coverage away."""
    post = write("Bread", "Rye bread and bread flour, flour for rye bread.")

    found = find_topics(square, [post], COMPANIES, None, model)

    assert [c.posts for t in found.topics for c in t.coverage if c.posts] == [1]


def test_quotes_are_short_and_name_nobody(found, square):
    """A quote has at most 25 words, no address, and is what somebody wrote."""
    titles = {c.title for c in square}

    quotes = [q.quote for t in found.topics for q in t.quotes]

    assert quotes
    assert all(q in titles and len(q.split()) <= 25 and not has_handle(q) for q in quotes)


def test_order_of_input_changes_nothing(found, square, bakery_posts, model):
    """Reordered conversations, posts and companies give the same topics."""
    mixed = sorted(square, key=lambda c: (c.title, c.key))

    again = find_topics(mixed, bakery_posts[::-1], COMPANIES[::-1], None, model)

    assert again == found


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_conversations_give_a_reason(count, square, model):
    """Nothing is made up from a handful of titles: no topic, and a sentence that says why."""
    found = find_topics(square[:count], [], COMPANIES, None, model)

    assert found.topics == ()
    assert str(count) in found.reason


def test_titles_without_a_word_in_common_give_a_reason(talk, model):
    """Thirty unrelated titles make no topic."""
    words = "apple bridge cactus dragon engine falcon guitar hammer island jungle kettle lantern marble needle".split()
    said = [talk(f"{word.title()} no. {i}", author=str(i)) for i, word in enumerate(words)]

    found = find_topics(said, [], COMPANIES, None, model)

    assert found.topics == ()
    assert found.reason


def test_other_languages_are_left_out_and_counted(square, talk, model):
    """A German conversation is in no topic and in the count of those left out."""
    german = talk("Welche Mühle mahlt das Mehl für ein gutes Brot am feinsten?", "bakers", author="de")

    found = find_topics([*square, german], [], COMPANIES, None, model)

    assert found.other_language == 1


def test_a_long_thread_weighs_no_more_than_a_short_one(square, talk, model):
    """Forty voices in one thread leave every share, interval and the order of topics as they were."""
    first = find_topics(square, [], COMPANIES, None, model)
    replies = tuple(Reply(f"guest-{i}", "Same here.", None) for i in range(40))
    last = first.topics[-1].quotes[0].url
    crowded = [replace(c, answers=replies) if c.url == last else c for c in square]

    again = find_topics(crowded, [], COMPANIES, None, model)

    assert [t.label for t in again.topics] == [t.label for t in first.topics]
    assert [(t.share.value, t.share.n, t.share.interval) for t in again.topics] == [
        (t.share.value, t.share.n, t.share.interval) for t in first.topics
    ]
    assert again.voices == first.voices + 40


def test_topics_stand_in_the_order_of_their_shares(found):
    """No topic with fewer conversations stands above one with more."""
    shares = [t.share.value for t in found.topics]

    assert shares == sorted(shares, reverse=True)


def test_two_quotes_of_a_topic_do_not_say_the_same(square, talk, model):
    """Titles that differ in an amount or a place are quoted once."""
    amounts = [talk(f"Rye bread starter costs ${i}00 at the mill", "bakers", author=f"m{i}") for i in range(1, 30)]

    found = find_topics([*square, *amounts], [], COMPANIES, None, model)

    assert any("costs $" in q.quote for t in found.topics for q in t.quotes)
    for topic in found.topics:
        assert sum("costs $" in q.quote for q in topic.quotes) <= 1
