"""Written dates: the calendar day in a short piece of text, in the languages people publish in.

Only whole days are read: month and year alone, "2 days ago" and an ambiguous 03/04/2026 are no date.
"""

import re
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache

LANGUAGES = "en de fr es it nl pt pl cs sk sl hr sv da nb fi hu ro tr ru uk bg el ca gl eu et lv lt id vi".split()
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?=$|[T\s,;)(|+Z·–—-])")
_ISO_LOOSE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)")
_CJK = re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª)?[.\s\u00a0/-]+(?:de\s+|of\s+|d')?([^\W\d_]{3,12})[.,]?[\s\u00a0/-]+"
    r"(?:de\s+|del\s+)?((?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{3,12})[.,]?[\s\u00a0-]+(\d{1,2})(?:st|nd|rd|th)?[.,]?[\s\u00a0,-]+((?:19|20)\d\d)(?!\d)"
)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[.,\s\u00a0-]+([^\W\d_]{3,12})[.,\s\u00a0-]+(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?!\d)")
_DOTTED_SHORT = re.compile(r"(?<![\d.])(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(\d\d)(?![\d.])")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")


def read_date(text: str) -> date | None:
    """The first whole day written in ``text``, between 1995 and 2100; None without one or when it is ambiguous."""
    short = text.strip()[:240]
    if not any(ch.isdigit() for ch in short):
        return None
    day = _iso(short) or _named(short) or _numeric(short) or _mail(short)
    return day if day and 1995 <= day.year <= 2100 else None


def _iso(text: str) -> date | None:
    match = _ISO.search(text) or _ISO_LOOSE.search(text) or _CJK.search(text)
    return _date(match[1], match[2], match[3]) if match else None


def _named(text: str) -> date | None:
    lowered = text.lower()
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3))):
        for match in pattern.finditer(lowered):
            month = months().get(match[order[1]].strip("."))
            day = _date(match[order[0]], str(month), match[order[2]]) if month else None
            if day:
                return day
    return None


def _numeric(text: str) -> date | None:
    dotted = _DOTTED.search(text)
    if dotted:
        return _date(dotted[3], dotted[2], dotted[1])
    short = _DOTTED_SHORT.search(text)
    if short:  # two digits of a year: only where day and month are written in full as well
        return _date(("19" if int(short[3]) > 90 else "20") + short[3], short[2], short[1])
    slashed = _SLASHED.search(text)
    if slashed is None:
        return None
    first, second = int(slashed[1]), int(slashed[2])
    if first > 12 or first == second:
        return _date(slashed[3], slashed[2], slashed[1])
    return _date(slashed[3], slashed[1], slashed[2]) if second > 12 else None


def _mail(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@cache
def months() -> dict[str, int]:
    """Month names, full and short, in every language of ``LANGUAGES``; a name that is two months is in none."""
    from babel import Locale

    names: dict[str, int] = {}
    clashes: set[str] = set()
    for language in LANGUAGES:
        calendar = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in calendar[context][width].items():
                    plain = name.lower().strip(". ")
                    if len(plain) < 3 or plain.isdigit():
                        continue
                    if names.setdefault(plain, number) != number and language != "en":
                        clashes.add(plain)
    english = {n.lower(): i for w in ("wide", "abbreviated") for i, n in Locale("en").months["format"][w].items()}
    return _cut_names() | {n: i for n, i in names.items() if n not in clashes} | english | {"sept": 9}


def _cut_names() -> dict[str, int]:
    """The first three letters of a month, as forums write it ("Fév", "Aoû"), where they mean one month alone."""
    from babel import Locale

    cut: dict[str, set[int]] = {}
    for language in ("de", "fr", "es", "it", "nl", "pt"):
        for number, name in Locale(language).months["format"]["wide"].items():
            cut.setdefault(name.lower()[:3], set()).add(number)
    return {name: min(numbers) for name, numbers in cut.items() if len(numbers) == 1}
