import pytest

from nlp.statements import Label, read_statement, read_statements

SENTENCES = [
    ("Be known as the patient tutors for adults who return to maths.", Label.STRATEGY),
    ("We compete on service rather than on price.", Label.STRATEGY),
    ("Focus on young families instead of investors.", Label.STRATEGY),
    ("Enter the northern market through partnerships.", Label.STRATEGY),
    ("Win 3 new retainer clients per quarter.", Label.TARGET),
    ("Grow newsletter subscribers by 25% before spring.", Label.TARGET),
    ("Reach 5,000 followers on Instagram this year.", Label.TARGET),
    ("Raise brand awareness among young families.", Label.GOAL),
    ("Boost foot traffic.", Label.GOAL),
    ("More engagement with prospects.", Label.GOAL),
    ("Send a newsletter every other Friday.", Label.TACTIC),
    ("Answer two questions a week on Quora.", Label.TACTIC),
    ("Ask every happy customer for a Yelp review.", Label.TACTIC),
    ("Facebook: 4 posts/week", Label.TACTIC),
    ("Our posts cover what tenants should know before they sign, topic by topic.", Label.TACTIC),
    ("Our office is on Mill Lane.", Label.NONE),
    ("We do not use Facebook.", Label.NONE),
    ("Should we be on TikTok?", Label.NONE),
    ("We were founded in 1998.", Label.NONE),
]


@pytest.mark.parametrize(("text", "label"), SENTENCES)
def test_a_sentence_is_labelled_with_its_reason(text, label):
    """What a sentence of a plan is can be told, and the words that told it are named."""
    statement = read_statement(text)

    assert statement.label == label
    assert statement.reason


def test_a_plan_line_gives_rhythm_channel_and_key_phrase():
    """Everything that promised versus observed needs comes out of one clumsy sentence."""
    line = "I'll write 2 wordpress posts a week, with the keywords “damp proofing Leeds”, and share them on facebook."

    statement = read_statement(line)

    assert (statement.cadence.amount, statement.cadence.period) == (2, "week")
    assert statement.channels == ("blog", "Facebook")
    assert statement.key_phrase == "damp proofing Leeds"


def test_refusals_promise_nothing():
    """ "We will not post three times a week" is no promise of three posts."""
    assert read_statement("We will not post three times a week.").cadences == ()


def test_words_in_quotation_marks_are_no_key_phrase_without_a_cue():
    """A quoted slogan is not taken for a promised keyword."""
    assert read_statement("Our “fresh every day” slogan goes on the website.").key_phrases == ()


def test_channels_of_the_brief_are_known_too():
    """A channel that only the brief names is found as a whole word in any case."""
    statement = read_statement("Publish one guide a month on bakers' corner.", ["Bakers' Corner"])

    assert statement.channels == ("Bakers' Corner",)


def test_a_plan_is_read_line_by_line():
    """List marks and empty lines vanish; each sentence is read on its own."""
    plan = "- Post daily on Instagram.\n\n2. Win ten new members a month. Be the friendly gym.\n***"

    labels = [s.label for s in read_statements(plan)]

    assert labels == [Label.TACTIC, Label.TARGET, Label.STRATEGY]
