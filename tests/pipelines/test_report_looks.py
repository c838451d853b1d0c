"""How the report of a real run reads and looks: for everybody, in fair words, on a dozen pages."""

import ast
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from weasyprint.formatting_structure import boxes

from market.audits import figures_of
from reports.blocks import Chart, FigureText, Table
from reports.evidence import entries_of
from reports.formats import Report, pdf
from reports.formats.markup import Markups

ROOT = Path(__file__).resolve().parents[2]
# METRICS.md: words of judgement. What orders measured values (longest silence, highest bound) is no judgement.
BANNED = re.compile(
    r"\b(?:critical(?:ly)?|fail(?:s|ing|ings|ure|ures)?|dominat\w+|dangerous(?:ly)?|disastrous|terribl[ey]|alarming|urgent|"
    r"catastroph\w+|awful|hopeless|inferior|superior|unbeatable|outstanding|amazing|perfect|"
    r"(?:best|worst|greatest|biggest|strongest|weakest|poorest|finest|fastest|easiest)|(?:first|top)[- ]class|world[- ]class|"
    r"(?:market|industry) leader|number one|percentiles?|quartiles?|top \d+ ?%)\b",
    re.IGNORECASE,
)


def parts_of(value):
    """A value with all that is inside of it."""
    yield value
    if isinstance(value, tuple):
        for part in value:
            yield from parts_of(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))


def texts_of(value):
    """Every text inside of a value."""
    return [part for part in parts_of(value) if isinstance(part, str)]


def foreign_words(audit):
    """Every word that was crawled or that the brief says: what they call things is theirs."""
    given = (
        audit.agency, audit.strategy, audit.goals, audit.market, audit.plan, audit.venues, audit.topics, audit.questions,
        audit.keywords, audit.companies, audit.channels, audit.ledger, audit.focus, audit.trends, audit.archive,
        [e.evidence for e in entries_of(audit)],
    )  # fmt: skip
    found = [text for part in given for text in texts_of(tuple(part) if isinstance(part, list) else part)]
    return {word for text in found for word in re.findall(r"\w+", text.casefold())}


def own_literals(path):
    """The texts in a module that may be printed: all but docstrings, patterns of words to look for, and vocabularies."""
    tree = ast.parse(path.read_text("utf-8"))
    unprinted = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            unprinted.add(id(node.value))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and getattr(node.func.value, "id", "") == "re"
        ):
            unprinted |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            unprinted |= {id(part) for part in ast.walk(node)}  # a list of words
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in unprinted
            and " " in node.value
        ):
            yield node.value


def test_no_sentence_of_ours_judges():
    """In no text of ours that can reach a report stands a word that METRICS.md forbids."""
    found = []
    for package in ("reports", "market", "tactics", "pipelines"):
        for path in sorted((ROOT / package).rglob("*.py")):
            found += [(path.name, text) for text in own_literals(path) if BANNED.search(text)]
    for path in sorted((ROOT / "reports").rglob("*.j2")):
        found += [
            (path.name, text) for text in re.findall(r">([^<>{}]+)<", path.read_text("utf-8")) if BANNED.search(text)
        ]

    assert found == []


def judged(audit):
    """The banned words in the report's sections that neither a site nor the brief said."""
    theirs = foreign_words(audit)
    said = [word for text in texts_of(Report.of(audit).sections) for word in BANNED.findall(text)]
    return [word for word in said if not set(re.findall(r"\w+", word.casefold())) <= theirs]


def summary_words(audit):
    """How many words stand on the page of the summary, its title and figures among them."""
    section = next(s for s in Report.of(audit).sections if s.name == "summary")
    return sum(len(text.split()) for text in texts_of((section.title, section.finding, section.blocks)))


def without_window(audit):
    """Charts, tables and printed figures that do not say n and window."""
    report, entries = Report.of(audit), {entry.id: entry for entry in entries_of(audit)}
    figures = {figure.id for figure in figures_of(audit)}
    notes = [b for s in report.sections for b in s.blocks if isinstance(b, Chart | Table)]
    told = [(b, " · ".join(b.note.basis) if b.note else "") for b in notes]
    printed = {p.entry for p in parts_of(report.sections) if isinstance(p, FigureText)} & figures
    told += [(entry, " · ".join(entries[entry].basis)) for entry in sorted(printed)]
    when = re.compile(r" weeks? to |as of \d|windows differ")
    return [thing for thing, basis in told if "n = " not in basis or not when.search(basis)]


@pytest.fixture(scope="module", params=["demo_audit", pytest.param("real_audit", marks=pytest.mark.corpora)])
def audit(request):
    """The audit of the bundled market, and of one real market."""
    return request.getfixturevalue(request.param).audit


def test_the_report_is_short_fair_and_dated(audit):
    """No banned word of ours, at most 120 words on page two, n and window with every figure, chart and table."""
    assert judged(audit) == []
    assert summary_words(audit) <= 120
    assert without_window(audit) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.browser
@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's chromium is not installed")
def test_everybody_can_read_the_demos_report(browser, demo_audit, width, scheme):
    """Offline: no request, no word on the console, and axe-core finds no serious or critical violation.

    Of the evidence, whose entries are all made alike, six are looked at: axe takes longer for the rest than for the report.
    """
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, offline=True, bypass_csp=True
    )
    page, seen = context.new_page(), []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(demo_audit.report.as_uri())
    loaded = [line for line in seen if not line.startswith("data:image/")]
    page.evaluate("document.querySelectorAll('#evidence details:nth-of-type(n+7)').forEach(e => e.remove())")

    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    context.close()

    assert loaded == [demo_audit.report.as_uri()]
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")] == []


def laid_out(audit):
    """The report on paper, page by page, as it is laid out before it becomes a PDF."""
    report = Report.of(audit)
    text = Markups(audit, entries_of(audit), 0, paper=True).document(report.sections)
    return pdf._weasyprint().HTML(string=text, url_fetcher=pdf._inside_only(), media_type="print").render()


def test_on_paper_it_is_a_dozen_pages_that_cut_nothing(audit):
    """8 to 12 A4 pages; every part has a bookmark, every page but the cover its number; charts and table rows stand whole; nothing leaves the page."""
    document = laid_out(audit)
    pages: dict[object, set[int]] = {}
    beyond = []
    for place, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            element = getattr(box, "element", None)
            if box.element_tag in ("figure", "tr") and element is not None:
                pages.setdefault(element, set()).add(place)
            if isinstance(box, boxes.TextBox) and box.position_x + box.width > page.width + 1:
                beyond.append(box.text)
    heads = {e for e in pages if e.tag == "tr" and e[0].get("scope") == "col"}  # they stand again on every page
    feet = [
        "".join(box.text for box in page._page_box.descendants() if isinstance(box, boxes.TextBox))
        for page in document.pages
    ]

    assert 8 <= len(document.pages) <= 12
    assert all((round(page.width), round(page.height)) == (794, 1123) for page in document.pages)  # A4 at 96 dpi
    marked = {label for label, *_ in bookmarks(document.make_bookmark_tree())}
    assert {s.title for s in Report.of(audit).sections if s.name != "cover"} <= marked
    assert [e.text for e in pages if e not in heads and len(pages[e]) > 1] == []
    assert beyond == []
    assert [f"{place} / {len(feet)}" in foot for place, foot in enumerate(feet, start=1)] == [False] + [True] * (
        len(feet) - 1
    )


def bookmarks(tree):
    """Every bookmark of a tree."""
    for label, _, children, *_ in tree:
        yield (label,)
        yield from bookmarks(children)
