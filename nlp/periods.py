"""Periods: the words that name how often ("a week", "every other Friday", "Mon/Wed/Fri", "the 1st of each month")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

NUMBERS = {
    w: float(n)
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
     "hundred": 100.0, "thousand": 1000.0, "dozen": 12.0, "couple": 2.0, "single": 1.0}  # fmt: skip
PERIODS = {
    "day": ("day", 1), "days": ("day", 1), "morning": ("day", 1), "evening": ("day", 1), "night": ("day", 1),
    "weekday": ("weekday", 1), "weekdays": ("weekday", 1), "workday": ("weekday", 1), "workdays": ("weekday", 1),
    "weekend": ("weekend", 1), "weekends": ("weekend", 1), "week": ("week", 1), "weeks": ("week", 1),
    "wk": ("week", 1), "fortnight": ("week", 2), "month": ("month", 1), "months": ("month", 1), "mo": ("month", 1),
    "quarter": ("quarter", 1), "quarters": ("quarter", 1), "qtr": ("quarter", 1), "season": ("quarter", 1),
    "year": ("year", 1), "years": ("year", 1), "yr": ("year", 1), "annum": ("year", 1), "wks": ("week", 1),
    "mth": ("month", 1), "fortnights": ("week", 2), "afternoon": ("day", 1), "lunchtime": ("day", 1),
}  # fmt: skip
_ADVERBS = {
    "daily": ("day", 1), "everyday": ("day", 1), "wkly": ("week", 1), "mthly": ("month", 1),
    "nightly": ("day", 1), "weekly": ("week", 1), "fortnightly": ("week", 2),
    "biweekly": ("week", 2), "monthly": ("month", 1), "bimonthly": ("month", 2), "quarterly": ("quarter", 1),
    "yearly": ("year", 1), "annually": ("year", 1), "annual": ("year", 1),
}  # fmt: skip
_WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun".split()
)
_TWICE = {"semiweekly": "week", "semimonthly": "month", "biannual": "year", "biannually": "year",
          "semiannual": "year", "semiannually": "year", "biyearly": "year"}  # fmt: skip
_ORDINALS = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
AMBIGUOUS = frozenset({"biweekly", "bimonthly"})
_WORD = re.compile(r"[$€£]?\d+(?:[.,]\d+)*(?:st|nd|rd|th|k\b|x\b|\+|%)?|[a-z]+(?:['’][a-z]+)?|[^\w\s]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    text: str  # lower case
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that name the period: "a week", "weekly", "every other Friday"."""

    kind: str  # per, every, each, adverb, days
    first: int
    last: int  # exclusive
    period: str
    every: int
    times: float = 1.0  # named days in the period


def tokens_of(text: str) -> list[Token]:
    """Numbers, words and marks of a text in order, in lower case with their places."""
    return [Token(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text)]


def number(word: str) -> float | None:
    if word in NUMBERS:
        return NUMBERS[word]
    digits = re.fullmatch(r"[$€£]?(\d+(?:,\d{3})*(?:\.\d+)?)(k|x|\+|%)?", word)
    if not digits:
        return None
    return float(digits.group(1).replace(",", "")) * (1000 if digits.group(2) == "k" else 1)


def find_periods(tokens: Sequence[Token]) -> list[Anchor]:
    found: list[Anchor] = []
    at = 0
    while at < len(tokens):
        anchor = (
            _of_month(tokens, at)
            or _per(tokens, at)
            or _bare(tokens, at)
            or _adverb(tokens, at)
            or _half_year(tokens, at)
            or _named_days(tokens, at)
        )
        if anchor:
            found.append(anchor)
            at = anchor.last
        else:
            at += 1
    # "the tip of the day, every Monday": the name of a series says how often only where nothing else does
    return [a for a in found if a.kind != "name"] or found[:1]


