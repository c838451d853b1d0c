"""Writing: a page's parts as HTML, through the report's own templates and charts, and its tables as CSV and JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from reports.blocks import Block, Heading, Table
from reports.colours import accent
from reports.evidence import anchor
from reports.formats.csv import table_file
from reports.formats.faces import font_faces
from reports.formats.markup import Markups, report_style
from reports.grids import Grid, grid_of
from reports.templating import environment
from reports.words import clean
from web.library import Held, MissingError
from web.pages import View, slug

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page: where it is, where one can go from it, and what forms need."""

    path: str  # the page's own address
    query: str  # with "?", "" without
    here: str  # name of the current tab, "" for none
    client: str = ""  # name
    client_key: str = ""
    run: str = ""  # key
    day: str = ""  # last day of the run's window
    tabs: tuple[tuple[str, str, str], ...] = ()  # name, address, label
    runs: tuple[tuple[str, str, bool], ...] = ()  # address, label, current
    token: str = ""
    done: str = ""  # what has just been decided, in words


def write(view: View, frame: Frame, held: Held | None = None) -> str:
    """The page as HTML. Every text is escaped by the templates of the report or of the page."""
    entries = held.entries if held else ()
    markups = Markups(held.audit if held else None, entries, 0, address=addresses(frame.run))
    markups.known = frozenset(entry.id for entry in entries) | view.known
    written = markups.fragments([_filled(part.block) for part in view.parts])
    parts = [(part.name, markup) for part, markup in zip(view.parts, written, strict=True)]
    facts = [(fact.name, markups.inline(fact.text)) for fact in view.facts]
    style = accent(held.audit.agency.accent if held else "").light.removeprefix("#")
    return _environment().get_template("page.html.j2").render(
        view=view, frame=frame, parts=parts, facts=facts, style=style
    )  # fmt: skip


def _filled(block: Block) -> Block:
    """The block; of a table without rows its caption alone, which says so."""
    return Heading(block.caption) if isinstance(block, Table) and not block.rows else block


def addresses(run: str) -> Callable[[str], str]:
    """Where the evidence of an entry of a run is shown; topics, venues and captures have pages of their own."""

    def address(entry: str) -> str:
        kind, _, rest = entry.partition(".")
        if kind == "capture":
            page, _, at = rest.partition("#")
            return f"/runs/{run}/captures/{quote(page)}?at={quote(at)}"
        if kind in ("client", "run"):
            return f"/{kind}s/{quote(rest)}"
        if kind in _PAGES:
            return f"/runs/{run}/{_PAGES[kind]}/{quote(slug(rest))}"
        return f"/runs/{run}/evidence/{quote(anchor(entry))}"

    return address


_PAGES: Mapping[str, str] = {"topic": "topics", "venue": "venues", "line": "plan", "item": "items"}


def grid(view: View, name: str) -> Grid:
    """The rows of a named table or chart of a page; ``MissingError`` without one."""
    for part in view.parts:
        if part.name == name and (found := grid_of(part.block, view.title)):
            return Grid(name, found.title, found.heads, found.rows, found.notes)
    names = ", ".join(part.name for part in view.parts if part.name) or "none"
    raise MissingError(f"This page has no table of that name; it has: {names}.")


def as_csv(view: View, name: str) -> bytes:
    """A table as CSV that no spreadsheet takes for formulas."""
    return table_file(grid(view, name))


def as_json(view: View, name: str) -> bytes:
    """A table as JSON: an object per row, by the names of the columns."""
    found = grid(view, name)
    heads = [head.name for head in found.heads]
    rows = [dict(zip(heads, map(_plain, row), strict=True)) for row in found.rows]
    text = json.dumps({"title": clean(found.title), "rows": rows, "notes": list(found.notes)}, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else clean(value) if isinstance(value, str) else value


@cache
def style_sheet(colour: str) -> str:
    """The report's style sheet with what this page adds, around the accent ``#rrggbb``."""
    own = (_TEMPLATES / "page.css").read_text("utf-8")
    return f"{font_faces()}\n{report_style(accent(colour))}\n{own}"


@cache
def _environment() -> Environment:
    made = environment(_TEMPLATES)
    made.filters["lines"] = lambda text: Markup("\n").join(clean(line) for line in text.splitlines())
    return made
