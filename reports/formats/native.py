"""Native charts: a drawing of ``blocks`` as a chart that PowerPoint can edit, with its numbers in it."""

import math
import re
from collections.abc import Sequence
from typing import Any

from reports.blocks import Bars, Drawing, Scatter, Sparks, Stacks, WeekPanels
from reports.formats.csv import harmless
from reports.formats.slides import FONT, INK, LEFT, ROOM, SOFT, Deck
from reports.words import clean, cut, day, percent

OTHER, TARGET, STEPS = "8B949D", "C14E00", ("26323B", "566570", "8997A1", "B9C3CA", "E2E7EA")
_LINK = re.compile(r"[a-z]{2,12}:/|mailto:|(?:in|ex)ternal:|\{=", re.IGNORECASE)
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def safe_label(text: str, length: int = 60) -> str:
    """A label that the workbook inside a chart takes for text: neither a formula nor a link."""
    line = harmless(cut(text, length))
    return f"'{line}" if _LINK.match(line) else line


def reading(drawing: Drawing) -> str:
    """How to read the drawing as a native chart, "" where the report's own sentence fits it too."""
    if isinstance(drawing, WeekPanels):
        return "One column a week, all on one scale; above each stand the rate and its interval."
    if isinstance(drawing, Scatter):
        return "To the right: more of all the talk. Above 1: your market is discussed more than elsewhere."
    if isinstance(drawing, Sparks):
        return "Each line is a share of the conversations, period by period, on a scale of its own that begins at 0."
    if isinstance(drawing, Bars) and any(bar.target is not None for bar in drawing.bars):
        return "One bar is what was observed, with its interval; the other what the plan promises."
    return ""


def add_chart(deck: Deck, drawing: Drawing, top: float, bottom: float, alt: str) -> None:
    """The drawing as native charts between ``top`` and ``bottom``, in inches."""
    if isinstance(drawing, WeekPanels):
        _weeks(deck, drawing, top, bottom)
    elif isinstance(drawing, Bars):
        _bars(deck, drawing, top, bottom, alt)
    elif isinstance(drawing, Scatter):
        _scatter(deck, drawing, top, bottom, alt)
    elif isinstance(drawing, Sparks):
        _sparks(deck, drawing, top, bottom)
    else:
        _stacks(deck, drawing, top, bottom, alt)


def _add(deck: Deck, kind: str, data: Any, at: tuple[float, float, float, float], alt: str) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches, Pt

    frame = deck.slide.shapes.add_chart(getattr(XL_CHART_TYPE, kind), *(Inches(side) for side in at), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt)[:2000])
    chart = frame.chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.name = Pt(12), FONT
    return chart


