"""A topic keeps its id from run to run; what is new and what is gone is told from what moved."""

from datetime import UTC, datetime

import numpy as np
import pytest

from market.topic_names import Fate, TopicDecision, TopicsBefore
from nlp.continuity import tell
from nlp.factors import factorise
from nlp.topic_memory import read_memory
from nlp.topics import find_topics

SUBJECTS = tuple(f"s{i}" for i in range(9))
NOW = datetime(2026, 8, 1, tzinfo=UTC)


def written(subjects, each=60, seed=0):
    """Texts of made-up words: three in four from a subject's own thirty, the others from two hundred shared ones."""
    chance = np.random.default_rng(seed)
    keys, texts = [], []
    for subject in subjects:
        for i in range(each):
            own = [f"{subject}w{int(30 * chance.random() ** 2)}" for _ in range(24)]
            shared = [f"c{chance.integers(200)}" for _ in range(8)]
            keys.append(f"{subject}-{seed}-{i}")
            texts.append([str(w) for w in chance.permutation(own + shared)])
    return keys, texts


def told(keys, texts, before=b"", decisions=()):
    found = factorise(texts, 0)
    assert found is not None
    return tell(found, TopicsBefore(before, tuple(decisions)), keys, texts, 3)


def subjects(one, keys):
    """By each topic's id the subject that most of its texts are on; a subject may have several topics."""
    found = {}
    for _, id_, places in one.groups:
        names = [keys[p].split("-")[0] for p in places]
        found[id_] = max(sorted(set(names)), key=names.count)
    return found


def topics_on(one, keys, subject):
    """The ids of a subject's topics."""
    return sorted(id_ for id_, name in subjects(one, keys).items() if name == subject)


@pytest.fixture(scope="module")
def first():
    keys, texts = written(SUBJECTS[:6])
    return keys, texts, told(keys, texts)


@pytest.mark.parametrize("seed", range(3))
def test_a_run_on_nine_tenths_of_the_documents_keeps_the_ids(first, seed):
    """Weighted by size, at least 95 % of the topics keep their id."""
    keys, texts, one = first
    kept = sorted(np.random.default_rng(seed).permutation(len(keys))[: int(0.9 * len(keys))].tolist())

    again = told([keys[i] for i in kept], [texts[i] for i in kept], one.memory)

    size = {id_: len(places) for _, id_, places in one.groups}
    assert sum(size.get(id_, 0) for _, id_, _ in again.groups) >= 0.95 * sum(size.values())


def test_other_documents_on_the_same_subjects_keep_the_ids(first):
    """Where no document is in both runs, at least 90 % of the topics by size keep their id, and nothing new is called."""
    _, _, one = first

    two = told(*written(SUBJECTS[:6], seed=1), one.memory)

    before = {id_ for _, id_, _ in one.groups}
    size = {id_: len(places) for _, id_, places in two.groups}
    assert sum(n for id_, n in size.items() if id_ in before) >= 0.9 * sum(size.values())
    assert not [id_ for id_, (fate, _) in two.fates.items() if fate is Fate.BORN]
    assert not [id_ for id_, fate, _ in two.ended if fate is Fate.GONE]


def test_new_and_dead_topics_are_told_from_those_that_go_on():
    """Of other documents, one subject less and one more each time: every one is found, and nothing else is called."""
    right = called = planted = 0
    for trial in range(4):
        before = [s for i, s in enumerate(SUBJECTS) if i not in (trial, 8)]
        after = [s for i, s in enumerate(SUBJECTS) if i not in (trial + 4, 8)]
        keys, texts = written(before, seed=2 * trial)
        one = told(keys, texts)
        later, others = written(after, seed=2 * trial + 1)
        two = told(later, others, one.memory)

        was, now = subjects(one, keys), subjects(two, later)
        born = {id_ for id_, (fate, _) in two.fates.items() if fate is Fate.BORN}
        gone = {id_ for id_, fate, _ in two.ended if fate is Fate.GONE}
        new = {id_ for id_, subject in now.items() if subject == SUBJECTS[trial]}
        dead = {id_ for id_, subject in was.items() if subject == SUBJECTS[trial + 4]}
        right += len(born & new) + len(gone & dead)
        called += len(born) + len(gone)
        planted += len(new) + len(dead)

    assert planted >= 8
    assert right >= 0.95 * planted
    assert right >= 0.95 * called


def test_a_topic_that_was_gone_comes_back_under_its_id(first):
    """Discussed, not discussed, discussed again: one topic."""
    keys, texts, one = first
    without = [i for i, key in enumerate(keys) if not key.startswith("s0")]
    two = told([keys[i] for i in without], [texts[i] for i in without], one.memory)
    three = told(keys, texts, two.memory)

    for own in topics_on(one, keys, "s0"):
        assert (own, Fate.GONE, "") in two.ended
        assert three.fates[own][0] is Fate.BACK
    assert topics_on(three, keys, "s0") == topics_on(one, keys, "s0")


def test_topics_that_people_merged_are_one_in_the_next_run(first):
    """The texts of both count for the one, and the history says where the other went; a hidden one is named."""
    keys, texts, one = first
    here, there, hidden = (topics_on(one, keys, subject)[0] for subject in ("s0", "s1", "s2"))
    decisions = [TopicDecision(there, "", here, False, NOW), TopicDecision(hidden, "", "", True, NOW)]

    two = told(keys, texts, one.memory, decisions)

    places = {id_: places for _, id_, places in two.groups}
    assert there not in places
    assert {keys[p].split("-")[0] for p in places[here]} == {"s0", "s1"}
    assert (there, Fate.JOINED, here) in two.ended
    assert two.hidden == {hidden}
    assert [s.fate for s in two.sights([], 1) if s.topic == there] == [Fate.JOINED]


def test_the_same_run_leaves_the_same_memory(first):
    """Equal bytes, so that evidence is equal; and what is no memory is refused."""
    keys, texts, one = first

    assert told(keys, texts).memory == one.memory
    with pytest.raises(ValueError, match="no memory of topics"):
        read_memory(b"{}")


def test_a_name_given_by_hand_stands_in_the_next_report(square, bakery_posts, model):
    """Ids stay, the renamed topic has its name, the hidden one is not listed and its conversations are on no topic."""
    one = find_topics(square, bakery_posts, ["ours"], None, model, limit=30)
    named, hidden = one.topics[0].id, one.topics[1].id
    decisions = (TopicDecision(named, "Our own name", "", False, NOW), TopicDecision(hidden, "", "", True, NOW))

    two = find_topics(square, bakery_posts, ["ours"], None, model, limit=30, before=TopicsBefore(one.memory, decisions))

    assert [t.id for t in two.topics] == [t.id for t in one.topics if t.id != hidden]
    assert (two.topics[0].label, two.topics[0].share.subject) == ("Our own name", "Our own name")
    assert two.unassigned == one.unassigned + one.topics[1].conversations
    assert {s.topic for s in two.sights} == {t.id for t in one.topics}
    assert {s.fate for s in two.sights} == {Fate.KEPT}
    assert next(s.label for s in two.sights if s.topic == named) == one.topics[0].label
