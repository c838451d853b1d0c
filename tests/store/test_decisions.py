"""Decisions are one per client, aspect and subject; totals count the whole store. On SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime

from market.decisions import Aspect, Decision
from store.decisions import decide, decided, take_back
from store.engine import open_store
from store.totals import totals_of

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ONE = Decision(Aspect.VENUE, "key", "First \x00Home Forum", "accepted", "run", "ana", NOW)


def test_a_decision_replaces_the_earlier_one_and_can_be_taken_back(empty):
    """Another client's and another aspect's are left alone."""
    engine = open_store(empty)
    note = replace(ONE, aspect=Aspect.NOTE, value="ask Ana")

    decide(engine, "Acme", ONE)
    decide(engine, "Acme", replace(ONE, value="refused"))
    decide(engine, "Acme", note)
    decide(engine, "Other", ONE)
    both = decided(engine, "Acme")
    take_back(engine, "Acme", Aspect.VENUE, "key")
    take_back(engine, "Acme", Aspect.VENUE, "never decided")

    plain = "First Home Forum"
    assert both == (replace(note, label=plain), replace(ONE, label=plain, value="refused"))
    assert decided(engine, "Acme") == (replace(note, label=plain),)
    assert [one.value for one in decided(engine, "Other")] == ["accepted"]


def test_an_empty_store_has_totals_of_nothing(empty):
    found = totals_of(open_store(empty))

    assert (found.runs, found.audits, found.captures, found.failing, found.last_finished) == (0, 0, 0, 0, None)
    assert found.addresses == ()
