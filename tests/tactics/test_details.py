"""What a page says beside its text: purpose, author, section, tags, comments, translations, services, markup."""

import pytest

from market.pages import PagePurpose
from tactics.pages import read_page

SITE = "https://rival.example"


def html(head: str = "", body: str = "") -> str:
    return f"<html><head>{head}</head><body><main>{body}</main></body></html>"


PURPOSES = {
    "/privacy-policy/": ("", PagePurpose.LEGAL),
    "/company/careers": ("", PagePurpose.CAREERS),
    "/pricing.html": ("", PagePurpose.PRICING),
    "/get-in-touch/": ("", PagePurpose.CONTACT),
    "/x1": ("<h1>What our clients say about us</h1>", PagePurpose.TESTIMONIAL),
    "/case-studies/millbrook-hall": ("", PagePurpose.CASE_STUDY),
    "/support/faq/": ("", PagePurpose.HELP),
    "/events/open-evening": ("", PagePurpose.EVENT),
    "/about_us.php": ("", PagePurpose.ABOUT),
    "/services/lettings": ("", PagePurpose.PRODUCT),
    "/lp/guide": ("", PagePurpose.LANDING),
    "/": ("<h1>Contact</h1>", PagePurpose.HOME),
    "/contactless-payment": ("<h1>Contactless payment</h1>", PagePurpose.UNKNOWN),
    "/teamwork-matters": ("<h1>Teamwork matters</h1>", PagePurpose.UNKNOWN),
}


@pytest.mark.parametrize("path", PURPOSES)
def test_the_purpose_of_a_page_is_told_by_its_address_or_heading(page, path):
    """Whole words of the address and the heading tell the purpose; a longer word that only begins so does not."""
    body, purpose = PURPOSES[path]

    assert read_page(page(html(body=body), url=SITE + path)).purpose is purpose


def test_markup_tells_the_purpose_before_the_address(page):
    """A page that marks itself as a frequently-asked-questions page is help, wherever it lies."""
    marked = '<script type="application/ld+json">{"@type": "FAQPage"}</script>'

    assert read_page(page(html(marked), url=f"{SITE}/about/answers")).purpose is PagePurpose.HELP


@pytest.mark.parametrize(
    ("body", "signed"),
    [
        ('<a rel="author" href="/team/x">X Y</a>', True),
        ('<span itemprop="author">X Y</span>', True),
        ('<span itemprop="author"></span>', False),
        ("<p>Books by many authors</p>", False),
    ],
)
def test_an_author_is_present_or_not_and_never_named(page, body, signed):
    """It is known whether a page names an author; the name is nowhere in the fields made for it."""
    reading = read_page(page(html(body=body)))

    assert reading.signed is signed


def test_section_tags_and_translations_are_read(page):
    """A page's own section, tags and translations come back as it states them."""
    head = (
        '<meta property="article:section" content="Buying"><meta property="article:tag" content="Loans">'
        '<link rel="alternate" hreflang="de" href="/de/x"><link rel="alternate" hreflang="en" href="/x">'
    )
    reading = read_page(page(html(head, '<a rel="tag" href="/t/fees">Fees</a>')))

    assert (reading.section, reading.tags) == ("Buying", ("Loans", "Fees"))
    assert reading.alternates == (("de", f"{SITE}/de/x"), ("en", f"{SITE}/x"))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('<h3 class="comments-title">12 comments</h3>', 12),
        ('<ol><li id="comment-1">a</li><li id="comment-2">b</li></ol>', 2),
        ('<form id="commentform"><textarea name="c"></textarea></form>', 0),
        ("<p>No place for talk</p>", None),
        ("<p>She had 3 comments on it</p>", None),
    ],
)
def test_comments_are_counted_where_they_are_shown(page, body, count):
    """A page without a place for comments has an unknown number of them, not none."""
    assert read_page(page(html(body=body))).comments == count


def test_a_language_is_told_from_the_words_when_none_is_declared(page):
    """Enough words tell their language; a few do not."""
    sentences = (
        "Wer ein Haus verkauft, sollte vorher wissen, was die Nachbarn bezahlt haben.",
        "Die Bank fragt nach Unterlagen, die man am besten schon vor dem ersten Gespräch sammelt.",
        "Im Frühling kommen mehr Leute zur Besichtigung, im Winter dafür die entschlossenen.",
    )
    german = "<h1>Umziehen</h1>" + "".join(f"<p>{sentence}</p>" for sentence in sentences)

    assert read_page(page(html(body=german))).language == "de"
    assert read_page(page(html(body="<p>Hallo</p>"))).language == ""


def test_technical_basics_are_counted(page):
    """Images, alt texts, headings and weight are counted on the page as served."""
    body = '<h1>A</h1><h3>B</h3><img src="a.png"><img src="b.png" alt=""><img src="p.gif" width="1" height="1">'
    found = dict(read_page(page(html(body=body))).markup)

    assert (found["images"], found["images without alt"], found["skipped heading levels"]) == ("2", "1", "1")
