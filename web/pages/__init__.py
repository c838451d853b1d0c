"""Pages: what each page shows, as the report's own blocks; ``web.writing`` turns them into HTML, CSV and JSON."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from reports.blocks import Block, Chart, Section, Table, Term
from reports.evidence import anchor

Query: TypeAlias = Mapping[str, str]
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}")
LONGEST = 200  # characters of a filter's value that are looked at


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a page; a named one can be had as CSV and JSON."""

    block: Block
    name: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of the page's filters, kept in the address; without choices it is free text."""

    name: str
    label: str
    value: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something a reader can decide on a page: one form with one button."""

    kind: str  # one of market.decisions.DecisionKind
    subject: str
    label: str  # the subject in words, as it is called now
    button: str
    field_label: str = ""  # "" for a decision that needs no value
    value: str = ""
    choices: tuple[Choice, ...] = ()
    long: bool = False  # the value is a text of several lines


@dataclass(frozen=True, slots=True)
class View:
    """A page: its title, what it found in one sentence, and its parts."""

    title: str
    finding: str
    parts: tuple[Part, ...]
    facts: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    acts: tuple[Act, ...] = ()
    known: frozenset[str] = field(default=frozenset())  # entries beyond the audit's own that have a page here
    frame: str = ""  # the address of a capture to show in a frame


def named(name: str, blocks: Sequence[Block]) -> tuple[Part, ...]:
    """Blocks as parts, the tables and charts among them named after ``name`` and their place."""
    made, place = [], 0
    for block in blocks:
        if isinstance(block, Table | Chart):
            place += 1
            made.append(Part(block, f"{name}-{place}"))
        else:
            made.append(Part(block))
    return tuple(made)


def of_section(section: Section | None, title: str, missing: str) -> View:
    """A section of the report as a page."""
    if section is None:
        return View(title, missing, ())
    return View(section.title, section.finding, named(section.name, section.blocks))


def slug(key: str) -> str:
    """A key as the last part of an address: itself where it is plain, else with a digest."""
    return key if _PLAIN.fullmatch(key) else anchor(key)


def asked(query: Query, name: str, allowed: Sequence[str] = ()) -> str:
    """A filter's value as it was asked for; "" for one that is not ``allowed``."""
    value = " ".join(query.get(name, "")[:LONGEST].split())
    return value if not allowed or value in allowed else ""


def matches(words: str, *texts: str) -> bool:
    """Whether every word asked for stands in one of the texts."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words.casefold().split())
