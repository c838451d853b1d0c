"""PPTX: the report as slides for the call; charts are native and editable, and no text leaves its box."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reports.blocks import (
    Callout,
    Chart,
    Claims,
    Contact,
    Cover,
    Note,
    Paragraph,
    Range,
    Section,
    Steps,
    Table,
    Terms,
    Topic,
    plain,
    said,
)
from reports.colours import accent
from reports.formats import Report, formats
from reports.formats.native import add_chart, reading
from reports.formats.slides import BODY, FLOOR, INK, LEFT, ROOM, SOFT, WASH, WIDTH, Deck, row_height, widths_of
from reports.words import clean, cut, shortened

_NOTE = 0.62  # inches kept for what stands under a chart or table
_MOST_SLIDES = 2  # of one table; the workbook has the rest
_TABLE_SIZES = (14.0, 12.0, 11.0, 10.0)
_PER_SLIDE = 3  # topics
_MOST_LETTERS, _LONGEST_WORD = 240, 60  # of a cell


@formats.register("pptx")
def pptx(report: Report) -> dict[str, bytes]:
    """``report.pptx``: cover, one page, then a slide per chart, table and list."""
    agency, colours = report.audit.agency, accent(report.audit.agency.accent)
    deck = Deck(colours.light, colours.on_light, clean(agency.footer or agency.name))
    for section in report.sections:
        if section.name == "cover":
            _cover(deck, section)
        elif section.name == "summary":
            _summary(deck, section)
        else:
            _section(deck, section)
    properties = deck.file.core_properties
    properties.title, properties.author = clean(report.sections[0].title)[:250], clean(agency.name)[:250]
    properties.created = properties.modified = report.audit.run.as_of.replace(tzinfo=None)
    out = io.BytesIO()
    deck.file.save(out)
    return {"report.pptx": out.getvalue()}


def _cover(deck: Deck, section: Section) -> None:
    from pptx.util import Inches

    for block in (b for b in section.blocks if isinstance(b, Cover)):
        slide = deck.bare(f"{block.client}")
        band = deck.box(0, 1.25, WIDTH, 3.0, deck.accent)
        slide.shapes._spTree.remove(band._element)
        slide.shapes._spTree.insert(2, band._element)  # behind the title
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = Inches(LEFT), Inches(2.2), Inches(ROOM), Inches(1.8)
        deck.text(block.agency, LEFT, 0.5, ROOM, 0.45, 20, deck.accent, bold=True)
        deck.text(block.title, LEFT, 1.6, ROOM, 0.5, 20, deck.upon)
        y = 4.55
        for fact in block.facts:
            deck.text(fact.name, LEFT, y, 1.6, 0.3, 12, SOFT)
            deck.text(plain(fact.text), LEFT + 1.7, y, 6.3, 0.42, 12, INK, least=8)
            y += 0.44
        _contact_box(deck, block.contact, 9.2, 4.55)


def _contact_box(deck: Deck, contact: Contact, x: float, y: float) -> None:
    width = WIDTH - LEFT - x
    deck.box(x, y, width, 0.06, deck.accent)
    deck.text(contact.invitation, x, y + 0.18, width, 0.7, 18)
    deck.text(contact.agency, x, y + 0.95, width, 0.3, 13, bold=True)
    deck.text(contact.contact, x, y + 1.28, width, 0.5, 13)
    deck.text(contact.url, x, y + 1.8, width, 0.3, 12, SOFT)


def _summary(deck: Deck, section: Section) -> None:
    deck.new(section.title, section.title)
    half, x = (ROOM - 0.6) / 2, LEFT
    for block in section.blocks:
        if isinstance(block, Claims):
            deck.text(block.title, x, BODY - 0.2, half, 0.32, 15, bold=True)
            deck.box(x, BODY + 0.16, half, 0.04, deck.accent if block.kind == "strength" else "A03C00")
            for place, claim in enumerate(block.items[:3]):
                deck.text(claim.title, x, BODY + 0.35 + 0.78 * place, half, 0.72, 17, least=12)
            x += half + 0.6
        elif isinstance(block, Callout) and block is next(b for b in section.blocks if isinstance(b, Callout)):
            deck.box(LEFT, 4.4, half, 1.9, WASH)
            deck.box(LEFT, 4.4, 0.08, 1.9, deck.accent)
            deck.text(block.title, LEFT + 0.3, 4.55, half - 0.5, 0.3, 13, bold=True)
            deck.text(plain(block.text), LEFT + 0.3, 4.95, half - 0.5, 1.25, 19, least=12)
        elif isinstance(block, Range):
            right = LEFT + half + 0.6
            deck.text(block.label, right, 4.4, half, 0.3, 13, bold=True)
            deck.text(block.shown.text, right, 4.72, half, 0.6, 30)
            deck.box(right, 5.42, half, 0.2, WASH)
            deck.box(
                right + half * block.low / 100, 5.42, max(0.04, half * (block.high - block.low) / 100), 0.2, deck.accent
            )
            deck.text(block.formula, right, 5.75, half, 0.5, 11, SOFT)


def _section(deck: Deck, section: Section) -> None:
    """A slide per chart, table and list; paragraphs and terms open the section's first slide."""
    said = [plain(b.text) for b in section.blocks if isinstance(b, Paragraph)]
    facts = [b for b in section.blocks if isinstance(b, Terms)]
    if section.name == "plan" and (said or facts):
        _opening(deck, section, said, facts)
    topics = [block for block in section.blocks if isinstance(block, Topic)]
    for block in section.blocks:
        writer = _WRITERS.get(type(block))
        if writer:
            writer(deck, section, block)
    for first in range(0, len(topics), _PER_SLIDE):
        _topics(deck, section, topics[first : first + _PER_SLIDE])


