"""Scores end to end on the bundled market: what is hidden lowers nothing, and who is the client decides no number."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.audit import run_audit
from pipelines.settings import AuditOptions
from store.archive import ArchiveWriter, read_archive

DEMO = Path(__file__).resolve().parents[2] / "pipelines" / "demo"
HIDDEN = 3  # every so many pages of a site


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scores")


def audit(place: Path, name: str, archive: Path = DEMO / "market.warc.gz", brief: Path = DEMO / "brief.yaml") -> Any:
    options = AuditOptions(
        brief, replay=(archive,), out=place / name, database=f"sqlite:///{place}/w.db", formats=("json",)
    )
    return run_audit(options).audit


@pytest.fixture(scope="module")
def whole(place: Path) -> Any:
    """The audit of the bundled market, of which every named page is captured."""
    made = audit(place, "whole")
    assert {company.unseen for company in made.companies} == {0}
    return made


def test_hidden_pages_widen_scores_and_lower_none(whole, place):
    """The archive without every third page of each site, posts and contact pages among them, all still named by others:
    no company's upper end falls, no lower end rises, and the pages are counted as unseen.
    """
    sites = {company.company.host.removeprefix("www.") for company in whole.companies}
    seen, hidden = 0, []
    with ArchiveWriter(place / "less.warc.gz") as archive:
        for page in read_archive(DEMO / "market.warc.gz"):
            own = page.url.split("/")[2].removeprefix("www.") in sites and "html" in page.capture.media_type
            seen += own
            if own and seen % HIDDEN == 0:
                hidden.append(page.url)
            else:
                archive.write(page.url, page.capture.status, page.headers, page.body, page.capture.captured_at)

    less = audit(place, "less", place / "less.warc.gz")

    assert len(hidden) > 60
    assert all(company.unseen for company in less.companies)
    for before, after in zip(whole.scores, less.scores, strict=True):
        assert after.high >= before.high, after.company
        assert after.low <= before.low, after.company
        assert all(b.high >= a.high for a, b in zip(before.parts, after.parts, strict=True))


def test_another_client_permutes_columns_and_changes_no_number(whole, place):
    """The first competitor as the client, the client as a competitor: every company keeps its figures and its score."""
    brief = yaml.safe_load((DEMO / "brief.yaml").read_text())
    own, rival = brief["client"], brief["competitors"][0]
    brief["client"] = {**own, "name": rival["name"], "url": rival["url"], "aliases": rival.get("aliases", [])}
    brief["competitors"][0] = {"name": own["name"], "url": own["url"], "aliases": own.get("aliases", [])}
    (place / "logo.svg").write_bytes((DEMO / "logo.svg").read_bytes())
    (place / "brief.yaml").write_text(yaml.safe_dump(brief))

    turned = audit(place, "turned", brief=place / "brief.yaml")

    assert turned.client.company.name == rival["name"]
    assert {s.company: (s.low, s.high) for s in turned.scores} == {s.company: (s.low, s.high) for s in whole.scores}
    assert _columns(turned) == _columns(whole)
    others = {company.company.key: company for company in whole.companies}
    for company in turned.companies:
        same = others[company.company.key]
        assert (company.pages, company.posts, company.weeks, company.findings) == (
            same.pages,
            same.posts,
            same.weeks,
            same.findings,
        )


def _columns(audit: Any) -> dict[str, dict[str, str]]:
    """Value and interval of each comparison row, by company."""
    from market.audits import figures_of

    known = {figure.id: figure for figure in figures_of(audit)}
    keys = [company.company.key for company in audit.companies]
    return {
        row.measure: {
            key: json.dumps([known[f].value, known[f].interval and (known[f].interval.low, known[f].interval.high)])
            for key, f in zip(keys, row.figures, strict=True)
        }
        for row in audit.comparison
    }
