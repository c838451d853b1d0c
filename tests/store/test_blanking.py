"""Records taken out of a WARC file leave every other record where it was."""

import gzip
from datetime import UTC, datetime
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from store.archive import ArchiveError, ArchiveWriter, read_archive, read_record
from store.blanking import RawRecord, blank, raw_records, removing
from store.checking import check_records

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def archive(path, packed=True):
    """Six pages, of which every other one tells a secret; plain or packed."""
    bodies = [f"{'secret ' * n if n % 2 else 'open '}{'x' * n * 40}".encode() for n in range(6)]
    if packed:
        with ArchiveWriter(path) as writer:
            for n, body in enumerate(bodies):
                writer.write(f"https://e.example/{n}", 200, [("content-type", "text/html")], body, AT)
        return path
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for n, body in enumerate(bodies):
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://e.example/{n}", "response", payload=BytesIO(body), length=len(body), http_headers=http
                )
            )
    return path


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_a_record_goes_and_the_others_stay_where_they_were(tmp_path, name):
    """Not a byte of a removed record is left; size, offsets and digests of the others are what they were."""
    path = archive(tmp_path / name, name.endswith(".gz"))
    before = {page.url: page for page in read_archive(path)}
    size = path.stat().st_size

    gone = removing(path, lambda record: b"secret" in record.body)
    assert blank(path, gone) == 3

    whole = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    assert b"secret" not in whole
    assert b"e.example/1" not in whole
    assert path.stat().st_size == size
    assert list(read_archive(path)) == [before[f"https://e.example/{n}"] for n in (0, 2, 4)]
    assert read_record(path, before["https://e.example/4"].capture.offset) == before["https://e.example/4"]
    assert [record.fault for record in check_records(path) if record.fault] == []
    assert removing(path, lambda record: b"secret" in record.body) == ()


def test_a_crawl_goes_on_in_a_file_that_was_blanked(tmp_path):
    """Whatever length a record had, the file is sound: another record is appended and all are read."""
    path = tmp_path / "a.warc.gz"
    for n in range(40):
        with ArchiveWriter(path) as writer:
            writer.write(f"https://e.example/{n}", 200, [("content-type", "text/html")], bytes(range(n)) * 3, AT)
        newest = list(raw_records(path))[-1]
        blank(path, [newest] if n % 2 else [])

    assert [page.url for page in read_archive(path)] == [f"https://e.example/{n}" for n in range(0, 40, 2)]


def test_what_cannot_be_looked_at_is_said(tmp_path):
    """A damaged file is refused with the byte from which nobody knows what it holds."""
    path = archive(tmp_path / "a.warc.gz")
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2] + b"\0" * 20)

    with pytest.raises(ArchiveError, match=r"a\.warc\.gz cannot be read from byte \d+ on"):
        list(raw_records(path))


def test_a_record_too_short_to_be_replaced_is_refused(tmp_path):
    """Nothing is written then."""
    path = archive(tmp_path / "a.warc.gz")
    before = path.read_bytes()

    with pytest.raises(ArchiveError, match="too short"):
        blank(path, [RawRecord(0, 40, "response", "", "", b"", "")])

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
