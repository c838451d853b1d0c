"""WACZ: the evidence as one file, by the specification's required parts (WACZ 1.1.1)."""

import gzip
import hashlib
import json
import zipfile
from datetime import UTC, datetime

import pytest

from store.archive import ArchiveError, ArchiveWriter, read_record
from store.wacz import About, surt, unpack_wacz, write_wacz

AT = datetime(2026, 5, 4, 12, 30, 15, tzinfo=UTC)
ABOUT = About("Audit of A", "Evidence", "watercooler 0.1.0", AT)


@pytest.fixture
def evidence(tmp_path):
    """Two archives: three pages, a feed and an error."""
    html = [("Content-Type", "text/html; charset=utf-8")]
    with ArchiveWriter(tmp_path / "a.example.warc.gz") as archive:
        archive.write("https://www.a.example/", 200, html, b"<p>home</p>", AT)
        archive.write("https://www.a.example/B?x=1&y", 200, html, b"<p>two</p>", AT)
        archive.write("https://www.a.example/gone", 404, html, b"<p>no</p>", AT)
    with ArchiveWriter(tmp_path / "b.example.warc.gz") as archive:
        archive.write("https://b.example:8443/feed", 200, [("Content-Type", "application/rss+xml")], b"<rss/>", AT)
    return [tmp_path / "a.example.warc.gz", tmp_path / "b.example.warc.gz"]


@pytest.fixture
def wacz(evidence, tmp_path):
    write_wacz(tmp_path / "e.wacz", evidence, ABOUT)
    return tmp_path / "e.wacz"


def test_the_package_names_every_file_with_size_and_digest(wacz):
    """datapackage.json has the required fields, and each resource's SHA-256 and size are those of the member."""
    with zipfile.ZipFile(wacz) as file:
        package = json.loads(file.read("datapackage.json"))
        others = set(file.namelist()) - {"datapackage.json", "datapackage-digest.json"}

        assert package["profile"] == "data-package"
        assert package["wacz_version"] == "1.1.1"
        assert {one["path"] for one in package["resources"]} == others
        for one in package["resources"]:
            body = file.read(one["path"])
            assert one["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
            assert one["bytes"] == len(body)
            assert one["name"]
        digest = json.loads(file.read("datapackage-digest.json"))
        assert digest["path"] == "datapackage.json"
        assert digest["hash"] == f"sha256:{hashlib.sha256(file.read('datapackage.json')).hexdigest()}"


def test_members_lie_where_the_specification_wants_them_and_are_not_packed_twice(wacz):
    """archive/, indexes/ and pages/ are there; archives and index are stored, so that a viewer can seek in them."""
    with zipfile.ZipFile(wacz) as file:
        members = file.infolist()

    assert {m.filename for m in members} == {
        "archive/a.example.warc.gz",
        "archive/b.example.warc.gz",
        "indexes/index.cdx.gz",
        "indexes/index.idx",
        "pages/pages.jsonl",
        "datapackage.json",
        "datapackage-digest.json",
    }
    assert all(m.compress_type == zipfile.ZIP_STORED for m in members)


def test_every_line_of_the_index_leads_to_its_record(wacz, tmp_path):
    """Lines are sorted; offset and length are those of one gzip member that holds the URL; blocks are where said."""
    with zipfile.ZipFile(wacz) as file:
        packed = file.read("indexes/index.cdx.gz")
        head, *blocks = file.read("indexes/index.idx").decode().splitlines()
        for name in ("a.example.warc.gz", "b.example.warc.gz"):
            (tmp_path / "out").mkdir(exist_ok=True)
            (tmp_path / "out" / name).write_bytes(file.read(f"archive/{name}"))
    lines = gzip.decompress(packed).decode().splitlines()

    assert json.loads(head.removeprefix("!meta 0 "))["format"] == "cdxj-gzip-1.0"
    where = json.loads(blocks[0].split(" ", 2)[2])
    assert gzip.decompress(packed[where["offset"] : where["offset"] + where["length"]]).decode().splitlines() == lines
    assert lines == sorted(lines)
    assert len(lines) == 4
    for line in lines:
        key, stamp, fields = line.split(" ", 2)
        row = json.loads(fields)
        page = read_record(tmp_path / "out" / row["filename"], int(row["offset"]))
        member = (tmp_path / "out" / row["filename"]).read_bytes()[int(row["offset"]) :][: int(row["length"])]
        assert (page.url, page.capture.digest) == (row["url"], row["digest"].removeprefix("sha256:"))
        assert row["url"].encode() in gzip.decompress(member)
        assert (key, stamp) == (surt(page.url), "20260504123015")


def test_the_list_of_pages_has_its_header_and_the_pages(wacz):
    """The first line names the format; errors and feeds are no pages."""
    with zipfile.ZipFile(wacz) as file:
        head, *pages = map(json.loads, file.read("pages/pages.jsonl").decode().splitlines())

    assert head["format"] == "json-pages-1.0"
    assert [page["url"] for page in pages] == ["https://www.a.example/", "https://www.a.example/B?x=1&y"]
    assert all(page["ts"] == "2026-05-04T12:30:15Z" and page["id"] for page in pages)


def test_the_same_evidence_gives_the_same_file_and_comes_back(evidence, wacz, tmp_path):
    """Writing twice gives the same bytes; unpacking gives the archives' own bytes."""
    write_wacz(tmp_path / "again.wacz", evidence, ABOUT)

    assert (tmp_path / "again.wacz").read_bytes() == wacz.read_bytes()
    unpacked = unpack_wacz(wacz, tmp_path / "unpacked")
    assert [path.read_bytes() for path in unpacked] == [path.read_bytes() for path in evidence]


def test_a_changed_archive_in_a_wacz_is_named(wacz, tmp_path):
    """One changed byte of an archive is one line with the member's name."""
    whole = bytearray(wacz.read_bytes())
    whole[len(b"PK") + 400] ^= 1
    wacz.write_bytes(bytes(whole))

    with pytest.raises(ArchiveError, match=r"e\.wacz"):
        unpack_wacz(wacz, tmp_path / "unpacked")


@pytest.mark.parametrize("name", ["archive/../../evil.warc.gz", "archive/..\\evil.warc.gz", "archive/a/b.warc.gz"])
def test_a_member_cannot_leave_its_folder(tmp_path, name):
    """A name with a path of its own is not unpacked."""
    with zipfile.ZipFile(tmp_path / "evil.wacz", "w") as file:
        file.writestr(name, b"x")
        file.writestr("datapackage.json", json.dumps({"resources": []}))

    with pytest.raises(ArchiveError, match="no archive"):
        unpack_wacz(tmp_path / "evil.wacz", tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip"])
def test_a_file_that_is_no_wacz_is_named(tmp_path, content):
    """Anything else is one line that names the file."""
    (tmp_path / "x.wacz").write_bytes(content)

    with pytest.raises(ArchiveError, match=r"x\.wacz"):
        unpack_wacz(tmp_path / "x.wacz", tmp_path / "out")


def test_keys_of_the_index_sort_a_site_together():
    """Hosts are turned round, www. and the usual ports left out, everything in lower case."""
    assert surt("https://www.A.example/Path?Q=1") == "example,a)/path?q=1"
    assert surt("http://b.example:8080") == "example,b:8080)/"
    assert surt("http://[broken") == "http://[broken"
