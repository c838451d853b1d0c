"""What robots.txt files allow."""

from datetime import UTC, datetime

import pytest

from market.crawls import RobotsFile
from spiders.robots import MAX_BYTES, UNREACHABLE, decoded, origin_of, rules_of


def rules(body="", status=200):
    return rules_of(RobotsFile("https://e.example", datetime(2026, 1, 1, tzinfo=UTC), status, body), "watercooler")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        *((status, "robots") for status in (200, 204)),
        *((status, "") for status in (301, 401, 403, 404, 410)),
        *((status, UNREACHABLE) for status in (429, 500, 503, 0)),
    ],
)
def test_the_status_decides_what_silence_means(status, reason):
    """2xx is read, 4xx and a redirect that led nowhere allow, 5xx, 429 and no answer forbid (RFC 9309, 2.3.1)."""
    assert rules("User-agent: *\nDisallow: /", status).refusal("https://e.example/page") == reason


def test_the_group_of_this_crawler_goes_before_the_general_one():
    """A group that names the product counts instead of the one for everybody."""
    own = rules("User-agent: *\nDisallow: /\n\nUser-agent: Watercooler\nDisallow: /private\nAllow: /private/open")

    assert own.refusal("https://e.example/page") == ""
    assert own.refusal("https://e.example/private/x") == "robots"
    assert own.refusal("https://e.example/private/open") == ""


def test_wildcards_and_ends_are_understood():
    """``*`` and ``$`` in a rule mean what RFC 9309 says."""
    own = rules("User-agent: *\nDisallow: /*.php$\nDisallow: /*?sort=")

    assert own.refusal("https://e.example/a.php") == "robots"
    assert own.refusal("https://e.example/a.php5") == ""
    assert own.refusal("https://e.example/a?sort=up") == "robots"


@pytest.mark.parametrize(
    ("line", "delay", "reason"),
    [
        ("Crawl-delay: 10", 10.0, ""),
        ("Crawl-delay: 31", 31.0, "crawl-delay over 30 s"),
        ("Request-rate: 1/5", 5.0, ""),
        ("Crawl-delay: soon", 0.0, ""),
        ("Crawl-delay: -3", 0.0, ""),
    ],
)
def test_the_pace_a_site_asks_for_is_read(line, delay, reason):
    """Crawl-delay and Request-rate are kept; a site slower than 30 s is skipped with that reason."""
    own = rules(f"User-agent: *\n{line}")

    assert own.delay == delay
    assert own.refusal("https://e.example/") == reason


def test_sitemaps_are_named_once():
    """The sitemaps of a robots.txt come back in order, each once."""
    own = rules("Sitemap: https://e.example/b.xml\nSitemap: https://e.example/a.xml\nSitemap: https://e.example/b.xml")

    assert own.sitemaps == ("https://e.example/b.xml", "https://e.example/a.xml")


def test_half_a_mebibyte_is_read_and_no_rule_is_cut_in_two():
    """A rule at the end of the first 500 KiB counts; a longer file is cut at the end of a line."""
    filler = b"# comment\n" * (MAX_BYTES // 10)
    body = decoded(b"User-agent: *\nDisallow: /private\n" + filler + b"Disallow: /late\n")

    assert len(body) <= MAX_BYTES
    assert body.endswith("# comment\n")
    assert rules(body).refusal("https://e.example/private") == "robots"


def test_bytes_of_any_kind_are_read():
    """A byte order mark does not hide the first group, and broken UTF-8 is no error."""
    assert rules(decoded(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\xff")).refusal("https://e.example/") == ""
    assert rules(decoded(b"\xef\xbb\xbfUser-agent: *\nDisallow: /")).refusal("https://e.example/") == "robots"


def test_one_file_counts_for_one_origin():
    """Scheme, host and port make the scope; user names and capitals do not."""
    assert origin_of("https://user@E.example:8443/a?b") == "https://e.example:8443"
