"""Run records: what a run was given travels with its evidence."""

from datetime import date

import pytest

from market.crawls import Outcome
from market.run_records import BRIEF, EARLIER, LOGO, KeptFile, RunRecord
from store.archive import ArchiveError, ArchiveWriter, describe
from store.checking import check_records
from store.run_records import FILE_NAME, load_run_record, save_run_record

RECORD = RunRecord(
    date(2026, 5, 31),
    "crawl 200 8",
    "en_core_web_sm",
    "watercooler 0.1.0",
    (
        (
            "Rival",
            (Outcome("fetched", 12, "https://r.example/"), Outcome("robots: disallowed", 3, "https://r.example/x")),
        ),
    ),
    (
        KeptFile(BRIEF, "brief.yaml", "client: {name: Größe}\n".encode()),
        KeptFile(LOGO, "../brand/logo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        KeptFile(EARLIER, "audit.json", b"{}\r\nWARC/1.0\r\n\r\n"),
    ),
)


def test_a_record_comes_back_equal(tmp_path):
    """Everything that was kept is read back, whatever bytes it is made of."""
    save_run_record(tmp_path / FILE_NAME, RECORD)

    assert load_run_record(tmp_path / FILE_NAME) == RECORD


def test_the_same_run_gives_the_same_bytes(tmp_path):
    """Nothing in the file depends on the clock or on chance."""
    save_run_record(tmp_path / "a.warc.gz", RECORD)
    save_run_record(tmp_path / "b.warc.gz", RECORD)

    assert (tmp_path / "a.warc.gz").read_bytes() == (tmp_path / "b.warc.gz").read_bytes()


def test_any_warc_tool_reads_it(tmp_path):
    """It is a sound WARC file whose records carry their digests, and holds no page."""
    save_run_record(tmp_path / FILE_NAME, RECORD)

    records = list(check_records(tmp_path / FILE_NAME))

    assert [record.kind for record in records] == ["warcinfo", "metadata", "resource", "resource", "resource"]
    assert all(record.stated and not record.fault for record in records)
    assert sum(record.length for record in records) == (tmp_path / FILE_NAME).stat().st_size
    assert describe(tmp_path / FILE_NAME).records == 0


def test_an_archive_of_pages_is_no_run_record(tmp_path):
    """A crawl's file, a page that speaks of run records, and a file of something else give None."""
    from datetime import UTC, datetime

    with ArchiveWriter(tmp_path / "a.warc.gz") as archive:
        body = b"WARC-Target-URI: urn:watercooler:run"
        archive.write("https://e.example/", 200, [("Content-Type", "text/html")], body, datetime.now(UTC))
    (tmp_path / "x").write_bytes(b"something else")

    assert load_run_record(tmp_path / "a.warc.gz") is None
    assert load_run_record(tmp_path / "x") is None


def test_a_changed_byte_is_named_with_its_place(tmp_path):
    """Any changed byte of a packed payload is said in one line with file and byte, never read as something else."""
    path = tmp_path / FILE_NAME
    save_run_record(path, RECORD)
    whole = path.read_bytes()
    offsets = [record.offset for record in check_records(path)]

    for offset in (offsets[1] + 300, offsets[2] + 200, offsets[4] + 250):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :])
        with pytest.raises(ArchiveError, match=FILE_NAME):
            load_run_record(path)
