"""Nothing that was crawled or typed runs, loads or calculates, in whatever format it is read."""

import csv
import io
import json
import re
import socket
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as markup
from markdown_it import MarkdownIt

from market.pages import Capture
from reports.evidence_pages import Line, Transcript, quote_id, write_page
from reports.formats import Report, formats, pdf
from reports.formats.csv import harmless
from reports.formats.data import write_json
from reports.formats.stored import read_json
from reports.words import clean

TURNS = (0, 21, 42)  # each payload in other places
EVIL = "https://evil.example/"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
LIVE = "=+-@|%"


@pytest.fixture(scope="module")
def attacked(examples, injections):
    """The full audit under attack, with its sections, once per turn."""
    audits = [injections.injected(examples.full(), turn) for turn in TURNS]
    return [Report.of(audit) for audit in audits]


@pytest.fixture(scope="module")
def written(attacked):
    """All formats but PDF of every attacked audit."""
    names = ("html", "json", "pptx", "xlsx", "csv", "md")
    return [{name: formats[name](report) for name in names} for report in attacked]


def files(written, name):
    """Name and content of every file of a format, over all turns."""
    return [pair for one in written for pair in one[name].items()]


def test_every_payload_stands_in_every_role(attacked, injections):
    """The corpus has forty payloads and more, and each is a title, an author, a text and an address somewhere."""
    assert len(injections.PAYLOADS) >= 40
    texts = [text for report in attacked for text in injections.carried(report.audit, "text")]
    assert all(any(payload in text for text in texts) for payload in injections.PAYLOADS)
    for role in ("title", "author", "URL"):
        held = [text for report in attacked for text in injections.carried(report.audit, role)]
        seen = {p for p in injections.PAYLOADS if any(p in text for text in held)}
        assert len(seen) >= 40, role


def test_html_shows_the_attacks_and_is_made_of_none(written):
    """No element, handler, address or style of any payload is in the page; what they say can be read."""
    for _, body in files(written, "html"):
        tree = markup.document_fromstring(body)
        tags = {node.tag for node in tree.iter() if isinstance(node.tag, str)}
        sources = [
            v for node in tree.iter() for k, v in node.attrib.items() if k in ("src", "srcset", "data", "action")
        ]
        styles = "".join(tree.xpath("//style/text()")) + "".join(tree.xpath("//@style"))
        links = tree.xpath("//a/@href")

        assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base", "input", "math", "image"}
        assert not [k for node in tree.iter() for k in node.attrib if k.startswith("on") or k == "srcdoc"]
        assert all(source.startswith("data:image/") for source in sources)
        assert all(re.match(r"#|https?://|evidence/pages/[0-9a-f]{20}\.html#", link) for link in links)
        assert styles.count("url(") == styles.count("src: url(data:font/woff2;base64,")
        assert "@import" not in styles
        assert "{{7*7}}" in tree.text_content()


def test_no_direction_mark_or_control_is_printed(written):
    """Nothing can turn or hide the words around it, in any format that is read by people."""
    unwanted = re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    )
    for name in ("html", "md", "csv"):
        for file, body in files(written, name):
            assert not unwanted.search(body.decode("utf-8")), file


def live(text):
    """Whether a spreadsheet would calculate a cell of that text."""
    try:
        float(text)
    except ValueError:
        return unicodedata.normalize("NFKC", text.lstrip())[:1] in tuple(LIVE)
    return False


@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_of_a_csv_file_is_a_formula(written, separator):
    """Neither where commas separate cells nor where semicolons do."""
    cells = [
        cell
        for _, body in files(written, "csv")
        for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=separator)
        for cell in row
    ]

    assert len(cells) > 1000
    assert [cell for cell in cells if live(cell)] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1", "'=1"),
        (" ＝1", "' ＝1"),
        ("a;=1;b;-2", "a;'=1;b;'-2"),
        ('a";"@x', 'a";"\'@x'),
        ("a = b; c", "a = b; c"),
        ("a; ", "a; "),
    ],
)
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text, kept):
    """A live sign at the beginning of what may become a cell is made dead, and nothing else is touched."""
    assert harmless(text) == kept


