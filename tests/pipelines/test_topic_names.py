"""What a run is given of earlier topics is kept with its evidence."""

from datetime import UTC, date, datetime

import pytest

from market.audits import Run
from market.figures import Window
from market.run_records import TOPICS, KeptFile, RunRecord
from market.topic_names import Fate, TopicSight
from nlp.topic_memory import Memory, write_memory
from pipelines.topic_names import keep_topics, read_topics, topics_before
from store.engine import open_store
from store.topic_names import rename

NOW = datetime(2026, 8, 1, tzinfo=UTC)


def run(day):
    window = Window.ending(day, 26)
    return Run(f"run-{day}", "Acme", datetime(day.year, day.month, day.day, tzinfo=UTC), window, window.before())


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    sights = (TopicSight("pumps", Fate.BORN, "heat pumps", ("pump",), 30, 0.3),)
    keep_topics(url, run(date(2026, 5, 31)), sights, write_memory(Memory()))
    return url


def test_the_next_run_is_given_what_the_run_before_left_and_what_people_decided(database):
    """June gets May's memory and the new name; May itself, and another client's run, get no memory."""
    rename(open_store(database), "Acme", "pumps", "Heat pump prices", NOW)

    given = read_topics(topics_before(database, None, run(date(2026, 6, 30))))
    assert given.memory == write_memory(Memory())
    assert [(d.topic, d.name, d.decided_at) for d in given.decisions] == [("pumps", "Heat pump prices", NOW)]

    assert read_topics(topics_before(database, None, run(date(2026, 5, 31)))).memory == b""


def test_a_replay_takes_what_its_run_was_given(database):
    """Whatever the database holds: a replayed first run has nothing before it."""
    kept = KeptFile(TOPICS, "topics.json", b"{}")
    first = RunRecord(date(2026, 6, 30), "", "", "watercooler", (), ())
    later = RunRecord(date(2026, 6, 30), "", "", "watercooler", (), (kept,))

    assert topics_before(database, first, run(date(2026, 6, 30))) is None
    assert topics_before(database, later, run(date(2026, 6, 30))) == kept


@pytest.mark.parametrize("body", [b"", b"[]", b'{"decisions": [], "memory": "x"}', b'{"decisions": [1], "memory": ""}'])
def test_what_cannot_be_read_is_said_and_left(body, caplog):
    """A damaged file costs the identities of one run, not the run."""
    before = read_topics(KeptFile(TOPICS, "topics.json", body))

    assert (before.memory, before.decisions) == (b"", ())
    assert "cannot be used" in caplog.text
