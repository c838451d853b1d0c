"""Slides: text on a slide that keeps to its box, and tables that keep to the slide."""

from collections.abc import Sequence
from typing import Any

from reports.blocks import Cell, Table, plain
from reports.colours import tinted
from reports.svg import width_of
from reports.words import clean

WIDTH, HEIGHT = 13.333, 7.5  # inches
LEFT, TOP, BODY = 0.6, 0.45, 1.55  # margins, and where the body of a slide begins
ROOM = WIDTH - 2 * LEFT
FLOOR = 6.95  # where the body ends
INK, SOFT, LINE, WASH = "1C2126", "565F68", "DCDFE3", "F5F6F4"
TONES = {"yes": "1D6B45", "no": "A03C00", "partly": "6B5900", "unknown": "565F68"}
MARKS = {"yes": "● ", "no": "○ ", "partly": "◐ "}
FONT = "Arial"
_HEAT = 0.38  # the strongest shade of a heat table, as a part of the accent
_LINE_HEIGHT = 1.22  # of the size
_POINTS = 72.0


def lines_of(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines ``text`` takes at ``size`` points in a box of ``width`` inches."""
    room, lines, used = width * _POINTS, 1, 0.0
    for word in clean(text).split(" "):
        wide = width_of(f"{word} ", size, bold)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        while wide > room:  # a word longer than the line breaks inside
            lines, wide = lines + 1, wide - room
        used += wide
    return lines


def height_of(text: str, width: float, size: float, bold: bool = False) -> float:
    """The height in inches of ``text`` at ``size`` points."""
    return lines_of(text, width, size, bold) * size * _LINE_HEIGHT / _POINTS


def fitted(text: str, width: float, height: float, sizes: Sequence[float], bold: bool = False) -> tuple[str, float]:
    """The text with the largest of ``sizes`` at which it fits; cut at the smallest where it never does."""
    line = clean(text)
    for size in sizes:
        if height_of(line, width, size, bold) <= height:
            return line, size
    words = line.split(" ")
    while len(words) > 1 and height_of(" ".join(words) + "…", width, sizes[-1], bold) > height:
        words.pop()
    held = " ".join(words)
    while len(held) > 1 and height_of(held + "…", width, sizes[-1], bold) > height:
        held = held[: len(held) * 4 // 5]  # one word that fills the box alone
    return held.rstrip(",;:.") + "…", sizes[-1]


class Deck:
    """A presentation in the making: plain boxes at stated places, every text fitted before it is set."""

    def __init__(self, accent: str, upon: str, footer: str) -> None:
        from pptx import Presentation
        from pptx.util import Inches

        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.accent, self.upon, self.footer = accent.lstrip("#").upper(), upon.lstrip("#").upper(), footer
        self.slide: Any = None
        self.count = 0

    def new(self, section: str, title: str) -> Any:
        """A slide with its title, the section's name above it, and the footer; it becomes the current one."""
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[5])  # "Title Only": the outline keeps the title
        self.count += 1
        holder = self.slide.shapes.title
        text, size = fitted(title, ROOM - 0.2, 0.8, (26, 24, 22, 20, 18))
        self._place(holder, LEFT, TOP + 0.22, ROOM, 0.95)
        self._write(holder.text_frame, text, size, INK)
        self.text(section, LEFT, TOP - 0.08, ROOM, 0.3, 12, self.accent, bold=True)
        self.box(LEFT, 0.0, 1.2, 0.09, self.accent)
        self.text(self.footer, LEFT, 7.08, ROOM - 1, 0.28, 10, SOFT)
        self.text(str(self.count), WIDTH - LEFT - 0.8, 7.08, 0.8, 0.28, 10, SOFT, align="right")
        return self.slide

    def bare(self, title: str) -> Any:
        """A slide of boxes alone; its title is the text at the top of the outline."""
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        self.count += 1
        self._write(self.slide.shapes.title.text_frame, clean(title), 40, self.upon)
        return self.slide

    def text(
        self, text: str, x: float, y: float, width: float, height: float, size: float, colour: str = INK,
        bold: bool = False, align: str = "left", least: float = 10,
    ) -> Any:  # fmt: skip
        """A text in a box, made smaller down to ``least`` points and then cut where it does not fit."""
        from pptx.util import Inches

        sizes = [step for step in (size, size * 0.9, size * 0.8, size * 0.7) if step >= least] or [size]
        shown, chosen = fitted(text, width - 0.05, max(height, chosen_line(size)), sizes, bold)
        box = self.slide.shapes.add_textbox(Inches(x), Inches(y), Inches(width), Inches(height))
        self._write(box.text_frame, shown, chosen, colour, bold, align)
        return box

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> Any:
        """A filled rectangle without a border, marked as decoration."""
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(x), Inches(y), Inches(width), Inches(height))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(colour)
        shape.line.fill.background()
        shape.shadow.inherit = False
        return shape

    def _place(self, shape: Any, x: float, y: float, width: float, height: float) -> None:
        from pptx.util import Inches

        shape.left, shape.top, shape.width, shape.height = Inches(x), Inches(y), Inches(width), Inches(height)

    def _write(self, frame: Any, text: str, size: float, colour: str, bold: bool = False, align: str = "left") -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
        from pptx.util import Inches, Pt

        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(0)
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if align == "right" else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = RGBColor.from_string(colour)

    def table(self, table: Table, first: int, rows: int, top: float, size: float) -> None:
        """Rows ``first`` to ``first + rows`` of a table, its columns as wide as their words ask for."""
        from pptx.util import Inches

        shown = table.rows[first : first + rows]
        widths = widths_of(table, size)
        frame = self.slide.shapes.add_table(
            len(shown) + 1, len(widths), Inches(LEFT), Inches(top), Inches(ROOM), Inches(0.3)
        )
        made = frame.table
        made.horz_banding = made.first_row = False
        _plain_style(frame)
        for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
            made.columns[place].width = Inches(width)
            self._cell(made.cell(0, place), column.name, size, SOFT, bold=True, right=column.numeric)
        for place, row in enumerate(shown, start=1):
            made.rows[place].height = Inches(row_height(row, widths, size))
            for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                text, tone = MARKS.get(cell.tone, "") + plain(cell.text), TONES.get(cell.tone, INK)
                self._cell(made.cell(place, at), text, size, tone, at == 0, column.numeric, cell.heat)

    def _cell(
        self, cell: Any, text: str, size: float, colour: str, bold: bool, right: bool, heat: float | None = None
    ) -> None:
        from pptx.dml.color import RGBColor
        from pptx.util import Inches

        self._write(cell.text_frame, clean(text), size, colour, bold, "right" if right else "left")
        cell.margin_left = cell.margin_right = Inches(0.06)
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        cell.fill.background()
        if heat:
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(tinted(f"#{self.accent}", heat * _HEAT).lstrip("#").upper())