def parts_of(body):
    """Every part of an Office file by name; every XML part is well-formed and declares no entity."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, content in found.items():
        assert not name.startswith("/")
        assert ".." not in name
        if name.endswith((".xml", ".rels")):
            tree = etree.fromstring(content, PARSER)
            assert tree.getroottree().docinfo.internalDTD is None
    return found


def check_workbook(body):
    """A workbook without formulas, links and programs, all of whose texts are texts."""
    for name, content in parts_of(body).items():
        assert "externalLink" not in name
        assert "vba" not in name.lower()
        if name.startswith("xl/worksheets/sheet"):
            tree = etree.fromstring(content, PARSER)
            assert tree.findall(".//{*}f") == []
            assert tree.findall(".//{*}hyperlink") == []
            assert {cell.get("t", "n") for cell in tree.iterfind(".//{*}c")} <= {"s", "n"}
        if name.endswith(".rels"):
            assert b"External" not in content


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(written):
    """Every text of the workbook is a string, and the workbook leads nowhere."""
    for _, body in files(written, "xlsx"):
        check_workbook(body)
        strings = etree.fromstring(parts_of(body)["xl/sharedStrings.xml"], PARSER)
        assert any("=1+1" in "".join(node.itertext()) for node in strings)


def test_slides_lead_nowhere_and_their_charts_calculate_nothing(written):
    """The presentation has no outside relation and no program; the workbooks in its charts are as tame as ours."""
    for _, body in files(written, "pptx"):
        parts = parts_of(body)
        books = [content for name, content in parts.items() if name.endswith(".xlsx")]
        assert books
        for book in books:
            check_workbook(book)
        for name, content in parts.items():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in content, name
            if name.startswith("ppt/slides/slide"):
                tree = etree.fromstring(content, PARSER)
                assert tree.findall(".//{*}hlinkClick") == []
            if name.startswith("ppt/charts/chart"):
                formulas = [node.text or "" for node in etree.fromstring(content, PARSER).iterfind(".//{*}f")]
                assert all(re.fullmatch(r"Sheet1!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", f) for f in formulas)


def test_markdown_is_our_own_markup_alone(written):
    """Read as Markdown, no text becomes a link, a picture, HTML or code; nothing is left for a template engine."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for _, body in files(written, "md"):
        text = body.decode("utf-8")
        kinds = {token.type for token in walk(reader.parse(text))}

        assert not kinds & {
            "link_open",
            "image",
            "html_inline",
            "html_block",
            "code_inline",
            "code_block",
            "fence",
            "s_open",
        }
        assert "table_open" in kinds
        assert not re.search(r"(?i)(?<!\\)://|(?<=www)\.|(?:mailto|xmpp):|(?<!\\)[{}$]", text)


def walk(tokens):
    """Tokens with those inside of them."""
    for token in tokens:
        yield token
        yield from walk(token.children or ())


def test_data_is_the_audit_itself(written, attacked):
    """The data file keeps every sign of every payload, and what is read back from it gives the same bytes."""
    for one, report in zip(written, attacked, strict=True):
        body = one["json"]["audit.json"]
        assert b"\x00" not in body
        assert json.loads(body)["topics"][0]["quotes"][0]["quote"] == report.audit.topics[0].quotes[0].quote
        assert write_json(read_json(body)) == body


