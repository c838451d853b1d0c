"""The communities are visited between two audits, and the next audit knows what was said then."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.audit import run_audit
from pipelines.forgetting import Wish, forget
from pipelines.housekeeping import housekeep
from pipelines.listening import heard, listen
from pipelines.settings import AuditOptions

TUESDAY = datetime(2026, 4, 28, 2, tzinfo=UTC)


def feed(numbers, site):
    """A feed that shows the threads of the given numbers alone."""
    items = "".join(
        f"<item><title>Which garden chair {n}?</title><link>{site.url(f'/t/{n}')}</link><author>Ann{n}</author>"
        f"<description>Our garden chair number {n} fell apart in the rain, what now?</description>"
        f"<pubDate>Tue, 2{n} Apr 2026 10:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()


@pytest.fixture
def market(loopback_site, tmp_path, monkeypatch):
    """A client, a rival and a forum whose feed shows two threads at a time; audits stand in the working folder."""
    monkeypatch.chdir(tmp_path)
    client, rival, forum = loopback_site(), loopback_site(), loopback_site()
    for site in (client, rival):
        site.page("/", "/post")
        site.page("/post", "/", text="A garden chair. " * 5)
    forum.page("/", "/feed.xml")
    brief = {
        "agency": {"name": "A", "contact": "a@agency.example"},
        "client": {"name": "Client", "url": client.url()},
        "competitors": [{"name": "Rival", "url": rival.url()}],
        "venues": [{"name": "Forum", "url": forum.url(), "feed": forum.url("/feed.xml")}],
        "market": {"keywords": ["garden chair"]},
        "goals": [{"name": "Be known"}],
        "limits": {"delay_seconds": 0.5, "pages": 20},
    }
    (tmp_path / "brief.yaml").write_text(json.dumps(brief))

    def show(*numbers):
        forum.say("/feed.xml", feed(numbers, forum), Content_Type="application/rss+xml")

    options = AuditOptions(
        tmp_path / "brief.yaml", database=f"sqlite:///{tmp_path}/w.db", allow_networks=("127.0.0.0/8",)
    )
    return options, show, forum, client


def test_an_audit_knows_what_was_said_between(market, tmp_path):
    """Threads that the list no longer shows are in the audit, once each; its evidence gives the same audit again."""
    options, show, forum, _ = market
    show(1, 2)
    folder = listen(options, TUESDAY)
    show(2, 3)
    listen(options, TUESDAY + timedelta(days=1))
    before = len(forum.hits)
    listen(options, TUESDAY + timedelta(days=1))  # done before: nobody is asked
    assert len(forum.hits) == before
    show(3, 4)

    written = run_audit(options, now=TUESDAY + timedelta(days=2))

    audit = json.loads(written.data.read_bytes())
    assert audit["venues"][0]["conversations"] == 4
    assert heard(folder.parent.parent, date(2026, 4, 30))
    replayed = run_audit(
        AuditOptions(
            replay=(written.folder / "evidence",), out=tmp_path / "again", database=f"sqlite:///{tmp_path}/n.db"
        )
    )
    assert replayed.data.read_bytes() == written.data.read_bytes()


def test_visits_are_forgotten_and_expire_with_the_rest(market):
    """A person's words leave the visits' archives; visits older than the days of retention are deleted."""
    options, show, _, _ = market
    show(1, 2)
    folder = listen(options, TUESDAY)
    written = run_audit(options, now=TUESDAY + timedelta(days=1))
    assert json.loads(written.data.read_bytes())["venues"][0]["conversations"] == 2

    done = forget(options.database, Wish(author="Ann1"))

    assert {path.parent.parent.name for path, _ in done.records} >= {folder.name}
    kept = housekeep(options.database, now=TUESDAY + timedelta(days=4000))
    assert [path.name for path in kept.visits] == [folder.name]
    assert not folder.exists()


def test_another_clients_visits_are_not_taken(market, tmp_path):
    """Audits that are written elsewhere, beside somebody else's, take nothing that lies there."""
    options, show, _, _ = market
    show(1, 2)
    listen(options, TUESDAY)
    show(4)

    from dataclasses import replace

    written = run_audit(replace(options, out=tmp_path / "audits" / "mine"), now=TUESDAY + timedelta(days=1))

    assert json.loads(written.data.read_bytes())["venues"][0]["conversations"] == 1
