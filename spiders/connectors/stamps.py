"""Stamps: the moment a post was written, from an element's attributes or its words.

A time without a zone is taken in the zone the page says its times are in, in UTC where it says none: the day stays the
day that visitors read. "An hour ago" and "yesterday" count from the capture; "3 weeks ago" tells no day and is unknown.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from market.pages import Page
from market.written_dates import read_date

LONGEST = 120  # letters of a line that states a date beside a few other words
_EPOCHS = "data-timestamp data-time data-epoch data-unix data-unixtime data-utime data-created data-posted".split()
_TITLES = ("title", "data-original-title", "data-title", "data-tooltip")
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?::|h(?=\d\d\b))(\d\d)(?::(\d\d))?(?:\s*([ap])\.?m\b\.?)?|"
    r"(?<![\d:.])(\d{1,2})\s*([ap])\.?m\b\.?|\b(noon|midnight)\b",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"^[\s(]*(?:(?:UTC|GMT|Z)\b)?\s*([+−-]\d{1,2}(?::?\d\d)?)?")
# "hier" and "hoy" alone are words like others
_AT = r"\W{{1,3}}(?:at|um|à|a las|om|alle|às)?\s*\d{{1,2}}[:h]\d\d)|^(?:{})$"
_TODAY = re.compile(
    r"\b(?:today|heute|aujourd.?hui|hoy|vandaag|oggi|hoje)(?:" + _AT.format("today|heute|vandaag|oggi|hoje"),
    re.IGNORECASE,
)
_YESTERDAY = re.compile(
    r"\b(?:yesterday|gestern|hier|ayer|gisteren|ieri|ontem)(?:" + _AT.format("yesterday|gestern|ayer|gisteren"),
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?P<before>vor|il y a|hace|há)\s+(?P<n>an?|une?|una?|einer?|\d{1,2})\s+(?P<unit>se[kcg]|min|stund|heure|hora)|"
    r"(?<![\w.,])(?P<m>an?|one|een|un'?|\d{1,2})\s+(?P<of>se[ck]|min|hour|hr|uur|uren|or[ae])\w*\s+(?:ago|geleden|fa)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?:times?|zeiten|zeitzone|heures?|horarios?|horas|tijden|timezone|fuseau|orari)\b[^.<>]{0,40}?\b(?:UTC|GMT)\s*"
    r"([+−-]\s*\d{1,2}(?::?\d\d)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page's dates have to be read with."""

    captured: datetime  # UTC
    zone: tzinfo = UTC
    day_first: bool | None = None  # whether 03/04/2026 is of April; None: the page does not tell


def clock_of(tree: Any, page: Page) -> Clock:
    """The clock of a page: its zone where it states one, and the order of day and month that all its dates allow."""
    text = str(tree.text_content())
    return Clock(page.capture.captured_at, _zone(tree, text), _day_first(tree, text))


def _zone(tree: Any, text: str) -> tzinfo:
    for name in tree.xpath("//*[starts-with(normalize-space(.), 'UTC')]/@title"):
        if re.fullmatch(r"[A-Z]\w+/[\w/+-]+", str(name)):
            try:
                return ZoneInfo(str(name))
            except (ValueError, OSError):
                continue
    found = _ZONE.search(text[-20_000:])
    return _offset(found[1]) if found else UTC


def _offset(stated: str | None) -> tzinfo:
    digits = re.sub(r"[\s:]", "", (stated or "").replace("−", "-"))
    if not digits:
        return UTC
    sign, hours, minutes = (-1 if digits[0] == "-" else 1), digits[1:3], digits[3:5]
    return timezone(sign * min(timedelta(hours=int(hours), minutes=int(minutes or 0)), timedelta(hours=23)))


def _day_first(tree: Any, text: str) -> bool | None:
    """Day before month or not, if one date of the page settles it for all; else by the page's language."""
    pairs = [(int(first), int(second)) for first, _, second, _ in _SLASHED.findall(text)]
    if not pairs:
        return None
    if any(first > 12 >= second for first, second in pairs):
        return True
    if any(second > 12 >= first for first, second in pairs):
        return False
    language = next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), "").lower().replace("_", "-")
    if not language or language == "en":
        return None
    return language not in ("en-us", "en-ph")


