"""Change since the last audit, from archives to the report: found by itself, named, replayed, proven."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from market.changes import Done, Move
from pipelines.audit import run_audit
from pipelines.cli import app
from pipelines.evidence import record_of
from pipelines.settings import AuditOptions, WrongInputError
from pipelines.verify import verify
from store.archive import ArchiveWriter

FIRST, SECOND = date(2026, 10, 23), date(2026, 10, 30)
BRIEF = """
agency: {name: An Agency, contact: call 555}
client: {name: Client, url: "https://client.example/"}
competitors: [{name: Rival, url: "https://rival.example/"}]
market: {keywords: [gutters]}
goals: [{name: Be known}]
plan: [Use Yelp]
"""
FORM = "<form action=/send><label>Your e-mail <input type=email name=email></label><textarea name=message></textarea><button>Contact us</button></form>"
CHAT = "<p><a href='https://wa.me/15550100'>Chat with us</a></p>"


def page(title: str, body: str = "") -> bytes:
    links = "<nav><a href=/>Home</a> <a href=/about>About us</a></nav>"
    words = f"{title}. We clean gutters and mend roofs for people who would rather not climb a ladder. " * 6
    return f"<html lang=en><head><title>{title}</title></head><body>{links}<main><h1>{title}</h1><p>{words}</p>{body}</main></body></html>".encode()


@pytest.fixture
def market(tmp_path: Path) -> Callable[..., Path]:
    """Writes an archive of two sites as they were on a day; of the rival's home page ``rival`` is a part."""
    (tmp_path / "brief.yaml").write_text(BRIEF)

    def write(day: date, rival: str, hidden: str = "", client: str = "") -> Path:
        pages = {
            "https://client.example/": page("Client", client),
            "https://client.example/about": page("About the client"),
            "https://rival.example/": page("Rival", rival),
            "https://rival.example/about": page("About the rival"),
        }
        moment = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
        path = tmp_path / f"{day}{hidden.count('/')}.warc.gz"
        with ArchiveWriter(path) as archive:
            for number, (url, body) in enumerate(pages.items()):
                if url != hidden:
                    archive.write(url, 200, [("Content-Type", "text/html")], body, moment + timedelta(minutes=number))
        return path

    return write


@pytest.fixture
def audit(tmp_path: Path) -> Callable[..., Any]:
    def run(archive: Path, out: str | None = "", **options: Any) -> Any:
        place = None if out is None else tmp_path / (out or archive.name.partition(".")[0])
        known = {"database": f"sqlite:///{tmp_path}/w.db", "out": place}
        return run_audit(AuditOptions(tmp_path / "brief.yaml", replay=(archive,), **{**known, **options}))

    return run


def moves(written: Any) -> set[tuple[str, str, str]]:
    return {(str(t.move), t.kind, written.audit.name_of(t.company)) for t in written.audit.changes.tactics}


def test_the_second_audit_tells_by_itself_what_changed(market, audit, tmp_path):
    """A form that is gone and a chat that is new are told; the folder proves itself and replays to the same bytes."""
    first = audit(market(FIRST, FORM))

    second = audit(market(SECOND, CHAT))

    assert first.audit.changes is None
    assert "First audit" in dict(first.audit.method)["Change since the last audit"]
    assert {("started", "contact way", "Rival"), ("stopped", "lead form", "Rival")} <= moves(second)
    assert second.audit.changes.since.run == first.audit.run.key
    assert record_of(second.folder).file("earlier").body == first.data.read_bytes()
    assert verify(second.folder).differences == ()
    shutil.rmtree(first.folder)
    again = run_audit(
        AuditOptions(replay=(second.folder,), out=tmp_path / "again", database=f"sqlite:///{tmp_path}/2.db")
    )
    assert again.data.read_bytes() == second.data.read_bytes()
    assert again.report.read_bytes() == second.report.read_bytes()
    assert "Since the last audit" in second.report.read_text()


def test_a_changed_earlier_audit_is_told_by_verify(market, audit):
    """One number of the earlier audit in the evidence, and the folder no longer proves itself."""
    from dataclasses import replace

    from store.run_records import FILE_NAME, save_run_record

    audit(market(FIRST, FORM))
    folder = audit(market(SECOND, CHAT)).folder
    record = record_of(folder)
    files = tuple(
        replace(f, body=f.body.replace(b'"pages": 2', b'"pages": 3', 1)) if f.role == "earlier" else f
        for f in record.files
    )
    assert files != record.files

    save_run_record(folder / "evidence" / FILE_NAME, replace(record, files=files))

    assert any("changes.since.sha256" in line for line in verify(folder).differences)


def test_a_page_that_is_not_in_the_archive_stopped_nothing(market, audit):
    """The rival's home page is missing this time: that its form is gone cannot be told."""
    audit(market(FIRST, FORM))

    second = audit(market(SECOND, CHAT, hidden="https://rival.example/"))

    assert {(m, kind) for m, kind, who in moves(second) if who == "Rival"} == {("cannot tell", "lead form")}


def test_two_runs_of_one_archive_tell_no_change(market, audit):
    """The same archive, audited as of two days, gives no start, no stop and no step done."""
    archive = market(SECOND, FORM)
    audit(archive, "a", as_of=FIRST)

    changes = audit(archive, "b", as_of=SECOND).audit.changes

    assert changes.tactics == changes.topics == changes.remarks == ()
    assert {step.done for step in changes.steps} <= {Done.NOT, Done.UNTOLD}


