"""Words: numbers, dates and lists as a client reads them, and text made safe to print."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime

from market.figures import Figure, Interval, Window

NOT_MEASURABLE = "not measurable"
_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHARES = ("share", "proportion", "fraction", "%", "percent")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Controls break XML; direction marks let a quote rewrite the sentence around it; lone surrogates cannot be encoded.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SPACES = re.compile("[ \t\r\n\u2028\u2029]+")  # a no-break space stays: it holds a number and its sign together
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` without control and direction characters, on one line; a lone surrogate becomes U+FFFD."""
    return _SPACES.sub(" ", _SURROGATES.sub("\ufffd", _UNPRINTABLE.sub("", text))).strip(" ")


def cut(text: str, length: int) -> str:
    """``text`` in at most ``length`` characters, the last one an ellipsis when something was left out."""
    line = clean(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def cut_words(text: str, words: int) -> str:
    """``text`` in at most ``words`` words."""
    parts = clean(text).split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]).rstrip(",;:.") + "…"


def shortened(text: str, length: int) -> str:
    """``text`` with every word longer than ``length`` characters cut there, its last one an ellipsis."""
    if len(text) <= length:
        return text
    return re.sub(rf"\S{{{length + 1},}}", lambda word: f"{word.group()[: length - 1]}…", text)


def number(value: float) -> str:
    """A number in two or three telling digits: 0.04, 0.4, 3, 12, 1,240; an unbounded one is "unbounded"."""
    if math.isnan(value) or math.isinf(value):
        return "unbounded"
    size = abs(value)
    text = f"{value:,.0f}" if size >= 10 else f"{value:.1f}" if size >= 0.1 or value == 0 else f"{value:.2f}"
    text = text.removesuffix(".0").replace("-", "−")
    return "under 0.01" if text == "0.00" else text


def percent(value: float) -> str:
    """A share from 0 to 1 as a percentage: 12 %, 0.4 %, never a rounded 0 for something that is there."""
    if 0 < value < 0.0005:
        return "under 0.1\N{NO-BREAK SPACE}%"
    hundredfold = value * 100
    text = f"{hundredfold:.1f}" if 0 < hundredfold < 1 else f"{hundredfold:.0f}"
    return f"{text}\N{NO-BREAK SPACE}%"


def is_share(unit: str) -> bool:
    """Whether a unit means a part of a whole, printed as a percentage."""
    return unit.lower().startswith(_SHARES)


def unit_of(figure: Figure) -> str:
    """A figure's unit; "share" for one that has none and calls itself a share."""
    return figure.unit or ("share" if "share" in figure.name else "")


def amount(value: float, unit: str) -> str:
    """A value without its unit, as a percentage where the unit is a share."""
    return percent(value) if is_share(unit) else number(value)


def value_of(figure: Figure) -> str:
    """A figure's value for a table cell; "not measurable" where there is none."""
    return NOT_MEASURABLE if figure.value is None else amount(figure.value, unit_of(figure))


def span(interval: Interval, unit: str) -> str:
    """The two ends of an interval: 0.2–0.7, or "0.2 or more" where there is no upper end."""
    if math.isinf(interval.high):
        return f"{amount(interval.low, unit)} or more"
    low, high = amount(interval.low, unit), amount(interval.high, unit)
    return f"{low.removesuffix(chr(0xA0) + '%')}–{high}"


def span_of(figure: Figure) -> str:
    """A figure's interval, an empty string without one."""
    return span(figure.interval, unit_of(figure)) if figure.interval else ""


def interval_of(figure: Figure) -> str:
    """A figure's interval with its confidence: "95 % interval 0.2–0.7"; an empty string without one."""
    if not figure.interval:
        return ""
    return f"{percent(figure.interval.confidence)} interval {span_of(figure)}"


def day(on: date) -> str:
    """24 Apr 2026."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def moment(at: datetime) -> str:
    """24 Apr 2026, 09:30 UTC; the moment must be aware."""
    from datetime import UTC

    utc = at.astimezone(UTC)
    return f"{day(utc.date())}, {utc:%H:%M} UTC"


def window(stretch: Window) -> str:
    """26 weeks to 24 Apr 2026."""
    return f"{number(stretch.weeks)} weeks to {day(stretch.end)}"


def spelled(count: int) -> str:
    """A count in letters up to ten."""
    return _SPELLED[count] if 0 <= count < len(_SPELLED) else f"{count:,}"


def tally(count: int) -> str:
    """A count that stands alone: none, one, two."""
    return "none" if count == 0 else spelled(count)


def iso_day(text: str) -> str:
    """24 Apr 2026 from an ISO date or moment; the text itself when it is neither."""
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def counted(count: int, singular: str, plural: str = "") -> str:
    """1 post, 2 posts, 1,240 posts."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def many(count: int, singular: str, plural: str = "") -> str:
    """One post, two posts, no posts: the count in letters."""
    return f"{spelled(count)} {singular if count == 1 else plural or singular + 's'}"


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def sentence(text: str) -> str:
    """``text`` with a capital letter at its start and a full stop at its end."""
    line = clean(text)
    return line and line[0].upper() + line[1:] + ("" if line.endswith((".", "?", "!", "…")) else ".")


def capital(text: str) -> str:
    """``text`` with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def rivals(count: int, measured: int, every: int = 0) -> str:
    """So many of the ``measured`` competitors: "two of three competitors", "both competitors", "your competitor".

    ``every`` is how many the brief names; where fewer could be measured, the words for all of them say so.
    """
    if measured == 1:
        return "the one competitor that could be measured" if every > 1 else "your competitor"
    if count == measured:
        whole = "both" if measured == 2 else f"all {spelled(measured)}"
        return f"{whole} {'measured ' if every > measured else ''}competitors"
    return f"{tally(count)} of {many(measured, 'competitor')}"
