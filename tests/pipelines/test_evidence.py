"""Evidence pages: an archived capture as its words, quotes marked, whatever it is made of and however hostile."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest

from market.pages import Capture, Page
from pipelines.transcripts import transcribe
from reports.evidence_pages import page_id, quote_id, write_page

AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = """<!doctype html><html><head><title>Chairs</title></title><script>document.title='hit';fetch('http://127.0.0.1:9/a')</script>
<base href="javascript:alert(1)//"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/b">
<link rel="stylesheet" href="http://127.0.0.1:9/c.css"><link rel="alternate" href="http://127.0.0.1:9/feed">
<style>body{background:url(http://127.0.0.1:9/d.png)}</style></head>
<body onload="document.title='hit'"><h1>Garden chairs that last</h1>
<img src="http://127.0.0.1:9/e.png" onerror="document.title='hit'" alt="x&quot; onerror=&quot;document.title='hit'">
<p>&lt;script&gt;document.title='hit'&lt;/script&gt; We oil every <b>garden</b> chair <i>twice</i>.</p>
<p>{{ 7*7 }} {% raw %} \u202e drow \u202c <a href="javascript:document.title='hit'">Click</a></p>
<svg onload="document.title='hit'"><text>s</text></svg><iframe src="http://127.0.0.1:9/f"></iframe>
<object data="http://127.0.0.1:9/g"></object><video src="http://127.0.0.1:9/h" autoplay></video>
<form action="http://127.0.0.1:9/i"><input name="mail" type="email" placeholder="</div><script>document.title='hit'</script>"><button>Send</button></form>
<plaintext></html><script>document.title='hit'</script>"""


def page(body: bytes, media_type: str = "text/html") -> Page:
    capture = Capture("https://r.example/a?<b>", AT, 200, media_type, "d" * 64, "r.warc.gz", 42)
    return Page(capture, (("content-type", f"{media_type}; charset=utf-8"), ("set-cookie", "secret=1")), body)


def marked(text: str) -> list[str]:
    return [mark.text_content() for mark in lxml.html.fromstring(text).iter("mark")]


def test_the_facts_of_a_capture_stand_at_its_head():
    """Address, moment, status, digest, file and place are printed; of the headers only a few."""
    text = lxml.html.fromstring(write_page(transcribe(page(b"<p>Words</p>")), ())).text_content()

    for fact in ("https://r.example/a?<b>", "4 May 2026, 12:30 UTC", "200", "d" * 64, "r.warc.gz, byte 42"):
        assert fact in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("quote", "parts"),
    [
        ("We oil every garden chair twice.", ["We oil every garden chair twice."]),
        ("Garden chairs that last (2026-05-04, JSON-LD)", ["Garden chairs that last"]),
        ("Call → https://r.example/call", ["Call", "→ https://r.example/call"]),
        ("Facebook: https://www.facebook.example/us", ["https://www.facebook.example/us"]),
        ("garden chair twice. A second paragraph", ["garden chair twice.", "A second paragraph"]),
        ("We oil every garden chair twi…", ["We oil every garden chair twi"]),
        ("We oil every garden chair and then something that is not there", ["We oil every garden"]),
        ("nothing of the page", []),
        ("", []),
    ],
)
def test_quotes_are_marked_where_they_stand(quote, parts):
    """A quote is found through markup, over the end of a block, in a link's target, and without what it adds."""
    body = (
        b"<h1>Garden chairs that last</h1><p>We oil  every <b>garden</b>\n chair twice.</p><p>A second paragraph</p>"
        b"<a href='/call'>Call</a> <a href='https://www.facebook.example/us'><img alt=''></a>"
    )

    text = write_page(transcribe(page(body)), (quote,))

    assert marked(text) == parts
    ids = lxml.html.fromstring(text).xpath("//@id")
    assert ids == ([quote_id(quote)] if quote else [])


def test_quotes_over_one_another_share_a_mark():
    """Two quotes from one place are both there to jump to."""
    quotes = ("Garden chairs that last", "Garden chairs that last (2026-05-04, feed)", "chairs that last longer")

    text = write_page(transcribe(page(b"<h1>Garden chairs that last longer</h1>")), quotes)

    assert marked(text) == ["Garden chairs that last longer"]
    assert set(lxml.html.fromstring(text).xpath("//mark//@id")) == {quote_id(quote) for quote in quotes}


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"<rss><item><title>Which chair?</title><description>&lt;p&gt;It &amp;amp; rots&lt;/p&gt;</description></item></rss>",
         "application/rss+xml"),
        (b"<feed><entry><title>Which chair?</title><content><![CDATA[<p>It &amp; rots</p>]]></content></entry></feed>",
         "application/atom+xml"),
        (json.dumps({"children": [{"title": "Which chair?", "body": "<p>It &amp; rots</p>", "ups": 3}]}).encode(),
         "application/json"),
        (b"Which chair?\r\nIt & rots", "text/plain"),
    ],
)  # fmt: skip
def test_feeds_answers_and_plain_text_are_shown_as_words(body, media_type):
    """What is no page is read for its words too, escaped markup included."""
    text = write_page(transcribe(page(body, media_type)), ("Which chair?", "It & rots"))

    assert marked(text) == ["Which chair?", "It & rots"]


