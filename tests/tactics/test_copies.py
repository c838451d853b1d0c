"""An item counts once, however many addresses and languages it is published under."""

import pytest

from tactics.copies import syndicated
from tactics.pages import read_page
from tactics.posts import find_posts

SITE = "https://rival.example"
WORDS = (
    "<p>Whoever sells a house should know what the neighbours were paid before the first visitor rings the bell.</p>"
    "<p>The bank asks for papers that are better gathered in spring, when there is time to look for what is missing.</p>"
)
OTHER = (
    "<p>Something else entirely is told here, of boilers and of roofs, of gardens in winter and of quiet streets.</p>"
    * 2
)


@pytest.fixture
def posts(page):
    """The addresses of the posts found on a small site."""

    def make(*pages: tuple[str, str, str, str]) -> list[str]:
        readings = [
            read_page(
                page(
                    f'<html lang="{language}"><head>{head}</head><body><article><h1>Selling a house</h1>{body}</article></body></html>',
                    url=SITE + path,
                )
            )
            for path, language, head, body in pages
        ]
        return [post.url.removeprefix(SITE) for post in find_posts("c", SITE, readings, ())]

    return make


def alternates(**paths: str) -> str:
    return "".join(f'<link rel="alternate" hreflang="{lang}" href="{path}">' for lang, path in paths.items())


def test_translations_are_one_item_in_the_sites_language(posts):
    """Of an article in two languages the one in the home page's language counts."""
    head = alternates(de="/de/2026/03/04/a", en="/en/2026/03/04/a")
    found = posts(
        ("/", "en", "", WORDS), ("/de/2026/03/04/a", "de", head, OTHER), ("/en/2026/03/04/a", "en", head, WORDS)
    )

    assert found == ["/en/2026/03/04/a"]


def test_articles_that_state_no_translation_are_two(posts):
    """Two languages without a stated tie are two items."""
    found = posts(("/de/2026/03/04/a", "de", "", OTHER), ("/en/2026/03/04/a", "en", "", WORDS))

    assert len(found) == 2


def test_one_text_under_two_addresses_is_one_item(posts):
    """The same title and text in two places is a duplicate; the shorter address stays."""
    found = posts(("/blog/2026/03/04/a", "en", "", WORDS), ("/archive/old/2026/03/04/a", "en", "", WORDS))

    assert found == ["/blog/2026/03/04/a"]


def test_one_title_over_two_texts_are_two_items(posts):
    """A weekly post under one title counts every week."""
    found = posts(("/blog/2026/03/04/a", "en", "", WORDS), ("/blog/2026/03/11/a", "en", "", OTHER))

    assert len(found) == 2


def test_a_syndicated_article_counts_and_is_known(page):
    """A post that names another site's page as its original is counted, and told apart."""
    copied = '<link rel="canonical" href="https://elsewhere.example/a">'
    readings = [
        read_page(page(f"<html><head>{copied if n == 4 else ''}</head><body><article><h1>T{n}</h1>{WORDS}</article></body></html>", url=f"{SITE}/blog/2026/03/0{n}/a"))
        for n in (4, 5, 6, 7)
    ]  # fmt: skip
    found = find_posts("c", SITE, readings, ())

    assert len(found) == 4
    assert syndicated(found, readings, SITE) == {f"{SITE}/blog/2026/03/04/a"}


def test_a_site_whose_pages_all_point_elsewhere_is_not_syndicated(page):
    """A site built with a wrong address in every canonical is still the company's own."""
    wrong = '<head><link rel="canonical" href="http://localhost/a"></head>'
    readings = [
        read_page(page(f"<html>{wrong}<body><article><h1>T{n}</h1>{WORDS}</article></body></html>", url=f"{SITE}/blog/2026/03/0{n}/a"))
        for n in (5, 6, 7)
    ]  # fmt: skip

    assert syndicated(find_posts("c", SITE, readings, ()), readings, SITE) == frozenset()
