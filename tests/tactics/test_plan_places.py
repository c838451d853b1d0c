"""A place is a place: not a word, not a person, not a business, and an event has a day to come."""

from datetime import UTC, date, datetime

import pytest

from market.pages import Capture, DateSource, Dating
from market.posts import Post
from tactics.places import is_event, is_local, names_place


def post(text: str, title: str = "") -> Post:
    capture = Capture("https://c.example/p", datetime(2026, 4, 1, tzinfo=UTC), 200, "text/html", "0" * 64, "a", 0)
    return Post(
        "c", capture.url, title, text, title, 100, "en", Dating(date(2026, 4, 1), DateSource.FEED, 1.0), capture
    )


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("New houses in Reading", "Reading", True),
        ("Reading about mortgages", "Reading", False),
        ("What we are Reading", "Reading", False),
        ("Offices: Reading, Berkshire", "Reading", True),
        ("reading lists for summer", "Reading", False),
        ("The fair in Redding", "Redding", True),
        ("Redding says the market is slow", "Redding", False),
        ("Ask Mr Redding about it", "Redding", False),
        ("Redding Insurance opens", "Redding", False),
        ("Redding's market days", "Redding", True),
        ("Reddington Road", "Redding", False),
        ("Mobile phones compared", "Mobile", False),
        ("Moving to Mobile", "Mobile", True),
        ("Station Park is open", "Station Park", True),
        ("anything", "", False),
    ],
)
def test_a_name_counts_only_as_a_place(text, place, named):
    """Words, people and businesses of the same name are not the place."""
    assert names_place(text, place) is named


def test_the_own_name_is_no_place():
    """A company called after its town does not write about the town each time it names itself."""
    assert not names_place("Ashford Chairs oils its chairs", "Ashford", ["Ashford Chairs"])
    assert names_place("Ashford Chairs is in Ashford", "Ashford", ["Ashford Chairs"])


@pytest.mark.parametrize(
    ("text", "coming"),
    [
        ("Join the parade in Redding on 12 April 2026.", True),
        ("Join the parade in Redding on April 12.", True),
        ("Join the parade in Redding on May 3rd.", True),
        ("The parade in Redding on 12 March 2026 was loud.", False),
        ("The parade in Redding was on March 12.", False),
        ("Redding may be loud.", False),
        ("The parade in Redding was loud. " + "And so on. " * 60 + "We close on 12 April 2026.", False),
    ],
)
def test_an_event_has_a_day_to_come_beside_the_place(text, coming):
    """Only a day after the post's own, near the place, announces something."""
    assert is_event(post(text), ["Redding"]) is coming


def test_a_place_may_stand_in_title_or_text():
    """Any place of the area makes a post local."""
    assert is_local(post("x", "News from Redding"), ["Anderson", "Redding"])
    assert not is_local(post("x", "News"), ["Anderson", "Redding"])
