from market.topics import Answer, Intent
from nlp.questions import find_questions

ANSWER = (
    "To store rye bread well, wrap the cooled loaf in a linen cloth and put it in a wooden box. Plastic keeps the "
    "moisture in and softens the crust within hours. A loaf kept cool and dark stays fresh for five days; slice only "
    "what the table needs, and toast older slices rather than throwing them away."
)


def test_near_duplicates_are_one_question(talk, model):
    """Three people who ask the same in almost the same words count as three askers of one question."""
    said = [
        talk("How do I store rye bread?", "bakers", author="a", replies=4),
        talk("How should I store my rye bread?", "home", author="b"),
        talk("How do you store rye bread", "bakers", text="Mine goes stale.", author="c"),
    ]

    (question,) = find_questions(said, [], [], model)

    assert (question.asked, question.authors) == (3, 3)
    assert question.text == "How do I store rye bread?"
    assert question.venues == ("bakers", "home")
    assert len(question.evidence) == 3


def test_one_author_who_asks_twice_is_one_voice(talk, model):
    """Repetition by one person raises the conversations, not the authors."""
    said = [talk("How do I store rye bread?", venue, author="a") for venue in ("bakers", "home")]

    (question,) = find_questions(said, [], [], model)

    assert (question.asked, question.authors) == (2, 1)


def test_a_page_that_answers_is_told_from_one_that_repeats(talk, write, model):
    """Who explains answers; who only asks the same question again does not."""
    said = [talk("How do I store rye bread in a box?", author="a")]
    posts = [
        write("Keeping loaves", ANSWER, "ours"),
        write("Questions we get", "How do I store rye bread in a box? " * 5, "theirs"),
    ]

    (question,) = find_questions(said, posts, ["theirs", "ours", "nobody"], model)

    answers = {a.company: a for a in question.answered_by}
    assert answers["ours"].answer == Answer.ANSWERED
    assert answers["ours"].evidence[0].url == posts[0].url
    assert answers["theirs"].answer == Answer.NOT
    assert (answers["nobody"].answer, answers["nobody"].similarity) == (Answer.NOT, 0.0)


def test_what_cannot_stand_alone_is_left_out(talk, model):
    """Questions that point at something unseen, name a handle or show one's own work are not printed."""
    said = [
        talk("Is this worth the money?", author="a"),
        talk("What does she think about their oven?", author="b"),
        talk("Can anyone reach @miller42 about the flour mill?", author="c"),
        talk("What do you think of my new bakery website?", author="d"),
        talk("Why?", author="e"),
        talk("Did you know bread is old? A history of the loaf", author="f"),
    ]

    assert find_questions(said, [], [], model) == ()


def test_intent_and_length_are_kept(talk, model):
    """A request for a recommendation keeps its intent; a question of more than 25 words is not printed."""
    long = "How do I " + "very " * 25 + "slowly bake rye bread?"
    said = [talk("Can anyone recommend a stone mill for rye flour?", author="a"), talk(long, author="b")]

    (question,) = find_questions(said, [], [], model)

    assert question.intent == Intent.RECOMMENDATION


def test_order_of_input_changes_nothing(square, bakery_posts, model):
    """Reordered input gives the same questions in the same order."""
    mixed = sorted(square, key=lambda c: (c.title, c.key))

    first = find_questions(square, bakery_posts, ["ours", "theirs"], model)

    assert first
    assert find_questions(mixed, bakery_posts[::-1], ["theirs", "ours"], model) == first


def test_no_conversation_no_question(model):
    """Nothing comes of nothing."""
    assert find_questions([], [], ["ours"], model) == ()
