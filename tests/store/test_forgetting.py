"""Nothing forgotten is left in the database: not in a row, not in a byte of its file."""

import sqlite3
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from market.audits import Run
from market.crawls import RobotsFile
from market.figures import Window
from market.forgetting import Forgotten
from market.pages import Capture, PageKind, Reading
from market.posts import Conversation, Post, Reply
from market.topic_names import Fate, TopicSight
from market.urls import digest
from store.audits import load_audit, save_audit
from store.engine import StoreError, open_store
from store.forgetting import drop_unused_readings, forget_client, forget_rows, rewrite, salt_values, told_by
from store.frontier import Frontier
from store.pages import load_readings, save_captures, save_readings
from store.posts import load_conversations, load_posts, save_conversations, save_posts
from store.robots import save_robots
from store.runs import finish_run, newest_run, salt_of, start_run
from store.tables import metadata
from store.topic_names import decisions_of, history_of, rename, save_sights

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
RUN = Run("r1", "Maple Key", NOW, Window.ending(date(2026, 5, 4), 26), Window.ending(date(2025, 11, 3), 26))
SAID = "The roofer Zacharias left our terrace open through three nights of rain"
MINE = "Slate lasts longer than tile on a north wall, ours is sixty years old"


def capture(url: str) -> Capture:
    return Capture(url, NOW, 200, "text/html", digest(url), "forum.warc.gz", 10)


def filled(engine) -> None:
    """A run of one forum and one company: somebody's words in a thread, an answer, a quote, a post, an audit."""
    start_run(engine, RUN, NOW)
    salt_of(engine, "maplekey.example")
    theirs, others, page = (capture(f"https://{u}") for u in ("f.example/t/1", "f.example/t/2", "c.example/blog/1"))
    save_captures(engine, "r1", "v", [theirs, others])
    save_captures(engine, "r1", "c", [page])
    opened = Conversation("v", theirs.url, "Who repairs a terrace?", SAID, "hash-z", NOW, 1, None, theirs)
    answers = (Reply("hash-m", MINE, NOW), Reply("hash-z", f"No. {SAID}.", NOW), Reply("hash-q", f"> {SAID}\nOh!", NOW))
    talk = Conversation("v", others.url, "Slate or tile?", "Which of the two?", "hash-m", NOW, 3, None, others, answers)
    save_conversations(engine, "r1", "v", [opened, talk])
    post = Post("c", page.url, "What people say", f"One of them: “{SAID}”", "", 9, "en", None, page)
    save_posts(engine, "r1", "c", [post])
    reading = Reading(page, PageKind.POST, "", post.title, "", "", "en", post.text, 9, (), None)
    save_readings(engine, {"theirs": reading, "plain": replace(reading, text=MINE)})
    save_robots(engine, RobotsFile("https://f.example:443", NOW, 200, "Disallow: /u/zacharias"))
    save_audit(engine, "r1", "1", f'{{"quote": "{SAID}"}}'.encode())
    finish_run(engine, "r1", "audits/x", NOW)


def everything(engine) -> str:
    """All that every row holds, unpacked."""
    found = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for value in (value for row in connection.execute(select(table)) for value in row):
                found.append(zlib.decompress(value).decode() if isinstance(value, bytes) else str(value))
    return "\n".join(found)


