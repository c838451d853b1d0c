"""The vocabulary's own rules: addresses, phrases, intervals, feeds, sitemaps."""

import gzip
import math
from datetime import UTC, date, datetime

import pytest

from market.feeds import looks_like_feed, read_feed
from market.figures import Figure, Window
from market.findings import Evidence, Finding
from market.pages import Capture
from market.phrases import NEAR, has_phrase
from market.registry import Registry
from market.sitemaps import read_sitemap
from market.statistics import conditional_ratio, garwood, lrc, median, wilson
from market.urls import canonical_url, page_key, same_site


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("HTTPS://Example.com:443/a/../b?b=2&a=1#part", "https://example.com/b?a=1&b=2"),
        ("http://example.com?utm_source=x&id=3&fbclid=y", "http://example.com/?id=3"),
        (" https://example.com/x\n", "https://example.com/x"),
        ("https://example.com/p;jsessionid=12?x=1", "https://example.com/p?x=1"),
        ("http://example.com:8080/", "http://example.com:8080/"),
    ],
)
def test_an_address_has_one_spelling(given, canonical):
    """Case, default port, dot segments, fragments, tracking and session parameters do not make a new page."""
    assert canonical_url(given) == canonical


@pytest.mark.parametrize(
    "given", ["", "mailto:a@b.example", "javascript:alert(1)", "https://", "http://[bad", "http://a:99999/"]
)
def test_what_is_no_web_address_is_refused(given):
    """Anything but http(s) with a host raises ValueError."""
    with pytest.raises(ValueError, match=r".+"):
        canonical_url(given)


def test_one_page_under_two_addresses_has_one_key():
    """Scheme, www, index file and final slash fold when pages are joined."""
    keys = {page_key(u) for u in ("http://www.a.example/x/", "https://a.example/x", "https://a.example/x/index.html")}

    assert len(keys) == 1


def test_a_subdomain_is_another_site():
    """www is the same site; any other host is not."""
    assert same_site("http://www.a.example/x", "https://a.example/")
    assert not same_site("https://shop.a.example/", "https://a.example/")


@pytest.mark.parametrize(
    ("text", "phrase", "near", "found"),
    [
        ("First-Time Home Buyers in Millbrook", "first time home buyer", 0, True),
        ("A home for first-time buyers", "first time home buyer", 0, False),
        ("A home for first-time buyers", "first time home buyer", NEAR, True),
        (
            "home sweet home, and many words later a first look at time and at a buyer",
            "first time home buyer",
            NEAR,
            False,
        ),
        ("Categories of policies", "policy category", NEAR, True),
        ("the buss stop", "bus", 0, False),
        ("anything", "", 0, False),
    ],
)
def test_a_phrase_is_found_in_its_inflections(text, phrase, near, found):
    """Plural, hyphen and case do not hide a phrase; distance beyond five words does."""
    assert has_phrase(text, phrase, near) is found


def test_intervals_match_published_values():
    """Garwood: 10 events are 4.795 to 18.39; Wilson: 6 of 30 is .095 to .373 (METRICS: about 9.5 to 37 %)."""
    assert (round(garwood(10, 1).low, 3), round(garwood(10, 1).high, 2)) == (4.795, 18.39)
    assert garwood(0, 1).low == 0
    assert round(garwood(0, 1).high, 3) == 3.689
    assert (round(wilson(6, 30).low, 3), round(wilson(6, 30).high, 3)) == (0.095, 0.373)


def test_a_wider_family_widens_the_interval():
    """Bonferroni: twenty comparisons give a wider interval than one."""
    assert wilson(6, 30, family=20).high > wilson(6, 30).high
    assert conditional_ratio(20, 100, 10, 100, family=20).low < conditional_ratio(20, 100, 10, 100).low


def test_a_ratio_of_equal_rates_covers_one():
    """Equal shares give keyness 0; a rare word seen twice does not beat a common one that doubled."""
    assert lrc(10, 100, 100, 1000) == 0
    assert lrc(2, 100, 0, 1000) < lrc(60, 100, 200, 1000)


def test_a_ratio_to_nothing_is_infinite_not_an_error():
    """No hit in the base leaves no upper bound."""
    assert conditional_ratio(5, 10, 0, 10).high == math.inf


