"""The report as a browser shows it, offline."""

from pathlib import Path

import pytest

from reports.formats.html import write_html

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


@pytest.fixture
def opened(browser, examples, tmp_path):
    """Open an example at a width; gives the page and what it asked for or complained about."""

    def open_(kind, width=1280, scheme="light"):
        file = tmp_path / f"{kind}.html"
        file.write_text(write_html(getattr(examples, kind)()), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, offline=True)
        page, seen = context.new_page(), []
        page.on("console", lambda message: seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("request", lambda request: seen.append(f"request: {request.url}"))
        page.goto(file.as_uri())
        wanted = f"request: {file.as_uri()}"
        return page, [line for line in seen if line != wanted and not line.startswith("request: data:")]

    return open_


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", ["full", "minimal", "hostile"])
def test_it_opens_offline_without_a_word_and_without_a_scroll_bar(opened, kind, width):
    """No request, no console message, no horizontal overflow, on a phone and on a desk."""
    page, seen = opened(kind, width)

    wide = page.evaluate("document.documentElement.scrollWidth")
    cut = page.evaluate(
        "[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('.scroll, svg, thead') && getComputedStyle(e).position !== 'absolute').map(e => e.outerHTML.slice(0, 80))"
    )

    assert seen == []
    assert wide == width
    assert cut == []


def test_a_figure_opens_its_evidence(opened):
    """A click on a printed figure shows its entry with the captures, without any script in the page."""
    page, _ = opened("full")

    page.click("#competition a.figure[href^='#evidence-cadence']")

    target = page.locator("details:target")
    assert target.get_by_text("SHA-256").first.is_visible()
    assert target.get_by_text("count ÷ exposure").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_light_and_dark(opened, scheme):
    """Running text reaches the contrast of WCAG AA on its ground."""
    page, _ = opened("full", scheme=scheme)

    ratios = page.evaluate(
        """() => {
          const channel = c => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
          const light = t => { const [r, g, b] = t.match(/[\\d.]+/g).map(Number); return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b); };
          const ground = light(getComputedStyle(document.body).backgroundColor);
          return [...document.querySelectorAll('p, h1, h2, h3, h4, td, th, dt, dd, li, caption, figcaption')].map(e => {
            const own = light(getComputedStyle(e).color);
            return (Math.max(own, ground) + .05) / (Math.min(own, ground) + .05);
          });
        }"""
    )

    assert min(ratios) >= 4.5


def test_chart_letters_are_legible_on_a_phone(opened):
    """No letter of a visible chart is smaller than 9 pixels on a phone."""
    page, _ = opened("full", 390)

    sizes = page.evaluate(
        "[...document.querySelectorAll('figure svg text')].map(t => t.getBoundingClientRect().height).filter(h => h > 0)"
    )

    assert sizes
    assert min(sizes) >= 9


def test_it_prints_to_a_dozen_pages(opened):
    """On A4 the full report has 8 to 12 pages."""
    page, _ = opened("full")

    pdf = page.pdf(prefer_css_page_size=True, print_background=True)

    assert 8 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 12


@pytest.mark.parametrize("width", [390, 800, 1280])
@pytest.mark.parametrize("companies", [8, 10, 16])
def test_tables_of_many_companies_fit(browser, examples, tmp_path, companies, width):
    """No comparison is cut off at the right, however many companies stand side by side."""
    file = tmp_path / "many.html"
    file.write_text(write_html(examples.crowded(companies)), encoding="utf-8")
    page = browser.new_context(viewport={"width": width, "height": 844}, offline=True).new_page()
    page.goto(file.as_uri())

    cut = "[...document.querySelectorAll('.many, .stacked')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.ariaLabel)"
    on_screen = page.evaluate(cut)
    page.set_viewport_size({"width": 665, "height": 844})  # the text width of an A4 page
    page.emulate_media(media="print")

    assert on_screen == []
    assert page.evaluate(cut) == []
