"""Markdown: the report as text for wikis and repositories; nothing observed becomes a link, a picture or markup."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from reports.blocks import (
    Block,
    Callout,
    Chart,
    Claims,
    Contact,
    Cover,
    Heading,
    Inline,
    Note,
    Paragraph,
    Quote,
    Range,
    Section,
    Steps,
    Table,
    Terms,
    Topic,
    said,
)
from reports.formats import Report, formats
from reports.grids import Grid, grid_of, text_of
from reports.words import clean

# The signs with which Markdown or HTML markup can begin or end anywhere in a line (CommonMark 2.4, GFM 6.9), braces
# because site generators run what stands in them …
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&$@{}]|(?<=www)\.|:(?=//)|^[-+=]|(?<=mailto):|(?<=xmpp):)", re.IGNORECASE)
_LIST = re.compile(r"^(\d{1,9})([.)])")  # … and a number at the start of a line that would begin a list


@formats.register("md")
def markdown(report: Report) -> dict[str, bytes]:
    """``report.md``."""
    parts = [part for section in report.sections for part in _section(section)]
    return {"report.md": ("\n\n".join(parts) + "\n").encode("utf-8", "replace")}


def escaped(text: str) -> str:
    """``text`` on one line in which nothing is markup; web addresses do not become links."""
    return _LIST.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", clean(text)))


def _section(section: Section) -> list[str]:
    if section.name == "cover":
        return [part for block in section.blocks for part in _block(block)]
    head = [f"## {escaped(section.title)}"] + ([f"*{escaped(section.finding)}*"] if section.finding else [])
    return head + [part for block in section.blocks for part in _block(block)]


def _block(block: Block) -> list[str]:
    return [part for part in _WRITERS[type(block)](block) if part]


def _inline(text: Inline) -> str:
    return escaped(said(text))


def _note(note: Note | None) -> list[str]:
    return ["  \n".join(escaped(line) for line in (note.read, " · ".join(note.basis)) if line)] if note else []


def _table(block: Table) -> list[str]:
    rows = [[_inline(cell.text) for cell in row] for row in block.rows]
    return [f"**{escaped(block.caption)}**", _rows([escaped(c.name) for c in block.columns], rows), *_note(block.note)]


def _rows(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _chart(block: Chart) -> list[str]:
    grid = grid_of(block, "")
    return [f"**{escaped(block.title)}**", escaped(block.alt), *([_grid(grid)] if grid else []), *_note(block.note)]


def _grid(grid: Grid) -> str:
    return _rows([escaped(h.name) for h in grid.heads], [[escaped(text_of(v)) for v in row] for row in grid.rows])


def _quote(block: Quote) -> list[str]:
    return [f"> {escaped(block.text)}  \n> {escaped(block.source)}"]


def _claims(block: Claims) -> list[str]:
    lines = [f"- {escaped(item.title)}" + (f" {_inline(item.detail)}" if item.detail else "") for item in block.items]
    return [f"### {escaped(block.title)}", "\n".join(lines)]


def _terms(block: Terms) -> list[str]:
    return ["\n".join(f"- **{escaped(term.name)}** {_inline(term.text)}" for term in block.items)]


def _steps(block: Steps) -> list[str]:
    made = []
    for place, step in enumerate(block.items, start=1):
        facts = "\n".join(f"   - {escaped(fact.name)}: {_inline(fact.text)}" for fact in step.facts)
        made.append(f"{place}. **{escaped(step.action)}** {_inline(step.why)}\n{facts}")
    return ["\n".join(made)]


def _topic(block: Topic) -> list[str]:
    quotes = [part for quote in block.quotes for part in _quote(quote)]
    return [f"### {escaped(block.label)}", _inline(block.size), *quotes, _inline(block.coverage)]


def _contact(block: Contact) -> list[str]:
    lines = (f"**{escaped(block.invitation)}**", escaped(block.agency), escaped(block.contact), escaped(block.url))
    return ["  \n".join(line for line in lines if line)]


def _cover(block: Cover) -> list[str]:
    return [f"# {escaped(block.title)}: {escaped(block.client)}", *_terms(Terms(block.facts)), *_contact(block.contact)]


_WRITERS: Mapping[type, Callable[[Any], list[str]]] = {
    Paragraph: lambda block: [_inline(block.text)],
    Heading: lambda block: [f"### {escaped(block.text)}"],
    Table: _table,
    Chart: _chart,
    Quote: _quote,
    Callout: lambda block: [f"> **{escaped(block.title)}** {_inline(block.text)}"],
    Claims: _claims,
    Range: lambda block: [f"**{escaped(block.label)}: {escaped(block.shown.text)}**", escaped(block.formula)],
    Terms: _terms,
    Steps: _steps,
    Topic: _topic,
    Contact: _contact,
    Cover: _cover,
}
