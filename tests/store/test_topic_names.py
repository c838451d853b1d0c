"""A topic's history is kept per client, and what people decide of it outlives every run."""

from datetime import UTC, date, datetime

import pytest

from market.topic_names import Fate, TopicSight
from store.topic_names import (
    TopicNameError,
    decisions_of,
    hide,
    history_of,
    memory_before,
    merge,
    rename,
    save_sights,
    topics_of,
)

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


def sight(topic="pumps", fate=Fate.BORN, conversations=30, label="heat pumps", other=""):
    return TopicSight(topic, fate, label, ("pump", "heat"), conversations, conversations / 100, other)


def two_audits(engine):
    save_sights(engine, "Acme", "may", MAY, [sight(), sight("boilers", label="old boilers", conversations=9)], b"M")
    june = [sight(fate=Fate.KEPT, conversations=40, label="heat pump cost"), sight("boilers", Fate.GONE, 0)]
    save_sights(engine, "Acme", "june", JUNE, june, b"J")


def test_a_topic_is_listed_with_what_became_of_it(engine):
    """The newest audit's topics come first; one that is gone keeps the last numbers it had."""
    two_audits(engine)

    pumps, boilers = topics_of(engine, "Acme")

    assert (pumps.id, pumps.name, pumps.alive, pumps.conversations) == ("pumps", "heat pump cost", True, 40)
    assert (pumps.first_seen, pumps.last_seen) == (MAY, JUNE)
    assert (boilers.name, boilers.alive, boilers.conversations, boilers.last_seen) == ("old boilers", False, 9, MAY)
    assert [(e.as_of, e.sight.fate) for e in history_of(engine, "Acme", "boilers")] == [
        (MAY, Fate.BORN),
        (JUNE, Fate.GONE),
    ]


def test_a_run_that_is_repeated_replaces_its_own_sights(engine):
    """Saving June again with other topics leaves nothing of the first attempt."""
    two_audits(engine)
    save_sights(engine, "Acme", "june", JUNE, [sight(fate=Fate.KEPT)], b"J2")

    assert [e.run for e in history_of(engine, "Acme", "boilers")] == ["may"]
    assert memory_before(engine, "Acme", date(2026, 7, 1)) == b"J2"


def test_a_run_recognises_its_topics_by_the_newest_earlier_day(engine):
    """June's own memory is not what June is held against, and another client's never is."""
    two_audits(engine)

    assert memory_before(engine, "Acme", JUNE) == b"M"
    assert memory_before(engine, "Acme", MAY) is None
    assert memory_before(engine, "Other", date(2027, 1, 1)) is None


def test_a_name_given_by_hand_outlives_the_next_run(engine):
    """Renamed, then audited again: the name stays, until it is taken back."""
    save_sights(engine, "Acme", "may", MAY, [sight()], b"M")
    rename(engine, "Acme", "pumps", "  Heat pump\n prices ", NOW)
    save_sights(engine, "Acme", "june", JUNE, [sight(fate=Fate.KEPT, label="pump noise")], b"J")

    (pumps,) = topics_of(engine, "Acme")
    assert (pumps.name, pumps.label, pumps.named) == ("Heat pump prices", "pump noise", True)

    rename(engine, "Acme", "pumps", "", NOW)
    (pumps,) = topics_of(engine, "Acme")
    assert (pumps.name, pumps.named) == ("pump noise", False)


def test_one_decision_does_not_undo_another(engine):
    """A topic that was renamed, merged and hidden is all three, and can be shown and taken apart again."""
    two_audits(engine)
    rename(engine, "Acme", "boilers", "Boilers", NOW)
    merge(engine, "Acme", "boilers", "pumps", NOW)
    hide(engine, "Acme", "boilers", NOW)

    (decided,) = decisions_of(engine, "Acme")
    assert (decided.name, decided.into, decided.hidden, decided.decided_at) == ("Boilers", "pumps", True, NOW)

    hide(engine, "Acme", "boilers", NOW, hidden=False)
    merge(engine, "Acme", "boilers", "", NOW)
    (decided,) = decisions_of(engine, "Acme")
    assert (decided.name, decided.into, decided.hidden) == ("Boilers", "", False)


def test_what_cannot_be_decided_is_said(engine):
    """An unknown topic, another client's, a ring of topics, and a name that fits no table are refused."""
    two_audits(engine)
    merge(engine, "Acme", "boilers", "pumps", NOW)

    with pytest.raises(TopicNameError, match=r"counted with boilers already|counted with pumps already"):
        merge(engine, "Acme", "pumps", "boilers", NOW)
    with pytest.raises(TopicNameError, match="counted with"):
        merge(engine, "Acme", "pumps", "pumps", NOW)
    with pytest.raises(TopicNameError, match="no audit of Other has a topic 'pumps'"):
        rename(engine, "Other", "pumps", "x", NOW)
    with pytest.raises(TopicNameError, match="at most 80"):
        rename(engine, "Acme", "pumps", "x" * 81, NOW)
