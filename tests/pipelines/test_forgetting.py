"""Forgetting as an operator does it: a command, after which archive and database hold nothing of it."""

import gzip
import json
import sqlite3
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from store.archive import read_archive
from store.run_records import load_run_record

FORUM = "https://pottingshed.example"


def forget(home: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["forget", *arguments, "--database", f"sqlite:///{home.parent}/w.db"])
    assert done.exit_code == 0, done.output
    return done.output


def archived(home: Path) -> str:
    """Every byte under evidence and logs, unpacked."""
    files = [path for part in ("evidence", "logs") for path in (home / part).rglob("*") if path.is_file()]
    bodies = [gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes() for f in files]
    return b"\n".join(bodies).decode("utf-8", "replace").casefold()


def stored(home: Path) -> str:
    """Every value of every row, unpacked, and every byte of the database's files."""
    connection = sqlite3.connect(f"file:{home.parent}/w.db?mode=ro", uri=True)
    tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    values = [value for table in tables for row in connection.execute(f'select * from "{table}"') for value in row]  # noqa: S608
    connection.close()
    told = [zlib.decompress(v).decode() if isinstance(v, bytes) else str(v) for v in values]
    raw = b"".join(path.read_bytes() for path in home.parent.glob("w.db*"))
    return "\n".join([*told, raw.decode("utf-8", "replace")]).casefold()


def posts_of(home: Path) -> dict[str, list[tuple[str, str]]]:
    """Threads of one forum: their posts by address, each with author and words."""
    pages = read_archive(home / "evidence" / "market.warc.gz")
    threads = {p.url: json.loads(p.body) for p in pages if p.url.startswith(f"{FORUM}/t/") and p.url.endswith(".json")}
    told = {url: thread["post_stream"]["posts"] for url, thread in threads.items() if "post_stream" in thread}
    return {url: [(p["username"], p["cooked"]) for p in posts] for url, posts in told.items()}


def test_a_member_leaves_no_trace(audited):
    """Name and words are in no byte of archive and database; others' evidence lies where it lay; reports are listed."""
    author, url = next(
        (name, url) for url, posts in posts_of(audited).items() for name, text in posts if name == "quiet_otter88"
    )
    words = next(text for name, text in posts_of(audited)[url] if name == author)
    words = words.removeprefix("<p>").partition("</p>")[0].casefold()
    assert author in archived(audited)
    assert words in archived(audited)
    before = {page.url: page for page in read_archive(audited / "evidence" / "market.warc.gz")}

    output = forget(audited, "--author", author)

    for kept in (archived(audited), stored(audited)):
        assert author not in kept
        assert words not in kept
    after = {page.url: page for page in read_archive(audited / "evidence" / "market.warc.gz")}
    assert len(before) - 30 < len(after) < len(before)
    assert all(before[url] == page for url, page in after.items())
    assert str(audited / "report.html") in output
    assert f"watercooler audit --replay {audited} --out {audited}" in output
    assert not (audited / "SHA256SUMS").exists()
    assert "Nothing of it is kept" in forget(audited, "--author", author)


def test_a_conversation_leaves_no_trace(audited):
    """Its title, its posts and its address are gone from thread, lists and feeds."""
    url, posts = next((u, p) for u, p in posts_of(audited).items() if "leaf-mold" in u)
    page = url.removesuffix(".json")
    words = [text.removeprefix("<p>").partition("</p>")[0].casefold() for _, text in posts]

    forget(audited, "--url", page)

    for kept in (archived(audited), stored(audited)):
        assert page not in kept
        assert not [part for part in words if len(part.split()) > 7 and part in kept]


def test_a_dry_run_changes_nothing(audited):
    """It says what would go."""
    before = archived(audited), stored(audited)

    output = forget(audited, "--author", "quiet_otter88", "--dry-run")

    assert "records would go" in output
    assert (archived(audited), stored(audited)) == before


def test_a_client_leaves_no_trace(audited):
    """Given by its site: archives, logs and rows are gone, and the report that remains is listed."""
    output = forget(audited, "--client", "https://www.maplekey.example/")

    assert archived(audited).strip() == ""
    assert "maple" not in stored(audited)
    assert str(audited / "audit.json") in output


@pytest.mark.parametrize(
    "arguments", [[], ["--author", "a", "--url", "https://a.example/"], ["--url", "no address"], ["--client", "Nobody"]]
)
def test_a_wish_that_cannot_be_understood_changes_nothing(tmp_path, arguments):
    """It ends with status 2 and one line."""
    database = f"sqlite:///{tmp_path}/w.db"

    done = CliRunner().invoke(app, ["forget", *arguments, "--database", database])

    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_the_run_record_keeps_no_earlier_audit_that_holds_it(audited):
    """Changes cannot be told from an audit that quotes what was forgotten."""
    from dataclasses import replace

    from market.run_records import EARLIER, KeptFile
    from store.run_records import save_run_record

    path = audited / "evidence" / "run-record.warc.gz"
    record = load_run_record(path)
    earlier = KeptFile(EARLIER, "audit.json", b'{"url": "https://pottingshed.example/t/garlic-when-and-how-deep/321"}')
    save_run_record(path, replace(record, files=(*record.files, earlier)))

    forget(audited, "--url", f"{FORUM}/t/garlic-when-and-how-deep/321")

    assert load_run_record(path).file(EARLIER) is None
    assert load_run_record(path).file("brief")
