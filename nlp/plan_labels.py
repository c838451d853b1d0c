"""Labels of plan sentences: strategy, goal, target, tactic or none, from the grammar of plans.

First what is no plan is set apart: questions, refusals, history, facts, opinions, headings. What is left is weighed by
its main verb (made, gained, become), by what is counted, and by words of direction; the loudest cue gives the label.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nlp.cadence import Cadence
from nlp.plan_refusals import affirmed, no_plan, refusal_in
from nlp.plan_words import DELIVERABLE, DIRECTION, GAIN, MAKE, OUTCOME


class Label(StrEnum):
    """What a sentence of a plan is."""

    STRATEGY = "strategy"
    GOAL = "goal"
    TARGET = "target"
    TACTIC = "tactic"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Labelling:
    """A label, how loud its cue was (0 for none) and the words that decided, for readers."""

    label: Label
    score: int
    reason: str


_HEAD = re.compile(
    r"^(?P<goal>(?:our |my |the |main |key )*(?:goals?|objectives?|aims?|outcomes?|kpis?)(?: \d+)?)\s*(?::|=|–|—|"
    r"\s-\s|\bis to\b|\bis\b)\s*|"
    r"^(?P<strategy>(?:our |the )?(?:strategy|vision|mission|purpose|positioning|position|niche|"
    r"(?:target |primary |core )?audience|target (?:market|group|customers?)|ideal (?:client|customer)))\s*(?::|"
    r"=|–|—|\s-\s)\s*|"
    r"^(?:tactics?|actions?|to-?do|tasks?|next steps?|targets?)(?: \d+)?\s*(?::|=|–|—|\s-\s)\s*",
    re.IGNORECASE,
)
_VOICE = re.compile(
    r"^(?:(?:so|then|also|and|first(?:ly)?|second(?:ly)?|next|finally|please|in addition|each \w+|"
    r"every (?:other )?\w+|"
    r"if [^,]+?|once [^,]+|when [^,]+|by [^,:]+|twice a \w+|(?:\d+|two|three|once|twice)(?: times)? an? \w+|"
    r"in \w+),?:?\s+)*"
    r"(?:(?:we|i|this is|it is|that is|the (?:firm|team|company|practice|shop|studio|charity|business)|our team|"
    r"let['’]?s|"
    r"(?:\w+ )?(?:people|parents|patients|customers|clients|guests|visitors|members|buyers|donors)(?= (?:should|"
    r"will|must)))\b\s*)?"
    r"(?:(?:will|shall|should|must|['’]ll|['’]d|would|need to|have to|can|could|plan(?:s|ned)? to|intends? to|"
    r"aims? to|"
    r"hopes? to|wants? to|like to|['’]m going to|(?:am|are|['’]re|is) going to|(?:am|are|is) to|try to|love to|"
    r"wish(?:es)? to|expects? to|also|always|regularly|mainly|only)\s+)*(?:to\s+)?(?:also\s+|actively\s+)?",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:compete|chase|cheap\w*|everyone|everything|be all things|volume|price)\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r"(?:,|\s[–—-])\s*not (?:just |only |through |on |with |for |from |by |to )?(?!on\b)[\w'’]+|\bnot (?!only|"
    r"just)[^,;]{2,50}[,;]? but\b|"
    r"\bleave \w[^,]{1,30} to (?:others|them|competitors|rivals)\b|\bnobody else\b|\bnot machines\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"^(?:a |an |even |many |much |some )?(?:more|fewer|less|better|greater|higher|lower|stronger|bigger|faster|"
    r"fuller|"
    r"quicker|happier|busier|shorter|deeper|wider|larger|longer|warmer|closer|increased|improved|reduced|"
    r"growth in)\b|"
    r"\b(?:wants?|would like|['’]d like|hopes?|wish|needs?) (?:\w+ ){1,4}to (?!be\b)\w+|\bwants? to be (?:found|"
    r"heard)|"
    r"\bbe(?:come)? (?:better|more|less) \w+|\bbecome \w+er\b|\bget (?:our|my|the|people|"
    r"\w+s) (?:\w+ )?(?:talking|to|thinking|in)\b|"
    r"\b(?:should|to|will) (?:feel|know|trust|remember|recommend|choose|think of|understand|believe|come back|"
    r"return)\b",
    re.IGNORECASE,
)
_BE = re.compile(
    r"^(?:be|become|stay|remain|stand for|be seen|serve|speak to|specialise|specialize|position)\b(?! (?:sure|"
    r"on time|active))"
    r"(?! (?:better|more|less|busier|\d)\b)",
    re.IGNORECASE,
)
_WE_ARE = re.compile(
    r"^(?:i am|i['’]m|we are|we['’]re) (?:the|known|seen|here (?:for|to)|about|for)\b|^(?:we|i) (?:help|serve|"
    r"speak to|exist|"
    r"stand|go for|win|choose|put \w+ first|work (?:only )?with|cater)\b",
    re.IGNORECASE,
)
NUMBER = (
    r"(?<![\w.#-])(?:[$€£]\s?\d[\d,.]*\s?[km]?\b|\d[\d,.]*(?:\s?(?:%|percent\b|per ?cent\b)|k\b)?|"
    r"(?:(?<=by )(?:an? |one |two )?(?:third|quarter|half|fifth|tenth)s?|(?:an? |one |two )?(?:third|quarter|"
    r"half|fifth|tenth)s?(?= (?:of|more|fewer)\b))|"
    r"(?:a|one) (?:hundred|thousand|dozen)\b|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|"
    r"ninety|hundred|dozen)\b(?: (?:hundred|thousand|per ?cent|percent))?)"
)
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_AFTER_NUMBER = re.compile(
    r"^\s*(?:[:-]\s?\d|(?:st|nd|rd|th|am|pm|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|"
    r"words?|"
    r"word|minute|second|hour|miles?|km|mile|of (?:us|them)|times?|x)\b|[ap]m\b|[-/]\d)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:by|before|until|within|in|this|till|end of|during|from)\s*$", re.IGNORECASE)
_UP = re.compile(r"\b(?:up|down|from|increase[sd]?|rise|drop|decrease|double|doubling|triple|halve)\b", re.IGNORECASE)
_TIMES = re.compile(r"^(?:double|triple|halve|quadruple)\b", re.IGNORECASE)


def label_of(line: str, cadences: Sequence[Cadence], channels: Sequence[str]) -> Labelling:
    """What a sentence of a plan is, with the words that decided."""
    head = _HEAD.match(line)
    rest = line[head.end() :] if head else line
    if reason := no_plan(line, rest):
        return Labelling(Label.NONE, 0, reason)
    kept = affirmed(rest)
    if not kept:
        if _CHOICE.search(rest) and not cadences:
            return Labelling(Label.STRATEGY, 3, f"chooses what not to be: {rest[:60]!r}")
        return Labelling(Label.NONE, 0, f"{refusal_in(rest)!r} refuses rather than plans")
    cues = [_target(kept, cadences), _tactic(kept, cadences, channels), _strategy(line, rest, head), _goal(kept, head)]
    loudest = max(cues, key=lambda cue: cue.score)  # on a tie the order above decides
    return (
        loudest if loudest.score > 0 else Labelling(Label.NONE, 0, "no aim, outcome, number or action was recognised")
    )


def verb_of(text: str) -> str:
    """The text from its main verb on, where it is an instruction or a promise in the first person."""
    voice = _VOICE.match(text)
    return text[voice.end() :] if voice else text


def _target(text: str, cadences: Sequence[Cadence]) -> Labelling:
    """A number that counts an outcome: "20 new leads a month", "raise traffic by 30 %"."""
    verb = verb_of(text)
    gains = GAIN.match(verb)
    makes = MAKE.match(verb) if not gains else None
    for number in _NUMBER.finditer(text):
        before, after = text[: number.start()], text[number.end() :]
        if _AFTER_NUMBER.match(after) or (_DATED.search(before) and re.match(r"(?:19|20)\d\d", number.group())):
            continue
        if re.match(
            r"\s*(?:january|february|march|april|may|june|july|august|sept\w*|october|november|december)\b", after, re.I
        ):
            continue
        if cue := _counted(number.group().strip(), before, after, bool(gains), bool(makes)):
            return Labelling(Label.TARGET, cue[0], cue[1])
    if _TIMES.match(verb) and OUTCOME.search(verb):
        return Labelling(Label.TARGET, 5, f"an outcome with a factor: {verb[:40]!r}")
    for cadence in cadences:
        if cadence.unit and OUTCOME.search(cadence.unit) and not DELIVERABLE.search(cadence.unit) and not makes:
            return Labelling(Label.TARGET, 5, f"a number of an outcome: {cadence.words!r}")
    return Labelling(Label.TARGET, 0, "")


def _counted(number: str, before: str, after: str, gains: bool, makes: bool) -> tuple[int, str] | None:
    """How loudly a number counts an outcome, with the reason; None when it counts something made."""
    share = bool(re.search(r"%|per ?cent|third|half|quarter", number))
    counted = re.split(
        r"[,.;:()]| (?:a|an|per|each|every|by|on|in|with|to|at|for|before|from|this|until)\b|/", after, maxsplit=1
    )[0]
    made = DELIVERABLE.search(counted)
    outcome = OUTCOME.search(counted)
    reason = f"a number of an outcome: {number}{counted}".rstrip()
    if share and not makes:
        return (6, reason) if not made else None
    if makes and not (outcome and not made and re.search(r"\bto\b|\bgenerat|\bwin\b", before)):
        return None
    if outcome and (not made or gains):
        return 6, reason
    if gains or _UP.search(before):
        return (6, f"an outcome with a number: {before[-40:].strip()} {number}".strip()) if not made else None
    per = re.match(
        r"\s*(?:[\w'’-]+\s+){0,4}?(?:a|an|per|each|every)\s+\w+|[^,]*/\s?\w+|[^,]*\bby\b|[^,]*\bbefore\b", after
    )
    large = float(re.sub(r"\D", "", number) or 0) >= 100
    if counted.strip() and not made and (per or large or not before.strip()):
        return 4 if per else 3, reason
    return None


def _tactic(text: str, cadences: Sequence[Cadence], channels: Sequence[str]) -> Labelling:
    """Something done: an action with what is made or where, or a rhythm of something made."""
    verb = verb_of(text)
    ordered = MAKE.match(verb)
    action = ordered or MAKE.search(text)
    made = DELIVERABLE.search(text)
    opens = re.match(rf"^(?:[\w'’#-]+ ){{0,2}}?(?:{DELIVERABLE.pattern})", text, re.IGNORECASE)
    rhythms = [c.words for c in cadences if not OUTCOME.search(c.unit) or DELIVERABLE.search(c.unit)]
    rhythm = rhythms[0] if rhythms else ""
    gained = bool(GAIN.match(verb)) and not ordered
    if gained and _gets_made(verb):
        gained, ordered = False, made
    score = (3 if ordered else 1 if action else 0) + (1 if made else 0) + (1 if channels else 0) + (1 if opens else 0)
    score += 3 if rhythm and not gained else 0
    score += (
        1 if re.search(r"^(?:we|i)\b.*\b(?:will|shall|['’]ll|going to|should|plan to)\b", text, re.IGNORECASE) else 0
    )
    if re.search(r":\s*\d+(?:\s?[-–]\s?\d+)?\s*(?:x\b|per\b|an?\b|each\b|every\b|/)", text):
        score += 3  # "school visits: 1 per term"
    if gained and not made:
        score = min(score, 2)
    if score < 2 or not (made or channels or ordered or rhythm):
        return Labelling(Label.TACTIC, 0, "")
    words = [m.group() for m in (action, made) if m] + [rhythm]
    named = ", ".join(dict.fromkeys(w for w in (*words, *channels) if w))
    return Labelling(Label.TACTIC, score, f"something done: {named}")


def _gets_made(verb: str) -> bool:
    """Whether what is gained or built is something made: "get photos of every job", "build a landing page"."""
    made = DELIVERABLE.search(verb[:45])
    outcome = OUTCOME.search(verb[:45])
    return bool(made and (not outcome or made.start() <= outcome.start()) and GAIN.match(verb))


def _strategy(line: str, rest: str, head: "re.Match[str] | None") -> Labelling:
    if head and head.group("strategy"):
        return Labelling(Label.STRATEGY, 6, f"announced as {head.group('strategy').lower()!r}")
    verb = verb_of(rest)
    found = [m.group().lower() for m in DIRECTION.finditer(line)]
    if being := _BE.match(verb) or _WE_ARE.match(rest):
        found.insert(0, being.group().lower())
    if contrast := _CONTRAST.search(line):
        found.append(contrast.group().strip(" ,-–—").lower())
    score = (3 if found else 0) + min(2, len(found) - 1 if found else 0) + (1 if being or contrast else 0)
    return Labelling(Label.STRATEGY, score, f"says where to: {', '.join(dict.fromkeys(found))}")


def _goal(text: str, head: "re.Match[str] | None") -> Labelling:
    verb = verb_of(text)
    raised = None if _gets_made(verb) else GAIN.match(verb)
    outcome, wanted = OUTCOME.search(text), _WANTED.search(re.split(r"\b(?:what|how|who|that)\b", text)[0])
    announced = head.group("goal") if head else None
    score = (3 if raised else 0) + (1 if raised and outcome else 0) + (4 if wanted else 0) + (4 if announced else 0)
    words = ", ".join(m.group() for m in (raised, wanted, outcome) if m)
    said = f"announced as {announced.lower()!r}: {words}" if announced else f"an outcome without a number: {words}"
    return Labelling(Label.GOAL, score, said.rstrip(": "))
