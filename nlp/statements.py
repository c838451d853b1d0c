"""Statements: what a sentence of a client's plan is, and what it promises.

Strategy says what and why and where to; a goal is an outcome without a number, a target one with; a tactic is
something done. The label is the cue that speaks loudest, and the reason names it, so that the brief can overrule it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nlp.cadence import Cadence, read_cadences
from nlp.channels import channels_in


class Label(StrEnum):
    """What a sentence of a plan is."""

    STRATEGY = "strategy"
    GOAL = "goal"
    TARGET = "target"
    TACTIC = "tactic"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a plan, read."""

    text: str
    label: Label
    reason: str  # the words that decided, for readers
    cadences: tuple[Cadence, ...]  # what is promised how often, in reading order
    channels: tuple[str, ...]
    key_phrases: tuple[str, ...]

    @property
    def cadence(self) -> Cadence | None:
        """The first cadence, None when the sentence promises no rhythm."""
        return self.cadences[0] if self.cadences else None

    @property
    def key_phrase(self) -> str:
        """The first key phrase, "" without one."""
        return self.key_phrases[0] if self.key_phrases else ""


_OUTCOMES = (
    r"leads?|prospects?|clients?|customers?|buyers?|sellers?|patients?|members?|tenants?|guests?|diners?|students?|"
    r"donors?|volunteers?|attendees|followers?|fans|likes|subscribers?|sign-?ups?|registrations?|downloads?|"
    r"enquir(?:y|ies)|inquir(?:y|ies)|appointments?|bookings?|reservations?|consultations?|demos?|quotes?|offers?|"
    r"deals?|closings?|escrow|listings?|contracts?|orders?|sales|revenues?|turnover|profits?|income|conversions?|"
    r"visitors?|visits|page ?views|traffic|impressions|reach|engagement|awareness|mentions|referrals?|reviews?|"
    r"ratings?|rankings?|market share|share of voice|retention|loyalty|churn|foot ?fall|calls|donations|homes"
)
_OUTCOME = re.compile(rf"\b(?:{_OUTCOMES})\b", re.IGNORECASE)
_RAISE = re.compile(
    r"\b(?:(?:increas|grow|rais|boost|generat|improv|gain|attract|win|build|expand|strengthen|doubl|tripl|reduc|lower|"
    r"earn|convert|retain|achiev|reach|get|sell|clos|book|put|driv|secur|acquir)(?:e|es|ing|s|ed)?|"
    r"more|higher|better|fewer|bring in)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"(?<![\w.-])(?:[$€£]\s?\d[\d,.]*\s?[km]?|\d[\d,.]*\s?(?:%|percent|per cent|k\b)?|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|dozen)\b)",
    re.IGNORECASE,
)
_MAKE = re.compile(
    r"\b(?:writ(?:e|es|ing)|post(?:s|ing)?|publish(?:es|ing)?|tweet(?:s|ing)?|blog(?:s|ging)?|shar(?:e|es|ing)|"
    r"send(?:s|ing)?|e-?mail(?:s|ing)?|record(?:s|ing)?|film(?:s|ing)?|shoot(?:s|ing)?|upload(?:s|ing)?|"
    r"stream(?:s|ing)?|host(?:s|ing)?|run(?:s|ning)?|creat(?:e|es|ing)|produc(?:e|es|ing)|launch(?:es|ing)?|"
    r"start(?:s|ing)?|set(?:ting)? up|open(?:s|ing)?|comment(?:s|ing)?|answer(?:s|ing)?|repl(?:y|ies|ying)|"
    r"respond(?:s|ing)?|join(?:s|ing)?|invit(?:e|es|ing)|advertis(?:e|es|ing)|sponsor(?:s|ing)?|pitch(?:es|ing)?|"
    r"interview(?:s|ing)?|ask(?:s|ing)?|optimi[sz](?:e|es|ing)|updat(?:e|es|ing)|add(?:s|ing)?|offer(?:s|ing)?|"
    r"giv(?:e|es|ing)|cover(?:s|ing)?|us(?:e|es|ing)|promot(?:e|es|ing)|feature(?:s)?|featuring|boost(?:s|ing)?|"
    r"attend(?:s|ing)?|hand(?:s|ing)? out|call(?:s|ing)?|print(?:s|ing)?|design(?:s|ing)?|collect(?:s|ing)?|"
    r"repurpos(?:e|es|ing)|schedul(?:e|es|ing)|hold(?:s|ing)?|mail(?:s|ing)?|track(?:s|ing)?|buy(?:s|ing)?)\b",
    re.IGNORECASE,
)
_DELIVERABLE = re.compile(
    r"\b(?:blog ?posts?|posts?|blogs?|articles?|videos?|reels?|stories|tweets?|pins?|updates?|news ?letters?|"
    r"e-?mails?|podcasts?|episodes?|case stud(?:y|ies)|white ?papers?|e-?books?|guides?|checklists?|infographics?|"
    r"webinars?|workshops?|events?|meet-?ups?|open houses?|reviews?|testimonials?|photos?|pictures?|ads?|adverts?|"
    r"advertising|campaigns?|contests?|giveaways?|landing pages?|forms?|pages?|press releases?|groups?|chats?|"
    r"live streams?|q&as?|surveys?|polls?|hashtags?|key ?words?|topics?|flyers?|brochures?|coupons?|questions)\b",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"\b(?:known (?:as|for)|recogni[sz]ed (?:as|for)|seen as|position(?:s|ed|ing)? (?:ourselves|myself|us|the|our)|"
    r"go-to|top[- ]producing|the (?:leading|preferred|trusted|first choice|expert|authority)|thought leaders?|"
    r"leader in|expert (?:in|on|for)|authority (?:in|on)|specialis[et]s? (?:in|for)|speciali[sz](?:e|ing) in|"
    r"differentiat\w*|stand out|niche|focus(?:es|ed|ing)? on|concentrat\w+ on|our (?:strategy|vision|mission|purpose)|"
    r"strateg(?:y|ic)|vision|mission|compet(?:e|ing) (?:on|by|through)|penetrat\w+|diversif\w+|retrench\w*|"
    r"enter(?:ing)? (?:the|new)|new markets?|market leader|reputation|instead of|rather than|"
    r"serv(?:e|es|ing) (?:the|only|first|young|local|small)|becom(?:e|ing) (?:the|a|an)|"
    r"(?:^|(?<=to )|(?<=will ))be (?:the|an?)(?= ))\b",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:goals?|objectives?|aims?|aiming|targets?|want to|would like to|hope to|plan to|so that)\b", re.IGNORECASE
)
_REFUSAL = re.compile(
    r"\b(?:not|never|no longer|stop(?:ped)?|avoid|don['’]t|won['’]t|doesn['’]t)\b(?!\s+(?:only|just)\b)", re.IGNORECASE
)
_QUESTION = re.compile(r"\?\s*$")


