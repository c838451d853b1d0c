"""Archives: WARC files written, cut off, foreign, damaged."""

import gzip
import logging
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from market.urls import digest
from store.archive import ArchiveError, ArchiveWriter, describe, read_archive, read_record

AT = datetime(2026, 5, 4, 12, 30, 15, 999, tzinfo=UTC)
HTML = (("content-type", "Text/HTML; charset=utf-8"),)


def write(path, *bodies):
    with ArchiveWriter(path) as archive:
        return [archive.write(f"https://e.example/{n}", 200, HTML, body, AT) for n, body in enumerate(bodies)]


def foreign(path, body, **headers):
    """A WARC as another tool writes it: the payload as it came over the wire."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        http = StatusAndHeaders("200 OK", named, protocol="HTTP/1.1")
        for kind in ("warcinfo", "response", "request"):
            about = {"WARC-Date": "2026-05-04T12:00:00Z"}
            if kind == "response":
                record = writer.create_warc_record(
                    "https://f.example/", kind, payload=BytesIO(body), length=len(body), http_headers=http,
                    warc_headers_dict=about,
                )  # fmt: skip
            elif kind == "request":
                http_request = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
                record = writer.create_warc_record("https://f.example/", kind, http_headers=http_request)
            else:
                record = writer.create_warcinfo_record("f.warc.gz", {"software": "other"})
            writer.write_record(record)
    return path


def test_what_is_written_is_read_back(tmp_path):
    """A capture read from the archive equals the one the writer gave, with the payload's digest and whole seconds."""
    path = tmp_path / "a.warc.gz"

    captures = write(path, b"one", b"two \xff\x00", b"")

    pages = list(read_archive(path))
    assert [page.capture for page in pages] == captures
    assert [page.body for page in pages] == [b"one", b"two \xff\x00", b""]
    assert captures[0].digest == digest(b"one")
    assert captures[0].captured_at == AT.replace(microsecond=0)
    assert captures[0].media_type == "text/html"


def test_the_payload_digest_of_the_record_is_that_of_the_stored_body(tmp_path):
    """WARC-Payload-Digest is sha256 in hexadecimal, so that any tool can check a record."""
    path = tmp_path / "a.warc.gz"

    write(path, b"checked")

    assert f"WARC-Payload-Digest: sha256:{sha256(b'checked').hexdigest()}".encode() in gzip.decompress(
        path.read_bytes()
    )


def test_a_record_is_found_by_its_offset(tmp_path):
    """Every offset a capture names leads to its page, in a packed and in a plain file."""
    packed = tmp_path / "a.warc.gz"
    captures = write(packed, *(b"%d" % n for n in range(20)))
    plain = tmp_path / "a.warc"
    plain.write_bytes(gzip.decompress(packed.read_bytes()))

    offsets = [page.capture.offset for page in read_archive(plain)]

    assert [read_record(packed, c.offset).capture for c in captures] == captures
    assert [read_record(plain, offset).body for offset in offsets] == [b"%d" % n for n in range(20)]
    with pytest.raises(ArchiveError, match=r"no page at byte 3|not a WARC"):
        read_record(packed, 3)


def test_headers_cannot_forge_headers(tmp_path):
    """A line break in a header value does not open a second header, and other scripts survive."""
    path = tmp_path / "a.warc.gz"
    with ArchiveWriter(path) as archive:
        archive.write("https://e.example/", 200, [("X-Note", "naïve\r\nSet-Cookie: x")], b"", AT)

    page = next(read_archive(path))

    assert page.header("x-note") == "naïve Set-Cookie: x"
    assert page.header("set-cookie") == ""


def test_the_wire_coding_is_kept_as_a_remark(tmp_path):
    """Content-Encoding, Transfer-Encoding and Content-Length of the wire do not describe the stored payload."""
    path = tmp_path / "a.warc.gz"
    with ArchiveWriter(path) as archive:
        archive.write("https://e.example/", 200, [("Content-Encoding", "gzip"), ("Content-Length", "9")], b"body", AT)

    page = next(read_archive(path))

    assert page.header("content-encoding") == ""
    assert page.header("x-archive-orig-content-encoding") == "gzip"
    assert page.header("content-length") == "4"


def test_a_half_written_record_is_cut_off_wherever_it_ends(tmp_path):
    """After a kill in the middle of a record the file opens with all whole records, and grows on."""
    path = tmp_path / "a.warc.gz"
    captures = write(path, b"one" * 50, b"two" * 50, b"three" * 50)
    whole = path.read_bytes()

    for cut in range(captures[2].offset, len(whole), 7):
        path.write_bytes(whole[:cut])
        with ArchiveWriter(path) as archive:
            archive.write("https://e.example/new", 200, HTML, b"new", AT)

        assert [page.body[:3] for page in read_archive(path)] == [b"one", b"two", b"new"]


