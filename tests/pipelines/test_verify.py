"""Verify: a delivered folder follows from its evidence, and every change of one byte or one number is told."""

import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from market.crawls import Outcome
from market.run_records import KeptFile, RunRecord
from pipelines.audit import run_audit
from pipelines.checksums import NAME, read_sums, write_sums
from pipelines.cli import app
from pipelines.evidence import record_of
from pipelines.settings import AuditOptions, WrongInputError
from pipelines.verify import Anew, remake, verify
from store.archive import ArchiveWriter, read_archive
from store.checking import check_records
from store.run_records import FILE_NAME, load_run_record, save_run_record

DEMO = Path(__file__).resolve().parents[2] / "pipelines" / "demo"
PER_HOST = 8


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an audit of a part of the bundled market, small enough to be verified many times."""
    place = tmp_path_factory.mktemp("verify")
    kept: dict[str, int] = {}
    with ArchiveWriter(place / "part.warc.gz") as archive:
        for page in read_archive(DEMO / "market.warc.gz"):
            host = page.url.split("/")[2]
            kept[host] = kept.get(host, 0) + 1
            if kept[host] <= PER_HOST:
                archive.write(page.url, page.capture.status, page.headers, page.body, page.capture.captured_at)
    formats = ("html", "csv", "xlsx", "md")
    run_audit(
        AuditOptions(
            DEMO / "brief.yaml",
            replay=(place / "part.warc.gz",),
            out=place / "out",
            database=f"sqlite:///{place}/w.db",
            as_of=date(2026, 10, 30),
            formats=formats,
        )
    )
    return place / "out"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], AbstractContextManager[Anew]]:
    """Recomputes each evidence once: the same bytes give the same audit, whatever was changed beside them."""
    known: dict[str, Anew] = {}

    @contextmanager
    def remade(folder: Path) -> Iterator[Anew]:
        hasher = hashlib.sha256()
        for path in sorted((folder / "evidence").glob("*.warc.gz")):
            hasher.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        if (key := hasher.hexdigest()) not in known:
            known[key] = remake(folder, tmp_path_factory.mktemp("anew"))
        yield known[key]

    return remade


@pytest.fixture
def copied(small: Path, tmp_path: Path) -> Path:
    shutil.copytree(small, tmp_path / "out")
    return tmp_path / "out"


def test_an_untouched_folder_proves_itself(small):
    """Nothing differs; files, records, captures and figures are counted."""
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}

    found = verify(small)

    assert found.differences == ()
    said = "\n".join(found.checked)
    for what in ("files against SHA256SUMS", "records of 2 archive files", "cited captures", "figures recomputed"):
        assert re.search(rf"[1-9][\d,]* {what}", said), what
    assert before == {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}


# ---- what may be changed, one byte or one number each

Change = Callable[[Path], None]


def flip(name: str, at: float) -> Change:
    """One bit of one byte, at a part of the file's length."""

    def change(folder: Path) -> None:
        body = bytearray((folder / name).read_bytes())
        body[int(at * (len(body) - 1))] ^= 1
        (folder / name).write_bytes(bytes(body))

    return change


