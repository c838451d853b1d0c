from market.companies import Company, Role
from nlp.mentions import find_mentions

NIBCRAFT = Company("Nibcraft", "https://nibcraft.example/", Role.CLIENT, ("Nib Craft",))
SQUARE = Company("Square", "https://square.example/", Role.COMPETITOR)


def test_a_name_matches_as_a_whole_word_in_any_case(talk, model):
    """A company is found by name, alias or domain, and not inside another word."""
    said = [
        talk("nibcraft pens?"),
        talk("My nib craft order"),
        talk("see www.nibcraft.example/ink"),
        talk("Nibcrafters"),
    ]

    mentions = find_mentions(said, [NIBCRAFT], model)

    assert {m.url for m in mentions} == {c.url for c in said[:3]}


def test_a_name_that_is_a_word_counts_only_as_a_name(talk, model):
    """ "Square" the company is mentioned; a square, or a sentence that opens with the word, is not."""
    said = [talk("We pay with Square at the fair"), talk("a square table"), talk("Square tables are best")]

    mentions = find_mentions(said, [SQUARE], model)

    assert [m.url for m in mentions] == [said[0].url]


def test_another_site_on_a_longer_host_is_no_mention(talk, model):
    """notnibcraft.example and nibcraft.example.org are other sites."""
    said = [talk("go to notnibcraft.example"), talk("go to nibcraft.example.org")]

    assert find_mentions(said, [Company("N", "https://nibcraft.example/", Role.CLIENT)], model) == ()