def test_a_writer_spares_files_that_are_none_of_its_own(tmp_path):
    """Opening a file that is no packed WARC is refused and leaves it as it was."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"the only copy of a thesis")

    with pytest.raises(ArchiveError, match="move it away"):
        ArchiveWriter(path)

    assert path.read_bytes() == b"the only copy of a thesis"


def test_only_one_writer_holds_a_file(tmp_path):
    """A second writer is refused while the first is open, and welcome afterwards."""
    path = tmp_path / "a.warc.gz"
    first = ArchiveWriter(path)

    with pytest.raises(ArchiveError, match="another crawl"):
        ArchiveWriter(path)

    first.close()
    ArchiveWriter(path).close()


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.99])
def test_a_cut_off_archive_gives_what_came_before(tmp_path, caplog, part):
    """A file that ends in the middle of a record is read up to there, with a warning."""
    path = tmp_path / "a.warc.gz"
    captures = write(path, *(bytes(str(n), "ascii") * 400 for n in range(10)))
    size = captures[-1].offset + (path.stat().st_size - captures[-1].offset) // 2
    ends = [capture.offset for capture in captures]
    cut = int(size * part)
    path.write_bytes(path.read_bytes()[:cut])

    with caplog.at_level(logging.WARNING):
        pages = list(read_archive(path))

    assert len(pages) == sum(1 for end in ends[1:] if end <= cut)
    assert "what came before is used" in caplog.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "holds no record"),
        (b"<html>hello</html>", "not a WARC"),
        (gzip.compress(b"hello", mtime=0), "not a WARC"),
    ],
)
def test_what_is_no_archive_is_named_in_one_line(tmp_path, content, words):
    """A missing, empty or foreign file gives one line with its name and what to do."""
    path = tmp_path / "brief.warc.gz"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ArchiveError, match=words) as raised:
        list(read_archive(path))

    assert "brief.warc.gz" in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_an_archive_in_one_gzip_stream_names_the_remedy(tmp_path):
    """A WARC that was packed as a whole cannot be read by offset: the error says to unpack it."""
    path = tmp_path / "a.warc.gz"
    write(path, b"one", b"two")
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))

    with pytest.raises(ArchiveError, match="gunzip"):
        list(read_archive(path))


def chunked(body):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:3], body[3:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("wire", "headers"),
    [
        (b"plain words", {}),
        (gzip.compress(b"plain words", mtime=0), {"Content_Encoding": "gzip"}),
        (zlib.compress(b"plain words"), {"Content_Encoding": "deflate"}),
        (zlib.compress(b"plain words")[2:-4], {"Content_Encoding": "deflate"}),
        (brotli.compress(b"plain words"), {"Content_Encoding": "br"}),
        (brotli.compress(gzip.compress(b"plain words", mtime=0)), {"Content_Encoding": "gzip, br"}),
        (chunked(b"plain words"), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(b"plain words", mtime=0)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (b"plain words", {"Content_Encoding": "gzip"}),
        (b"plain words", {"Transfer_Encoding": "chunked"}),
    ],
)
def test_foreign_codings_are_undone(tmp_path, wire, headers):
    """Archives of other tools give the same body and digest whatever coding they kept, even under a false label."""
    path = foreign(tmp_path / "f.warc.gz", wire, **headers)

    pages = list(read_archive(path))

    assert [page.body for page in pages] == [b"plain words"]
    assert pages[0].capture.digest == digest(b"plain words")
    assert describe(path).records == 1


@pytest.mark.parametrize(
    ("wire", "headers"),
    [
        (gzip.compress(bytes(9 * 1024 * 1024), mtime=0), {"Content_Encoding": "gzip"}),
        (brotli.compress(bytes(64 * 1024 * 1024)), {"Content_Encoding": "br"}),
        (bytes(8 * 1024 * 1024 + 1), {}),
        (b"x", {"Content_Encoding": "secret"}),
    ],
)
def test_a_record_that_cannot_be_unpacked_is_skipped_and_counted(tmp_path, caplog, wire, headers):
    """A bomb, an oversized body and an unknown coding are left out with a warning that counts them."""
    path = foreign(tmp_path / "f.warc.gz", wire, **headers)

    with caplog.at_level(logging.WARNING):
        pages = list(read_archive(path))

    assert pages == []
    assert "1 records skipped" in caplog.text


def test_the_description_names_digest_size_and_records(tmp_path):
    """``describe`` gives what a report prints of its evidence."""
    path = tmp_path / "a.warc.gz"
    write(path, b"one", b"two")

    file = describe(path)

    assert (file.name, file.records, file.size) == ("a.warc.gz", 2, path.stat().st_size)
    assert file.sha256 == sha256(path.read_bytes()).hexdigest()


def test_an_unchanged_page_is_carried_over_with_its_moment_and_the_server_s_word(tmp_path):
    """A page copied into a later archive reads as it was, however often; a revisit record says when it was confirmed."""
    first, moment = tmp_path / "one.warc.gz", datetime(2026, 5, 4, 12, tzinfo=UTC)
    headers = (("content-type", "text/html"), ("content-encoding", "gzip"), ("etag", '"v1"'))
    with ArchiveWriter(first) as writer:
        writer.write("https://a.example/", 200, headers, b"<p>Words</p>", moment)
    page = next(read_archive(first))
    for number in range(3):
        with ArchiveWriter(tmp_path / f"again-{number}.warc.gz") as writer:
            capture = writer.carry(page, (("etag", '"v1"'),), datetime(2026, 6, 1, number, tzinfo=UTC))
        page = read_record(writer.path, capture.offset)

    pages = list(read_archive(writer.path))

    assert pages == [page]
    assert (page.body, page.capture.captured_at) == (b"<p>Words</p>", moment)
    assert [name for name, _ in page.headers].count("content-length") == 1
    assert page.header("x-archive-orig-content-encoding") == "gzip"
    assert b"server-not-modified" in gzip.decompress(writer.path.read_bytes())
