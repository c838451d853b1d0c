"""A database filled by an earlier version is brought up to date with everything in it."""

from datetime import UTC, datetime

from sqlalchemy import Engine, column, insert, inspect, table

from market.pages import Capture
from market.posts import Conversation, Reply
from market.urls import digest
from store.engine import engine_at, open_store
from store.migrations import upgrade
from store.packing import pack
from store.pages import load_captures, save_captures
from store.pauses import Pauses
from store.posts import load_conversations
from store.tables import UtcDateTime

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CAPTURE = Capture("https://a.example/post", NOW, 200, "text/html", "d" * 64, "a.warc.gz", 5)


def at(revision: str, place: str) -> Engine:
    engine = engine_at(place)
    upgrade(engine, revision)
    return engine


def test_conversations_of_the_first_schema_keep_their_words_and_know_no_links(empty):
    """A conversation saved before views, tags and links were kept comes back with none of them, and unharmed."""
    old = at("0001", empty)
    row = {
        "run": "r",
        "venue": "v",
        "key": "k",
        "url": "https://f.example/1",
        "title": "Q?",
        "text": "text",
        "author": "h",
        "started_at": NOW,
        "replies": None,
        "score": 3,
        "capture_key": digest(CAPTURE.url),
        "answers": pack(tuple[Reply, ...], (Reply("g", "Try it", NOW, 1),)),
    }
    moments = {"started_at": UtcDateTime()}
    first_schema = table("conversations", *(column(name, moments.get(name)) for name in row))
    with old.begin() as connection:
        connection.execute(insert(first_schema), row)
    save_captures(old, "r", "v", [CAPTURE])

    new = open_store(empty)

    answers = (Reply("g", "Try it", NOW, 1),)
    kept = Conversation("v", "https://f.example/1", "Q?", "text", "h", NOW, None, 3, CAPTURE, answers)
    assert load_conversations(new, "r", "v") == (kept,)


def test_migrations_and_tables_say_the_same(empty):
    """A database made by the migrations has the columns that the code writes, table by table."""
    from store.tables import metadata

    engine = open_store(empty)

    there = inspect(engine)
    made = {name: {column["name"] for column in there.get_columns(name)} for name in metadata.tables}
    assert made == {name: {column.name for column in table.columns} for name, table in metadata.tables.items()}


def test_pauses_come_to_a_database_in_use(empty):
    """A database from before pauses were kept is brought up with what it holds, and keeps pauses from then on."""
    old = at("0014", empty)
    save_captures(old, "r", "c", [CAPTURE])

    new = open_store(empty)
    Pauses(new, lambda: NOW).save("a.example", 7200)

    assert load_captures(new, "r", "c") == (CAPTURE,)
    assert Pauses(new, lambda: NOW).left("a.example") == 7200
