"""Choosing what is fetched first."""

from datetime import date

import pytest

from spiders.choose import HUB, LISTING, OLD_POST, PAGE, POST, POST_IN_WINDOW, QUERY, TACTIC, date_in, is_page, priority

WINDOW = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/03/02/new-store/", POST_IN_WINDOW),
        ("/blog/2026-03-02-new-store", POST_IN_WINDOW),
        ("/2026/01/new-store/", POST_IN_WINDOW),  # of any day of January: it may be in the window
        ("/2025/03/02/old-store/", OLD_POST),
        ("/blog/", HUB),
        ("/de/news", HUB),
        ("/blog/how-to-choose", POST),
        ("/contact", TACTIC),
        ("/about-us/", TACTIC),
        ("/company/jobs.html", TACTIC),
        ("/product/features", PAGE),
        ("/tag/seo/", LISTING),
        ("/blog/page/3/", LISTING),
        ("/2026/03/", LISTING),
        ("/blog/2026/", LISTING),
        ("/shop?colour=red", QUERY),
    ],
)
def test_an_address_tells_how_soon_it_is_fetched(path, expected):
    """Posts of the window, posts, pages with tactics, pages, old posts, listings: each kind has its place."""
    assert priority(f"https://e.example{path}", WINDOW) == expected


def test_the_places_are_in_the_promised_order():
    """Posts of the window are fetched before pages with tactics, listings after everything but queries."""
    assert POST_IN_WINDOW < POST < TACTIC < PAGE < OLD_POST < LISTING < QUERY


def test_a_feed_date_decides_where_the_address_tells_nothing():
    """An entry dated in the window is a post of the window whatever its address looks like."""
    url = "https://e.example/new-store"

    assert priority(url, WINDOW, published=date(2026, 2, 1)) == POST_IN_WINDOW
    assert priority(url, WINDOW, published=date(2024, 2, 1)) == OLD_POST


def test_a_sitemap_date_never_makes_a_post():
    """A modification date tells an old post from a possible new one, and nothing about other pages."""
    assert priority("https://e.example/blog/a", WINDOW, modified=date(2020, 1, 1)) == OLD_POST
    assert priority("https://e.example/blog/a", WINDOW, modified=date(2026, 2, 1)) == POST
    assert priority("https://e.example/terms", WINDOW, modified=date(2026, 2, 1)) == PAGE


@pytest.mark.parametrize("path", ["/1999/13/40/x/", "/v/2026/99/x", "/products/20260302", "/"])
def test_figures_that_are_no_date_are_not_read_as_one(path):
    """Only a year and a month that exist make a date."""
    assert date_in(f"https://e.example{path}") is None


@pytest.mark.parametrize(
    ("path", "expected"), [("/a.pdf", False), ("/a.JPG", False), ("/a.html", True), ("/v1.2", True)]
)
def test_a_file_ending_tells_what_is_no_page(path, expected):
    """Documents, pictures and archives are not asked for as pages."""
    assert is_page(f"https://e.example{path}") is expected
