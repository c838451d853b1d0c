"""Pauses that hosts asked for are kept until they are over, and no longer."""

from datetime import UTC, datetime, timedelta

from store.pauses import LONGEST, Pauses

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


def pauses(engine, hours=0.0):
    return Pauses(engine, lambda: NOW + timedelta(hours=hours))


def test_a_pause_is_known_to_later_runs_until_it_is_over(engine):
    """Two hours asked for: one is left after an hour, none after two, and other hosts have none."""
    pauses(engine).save("a.example", 7200)

    assert pauses(engine, 1).left("a.example") == 3600
    assert pauses(engine, 2).left("a.example") == 0
    assert pauses(engine).left("b.example") == 0


def test_a_shorter_pause_does_not_end_a_longer_one(engine):
    """A host that asks for two hours and then for a second is left alone for two hours."""
    pauses(engine).save("a.example", 7200)
    pauses(engine).save("a.example", 1)

    assert pauses(engine).left("a.example") == 7200


def test_a_pause_of_years_is_a_mistake(engine):
    """However much is asked for, the host is asked again after a week."""
    pauses(engine).save("a.example", 10**9)

    assert pauses(engine).left("a.example") == LONGEST.total_seconds()