def test_nothing_is_opened_while_a_pdf_is_laid_out(attacked, monkeypatch, tmp_path):
    """No address and no file is opened, whatever text and logo name; the PDF has no program and no odd action."""
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>SECRET</text></svg>')
    asked = []
    fetcher = type(pdf._inside_only())
    fetch = fetcher.fetch
    monkeypatch.setattr(fetcher, "fetch", lambda self, url, *a, **k: asked.append(url) or fetch(self, url, *a, **k))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: asked.append("socket") or pytest.fail("a connection"))
    tries = f'<img src="{EVIL}a.png"><img src="{secret.as_uri()}"><div style="background:url({EVIL}b.png)">x</div>'
    page = f"<style>@import '{EVIL}c.css'; @font-face {{ font-family: f; src: url({EVIL}d.woff) }}</style>{tries}"

    body = pdf.pdf(attacked[0])["report.pdf"]
    own = list(asked)
    tried = pdf._laid_out(page)

    assert all(url.startswith(("data:image/", "data:font/woff2;base64,")) for url in own)
    assert "socket" not in asked
    assert b"SECRET" not in inflated(tried)
    whole = inflated(body)
    assert not re.search(rb"/(JavaScript|JS|Launch|OpenAction|EmbeddedFile|GoToR|SubmitForm|ImportData|AA)\b", whole)
    assert all(uri.startswith((b"http://", b"https://")) for uri in re.findall(rb"/URI \(([^)]*)", whole))


def inflated(body):
    """A PDF with its packed streams unpacked behind it."""
    found = [body]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(stream[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_a_layout_without_end_is_ended(monkeypatch):
    """A page that grows for ever is stopped with one line, not waited for."""
    with pytest.raises(pdf.ReportTooLongError, match="more than 3 pages"), pdf._at_most(3):
        pdf._weasyprint().HTML(string="<p style='break-after:page'>x" * 9).render()


@pytest.fixture(scope="module")
def evidence_page(injections):
    """An evidence page whose address, headers, lines and quotes are payloads."""
    kinds = ("title", "heading", "text", "item", "cell", "field", "link", "code")
    lines = tuple(Line(kinds[i % len(kinds)], payload) for i, payload in enumerate(injections.PAYLOADS))
    capture = Capture(
        injections.PAYLOADS[3],
        datetime(2026, 5, 4, tzinfo=UTC),
        200,
        injections.PAYLOADS[4],
        "0" * 64,
        injections.PAYLOADS[25],
        0,
    )
    headers = tuple(
        (name, payload)
        for name, payload in zip(("content-type", "etag", "location"), injections.PAYLOADS, strict=False)
    )
    return write_page(Transcript(capture, headers, lines), injections.PAYLOADS)


def test_an_evidence_page_is_words_alone(evidence_page, injections):
    """Nothing of a captured page but its words is on its evidence page; its quotes are marked."""
    tree = markup.document_fromstring(evidence_page)

    assert not {n.tag for n in tree.iter() if isinstance(n.tag, str)} & {
        "script",
        "img",
        "svg",
        "iframe",
        "form",
        "link",
        "base",
    }
    assert not [k for node in tree.iter() for k in node.attrib if k.startswith("on") or k in ("src", "style")]
    assert all(link.startswith(("#q-", "../../report.html#")) for link in tree.xpath("//a/@href"))
    assert quote_id(injections.PAYLOADS[0]) in tree.xpath("//mark//@id")
    assert clean("</style><script>alert(1)</script>") in tree.text_content()


@pytest.mark.browser
@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's chromium is not installed")
def test_a_browser_runs_and_asks_for_nothing(browser, written, evidence_page, tmp_path):
    """Even without the policy: no dialog, no request, no word on the console, no page that leads away."""
    pages = [body for _, body in files(written, "html")] + [evidence_page.encode()]
    for place, body in enumerate(pages):
        file, seen = tmp_path / f"{place}.html", []
        file.write_bytes(body)
        page = browser.new_context(bypass_csp=True).new_page()
        page.on("dialog", lambda dialog, seen=seen: (seen.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message, seen=seen: seen.append(message.text))
        page.on("pageerror", lambda error, seen=seen: seen.append(str(error)))
        page.on("request", lambda request, seen=seen: seen.append(request.url))
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = !e.open })")
        page.keyboard.press("Tab")

        assert [line for line in seen if line != file.as_uri() and not line.startswith("data:image/svg")] == []
        assert page.url == file.as_uri()
        page.context.close()
