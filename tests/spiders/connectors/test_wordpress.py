"""WordPress: the same article by its interface and by its pages under a classic and a block theme."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from market.venues import Access, Venue
from spiders.connectors import connectors
from spiders.connectors.merge import merge

wordpress = connectors["wordpress"]
BLOG = Venue("Roof Notes", "https://roofnotes.example/", "wordpress", Access.CRAWLABLE)
ARTICLE = "https://roofnotes.example/2026/05/post-2-about-tile/"
ANSWERS = [
    ("#Mira Holt#", "2026-05-23T12:00:00+00:00", "Ladder quote attic ladder estimate ladder permit quote."),
    ("#Jon#", "2026-05-23T17:01:01+00:00", "Crew tile tile leak crew roof permit shingle tile."),
    ("#old bank#", "2026-05-23T22:02:02+00:00", "Permit quote vent ladder rafter rafter slate ladder winter slate."),
]


def interface(name):
    return f"https://roofnotes.example/wp-json/wp/v2/{name}"


@pytest.mark.parametrize("capture", ["wordpress_classic.html", "wordpress_block.html"])
def test_every_theme_gives_the_article_and_its_comments(capture, page, salted):
    """A classic and a block theme show one article with three comments, one of them nested; a pingback is none."""
    (article,) = wordpress.parse(page(capture, ARTICLE), BLOG, salted)

    assert (article.url, article.title, article.author) == (ARTICLE, "Post 2 about tile", "#admin#")
    assert (article.started_at, article.replies) == (datetime.fromisoformat("2026-05-23T07:00:00Z"), 3)
    assert article.text.startswith("Tile shingle roof roof vent")
    assert [(r.author, r.at.isoformat(), r.text) for r in article.answers] == ANSWERS


def test_the_interface_tells_the_same_as_the_pages(page, salted):
    """Comments, posts and page of one article make one conversation with each comment once."""
    comments = page("wordpress_comments.json", interface("comments"), "application/json")
    posts = page("wordpress_posts.json", interface("posts"), "application/json")
    shown = page("wordpress_classic.html", ARTICLE)

    merged = merge(c for each in (comments, posts, shown) for c in wordpress.parse(each, BLOG, salted))

    article = next(c for c in merged if c.url == ARTICLE)
    assert (article.title, article.replies, len(article.answers)) == ("Post 2 about tile", 3, 3)
    assert [(r.author, r.at.isoformat(), r.text) for r in article.answers] == ANSWERS


def test_an_article_without_answers_has_none(page, salted):
    """Zero is stated where nobody answered: by the page with its form, and by the interface that sends no replies."""
    shown = page("wordpress_unanswered.html", "https://roofnotes.example/2026/05/post-0-about-roof/")
    posts = page("wordpress_posts.json", interface("posts"), "application/json")

    (by_page,) = wordpress.parse(shown, BLOG, salted)
    by_interface = next(c for c in wordpress.parse(posts, BLOG, salted) if c.url == by_page.url)

    assert (by_page.replies, by_interface.replies) == (0, 0)
    assert by_page.started_at == by_interface.started_at


def test_what_the_interface_cuts_is_not_counted(page, salted):
    """A post comes with ten comments at most: ten may be more, so the count is left to the comments' own list."""
    posts = page("wordpress_posts.json", interface("posts"), "application/json")
    one = json.loads(posts.body)[0]
    one["_embedded"] = {"replies": [[{"id": n, "type": "comment"} for n in range(10)]]}

    (post,) = wordpress.parse(replace(posts, body=json.dumps([one]).encode()), BLOG, salted)

    assert post.replies is None


def test_a_closed_interface_is_said(page, salted, caplog):
    """A refusal in JSON is no article: it is logged with its address, and the pages are read instead."""
    refusal = b'{"code":"rest_forbidden","message":"Sorry, you are not allowed to do that.","data":{"status":401}}'

    assert list(wordpress.parse(page(refusal, interface("comments"), "application/json"), BLOG, salted)) == []
    assert "not allowed" in caplog.text


def test_the_interface_is_followed_to_its_last_page(page):
    """The next page of an answer is asked for as long as the header counts more of them."""
    comments = page("wordpress_comments.json", interface("comments?per_page=100"), "application/json")
    counted = replace(comments, headers=(*comments.headers, ("x-wp-totalpages", "2")))
    last = replace(counted, capture=replace(counted.capture, url=interface("comments?page=2&per_page=100")))

    assert list(wordpress.follow(counted, BLOG)) == [interface("comments?page=2&per_page=100")]
    assert list(wordpress.follow(last, BLOG)) == []


def test_a_front_page_leads_to_the_interface_and_the_articles(page):
    """A site that is WordPress is told by its page: interface first, then articles and the next page of them."""
    home = page("wordpress_home.html", "https://roofnotes.example/")

    leads = list(connectors["forum"].follow(home, replace(BLOG, platform="forum")))

    assert [url.partition("?")[0] for url in leads[:2]] == [interface("comments"), interface("posts")]
    assert {"https://roofnotes.example/page/2/", "https://roofnotes.example/2026/09/post-13-about-vent/"} <= set(leads)


def test_a_page_that_nobody_can_answer_to_is_no_conversation(page, salted):
    """A page of a company without comments and without a form for them starts no conversation."""
    import re

    closed = re.sub(
        rb'<div id="respond".*?</form></div>', b"", page("wordpress_classic.html", ARTICLE).body, flags=re.S
    )
    closed = re.sub(rb'<ol class="comment-list">.*</ol>', b"", closed, flags=re.S)

    assert list(wordpress.parse(page(closed, ARTICLE), BLOG, salted)) == []
