"""Candidate venues: from links that were read to a line in the brief."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from market.brief_yaml import read_brief
from market.companies import Company, Role
from market.findings import Evidence, Snapshot
from market.pages import Capture, Link, PageKind, Reading
from market.posts import Conversation, Mention, Reply
from market.venues import Access, Candidate, Venue
from pipelines.cli import app
from pipelines.discovery import candidates
from pipelines.reading import CompanyMaterial
from reports.formats.data import write_json
from store.audits import save_audit
from store.engine import open_store

AT = datetime(2026, 5, 4, tzinfo=UTC)
FORUM = Candidate(
    "https://forum.roofs.org/", "forum.roofs.org", "community", "forum", "linked by 2 voices in 2 conversations",
    *(0, 2, 0, ()), (Evidence("https://pottingshed.example/t/1", AT, "d" * 64, "market.warc.gz", 0, "link"),),
)  # fmt: skip
PAPER = replace(FORUM, url="https://roofing-weekly.org/", name="roofing-weekly.org", kind="publication", platform="")


def capture(url: str) -> Capture:
    return Capture(url, AT, 200, "text/html", "d" * 64, "a.warc.gz", 0)


def site(name: str, role: Role, *links: Link) -> CompanyMaterial:
    company = Company(name, f"https://www.{name}.org/", role)
    page = capture(f"https://www.{name}.org/blog/1")
    reading = Reading(page, PageKind.POST, "", "", "", "", "en", "", 0, (), None, links=links)
    return CompanyMaterial(company, Snapshot(company.key, company.url, (reading,), ()), (), 1, ())


def talk(number: int, *links: str, answers: tuple[Reply, ...] = ()) -> Conversation:
    url = f"https://talk.town.org/t/{number}"
    return Conversation("v", url, "", "", f"h{number}", AT, 1, None, capture(url), answers, links=links)


def test_the_link_graph_proposes_places_that_are_nobodys_own():
    """A forum that pages and talk link to is proposed; own sites, brief's venues, share buttons and file hosts are not."""
    own = ("https://community.maple.org/t/x/1", "https://www.maple.org/forum/", "https://help.rival.org/forum/2")
    noise = (
        "https://bit.ly/x",
        "https://d1.cloudfront.net/a.js",
        "https://www.facebook.com/groups/x",
        "https://talk.town.org/t/9",
    )
    linked = [Link(url, "", "main") for url in (*own, *noise, "https://forum.roofs.org/t/a/1")]
    companies = [site("maple", Role.CLIENT, *linked), site("rival", Role.COMPETITOR, *linked)]
    answer = Reply("h9", "", AT, None, ("https://forum.roofs.org/t/b/2",))
    conversations = [talk(n, *own, *noise, answers=(answer,)) for n in range(3)]
    venues = [Venue("Talk", "https://talk.town.org/", "forum", Access.CRAWLABLE)]
    mentions = [Mention(companies[1].company.key, conversations[0].url, "rival")]

    (found,) = candidates(companies, conversations, mentions, venues)

    assert (found.url, found.platform) == ("https://forum.roofs.org/", "forum")
    assert (found.voices, found.rivals, found.pages, len(found.companies)) == (3, 1, 2, 2)


@pytest.fixture
def proposing(audited, demo_audit, tmp_path) -> tuple[Path, str]:
    """A brief and a store whose newest audit proposes two places."""
    value = replace(demo_audit.audit, candidates=(FORUM, PAPER))
    database = f"sqlite:///{tmp_path}/w.db"
    save_audit(open_store(database), value.run.key, value.schema_version, write_json(value))
    brief = tmp_path / "brief.yaml"
    for name in ("brief.yaml", "logo.svg"):
        (tmp_path / name).write_bytes((files("pipelines") / "demo" / name).read_bytes())
    return brief, database


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["venues", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_candidates_are_told_with_reason_and_evidence(proposing):
    """On the terminal and as JSON."""
    brief, database = proposing

    told = run(str(brief), "--database", database)
    data = json.loads(run(str(brief), "--json", "--database", database))

    assert "community: forum.roofs.org (read as forum)" in told
    assert "seen at https://pottingshed.example/t/1" in told
    assert [c["url"] for c in data["candidates"]] == [FORUM.url, PAPER.url]
    assert data["candidates"][0]["evidence"][0]["offset"] == 0


def test_an_accepted_candidate_stands_in_the_brief_once(proposing):
    """Comments and order stay; it is proposed no longer; accepting it again changes nothing."""
    brief, database = proposing
    before = brief.read_text()

    told = run(str(brief), "--accept", FORUM.url, "https://www.reddit.com/r/slate/comments/1/x", "--database", database)

    assert "Added https://forum.roofs.org/" in told
    assert [v.url for v in read_brief(brief).venues[-2:]] == [FORUM.url, "https://www.reddit.com/r/slate/"]
    assert set(before.splitlines()) <= set(brief.read_text().splitlines())
    after = brief.read_bytes()
    run(str(brief), "--accept", FORUM.url, "--database", database)
    assert brief.read_bytes() == after
    left = json.loads(run(str(brief), "--json", "--database", database))["candidates"]
    assert [c["url"] for c in left] == [PAPER.url]


@pytest.mark.parametrize(
    "url", ["https://www.facebook.com/groups/x", "https://bit.ly/x", "https://community.maplekey.example/", "nonsense"]
)
def test_what_cannot_be_a_venue_is_refused(proposing, url):
    """Nothing is written then."""
    brief, database = proposing
    before = brief.read_bytes()

    done = CliRunner().invoke(
        app, ["venues", str(brief), "--accept", FORUM.url, "--accept", url, "--database", database]
    )

    assert done.exit_code == 2
    assert brief.read_bytes() == before


def test_without_an_audit_there_is_nothing_to_propose_from(tmp_path):
    """The line says what makes one."""
    brief = tmp_path / "brief.yaml"
    for name in ("brief.yaml", "logo.svg"):
        (tmp_path / name).write_bytes((files("pipelines") / "demo" / name).read_bytes())

    done = CliRunner().invoke(app, ["venues", str(brief), "--database", f"sqlite:///{tmp_path}/w.db"])

    assert done.exit_code == 2
    assert "watercooler audit" in done.stderr
