"""Evidence pages: an archived capture as text and structure, with the quoted words marked, beside the report.

Nothing of the captured page is carried over but its words: no markup, no style, no address that could be followed.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from jinja2 import Template
from markupsafe import Markup, escape

from market.audits import Audit
from market.findings import Evidence
from market.pages import Capture
from market.urls import digest
from reports.evidence import entries_of
from reports.templating import TEMPLATES, environment
from reports.words import clean

FOLDER = "evidence/pages"
WHOLE = 40_000  # characters printed of one capture; of a longer one, its beginning and what stands around the quotes
BEGINNING = 6_000
AROUND = 4_000
MOST_BYTES = 30_000_000  # of all pages of one report together
_HEADERS = ("content-type", "date", "last-modified", "etag", "location")
_LINK = re.compile(r'href="evidence/pages/([0-9a-f]{20})\.html')
# What a quote adds to the page's own words: a date with its source, the address that a link leads to.
_ADDED = re.compile(r" \(\d{4}-\d{2}-\d{2}[^)]*\)$| → |: (?=https?://)")
_SHORTEST = 12  # characters by which the beginning of a shortened quote can still be told


class Line(NamedTuple):
    """One block of a captured page: what it is (title, heading, text, item, cell, field, link, code) and its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A capture's words in their order."""

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    remark: str = ""  # why there are no words


class Part(NamedTuple):
    """A stretch of a line; ``quotes`` are the ids of the quotes it belongs to, () outside of any."""

    text: Markup  # escaped, with its own spaces
    quotes: tuple[str, ...]
    first: bool = False  # it is where those quotes begin


def page_id(archive: str, offset: int) -> str:
    """The name of a capture's evidence page, without folder and ending."""
    return digest(clean(f"{archive} {offset}"))[:20]


def quote_id(quote: str) -> str:
    """The anchor of a quote on its page."""
    return f"q-{digest(clean(quote))[:10]}"


def page_link(evidence: Evidence) -> str:
    """The address of a piece of evidence, relative to the report."""
    return f"{FOLDER}/{page_id(evidence.archive, evidence.offset)}.html#{quote_id(evidence.quote)}"


def linked_pages(report: str, audit: Audit) -> dict[tuple[str, int], tuple[str, ...]]:
    """The captures that a written report links to, each with the quotes from it, sorted by archive and offset."""
    wanted = set(_LINK.findall(report))
    found: dict[tuple[str, int], dict[str, None]] = {}
    for entry in entries_of(audit):
        for one in entry.evidence:
            if page_id(one.archive, one.offset) in wanted:
                found.setdefault((one.archive, one.offset), {})[one.quote] = None
    return {place: tuple(sorted(found[place])) for place in sorted(found)}


REPORT = "../../report.html#evidence"  # from an evidence page in the delivered folder


def write_page(transcript: Transcript, quotes: Sequence[str], limit: int = WHOLE, back: str = REPORT) -> str:
    """The evidence page of a capture, at most about ``limit`` characters of its words, with ``quotes`` marked.

    ``back`` is the address of the report it belongs to, "" for a page that leads nowhere.
    """
    lines = [Line(line.kind, text) for line in transcript.lines if (text := clean(line.text))]
    spans = _spans(lines, quotes)
    return _template().render(
        capture=transcript.capture,
        back=back,
        headers=[(name, value) for name, value in transcript.headers if name in _HEADERS],
        remark=transcript.remark,
        quotes=[(quote_id(quote), quote, any(quote_id(quote) in s.quotes for s in spans)) for quote in quotes if quote],
        lines=list(_shown(lines, spans, limit)),
        policy=f"default-src 'none'; style-src 'sha256-{_style()[1]}'; base-uri 'none'; form-action 'none'",
        css=_style()[0],
    )


class _Span(NamedTuple):
    start: int
    end: int
    quotes: tuple[str, ...]


def _spans(lines: Sequence[Line], quotes: Iterable[str]) -> list[_Span]:
    """Where the quotes stand in the lines joined by spaces; sorted, those over one another made one."""
    whole = " ".join(line.text for line in lines)
    found = sorted(span for quote in quotes for span in _places(whole, clean(quote), quote_id(quote)))
    apart: list[_Span] = []
    for span in found:
        if apart and span.start < apart[-1].end:
            last = apart.pop()
            span = _Span(last.start, max(last.end, span.end), tuple(dict.fromkeys((*last.quotes, *span.quotes))))
        apart.append(span)
    return apart


def _places(whole: str, quote: str, key: str) -> Iterator[_Span]:
    """The first place of the quote as it is, else of each of its own parts, else of its beginning."""
    candidates = [[quote], [part for part in _ADDED.split(quote) if part]]
    for parts in candidates:
        at = [(whole.find(part.rstrip("…")), len(part.rstrip("…"))) for part in parts]
        if any(start >= 0 and length for start, length in at):
            yield from (_Span(start, start + length, (key,)) for start, length in at if start >= 0 and length)
            return
    words = quote.rstrip("…").split()
    while len(words) > 2:
        words = words[: len(words) * 3 // 4]
        beginning = " ".join(words)
        if len(beginning) < _SHORTEST:
            return
        start = whole.find(beginning)
        if start >= 0:
            yield _Span(start, start + len(beginning), (key,))
            return


def _shown(lines: Sequence[Line], spans: Sequence[_Span], limit: int) -> Iterator[tuple[str, list[Part]]]:
    """The lines to print in their parts; a line of kind "gap" stands for what is left out."""
    total = sum(len(line.text) + 1 for line in lines)
    gap = False
    start = 0
    for line in lines:
        end = start + len(line.text)
        near = any(span.start - AROUND < end and start < span.end + AROUND for span in spans)
        if total <= limit or end <= min(BEGINNING, limit) or near:
            yield line.kind, list(_parts(line.text, start, spans))
            gap = False
        elif not gap:
            gap = True
            yield "gap", []
        start = end + 1


def _parts(text: str, offset: int, spans: Sequence[_Span]) -> Iterator[Part]:
    position = 0
    for span in spans:
        start, end = max(span.start - offset, position), min(span.end - offset, len(text))
        if start < end:
            if position < start:
                yield Part(escape(text[position:start]), ())
            yield Part(escape(text[start:end]), span.quotes, span.start >= offset)
            position = end
    if position < len(text):
        yield Part(escape(text[position:]), ())


@cache
def _template() -> Template:
    return environment().get_template("evidence_page.html.j2")


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and the digest by which the page's policy allows it and nothing else."""
    css = clean((TEMPLATES / "evidence_page.css").read_text("utf-8"))
    return css, base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
