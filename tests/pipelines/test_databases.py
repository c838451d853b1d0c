"""The same audit on another database is the same audit."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.audit import run_audit
from pipelines.cli import app
from pipelines.settings import AuditOptions
from store.engine import open_store
from store.runs import salt_of

DEMO = Path(__file__).resolve().parents[2] / "pipelines" / "demo"


@pytest.mark.postgres
def test_postgresql_gives_the_same_audit(demo_audit, postgres, tmp_path):
    """Every byte of audit.json is equal, on a new database and on one that holds the run already."""
    database = postgres.new_database()
    for name in ("new", "again"):
        options = AuditOptions(
            DEMO / "brief.yaml", replay=(DEMO / "market.warc.gz",), out=tmp_path / name, database=database
        )
        assert run_audit(options).data.read_bytes() == demo_audit.data.read_bytes()


@pytest.mark.postgres
def test_the_command_copies_a_store_and_refuses_one_in_use(postgres, tmp_path):
    """It prints the rows of each table; a second copy is refused with exit status 2."""
    source = f"sqlite:///{tmp_path}/a.db"
    salt_of(open_store(source), "client.example")
    words = ["database", "copy", source, postgres.new_database()]

    first, second = (CliRunner().invoke(app, words) for _ in range(2))

    assert (first.exit_code, "Copied 1 rows." in first.output) == (0, True)
    assert (second.exit_code, "is not empty" in second.output) == (2, True)


def test_a_database_that_nobody_answers_for_is_one_line(tmp_path):
    """No server at the address: the finding says so, without the password."""
    result = CliRunner().invoke(app, ["doctor", "--database", "postgresql://nobody:secret@127.0.0.1:9/none"])

    assert result.exit_code == 1
    assert "secret" not in result.output
    assert "Traceback" not in result.output
