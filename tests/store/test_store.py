"""The store gives back what it was given, once."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from market.audits import Run
from market.figures import Window
from market.pages import Capture, DateSource, Dating, Link, PageKind, Reading
from market.posts import Conversation, Post, Reply
from store.audits import load_audit, save_audit
from store.engine import StoreError, open_store
from store.pages import load_captures, load_readings, save_captures, save_readings
from store.posts import load_conversations, load_posts, save_conversations, save_posts
from store.runs import salt_of, start_run
from store.tables import captures

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CAPTURE = Capture("https://a.example/post", NOW, 200, "text/html", "d" * 64, "a.warc.gz", 5_000_000_000)


def test_a_saved_post_comes_back_equal(engine):
    """A dated post and an undated one survive the store unchanged, newest first."""
    dated = Post("c", CAPTURE.url, "T", "text", "H", 1, "en", Dating(date(2026, 5, 1), DateSource.FEED, 0.95), CAPTURE)
    undated = Post("c", "https://a.example/other", "T2", "text", "H", 1, "", None, CAPTURE)
    save_captures(engine, "r", "c", [CAPTURE])

    save_posts(engine, "r", "c", [undated, dated])
    save_posts(engine, "r", "c", [undated, dated])

    assert load_posts(engine, "r", "c") == (dated, undated)


def test_a_saved_conversation_comes_back_equal(engine):
    """Replies, moments, links and unknown counts survive the store unchanged."""
    reply = Reply("hash", "Try the other one", NOW, None)
    talk = Conversation("v", "https://f.example/1", "Q?", "text", "h", NOW, None, 3, CAPTURE, (reply,))
    talk = replace(talk, views=70, language="en", tags=("roofs",), links=("https://b.example/guide",))
    save_captures(engine, "r", "v", [CAPTURE])

    save_conversations(engine, "r", "v", [talk])

    assert load_conversations(engine, "r", "v") == (talk,)


def test_saving_captures_twice_is_saving_once(engine):
    """A repeated run has as many captures as one run."""
    save_captures(engine, "r", "c", [CAPTURE, CAPTURE])
    save_captures(engine, "r", "c", [CAPTURE])

    with engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(captures)).scalar()

    assert count == 1
    assert load_captures(engine, "r", "c") == (CAPTURE,)


def test_a_reading_comes_back_equal(engine):
    """Links, dates and meta of a reading survive the store unchanged."""
    reading = Reading(
        CAPTURE, PageKind.POST, CAPTURE.url, "T", "H", "D", "en", "text", 1,
        (Dating(date(2026, 5, 1), DateSource.URL, 0.9),), None,
        links=(Link("https://b.example/", "b", "footer", "me"),), meta=(("og:type", "article"),),
    )  # fmt: skip

    save_readings(engine, {"k": reading})

    assert load_readings(engine, ["k", "never"]) == {"k": reading}


def test_a_moment_without_time_zone_is_refused(engine):
    """Nothing enters the store whose time zone would have to be guessed."""
    naive = Run(
        "k",
        "c",
        datetime(2026, 5, 4),  # noqa: DTZ001
        Window(date(2026, 1, 1), date(2026, 5, 4)),
        Window(date(2025, 1, 1), date(2025, 12, 31)),
    )

    with pytest.raises(Exception, match="time zone"):
        start_run(engine, naive, NOW)


def test_a_run_is_recognised_when_it_is_repeated(engine):
    """The second start of the same run says that it was begun before."""
    run = Run("k", "c", NOW, Window(date(2026, 1, 1), date(2026, 5, 4)), Window(date(2025, 1, 1), date(2025, 12, 31)))

    assert start_run(engine, run, NOW)
    assert not start_run(engine, run, NOW)


def test_salts_differ_between_clients_and_stay(engine):
    """Authors of two clients cannot be joined, authors of one client can be counted across runs."""
    assert salt_of(engine, "a") == salt_of(engine, "a")
    assert salt_of(engine, "a") != salt_of(engine, "b")


def test_an_audit_comes_back_byte_for_byte(engine):
    """A stored audit.json is the audit.json that was written."""
    save_audit(engine, "r", "1.0", b'{"a": 1}\n')

    assert load_audit(engine, "r") == b'{"a": 1}\n'
    assert load_audit(engine, "never") is None


@pytest.mark.parametrize("url", ["", "nonsense", "foo:bar", "sqlite:////proc/none/x.db", "nosuch://host/db"])
def test_an_unusable_database_is_one_clear_line(url):
    """A database that cannot be used is named in one line with what was expected."""
    with pytest.raises(StoreError) as caught:
        open_store(url)

    assert "\n" not in str(caught.value)


def test_a_password_is_never_shown():
    """The line about an unusable database does not print its password."""
    with pytest.raises(StoreError) as caught:
        open_store("postgresql+nosuchdriver://user:hunter2@localhost/x")

    assert "hunter2" not in str(caught.value)


def test_stores_open_side_by_side(tmp_path):
    """Several threads can each open a store of their own at the same time."""
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda n: open_store(f"sqlite:///{tmp_path}/{n}.db"), range(16)))

    assert len(opened) == 16


def test_a_new_store_waits_for_whoever_writes_to_it_first(tmp_path):
    """Scheduled for the same minute, several audits find a file without a write-ahead log yet: none is turned away."""
    first = sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, first.execute, ("ROLLBACK",)).start()

    assert open_store(f"sqlite:///{tmp_path}/new.db")


def test_what_crawled_text_may_hold_is_stored_alike_everywhere(engine):
    """NUL, half a surrogate pair and counts beyond any sense: both stores take them, and give back the same."""
    reply = Reply("hash", "words", NOW, 7)
    talk = Conversation(
        "v", "https://f.example/1", "Q\x00?", "a\x00b \udce9", "h", NOW, 10**30, 2**40, CAPTURE, (reply,)
    )
    save_captures(engine, "r", "v", [CAPTURE])

    save_conversations(engine, "r", "v", [talk])

    (kept,) = load_conversations(engine, "r", "v")
    assert (kept.title, kept.text, kept.answers) == ("Q?", "ab ?", (reply,))
    assert (kept.replies, kept.score) == (None, 2**40)
