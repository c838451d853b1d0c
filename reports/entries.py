"""Entries: how one printed figure came about, in words and captures."""

from collections.abc import Iterable
from dataclasses import dataclass

from market.audits import Audit
from market.findings import Evidence


@dataclass(frozen=True, slots=True)
class Entry:
    """How one printed figure came about."""

    id: str
    title: str
    shown: str
    basis: tuple[str, ...]  # n, window, interval, reason
    formula: str
    inputs: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    total: int  # captures there were; ``evidence`` may hold fewer


def plain_entry(
    key: str,
    title: str,
    shown: str,
    formula: str,
    inputs: Iterable[tuple[str, str]] = (),
    evidence: Iterable[Evidence] = (),
) -> Entry:
    """An entry of something that is no figure: without n, window and interval."""
    held = tuple(dict.fromkeys(evidence))
    return Entry(key, title, shown, (), formula, tuple(inputs), held, len(held))


def name_of(audit: Audit, company: str) -> str:
    """A company's name by its key; the key itself for one the audit does not know."""
    return next((c.company.name for c in audit.companies if c.company.key == company), company)
