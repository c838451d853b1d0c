"""A closed network's export named in the brief: it enters the audit, and nobody in it is named anywhere."""

from datetime import UTC, datetime

import pytest

from market.brief_yaml import read_brief
from pipelines.audit import run_audit
from pipelines.brief import venues_of
from pipelines.settings import AuditOptions, WrongInputError
from store.archive import ArchiveWriter, read_archive

GROUP = "https://www.facebook.com/groups/millbrook.example"
NAMES = ("Ottokar Bank", "Miranda Kern", "otto@mail.example", "@mirandak")


@pytest.fixture
def brief(tmp_path):
    """A brief of two one-page companies whose Facebook group has an export beside it."""
    folder = tmp_path / "brief"
    folder.mkdir()
    (folder / "brief.yaml").write_text(
        f"""agency: {{name: Agency, contact: hello}}
client: {{name: Maple, url: "https://maple.example/"}}
competitors: [{{name: River, url: "https://river.example/"}}]
venues: [{{url: "{GROUP}", name: Group, export: group.csv}}, {{url: "https://talk.example/feed.xml"}}]
market: {{keywords: [pre-approval, closing costs, home inspection]}}
goals: [{{name: Be known}}]
"""
    )
    talk = [
        (f"Which lender gives a pre-approval in Millbrook? Write to {NAMES[2]}", NAMES[0], "2026-05-02"),
        (f"What are closing costs for a home of 300,000? {NAMES[0]} asked too, as {NAMES[3]}", NAMES[1], "2026-05-03"),
        ("Is a home inspection worth it before an offer over asking?", NAMES[0], "2026-05-04"),
    ]
    lines = ["Message,Member,Date,Shoe size", *(f'"{words}",{name},{day},41' for words, name, day in talk)]
    (folder / "group.csv").write_text("\n".join(lines))
    return folder / "brief.yaml"


@pytest.fixture
def archive(tmp_path):
    """One page of each company."""
    with ArchiveWriter(tmp_path / "sites.warc.gz") as warc:
        for name in ("maple", "river"):
            words = (
                "<p>" + f"{name.title()} helps with closing costs, pre-approval and a home inspection. " * 20 + "</p>"
            )
            body = f"<html><head><title>{name}</title></head><body><main><h1>{name}</h1>{words}</main></body></html>"
            moment = datetime(2026, 6, 1, tzinfo=UTC)
            warc.write(f"https://{name}.example/", 200, [("content-type", "text/html")], body.encode(), moment)
        items = "".join(
            f"<item><title>{title}</title><link>https://talk.example/{n}</link></item>"
            for n, title in enumerate(
                ("Closing costs of a flat", "A recipe for soup", "Football on Sunday", "My dog barks")
            )
        )
        feed = f"<rss version='2.0'><channel><title>Talk</title>{items}</channel></rss>".encode()
        warc.write("https://talk.example/feed.xml", 200, [("content-type", "application/rss+xml")], feed, moment)
    return tmp_path / "sites.warc.gz"


def audit_of(folder, **options):
    return run_audit(AuditOptions(out=folder / "out", database=f"sqlite:///{folder}/w.db", **options))


def test_an_export_enters_as_conversations_in_which_nobody_is_named(brief, archive, tmp_path, caplog):
    """The group is ranked from its posts; its evidence replays to the same bytes; no file holds a name."""
    written = audit_of(tmp_path / "a", brief=brief, replay=(archive,))

    score = next(v for v in written.audit.venues if v.venue.url == GROUP)
    assert (score.conversations, score.venue.export, str(score.venue.access)) == (3, "group.csv", "closed")
    assert score.on_market >= 1
    assert "Shoe size" in caplog.text
    assert "client&#39;s export" in written.report.read_text()
    again = audit_of(tmp_path / "b", replay=(written.folder / "evidence",))
    assert again.data.read_bytes() == written.data.read_bytes()
    kept = next((written.folder / "evidence").glob("www.facebook.com-*-export.warc.gz"))
    (page,) = read_archive(kept)
    texts = [page.body, (tmp_path / "a" / "w.db").read_bytes(), written.data.read_bytes(), written.report.read_bytes()]
    assert [name for name in NAMES for text in texts if name.encode() in text] == []


def test_without_an_export_a_closed_network_is_a_visible_row(demo_audit):
    """What is not read by rule stands in the table of venues with the rule."""
    score = next(v for v in demo_audit.audit.venues if "facebook.com" in v.venue.url)

    assert (score.conversations, score.reason) == (0, "closed network: not crawled")
    assert "closed network: not crawled" in demo_audit.report.read_text()


@pytest.mark.parametrize(("body", "words"), [(None, "cannot be read"), ("a,b\n1,2\n", "no column of texts")])
def test_an_export_that_cannot_be_used_is_named_before_anything_is_written(brief, archive, tmp_path, body, words):
    """A missing or strange file is one line with the venue, the file and what is wrong."""
    (brief.parent / "group.csv").unlink()
    if body is not None:
        (brief.parent / "group.csv").write_text(body)

    with pytest.raises(WrongInputError, match=words) as raised:
        audit_of(tmp_path / "a", brief=brief, replay=(archive,))

    assert GROUP in str(raised.value)
    assert "group.csv" in str(raised.value)
    assert not (tmp_path / "a").exists()


def test_an_export_is_shown_by_check(brief, capsys):
    """The brief's check says how many posts the file holds and which columns it does not know."""
    from pipelines.cli import check

    check(brief)

    said = capsys.readouterr().out
    assert "read from the file group.csv" in said
    assert "3 posts in 3 threads" in said
    assert "Shoe size" in said
    assert [venue.platform for venue in venues_of(read_brief(brief))] == ["export", "feed"]
