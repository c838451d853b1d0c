"""Markup: blocks written through the templates, for a screen with the evidence below, or for paper without it.

Crawled text is hostile: every value passes ``words.clean`` and Jinja's escaping at the moment it is written, links keep
only http and https, and a content security policy forbids everything but inline style and embedded pictures and fonts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup, escape

from market.audits import Audit
from reports.blocks import Block, Chart, FigureText, Inline, Section, WeekPanels, plain
from reports.charts import Picture, draw
from reports.colours import Accent, accent, tinted
from reports.evidence import Entry, anchor
from reports.evidence_pages import page_link
from reports.formats.faces import SANS, SERIF, font_faces
from reports.svg import ON_SCREEN, PRINT
from reports.templating import as_written, environment
from reports.words import clean, shortened

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_LOGO = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+=*")
_LONG_WORD = 30  # characters
_LONGEST_ON_PAPER = 200  # characters of one word: longer ones take the layout minutes; the HTML file has them whole
_BRIEF = 14  # characters of a verdict that is not broken
_SHORT_NAME = 32  # characters of a client's name that a cover takes in its largest size
_HEAT = 0.38  # the strongest shade of a heat table, as a part of the accent
_BETWEEN = Markup("\x1d")  # between fragments: a control sign, which no text that is written can hold


def safe_address(url: str) -> str:
    """``url`` where it can be a link, an empty string for anything but http and https."""
    try:
        parts = urlsplit(clean(url))
    except ValueError:
        return ""
    return clean(url) if parts.scheme in ("http", "https") and parts.hostname else ""


def safe_logo(data: str) -> str:
    """A picture embedded as a data URI, an empty string for anything else."""
    return data if _LOGO.fullmatch(data) else ""


def below(entry: str) -> str:
    """Where a figure's evidence stands in a document that holds it: below."""
    return f"#evidence-{anchor(entry)}"


