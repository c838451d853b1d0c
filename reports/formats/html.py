"""HTML: the whole report in one file that opens from a mail attachment, reads without scripts and loads nothing.

Crawled text is hostile: every value passes ``words.clean`` and Jinja's escaping at the moment it is written, links keep
only http and https, and a content security policy forbids everything but inline style and embedded pictures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from market.audits import Audit
from reports.blocks import Block, Chart, FigureText, Inline, Section, WeekPanels, plain
from reports.charts import Picture, draw
from reports.colours import accent
from reports.evidence import Entry, anchor, entries_of
from reports.sections import ORDER, build
from reports.words import clean, moment

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
MAX_BYTES = 3_000_000  # what mail servers and phones still carry
_CAPTURES_PER_ENTRY = (8, 3, 1)  # the first that keeps the file under MAX_BYTES
_LOGO = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+=*")
_LONG_WORD = 30  # characters
_TEMPLATES = Path(__file__).parent / "templates"


class ReportTooLargeError(ValueError):
    """The report outgrows ``MAX_BYTES`` even with one capture per figure."""


def write_html(audit: Audit, order: Sequence[str] = ORDER) -> str:
    """The report as one HTML document of at most ``MAX_BYTES`` in UTF-8, with its evidence as an appendix.

    ``order`` names the sections and their order. Where the file would grow too large, fewer captures are printed per
    figure, and the entry says how many there were. Raises ``sections.NothingMeasuredError`` when nothing was read and
    ``ReportTooLargeError`` when even one capture per figure is too much.
    """
    parts, entries = build(audit, order), entries_of(audit)
    for most in _CAPTURES_PER_ENTRY:
        text = _Writer(audit, entries, most).document(parts)
        if len(text.encode()) <= MAX_BYTES:
            return text
    raise ReportTooLargeError(f"the report is larger than {MAX_BYTES:,} bytes even with one capture per figure")


def safe_address(url: str) -> str:
    """``url`` where it can be a link, an empty string for anything but http and https."""
    try:
        parts = urlsplit(clean(url))
    except ValueError:
        return ""
    return clean(url) if parts.scheme in ("http", "https") and parts.hostname else ""


@dataclass(slots=True)
class _Writer:
    """One writing of one report; it remembers which figures were printed, for the links back."""

    audit: Audit
    entries: tuple[Entry, ...]
    most: int
    seen: dict[str, None] = field(default_factory=dict)  # in the order of printing
    known: frozenset[str] = frozenset()
    charts: int = 0

    def document(self, parts: Sequence[Section]) -> str:
        self.known = frozenset(entry.id for entry in self.entries)
        environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_finalize,
        )
        environment.globals.update(
            inline=self.inline, figure=self.figure, pictures=self.pictures, kind=_kind, anchor=anchor, link=safe_address
        )
        environment.globals.update(unwritten=_unwritten, long=_long)
        environment.filters.update(moment=moment)
        colours = accent(self.audit.agency.accent)
        agency = self.audit.agency
        return environment.get_template("report.html.j2").render(
            agency=agency,
            logo=agency.logo if _LOGO.fullmatch(agency.logo) else "",
            product=self.audit.product,
            sections=parts,
            printed=self.printed,
            most=self.most,
            policy=POLICY,
            css=Markup(environment.get_template("report.css.j2").render(colours=colours)),  # noqa: S704 - own style sheet
        )

    def inline(self, text: Inline) -> Markup:
        """Inline text with its figures linked."""
        return Markup("").join(
            self.figure(part) if isinstance(part, FigureText) else clean_space(part) for part in text
        )

    def figure(self, part: FigureText) -> Markup:
        """A figure linked to its evidence; its first printing carries the id that the evidence links back to."""
        if part.entry not in self.known:
            return escape(clean(part.text))
        key = anchor(part.entry)
        mark = Markup("") if part.entry in self.seen else Markup(' id="figure-{}"').format(key)
        self.seen[part.entry] = None
        return Markup('<a class="figure"{} href="#evidence-{}">{}</a>').format(mark, key, clean(part.text))

    def printed(self) -> tuple[Entry, ...]:
        """The entries of the figures printed so far, in the order of printing."""
        held = {entry.id: entry for entry in self.entries}
        return tuple(held[key] for key in self.seen)

    def pictures(self, chart: Chart) -> list[tuple[Any, Picture]]:
        """The chart's pictures, each with its panel for weekly charts and None otherwise."""
        self.charts += 1
        drawn = draw(chart.drawing, f"chart-{self.charts}", chart.title, chart.alt)
        marked = [Picture(Markup(picture.svg), picture.size) for picture in drawn]  # noqa: S704 - serialised by lxml
        panels = chart.drawing.panels if isinstance(chart.drawing, WeekPanels) else (None,) * len(marked)
        return list(zip(panels, marked, strict=True))


def clean_space(text: str) -> Markup:
    """Escaped text that keeps one space at each end, because inline parts stand side by side."""
    body = escape(clean(text))
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and body else ""
    return Markup("{}{}{}").format(before, body, after)


def _kind(block: Block) -> str:
    return type(block).__name__


def _long(text: Inline) -> bool:
    """Whether a cell holds a word, such as an address, that must break to fit."""
    return any(len(word) > _LONG_WORD for word in plain(text).split())


def _unwritten(kind: str) -> Markup:
    raise TypeError(f"the HTML format does not write {kind} blocks")


def _finalize(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