@pytest.mark.parametrize("body", [b"\x89PNG\x00\x00\x01", b"", b"   "])
def test_what_has_no_words_says_so(body):
    """A picture or an empty answer has a page with its facts and a remark."""
    text = write_page(transcribe(page(body, "image/png")), ("x",))

    assert "no text to show" in text


def test_a_long_capture_is_cut_around_its_quotes():
    """Of a long page its beginning and the quotes' surroundings are printed; a gap says that something is left out."""
    paragraphs = "".join(f"<p>Paragraph {n} about nothing in particular at all.</p>" for n in range(9_000))

    text = write_page(transcribe(page(paragraphs.encode())), ("Paragraph 7000 about",))

    assert marked(text) == ["Paragraph 7000 about"]
    assert "Left out here" in text
    assert len(text) < 60_000


def test_a_deep_or_flooded_page_does_not_stall():
    """A page of 100,000 nested or attributed tags is transcribed in a moment."""
    import time

    started = time.process_time()

    transcribe(page(b"<div>" * 100_000 + b"deep"))
    transcribe(page(b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">flood"))

    assert time.process_time() - started < 5


def test_pages_are_named_by_place_alone():
    """The name depends on archive and offset, and on nothing a site chose to write."""
    assert page_id("a.warc.gz", 1) != page_id("a.warc.gz", 2)
    assert re.fullmatch("[0-9a-f]{20}", page_id("../../x", 0))


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed")
def test_a_hostile_page_does_nothing_in_a_browser(tmp_path):
    """Opened in a browser, a capture full of scripts, refreshes and pictures runs nothing and asks for nothing."""
    from playwright.sync_api import sync_playwright

    file = tmp_path / "page.html"
    file.write_text(write_page(transcribe(page(HOSTILE.encode())), ("We oil every garden chair twice.", "Click")))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        opened, seen = browser.new_context(offline=False).new_page(), []
        opened.on("request", lambda request: seen.append(request.url))
        opened.on("console", lambda message: seen.append(message.text))
        opened.on("pageerror", lambda error: seen.append(str(error)))
        opened.on("dialog", lambda dialog: seen.append(dialog.message))
        opened.goto(file.as_uri())
        opened.wait_for_timeout(500)
        title = opened.title()
        active = opened.evaluate(
            "[...document.querySelectorAll('script, iframe, object, img, video, form, svg, base, link')].length"
            " + [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"
        )
        styled = opened.evaluate("getComputedStyle(document.querySelector('mark')).backgroundColor")
        links = opened.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
        browser.close()

    assert seen == [file.as_uri()]
    assert title.startswith("Archived: ")
    assert active == 0
    assert styled == "rgb(255, 229, 138)"
    assert all(link.startswith(("#q-", "../../report.html")) for link in links)
    assert "document.title" in file.read_text()