@dataclass(slots=True)
class Markups:
    """One writing of one report; it remembers which figures were printed, for the links back and their numbers."""

    audit: Audit | None  # None for fragments alone
    entries: tuple[Entry, ...]
    most: int  # captures shown per entry
    paper: bool = False
    seen: dict[str, int] = field(default_factory=dict)  # entry id: its number, in the order of printing
    known: frozenset[str] = frozenset()
    charts: int = 0
    address: Callable[[str], str] = below  # of an entry's evidence

    def document(self, parts: Sequence[Section]) -> str:
        """The whole file as HTML; ``ValueError`` without an audit."""
        audit = self.audit
        if audit is None:
            raise ValueError("a document needs the audit it is of")
        environment, here = _environment(self.paper), self._known_here()
        agency, colours = audit.agency, self._accent()
        style = {
            "colours": colours,
            "fonts": {"serif": Markup(SERIF), "sans": Markup(SANS)},  # noqa: S704 - our own constants
            "running": _css_string(agency.footer or agency.name),
            "short_name": len(audit.client.company.name) <= _SHORT_NAME,
        }
        sheets = ("colours.css.j2", *(() if self.paper else ("report.css.j2",)), "print.css.j2")
        css = "\n".join([font_faces(), *(environment.get_template(name).render(style) for name in sheets)])
        return environment.get_template("report.html.j2").render(
            here,
            agency=agency,
            logo=Markup(safe_logo(agency.logo)),  # noqa: S704 - an embedded picture's letters alone, never cut
            product=audit.product,
            archive_digest=audit.archive_digest,
            sections=parts,
            printed=self.printed,
            most=self.most,
            policy=POLICY,
            css=Markup(css),  # noqa: S704 - own style sheets, whose one text is written by _css_string
        )

    def fragments(self, blocks: Sequence[Block]) -> list[Markup]:
        """Each block alone, for a document of somebody else's."""
        template = _environment(self.paper).get_template("fragments.html.j2")
        text = template.render(self._known_here(), parts=blocks, between=_BETWEEN)
        return [Markup(part) for part in text.split(_BETWEEN)][: len(blocks)]  # noqa: S704 - by templates that escape

    def _known_here(self) -> dict[str, Any]:
        """What the templates call."""
        self.known = self.known or frozenset(entry.id for entry in self.entries)
        return {
            "inline": self.inline, "figure": self.figure, "pictures": self.pictures, "kind": _kind, "anchor": anchor,
            "link": safe_address, "unwritten": _unwritten, "long": _long, "brief": _brief, "numbers": self.numbers,
            "tint": self.tint, "archived": page_link, "paper": self.paper,
        }  # fmt: skip

    def inline(self, text: Inline) -> Markup:
        """Inline text with its figures linked."""
        return Markup("").join(
            self.figure(part) if isinstance(part, FigureText) else _clean_space(self._said(part)) for part in text
        )

    def figure(self, part: FigureText) -> Markup:
        """A figure linked to its evidence; its first printing carries the id that the evidence links back to."""
        if part.entry not in self.known:
            return escape(clean(self._said(part.text)))
        key = anchor(part.entry)
        mark = "" if part.entry in self.seen else f' id="figure-{escape(key)}"'
        self.seen.setdefault(part.entry, len(self.seen) + 1)
        if self.paper:
            bare = part.text.strip().casefold() == "evidence"  # a link on screen; on paper the number it stands under
            return escape(clean(self._said(f"{part.text} {self.seen[part.entry]}" if bare else part.text)))
        where, shown = escape(self.address(part.entry)), escape(clean(part.text))
        return Markup(f'<a class="figure"{mark} href="{where}">{shown}</a>')  # noqa: S704 - each part is escaped

    def numbers(self, parts: Sequence[FigureText]) -> str:
        """The numbers under which the evidence of ``parts`` stands in the HTML report: "12–15, 18"."""
        for part in parts:
            if part.entry in self.known:
                self.seen.setdefault(part.entry, len(self.seen) + 1)
        found = sorted({self.seen[part.entry] for part in parts if part.entry in self.seen})
        runs = [[number for _, number in run] for _, run in groupby(enumerate(found), lambda pair: pair[1] - pair[0])]
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)

    def _said(self, text: str) -> str:
        return shortened(text, _LONGEST_ON_PAPER) if self.paper else text

    def _with_font(self, svg: str) -> str:
        """On paper a picture names its font: there it inherits none from the page."""
        return svg.replace("<svg ", f"<svg font-family='{SANS}' ", 1) if self.paper else svg

    def tint(self, heat: float) -> str:
        """The shade of a heat cell on paper, as a plain colour."""
        return tinted(self._accent().light, heat * _HEAT)

    def _accent(self) -> Accent:
        return accent(self.audit.agency.accent if self.audit else "")

    def printed(self) -> tuple[Entry, ...]:
        """The entries of the figures printed so far, in the order of printing."""
        held = {entry.id: entry for entry in self.entries}
        return tuple(held[key] for key in self.seen)

    def pictures(self, chart: Chart) -> list[tuple[Any, Picture]]:
        """The chart's pictures, each with its panel for weekly charts and None otherwise."""
        self.charts += 1
        colours = PRINT | {"client": self._accent().light} if self.paper else ON_SCREEN
        sizes = ("wide",) if self.paper else ("narrow", "wide")
        drawn = draw(chart.drawing, f"chart-{self.charts}", chart.title, chart.alt, colours, sizes)
        marked = [Picture(Markup(self._with_font(picture.svg)), picture.size) for picture in drawn]  # noqa: S704 - escaped
        panels = chart.drawing.panels if isinstance(chart.drawing, WeekPanels) else (None,) * len(marked)
        return list(zip(panels, marked, strict=True))


def report_style(colours: Accent) -> str:
    """The report's style sheet for screens around an accent, for pages beside the report that look like it."""
    style = {"colours": colours, "fonts": {"serif": Markup(SERIF), "sans": Markup(SANS)}}  # noqa: S704 - ours
    return "\n".join(
        _environment(False).get_template(name).render(style) for name in ("colours.css.j2", "report.css.j2")
    )


@cache
def _environment(paper: bool) -> Environment:
    return environment(finalize=_on_paper if paper else as_written)


def _css_string(text: str) -> Markup:
    """``text`` as the inside of a CSS string: all but letters, digits and plain signs are written as their codes."""
    plain_signs = " .,:@+-"
    codes = (c if c.isascii() and (c.isalnum() or c in plain_signs) else f"\\{ord(c):06x}" for c in clean(text))
    return Markup("".join(codes))  # noqa: S704 - nothing that ends a string or a style sheet is left


def _clean_space(text: str) -> Markup:
    """Escaped text that keeps one space at each end, because inline parts stand side by side."""
    body = escape(clean(text))
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and body else ""
    return Markup(f"{before}{body}{after}")  # noqa: S704 - the body is escaped


def _kind(block: Block) -> str:
    return type(block).__name__


def _long(text: Inline) -> bool:
    """Whether a cell holds a word, such as an address, that must break to fit."""
    return any(len(word) > _LONG_WORD for word in plain(text).split())


def _brief(text: Inline) -> bool:
    """Whether a verdict is so short that it stands on one line."""
    return len(plain(text)) <= _BRIEF


def _unwritten(kind: str) -> Markup:
    raise TypeError(f"the templates do not write {kind} blocks")


def _on_paper(value: object) -> object:
    made = as_written(value)
    return shortened(made, _LONGEST_ON_PAPER) if type(made) is str else made
