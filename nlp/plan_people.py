"""People of a plan item: who does it, and whom it is for."""

import re

from nlp.channels import channels_in
from nlp.plan_words import DELIVERABLE, MAKE, MONTHS, SEASONS

_NAME = r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Coach|Chef)\.? )?[A-Z][a-zà-ÿ]+(?:[- ][A-Z][a-zà-ÿ]+)?"
_NAMES = rf"{_NAME}(?:(?:,| and| &) {_NAME})*"
_ROLES = (
    r"(?:(?:the|our|my|each|every) )?(?:(?:sales|marketing|office|shop|social media|practice|content|junior|head|"
    r"front) )?"
    r"(?:reception(?:ist)?|chef|marketing|sales|engineers?|devs?|developers?|founders?|owner|managers?|assistant|"
    r"interns?|staff|"
    r"trustees?|volunteers?|partners?|associates?|team|director|coach|trainers?|agents?|teachers?|curators?|"
    r"editor|apprentice|"
    r"front of house|front desk|kitchen|crew|host|nurses?|drivers?|nursery|apprentices?|librarians?|admin|agency|"
    r"secretary|ceo|consultants?|therapists?|hygienist|barista)"
)
_NOT_OWNER = re.compile(
    rf"^(?:{MONTHS}|{SEASONS}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|we|i|the|this|each|every|"
    rf"one|two|three|"
    r"free|weekly|daily|monthly|quarterly|biweekly|fortnightly|annual|social|new|q[1-4]|short|long|use|ask|owner|"
    r"google|video|content|social|email|e-mail|facebook ads)s?\b",
    re.IGNORECASE,
)
_OWNER = (
    re.compile(rf"\b(?:owners?|author|responsible|lead|who|assigned to|owned by|"
               rf"in charge):?\s*(?:is )?\s*({_NAMES}|{_ROLES})(?=[\s,.;)]|$)"),
    re.compile(rf"\(({_NAMES}|(?i:{_ROLES}))(?: (?:owns|does|writes|leads)[^)]*)?\)"),
    re.compile(rf"\bby ({_NAMES}|(?i:the {_ROLES}|our {_ROLES}))(?=[\s,.;:)]|$)"),
    re.compile(rf"[,;:–-] ({_NAMES}) (?:does|writes|films|runs|leads|owns|handles|takes|edits|is on|will|looks)\b"),
    re.compile(
        rf"^(?:({_NAMES}) (?:(?:will|to|shall|should) {MAKE.pattern}|(?=\w+s\b){MAKE.pattern})|"
        rf"((?i:{_ROLES})) (?:(?:will|to|shall|should) )?{MAKE.pattern})"
        r"(?!:|,| (?:are|is|to be|on|about|for|goes?|get|in)\b)"
    ),
)  # fmt: skip


def owner_of(line: str) -> str:
    """The person or role that a line names as its doer, "" where it names none."""
    for pattern in _OWNER:
        found = pattern.search(line)
        name = next((g for g in found.groups() if g), "") if found else ""
        if not name or channels_in(name):
            continue
        if re.fullmatch(_ROLES, name, re.IGNORECASE):
            return name
        if (
            _NOT_OWNER.match(name) or DELIVERABLE.match(name) or MAKE.match(name)
        ):  # "Post writing", "Share updates": a verb, no name
            continue
        return name
    return ""


_PEOPLE = (
    r"(?:people|adults|kids|children|teenagers?|teens|families|couples|parents|mums|moms|dads|women|men|boys|"
    r"girls|seniors|retirees|newcomers|"
    r"locals|residents|tourists|visitors?|neighbou?rs|grandchildren|grandparents|over-\d0s|under-\w+|"
    r"first-timers|landlords|tenants|"
    r"freelancers|founders|start-?ups|studios|agencies|businesses|firms|companies|suppliers|clubs|schools|"
    r"charities|students|pupils|"
    r"patients|clients|customers|members|donors|givers|regulars|guests|beginners|professionals|everyone who|"
    r"anyone who|"
    r"(?!cover|order|paper|number|offer|newsletter|letter|flyer|poster|banner|sticker|voucher|reminder|follower|"
    r"print|answer|burger|flower|dinner|corner|matter|term|banger|member)"
    r"[\w-]{2,}(?:ers|ors|ists|ants|ians|nurses|managers)|hr people)"
)
_AUDIENCE = (
    re.compile(r"^(?:(?:target|core|primary|our|the) )*(?:audience(?: focus)?|target (?:group|market|customers?)|"
               r"customer|ideal (?:client|customer))\s*(?::|-|–|\bis\b|\bare\b)\s*([^.;,()]+)", re.I),
    re.compile(
        rf"\b(?:for|among|amongst|aimed at|targeting|targeted at|reach(?:ing)?|serve|help|speak to|encourage|"
        rf"persuade|attract|get|keep|aim at|specialise in|"
        rf"trust (?:and \w+ )?with|with|to|remind|email|choice for|win)\s+"
        rf"((?:(?:the|all|our|my|more|past|local|young|small|other|of|and|who|no|in)\s)?(?:(?!attract|open|reach|"
        rf"encourage|two|three|\d|for\b|to\b|with\b|"
        rf"on\b|of\b|the\b|by\b|from\b|that\b)[\w'’-]+\s){{0,3}}?{_PEOPLE}\b(?: of [\w-]+| (?:who|whose|"
        rf"with) [^,.;:()]+| in [A-Z]\w+)?)",
        re.I,
    ),
)  # fmt: skip


def audience_of(line: str) -> str:
    """The people a line is for, as written, "" where it names none."""
    found = next((m for pattern in _AUDIENCE if (m := pattern.search(line))), None)
    return re.sub(r"^(?:the|our|my|more|all our) (?=\w+ers?\b$)", "", found.group(1).strip()) if found else ""
