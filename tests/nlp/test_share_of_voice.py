"""Share of voice on small conversations whose truth is written down."""

from dataclasses import replace

import pytest

from market.companies import Company, Role
from market.posts import Conversation, Reply
from market.statistics import wilson
from nlp.relevance import find_on_market
from nlp.share_of_voice import MOST_OF_AUTHOR, share_of_voice

PENELLIA = Company("Penellia", "https://penellia.example/", Role.CLIENT)
NIBCRAFT = Company("Nibcraft", "https://www.nibcraft.example/", Role.COMPETITOR, ("Nib Craft",))
QUILLARY = Company("Quillary", "https://quillary.example/", Role.COMPETITOR)
BRANDS = (PENELLIA, NIBCRAFT, QUILLARY)


@pytest.fixture
def voice(model):
    """Share, mentions and n by company name."""

    def measure(said: list[Conversation], brands: tuple[Company, ...] = BRANDS):
        relevance = find_on_market(said, [], brands, ["pens"], model)
        return {figure.subject: figure for figure in share_of_voice(relevance, brands, model)}

    return measure


def mentions(shares) -> dict[str, int]:
    """How often each company is mentioned, by its name."""
    return {name: int(dict(figure.inputs)[f"mentions of {name}"]) for name, figure in shares.items()}


def answered(conversation: Conversation, *answers: tuple[str, str]) -> Conversation:
    return replace(conversation, answers=tuple(Reply(author, text, None) for author, text in answers))


def test_a_mention_is_an_author_in_a_conversation(talk, voice):
    """One person who names a brand three times in a thread is one mention; a second person is another."""
    thread = answered(
        talk("Nibcraft or Quillary?", text="I like Nibcraft. Nibcraft writes well.", author="ann"),
        ("ann", "Nibcraft it is"),
        ("ben", "my nib craft pen leaks"),
        ("cy", "no idea"),
    )
    other = talk("A pen from quillary.example", author="dan")

    assert mentions(voice([thread, other])) == {"Penellia": 0, "Nibcraft": 2, "Quillary": 2}


def test_quotes_and_signatures_are_not_ones_own_words(talk, voice):
    """Who quotes a mention or signs with a brand has not spoken of it."""
    thread = answered(
        talk("Which ink should I buy?", text="I think it is Penellia that you want for this", author="ann"),
        ("ben", "> I think it is Penellia that you want\nAgreed"),
        ("cy", "Use water.\n-- \nCy of Nibcraft"),
    )

    assert mentions(voice([thread])) == {"Penellia": 1, "Nibcraft": 0, "Quillary": 0}


def test_a_link_to_the_site_is_a_mention(talk, voice):
    """Where a name stands only behind a link, the link counts, with and without www."""
    told = replace(talk("This shop is good", author="ann"), links=("https://nibcraft.example/pens",))
    elsewhere = replace(talk("So is this", author="ben"), links=("https://nibcraft.example.org/",))

    assert mentions(voice([told, elsewhere]))["Nibcraft"] == 1


def test_addresses_in_quotes_and_signatures_are_not_ones_own(talk, voice):
    """What somebody quotes, or signs every post with, is no link of theirs; what stands in their own lines is."""
    page = "https://nibcraft.example/pens"
    thread = replace(
        answered(talk("Which pen is it then?", author="ann"), ("ben", ""), ("cy", ""), ("dan", ""), ("eve", "")),
        answers=(
            Reply("ben", f"> try {page}\nI would not", None, links=(page,)),
            Reply("cy", f"No idea\n-- \nCy {page}", None, links=(page,)),
            Reply("dan", f"try {page}, they are good", None, links=(page,)),
            Reply("eve", "or look at www.penellia.example instead", None),
        ),
    )

    assert mentions(voice([thread])) == {"Penellia": 1, "Nibcraft": 1, "Quillary": 0}


def test_a_subdomain_is_the_site_and_a_neighbour_on_a_network_is_not(talk, voice):
    """shop.nibcraft.example is Nibcraft's; of a page on a network only what stands under it."""
    joe = Company("Joe", "https://www.facebook.com/joepens", Role.COMPETITOR)
    shop = replace(talk("Good shop", author="ann"), links=("https://shop.nibcraft.example/ink",))
    cats = replace(talk("Funny", author="ben"), links=("https://facebook.com/cats",))
    pens = replace(talk("Nice", author="cy"), links=("https://facebook.com/joepens/photos",))

    assert mentions(voice([shop, cats, pens], (NIBCRAFT, joe))) == {"Nibcraft": 1, "Joe": 1}


def test_the_evidence_is_the_words_that_name_it(talk, voice):
    """The quote is what its author said, not what was quoted before it, or the address that was linked."""
    told = answered(
        talk("A question about ink", author="ann"),
        ("ben", "> somebody said that the Nibcraft one leaks\nmy Nibcraft pen writes well"),
    )
    linked = replace(talk("Where I buy things", author="cy"), links=("https://quillary.example/ink",))

    shares = voice([told, linked])

    assert [e.quote for e in shares["Nibcraft"].evidence] == ["my Nibcraft pen writes well"]
    assert [e.quote for e in shares["Quillary"].evidence] == ["https://quillary.example/ink"]