def _opening(deck: Deck, section: Section, said: list[str], facts: list[Terms]) -> None:
    deck.new(section.title, section.finding or section.title)
    y = BODY
    for text in said[:1]:
        deck.text(text, LEFT, y, ROOM, 0.75, 16, least=12)
        y += 0.95
    for term in (term for block in facts for term in block.items):
        if y > FLOOR - 0.4:
            break
        deck.text(term.name, LEFT, y, 2.6, 0.34, 13, SOFT)
        deck.text(plain(term.text), LEFT + 2.8, y, ROOM - 2.8, 0.4, 13, least=10)
        y += 0.42


def _note(deck: Deck, note: Note | None) -> None:
    if note:
        deck.text(note.read, LEFT, FLOOR - _NOTE + 0.12, ROOM, 0.26, 11, SOFT, least=9)
        deck.text(" · ".join(note.basis), LEFT, FLOOR - _NOTE + 0.38, ROOM, 0.24, 10, SOFT, least=8)


def _chart(deck: Deck, section: Section, block: Chart) -> None:
    deck.new(section.title, block.title)
    add_chart(deck, block.drawing, BODY, FLOOR - _NOTE, block.alt)
    _note(deck, replace(block.note, read=reading(block.drawing) or block.note.read))


def _table(deck: Deck, section: Section, block: Table) -> None:
    """As many rows as a slide holds, on at most two slides."""
    block, first, slides = _short(block), 0, 0
    while first < len(block.rows) and slides < _MOST_SLIDES:
        size, count = _fitting(block, first)
        last = slides + 1 == _MOST_SLIDES and first + count < len(block.rows)
        title = block.caption if not slides else f"{block.caption} (2)"
        deck.new(section.title, title)
        deck.table(block, first, count, BODY, size)
        _note(deck, block.note)
        if last:
            rest = f"{len(block.rows) - first - count} more rows are in the workbook and the report"
            deck.text(rest, LEFT + ROOM / 2, TOP_REST, ROOM / 2, 0.24, 10, SOFT, align="right", least=8)
        first, slides = first + count, slides + 1


