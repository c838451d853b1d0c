"""Labels of plan sentences: strategy, goal, target, tactic or none, from the grammar of plans.

First what is no plan is set apart: questions, refusals, history, facts, opinions, headings. What is left is weighed by
its main verb (made, gained, become), by what is counted, and by words of direction; the loudest cue gives the label.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nlp.cadence import Cadence
from nlp.plan_cues import (
    AFTER_NUMBER,
    BE,
    CHOICE,
    CONTRAST,
    DATED,
    DUE,
    FACT,
    FIGURE,
    HEAD,
    MAKES_SO,
    OVER,
    PASSIVE,
    PLANS,
    SOLD_OUT,
    TIMES,
    UP,
    VOICE,
    WANTED,
    WE_ARE,
)
from nlp.plan_people import owner_of
from nlp.plan_refusals import affirmed, no_plan, refusal_in
from nlp.plan_words import DELIVERABLE, DIRECTION, GAIN, MAKE, ORDERS, OUTCOME


class Label(StrEnum):
    """What a sentence of a plan is."""

    STRATEGY = "strategy"
    GOAL = "goal"
    TARGET = "target"
    TACTIC = "tactic"
    NONE = "none"


REFUSED = "refuses rather than plans"


@dataclass(frozen=True, slots=True)
class Labelling:
    """A label, how loud its cue was (0 for none, or a probability where one is learnt) and the words that decided."""

    label: Label
    score: float
    reason: str


def label_of(line: str, cadences: Sequence[Cadence], channels: Sequence[str]) -> Labelling:
    """What a sentence of a plan is, with the words that decided."""
    head = HEAD.match(line)
    rest = line[head.end() :] if head else line
    if reason := no_plan(line, rest, bool(cadences)):
        return Labelling(Label.NONE, 0, reason)
    kept = affirmed(rest)
    if not kept:
        if CHOICE.search(rest) and not cadences:
            return Labelling(Label.STRATEGY, 3, f"chooses what not to be: {rest[:60]!r}")
        return Labelling(Label.NONE, 0, f"{refusal_in(rest)!r} {REFUSED}")
    cues = [_target(kept, cadences), _tactic(kept, cadences, channels), _strategy(line, rest, head), _goal(kept, head)]
    loudest = max(cues, key=lambda cue: cue.score)  # on a tie the order above decides
    if cues[2].score == 0 and not cadences and not head and (states := _states(kept)):
        return Labelling(Label.NONE, 0, f"states what is: {states!r}")
    return (
        loudest if loudest.score > 0 else Labelling(Label.NONE, 0, "no aim, outcome, number or action was recognised")
    )


def _states(text: str) -> str:
    """The words by which a sentence states a fact in the present: "our plant employs", "photos get"; "" without."""
    if PLANS.search(text) or _orders(text):
        return ""
    found = FACT.match(text)
    return found.group() if found else ""


def _orders(text: str) -> bool:
    """Whether a text opens with a verb in its base form, as an order or after "we will"."""
    word = verb_of(text).partition(" ")[0]
    return not word.endswith("s") and bool(GAIN.fullmatch(word) or MAKE.fullmatch(word))


def verb_of(text: str) -> str:
    """The text from its main verb on, where it is an instruction or a promise in the first person."""
    voice = VOICE.match(text)
    return text[voice.end() :] if voice else text


def _target(text: str, cadences: Sequence[Cadence]) -> Labelling:
    """A number that counts an outcome: "20 new leads a month", "raise traffic by 30 %"."""
    verb = verb_of(text)
    gains = GAIN.match(verb)
    makes = MAKE.match(verb) if not gains and not re.match(r"\w+[- ]rates?\b", verb) else None
    for number in FIGURE.finditer(text):
        before, after = text[: number.start()], text[number.end() :]
        reduced = gains and re.search(r"\b(?:to|under|below|by)\s+$", before) is not None
        if (AFTER_NUMBER.match(after) and not reduced) or (
            DATED.search(before) and re.match(r"(?:19|20)\d\d", number.group())
        ):
            continue
        if re.match(
            r"\s*(?:january|february|march|april|may|june|july|august|sept\w*|october|november|december)\b", after, re.I
        ):
            continue
        if cue := _counted(number.group().strip(), before, after, bool(gains), bool(makes)):
            return Labelling(Label.TARGET, cue[0], cue[1])
    if TIMES.match(verb) and OUTCOME.search(verb):
        return Labelling(Label.TARGET, 5, f"an outcome with a factor: {verb[:40]!r}")
    for cadence in cadences:
        if heads(cadence.unit) == (False, True) and not makes:
            return Labelling(Label.TARGET, 5, f"a number of an outcome: {cadence.words!r}")
    return Labelling(Label.TARGET, 0, "")


def counts(words: str) -> bool:
    """Whether the words of a cadence name a number, as "20 leads a month" does and "monthly" does not."""
    return FIGURE.search(words) is not None or re.match(r"an?\b.*\ban?\b|once|twice", words, re.IGNORECASE) is not None


_COUNTABLE = (DELIVERABLE, OUTCOME)


def heads(counted: str) -> tuple[bool, bool]:
    """Whether the words that a number counts are something made, and whether they are an outcome.

    The last word decides: a customer newsletter is made, newsletter sign-ups are an outcome.
    """
    words = counted.strip()
    ends = [max((len(m.group()) for m in p.finditer(words) if m.end() == len(words)), default=0) for p in _COUNTABLE]
    if any(ends):
        return ends[0] >= ends[1], ends[1] > ends[0]
    return bool(DELIVERABLE.search(words)), bool(OUTCOME.search(words))


def _counted(number: str, before: str, after: str, gains: bool, makes: bool) -> tuple[int, str] | None:
    """How loudly a number counts an outcome, with the reason; None when it counts something made."""
    share = bool(re.search(r"%|per ?cent|third|half|quarter", number))
    counted = re.split(
        r"[,.;:()]| (?:a|an|per|each|every|by|on|in|with|to|at|for|before|from|this|until|about|of|who|that|over|"
        r"under)\b|/",
        after,
        maxsplit=1,
    )[0]
    made, outcome = heads(counted)
    if DELIVERABLE.search(before) and not gains and not UP.search(before):
        return None  # "a newsletter with five recommendations" counts what is in it
    reason = f"a number of an outcome: {number}{counted}".rstrip()
    if share and not makes:
        return (6, reason) if not made else None
    acquired = re.match(r"(?:open|add|launch|run|list)\b", verb_of(before), re.IGNORECASE) and DUE.search(after)
    if makes and acquired and not made and counted.strip() and not re.search(r"\b(?:an?|per|every|each)\b", after):
        return 6, reason
    if makes and not (outcome and not made and re.search(r"\bto\b|\bgenerat|\bwin\b", before)):
        return None
    if outcome and (not made or gains):
        return 6, reason
    if gains or UP.search(before):
        return (6, f"an outcome with a number: {before[-40:].strip()} {number}".strip()) if not made else None
    per = re.match(
        r"\s*(?:[\w'’-]+\s+){0,4}?(?:a|an|per|each|every)\s+\w+|[^,]*/\s?\w+|[^,]*\bby\b|[^,]*\bbefore\b", after
    )
    large = float(re.sub(r"\D", "", number) or 0) >= 100
    if counted.strip() and not made and (per or large):
        return 4 if per else 3, reason
    return None


def _tactic(text: str, cadences: Sequence[Cadence], channels: Sequence[str]) -> Labelling:
    """Something done: an action with what is made or where, or a rhythm of something made."""
    verb = verb_of(text)
    ordered = None if MAKES_SO.match(verb) or re.match(r"\w+[- ]rates?\b", verb) else MAKE.match(verb)
    action = ordered or MAKE.search(text)
    made = DELIVERABLE.search(text)
    opens = re.match(rf"^(?:[\w'’#-]+ ){{0,2}}?(?:{DELIVERABLE.pattern})", text, re.IGNORECASE)
    rhythms = [c.words for c in cadences if heads(c.unit) != (False, True)]
    rhythm = rhythms[0] if rhythms else ""
    gained = bool(GAIN.match(verb)) and not ordered
    if gained and _gets_made(verb):
        gained, ordered = False, made
    score = (3 if ordered else 1 if action else 0) + (1 if made else 0) + (1 if channels else 0) + (1 if opens else 0)
    score += 3 if rhythm and not gained and not MAKES_SO.match(verb) else 0
    score += 2 if owner_of(text) else 0
    termly = re.search(r"\b(?:once|twice|every|each|per|a) (?:term|semester|half[- ]term)\b", text)
    score += 2 if termly else 0
    score += 2 if not ordered and not gained and ORDERS.match(verb) else 0
    score += 2 if PASSIVE.search(text) else 0
    score += (
        1 if re.search(r"^(?:we|i)\b.*\b(?:will|shall|['’]ll|going to|should|plan to)\b", text, re.IGNORECASE) else 0
    )
    if re.search(r":\s*\d+(?:\s?[-–]\s?\d+)?\s*(?:x\b|per\b|an?\b|each\b|every\b|/)", text):
        score += 3  # "school visits: 1 per term"
    if gained and not made:
        score = min(score, 2)
    if WANTED.match(verb) and not rhythm:
        score = min(score, 3)
    if score < 2 or not (made or channels or ordered or rhythm or termly or ORDERS.match(verb)):
        return Labelling(Label.TACTIC, 0, "")
    words = [m.group() for m in (action, made) if m] + [rhythm]
    named = ", ".join(dict.fromkeys(w for w in (*words, *channels) if w))
    return Labelling(Label.TACTIC, score, f"something done: {named}")


def _gets_made(verb: str) -> bool:
    """Whether what is gained or built is something made: "get photos of every job", "build a landing page"."""
    thing = re.split(r" (?:to|for|from|by|about|with|who|that)\b", verb[:45])[0]
    made, outcome = DELIVERABLE.search(thing), OUTCOME.search(thing)
    if SOLD_OUT.match(verb):
        return False
    return bool(made and (not outcome or made.start() <= outcome.start()) and GAIN.match(verb))


def _strategy(line: str, rest: str, head: "re.Match[str] | None") -> Labelling:
    if head and head.group("strategy"):
        return Labelling(Label.STRATEGY, 6, f"announced as {head.group('strategy').lower()!r}")
    verb = verb_of(rest)
    found = [m.group().lower() for m in DIRECTION.finditer(line)]
    if being := BE.match(verb) or WE_ARE.match(rest):
        found.insert(0, being.group().lower())
    if contrast := CONTRAST.search(line) or OVER.search(rest):
        found.append(contrast.group().strip(" ,-–—").lower())
    score = (3 if found else 0) + min(2, len(found) - 1 if found else 0) + (1 if being else 0) + (2 if contrast else 0)
    return Labelling(Label.STRATEGY, score, f"says where to: {', '.join(dict.fromkeys(found))}")


def _goal(text: str, head: "re.Match[str] | None") -> Labelling:
    verb = verb_of(text)
    raised = None if _gets_made(verb) else GAIN.match(verb)
    outcome, wanted = (
        OUTCOME.search(text),
        MAKES_SO.match(verb)
        or WANTED.search(
            re.split(
                r"\b(?:what|how|who|"
                r"that)\b",
                text,
            )[0]
        ),
    )
    announced = head.group("goal") if head else None
    score = (3 if raised else 0) + (1 if raised and outcome else 0) + (4 if wanted else 0) + (4 if announced else 0)
    if announced and BE.match(verb):
        announced = None  # "our aim is to be trusted" says where to
    words = ", ".join(m.group() for m in (raised, wanted, outcome) if m)
    said = f"announced as {announced.lower()!r}: {words}" if announced else f"an outcome without a number: {words}"
    return Labelling(Label.GOAL, score, said.rstrip(": "))
