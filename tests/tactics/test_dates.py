"""A publication date is what the page states, never a guess."""

from datetime import date

import pytest

from market.pages import DateSource
from market.written_dates import read_date
from tactics.dates import date_in_url, datings_of, modified_of
from tactics.documents import parse_document

DAY = date(2026, 3, 4)


def article(head: str = "", body: str = "") -> str:
    return f"<html><head>{head}</head><body><article><h1>A title</h1>{body}<p>Words.</p></article></body></html>"


STATED = {
    "JSON-LD": article(
        '<script type="application/ld+json">{"@type":"BlogPosting","datePublished":"2026-03-04T23:30:00-08:00"}</script>'
    ),
    "JSON-LD graph": article(
        '<script type="application/ld+json">{"@graph":[{"@type":"Person"},{"@type":["Article"],"datePublished":"2026-03-04"}]}</script>'
    ),
    "Open Graph": article('<meta property="article:published_time" content="2026-03-04T08:00:00Z">'),
    "Dublin Core": article('<meta name="DC.date.issued" content="2026-03-04">'),
    "microdata": article(body='<span itemprop="datePublished" content="2026-03-04">yesterday</span>'),
    "time with pubdate": article(body='<time pubdate datetime="2026-03-04">4 March</time>'),
    "only time of the article": article(body='<time datetime="2026-03-04T10:00">4 March</time>'),
    "microformat": article(body='<time class="dt-published" datetime="2026-03-04">4 March</time>'),
    "byline in English": article(body='<p class="post-meta">March 4, 2026 by the team</p>'),
    "byline in German": article(body='<p class="date">4. März 2026</p>'),
    "byline in French": article(body='<p class="date">4 mars 2026</p>'),
    "dateline of a press release": "<html><body><h1>A title</h1><p>BERLIN, March 4, 2026 – "
    + "Words of the first paragraph go on and on until it is a paragraph and no more a line, " * 2
    + "</p></body></html>",
    "a sentence at the end that says so": article(
        body="<p>Words.</p>" * 20 + "<p>This entry was posted on March 4, 2026 by the team and filed under Moving.</p>"
    ),
    "broken JSON-LD": article(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A "bare" quote","datePublished":"2026-03-04"}</script>'
    ),
    "dated page that is no article": article(
        '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2026-03-04T15:07:03+01:00"}</script>'
    ),
    "class in camel case": article(body='<p class="itemPostDate">am 04.03.2026 22:30</p>'),
    "two digits of the year": article(body='<p class="date">Von: Redaktion | 04.03.26</p>'),
    "words for publishing below the article": article(body="<p>Veröffentlicht am 04.03.2026<br>Dauer: 64 Minuten</p>"),
    "layout named after its sidebar": '<html><body><div class="content-sidebar-wrap"><h1>A title</h1>'
    '<p class="date">March 4, 2026</p><p>Words.</p></div></body></html>',
    "second heading of the site's name": "<html><head><title>How we build | Rival Homes</title></head><body>"
    "<h1>Rival Homes</h1><h1>How we build</h1><p>4 March 2026, by the team</p><p>Words.</p></body></html>",
    "evening in another time zone": article(
        '<meta property="article:published_time" content="2026-03-05T02:25:54+00:00">',
        '<p class="byline">March 4, 2026 9:25 pm</p>',
    ),
    "line beside the heading": "<html><body><h1>A title</h1><p>Posted on 4 March 2026</p><p>Words.</p></body></html>",
}
NOT_STATED = {
    "copyright year": article(body="<footer>© 2024 Rival</footer>"),
    "a date in the prose": article(body="<p>On March 4, 2026 we opened our second shop, and it went well for us.</p>"),
    "modified only": article('<meta property="article:modified_time" content="2026-03-04">'),
    "last updated line": article(body='<p class="date">Last updated: March 4, 2026</p>'),
    "ambiguous numbers": article(body='<p class="date">03/04/2026</p>'),
    "a comment's time": article(body='<div class="comments"><time datetime="2026-03-04">4 March</time></div>'),
    "a related post's time": article(body='<aside><time datetime="2026-03-04">4 March</time></aside>'),
    "several articles of a list": article(
        '<script type="application/ld+json">[{"@type":"Article","datePublished":"2026-03-04"},{"@type":"Article","datePublished":"2026-03-01"}]</script>'
    ),
    "today's date in the header": "<html><body><header><p class='date'>Wednesday, March 4, 2026</p></header><h1>A title</h1>"
    + "<p>Words.</p>" * 20
    + "</body></html>",
    "last edited, date marked apart": article(
        body='<p>page revision: 8, last edited: <span class="date">4 March 2026</span></p>'
    ),
    "as of a day": article(body='<p class="meta">Stand: 04.03.2026</p>'),
    "registration of a member": article(body="<p>Registered: 4 March 2026</p>"),
    "an embedded post": article(body='<blockquote><time datetime="2026-03-04">4 March</time></blockquote>'),
    "the day of an event": article(body='<p class="event-date">4 March 2026</p>'),
    "dates of several teasers": "<html><body>"
    + "".join(f'<h3>Story {i}</h3><p class="date">{i} March 2026</p>' for i in (4, 5, 6))
    + "</body></html>",
    "month and year": article(body='<p class="date">March 2026</p>'),
    "relative": article(body='<p class="date">2 days ago</p>'),
}


