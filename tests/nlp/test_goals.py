import pytest

from market.goals import GoalText
from nlp.goals import map_to_goals

LOANS = GoalText(
    "20 new buyers a month",
    ("first time home buyer redding", "the home buying process", "first-time buyers", "leads"),
    ("Redding",),
)
FAIRS = GoalText("Be known in the neighbourhood", ("hyper-local events", "street food market"), ("Mill Lane",))


@pytest.fixture
def items(write):
    return [
        write("A First Time Home Buyer in Redding: where to begin", "Money first, then the viewings."),
        write("Redding home buyers, the first time around", "What changed for you this year."),
        write("Closing day explained", "The last step of the home buying process has its own papers."),
        write("The street food market is back", "Twenty stalls and a band on Saturday."),
        write("Sunday concerts on Mill Lane", "Bring a chair."),
        write("My favourite holiday pictures", "We walked the coast for a week and ate too much."),
        write("Why I switched to a new phone", "The battery lasts longer and the camera is sharper."),
        write("Reading a contract without falling asleep", "Coffee helps, and so does a pencil."),
    ]


def test_items_serve_the_goal_whose_words_they_carry(items):
    """Promised phrases, topics and places decide; an item without any stays unaligned."""
    mapped = map_to_goals(items, [LOANS, FAIRS])

    assert [m.goal for m in mapped] == [LOANS.name] * 3 + [FAIRS.name] * 2 + [""] * 3
    assert [m.post for m in mapped] == [item.url for item in items]


def test_each_mapping_says_why(items):
    """A reader can check the mapping: the words that decided are named, and so is their absence."""
    first, *_, last = map_to_goals(items, [LOANS, FAIRS])

    assert "first time home buyer redding" in first.reason
    assert (last.score, last.reason[:4]) == (0.0, "none")


def test_the_order_of_items_decides_nothing(items):
    """The same items in another order are mapped to the same goals."""
    forwards = map_to_goals(items, [LOANS, FAIRS])

    backwards = map_to_goals(items[::-1], [LOANS, FAIRS])

    assert backwards == forwards[::-1]


def test_a_place_is_a_name_and_not_a_verb(write):
    """A goal for Reading is not served by an item on reading."""
    goal = GoalText("Known in town", (), ("Reading",))

    mapped = map_to_goals([write("Ten years of reading groups", "Books.")], [goal])

    assert mapped[0].goal == ""


def test_a_place_of_every_goal_tells_none_apart(write):
    """Where all goals are for one town, its name alone speaks for none of them."""
    one, other = GoalText("More lessons", ("guitar",), ("Leeds",)), GoalText("More repairs", ("fret wear",), ("Leeds",))

    mapped = map_to_goals([write("Rain in Leeds again", "Take a coat.")], [one, other])

    assert mapped[0].goal == ""


def test_words_of_wanting_map_nothing(write):
    """Every goal wants more customers; an item that says so serves none by that."""
    goal = GoalText("More new customers", ("leads", "awareness"))

    mapped = map_to_goals([write("How to get more new customers and leads", "Awareness is a long word.")], [goal])

    assert mapped[0].goal == ""


def test_items_like_those_of_a_goal_follow_them(write):
    """Where no word of the goal stands in an item, the company it keeps may speak, and the reason says so."""
    rye = "rye flour water salt crust oven proofing basket dough hydration steam crumb"
    aligned = [write(f"Sourdough diary, day {n}", f"{rye} day{n}") for n in range(5)]
    near = write("Rye crust from a hot oven", rye)
    far = [write(f"Parking news {n}", f"cars street meter permit council sign{n}") for n in range(4)]

    mapped = map_to_goals([*aligned, near, *far], [GoalText("Fill the classes", ("sourdough",))])

    assert [bool(m.goal) for m in mapped] == [True] * 6 + [False] * 4
    assert "is like" in mapped[5].reason


def test_no_goal_maps_nothing(items):
    """Without goals every item is unaligned, and none is invented."""
    assert {m.goal for m in map_to_goals(items, [])} == {""}


def test_lemmas_join_words_that_plurals_do_not(model, write):
    """With the language model "baking" and "bake" are one word, without it they are two."""
    goal = GoalText("Teach the town", ("baking evenings",))
    item = write("We bake together", "An evening at the oven for six people.")

    with_model, without = map_to_goals([item], [goal], model), map_to_goals([item], [goal])

    assert (with_model[0].goal, without[0].goal) == (goal.name, "")
