"""The labelled sentences and the weights learnt from them."""

import json
from pathlib import Path

import pytest

from benchmarks.intent_sets import community_sentences, own_sentences
from benchmarks.intents import scores
from market.topics import Intent
from nlp.intent import read_intents
from nlp.intent_rules import read_by_rules

FLOORS = json.loads((Path(__file__).resolve().parents[2] / "benchmarks" / "floors.json").read_text())["intents"]


@pytest.mark.parametrize("intent", [i for i in Intent if i is not Intent.OTHER])
def test_unseen_trades_are_read_at_least_as_well_as_pinned(intent):
    """Sentences of trades that nothing was learnt from are read with the pinned F1, and better than by rules alone."""
    rows = [row for row in own_sentences() if row.half == "test"]

    f1 = scores(rows, read_intents, intent)[2]

    assert f1 >= FLOORS[f"own {intent} F1"]
    assert f1 > scores(rows, read_by_rules, intent)[2]


def test_each_half_has_its_own_trades():
    """No trade of the half that measures is in the half that was learnt from, and each sentence stands once."""
    rows = own_sentences()
    halves = {half: {r.group for r in rows if r.half == half} for half in ("dev", "test")}

    assert halves["dev"].isdisjoint(halves["test"])
    assert min(map(len, halves.values())) >= 10
    assert len({r.text.casefold() for r in rows}) == len(rows) >= 600


@pytest.mark.corpora
def test_unseen_communities_are_read_at_least_as_well_as_pinned(corpora):
    """Every labelled sentence of the corpora is found again, and unseen communities are read with the pinned F1."""
    rows = [row for row in community_sentences() if row.half == "test"]

    found = {f"community {i} F1": scores(rows, read_intents, i)[2] for i in Intent}

    assert len(rows) >= 300
    assert {name: f1 for name, f1 in found.items() if f1 < FLOORS.get(name, 0.0)} == {}
