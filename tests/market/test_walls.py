"""Walls: a page that stands where content should be is told, a short page of content is not."""

import pytest
from lxml import html

from market.walls import wall_in, wall_of

SHELL = (
    '<html><head><title>Acme</title></head><body><div id="root"></div><script src="/main.js"></script></body></html>'
)


@pytest.mark.parametrize(
    ("title", "text", "wall"),
    [
        ("Page not found | Acme", "Try the search.", "soft 404"),
        ("Acme", "Sorry, we couldn't find that page.", "soft 404"),
        ("Seite nicht gefunden", "Zur Startseite", "soft 404"),
        ("Acme | 404", "Back to the start", "soft 404"),
        ("404 Not Found", "nginx", "soft 404"),
        ("Too Many Requests", "Please wait a minute.", "rate limit page"),
        ("Just a moment...", "Checking your browser before accessing acme.example", "bot check"),
        ("Acme", "You must be logged in to view this page.", "login wall"),
        ("Acme", "Before you continue: we use cookies.", "consent wall"),
        ("Acme", "To continue to the site, please accept our cookies. Accept", "consent wall"),
    ],
)
def test_a_wall_is_named(title, text, wall):
    """Few words that stand for something else are called by their name."""
    assert wall_of(title, text) == wall


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Contact", "Call us on 555 0100. We use cookies. Accept. Log in"),
        ("Acme", "Sign in Products Pricing We help homes sell. We value your privacy and use cookies."),
        ("How to fix a page not found error", "word " * 200),
        ("404 error in the chat", "Has anybody seen this? Yes, last week."),
        ("Meeting in room 404", "At ten."),
        ("Best viewed with JavaScript enabled", "Topic Replies"),
        ("Our 404 area code", "Offices in the 404 area."),
        ("Rates", "Interest rates and limits of our loans."),
        ("", ""),
    ],
)
def test_short_pages_of_content_are_no_walls(title, text):
    """A contact page with a cookie line and a login link is content."""
    assert wall_of(title, text) == ""


def test_a_password_field_alone_is_no_wall_but_a_login_page_is():
    """A form that asks for a password under the words of a login is a login wall."""
    assert wall_of("Sign in to Acme", "Email Password", password=True) == "login wall"
    assert wall_of("Which tool do you use?", "Log in Sign up Topics Replies Email Password", password=True) == ""
    assert wall_of("Create your shop", "Choose a name and a password.", password=True) == ""


@pytest.mark.parametrize(
    ("page", "wall"),
    [
        (SHELL, "needs JavaScript"),
        (SHELL.replace('<div id="root"></div>', '<div id="root"><p>Ready.</p></div>'), ""),
        (SHELL.replace('<script src="/main.js"></script>', ""), ""),
        (
            SHELL.replace('<div id="root"></div>', "<noscript>You need to enable JavaScript.</noscript>"),
            "needs JavaScript",
        ),
        ("<title>Log in</title><form><input type=password></form><p>" + "word " * 200, ""),
    ],
)
def test_a_shell_that_waits_for_its_script_is_told_from_a_page(page, wall):
    """An empty root beside a bundle needs JavaScript; one that is filled, or that no script will fill, does not."""
    assert wall_in(html.document_fromstring(page)) == wall


def test_a_deep_page_is_looked_at_without_recursion():
    """Ten thousand nested elements are walked through."""
    tree = html.document_fromstring("<div>" * 10_000 + "word", parser=html.HTMLParser(huge_tree=True))

    assert wall_in(tree) == ""
