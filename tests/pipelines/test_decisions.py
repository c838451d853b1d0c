"""`watercooler decisions`: from the page into the brief."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from market.brief_yaml import read_brief
from market.decisions import Aspect, Decision
from market.urls import key_of
from pipelines.cli import app
from store.decisions import decide
from store.engine import open_store

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "home-buyers.yaml"


def test_what_was_decided_is_written_into_the_brief_once(tmp_path):
    """Labels, goals and venues are in the brief that the next audit reads; notes are listed; a second time nothing is."""
    brief, database = tmp_path / "brief.yaml", f"sqlite:///{tmp_path / 'w.db'}"
    shutil.copy(EXAMPLE, brief)
    before = read_brief(brief)
    line = next(item.sentence for item in before.plan if item.sentence)
    engine = open_store(database)
    for aspect, subject, label, value in (
        (Aspect.LABEL, "plan-1", line, "none"),
        (Aspect.GOAL, "https://www.maplekey.example/post", "A post", "none"),
        (Aspect.VENUE, "https://new.example/forum", "New forum", "accepted"),
        (Aspect.VENUE, key_of("https://pottingshed.example"), "The Potting Shed", "refused"),
        (Aspect.NOTE, "topic.x", "roofs", "ask Ana"),
    ):
        decide(engine, before.client.name, Decision(aspect, subject, label, value, "run", "", NOW))

    listed = CliRunner().invoke(app, ["decisions", str(brief), "--database", database])
    assert read_brief(brief) == before
    written = CliRunner().invoke(app, ["decisions", str(brief), "--database", database, "--write"])
    again = CliRunner().invoke(app, ["decisions", str(brief), "--database", database, "--write"])

    after = read_brief(brief)
    assert listed.exit_code == written.exit_code == again.exit_code == 0, listed.output + written.output
    assert next(item.label for item in after.plan if item.sentence == line) == "none"
    assert [entry.goal for entry in after.mappings if str(entry.url) == "https://www.maplekey.example/post"] == ["none"]
    addresses = {key_of(str(venue.url)) for venue in after.venues}
    assert key_of("https://new.example/forum") in addresses
    assert key_of("https://pottingshed.example") not in addresses
    assert written.output.count("in the brief") == 4
    assert "beside the brief  note    roofs: ask Ana" in written.output
    assert "Wrote" in written.output
    assert "Wrote" not in again.output
    assert brief.read_text().count("#") >= EXAMPLE.read_text().count("#")


def test_nothing_decided_is_said(tmp_path):
    result = CliRunner().invoke(app, ["decisions", str(EXAMPLE), "--database", f"sqlite:///{tmp_path / 'w.db'}"])

    assert result.exit_code == 2
    assert "nothing was decided" in result.output
