"""Actuals: the client's own numbers, from a small CSV file beside the brief.

The columns are goal or unit, period, date, value: ``leads,month,2026-04-01,17``. The date is the period's first day.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from market.periods import Period

COLUMNS = ("goal", "period", "date", "value")
MAX_FILE = 1_000_000  # bytes: more is no list of monthly numbers
_FIRST = ("goal", "unit", "goal/unit", "goal or unit")  # names the first column may have


@dataclass(frozen=True, slots=True)
class Actual:
    """One number of the client's own, as its file states it."""

    of: str  # a goal's name or a target's unit
    period: Period
    on: date
    value: float
    row: int  # in the file, the heading being row 1


class ActualsError(ValueError):
    """A file of actuals that cannot be used; the message is one line with file and row."""


def read_actuals(path: Path, names: Sequence[str]) -> tuple[Actual, ...]:
    """The rows of ``path``, in its order; ``names`` are the goals and units that the brief knows.

    Raises ``ActualsError`` at the first thing that is wrong, a repeated period among them.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ActualsError(f"{path}: cannot be read ({error.strerror}); give a CSV file beside the brief") from error
    if len(raw) > MAX_FILE:
        raise ActualsError(f"{path}: larger than {MAX_FILE:,} bytes; one row per goal and period is enough")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ActualsError(f"{path}: not UTF-8 text (byte {error.start}); save the file as UTF-8") from error
    return parse_actuals(text, str(path), names)


def parse_actuals(text: str, file: str, names: Sequence[str]) -> tuple[Actual, ...]:
    """The rows in ``text``; ``file`` stands for it in the line of an ``ActualsError``."""
    found: dict[tuple[str, str, date], Actual] = {}
    for actual in _rows(text, file, {name.casefold(): name for name in names}):
        key = (actual.of, actual.period, actual.on)
        if key in found:
            raise ActualsError(f"{file}: row {actual.row}: the same goal, period and date as row {found[key].row}")
        found[key] = actual
    return tuple(found.values())


def _rows(text: str, file: str, names: dict[str, str]) -> Iterator[Actual]:
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise ActualsError(f"{file}: not a CSV file: {error}") from error
    heading = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if len(heading) != len(COLUMNS) or heading[0] not in _FIRST or tuple(heading[1:]) != COLUMNS[1:]:
        raise ActualsError(f"{file}: row 1: expected the heading {','.join(COLUMNS)}")
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            yield _row([cell.strip() for cell in cells], f"{file}: row {number}", names, number)


def _row(cells: list[str], place: str, names: dict[str, str], number: int) -> Actual:
    if len(cells) != len(COLUMNS):
        raise ActualsError(f"{place}: expected {len(COLUMNS)} values, got {len(cells)}")
    of, period, on, value = cells
    if of.casefold() not in names:
        raise ActualsError(f"{place}: no goal or target unit {of!r}; known: {', '.join(sorted(set(names.values())))}")
    known: dict[str, Period] = {name: name for name in get_args(Period)}
    if period.casefold() not in known:
        raise ActualsError(f"{place}: expected a period of {', '.join(known)}, got {period!r}")
    return Actual(names[of.casefold()], known[period.casefold()], _day(on, place), _number(value, place), number)


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ActualsError(f"{place}: expected a date such as 2026-04-01, got {text!r}") from error


def _number(text: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise ActualsError(f"{place}: expected a number such as 17, got {text!r}") from error
    if not math.isfinite(value) or value < 0:
        raise ActualsError(f"{place}: expected a number of 0 or more, got {text!r}")
    return value
