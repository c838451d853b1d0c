"""A store moves from one database to another as it is, or not at all."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from market.crawls import Discovery
from market.pages import Capture
from market.posts import Conversation, Reply
from store.copying import copy_store
from store.engine import StoreError, open_store
from store.frontier import Frontier
from store.pages import save_captures
from store.pauses import Pauses
from store.posts import save_conversations
from store.runs import salt_of
from store.tables import metadata

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def filled(tmp_path):
    """A SQLite store with something in it, more rows than one statement takes."""
    engine = open_store(f"sqlite:///{tmp_path}/filled.db")
    found = [Capture(f"https://a.example/{n}", NOW, 200, "text/html", "d" * 64, "a.warc.gz", n) for n in range(1200)]
    save_captures(engine, "r", "v", found)
    talks = [Conversation("v", c.url, "Ü?", "t", "h", NOW, 2, None, c, (Reply("g", "so", None, 1),)) for c in found[:3]]
    save_conversations(engine, "r", "v", talks)
    Frontier(engine, "r", "v", lambda: NOW).add([Discovery("https://a.example/x", 1, 0, "")])
    Pauses(engine, lambda: NOW).save("a.example", 60)
    salt_of(engine, "client.example")
    return engine


def rows(engine):
    with engine.connect() as connection:
        return {t.name: sorted(map(repr, connection.execute(select(t)))) for t in metadata.sorted_tables}


def test_every_row_of_every_table_arrives(filled, place):
    """The copy holds what the original holds, and says how much that was."""
    target = open_store(place)

    copied = copy_store(filled, target)

    assert rows(target) == rows(filled)
    assert copied == {name: len(held) for name, held in rows(filled).items()}
    assert (copied["captures"], copied["conversations"]) == (1200, 3)


def test_a_database_in_use_is_refused(filled, place):
    """Two stores are never mixed: nothing is written, and the line says what to do."""
    target = open_store(place)
    salt_of(target, "another.example")
    before = rows(target)

    with pytest.raises(StoreError, match="table salts is not empty; give a database that holds nothing yet"):
        copy_store(filled, target)

    assert rows(target) == before
