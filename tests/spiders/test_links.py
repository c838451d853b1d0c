"""Links of a page."""

from datetime import UTC, datetime

import pytest

from market.directives import header_directives
from market.pages import Capture, Page
from spiders.links import read_links


def page(body, headers=(), url="https://e.example/dir/page"):
    raw = body if isinstance(body, bytes) else body.encode()
    return Page(Capture(url, datetime(2026, 1, 1, tzinfo=UTC), 200, "text/html", "", "", 0), tuple(headers), raw)


def test_links_are_resolved_and_each_comes_once():
    """Relative, absolute and tracked spellings of one address are one link, in page order."""
    html = '<a href="b">1</a><a href="/a">2</a><a href="//e.example/a#x">3</a><area href="/a?utm_source=mail">'

    links = read_links(page(html))

    assert links.pages == ("https://e.example/dir/b", "https://e.example/a")


def test_what_is_no_web_address_is_no_link():
    """Mail, phone, scripts, fragments, broken hosts and the page itself are left out."""
    html = "".join(
        f'<a href="{href}">x</a>'
        for href in ("mailto:a@e.example", "tel:1", "javascript:x()", "#top", "http://[", "http://:99999/", "page", "")
    )

    assert read_links(page(html)).pages == ()


def test_a_base_element_moves_all_links():
    """Links are resolved against the base the page states."""
    assert read_links(page('<base href="/other/"><a href="x">x</a>')).pages == ("https://e.example/other/x",)


def test_a_link_that_is_not_to_be_followed_is_set_apart():
    """rel=nofollow shuts a link, unless another link of the page leads to the same address."""
    links = read_links(page('<a rel="ugc nofollow" href="/a">a</a><a rel=nofollow href="/b">b</a><a href="/b">b</a>'))

    assert links.nofollow == ("https://e.example/a",)
    assert links.pages == ("https://e.example/b",)


def test_feeds_next_pages_and_forwards_are_found():
    """Alternate feeds are named apart; the next page of a series and a meta refresh are links."""
    html = (
        '<link rel="alternate" type="application/atom+xml" href="/feed"><link rel=next href="/page/2">'
        '<link rel="alternate" hreflang=de href="/de"><meta http-equiv=refresh content="3; url=/moved">'
    )

    links = read_links(page(html))

    assert links.feeds == ("https://e.example/feed",)
    assert links.pages == ("https://e.example/page/2", "https://e.example/moved")


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00", b"<?xml version='1.0' encoding='utf-8'?><html><a href='/a'>", b"<a href=\xff\xfe>", b"<!--"],
)
def test_broken_pages_are_read_as_far_as_they_go(body):
    """No page raises an error."""
    assert read_links(page(body)).nofollow == ()


def test_the_robots_elements_are_read():
    """Directives for every crawler and for this one count; "none" means both noindex and nofollow."""
    html = (
        '<meta name="ROBOTS" content="NoArchive, max-snippet:3"><meta name=watercooler content=none><meta name=other>'
    )

    assert {"noarchive", "noindex", "nofollow"} <= read_links(page(html)).directives


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("noindex, nofollow", {"noindex", "nofollow"}),
        ("watercooler: noindex", {"noindex"}),
        ("otherbot: noindex", set()),
        ("none", {"none", "noindex", "nofollow"}),
    ],
)
def test_the_robots_header_is_read(value, expected):
    """X-Robots-Tag counts when it is meant for all, or for this crawler."""
    assert header_directives(page("", [("x-robots-tag", value)]), "watercooler") == expected
