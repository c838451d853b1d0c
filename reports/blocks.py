"""Blocks: what a report is made of, whatever the format that writes it.

A section builds blocks and a format writes them, so that a new section reaches all formats and a new format all
sections. Text in a block is plain text as it was observed; making it safe is the format's duty, when it writes.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from reports.drawings import Bar as Bar
from reports.drawings import Bars as Bars
from reports.drawings import Drawing as Drawing
from reports.drawings import Point as Point
from reports.drawings import Scatter as Scatter
from reports.drawings import Spark as Spark
from reports.drawings import Sparks as Sparks
from reports.drawings import Stack as Stack
from reports.drawings import Stacks as Stacks
from reports.drawings import Week as Week
from reports.drawings import WeekPanel as WeekPanel
from reports.drawings import WeekPanels as WeekPanels
from reports.inline import FigureText as FigureText
from reports.inline import Inline as Inline
from reports.inline import plain as plain
from reports.inline import said as said


@dataclass(frozen=True, slots=True)
class Note:
    """What stands under a chart or table: how to read it, and what it rests on."""

    read: str  # one sentence on how to read it
    basis: tuple[str, ...] = ()  # n, window, interval
    evidence: tuple[FigureText, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a ``lead`` one opens a section."""

    text: Inline
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the section's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers are set to the right."""

    name: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """The number behind a cell's words, for formats that are calculated with; bounds are None without an interval."""

    value: float
    low: float | None = None
    high: float | None = None
    share: bool = False  # a part of a whole, 0 to 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``heat`` from 0 to 1 shades it, ``tone`` is yes, partly, no, unknown or "" for none."""

    text: Inline
    heat: float | None = None
    tone: str = ""
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose caption is its finding in words; the first cell of a row is the row's head."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Note | None = None
    beside: int = 0  # how many of the columns are companies side by side


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart whose title is its finding in words; ``alt`` says in words what it shows."""

    id: str
    title: str
    alt: str
    drawing: Drawing
    note: Note


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, never who."""

    text: str
    source: str
    entry: FigureText


@dataclass(frozen=True, slots=True)
class Callout:
    """A passage set apart, such as the one question to answer."""

    title: str
    text: Inline


@dataclass(frozen=True, slots=True)
class Claim:
    """A strength or a gap."""

    title: str
    detail: Inline = ()


@dataclass(frozen=True, slots=True)
class Claims:
    """A short list of claims of one kind: strength or gap."""

    title: str
    kind: str
    items: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A range out of 100 with the formula it comes from."""

    label: str
    low: float
    high: float
    shown: FigureText
    formula: str


@dataclass(frozen=True, slots=True)
class Term:
    """A name and what is said about it."""

    name: str
    text: Inline


@dataclass(frozen=True, slots=True)
class Terms:
    """Names with what is said about each."""

    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A recommendation as a row to act on."""

    action: str
    why: Inline
    facts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Recommendations in the order to take them."""

    items: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its label, how much of the conversation it is, and how people put it."""

    label: str
    size: Inline
    terms: tuple[str, ...]
    quotes: tuple[Quote, ...]
    coverage: Inline


@dataclass(frozen=True, slots=True)
class Contact:
    """The agency's call to action."""

    invitation: str
    agency: str
    contact: str
    url: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page."""

    agency: str
    logo: str  # data URI, "" without one
    title: str
    client: str
    facts: tuple[Term, ...]
    contact: Contact


Block: TypeAlias = (
    Paragraph | Heading | Table | Chart | Quote | Callout | Claims | Range | Terms | Steps | Topic | Contact | Cover
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; ``title`` names it, ``finding`` says in one sentence what it found."""

    name: str
    title: str
    finding: str
    blocks: tuple[Block, ...] = field(default=())