def text_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _per(tokens: Sequence[Token], at: int) -> Anchor | None:
    """ "a week", "per month", "/ day", "every two weeks", "each Friday", "every other Monday and Thursday"."""
    word = text_at(tokens, at)
    if word not in ("a", "an", "per", "each", "every", "/", "every-other"):
        return None
    kind = word if word in ("each", "every") else "per"
    place, every = at + 1, 1
    if kind == "every" and text_at(tokens, place) in _ORDINALS:
        every, place = _ORDINALS[text_at(tokens, place)], place + 1
    elif kind == "every" and (periods := number(text_at(tokens, place))):
        every, place = int(periods), place + 1
    if text_at(tokens, place) == "single":
        place += 1
    if text_at(tokens, place) in ("business", "working") and text_at(tokens, place + 1) in ("day", "days"):
        return Anchor(kind, at, place + 2, "weekday", every)
    if text_at(tokens, place) in PERIODS:
        period, factor = PERIODS[text_at(tokens, place)]
        return Anchor(kind, at, place + 1, period, every * factor)
    days, last = named_days(tokens, place)
    return Anchor("every" if kind != "per" else "per", at, last, "week", every, days) if days else None


def _bare(tokens: Sequence[Token], at: int) -> Anchor | None:
    """A period without an article: "1x month", "p/w", "2 pw", "tip of the week", "alternate Fridays"."""
    word, before = text_at(tokens, at), text_at(tokens, at - 1)
    if word in PERIODS and re.fullmatch(r"\d+x|x|times|once|twice", before):
        return Anchor("per", at, at + 1, *PERIODS[word])
    short = {"w": "week", "m": "month", "a": "year", "d": "day"}
    if word == "p" and text_at(tokens, at + 1) == "/" and text_at(tokens, at + 2) in short:
        return Anchor("per", at, at + 3, short[text_at(tokens, at + 2)], 1)
    if word == "pw":
        return Anchor("per", at, at + 1, "week", 1)
    named = [text_at(tokens, i) for i in range(at, at + 3)]
    if named[:2] == ["of", "the"] and named[2] in ("day", "week", "month") and _names_series(before):
        return Anchor("name", at, at + 3, named[2], 1)
    if word in ("alternate", "alternating"):
        days, last = named_days(tokens, at + 1)
        if days or text_at(tokens, at + 1) in PERIODS:
            period, every = ("week", 1) if days else PERIODS[text_at(tokens, at + 1)]
            return Anchor("every", at, max(last, at + 2), period, 2 * every, days or 1.0)
    return None


def _names_series(word: str) -> bool:
    """Whether a word before "of the week" names what comes each week: a tip does, the end does not."""
    parts = ("end", "start", "beginning", "middle", "rest", "time", "times", "part", "close", "day", "days", "most")
    return word.isalpha() and word not in parts and word not in PERIODS


def _half_year(tokens: Sequence[Token], at: int) -> Anchor | None:
    """ "every half year", "half-yearly", "twice" as one word: "biannual"."""
    word = text_at(tokens, at)
    if word in _TWICE:
        return Anchor("adverb", at, at + 1, _TWICE[word], 1, 2.0)
    place = at + (word in ("every", "each", "per", "a"))
    marks = [text_at(tokens, i) for i in range(place, place + 3) if text_at(tokens, i) != "-"]
    if marks[:1] == ["half"] and marks[1:2] in (["year"], ["yearly"]) and (place > at or marks[1] == "yearly"):
        last = place + 2 + (text_at(tokens, place + 1) == "-")
        return Anchor("every", at, last, "year", 1, 2.0)
    return None