def stamp(node: Any, clock: Clock) -> datetime | None:
    """The moment that an element's attributes state: ``datetime``, ``content``, an epoch, or a date for the pointer."""
    stated = node.get("datetime") or (node.get("content") if node.get("itemprop") else None)
    for value in (stated, *(node.get(name) for name in _EPOCHS)):
        at = read_stamp(value, clock) if value else None
        if at:
            return at
    for name in _TITLES:
        title = node.get(name)
        if title and len(title) <= LONGEST and re.search(r"\d", title):
            at = read_stamp(title, clock) or written(title, clock)
            if at:
                return at if _CLOCK.search(title) else _timed(at, title, node, clock)
    return None


def _timed(day: datetime, title: str, node: Any, clock: Clock) -> datetime:
    """A day from a pointer's text with the time that the element or the words behind it tell of the same day."""
    beside = written(f"{title} {(node.tail or '')[:12]}", clock)
    said = written(node.text_content(), clock)
    if beside and beside != day:
        return beside
    return said if said and said.astimezone(clock.zone).date() == day.astimezone(clock.zone).date() else day


def read_stamp(value: str, clock: Clock) -> datetime | None:
    """The moment of an ISO 8601 text or of seconds or milliseconds since 1970; None for anything else."""
    value = value.strip()
    try:
        if re.fullmatch(r"\d{9,10}(?:\.\d+)?", value):
            return datetime.fromtimestamp(int(float(value)), UTC)
        if re.fullmatch(r"\d{12,13}", value):
            return datetime.fromtimestamp(int(value) // 1000, UTC)
        if not re.match(r"\d{4}-?\d\d-?\d\d", value):
            return None
        return _utc(datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d)|\s*(?:UTC|GMT)$", "", value)), clock.zone)
    except (ValueError, OverflowError, OSError):
        return None


def written(text: str, clock: Clock) -> datetime | None:
    """The moment written in a short text; None where it tells no day, or only one that could be read in two ways."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        return None
    ago = _AGO.search(text)
    if ago:
        return _ago(ago["n"] or ago["m"], (ago["unit"] or ago["of"]).lower(), clock)
    day = _relative(text, clock) or read_date(text) or _numeric(text, clock)
    if day is None:
        return None
    hour, end = _time(text)
    zone = _OFFSET.match(text[end:]) if end else None
    within = clock.zone if zone is None or not zone.group().strip(" (") else _offset(zone[1])
    at = _utc(datetime.combine(day, hour), within)
    if at and at > clock.captured and _TODAY.search(text):
        at -= timedelta(days=1)  # the forum's day had begun before the capture's
    return at


def _ago(count: str, unit: str, clock: Clock) -> datetime:
    number = int(count) if count.isdigit() else 1
    length = timedelta(seconds=1) if unit[:2] == "se" else timedelta(minutes=1 if unit == "min" else 60)
    return (clock.captured - number * length).replace(microsecond=0)


def _relative(text: str, clock: Clock) -> date | None:
    today = clock.captured.astimezone(clock.zone).date()
    if _TODAY.search(text):
        return today
    return today - timedelta(days=1) if _YESTERDAY.search(text) else None


def _numeric(text: str, clock: Clock) -> date | None:
    found = _SLASHED.search(text)
    half = re.search(r"\d\s*[ap]\.?m\b", text, re.IGNORECASE)
    first = clock.day_first if clock.day_first is not None else (False if half else None)
    if not found or first is None:
        return None
    day, month = (found[1], found[3]) if first else (found[3], found[1])
    try:
        return date(int(found[4]), int(month), int(day))
    except ValueError:
        return None


def _time(text: str) -> tuple[time, int]:
    """The time of day in a text and where it ends; midnight and 0 without one."""
    found = _CLOCK.search(text)
    if not found:
        return time(), 0
    if found[7]:
        return time(12 if found[7].lower() == "noon" else 0), found.end()
    hour, minute, second = int(found[1] or found[5]), int(found[2] or 0), int(found[3] or 0)
    half = (found[4] or found[6] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second), found.end()
    except ValueError:
        return time(), 0


def _utc(at: datetime, zone: tzinfo) -> datetime | None:
    try:
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)
    except (OverflowError, ValueError):
        return None