def test_unknown_authors_count_once_per_conversation(talk, voice):
    """Where nobody is known, the conversation is the unit."""
    thread = answered(talk("Penellia?"), ("", "Penellia!"), ("", "penellia"))

    assert mentions(voice([thread, talk("Quillary then")])) == {"Penellia": 1, "Nibcraft": 0, "Quillary": 1}


def test_one_busy_author_is_no_crowd(talk, voice):
    """A vendor's own person counts a few times, and the report says what was left out."""
    flood = [talk(f"Buy Nibcraft, reason {number}", author="vendor") for number in range(20)]

    shares = voice([*flood, *(talk(f"Penellia in town {number}", author=f"a{number}") for number in range(9))])

    assert shares["Nibcraft"].value == MOST_OF_AUTHOR / (MOST_OF_AUTHOR + 9)
    assert (f"left out: an author’s beyond {MOST_OF_AUTHOR} conversations", "17") in shares["Nibcraft"].inputs


def test_few_mentions_are_no_shares(talk, voice):
    """Two mentions would make somebody's share 50 or 100 %: it is unknown, and the reason says what was counted."""
    said = [talk("Penellia again", author="ann"), talk("More Penellia", author="ben"), talk("Which ink is blue?")]

    assert {(f.value, f.interval, f.reason) for f in voice(said).values()} == {
        (None, None, "mentions of all companies found: 2, needed: 10")
    }


def test_the_interval_is_wilsons_widened_over_the_brands(talk, voice):
    """Independent mentions, each in a conversation of its own: Wilson's interval with Bonferroni over three brands."""
    said = [talk(f"Penellia {n}", author=f"a{n}") for n in range(6)]
    said += [talk(f"Nibcraft {n}", author=f"b{n}") for n in range(24)]

    interval = voice(said)["Penellia"].interval

    assert interval.low == pytest.approx(wilson(6, 30, family=3).low, abs=0.01)
    assert interval.high == pytest.approx(wilson(6, 30, family=3).high, abs=0.01)
    assert "3 companies (Bonferroni)" in interval.method


def test_a_thread_about_one_brand_widens_the_interval(talk, voice):
    """The same number of mentions in two threads says less than in thirty."""
    fans = answered(talk("Penellia", author="x"), *((f"a{n}", "Penellia") for n in range(14)))
    others = answered(talk("Nibcraft", author="y"), *((f"b{n}", "Nibcraft") for n in range(14)))
    apart = [talk(f"Penellia {n}", author=f"a{n}") for n in range(15)]
    apart += [talk(f"Nibcraft {n}", author=f"b{n}") for n in range(15)]

    clustered, spread = voice([fans, others])["Penellia"], voice(apart)["Penellia"]

    assert (clustered.value, clustered.n) == (spread.value, spread.n) == (0.5, 30)
    assert clustered.interval.high - clustered.interval.low > 2 * (spread.interval.high - spread.interval.low)


def test_simulated_intervals_hold_the_truth(talk, voice):
    """With threads that each prefer a brand, the interval of every brand covers its share in 19 of 20 markets."""
    import numpy as np

    rng = np.random.default_rng(20261130)
    truth, missed, markets = (0.2, 0.3, 0.5), 0, 40
    for market in range(markets):
        threads = []
        for number in range(40):
            favourite = BRANDS[rng.choice(3, p=truth)].name
            names = [favourite] * int(rng.integers(1, 8))
            threads.append(
                answered(
                    talk(f"Thread {market}/{number}", author="starter"),
                    *((f"{number}-{place}", name) for place, name in enumerate(names)),
                )
            )
        shares = voice(threads)
        missed += any(
            not shares[brand.name].interval.low <= share <= shares[brand.name].interval.high
            for brand, share in zip(BRANDS, truth, strict=True)
        )
    assert missed <= 5  # of 40; 2 expected, over 5 by chance in one set of a hundred


def test_a_name_that_is_a_word_says_so(talk, voice):
    """ "Square" is counted only where it is surely the name, and the figure says that it may be too few."""
    square = Company("Square", "https://square.example/", Role.COMPETITOR)

    shares = voice([talk("We pay with Square", author="ann"), talk("a square table", author="ben")], (PENELLIA, square))

    assert dict(shares["Square"].inputs)["mentions of Square"] == "1"
    assert "its name is also a word" in dict(shares["Square"].inputs)
    assert "its name is also a word" not in dict(shares["Penellia"].inputs)


def test_the_order_of_input_changes_nothing(talk, model):
    """Companies and conversations in another order give the same figures."""
    said = [
        talk("Nibcraft", author="a", replies=3),
        talk("Quillary and Penellia", author="b"),
        talk("Penellia", author="c"),
    ]

    def measured(conversations, brands):
        return share_of_voice(find_on_market(conversations, [], brands, ["pens"], model), brands, model)

    assert measured(said, BRANDS) == measured(said[::-1], BRANDS[::-1])
