"""Charts are vector pictures that read without scripts, carry their words, and are the same bytes every time."""

from datetime import date, timedelta

import pytest
from lxml import etree

from reports.blocks import Bar, Bars, FigureText, Point, Scatter, Week, WeekPanel, WeekPanels
from reports.charts import draw
from reports.colours import DEFAULT_ACCENT, NIGHT, PAPER, accent, contrast
from reports.svg import PRINT

HOSTILE = "<script>alert(1)</script> & \u202e\x00\ud800"
SPACE = {"s": "http://www.w3.org/2000/svg"}


def bars(label="Blog posts"):
    """Two bars, one with a target, one a range only."""
    return Bars((Bar(label, "0.4 of 3", 0.4, 0.2, 0.7, 3.0), Bar("Range", "20 to 60", None, 0.2, 0.6)), f"{label} axis")


def panels(name="Maple"):
    """One company with posts in three weeks, and one without dates."""
    weeks = tuple(Week(date(2026, 1, 5) + timedelta(weeks=i), posts) for i, posts in enumerate((1, 0, 3)))
    label = FigureText("1.3 a week", "cadence.x")
    return WeekPanels(
        (
            WeekPanel(name, True, label, weeks, 1.3, 0.4, 3.0),
            WeekPanel("No dates", False, label, (), None, None, None, "why"),
        )
    )


def scatter():
    """Two venues, one with an interval that has no upper end."""
    return Scatter(
        (Point(1, 0.7, 0.6, 0.8, 4.0, 3.0, float("inf"), True), Point(2, 0.1, 0.05, 0.2, 0.0, 0.0, 0.4, False)),
        "reach",
        "affinity",
    )


def marks(svg):
    """The words a picture shows."""
    return [node.text for node in etree.fromstring(svg).iterfind(".//s:text", SPACE)]


@pytest.mark.parametrize("drawing", [bars(), panels(), scatter()], ids=["bars", "weeks", "scatter"])
def test_the_same_drawing_gives_the_same_bytes(drawing):
    """Two drawings of one value do not differ in a byte."""
    one, two = (draw(drawing, "c", "Title", "Alt") for _ in range(2))

    assert one == two


@pytest.mark.parametrize("drawing", [bars(), panels(), scatter()], ids=["bars", "weeks", "scatter"])
def test_a_picture_names_itself_and_loads_nothing(drawing):
    """Every SVG is an image with title and description, no script, no reference, no fixed font or size."""
    for picture in draw(drawing, "c", "The title", "The words"):
        if not picture.svg:
            continue
        root = etree.fromstring(picture.svg)

        ids = root.get("aria-labelledby").split()
        named = {node.get("id"): node.text for node in root.iterfind("*", SPACE) if node.get("id")}
        tags = {etree.QName(node).localname for node in root.iter()}

        assert root.get("role") == "img"
        assert all(named[key] for key in ids)
        assert not tags & {"script", "image", "use", "a", "foreignObject", "style"}
        assert root.get("width") is None
        assert "font-family" not in picture.svg
        assert "href" not in picture.svg


def test_ids_differ_between_charts_and_sizes():
    """Many charts share a page without sharing an id."""
    pictures = [*draw(bars(), "a", "T", "D"), *draw(bars(), "b", "T", "D")]

    ids = [node.get("id") for picture in pictures for node in etree.fromstring(picture.svg).iter() if node.get("id")]

    assert len(ids) == len(set(ids)) == 8


def test_hostile_words_stay_words():
    """Markup in a label is shown as text, and characters that XML forbids are dropped."""
    for drawing in (bars(HOSTILE), panels(HOSTILE)):
        for picture in draw(drawing, "c", HOSTILE, HOSTILE):
            assert "<script" not in picture.svg
            assert not picture.svg or etree.fromstring(picture.svg) is not None


def test_a_bar_ends_where_its_value_is():
    """Bar, interval and target lie on one axis: half the value is half the way."""
    (picture, _) = draw(
        Bars((Bar("Half", "50", 50, None, None), Bar("All", "100", 100, None, None)), "x", limit=100), "c", "T", "D"
    )

    lengths = [float(node.get("width")) for node in etree.fromstring(picture.svg).iter() if node.get("height") == "14"]

    assert lengths[1] == pytest.approx(2 * lengths[0])


def test_colours_follow_the_page_on_screen_and_are_plain_for_print():
    """On screen colours are custom properties, so that dark mode works; for print they are colours."""
    screen, printed = draw(bars(), "c", "T", "D")[1].svg, draw(bars(), "c", "T", "D", PRINT)[1].svg

    assert "var(--chart-client)" in screen
    assert "var(" not in printed
    assert PRINT["client"] in printed


def test_the_scatter_puts_the_line_at_one_and_numbers_every_point():
    """Each venue carries the number of its row in the table."""
    wide = draw(scatter(), "c", "T", "D")[1]

    shown = marks(wide.svg)

    assert {"1", "2", "1×"} <= set(shown)


@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#0b6e6e", "red; } body { display: none", ""])
def test_an_accent_is_readable_on_both_grounds(colour):
    """Whatever an agency's colour is, text in it and text on it reach the contrast of WCAG AA."""
    made = accent(colour)

    assert contrast(made.light, PAPER) >= 4.5
    assert contrast(made.dark, NIGHT) >= 4.5
    assert contrast(made.on_light, made.light) >= 4.5
    assert contrast(made.on_dark, made.dark) >= 4.5


def test_what_is_no_colour_is_not_used():
    """A value that is not #rrggbb never reaches the style sheet."""
    assert accent("url(https://x)").light == DEFAULT_ACCENT