def read_statement(text: str, channels: Sequence[str] = ()) -> Statement:
    """One sentence read for what it is and what it promises.

    ``channels`` are names the brief uses beside the well-known ones. A sentence that refuses ("we do not tweet") or
    asks is labelled none and promises nothing.
    """
    line = " ".join(text.split())
    cadences = read_cadences(line)
    label, reason = _label(line, cadences, channels_in(line, channels))
    promised = cadences if label != Label.NONE else ()
    return Statement(line, label, reason, promised, channels_in(line, channels), _key_phrases(line))


def read_statements(text: str, channels: Sequence[str] = ()) -> tuple[Statement, ...]:
    """The sentences and list items of a plan, each read; empty lines and bare marks are left out."""
    parts = (part for line in text.splitlines() for part in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", line))
    lines = (re.sub(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s*", "", part).strip() for part in parts)
    return tuple(read_statement(line, channels) for line in lines if re.search(r"\w", line))


def _label(line: str, cadences: Sequence[Cadence], channels: Sequence[str]) -> tuple[Label, str]:
    if _QUESTION.search(line):
        return Label.NONE, "a question"
    if refusal := _REFUSAL.search(line):
        return Label.NONE, f"{refusal.group()!r} refuses rather than plans"
    cues = [_target(line, cadences), _tactic(line, cadences, channels), _strategy(line), _goal(line)]
    score, label, reason = max(cues, key=lambda cue: cue[0])  # on a tie the order above decides
    return (label, reason) if score > 0 else (Label.NONE, "no aim, outcome, number or action was recognised")


_Cue = tuple[int, Label, str]


def _target(line: str, cadences: Sequence[Cadence]) -> _Cue:
    """A number that counts an outcome: "20 new leads a month", "raise traffic by 30 %"."""
    counted = next((c for c in cadences if c.unit == "%" or _OUTCOME.search(c.unit)), None)
    if counted and not _DELIVERABLE.fullmatch(counted.unit):
        return 5, Label.TARGET, f"a number of an outcome: {counted.words!r}"
    for number in _QUANTITY.finditer(line):
        outcome = _OUTCOME.search(line[number.end() : number.end() + 40])
        raised = _RAISE.search(line[: number.start()])
        before = _OUTCOME.search(line[: number.start()])
        if outcome and (raised or _AIM.search(line)) and not _between_action(line[number.end() :], outcome):
            return 4, Label.TARGET, f"a number of an outcome: {number.group().strip()} … {outcome.group()}"
        if raised and before and re.search(r"%|percent|per cent|\bby\b|\bto\b|[$€£]", line[before.end() :]):
            return 4, Label.TARGET, f"an outcome with a number: {before.group()} … {number.group().strip()}"
    return 0, Label.TARGET, ""


def _between_action(rest: str, outcome: re.Match[str]) -> bool:
    """Whether something made stands between number and outcome: "3 posts about buyers" counts posts."""
    return bool(_DELIVERABLE.search(rest[: outcome.start()]))


def _tactic(line: str, cadences: Sequence[Cadence], channels: Sequence[str]) -> _Cue:
    """Something done: an action with what is made or where, or a rhythm of something made."""
    action, made = _MAKE.search(line), _DELIVERABLE.search(line)
    rhythm = next((c for c in cadences if not _OUTCOME.search(c.unit) or _DELIVERABLE.search(c.unit)), None)
    score = (2 if action else 0) + (1 if made else 0) + (1 if channels else 0) + (3 if rhythm else 0)
    if score < 3 or not (made or channels or action):
        return 0, Label.TACTIC, ""
    words = [m.group() for m in (action, made) if m] + [rhythm.words if rhythm else ""]
    named = ", ".join(dict.fromkeys(w for w in (*words, *channels) if w))
    return score, Label.TACTIC, f"something done: {named}"


def _strategy(line: str) -> _Cue:
    direction = {m.group().lower() for m in _DIRECTION.finditer(line)}
    if not direction:
        return 0, Label.STRATEGY, ""
    first = _DIRECTION.search(line)
    early = 1 if first and first.start() < 60 else 0
    score = 2 + min(2, len(direction) - 1) + early
    return score, Label.STRATEGY, f"says where to: {', '.join(sorted(direction))}"


def _goal(line: str) -> _Cue:
    raised, outcome, aim = _RAISE.search(line), _OUTCOME.search(line), _AIM.search(line)
    if not outcome or not (raised or aim):
        return 0, Label.GOAL, ""
    words = ", ".join(m.group() for m in (aim, raised, outcome) if m)
    return 3 + bool(aim and raised), Label.GOAL, f"an outcome without a number: {words}"


_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,80})[\"“”„«»]|(?<![\w])['‘]([^'‘’]{2,80})['’](?!\w)")
_CUE = re.compile(r"\b(?:key ?words?|key ?phrases?|search terms?|phrases?|search(?:es|ed|ing)? for)\b", re.IGNORECASE)
_UNQUOTED = re.compile(
    r"\b(?:key ?words?|key ?phrases?|search terms?|search phrases?)\b\s*"
    r"(?:phrases?|like|such as|is|are|of|for|:|–|-)?\s+"
    r"(?!in\b|research\b|that\b|we\b|and\b|on\b|to\b|per\b|from\b)([^,.;:()\n]{3,60}?)"
    r"(?=\s+(?:in|on|every|each|per|at|to|and|with|for our|for the|a week|a month)\b|[,.;:()]|$)",
    re.IGNORECASE,
)


def _key_phrases(line: str) -> tuple[str, ...]:
    """The phrases promised, as quoted; unquoted ones only right after "keyword". Quotation marks alone are no cue."""
    if not _CUE.search(line) and not re.search(r"\b(?:optimi[sz]|target|rank)", line, re.IGNORECASE):
        return ()
    quoted = [(a or b).strip(" ,.;") for a, b in _QUOTED.findall(line)]
    if quoted:
        return tuple(dict.fromkeys(q for q in quoted if q))
    found = _UNQUOTED.search(line)
    return (found.group(1).strip(),) if found else ()
