"""Traps: address spaces without end are told by their shape, and ordinary sites are not."""

import pytest

from spiders.traps import TRAP, Traps, fault_of, shape_of

HOME = "https://a.example/"


@pytest.fixture
def traps():
    return Traps(200, 2026)


def let_in(traps, urls):
    """How many of ``urls`` are let in, each found on the one before."""
    found_on, count = HOME, 0
    for url in urls:
        if traps.refusal(url, found_on):
            break
        found_on, count = url, count + 1
    return count


@pytest.mark.parametrize(
    "path",
    [
        "a/b/a/b/",
        "x/x/x/x/",
        "blog/en/blog/en/blog/en",
        "/".join(f"d{n}" for n in range(20)),
        "x" * 2_100,
        "shop?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9",
        "calendar/2031/02/",
        "events?month=2&year=2040",
        "events?d=2033-01-01",
    ],
)
def test_an_address_that_no_site_writes_is_a_trap(path):
    """Repeated, bottomless, endless or far-off addresses are told by themselves."""
    assert fault_of(HOME + path, 2028)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "2026/05/04/a-post",
        "blog/blog/",
        "products/2100",
        "t/which-tool/2040/",
        "a/b/c/a/b",
        "en/docs/v2/docs/",
        "events/2027/06/",
        "?p=2031",
        "1/1/1/1/",
    ],
)
def test_ordinary_addresses_are_no_traps(path):
    """Dates, numbers and short repetitions of real sites pass."""
    assert fault_of(HOME + path, 2028) == ""


def test_a_calendar_that_leads_to_itself_gets_a_quarter_of_the_budget(traps):
    """Month after month, each found on the one before, ends after 50 of 200 pages."""
    months = [f"{HOME}calendar/{1700 + n // 12}-{n % 12 + 1:02}" for n in range(2_000)]

    assert let_in(traps, months) == 51  # the first was found on the home page


def test_a_site_that_lists_its_numbered_pages_keeps_them(traps):
    """Two hundred numbered posts, listed by the home page or a sitemap, are all let in."""
    posts = [f"{HOME}post/{n}" for n in range(200)]

    assert [url for url in posts if traps.refusal(url, HOME)] == []


def test_facets_of_one_path_get_a_small_part(traps):
    """Combinations of three and more parameters on one path end after 20, of one parameter after 100."""
    facets = [f"{HOME}shop?colour={n}&price={n % 7}&size={n % 5}" for n in range(500)]
    pages = [f"{HOME}index.php?id={n}" for n in range(500)]

    assert sum(not traps.refusal(url, HOME) for url in facets) == 20
    assert sum(not traps.refusal(url, HOME) for url in pages) == 100


def test_sessions_in_the_path_have_one_shape():
    """What differs only by a token or a number is one shape; words make another."""
    shapes = {shape_of(f"{HOME}s/{token}/home") for token in ("9f8e7d6c5b4a39281706", "0123456789abcdef0123")}

    assert len(shapes) == 1
    assert shape_of(f"{HOME}about/team") is None


def test_a_known_address_is_not_counted_twice(traps):
    """However often a page of a calendar is linked, it takes its place once."""
    url, other = f"{HOME}cal/1", f"{HOME}cal/2"

    assert {traps.refusal(url, other) for _ in range(500)} == {""}
    assert traps.refusal(f"{HOME}cal/3", other) != TRAP


def test_a_crowded_shape_goes_last(traps):
    """Beyond half the budget a shape is called crowded, others are not."""
    for n in range(101):
        traps.refusal(f"{HOME}item/{n}", HOME)

    assert traps.crowded(f"{HOME}item/7")
    assert not traps.crowded(f"{HOME}about")
