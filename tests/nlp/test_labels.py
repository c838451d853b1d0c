from nlp.labels import choose_label
from nlp.names import read_names

NOTHING = frozenset()


def label_of(inside, outside, top, model):
    docs = read_names(model, inside)
    lower = [t.lower() for t in inside]
    return choose_label(docs, lower, [t.lower() for t in outside], top, NOTHING, ())[0]


def test_a_common_word_gives_way_to_the_phrase_that_says_which(model):
    """Where a fifth of a topic says which permit is meant, the label says so, though the bare word is commoner."""
    inside = [
        "The council wants a residence permit from us",
        "Is a residence permit worth the money?",
        *(f"Trouble with my permit, week {i}" for i in range(1, 7)),
    ]
    outside = ["The council wants a fishing licence", "Is a dog licence worth the money?", "A residence by the sea"] * 4

    assert label_of(inside, outside, ["permit"], model) == "residence permit"


def test_a_word_with_a_hyphen_is_one_word(model):
    """ "First-time buyers" is a label, although it is cut in three words that say nothing."""
    inside = [f"Advice for first-time buyers in {place}" for place in ("Eastfield", "Westfield", "the harbor", "town")]
    outside = ["Advice for sellers in town", "What do tenants pay in Eastfield?", "Landlords in Westfield"] * 3

    assert label_of(inside, outside, ["buyer"], model) == "first-time buyers"


def test_a_short_form_keeps_its_capitals(model):
    """HOA stays HOA in a label of words that are printed small."""
    inside = ["Is an HOA fee normal?", "Our HOA Fee doubled", "The HOA fee pays the pool", "Who sets an HOA fee?"]
    outside = ["Is rain normal?", "Our rent doubled", "Who pays the piper?", "Who sets a table?"] * 3

    assert label_of(inside, outside, ["hoa", "fee"], model) == "HOA fee"


def test_the_label_is_near_in_meaning_to_the_topic(model):
    """Of two words that are as common, the one that means what the topic's terms mean names it."""
    inside = [f"The tenant asked a friend about the {word}" for word in ("rent", "lease", "deposit", "landlord")] * 2
    outside = ["Rain in the morning", "A long walk by the sea", "What to cook on Sunday?"] * 4

    assert label_of(inside, outside, ["friend", "tenant", "rent", "lease", "landlord", "deposit"], model) == "tenant"


def test_a_unit_is_no_label(model):
    """What was lost in lbs is about weight, however often the unit stands there."""
    inside = [f"Lost {n} lbs of weight" for n in (5, 12, 20, 31)]
    office = [f"Our HR said {word}" for word in ("no", "yes", "maybe", "nothing")]
    outside = ["A walk by the sea", "Rain again"] * 4

    assert label_of(inside, outside, ["lbs", "weight", "lose"], model) == "weight"
    assert label_of(office, outside, ["hr"], model) == "HR"


def test_what_is_written_names_a_topic_where_no_noun_phrase_is_found(model):
    """ "Rose pruning" is two verbs to the reader; the label is not the lemma "prune", which nobody wrote."""
    inside = [f"Trouble with rose pruning {word}" for word in ("again", "today", "here", "this week")]
    outside = ["Trouble with the car again", "Rain today", "A walk this week"] * 4

    assert label_of(inside, outside, ["prune", "rise"], model) == "rose pruning"


def test_a_label_and_its_plural_are_one(model):
    """Where "progress pic" is taken, "Progress Pics" is not free."""
    inside = [f"Progress Pics of the {word}" for word in ("week", "garden", "wall", "year")]
    outside = ["A walk by the sea", "Rain again"] * 4
    docs = read_names(model, inside)
    lower = [t.lower() for t in inside]

    label, _ = choose_label(docs, lower, outside, ["pic", "progress"], NOTHING, [frozenset({"progress", "pic"})])

    assert label.lower() not in {"progress pics", "progress pic"}


def test_a_name_that_ends_in_s_is_a_label(model):
    frames = (
        "Should I learn Kubernetes?",
        "Kubernetes or Docker?",
        "How do I upgrade Kubernetes?",
        "We left Kubernetes",
    )
    outside = ["A walk by the sea", "Rain again", "What to cook on Sunday?"] * 4

    assert label_of(frames, outside, ["kubernetes", "upgrade", "learn"], model) == "Kubernetes"


def test_units_in_capitals_are_units(model):
    outside = ["A walk by the sea", "Rain again"] * 4
    weighed = [f"Lost {n} KG of weight" for n in (5, 12, 20, 31)]

    assert label_of(weighed, outside, ["kg", "weight", "lose"], model) == "weight"


def test_a_repeated_word_is_no_phrase(model):
    inside = ["prune prune prune", "pruning", "we pruned", "to prune"]
    outside = ["A walk by the sea", "Rain again"] * 4

    assert label_of(inside, outside, ["prune"], model) == "prune"