def _weeks(deck: Deck, drawing: WeekPanels, top: float, bottom: float) -> None:
    """Small multiples: a column chart per company, all on one scale."""
    from pptx.chart.data import CategoryChartData

    limit = max([1, *(week.posts for panel in drawing.panels for week in panel.weeks)])
    across = 2 if len(drawing.panels) <= 4 else 3 if len(drawing.panels) <= 9 else 4
    down = math.ceil(len(drawing.panels) / across)
    width, height = ROOM / across, (bottom - top) / down
    for place, panel in enumerate(drawing.panels):
        x, y = LEFT + width * (place % across), top + height * (place // across)
        deck.text(
            f"{panel.name}: {panel.label.text}", x, y, width - 0.2, 0.3, 12, deck.accent if panel.client else INK, True
        )
        if not panel.weeks:
            deck.text(panel.reason, x, y + 0.32, width - 0.2, height - 0.4, 11, SOFT)
            continue
        data = CategoryChartData()
        data.categories = [day(week.start) for week in panel.weeks]
        data.add_series(safe_label(panel.name), [week.posts for week in panel.weeks])
        alt = f"Posts per week of {panel.name}: {', '.join(str(week.posts) for week in panel.weeks)}"
        chart = _add(deck, "COLUMN_CLUSTERED", data, (x, y + 0.28, width - 0.15, height - 0.32), alt)
        chart.plots[0].gap_width = 20
        _fill(chart.plots[0].series[0], deck.accent if panel.client else OTHER)
        _axes(chart, 0, limit, size=10, whole=True)
        _label_every(chart.category_axis, len(panel.weeks) // 2)


def _bars(deck: Deck, drawing: Bars, top: float, bottom: float, alt: str) -> None:
    from pptx.chart.data import CategoryChartData

    rows = list(reversed(drawing.bars))  # PowerPoint draws the first category at the bottom
    data = CategoryChartData()
    data.categories = [safe_label(f"{bar.label}: {bar.shown}", 90) for bar in rows]
    ranges = all(bar.value is None for bar in rows)
    if ranges:
        data.add_series("low", [bar.low or 0 for bar in rows])
        data.add_series(safe_label(drawing.axis), [(bar.high or 0) - (bar.low or 0) for bar in rows])
    else:
        data.add_series(safe_label(drawing.axis), [bar.value for bar in rows])
        if any(bar.target is not None for bar in rows):
            data.add_series("promised", [bar.target for bar in rows])
    height = min(bottom - top, 0.75 * len(rows) + 0.7)
    chart = _add(deck, "BAR_STACKED" if ranges else "BAR_CLUSTERED", data, (LEFT, top, ROOM, height), alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100 if ranges else 0
    main = plot.series[1 if ranges else 0]
    if ranges:
        plot.series[0].format.fill.background()
    _fill(main, deck.accent)
    for place, bar in enumerate(rows):
        if not bar.client:
            _fill(main.points[place], OTHER)
    if not ranges:
        _error_bars(main, [_ends(bar.value, bar.low, bar.high) for bar in rows])
        if len(plot.series) > 1:
            _fill(plot.series[1], TARGET)
            chart.has_legend = True
            chart.legend.include_in_layout = False
    _axes(chart, 0, drawing.limit, share=drawing.share)


def _ends(value: float | None, low: float | None, high: float | None) -> tuple[float, float]:
    """How far an interval reaches below and above its value."""
    if value is None or low is None or high is None or not math.isfinite(high):
        return 0.0, 0.0
    return max(0.0, value - low), max(0.0, high - value)


def _scatter(deck: Deck, drawing: Scatter, top: float, bottom: float, alt: str) -> None:
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    points = [p for p in drawing.points if p.y > 0]  # a logarithmic axis has no 0; the table has those
    data = XyChartData()
    series = data.add_series(safe_label(drawing.y_axis))
    for p in points:
        series.add_data_point(p.x, p.y)
    chart = _add(deck, "XY_SCATTER", data, (LEFT, top, ROOM, bottom - top), alt)
    made = chart.plots[0].series[0]
    made.format.line.fill.background()
    made.marker.size = 10
    for place, p in enumerate(points):
        point = made.points[place]
        point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 10
        _fill(point.marker, deck.accent if p.strong else OTHER)
        label = point.data_label.text_frame
        label.text = safe_label(f"{p.number} {p.name}", 34)
        label.paragraphs[0].runs[0].font.size = Pt(11)
    _error_bars(made, [_ends(p.x, p.x_low, p.x_high) for p in points], "x")
    _error_bars(made, [_ends(p.y, p.y_low, p.y_high) for p in points], "y")
    _axes(chart, None, None)
    chart.category_axis.tick_labels.number_format = "0%"
    chart.category_axis.tick_labels.number_format_is_linked = False
    chart.category_axis.minimum_scale = 0
    chart.category_axis.has_major_gridlines = False
    for axis, text in ((chart.category_axis, drawing.x_axis), (chart.value_axis, drawing.y_axis)):
        axis.has_title = True
        axis.axis_title.text_frame.text = clean(text)
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(11)
    _logarithmic(chart.value_axis)


def _logarithmic(axis: Any) -> None:
    """The axis in powers of two, crossed at its lower end."""
    from lxml import etree

    scaling = axis._element.find(f"{{{_C}}}scaling")
    base = etree.Element(f"{{{_C}}}logBase", val="2")
    scaling.insert(0, base)


def _stacks(deck: Deck, drawing: Stacks, top: float, bottom: float, alt: str) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    rows = [row for row in reversed(drawing.rows) if any(row.parts)]
    data = CategoryChartData(number_format="0%")
    data.categories = [safe_label(row.label) for row in rows]
    for place, name in enumerate(drawing.names):
        data.add_series(safe_label(name), [row.parts[place] or None for row in rows])
    height = min(bottom - top, 0.8 * len(rows) + 1.0)
    chart = _add(deck, "BAR_STACKED_100", data, (LEFT, top, ROOM, height), alt)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 45, 100, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0%", False
    plot.data_labels.font.size = Pt(11)
    for place, series in enumerate(plot.series):
        _fill(series, STEPS[place % len(STEPS)])
        series.format.line.color.rgb = RGBColor.from_string("FFFFFF")
        series.data_labels.show_value = True
        series.data_labels.number_format, series.data_labels.number_format_is_linked = "0%", False
        series.data_labels.font.size = Pt(11)
        series.data_labels.font.color.rgb = RGBColor.from_string("FFFFFF" if place % len(STEPS) < 2 else INK)
    _axes(chart, None, None, share=True)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False


def _sparks(deck: Deck, drawing: Sparks, top: float, bottom: float) -> None:
    """A line chart per row, one under the other, each with its change in words."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor

    height = (bottom - 0.3 - top) / max(1, len(drawing.rows))
    for place, row in enumerate(drawing.rows):
        y = top + height * place
        deck.text(f"{cut(row.label, 40)}: {row.shown}", LEFT, y, ROOM * 0.38, height, 12, INK, row.strong)
        data = CategoryChartData(number_format="0%")
        data.categories = [day(start) for start in drawing.starts]
        data.add_series(safe_label(row.label), row.shares)
        shown = ", ".join("none" if share is None else percent(share) for share in row.shares)
        at = (LEFT + ROOM * 0.4, y, ROOM * 0.6, height)
        chart = _add(deck, "LINE", data, at, f"{row.label} from {day(drawing.starts[0])}: {shown}")
        line = chart.plots[0].series[0]
        line.smooth = False
        line.format.line.color.rgb = RGBColor.from_string(deck.accent if row.strong else OTHER)
        _axes(chart, 0, None, share=True, size=9)
        chart.value_axis.has_major_gridlines = False
        chart.category_axis.visible = False
    ends = f"{day(drawing.starts[0])} to {day(drawing.starts[-1])}, left to right"
    deck.text(ends, LEFT + ROOM * 0.4, bottom - 0.26, ROOM * 0.6, 0.24, 10, SOFT, align="right")


def _fill(shape: Any, colour: str) -> None:
    from pptx.dml.color import RGBColor

    shape.format.fill.solid()
    shape.format.fill.fore_color.rgb = RGBColor.from_string(colour)


def _axes(
    chart: Any, low: float | None, high: float | None, share: bool = False, size: int = 12, whole: bool = False
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    for axis in (chart.value_axis, chart.category_axis):
        axis.tick_labels.font.size = Pt(size)
        axis.format.line.color.rgb = RGBColor.from_string("C9CED3")
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E3E7EA")
    if low is not None:
        chart.value_axis.minimum_scale = low
    if high is not None:
        chart.value_axis.maximum_scale = high
    if share:
        chart.value_axis.tick_labels.number_format = "0%"
        chart.value_axis.tick_labels.number_format_is_linked = False
    if whole:
        chart.value_axis.major_unit = max(1, math.ceil((high or 1) / 3))


def _label_every(axis: Any, places: int) -> None:
    """Name only every so many places on the axis: all of them stand slanted over one another."""
    from lxml import etree

    skip = etree.Element(f"{{{_C}}}tickLblSkip", val=str(max(1, places)))
    behind = axis._element.find(f"{{{_C}}}noMultiLvlLbl")
    if behind is None:
        axis._element.append(skip)
    else:
        behind.addprevious(skip)


def _error_bars(series: Any, ends: Sequence[tuple[float, float]], direction: str = "") -> None:
    """The intervals as custom error bars, which stay editable; nothing where no point has one."""
    from lxml import etree

    if not any(low or high for low, high in ends):
        return
    bars = etree.Element(f"{{{_C}}}errBars")
    if direction:
        etree.SubElement(bars, f"{{{_C}}}errDir", val=direction)
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, f"{{{_C}}}{tag}", val=value)
    for tag, place in (("plus", 1), ("minus", 0)):
        literal = etree.SubElement(etree.SubElement(bars, f"{{{_C}}}{tag}"), f"{{{_C}}}numLit")
        etree.SubElement(literal, f"{{{_C}}}ptCount", val=str(len(ends)))
        for index, pair in enumerate(ends):
            point = etree.SubElement(literal, f"{{{_C}}}pt", idx=str(index))
            etree.SubElement(point, f"{{{_C}}}v").text = f"{pair[place]:.10g}"
    _insert(series._element, bars)


def _insert(element: Any, bars: Any) -> None:
    """Error bars stand before the values (ECMA-376, CT_BarSer and CT_ScatterSer)."""
    for tag in ("cat", "val", "xVal"):
        found = element.find(f"{{{_C}}}{tag}")
        if found is not None:
            found.addprevious(bars)
            return