def test_a_step_that_was_done_is_told_with_its_evidence(market, audit):
    """The client puts up the form that it was advised to: done, with the capture that shows it."""
    first = audit(market(FIRST, FORM))
    place = [step.rule for step in first.audit.recommendations].index("form")

    step = audit(market(SECOND, FORM, client=FORM)).audit.changes.steps[place]

    assert (step.done, step.then) == (Done.DONE, "0 types of form on 2 pages")
    assert [e.url for e in step.evidence] == ["https://client.example/"]


def test_another_audit_can_be_named(market, audit, tmp_path):
    """``--since`` takes a folder or its audit.json, in place of the newest one."""
    oldest = audit(market(FIRST - timedelta(weeks=2), ""))
    audit(market(FIRST, FORM))
    archive = market(SECOND, FORM)

    named = [audit(archive, "n", since=given).audit.changes for given in (oldest.folder, oldest.data)]
    newest = audit(archive, "m").audit.changes

    assert named[0] == named[1]
    assert {t.move for t in named[0].tactics} == {Move.STARTED}
    assert named[0].since.as_of.date() == FIRST - timedelta(weeks=2)
    assert (newest.since.as_of.date(), newest.tactics) == (FIRST, ())


def test_what_cannot_be_held_against_is_refused_in_one_line(market, audit, tmp_path):
    """No such file, no audit, another version, another client, a later day: each is named before anything is written."""
    later = audit(market(SECOND, FORM))
    data = json.loads(later.data.read_text())
    stranger = json.loads(later.data.read_text().replace("client.example", "other.example"))
    cases = {
        "cannot be read": tmp_path / "nowhere",
        "not a JSON file": tmp_path / "brief.yaml",
        "schema version 0.9": _written(tmp_path / "old.json", data | {"schema_version": "0.9"}),
        "an audit of https://other.example/": _written(tmp_path / "other.json", stranger),
        "window ends on 2026-10-30, after": later.folder,
    }
    archive = market(FIRST, FORM)

    for words, given in cases.items():
        with pytest.raises(WrongInputError, match=words) as raised:
            audit(archive, "refused", since=given)
        assert "\n" not in str(raised.value)
    assert not (tmp_path / "refused").exists()


def _written(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data))
    return path


def test_an_earlier_audit_of_another_version_is_said_not_fatal(market, audit, tmp_path, monkeypatch):
    """Found by itself but written otherwise: the audit ends, and its list of what was not measured says why."""
    monkeypatch.chdir(tmp_path)
    first = audit(market(FIRST, FORM), out=None)
    data = json.loads(first.data.read_text()) | {"schema_version": "0.9"}
    first.data.write_text(json.dumps(data))

    second = audit(market(SECOND, FORM), database=f"sqlite:///{tmp_path}/2.db", out=None)

    assert second.audit.changes is None
    (row,) = [row for row in second.audit.unmeasured if row.subject == "Changes"]
    assert "schema version 0.9" in row.reason
    assert verify(second.folder).differences == ()


def test_the_folders_beside_are_looked_at_where_the_report_has_its_usual_place(market, tmp_path, monkeypatch):
    """Without the database of the first run, its folder is found; under a chosen folder nothing beside it is."""
    monkeypatch.chdir(tmp_path)

    def run(archive: Path, number: int, out: Path | None = None) -> Any:
        database = f"sqlite:///{tmp_path}/{number}.db"
        return run_audit(AuditOptions(tmp_path / "brief.yaml", replay=(archive,), database=database, out=out)).audit

    first = run(market(FIRST, FORM), 1)
    archive = market(SECOND, FORM)

    assert run(archive, 2).changes.since.run == first.run.key
    assert run(archive, 3, tmp_path / "audits" / "client.example" / "mine").changes is None


def test_a_replay_keeps_to_the_audit_it_was_held_against(market, audit, tmp_path):
    """A first audit, replayed on a database that knows an earlier one, stays a first audit."""
    archive = market(SECOND, FORM)
    alone = audit(archive, "alone", database=f"sqlite:///{tmp_path}/alone.db")
    audit(market(FIRST, FORM))

    again = run_audit(
        AuditOptions(replay=(alone.folder,), out=tmp_path / "again", database=f"sqlite:///{tmp_path}/w.db")
    )

    assert again.data.read_bytes() == alone.data.read_bytes()


def test_the_command_takes_the_option(market, audit, tmp_path):
    """``watercooler audit --since``: 0 and the part in the report; 2 and one line for a folder without an audit."""
    first = audit(market(FIRST, FORM))
    archive = market(SECOND, CHAT)
    given = ["audit", str(tmp_path / "brief.yaml"), "--replay", str(archive), "--out", str(tmp_path / "o")]
    given += ["--database", f"sqlite:///{tmp_path}/c.db", "-q", "--since"]
    runner = CliRunner()

    done, wrong = runner.invoke(app, [*given, str(first.folder)]), runner.invoke(app, [*given, str(tmp_path / "no")])

    assert (done.exit_code, wrong.exit_code) == (0, 2)
    assert "Since the last audit" in (tmp_path / "o" / "report.html").read_text()
    assert "--since" in wrong.output
