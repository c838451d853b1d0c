"""The three jobs of the page, in a real browser: review trends, find a venue, open a figure's evidence."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from market.decisions import Aspect
from market.topic_names import Fate, TopicSight
from pipelines.transcripts import transcribe
from store.decisions import decided
from store.topic_names import decisions_of, save_sights
from web.app import create_app
from web.guard import Door

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]
PAGES = ("trends", "venues", "questions", "competitors", "plan", "items", "run")


@pytest.fixture(scope="module")
def address(store, run, audit) -> Iterator[str]:
    """Where the page is served on loopback."""
    import uvicorn

    found = audit[0]
    rows = [TopicSight(t.id, Fate.BORN, t.label, (), t.conversations, 0.1) for t in found.topics]
    save_sights(store, found.run.client, run, found.run.window.end, rows, b"")
    server = uvicorn.Server(uvicorn.Config(create_app(store, Door(), transcribe), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def open_page(browser, address) -> Iterator[Any]:
    """Open the page at a width; at the end nothing may have complained, and nothing have been asked of elsewhere."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str, width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: foreign(request.url))
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
        page.goto(address + path)
        return page

    def foreign(url: str) -> None:
        if not url.startswith((address, "data:")):
            complaints.append(f"request: {url}")

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def test_review_trends_and_rename_a_topic(open_page, store, run, audit):
    """From the clients to the trends, into a topic, a new name, and back: the trends speak of it by that name."""
    topic = audit[0].trends.trends[0]
    page = open_page("/")

    page.get_by_role("link", name=audit[0].run.client).click()
    page.locator("tbody a").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Trends"
    page.locator("#called").get_by_role("link", name=topic.label).click()
    page.get_by_label("Call it").fill("What the inspector found")
    page.get_by_role("button", name="Rename").click()

    assert page.get_by_role("status").inner_text() == "Kept: the topic’s name."
    assert page.get_by_role("heading", level=1).inner_text() == "What the inspector found"
    page.get_by_role("link", name="Trends").click()
    assert page.locator("#called").get_by_role("link", name="What the inspector found").is_visible()
    page.go_back()
    assert page.get_by_role("heading", level=1).inner_text() == "What the inspector found"
    assert [d.name for d in decisions_of(store, audit[0].run.client) if d.topic == topic.topic] == [
        "What the inspector found"
    ]


def test_find_the_top_venues_and_accept_one(open_page, store, run, audit):
    """Filter the venues, open the first, accept it: the list says so, and the filter finds it."""
    best = audit[0].venues[0].venue
    page = open_page(f"/runs/{run}/trends")

    page.get_by_role("link", name="Venues").click()
    page.get_by_label("Access").select_option("crawlable")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "access=crawlable" in page.url
    page.locator("#venues tbody a").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == best.name
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Venues").click()
    page.get_by_label("Marked").select_option("accepted")
    page.get_by_role("button", name="Show", exact=True).click()

    assert page.locator("#venues tbody tr").count() == 1
    assert best.name in page.locator("#venues tbody tr").inner_text()
    assert [d.value for d in decided(store, audit[0].run.client) if d.aspect is Aspect.VENUE] == ["accepted"]


def test_open_the_evidence_of_a_figure(open_page, run, audit):
    """A figure leads to how it came about, and from there to the archived page with the quoted words marked."""
    page = open_page(f"/runs/{run}/trends")

    page.locator("#called tbody a.figure").nth(1).click()
    assert "count ÷ all" in page.locator("main").inner_text()
    page.get_by_role("link", name="archived page").first.click()
    frame = page.frame_locator("iframe")

    assert frame.locator("mark").first.is_visible()
    assert frame.get_by_text("An answer that nobody quoted.").is_visible()
    assert "evil.example" not in frame.locator("html").inner_html()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_on_a_phone_and_a_desk(open_page, run, audit, width):
    """No horizontal scrolling of the page; fields and buttons are large enough for a finger."""
    things = (f"topics/{audit[0].topics[0].id}", f"venues/{audit[0].venues[0].venue.key}")
    page = open_page("/", width)

    for path in ("/", *(f"/runs/{run}/{name}" for name in (*PAGES, *things))):
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + path)
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        small = "[...document.querySelectorAll('button, input:not([type=hidden]), select')].filter(e => e.offsetHeight < 40)"
        assert page.evaluate(f"{small}.length") == 0, path


def test_axe_finds_nothing_serious(open_page, address, run, audit):
    """No serious or critical violation of axe-core's rules on any page; in the dark, whose colours alone differ, two."""
    from axe_playwright_python.sync_playwright import Axe

    topic, venue = f"topics/{audit[0].topics[0].id}", f"venues/{audit[0].venues[0].venue.key}"
    looked_at = [("light", name) for name in (*PAGES, topic, venue, "evidence/pages")] + [
        ("dark", "trends"),
        ("dark", topic),
    ]
    page, found = open_page("/"), []
    for scheme, name in looked_at:
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}/runs/{run}/{name}")
        violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [v for v in violations if v["impact"] in ("serious", "critical")]
        found += [(scheme, name, v["id"], v["nodes"][0]["html"][:120]) for v in serious]

    assert found == []


def test_it_is_reached_by_keyboard_and_reads_without_scripts(open_page, run):
    """The first stop of the Tab key skips to the content; with scripts off every table is there."""
    page = open_page(f"/runs/{run}/trends", java_script_enabled=False)

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1
    assert page.locator("table").count() >= 4


def test_it_prints_without_what_only_a_screen_needs(open_page, run):
    """On paper there are no forms, tabs or export links."""
    page = open_page(f"/runs/{run}/trends")

    page.emulate_media(media="print")

    assert not page.locator("nav.tabs").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator(".exports").first.is_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
