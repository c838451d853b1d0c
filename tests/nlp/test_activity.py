from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from market.posts import Reply
from market.venues import Access, Venue
from nlp.activity import answer_rate, growth
from nlp.conversations import Heard
from nlp.observed import Measure, Observed

START = datetime(2025, 1, 1, tzinfo=UTC)
MEASURE = Measure(Venue("forum", "https://forum.example/", "feed", Access.CRAWLABLE), None, 1, "")


@pytest.fixture
def said(talk):
    def make(number: int, day: int | None = None, replies: int | None = 0, title: str = "A tale of bread") -> Heard:
        began = None if day is None else START + timedelta(days=day)
        base = talk(f"{title} {number}")
        return Heard(replace(base, started_at=began, replies=replies), base.title, "")

    return make


def observed(heard: list[Heard], on_market: list[Heard]) -> Observed:
    return Observed(tuple(heard), tuple(on_market), tuple(1.0 for _ in heard), 0)


def test_growth_is_the_later_halfs_share_over_the_earlier_ones(said):
    """Ten on-market of fifty, then twenty of fifty: twice as much, with an interval around it."""
    heard = [said(i, i) for i in range(100)]
    own = observed(heard, [*heard[:10], *heard[50:70]])

    figure = growth(own, MEASURE)

    assert figure.value == 2
    assert figure.interval.low < 2 < figure.interval.high
    assert ("earlier half", "10 on-market of 50, 2025-01-01 to 2025-02-19") in figure.inputs


def test_a_list_cut_at_its_newest_is_no_growth(said):
    """One old thread and many new ones: shares are compared, not how many there are."""
    heard = [said(0, 0), *(said(i, 1000 + i) for i in range(1, 80))]
    own = observed(heard, heard[::2])

    assert growth(own, MEASURE).value == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("dated", [0, 39])
def test_too_few_dates_give_no_growth_but_a_reason(said, dated):
    """Under twenty dated conversations per half the figure is None and says how many there are."""
    heard = [*(said(i, i) for i in range(dated)), *(said(i, None) for i in range(100, 200))]

    figure = growth(observed(heard, heard), MEASURE)

    assert figure.value is None
    assert "too few" in figure.reason


def test_the_answer_rate_counts_questions_whose_replies_are_shown(said):
    """Six of eight questions have a reply; statements and a question without a count stay out."""
    asked = [said(i, i, int(i < 6), "How do I keep a starter alive?") for i in range(8)]
    unknown = said(8, 8, None, "Which flour should I use?")
    told = said(9, 9, 5, "My loaf of rye")

    figure, unanswered = answer_rate(observed([], [*asked, unknown, told]), MEASURE)

    assert (figure.value, figure.n, unanswered) == (0.75, 8, 2)
    assert figure.evidence_total == 2


def test_a_fresh_question_is_not_unanswered(said):
    """A question of the day of its capture may still be answered: it is not counted."""
    heard = said(1, 0, 0, "How do I keep a starter alive?")
    fresh = replace(heard.conversation, started_at=heard.conversation.capture.captured_at - timedelta(hours=5))

    figure, unanswered = answer_rate(observed([], [Heard(fresh, heard.title, "")]), MEASURE)

    assert (figure.n, unanswered) == (0, 0)


def test_seen_replies_are_an_answer(said):
    """Where the venue states no number, a reply that was read counts."""
    heard = said(1, 0, None, "How do I keep a starter alive?")
    answered = replace(heard.conversation, answers=(Reply("a", "Feed it", None),))

    figure, unanswered = answer_rate(observed([], [Heard(answered, heard.title, "")] * 5), MEASURE)

    assert (figure.value, unanswered) == (1, 0)


def test_a_venue_that_shows_no_replies_says_so(said):
    """Unknown replies are not zero replies."""
    heard = [said(i, i, None, "How do I keep a starter alive?") for i in range(9)]

    figure, unanswered = answer_rate(observed(heard, heard), MEASURE)

    assert (figure.value, unanswered) == (None, 0)
    assert "do not show" in figure.reason
