"""What somebody wrote is found in every usual escaping, and what others wrote is not."""

import json
from html import escape

import pytest

from market.forgetting import Forgotten

SAID = "My landlord kept the “whole” deposit & said a sofa-bed scratched the parquet floor."


@pytest.fixture
def words() -> Forgotten:
    forgotten = Forgotten()
    forgotten.add_words(SAID)
    return forgotten


@pytest.mark.parametrize(
    "kept",
    [
        SAID,
        SAID.upper(),
        escape(SAID),
        json.dumps({"raw": SAID}),
        json.dumps({"cooked": f"<p>{escape(SAID)}</p>"}),
        f"<content>{escape(escape(SAID))}</content>",
        f"<p>{SAID.replace('deposit', '<b>depo</b>sit').replace(' said', '<br>said')}</p>",
        f'<meta name="description" content="… {SAID[10:]}">',
        f"> {SAID[:66]}\nThat is not lawful.",
    ],
)
def test_words_are_found_however_they_are_kept(words, kept):
    """Escaped once or twice, cut by tags, in an attribute, in capitals, or as a quote of a part."""
    assert words.in_words(kept)


@pytest.mark.parametrize("kept", ["My landlord kept the deposit.", "A sofa-bed scratched the parquet.", "", "<p></p>"])
def test_what_others_wrote_is_left(words, kept):
    """Fewer than eight words in a row are anybody's."""
    assert not words.in_words(kept)


def test_short_answers_are_found_whole():
    """An answer of four to seven words is found as a whole; "Thanks, that helped" is everybody's."""
    forgotten = Forgotten()
    forgotten.add_words("Ask Brackwater on Mill Lane", "Thanks, that helped")

    assert forgotten.in_words("<li>Ask Brackwater on Mill Lane</li>")
    assert not forgotten.in_words("Thanks, that helped")


@pytest.mark.parametrize(
    ("kept", "member", "at_home"),
    [
        ("ask @will about it", True, True),
        ('<a href="/u/will">', True, True),
        ('{"username": "Will"}', True, True),
        ("<span> will </span>", True, True),
        ("they will call you", False, False),
        ("https://forum.example/t/will-it-rain/3", False, False),
    ],
)
def test_a_name_that_is_a_common_word_is_found_as_a_members_only(kept, member, at_home):
    """A short name counts where it stands as a name: as a handle, in a profile's address, as a value of its own."""
    forgotten = Forgotten(names={"will"})

    assert forgotten.named_in(kept) is member
    assert forgotten.named_in(kept, among_their_own=True) is at_home


def test_in_their_own_community_people_are_called_by_their_name():
    """A name of five letters is found as a plain word there, and nowhere else."""
    forgotten = Forgotten(names={"oldbank"})

    assert forgotten.named_in("I agree with oldbank here", among_their_own=True)
    assert not forgotten.named_in("the old bank; an oldbank-ish house", among_their_own=True)
    assert not forgotten.named_in("The Oldbank building is let again")


def test_addresses_are_found_in_every_spelling():
    """A page's address is the same with tracking, another scheme, and as the file or a later page of a thread."""
    forgotten = Forgotten(urls={"forum.example/t/which-lender/41"})

    for url in (
        "http://www.forum.example/t/which-lender/41/?utm_source=x",
        "https://forum.example/t/which-lender/41.json",
    ):
        assert forgotten.at(url)
        assert forgotten.links_in(f'<a href="{escape(url)}">')
    assert forgotten.at("https://forum.example/t/which-lender/41/7")
    assert not forgotten.at("https://forum.example/t/which-lender/412")
    assert not forgotten.at("mailto:nobody")
