"""An audit that would come out the same is taken from the store, and one that might not is made again."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines.audit import run_audit
from pipelines.recall import inputs_of
from pipelines.settings import AuditOptions

WHOLE = ["open_run", "collect", "read", "understand", "conclude", "write"]


@pytest.fixture
def again(demo_audit: Any, tmp_path: Path) -> Any:
    """A function that replays the demo's evidence on a store that holds its audit; returns it and its stages."""
    shutil.copytree(demo_audit.folder / "evidence", tmp_path / "evidence")
    database = f"sqlite:///{tmp_path}/w.db"
    options = AuditOptions(replay=(tmp_path / "evidence",), out=tmp_path / "out", database=database)

    def run() -> tuple[Any, list[str]]:
        stages: list[str] = []

        def step(stage: Any) -> Any:
            stages.append(stage.__name__)
            return stage

        return run_audit(options, step), stages

    return run


def test_the_same_evidence_is_read_once(again, demo_audit, monkeypatch):
    """The second time only the writing is done, with the same bytes; with other code everything is done again."""
    first, stages = again()
    second, stages_again = again()
    monkeypatch.setattr("pipelines.recall.code", lambda: "another version")
    third, stages_after = again()

    assert stages == WHOLE
    assert stages_again == ["open_run", "collect", "write"]
    assert stages_after == WHOLE
    assert first.data.read_bytes() == demo_audit.data.read_bytes()
    for name in ("audit.json", "report.html"):
        assert (second.folder / name).read_bytes() == (first.folder / name).read_bytes()
    assert third.data.read_bytes() == first.data.read_bytes()


def test_whatever_decides_an_audit_is_among_its_inputs(demo_audit, tmp_path):
    """Another archive, brief, earlier audit or model is another input; the name of the folder is not."""
    evidence = tmp_path / "evidence"
    shutil.copytree(demo_audit.folder / "evidence", evidence)
    usual = inputs_of(evidence, "")
    record, archive = evidence / "run-record.warc.gz", evidence / "market.warc.gz"
    changed = []
    for path in (record, archive):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        changed.append(inputs_of(evidence, ""))
        path.write_bytes(whole)

    assert inputs_of(evidence, "") == usual == inputs_of(demo_audit.folder / "evidence", "")
    assert len({usual, *changed, inputs_of(evidence, "another_model")}) == 4
