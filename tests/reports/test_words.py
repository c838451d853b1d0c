"""Numbers, dates and texts as a client reads them."""

import math
from datetime import date

import pytest

from market.figures import Window
from reports.words import clean, cut, cut_words, day, listed, number, percent, tally, window


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (0.004, "under 0.01"),
        (0.043, "0.04"),
        (0.41, "0.4"),
        (3.0, "3"),
        (9.96, "10"),
        (1240.4, "1,240"),
        (-2, "−2"),
    ],
)
def test_a_number_has_two_or_three_telling_digits(value, shown):
    """A client reads 0.4 posts a week, not 0.407."""
    text = number(value)

    assert text == shown


def test_an_infinite_number_is_unbounded():
    """An interval without an upper end prints no "inf"."""
    text = number(math.inf)

    assert text == "unbounded"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0\xa0%"), (0.0002, "under 0.1\xa0%"), (0.004, "0.4\xa0%"), (0.126, "13\xa0%"), (1, "100\xa0%")],
)
def test_something_never_rounds_to_nothing(value, shown):
    """A small share is not printed as 0 %."""
    text = percent(value)

    assert text == shown


def test_clean_takes_what_could_rewrite_the_page():
    """Control characters, direction marks and lone surrogates do not reach the reader."""
    hostile = "a\x00b\u202ec\u2066d\ud800e\n\tf\u2028g\xa0%"

    text = clean(hostile)

    assert text == "abcd\ufffde f g\xa0%"


def test_cuts_keep_their_promise():
    """A cut text is no longer than asked, and a short one stays whole."""
    long = "one two three four five"

    assert cut(long, 9) == "one two…"
    assert cut(long, 99) == long
    assert cut_words(long, 3) == "one two three…"
    assert cut_words(long, 5) == long


def test_windows_and_dates_are_written_for_people():
    """A window is its length and its last day."""
    stretch = Window.ending(date(2026, 4, 24), 26)

    assert window(stretch) == "26 weeks to 24 Apr 2026"
    assert day(stretch.start) == "25 Oct 2025"


def test_lists_and_counts_read_as_prose():
    """Names are joined with "and", and a count that stands alone is "none", not "no"."""
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed(["A"]) == "A"
    assert listed([]) == ""
    assert (tally(0), tally(2), tally(11)) == ("none", "two", "11")
