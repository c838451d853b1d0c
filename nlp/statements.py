"""Statements: what a sentence of a client's plan is, and what it promises.

Strategy says what and why and where to; a goal is an outcome without a number, a target one with; a tactic is
something done. The label is the one that labelled sentences make most probable; the reason names the cue or the
words that spoke for it, so that the brief can overrule it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nlp.cadence import Cadence, read_cadences
from nlp.channels import channels_in
from nlp.key_phrases import key_phrases_in
from nlp.plan_cues import CONTENT
from nlp.plan_features import features_of
from nlp.plan_items import Item, read_item
from nlp.plan_labels import REFUSED, Label, Labelling, counts, heads, label_of
from nlp.plan_model import judge, packaged_weights
from nlp.plan_refusals import affirmed

if TYPE_CHECKING:
    from spacy.language import Language

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
    score: float = 0.0  # how probable the label is, 0 to 1; 1 where a rule decides alone
    item: Item = field(default_factory=Item)

    @property
    def cadence(self) -> Cadence | None:
        """The first cadence, None when the sentence promises no rhythm."""
        return self.cadences[0] if self.cadences else None

    @property
    def key_phrase(self) -> str:
        """The first key phrase, "" without one."""
        return self.key_phrases[0] if self.key_phrases else ""


def read_statement(text: str, channels: Sequence[str] = (), model: "Language | None" = None) -> Statement:
    """One sentence read for what it is and what it promises.

    ``channels`` are names the brief uses beside the well-known ones; without ``model`` the installed one is loaded.
    A sentence that refuses ("we do not tweet") or asks is labelled none and promises nothing; what is refused beside a
    promise ("daily, but not on Sundays") is left out.
    """
    line = " ".join(text.split())
    kept = re.sub(r"\b(?:instead of|rather than)\b[^,;.]*", "", affirmed(line)) or line
    cadences = read_cadences(kept)
    named = channels_in(kept, channels)
    decided = _decided(line, cadences, named, model)
    promised = cadences if decided.label == Label.TACTIC else ()
    if decided.label == Label.TARGET:  # "raise monthly gifts by a third" names no number a month
        promised = tuple(_reached(line, c) for c in cadences if counts(c.words))
    item = read_item(line, decided.label, promised)
    phrases = key_phrases_in(line)
    return Statement(line, decided.label, decided.reason, promised, named, phrases, decided.score, item)


def _decided(line: str, cadences: Sequence[Cadence], named: Sequence[str], model: "Language | None") -> Labelling:
    """The label that is learnt most probable, with the cue that says so where there is one.

    Questions and announced strategies need no probability.
    """
    from nlp.language import load_model

    ruled = label_of(line, cadences, named)
    if not line or ruled.reason == "a question" or ruled.reason.startswith("announced as"):
        return Labelling(ruled.label, 1.0, ruled.reason)
    doc = (model or load_model())(line)
    learnt = judge(features_of(doc, cadences, named), packaged_weights())
    if ruled.reason.endswith(REFUSED) and learnt.label in (Label.TACTIC, Label.TARGET):
        return Labelling(Label.NONE, 1.0, ruled.reason)  # what is refused is no promise, however it is put
    outcomes_only = bool(cadences) and all(heads(c.unit) == (False, True) for c in cadences)
    if ruled.label == Label.TARGET and outcomes_only and learnt.label == Label.TACTIC:
        return Labelling(ruled.label, 1.0, ruled.reason)  # "use Facebook to win 15 members a month" promises members
    if CONTENT.match(line) and learnt.label in (Label.GOAL, Label.STRATEGY):
        return Labelling(Label.TACTIC, 1.0, f"says what is covered: {line[:60]!r}")
    if learnt.label == ruled.label:
        return Labelling(ruled.label, learnt.probability, ruled.reason)
    spoke = ", ".join(learnt.spoke)
    return Labelling(learnt.label, learnt.probability, f"put like other {learnt.label} sentences: {spoke}")


def _reached(line: str, cadence: Cadence) -> Cadence:
    """The number to get to: of "from 30 to 50 bookings a week" the fifty."""
    if re.search(rf"\bfrom\s+{re.escape(cadence.words)}", line):
        return replace(cadence, low=cadence.high)
    return cadence


def read_statements(text: str, channels: Sequence[str] = (), model: "Language | None" = None) -> tuple[Statement, ...]:
    """The sentences and list items of a plan, each read; empty lines and bare marks are left out."""
    parts = (part for line in text.splitlines() for part in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", line))
    lines = (re.sub(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s*", "", part).strip() for part in parts)
    return tuple(read_statement(line, channels, model) for line in lines if re.search(r"\w", line))
