"""Amounts: the numbers of a promise, as words or figures: "3", "twenty-five", "two to three", "half a dozen"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.periods import Token, number, text_at

_TENS = frozenset({"twenty", "thirty", "forty", "fifty"})
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_SIZES = frozenset(  # "500-word posts", "2 minutes": a size of one item, not a number of items
    "word words character characters minute minutes min mins hour hours second seconds page pages pm am".split()
)
_MONTHS = frozenset("january february march april may june july august september october november december".split())


@dataclass(frozen=True, slots=True)
class Amount:
    low: float
    high: float
    first: int
    last: int  # exclusive
    qualifier: str = ""


def amount_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """A number, a range or "twice" that begins here; a size ("500 words") is none."""
    word = text_at(tokens, at)
    low, last = _value(tokens, at)
    if low is None or _is_year(tokens, at):
        return None
    high, end = _value(tokens, last + 1)
    joint = text_at(tokens, last)
    between = joint == "and" and text_at(tokens, at - 1) == "between"
    if high is not None and (between or joint in ("-", "–", "—", "to", "or")):
        last = end
    else:
        high = low
    following = text_at(tokens, last) if text_at(tokens, last) != "-" else text_at(tokens, last + 1)
    if following in _SIZES:
        return None
    qualifier = "at least" if word.endswith("+") else _qualifier(tokens, at)
    return Amount(low, high, at, last, qualifier)


def _value(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """The number that begins here and where it ends: "3", "twenty-five", "half a dozen", "one and a half"."""
    value, last = _TIMES.get(text_at(tokens, at)) or number(text_at(tokens, at)), at + 1
    words = [text_at(tokens, i) for i in range(at, at + 4)]
    if words[:3] == ["half", "a", "dozen"]:
        return 6.0, at + 3
    if value is not None and words[1:4] == ["and", "a", "half"]:
        return value + 0.5, at + 4
    ones = number(words[2]) if words[1] == "-" and words[0] in _TENS else None
    if value is not None and ones is not None and ones < 10:
        return value + ones, at + 3
    if value is not None and words[1] in ("dozen", "hundred", "thousand"):
        value, last = value * (number(words[1]) or 1), at + 2
        rest, end = _value(tokens, at + 3) if words[2] == "and" and value >= 100 else (None, last)
        return (value + rest, end) if rest is not None and rest < 100 else (value, last)
    return value, last


def _is_year(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is a year: "before March 2027"."""
    before = text_at(tokens, at - 1)
    named = before in _MONTHS or before in ("in", "by", "since", "before", "until", "of", "for", "q1", "q2", "q3", "q4")
    return named and re.fullmatch(r"(?:19|20)\d\d", text_at(tokens, at)) is not None


def _qualifier(tokens: Sequence[Token], at: int) -> str:
    before = f"{text_at(tokens, at - 2)} {text_at(tokens, at - 1)}"
    if before in ("at least", "no fewer", "minimum of") or before.endswith(" minimum"):
        return "at least"
    if before in ("up to", "at most", "no more", "maximum of"):
        return "up to"
    return "about" if before.split()[-1:] and before.split()[-1] in ("about", "around", "roughly", "~") else ""


def is_number(tokens: Sequence[Token], at: int) -> bool:
    return text_at(tokens, at) in _TIMES or text_at(tokens, at) == "half" or number(text_at(tokens, at)) is not None


def longest(tokens: Sequence[Token], place: int, start: int, end: int) -> Amount | None:
    """The amount that covers ``place`` and begins furthest left: of "two to three" the whole range, not "three"."""
    for at in range(max(start, place - 4), place + 1):
        amount = amount_at(tokens, at)
        if amount and place < amount.last <= end:
            return amount
    return None
