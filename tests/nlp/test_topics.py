import pytest

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
    """A share is its pairs over all pairs, inside its interval, with evidence and a stable id."""
    for topic in found.topics:
        share = topic.share
        assert share.id == f"topic-share.{topic.id}"
        assert share.value == pytest.approx(topic.voices / found.voices)
        assert share.interval.low < share.value < share.interval.high
        assert share.evidence
        assert share.n == found.voices


def test_terms_are_ranked_by_keyness(found):
    """The terms' LRC falls from first to last and is above 0."""
    for topic in found.topics:
        values = [t.lrc for t in topic.terms]
        assert values == sorted(values, reverse=True)
        assert values[-1] > 0


def test_coverage_names_who_writes_about_it(found):
    """Both bakeries cover bread and neither covers chess; every company has a row."""
    for topic in found.topics:
        rows = {c.company: c for c in topic.coverage}
        on_bread = topic.venues[0][0] == "bakers"
        assert set(rows) == set(COMPANIES)
        assert on_bread or not any(c.posts for c in topic.coverage)
    bread = [t for t in found.topics if t.venues[0][0] == "bakers"]
    assert sum(c.posts for t in bread for c in t.coverage) >= 1


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
