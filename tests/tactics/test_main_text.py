"""The main text is the article, without heading, frame and teasers, from one parse."""

import lxml.html
import pytest

from tactics.main_text import main_text
from tactics.pages import read_page

BODY = "".join(
    f"<p>Paragraph {i} of the article says something about moving house that fills a line of its own, and more.</p>"
    for i in range(4)
)


def html(body: str) -> str:
    return (
        "<html><head><title>Moving house | Rival</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<main><article><h1>Moving house</h1>{body}</article></main><footer>© Rival</footer></body></html>"
    )


def test_the_heading_is_not_part_of_the_text(page):
    """The page's own heading is kept apart from the text it stands over."""
    reading = read_page(page(html(BODY)))

    assert reading.h1 == "Moving house"
    assert reading.text.startswith("Paragraph 0")


@pytest.mark.parametrize(
    "teaser",
    [
        '<p><a href="/other">What every buyer should know</a></p>',
        '<p>Related: <a href="/other">What every buyer should know</a></p>',
        '<p><strong><a href="/other">WHAT EVERY BUYER SHOULD KNOW</a></strong></p>',
    ],
)
def test_a_paragraph_that_is_only_a_link_is_not_text(page, teaser):
    """A teaser of another page between two paragraphs is taken out."""
    reading = read_page(page(html(BODY + teaser + BODY.replace("Paragraph", "Section"))))

    assert "buyer should know" not in reading.text.lower()
    assert "Section 3" in reading.text


def test_a_sentence_with_a_link_stays(page):
    """A link inside a sentence does not cost the sentence."""
    linked = '<p>We wrote down <a href="/other">what every buyer should know</a> when the market turned last year.</p>'
    reading = read_page(page(html(BODY + linked)))

    assert "what every buyer should know when the market turned" in reading.text


def test_an_article_in_two_blocks_is_whole(page):
    """What goes on in a second block of the same name belongs to the text."""
    blocks = f'<div class="chunk body">{BODY}</div><div class="ad">Buy</div><div class="chunk body">'
    second = BODY.replace("Paragraph", "Later paragraph")
    reading = read_page(page(f"<html><body><div><h1>T</h1>{blocks}{second}</div></div></body></html>"))

    assert "Later paragraph 3" in reading.text
    assert "Paragraph 0" in reading.text


def test_the_stated_body_stands_in_for_a_text_that_was_not_found(page, monkeypatch):
    """A page whose text is only in its structured data gives that text."""
    body = "The whole article is told here only. " * 20
    head = f'<script type="application/ld+json">{{"@type":"Article","articleBody":"{body}"}}</script>'
    reading = read_page(page(f"<html><head>{head}</head><body><h1>T</h1><div id='app'></div></body></html>"))

    assert reading.text.startswith("The whole article is told here only.")


def test_a_page_is_parsed_once(page, monkeypatch):
    """No reader parses the page again, whatever it is made of."""
    parsed = []
    real = lxml.html.document_fromstring
    monkeypatch.setattr(lxml.html, "document_fromstring", lambda *a, **k: parsed.append(1) or real(*a, **k))
    monkeypatch.setattr(lxml.html, "fromstring", lambda *a, **k: parsed.append(1) or real(*a, **k))
    form = '<form><input type="email" name="e"><button>Subscribe</button></form>'

    read_page(page(html(f'{BODY}{form}<time datetime="2026-03-04">4 March</time>')))

    assert len(parsed) == 1


def test_an_empty_page_has_no_text(page):
    """Nothing is made up for a page without words."""
    from tactics.documents import parse_document

    assert main_text(parse_document(page("<html><body><img src='x'></body></html>")), ()) == ""


def test_a_refresh_for_browsers_without_script_is_no_redirect(page):
    """A page that only sends visitors without script elsewhere is read."""
    refresh = '<noscript><meta http-equiv="refresh" content="0; url=/plain"></noscript>'

    assert read_page(page(html(refresh + BODY))).words > 20
