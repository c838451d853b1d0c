"""Pages built to stall a parser, and payloads that are no text."""

import time
from datetime import UTC, datetime

import pytest

from market.pages import Capture, Page
from spiders.limits import is_text, parser_fault

FLOODS = {
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">",
    "attributes without space": b"<p " + b"".join(b'a%d="1"' % n for n in range(100_000)) + b">",
    "attributes with > inside": b"<p " + b" ".join(b'a%d=">"' % n for n in range(100_000)) + b">",
    "bare attributes": b"<p " + b" ".join(b"a%d" % n for n in range(100_000)) + b">",
    "slashes": b"<p/" + b"/".join(b"a%d" % n for n in range(100_000)) + b">",
    "depth": b"<div>" * 5_000,
    "elements": b"<i></i>" * 400_000,
}
SLOW_TO_SCAN = {
    "open tags": b"<a" * 2_000_000,
    "open quotes": b"<a b=\"'" * 500_000,
    "angles": b"<" * 4_000_000,
    "one long tag": b"<p " + b"x" * 4_000_000,
    "closing tags": b"</div>" * 600_000,
}


def page(body, media_type="text/html", url="https://e.example/"):
    return Page(Capture(url, datetime(2026, 1, 1, tzinfo=UTC), 200, media_type, "", "", 0), (), body)


@pytest.mark.parametrize("name", FLOODS)
def test_floods_are_seen_before_the_parser_sees_them(name):
    """Too many attributes on a tag, too deep or too many elements: the page is not parsed."""
    assert parser_fault(FLOODS[name]) == "too complex"


@pytest.mark.parametrize("name", [*FLOODS, *SLOW_TO_SCAN])
def test_the_check_itself_cannot_be_stalled(name):
    """Whatever the page is made of, looking at megabytes of it takes less than two seconds."""
    body = {**FLOODS, **SLOW_TO_SCAN}[name]
    start = time.process_time()

    parser_fault(body)

    assert time.process_time() - start < 2.0


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" * 5_000,
        b"<ul>" + b"<li>item" * 5_000 + b"</ul>",
        b"<br>" * 5_000,
        b"<img src='data:image/png;base64," + b"ab/cd" * 20_000 + b"'>",
        b"<img srcset='" + b", ".join(b"/a/%d.png %dw" % (n, n) for n in range(500)) + b"'>",
        b"<script>if (a < b) { " + b"x = y; " * 5_000 + b"}</script>",
        b"<div>" * 200 + b"</div>" * 200,
    ],
)
def test_ordinary_pages_pass(body):
    """Unclosed paragraphs and list items, long data addresses and scripts are no attack."""
    assert parser_fault(body) == ""


@pytest.mark.parametrize(
    ("body", "media_type", "url", "expected"),
    [
        (b"<p>x", "text/html", "https://e.example/", True),
        (b"<p>x", "", "https://e.example/", True),
        (b"{}", "application/json", "https://e.example/", True),
        (b"<rss/>", "application/rss+xml", "https://e.example/", True),
        ("<p>x".encode("utf-16"), "text/html", "https://e.example/", True),
        (b"\x89PNG\x00\x00", "text/html", "https://e.example/", False),
        (b"%PDF-1.7", "application/pdf", "https://e.example/", False),
        (b"\x1f\x8b\x08\x00", "application/gzip", "https://e.example/sitemap.xml.gz", True),
        (b"\x1f\x8b\x08\x00", "application/gzip", "https://e.example/backup.tar.gz", False),
    ],
)
def test_text_is_told_from_binary(body, media_type, url, expected):
    """Only text is parsed: not pictures, not PDF, not binary under the name of HTML; packed sitemaps are."""
    assert is_text(page(body, media_type, url)) is expected


@pytest.mark.parametrize(
    "start",
    [
        b"%PDF-1.7 text",
        b"\x89PNG\r\n",
        b"PK\x03\x04zip",
        b"GIF89a",
        b"\xff\xd8\xff\xe0jpeg",
        b"<p>\x00</p>",
        b"\x01\x02\x03" * 30,
    ],
)
def test_a_binary_under_the_name_of_html_is_no_text(page, start):
    """What begins like a file, holds NUL or is full of control characters is not read as a page."""
    assert not is_text(page(start + b" and more" * 20))


@pytest.mark.parametrize(
    "body",
    [
        b"<p>one \x02 stray</p>" + b"word " * 50,
        b"\x1b$B%F\x1b(B <p>",
        "<p>\u202eabc\u202c</p>".encode(),
        "<p>x</p>".encode("utf-16"),
        b"",
    ],
)
def test_a_page_with_a_stray_character_stays_text(page, body):
    """One control character, an escape sequence of an old encoding, or marks of direction do not make a binary."""
    assert is_text(page(body))
