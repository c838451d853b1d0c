"""Statements: what a sentence of a client's plan is, and what it promises.

Strategy says what and why and where to; a goal is an outcome without a number, a target one with; a tactic is
something done. The label is the cue that speaks loudest, and the reason names it, so that the brief can overrule it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nlp.cadence import Cadence, read_cadences
from nlp.channels import channels_in
from nlp.key_phrases import key_phrases_in
from nlp.plan_items import Item, read_item
from nlp.plan_labels import Label, counts, label_of
from nlp.plan_refusals import affirmed

__all__ = ["Item", "Label", "Statement", "read_statement", "read_statements"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a plan, read."""

    text: str
    label: Label
    reason: str  # the words that decided, for readers
    cadences: tuple[Cadence, ...]  # what is promised how often, in reading order
    channels: tuple[str, ...]
    key_phrases: tuple[str, ...]
    score: int = 0  # how loud the deciding cue was, 0 for none: from 5 on it is plain, under 3 it is a guess
    item: Item = field(default_factory=Item)

    @property
    def cadence(self) -> Cadence | None:
        """The first cadence, None when the sentence promises no rhythm."""
        return self.cadences[0] if self.cadences else None

    @property
    def key_phrase(self) -> str:
        """The first key phrase, "" without one."""
        return self.key_phrases[0] if self.key_phrases else ""


def read_statement(text: str, channels: Sequence[str] = ()) -> Statement:
    """One sentence read for what it is and what it promises.

    ``channels`` are names the brief uses beside the well-known ones. A sentence that refuses ("we do not tweet") or
    asks is labelled none and promises nothing; what is refused beside a
    promise ("daily, but not on Sundays") is left out.
    """
    line = " ".join(text.split())
    kept = re.sub(r"\b(?:instead of|rather than)\b[^,;.]*", "", affirmed(line)) or line
    cadences = read_cadences(kept)
    named = channels_in(kept, channels)
    decided = label_of(line, cadences, named)
    promised = cadences if decided.label == Label.TACTIC else ()
    if decided.label == Label.TARGET:  # "raise monthly gifts by a third" names no number a month
        promised = tuple(_reached(line, c) for c in cadences if counts(c.words))
    item = read_item(line, decided.label, promised)
    phrases = key_phrases_in(line)
    return Statement(line, decided.label, decided.reason, promised, named, phrases, decided.score, item)


def _reached(line: str, cadence: Cadence) -> Cadence:
    """The number to get to: of "from 30 to 50 bookings a week" the fifty."""
    if re.search(rf"\bfrom\s+{re.escape(cadence.words)}", line):
        return replace(cadence, low=cadence.high)
    return cadence


def read_statements(text: str, channels: Sequence[str] = ()) -> tuple[Statement, ...]:
    """The sentences and list items of a plan, each read; empty lines and bare marks are left out."""
    parts = (part for line in text.splitlines() for part in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", line))
    lines = (re.sub(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s*", "", part).strip() for part in parts)
    return tuple(read_statement(line, channels) for line in lines if re.search(r"\w", line))
