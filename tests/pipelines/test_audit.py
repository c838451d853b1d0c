"""From a brief to a report: on the bundled market from its archive, and live on loopback."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from market.brief_yaml import BriefError
from pipelines.audit import run_audit
from pipelines.settings import AuditOptions, NothingMeasuredError, WrongInputError
from store.archive import ArchiveWriter, read_record

DEMO = Path(__file__).resolve().parents[2] / "pipelines" / "demo"
ARCHIVE = DEMO / "market.warc.gz"


def replay(folder: Path, brief: Path = DEMO / "brief.yaml", **options: Any) -> Any:
    return run_audit(
        AuditOptions(brief, replay=(ARCHIVE,), out=folder / "out", database=f"sqlite:///{folder}/w.db", **options)
    )


@pytest.fixture(scope="module")
def written(demo_audit: Any) -> Any:
    """The audit of the bundled market."""
    return demo_audit


@pytest.fixture(scope="module")
def data(written: Any) -> dict[str, Any]:
    """Its audit.json."""
    return json.loads(written.data.read_text())


def evidence_in(value: Any) -> list[dict[str, Any]]:
    """Every piece of evidence inside an audit.json."""
    if isinstance(value, dict):
        own = [value] if {"archive", "offset", "digest"} <= value.keys() else []
        return own + [e for part in value.values() for e in evidence_in(part)]
    return [e for part in value for e in evidence_in(part)] if isinstance(value, list) else []


def test_a_replay_writes_report_data_and_evidence(written):
    """The report, its data and the archive stand in one folder, and nothing half-written."""
    names = sorted(path.name for path in written.folder.iterdir())

    assert names == ["SHA256SUMS", "audit.json", "evidence", "report.html"]
    assert written.report.stat().st_size > 20_000
    assert (written.folder / "evidence" / "market.warc.gz").read_bytes() == ARCHIVE.read_bytes()


def test_the_bundled_market_gives_its_known_cadences(data):
    """The demo's sites publish 34, 13, 29 and 13 dated posts in the window, and the plan's three a week is behind."""
    posts = {row["company"]["name"]: row["posts"] for row in data["companies"]}

    assert posts == {
        "Maple Key Homes": 34,
        "Riverbend Realty": 13,
        "Front Porch Partners": 29,
        "Northgate Home Group": 13,
    }
    assert data["plan"][0]["verdict"] == "behind"


def test_every_piece_of_evidence_lies_in_the_archive(written, data):
    """Each evidence's file and offset hold a record with its URL and its digest."""
    found = {(e["archive"], e["offset"]): e for e in evidence_in(data)}

    assert len(found) > 50
    for (archive, offset), evidence in found.items():
        page = read_record(written.folder / "evidence" / archive, offset)
        assert (page.url, page.capture.digest) == (evidence["url"], evidence["digest"])


def test_every_figure_has_a_value_with_n_or_a_reason(data):
    """No figure is printed without n; none without value lacks its reason."""

    def figures(value: Any) -> list[dict[str, Any]]:
        if isinstance(value, dict):
            own = [value] if {"formula", "evidence_total"} <= value.keys() else []
            return own + [f for part in value.values() for f in figures(part)]
        return [f for part in value for f in figures(part)] if isinstance(value, list) else []

    found = figures(data)

    assert len(found) > 40
    assert all(isinstance(f["n"], int) and (f["value"] is not None or f["reason"]) for f in found)


def test_replaying_twice_gives_the_same_bytes(written, tmp_path, monkeypatch):
    """The same archive gives a byte-identical audit.json on a new store, and again on the same store."""
    first = replay(tmp_path).data.read_bytes()

    assert first == written.data.read_bytes()
    monkeypatch.setattr("pipelines.recall.code", lambda: "another version")  # else it would be taken from the store
    assert replay(tmp_path).data.read_bytes() == first