def _short(block: Table) -> Table:
    """The table with cells that a slide holds; the workbook has them whole."""
    rows = tuple(
        tuple(replace(cell, text=(shortened(cut(plain(cell.text), _MOST_LETTERS), _LONGEST_WORD),)) for cell in row)
        for row in block.rows
    )
    columns = tuple(replace(c, name=shortened(cut(c.name, _MOST_LETTERS), _LONGEST_WORD)) for c in block.columns)
    return replace(block, columns=columns, rows=rows)


TOP_REST = FLOOR - _NOTE - 0.1


def _fitting(block: Table, first: int) -> tuple[float, int]:
    """The size at which most rows fit, and how many; the largest size that holds all of the rest."""
    best = (_TABLE_SIZES[-1], 1)
    for size in _TABLE_SIZES:
        widths = widths_of(block, size)
        room, count = FLOOR - _NOTE - 0.15 - BODY - row_height(_heads(block), widths, size), 0
        for row in block.rows[first:]:
            room -= row_height(row, widths, size)
            if room < 0:
                break
            count += 1
        if first + count >= len(block.rows):
            return size, count
        best = (size, max(1, count))
    return best


def _heads(block: Table) -> Any:
    from reports.blocks import Cell

    return tuple(Cell((column.name,)) for column in block.columns)


def _claims(deck: Deck, section: Section, block: Claims) -> None:
    deck.new(section.title, block.title)
    y = BODY
    for claim in block.items:
        deck.text(claim.title, LEFT, y, ROOM, 0.42, 20, least=14)
        deck.text(said(claim.detail), LEFT, y + 0.48, ROOM, 0.75, 13, SOFT, least=11)
        y += 1.45


def _steps(deck: Deck, section: Section, block: Steps) -> None:
    deck.new(section.title, section.finding or section.title)
    each = (FLOOR - BODY) / max(len(block.items), 1)
    each = min(each, 1.25)
    for place, step in enumerate(block.items):
        y = BODY + each * place
        deck.text(str(place + 1), LEFT, y, 0.5, 0.5, 26, deck.accent, bold=True)
        deck.text(step.action, LEFT + 0.6, y, ROOM - 0.6, 0.36, 17, least=12)
        facts = "  ·  ".join(f"{fact.name}: {plain(fact.text)}" for fact in step.facts)
        deck.text(facts, LEFT + 0.6, y + 0.42, ROOM - 0.6, 0.42, 12, SOFT, least=10)


def _topics(deck: Deck, section: Section, topics: list[Topic]) -> None:
    deck.new(section.title, "In their own words")
    width = (ROOM - 0.4 * (_PER_SLIDE - 1)) / _PER_SLIDE
    for place, topic in enumerate(topics):
        x = LEFT + (width + 0.4) * place
        deck.box(x, BODY, width, 0.04, deck.accent)
        deck.text(topic.label, x, BODY + 0.15, width, 0.6, 18, least=12)
        deck.text(plain(topic.size), x, BODY + 0.8, width, 0.3, 12, SOFT)
        y = BODY + 1.2
        for quote in topic.quotes[:2]:
            deck.text(f"“{quote.text}”", x, y, width, 1.3, 14, least=10)
            deck.text(quote.source, x, y + 1.32, width, 0.26, 10, SOFT)
            y += 1.7
        deck.text(plain(topic.coverage), x, y, width, 0.6, 12, least=9)


def _contact(deck: Deck, _section: Section, block: Contact) -> None:
    deck.new(block.agency, block.invitation)
    deck.text(block.contact, LEFT, 2.6, ROOM, 0.6, 24)
    deck.text(block.url, LEFT, 3.4, ROOM, 0.5, 18, SOFT)


_WRITERS: Mapping[type, Callable[[Deck, Section, Any], None]] = {
    Chart: _chart,
    Table: _table,
    Claims: _claims,
    Steps: _steps,
    Contact: _contact,
}