def bytes_of(engine) -> bytes:
    """Every byte of the files that hold the tables."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            path = Path(engine.url.database)
            return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        connection.execute(text("CHECKPOINT"))
        home = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
        return b"".join(file.read_bytes() for file in (home / "base" / str(number)).iterdir())


def test_an_authors_words_leave_no_byte(engine):
    """Their thread, their answer, quotes of it by others, pages and audits that hold it: gone; other words stay."""
    filled(engine)
    forgotten, authors = Forgotten(), {"hash-z"}
    forgotten.add_words(*told_by(engine, forgotten, authors))
    assert "Zacharias" in everything(engine)
    assert b"Zacharias" in bytes_of(engine)

    rows = forget_rows(engine, forgotten, authors, set())
    rewrite(engine)

    assert "acharias" not in everything(engine)
    assert "hash-z" not in everything(engine)
    assert b"Zacharias" not in bytes_of(engine)
    (left,) = load_conversations(engine, "r1", "v")
    assert [answer.text for answer in left.answers] == [MINE]
    assert load_posts(engine, "r1", "c") == ()
    assert set(load_readings(engine, ["theirs", "plain"])) == {"plain"}
    assert (rows["conversations"], rows["posts"], rows["readings"], rows["audits"]) == (2, 1, 1, 1)


def test_an_audit_that_used_it_is_to_be_made_again(engine):
    """Its body goes, and the run is no finished one any more."""
    filled(engine)
    forgotten = Forgotten()
    forgotten.add_words(SAID)

    forget_rows(engine, forgotten, set(), set())

    assert load_audit(engine, "r1") is None
    assert newest_run(engine, "Maple Key") == ""


def test_what_was_read_from_a_removed_record_goes_with_it(engine):
    """The conversation of a record that left the archives is not kept without its evidence; others are."""
    filled(engine)

    forget_rows(engine, Forgotten(), set(), {("https://f.example/t/2", digest("https://f.example/t/2"))})

    assert [talk.url for talk in load_conversations(engine, "r1", "v")] == ["https://f.example/t/1"]


def test_an_address_leaves_the_frontier_too(engine):
    """Where a crawl found it and what it found there are forgotten."""
    filled(engine)
    from market.crawls import Discovery

    frontier = Frontier(engine, "r1", "v", lambda: NOW)
    frontier.add(
        [Discovery("https://f.example/t/1", 1, 0, "https://f.example/"), Discovery("https://f.example/t/9", 1, 0, "")]
    )

    forget_rows(engine, Forgotten(urls={"f.example/t/1"}), set(), set())

    assert "f.example/t/1" not in everything(engine)
    assert "f.example/t/9" in everything(engine)


def test_a_client_leaves_nothing_but_others_data(engine):
    """Runs, what was read for them, salts and caches go; readings that no run has any longer go after them."""
    filled(engine)
    start_run(engine, replace(RUN, key="r2", client="Other"), NOW)
    salt_of(engine, "other.example")

    forget_client(engine, ["r1"], ["maplekey.example"])
    assert drop_unused_readings(engine, lambda *_: "no longer made") == 2

    kept = everything(engine)
    assert "Maple" not in kept
    assert "f.example" not in kept
    assert "Other" in kept
    assert len(salt_values(engine)) == 1


def test_names_that_were_given_to_topics_go_with_their_client(engine):
    """What people called a topic is the client's too; another client's names stay."""
    for client, run in (("Acme", "r1"), ("Other", "r2")):
        save_sights(
            engine, client, run, RUN.window.end, [TopicSight("t", Fate.BORN, "label", ("word",), 3, 0.1)], b"memory"
        )
        rename(engine, client, "t", "Our name", NOW)

    forget_client(engine, ["r1"], ["acme.example"])

    assert decisions_of(engine, "Acme") == ()
    assert history_of(engine, "Acme", "t") == ()
    assert [d.name for d in decisions_of(engine, "Other")] == ["Our name"]


def test_a_database_in_use_is_said_to_keep_its_old_bytes(tmp_path, monkeypatch):
    """Somebody who still reads the old rows keeps them in the log: done again afterwards, they are gone."""
    monkeypatch.setenv("WATERCOOLER_BUSY_TIMEOUT_MS", "50")
    engine = open_store(f"sqlite:///{tmp_path}/store.db")
    filled(engine)
    reader = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    reader.execute("begin")
    reader.execute("select * from posts").fetchall()

    with pytest.raises(StoreError, match="do this again"):
        rewrite(engine)

    reader.close()
    rewrite(engine)
