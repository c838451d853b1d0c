"""Plan items: the parts of one line of a plan, each as written, "" where the line does not state it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.cadence import Cadence
from nlp.channels import channels_in
from nlp.plan_cues import NUMBER
from nlp.plan_labels import Label, verb_of
from nlp.plan_people import audience_of, owner_of
from nlp.plan_words import DELIVERABLE, MAKE, MONTHS, SEASONS


@dataclass(frozen=True, slots=True)
class Item:
    """What one line of a plan says, part by part; what it does not say is "" and, of numbers, None."""

    action: str = ""
    deliverable: str = ""
    amount: float | None = None  # the least in one period, or the number of a target without a rhythm
    unit: str = ""  # what the amount counts: "leads", "%", "£"
    period: str = ""  # day, week, month, quarter, year; "" for an amount to be reached once
    every: int = 1  # periods
    topic: str = ""
    place: str = ""
    audience: str = ""
    purpose: str = ""
    owner: str = ""
    deadline: str = ""  # in the line's words: "by June", "within six months"


def read_item(line: str, label: Label, cadences: Sequence[Cadence]) -> Item:
    """The parts of a line that was labelled; a line that is no plan has none."""
    if label == Label.NONE:
        return Item()
    done = label == Label.TACTIC
    amount, unit = _amount(line, label, cadences)
    promised = cadences[0] if cadences else None
    purpose = _purpose(line) if done else ""
    topic = _topic(line.replace(purpose, "") if purpose else line) if done else ""
    return Item(
        action=_action(line) if done else "",
        deliverable=_deliverable(line, promised) if done else "",
        amount=amount,
        unit=unit,
        period=promised.period if promised else "",
        every=promised.every if promised else 1,
        topic=topic,
        place=_place(line),
        audience=audience_of(line),
        purpose=purpose,
        owner=owner_of(line) if done else "",
        deadline=_deadline(line, bool(cadences)) if label != Label.STRATEGY else "",
    )


_FIGURE = re.compile(NUMBER, re.IGNORECASE)
_SCALE = {"k": 1_000, "m": 1_000_000, "hundred": 100, "thousand": 1_000, "dozen": 12}
_FACTOR = {"double": 2.0, "twice": 2.0, "triple": 3.0, "halve": 0.5, "quadruple": 4.0}
_PART = {"third": 100 / 3, "quarter": 25.0, "half": 50.0, "fifth": 20.0, "tenth": 10.0}


def _amount(line: str, label: Label, cadences: Sequence[Cadence]) -> tuple[float | None, str]:
    if cadences:
        return cadences[0].low, cadences[0].unit
    if label != Label.TARGET:
        return None, ""
    if factor := re.search(rf"\b({'|'.join(_FACTOR)})\b", line, re.IGNORECASE):
        return _FACTOR[factor.group(1).lower()], "x"
    figures = [m for m in _FIGURE.finditer(line) if not _is_date(line, m)]
    if not figures:
        return None, ""
    to = [m for m in figures if re.search(r"\bto\s*$", line[: m.start()])]  # "from 62 % to 75 %": where it is to get
    shares = [m for m in figures if re.search(r"[%$€£]|per ?cent", m.group())]
    figure = (to or shares or figures)[0]
    return _value(figure.group(), line[figure.end() :])


def _is_date(line: str, figure: "re.Match[str]") -> bool:
    months = (
        r"\s*(?:(?:st|nd|rd|th)\b|jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec|(?:days?|weeks?|months?|"
        r"years?)\b)"
    )
    before = line[: figure.start()]
    dated = re.search(rf"\b(?:by|before|until|in|from|of|{MONTHS}|q)\s*$", before, re.IGNORECASE)
    year = re.fullmatch(r"(?:19|20)\d\d", figure.group().strip())
    day_of_month = re.search(rf"\b(?:{MONTHS})\s*$", before, re.IGNORECASE)
    return bool(re.match(months, line[figure.end() :], re.IGNORECASE) or (dated and year) or day_of_month)


def _value(figure: str, after: str) -> tuple[float | None, str]:
    from nlp.periods import number

    words = figure.lower().split()
    if part := next((p for p in _PART if words[-1].startswith(p)), ""):
        return _PART[part], "%"
    sign = next((s for s in "$€£" if s in figure), "")
    digits = re.search(r"\d[\d,.]*", figure)
    scale = re.search(r"\s?(k|m)\b", figure[digits.end() :].lower()) if digits else None
    value = float(digits.group().rstrip(".,").replace(",", "")) if digits else (number(words[0]) or 1.0)
    value *= _SCALE[scale.group(1)] if scale else 1
    for word in words[1:]:
        value *= _SCALE.get(word, 1)
    if following := re.match(r"\s*(hundred|thousand)\b\s*", after, re.IGNORECASE):
        value, after = value * _SCALE[following.group(1).lower()], after[following.end() :]
    if "%" in figure or re.search(r"per ?cent", figure):
        return value, "%"
    counted = re.match(r"\s*((?:(?!by\b|before\b|in\b|on\b|until\b|within\b|a\b|per\b|from\b)[\w'’-]+\s?){1,3})", after)
    return value, sign or (counted.group(1).strip() if counted else "")


def _action(line: str) -> str:
    found = MAKE.match(verb_of(line)) or MAKE.search(line)
    return found.group().lower() if found else ""


def _deliverable(line: str, promised: Cadence | None) -> str:
    if promised and DELIVERABLE.search(promised.unit):
        return promised.unit
    found = DELIVERABLE.search(line)
    return found.group() if found else ""


_DATE = (
    rf"(?:(?:the )?(?:end|middle|start|close|first week|last week) of )?(?:the )?(?:early |mid[- ]?|"
    rf"late )?(?:next |this )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?"
    rf"(?:(?:{MONTHS}|{SEASONS}|q[1-4]|(?:19|20)\d\d(?:-\d\d-\d\d)?|(?:calendar |financial |fiscal |"
    rf"school )?year(?:[- ]end)?|month|week|quarter|"
    rf"half[- ]term|term|season|monday|tuesday|wednesday|thursday|friday|"
    rf"\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)\b)(?: (?:eve|\d{{1,2}}(?:st|nd|rd|th)?\b|of \w+))?(?:,? (?:19|20)\d\d)?"
)
_DEADLINE = re.compile(
    rf"\b(?:(?:by|before|until|till|no later than|come)\s+{_DATE}|within (?:the next )?(?:\d+|\w+) (?:weeks?|"
    rf"months?|years?|quarters?)|"
    rf"this (?:year|month|quarter|spring|summer|autumn|fall|winter|season)\b|in (?:early |"
    rf"late )?(?:{MONTHS}|{SEASONS})\b(?: (?:19|20)\d\d)?|"
    r"in the next (?:\d+|\w+) (?:weeks?|months?)|by then)",
    re.IGNORECASE,
)


def _deadline(line: str, rhythm: bool) -> str:
    """When it is to be done; a season beside a rhythm is when it runs ("in spring a clip a day"), no deadline."""
    found = next((m for m in _DEADLINE.finditer(line) if not (rhythm and m.group().lower().startswith("in "))), None)
    return found.group().strip() if found else ""


_STOP = (
    r"(?=\s+(?:to (?!be )|so (?:that|people|they|we)|in order|every|each|per|once|twice|on (?:the|our|my|"
    r"facebook|instagram|linkedin|"
    r"youtube|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekdays|tiktok|twitter|"
    r"x\b)|at|with|in (?:the|our|"
    r"my|order|each|every)|from|by|for|before|until|and (?:share|post|put|send|link|film|use)|using|via|"
    r"a (?:week|month|day)|(?:both|all) )|\s*[,.;:()!?]|\s[–—-]\s|$)"
)
_TOPIC = (
    re.compile(rf"\b(?:about|explain(?:s|ing)?|showing|covering|regarding|cover(?:s)?|how-?tos? on)\s+(?!us\b|"
               rf"it\b|all\b|will\b|should\b|are\b|\d)(?:how we )?([^,.;:()]{{3,80}}?){_STOP}", re.I),
    re.compile(r"\btopics?(?: (?:are|include|will be))?:? ([a-z][^.;:()]{3,80}?)(?=\.|;|$)", re.I),
    re.compile(
        rf"\b(?:posts?|blogs?|articles?|guides?|videos?|clips?|series|talks?|tips|episodes?|papers?|newsletters?|"
        rf"information|advice|news|reels?|webinars?|"
        rf"workshops?|content|emails?|evenings?|column|case studies|buyers|beginners)\)?\s+(?:every .{{3,20}} |"
        rf"(?:each|a|per) \w+ )?(?:\([^)]*\) )?(?:every (?:other |\w+ )?\w+ )?on\s+"
        rf"(?!(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekdays?|weekends?|our|"
        rf"my|facebook|google|linkedin|"
        rf"instagram|youtube|tiktok|twitter|pinterest|reddit|quora|yelp|x|fb|insta|tripadvisor|nextdoor|social|"
        rf"the (?:blog|site|website|web|page|first|second|last|\d))\b)"
        rf"([^,.;:()]{{3,80}}?){_STOP}",
        re.I,
    ),
    re.compile(r"(?:week|month|day|daily|weekly|monthly|newsletter|blog|instagram|posts?)[^:]{0,30}: (?!\d|"
               r"[\"“'‘]|.*key)([a-z][^.:;()]{3,80})$", re.I),
)  # fmt: skip


def _topic(line: str) -> str:
    found = next((m for pattern in _TOPIC if (m := pattern.search(line))), None)
    return found.group(1).strip(" \"“”'‘’") if found else ""


_ENDS = (
    r"build|raise|increase|grow|boost|stay|keep|help|make|get|encourage|reach|win|show|generate|attract|drive|"
    r"gain|improve|strengthen|be|become|"
    r"remind|explain|bring|earn|let|give|create|establish|prove|position|support|fill|reduce|convert|educate|"
    r"inform|save|rank|engage|demonstrate|sell"
)
_PURPOSE = re.compile(
    r"(?:\bin order to [^.;]+|\bso (?!far|much|many|on\b|forth|called)(?:that )?[\w'’]+ [^.;]+|"
    rf"(?<!going)(?<!want)(?<!plan)(?<!like)(?<!have)(?<!need)(?<!hope)(?<!aim)(?<!intend)(?<!are)(?<! is)"
    rf"(?<!how)(?<!what)(?<!where)(?<!friend)"
    rf"\s(?:this is )?to (?:{_ENDS})\b(?! (?:published|held|sent|advertised|posted|shared|written|filmed|made|"
    rf"updated)\b)[^.;]*)",
    re.IGNORECASE,
)


def _purpose(line: str) -> str:
    found = _PURPOSE.search(line, 12)
    return found.group().strip() if found else ""


_PLACE = re.compile(
    r"(?<!expert )(?<!experts )(?<!specialist )(?<!specialists )(?<!authority )"
    r"\b(?:in|around|near|across|throughout|outside|through doors in|to|out of|from|"
    r"within)\s+(?:the )?((?:(?:[A-Z]{2}\d{1,2}|[A-Z][a-zà-ÿ]+)(?:[- ](?=[A-Z]))?)+)"
)
_NO_PLACE = re.compile(
    rf"^(?:{MONTHS}|{SEASONS}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|q[1-4]|google|polish|"
    rf"english|i|hr|gcse|dr|mr|mrs|ms)s?\b",
    re.I,
)


def _place(line: str) -> str:
    for found in _PLACE.finditer(line):
        name = found.group(1).strip()
        if not _NO_PLACE.match(name) and not channels_in(f"on {name}"):
            return name
    return ""