def _adverb(tokens: Sequence[Token], at: int) -> Anchor | None:
    """ "weekly", "bi-weekly", "semi-monthly", "6-weekly"."""
    word = text_at(tokens, at)
    periods = number(word) if text_at(tokens, at + 1) == "-" and not word.endswith("x") else None
    if periods and text_at(tokens, at + 2) in ("weekly", "monthly"):
        return Anchor("adverb", at, at + 3, text_at(tokens, at + 2).removesuffix("ly"), int(periods))
    if word in ("bi", "semi") and text_at(tokens, at + 1) == "-" and text_at(tokens, at + 2) in _ADVERBS:
        period, every = _ADVERBS[text_at(tokens, at + 2)]
        if word == "semi":
            return Anchor("adverb", at, at + 3, period, every, 2.0)
        return Anchor("adverb", at, at + 3, period, 2 * every)
    if word in _ADVERBS:
        period, every = _ADVERBS[word]
        return Anchor("adverb", at, at + 1, period, every)
    return None


def _named_days(tokens: Sequence[Token], at: int) -> Anchor | None:
    """ "on Mondays and Thursdays", "Mon/Wed/Fri", "weekdays", "Monday through Friday"."""
    word = text_at(tokens, at)
    if word == "at" and [text_at(tokens, at + 1), text_at(tokens, at + 2)] == ["the", "weekend"]:
        return Anchor("days", at, at + 3, "weekend", 1)
    if word in ("weekdays", "workdays", "weekends"):
        period, _ = PERIODS[word]
        return Anchor("days", at, at + 1, period, 1)
    days, last = named_days(tokens, at)
    plural = any(t.text.endswith("days") for t in tokens[at:last]) or (days == 1 and text_at(tokens, last) == ":")
    if number(text_at(tokens, at - 1)) is not None and _per(tokens, last):
        return None  # "three Fridays a month": the month is the period
    if text_at(tokens, at - 1) in ("most", "some", "few", "busy", "quiet"):
        return None  # "most Saturdays" promises no number
    return Anchor("days", at, last, "week", 1, days) if days and (plural or days > 1) else None


def named_days(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """How many weekdays are listed from here, and where the list ends."""
    seen: list[str] = []
    last = place = at
    while (day := _weekday(text_at(tokens, place))) or text_at(tokens, place) in (",", "and", "&", "/", "-", "–", "or"):
        if day:
            seen.append(day)
            last = place + 1
        elif not seen:
            break
        place += 1
    through = text_at(tokens, last) in ("through", "to", "thru", "till", "until")
    if len(seen) == 1 and through and (until := _weekday(text_at(tokens, last + 1))):
        return _span(seen[0], until), last + 2
    if len(seen) == 2 and text_at(tokens, last - 2) in ("-", "–"):
        return _span(*seen), last
    return float(len({d[:3] for d in seen})), last


def _span(first: str, last: str) -> float:
    """How many days from one weekday to another, both included: Thursday to Saturday is three."""
    order = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return float((order.index(last[:3]) - order.index(first[:3])) % 7 + 1)


def _weekday(word: str) -> str:
    return word.removesuffix("s") if word in _WEEKDAYS or word.removesuffix("s") in _WEEKDAYS else ""


def _of_month(tokens: Sequence[Token], at: int) -> Anchor | None:
    """ "the first Monday of each month", "on the 1st and 15th of every month"."""
    place, days = at, 0
    while text_at(tokens, place) in ("and", ",", "the") or _is_ordinal(text_at(tokens, place)):
        days += _is_ordinal(text_at(tokens, place))
        place += 1
    if not days or not _is_ordinal(text_at(tokens, at)):
        return None
    place += bool(_weekday(text_at(tokens, place)) or text_at(tokens, place) == "day")
    period = PERIODS.get(text_at(tokens, place + 2), ("", 1))[0]
    if text_at(tokens, place) != "of" or text_at(tokens, place + 1) not in ("each", "every", "the") or not period:
        return None
    return Anchor("every", at, place + 3, period, 1, float(days))


def _is_ordinal(word: str) -> bool:
    return word in ("first", "second", "third", "fourth", "last") or bool(re.fullmatch(r"\d+(?:st|nd|rd|th)", word))
