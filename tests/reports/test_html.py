"""The HTML report is one safe file: nothing loads, nothing runs, every figure opens its evidence."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html

from reports.formats import html as html_format
from reports.formats.html import MAX_BYTES, write_html
from reports.formats.markup import POLICY, Markups, safe_address
from reports.sections import build

KINDS = ("full", "minimal", "hostile")


@pytest.fixture(scope="module")
def pages(examples):
    """Each example written once, as text and as a tree."""
    texts = {kind: write_html(getattr(examples, kind)()) for kind in KINDS}
    return {kind: (text, html.document_fromstring(text.encode())) for kind, text in texts.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_loaded_and_nothing_runs(pages, kind):
    """No element of the file can fetch or execute anything, and the policy forbids it besides."""
    _, tree = pages[kind]

    tags = {node.tag for node in tree.iter() if isinstance(node.tag, str)}
    sources = [
        value for node in tree.iter() for name, value in node.attrib.items() if name in ("src", "srcset", "data")
    ]
    handlers = [name for node in tree.iter() for name in node.attrib if name.startswith("on")]
    styles = "".join(tree.xpath("//style/text()")) + "".join(tree.xpath("//@style"))

    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base", "video", "audio", "use", "image"}
    assert all(source.startswith("data:image/") for source in sources)
    assert handlers == []
    assert styles.count("url(") == styles.count("src: url(data:font/woff2;base64,")
    assert "@import" not in styles
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICY]


@pytest.mark.parametrize("kind", KINDS)
def test_links_leave_only_to_the_web_and_tell_nobody(pages, kind):
    """A link is an anchor inside the file, an evidence page beside it, or http(s), and then sends no referrer."""
    _, tree = pages[kind]

    for link in tree.iterfind(".//a"):
        address = link.get("href")
        assert address.startswith(("#", "http://", "https://")) or re.fullmatch(
            r"evidence/pages/[0-9a-f]{20}\.html#q-[0-9a-f]{10}", address
        )
        assert address.startswith(("#", "evidence/pages/")) or link.get("rel") == "noreferrer noopener"


def test_an_attack_is_shown_and_does_nothing(pages):
    """Every payload arrives as text: no markup of it, no template of it, no direction mark, no lone surrogate."""
    text, tree = pages["hostile"]

    assert "&lt;script&gt;alert(1)" in text
    assert "{{7*7}}" in tree.text_content()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\ud800]", text)
    assert not tree.xpath("//img[not(starts-with(@src, 'data:'))]")
    assert "javascript:" not in " ".join(tree.xpath("//@href"))


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_every_link_inside_arrives(pages, kind):
    """Each figure leads to its entry, each entry back to the figure."""
    _, tree = pages[kind]
    ids = tree.xpath("//@id")

    targets = {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")}
    entries = tree.xpath("//details/@id")

    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    assert entries
    assert all(f"figure-{entry.removeprefix('evidence-')}" in ids for entry in entries)


def test_an_entry_shows_the_capture(pages):
    """Formula, n, window, interval, address, moment, digest and place in the archive stand in a figure's entry."""
    _, tree = pages["full"]

    entry = next(e for e in tree.iterfind(".//details") if "posting cadence: Maple Lane Homes" in e.text_content())
    text = " ".join(entry.text_content().split())

    for part in (
        "n = 8",
        "26 weeks to 24 Apr 2026",
        "95 % interval 0.1–0.6 (Garwood exact Poisson)",
        "count ÷ exposure",
        "https://maplelane.example/blog/0",
        "24 Apr 2026, 16:30 UTC",
        "SHA-256",
        "maple-lane.warc.gz, byte 4096",
        "Published on day 0",
    ):
        assert part in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_built_for_everybody(pages, kind):
    """Language, landmarks, a skip link, one h1, captions, scopes and picture texts are there."""
    _, tree = pages[kind]

    assert tree.get("lang") == "en"
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == len(tree.xpath("//nav[@aria-label]")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#report"]
    assert all(table.find("caption") is not None for table in tree.iterfind(".//table"))
    assert all(head.get("scope") in ("col", "row") for head in tree.iterfind(".//th"))
    assert all(picture.get("alt") for picture in tree.iterfind(".//img"))
    assert all(svg.get("role") == "img" and svg.get("aria-labelledby") for svg in tree.xpath("//*[local-name()='svg']"))
    assert all(region.get("aria-label") for region in tree.xpath("//*[@role='region']"))


def test_headings_skip_no_level(pages):
    """A reader who moves by headings finds no hole."""
    _, tree = pages["full"]

    levels = [int(node.tag[1]) for node in tree.iter("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_agency_stands_first_and_last(pages, examples):
    """Name and contact line open and close the report, in the agency's colour, with its logo."""
    text, tree = pages["full"]
    agency = examples.full().agency

    contacts = [node.text_content() for node in tree.xpath("//*[@class='contact']")]

    assert len(contacts) == 2
    assert all(agency.contact in contact for contact in contacts)
    assert tree.xpath("//img/@src") == [agency.logo]
    assert f"--accent: {agency.accent}" in text
    assert agency.footer in tree.xpath("//footer[@class='foot']")[0].text_content()


def test_a_logo_that_is_no_picture_is_left_out(examples):
    """A logo that is not an embedded picture is replaced by the agency's name."""
    audit = examples.full()
    remote = replace(audit, agency=replace(audit.agency, logo="https://evil.example/logo.png"))

    tree = html.document_fromstring(write_html(remote).encode())

    assert tree.xpath("//img") == []
    assert tree.xpath("//div[@class='brand']")[0].text_content().strip() == audit.agency.name


def test_the_same_audit_gives_the_same_file(examples, pages):
    """The report is a function of the audit."""
    assert write_html(examples.full()) == pages["full"][0]


def test_a_large_audit_prints_fewer_captures_and_says_so(examples, monkeypatch):
    """A file that would outgrow the limit shows fewer captures per figure and names how many there were."""
    audit = examples.full()
    monkeypatch.setattr(html_format, "MAX_BYTES", len(write_html(audit).encode()) - 1)

    text = write_html(audit)

    assert "3 of 8 captures shown" in text


def test_an_audit_beyond_the_limit_is_refused(examples, monkeypatch):
    """No file is written that nobody could open; the error says so."""
    monkeypatch.setattr(html_format, "MAX_BYTES", 1000)

    with pytest.raises(html_format.ReportTooLargeError, match="larger than 1,000 bytes"):
        write_html(examples.full())


def test_the_full_report_is_far_below_the_limit(pages):
    """A report of four companies is a mail attachment."""
    assert len(pages["full"][0].encode()) < MAX_BYTES / 3


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?y=1", "https://a.example/x?y=1"),
        ("javascript:alert(1)", ""),
        ("java\x00script:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example/", ""),
        ("https://[broken", ""),
    ],
)
def test_only_web_addresses_become_links(url, kept):
    """Whatever a crawled address says, only http and https with a host can be followed."""
    assert safe_address(url) == kept


def test_the_agency_chooses_the_parts_and_their_order(examples):
    """Only the wanted parts are written, after the cover, in the wanted order, and the last one ends with the contact."""
    audit = examples.full()
    wanted = replace(audit, agency=replace(audit.agency, sections=("next", "summary")))

    tree = html.document_fromstring(write_html(wanted).encode())

    assert tree.xpath("//section/@id") == ["next", "summary", "evidence"]
    assert audit.agency.contact in tree.get_element_by_id("summary").text_content()


def test_long_words_are_cut_on_paper_alone_and_the_logo_never(examples):
    """Paper cuts a word that would take its layout minutes; an embedded picture is no word."""
    audit = examples.full()
    long = replace(audit, market="W" * 900)

    screen, paper = (Markups(long, (), 0, paper=paper).document(build(long)) for paper in (False, True))

    assert "W" * 900 in screen
    assert "W" * 201 not in paper
    assert audit.agency.logo in paper