@pytest.mark.parametrize("case", STATED)
def test_a_stated_date_is_read(page, case):
    """Every usual way of stating a publication date gives that day, in the page's own time zone."""
    found = datings_of(parse_document(page(STATED[case])))

    assert found
    assert found[0].on == DAY


@pytest.mark.parametrize("case", NOT_STATED)
def test_a_date_that_is_not_the_publication_date_is_not_taken(page, case):
    """Footers, prose, comments, neighbours and modification dates give no publication date."""
    assert datings_of(parse_document(page(NOT_STATED[case]))) == ()


def test_the_modified_date_is_kept_apart(page):
    """A modification date is known as such."""
    found = modified_of(parse_document(page(NOT_STATED["modified only"])))

    assert found == DAY


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2026/03/04/title/", DAY),
        ("https://a.example/2026/3/4/title", DAY),
        ("https://a.example/news/2026-03-04-title.html", DAY),
        ("https://a.example/20260304/title", DAY),
        ("https://a.example/2026/03/title", None),
        ("https://a.example/2026/12/3-tips-for-you", None),
        ("https://a.example/2026/13/45/title", None),
        ("https://a.example/post?date=2026-03-04", None),
        ("https://a.example/id/120260304", None),
    ],
)
def test_only_a_whole_day_in_the_path_is_a_date(url, day):
    """A year and a month are not a day, nor is a number that only looks like one."""
    assert date_in_url(url) == day


def test_the_address_speaks_with_its_own_source(page):
    """The report can say that a date was read from the address."""
    found = datings_of(parse_document(page(article(), url="https://a.example/2026/03/04/t")))

    assert [d.source for d in found] == [DateSource.URL]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4th of March, 2026", DAY),
        ("Mar. 4, 2026", DAY),
        ("4 de marzo de 2026", DAY),
        ("4 maart 2026", DAY),
        ("04.03.2026", DAY),
        ("2026年3月4日", DAY),
        ("Wed, 04 Mar 2026 10:00:00 GMT", DAY),
        ("13/02/2026", date(2026, 2, 13)),
        ("02/13/2026", date(2026, 2, 13)),
        ("03/04/2026", None),
        ("31 February 2026", None),
        ("4 Foo 2026", None),
        ("call 555 2026 12", None),
        ("", None),
    ],
)
def test_a_written_day_is_read_or_left(text, day):
    """A day is read in the languages people publish in; an ambiguous or impossible one is no day."""
    assert read_date(text) == day