def test_impossible_counts_are_refused():
    """More hits than trials, or no exposure, raise ValueError."""
    with pytest.raises(ValueError, match="hits"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="exposure"):
        garwood(1, 0)


def test_the_middle_of_nothing_is_unknown():
    """The median of an empty row is None, not 0."""
    assert median([]) is None
    assert median([3, 1, 2, 10]) == 2.5


def test_a_window_of_26_weeks_has_182_days():
    """Both ends belong to the window; the baseline ends the day before."""
    window = Window.ending(date(2026, 5, 3), 26)

    assert (window.weeks, window.before().weeks) == (26, 26)
    assert (window.start - window.before().end).days == 1


def test_a_figure_without_value_needs_a_reason():
    """An unknown figure says why it is unknown."""
    with pytest.raises(ValueError, match="reason"):
        Figure("x", "x", "x", None, "", 0, None, None, "", (), (), 0)


def test_a_finding_needs_evidence():
    """A finding without evidence cannot be built."""
    with pytest.raises(ValueError, match="evidence"):
        Finding("c", "lead form", "newsletter", 1, "pages", ())


def test_a_quote_is_cut_to_one_line():
    """Evidence never carries more than 200 characters on one line."""
    capture = Capture("https://a.example/", datetime(2026, 1, 1, tzinfo=UTC), 200, "text/html", "d", "a.warc.gz", 0)

    quote = Evidence.of(capture, "word \n" * 500).quote

    assert len(quote) <= 200
    assert "\n" not in quote


def test_two_extensions_of_one_name_are_refused():
    """A second registration of a name raises."""
    registry: Registry[int] = Registry("tactics.detectors")
    registry.register("x")(1)

    with pytest.raises(ValueError, match="twice"):
        registry.register("x")(2)


RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>B & C</title><link>https://a.example/</link>
<item><title>One</title><link>/one</link><pubDate>Wed, 04 Mar 2026 23:30:00 -0800</pubDate></item>
<item><title>Never</title><link>/never</link><pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate></item>
<item><title>In UTC</title><link>/utc</link><pubDate>Thu, 05 Mar 2026 08:18:00 +0000</pubDate></item>
<item><title>Updated only</title><link>/two</link></item></channel></rss>"""


def test_a_feed_keeps_the_day_as_it_was_written():
    """An evening post keeps its day; a generator's year 1 and a missing date are no date; a loose & is survived."""
    feed = read_feed(RSS, "https://a.example/feed")

    assert [e.url for e in feed.entries] == [
        "https://a.example/one",
        "https://a.example/never",
        "https://a.example/utc",
        "https://a.example/two",
    ]
    assert [e.published_on for e in feed.entries] == [date(2026, 3, 4), None, date(2026, 3, 5), None]


def test_an_atom_feed_does_not_take_updated_for_published():
    """Updated is kept apart from published."""
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>x</title><link href="/x"/><updated>2026-03-04T00:00:00Z</updated></entry></feed>'

    (entry,) = read_feed(atom, "https://a.example/").entries

    assert entry.published_on is None
    assert entry.updated is not None


def test_a_page_is_not_a_feed():
    """HTML is told from a feed whatever the server calls it."""
    assert looks_like_feed(RSS)
    assert not looks_like_feed(b"<!doctype html><html><body>rss feed</body></html>")


def test_a_sitemap_is_read_plain_packed_and_broken():
    """Gzip is unpacked, an index is told from a list, and a cut file gives what came before the cut."""
    plain = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc><lastmod>2026-03-04T10:00:00Z</lastmod></url><url><loc>https://a.example/2</loc></url></urlset>'
    index = b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>"

    assert [e.url for e in read_sitemap(gzip.compress(plain))] == ["https://a.example/1", "https://a.example/2"]
    assert read_sitemap(plain)[0].modified == date(2026, 3, 4)
    assert [e.is_index for e in read_sitemap(index)] == [True]
    assert [e.url for e in read_sitemap(plain[:-60])][:1] == ["https://a.example/1"]
    assert read_sitemap(b"not xml at all") == ()


def test_a_sitemap_cannot_read_files_or_grow_without_bound():
    """External entities are not resolved and nested entities do not unfold."""
    bomb = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><urlset><url><loc>https://a.example/&f;&b;</loc></url></urlset>'

    assert all("root:" not in entry.url and len(entry.url) < 200 for entry in read_sitemap(bomb))