def swap(name: str, pattern: str, put: str | Callable[[re.Match[str]], str]) -> Change:
    """The first match of a pattern in a text file."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        changed = re.sub(pattern, put, text, count=1, flags=re.S)
        assert changed != text
        (folder / name).write_text(changed, "utf-8")

    return change


def next_digit(match: re.Match[str]) -> str:
    """The match with the digit of its second group one higher."""
    return match[1] + str((int(match[2]) + 1) % 10) + match[3]


def in_record(kind: str) -> Change:
    """One byte inside a record of the archive, its gzip member packed anew so that it opens without complaint."""

    def change(folder: Path) -> None:
        path = folder / "evidence" / "part.warc.gz"
        whole, records = (
            path.read_bytes(),
            [r for r in check_records(path) if r.kind == "response" and "html" in r.media_type],
        )
        record = records[len(records) // 2]
        member = bytearray(gzip.decompress(whole[record.offset : record.offset + record.length]))
        mark, beyond = {
            "payload": (b"</p>", -2),
            "http header": (b"content-type: text", 15),
            "warc date": (b"warc-date: ", len("warc-date: 2026-1")),
            "address": (b"warc-target-uri: ", 30),
        }[kind]
        at = bytes(member).lower().index(mark) + beyond
        member[at] = member[at] + 1
        packed = gzip.compress(bytes(member), mtime=0)
        path.write_bytes(whole[: record.offset] + packed + whole[record.offset + record.length :])

    return change


def records(reorder: Callable[[list[bytes]], list[bytes]]) -> Change:
    def change(folder: Path) -> None:
        path = folder / "evidence" / "part.warc.gz"
        whole = path.read_bytes()
        held = [whole[r.offset : r.offset + r.length] for r in check_records(path)]
        path.write_bytes(b"".join(reorder(held)))

    return change


def run(alter: Callable[[RunRecord], RunRecord]) -> Change:
    def change(folder: Path) -> None:
        path = folder / "evidence" / FILE_NAME
        record = load_run_record(path)
        assert record is not None
        save_run_record(path, alter(record))

    return change


def brief(old: bytes, new: bytes) -> Change:
    def alter(record: RunRecord) -> RunRecord:
        from dataclasses import replace

        kept = tuple(
            KeptFile(f.role, f.name, f.body.replace(old, new, 1) if f.role == "brief" else f.body) for f in record.files
        )
        assert kept != record.files
        return replace(record, files=kept)

    return run(alter)


def ledger(record: RunRecord) -> RunRecord:
    from dataclasses import replace

    return replace(
        record, ledger=(("Riverbend Realty", (Outcome("fetched", 13, "https://riverbend-realty.example/"),)),)
    )


def earlier(record: RunRecord) -> RunRecord:
    from dataclasses import replace

    return replace(record, as_of=date(2026, 10, 29))


def number_in_data(*path: Any) -> Change:
    def change(folder: Path) -> None:
        data = json.loads((folder / "audit.json").read_text())
        value = data
        for key in path[:-1]:
            value = value[key]
        assert isinstance(value[path[-1]], int | float)
        value[path[-1]] += 1
        body = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        (folder / "audit.json").write_text(body, "utf-8")

    return change


ARCHIVE, RECORD = "evidence/part.warc.gz", f"evidence/{FILE_NAME}"
PRINTED = r'(<a class="figure"[^>]*>)(\d)([^<]*</a>)'
CHANGES: dict[str, tuple[Change, str]] = {
    "a byte of the packed archive, early": (flip(ARCHIVE, 0.2), r"evidence/part\.warc\.gz"),
    "a byte of the packed archive, late": (flip(ARCHIVE, 0.9), r"evidence/part\.warc\.gz"),
    "the archive's last byte": (flip(ARCHIVE, 1), r"evidence/part\.warc\.gz"),
    "a letter of a page": (in_record("payload"), r"part\.warc\.gz, byte \d+: https?://"),
    "a letter of a page's header": (in_record("http header"), r"evidence/part\.warc\.gz"),
    "the day of a capture": (in_record("warc date"), r"evidence/part\.warc\.gz"),
    "the address of a capture": (in_record("address"), r"part\.warc\.gz, byte \d+"),
    "a record taken out": (records(lambda held: held[:4] + held[5:]), r"part\.warc\.gz, byte \d+"),
    "two records changed about": (records(lambda h: [*h[:4], h[5], h[4], *h[6:]]), r"part\.warc\.gz"),
    "a record put in twice": (records(lambda held: [*held, held[-1]]), r"evidence/part\.warc\.gz"),
    "a byte of the run's record": (flip(RECORD, 0.5), r"run-record\.warc\.gz"),
    "the packing day of the run's record": (flip(RECORD, 5 / 4_000), r"run-record\.warc\.gz"),
    "a promise in the brief": (brief(b"amount: 3", b"amount: 7"), r"figure .*promised|plan\["),
    "a comment in the brief": (brief(b"#", b"##"), r"run-record\.warc\.gz"),
    "a count in the ledger": (run(ledger), r"audit\.json: ledger"),
    "the last day of the window": (run(earlier), r"window"),
    "a figure's value": (number_in_data("companies", 0, "cadence", "value"), r"figure cadence\.\w+, companies\[0\]\.cadence\.value"),
    "a figure's n": (number_in_data("companies", 1, "cadence", "n"), r"figure cadence\.\w+, .*\.n: "),
    "the end of an interval": (number_in_data("companies", 0, "cadence", "interval", "high"), r"figure cadence.*interval\.high"),
    "the offset of a capture": (number_in_data("companies", 0, "cadence", "evidence", 0, "offset"), r"byte \d+: \w+ capture lies"),
    "the score": (number_in_data("scores", 0, "low"), r"scores\[0\]\.low"),
    "an archive's size": (number_in_data("archive", 0, "size"), r"archive\[0\]\.size"),
    "a space in audit.json": (swap("audit.json", r"\n \"agency\"", '\n  "agency"'), r"audit\.json"),
    "a printed number": (swap("report.html", PRINTED, next_digit), r"figure .*printed “\d.*recomputed “\d"),
    "a printed interval": (swap("report.html", r"(interval) (\d)", lambda m: f"{m[1]} {(int(m[2]) + 1) % 10}"), r"report\.html"),
    "a number in an entry's evidence": (swap("report.html", r"(SHA-256 <code>[0-9a-f]*)(\d)([a-f0-9]*</code>)", next_digit), r"report\.html, byte"),
    "a quote in the evidence": (swap("report.html", r"<q>(\w)", "<q>X"), r"report\.html, byte"),
    "a letter of an evidence page": (lambda folder: flip(next(iter(sorted((folder / "evidence/pages").glob("*.html")))).relative_to(folder).as_posix(), 0.7)(folder), r"evidence/pages/[0-9a-f]+\.html"),
    "an evidence page taken away": (lambda folder: next((folder / "evidence/pages").glob("*.html")).unlink(), r"evidence/pages/\S+: missing"),
    "a number in the tables": (swap("tables/figures.csv", r"(,)(\d)(,|\.)", next_digit), r"tables/figures\.csv"),
    "a byte of the workbook": (flip("report.xlsx", 0.5), r"report\.xlsx"),
    "a digit of the text": (swap("report.md", r"(\w )(\d)( )", next_digit), r"report\.md, byte"),
    "a file of the evidence renamed": (lambda folder: (folder / ARCHIVE).rename(folder / "evidence/other.warc.gz"), r"part\.warc\.gz: missing"),
}  # fmt: skip


# Changes of the archive that records and citations must tell by themselves, without the audit made anew.
BY_RECORDS = {
    "a byte of the packed archive, early",
    "the archive's last byte",
    "a letter of a page's header",
    "the day of a capture",
    "the address of a capture",
    "a record taken out",
    "two records changed about",
    "a record put in twice",
}


@contextmanager
def not_remade(folder: Path) -> Iterator[Anew]:
    """No recomputation at all: what is told without it was told by the files, records and citations."""
    yield Anew(folder, None, "", "not recomputed")


def told_of(copied: Path, change: str, once: Callable[[Path], AbstractContextManager[Anew]]) -> list[str]:
    """The differences that verify finds after a change."""
    found = verify(copied, not_remade if change in BY_RECORDS else once).differences
    return [line for line in found if line != "not recomputed"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_told_with_its_place(copied, once, change):
    """Each change is told in lines that name the figure, the file or the place; the digests stay as delivered."""
    alter, told = CHANGES[change]
    alter(copied)

    found = told_of(copied, change, once)

    assert re.search(told, "\n".join(found)), found
    assert len(found) < 250
    assert all("\n" not in line and len(line) < 500 for line in found)


# What changes no figure cannot be recomputed: it is told by the digests alone.
BY_DIGEST = ["the packing day of the run's record", "a comment in the brief"]


@pytest.mark.parametrize("change", [name for name in CHANGES if name not in BY_DIGEST])
def test_a_change_is_told_even_where_the_digests_were_made_to_fit(copied, once, change):
    """Whoever also rewrites SHA256SUMS is found by recomputing."""
    alter, _ = CHANGES[change]
    alter(copied)
    write_sums(copied)

    assert told_of(copied, change, once)


@pytest.mark.parametrize("change", [*BY_DIGEST, "a printed number"])
def test_the_digests_can_be_checked_with_any_tool(copied, change):
    """SHA256SUMS is in the form that sha256sum reads, names every delivered file, and tells a change by itself."""
    import subprocess

    def check() -> int:
        return subprocess.run(
            ["sha256sum", "--check", "--status", "--strict", NAME], cwd=copied, check=False
        ).returncode

    assert check() == 0
    CHANGES[change][0](copied)
    assert check() != 0


def test_the_command_ends_with_its_status(small, copied):
    """0 and a summary for an untouched folder; 4 and one line per difference for a changed one; 2 for no audit."""
    CHANGES["a printed number"][0](copied)
    runner = CliRunner()

    sound, changed = runner.invoke(app, ["verify", str(small)]), runner.invoke(app, ["verify", str(copied)])
    nothing = runner.invoke(app, ["verify", str(small / "tables")])

    assert (sound.exit_code, changed.exit_code, nothing.exit_code) == (0, 4, 2)
    assert "Verified" in sound.output
    assert "DIFFERS" in changed.output
    assert "Verified" not in changed.output


def test_a_folder_without_its_run_record_is_named(copied):
    """What was not written by an audit of ours is said in one line."""
    (copied / RECORD).unlink()

    with pytest.raises(WrongInputError, match="no run record"):
        record_of(copied)
    assert any("cannot be replayed" in line for line in verify(copied).differences)


def test_writing_a_format_again_keeps_the_folder_proven(copied):
    """A format written later is vouched for; the digests of the other files stay as they were delivered."""
    from pipelines.report import write_again

    before = read_sums(copied)
    write_again(str(copied), ("md", "html"), "sqlite://")

    assert read_sums(copied) == before


def test_the_evidence_is_told_in_lines(small):
    """The evidence command names archives with digests and what is kept, and writes a WACZ where it is told to."""
    runner = CliRunner()

    told = runner.invoke(app, ["evidence", str(small), "--out", str(small.parent / "e.wacz")])

    assert told.exit_code == 0
    assert "part.warc.gz" in told.output
    assert "kept     brief: brief.yaml" in told.output
    assert (small.parent / "e.wacz").stat().st_size > 10_000