def chosen_line(size: float) -> float:
    """The height of one line of ``size`` points, in inches."""
    return size * _LINE_HEIGHT / _POINTS


def widths_of(table: Table, size: float) -> list[float]:
    """The width of each column in inches, by the words in it, adding up to the slide's room."""
    wishes = []
    for place, column in enumerate(table.columns):
        texts = [column.name, *(plain(row[place].text) for row in table.rows)]
        longest = max(width_of(text, size, True) for text in texts) / _POINTS + 0.2
        word = max((width_of(word, size, True) for text in texts for word in text.split()), default=0) / _POINTS + 0.2
        wishes.append((min(max(longest, 0.6), 4.2), min(max(word, 0.6), 2.2)))
    total, least = sum(wish for wish, _ in wishes), sum(word for _, word in wishes)
    if total <= ROOM:
        return [wish * ROOM / total for wish, _ in wishes]
    spare = max(0.0, ROOM - least)
    extra = sum(wish - min(wish, word) for wish, word in wishes) or 1.0
    widths = [min(wish, word) + spare * (wish - min(wish, word)) / extra for wish, word in wishes]
    return [width * ROOM / sum(widths) for width in widths]


def row_height(row: Sequence[Cell], widths: Sequence[float], size: float) -> float:
    """The height of a row in inches with its longest cell."""
    tall = max(height_of(f"● {plain(c.text)}", w - 0.14, size, True) for c, w in zip(row, widths, strict=True))
    return tall + 0.08


def _plain_style(frame: Any) -> None:
    """The table style "No Style, Table Grid" of every PowerPoint, so that no banding hides the heat."""
    style = frame._element.graphic.graphicData.tbl.tblPr.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    )
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
