"""Detectors find a company's own tactics and leave near misses alone."""

import pytest

from market.findings import Snapshot
from market.pages import Form, Link
from tactics.detectors import detectors
from tactics.detectors.calls_to_action import kind_of
from tactics.detectors.channels import profile_of
from tactics.form_types import type_of
from tactics.pages import read_page
from tactics.vocabulary import vocabulary

SITE = "https://rival.example"


@pytest.fixture
def snapshot(page):
    """A site whose pages share a frame around their own body."""

    def make(footer: str, *bodies: str) -> Snapshot:
        pages = tuple(
            read_page(
                page(
                    f"<html><body><main><h1>P{i}</h1>{body}</main><footer>{footer}</footer></body></html>",
                    url=f"{SITE}/{i or ''}",
                )
            )
            for i, body in enumerate(bodies)
        )
        return Snapshot("rival", SITE, pages, ())

    return make


PROFILES = {
    "https://www.facebook.com/rivalhomes": "facebook",
    "https://m.facebook.com/profile.php?id=1000": "facebook",
    "https://twitter.com/rivalhomes": "x",
    "https://x.com/rivalhomes/": "x",
    "https://www.linkedin.com/company/rival-homes/": "linkedin",
    "https://instagram.com/rival.homes": "instagram",
    "https://www.youtube.com/@rivalhomes": "youtube",
    "https://www.youtube.com/channel/UC123": "youtube",
    "https://www.yelp.com/biz/rival-homes-millbrook": "yelp",
    "https://activerain.com/profile/rival": "activerain",
    "https://github.com/rival/tools": "github",
    "https://bsky.app/profile/rival.example": "bluesky",
    "https://rival.substack.com/": "substack",
    "https://discord.gg/abc123": "discord",
}
NOT_PROFILES = [
    "https://www.facebook.com/sharer/sharer.php?u=x",
    "https://twitter.com/intent/tweet?text=x",
    "https://twitter.com/rivalhomes/status/123",
    "https://www.linkedin.com/shareArticle?url=x",
    "https://www.instagram.com/p/Cabc/",
    "https://www.youtube.com/watch?v=abc",
    "https://pinterest.com/pin/create/button/",
    "https://github.com/features",
    "https://facebook.com/",
    "https://notfacebook.com/rivalhomes",
    "https://rival.example/facebook",
]


@pytest.mark.parametrize("url", PROFILES)
def test_a_profile_is_recognised(url):
    """A profile's address gives its network."""
    assert profile_of(url) is not None
    assert profile_of(url)[0] == PROFILES[url]


@pytest.mark.parametrize("url", NOT_PROFILES)
def test_a_share_button_or_a_post_is_not_a_profile(url):
    """Shares, posts, a network's own pages and look-alikes are not profiles."""
    assert profile_of(url) is None


def test_a_profile_in_the_frame_of_a_site_is_its_own(snapshot):
    """A profile linked from the footer of every page is a channel, once, however it is spelled."""
    site = snapshot('<a href="https://twitter.com/Rival">X</a><a href="https://x.com/rival/">X</a>', "", "", "")

    assert [f.subject for f in detectors["channel"](site)] == ["x https://x.com/rival"]


def test_a_profile_in_one_article_is_not_the_companys_own(snapshot):
    """A partner named in a post is not a channel."""
    site = snapshot("", "", "", '<a href="https://twitter.com/partner">our partner</a>', "")

    assert list(detectors["channel"](site)) == []


FORMS = {
    "newsletter": Form("", "post", ("email:email", "submit:"), "Get our newsletter Subscribe", "footer"),
    "contact": Form("", "post", ("text:name", "email:email", "textarea:message"), "Send a message", "main"),
    "booking": Form("", "post", ("text:name", "tel:phone", "date:day"), "Book an appointment", "main"),
    "quote": Form("", "post", ("text:name", "email:email", "text:address"), "Request a free valuation", "main"),
    "download": Form("", "post", ("email:email", "text:first"), "Download the buyer's checklist", "main"),
    "search": Form("/search", "get", ("search:q", "submit:"), "Search", "header"),
    "login": Form("/login", "post", ("email:email", "password:password"), "Log in", "main"),
    "comment": Form("", "post", ("text:author", "email:email", "textarea:comment"), "Leave a reply", "main"),
    "registration": Form("", "post", ("text:n", "email:e", "password:p", "password:p2"), "Create account", "main"),
    "recovery": Form("/reset", "post", ("email:email", "submit:"), "Forgot your password? Send", "main"),
    "checkout": Form("/cart/add", "post", ("number:quantity", "submit:add"), "Add to cart", "main", "Add to cart"),
    "other": Form("", "post", ("checkbox:dark",), "Appearance", "aside"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_is_told_by_what_it_asks(kind):
    """Newsletter, contact, booking, quote and download forms are told apart and from search, login and comments."""
    assert type_of(FORMS[kind]) == kind


def test_search_and_login_are_not_lead_forms(snapshot):
    """A form that asks for no address, or for a password, gives no finding."""
    site = snapshot(
        '<form><input type="search" name="q"></form>',
        '<form><input type="email"><input type="password"></form>',
        "",
        "",
    )

    assert list(detectors["lead form"](site)) == []


def test_a_lead_form_comes_with_its_evidence(snapshot):
    """A newsletter form is found on each page that has it, with the words that stand on it."""
    site = snapshot('<form>Our newsletter <input type="email" name="e"><button>Subscribe</button></form>', "", "", "")

    (found,) = detectors["lead form"](site)

    assert (found.subject, found.value, len(found.evidence)) == ("newsletter", 3, 3)
    assert "newsletter" in found.evidence[0].quote


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Contact us", "contact"),
        ("Book a viewing", "book"),
        ("Get a free quote", "quote"),
        ("Subscribe to our newsletter", "subscribe"),
        ("Download the guide »", "download"),
        ("Bookkeeping for beginners", ""),
        ("Contact lenses explained", ""),
        ("Starting a family in a small flat and other stories", ""),
        ("", ""),
    ],
)
def test_a_call_to_action_begins_with_its_verb(text, kind):
    """A link is a call when its words ask for something, not when a headline has the same letters."""
    assert kind_of(Link("https://rival.example/x", text, "main")) == kind


def test_a_telephone_link_is_a_call():
    """A tel: link asks for a call whatever its words."""
    assert kind_of(Link("tel:+15550100", "555 0100", "header")) == "call"


@pytest.mark.parametrize("name", ["networks", "actions", "forms"])
def test_every_vocabulary_list_can_be_read(name):
    """A word list is a sound TOML file that is not empty."""
    assert vocabulary(name)


def test_every_form_type_has_words():
    """Each form type of the list has words for its labels and for its text."""
    assert all(entry["label"] and entry["text"] for entry in vocabulary("forms").values())