def rows_by_key(value: Any) -> Any:
    """A value whose lists are put in one order, so that only the order of rows is forgiven."""
    if isinstance(value, dict):
        return {key: rows_by_key(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted((rows_by_key(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


def test_the_order_of_competitors_changes_only_the_order_of_rows(data, tmp_path):
    """A brief that lists competitors and venues the other way round gives the same figures."""
    brief = yaml.safe_load((DEMO / "brief.yaml").read_text())
    brief["competitors"].reverse()
    brief["venues"].reverse()
    (tmp_path / "logo.svg").write_bytes((DEMO / "logo.svg").read_bytes())
    (tmp_path / "brief.yaml").write_text(yaml.safe_dump(brief))

    other = json.loads(replay(tmp_path, tmp_path / "brief.yaml").data.read_text())

    assert [c["company"]["name"] for c in other["companies"]][1:] == [
        c["company"]["name"] for c in reversed(data["companies"][1:])
    ]
    assert rows_by_key(other) == rows_by_key(data)


def test_the_evidence_alone_gives_the_same_audit(written, tmp_path):
    """The delivered folder, and the same as a WACZ file, replay to the same bytes without the brief at hand."""
    from pipelines.evidence import export_wacz

    wacz = export_wacz(written.folder, tmp_path / "delivered.wacz")

    for place, given in enumerate((written.folder, wacz)):
        out = tmp_path / str(place)
        again = run_audit(AuditOptions(replay=(given,), out=out, database=f"sqlite:///{out}/w.db"))
        assert again.data.read_bytes() == written.data.read_bytes()
        assert again.report.read_bytes() == written.report.read_bytes()
        assert sorted(p.name for p in (out / "evidence").glob("*.warc.gz")) == ["market.warc.gz", "run-record.warc.gz"]


def test_a_replay_without_brief_and_record_names_the_remedy(tmp_path):
    """Archives from elsewhere hold no brief, and the line says to give one."""
    with pytest.raises(WrongInputError, match=r"give BRIEF\.yaml"):
        run_audit(AuditOptions(replay=(ARCHIVE,), out=tmp_path / "out", database=f"sqlite:///{tmp_path}/w.db"))

    assert not (tmp_path / "out").exists()


def test_an_earlier_day_ends_the_window_there(tmp_path):
    """--as-of moves the window; posts after it are not counted."""
    from datetime import date

    audit = replay(tmp_path, as_of=date(2026, 6, 30)).audit

    assert audit.run.window.end == date(2026, 6, 30)
    assert all(week.week <= date(2026, 6, 30) for company in audit.companies for week in company.weeks)


def test_nothing_measured_gives_no_report(tmp_path):
    """An archive that holds none of the sites ends in a clear error and writes no report."""
    from datetime import UTC, datetime

    with ArchiveWriter(tmp_path / "other.warc.gz") as archive:
        archive.write("https://nobody.example/", 200, [("Content-Type", "text/html")], b"<p>x</p>", datetime.now(UTC))
    options = AuditOptions(
        DEMO / "brief.yaml",
        replay=(tmp_path / "other.warc.gz",),
        out=tmp_path / "out",
        database=f"sqlite:///{tmp_path}/w.db",
    )

    with pytest.raises(NothingMeasuredError):
        run_audit(options)

    assert not (tmp_path / "out" / "report.html").exists()
    assert not (tmp_path / "out" / "audit.json").exists()


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8bbroken"])
def test_a_file_that_is_no_archive_is_named(tmp_path, content):
    """A wrong --replay file is one line that names it, before anything is written."""
    (tmp_path / "bad.warc.gz").write_bytes(content)
    options = AuditOptions(
        DEMO / "brief.yaml",
        replay=(tmp_path / "bad.warc.gz",),
        out=tmp_path / "out",
        database=f"sqlite:///{tmp_path}/w.db",
    )

    with pytest.raises(WrongInputError, match=r"bad\.warc\.gz"):
        run_audit(options)

    assert not (tmp_path / "out").exists()


def test_a_wrong_brief_writes_nothing(tmp_path):
    """A brief with a mistake leaves neither folder nor database behind."""
    (tmp_path / "brief.yaml").write_text("client: {}\n")

    with pytest.raises(BriefError):
        run_audit(AuditOptions(tmp_path / "brief.yaml", out=tmp_path / "out", database=f"sqlite:///{tmp_path}/w.db"))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.yaml"]


def live_brief(client: str, rival: str, forum: str) -> str:
    return yaml.safe_dump(
        {
            "agency": {"name": "A", "contact": "c"},
            "client": {"name": "Client", "url": client},
            "competitors": [{"name": "Rival", "url": rival}],
            "venues": [{"url": forum, "feed": forum + "feed"}],
            "market": {"keywords": ["garden chair"]},
            "goals": [{"name": "Be known"}],
            "plan": ["Write one blog post a week"],
            "limits": {"delay_seconds": 0.5, "pages": 20},
        }
    )


def test_a_live_audit_crawls_reads_and_reports(loopback_site: Callable[[], Any], tmp_path):
    """Two sites and a feed on loopback are crawled politely, archived, measured and reported, with a full ledger.

    The replay of the evidence alone, on another store with another salt, gives the same bytes.
    """
    client, rival, forum = loopback_site(), loopback_site(), loopback_site()
    for site, posts in ((client, 3), (rival, 5)):
        days = [f"/2026/04/{n:02d}/post" for n in range(1, posts + 1)]
        site.page("/", *days, "/contact", "/private/x")
        for path in days:
            site.page(path, "/", text="A garden chair for the spring. " * 5)
        site.page("/contact", "/", text="Write to us.")
        site.pages["/robots.txt"] = "User-agent: *\nDisallow: /private/\n"
    items = "".join(
        f"<item><title>Which garden chair lasts, number {n}?</title><link>{forum.url(f'/t/{n}')}</link>"
        f"<pubDate>Wed, {n:02d} Apr 2026 10:00:00 GMT</pubDate></item>"
        for n in range(1, 8)
    )
    feed = f"<rss version='2.0'><channel><title>F</title><link>{forum.url()}</link>{items}</channel></rss>"
    forum.say("/feed", feed.encode(), Content_Type="application/rss+xml")
    (tmp_path / "brief.yaml").write_text(live_brief(client.url(), rival.url(), forum.url()))
    from datetime import date

    written = run_audit(
        AuditOptions(
            tmp_path / "brief.yaml",
            out=tmp_path / "out",
            database=f"sqlite:///{tmp_path}/w.db",
            as_of=date(2026, 5, 3),
            allow_networks=("127.0.0.0/8",),
        )
    )

    assert [c.posts for c in written.audit.companies] == [3, 5]
    assert written.audit.conversations == 7
    assert "/private/x" not in client.paths
    assert any(row.outcome.startswith("robots") and row.subject == "Client" for row in written.audit.ledger)
    fetched = sum(row.count for row in written.audit.ledger if row.subject == "Client" and row.outcome == "fetched")
    assert fetched == 5
    assert len(list((tmp_path / "out" / "evidence").glob("*.warc.gz"))) == 4  # three sites and the run's own record
    again = run_audit(
        AuditOptions(replay=(tmp_path / "out",), out=tmp_path / "2", database=f"sqlite:///{tmp_path}/2.db")
    )
    assert again.data.read_bytes() == written.data.read_bytes()
    assert again.report.read_bytes() == written.report.read_bytes()


@pytest.fixture(scope="module")
def real(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The audit of the smallest real market (all of them by bench-truth)."""
    from datetime import date

    from benchmarks.corpora import real_markets

    market = next(m for m in real_markets() if m.name == "static-site-generators")
    place = tmp_path_factory.mktemp("real")
    (place / "brief.yaml").write_text(market.brief)
    return run_audit(
        AuditOptions(
            place / "brief.yaml",
            replay=market.archives,
            out=place / "out",
            database=f"sqlite:///{place}/w.db",
            as_of=date.fromisoformat(market.as_of),
        )
    )


@pytest.mark.corpora
def test_the_real_markets_give_reports(real):
    """A real market of real sites and communities ends with a report."""
    assert real.report.stat().st_size > 50_000
    assert {c.company.host: c.posts for c in real.audit.companies}["jekyllrb.com"] == 0
    assert real.audit.conversations > 1000


@pytest.mark.corpora
def test_a_real_market_proves_itself(real):
    """Everything that its folder prints follows from archives that we did not write."""
    from pipelines.verify import verify

    found = verify(real.folder)

    assert found.differences == ()
    assert any("figures recomputed" in line for line in found.checked)


def test_one_page_captured_twice_counts_once(tmp_path):
    """The same page under http, https and at two moments is one page and one post."""
    from datetime import UTC, datetime

    html = (
        b"<html><head><title>T</title></head><body><article><h1>T</h1><p>Words of a post.</p></article></body></html>"
    )
    with ArchiveWriter(tmp_path / "twice.warc.gz") as archive:
        for hour, base in (
            (8, "http://www.maplekey.example"),
            (9, "https://www.maplekey.example"),
            (10, "https://maplekey.example"),
        ):
            moment = datetime(2026, 10, 30, hour, tzinfo=UTC)
            archive.write(f"{base}/", 200, [("Content-Type", "text/html")], html, moment)
            archive.write(f"{base}/2026/10/02/title/", 200, [("Content-Type", "text/html")], html, moment)

    audit = run_audit(
        AuditOptions(
            DEMO / "brief.yaml",
            replay=(tmp_path / "twice.warc.gz",),
            out=tmp_path / "out",
            database=f"sqlite:///{tmp_path}/w.db",
        )
    ).audit

    assert (audit.client.pages, audit.client.posts) == (2, 1)
