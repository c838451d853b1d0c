"""Promises: what a plan's line promises and what was seen of it, in words that carry their unit."""

import re

from market.figures import Figure
from market.plan import PlanRow
from reports.words import counted, cut, interval_of, number, value_of

_BARE = re.compile(
    r"(?P<count>\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?P<rest>(?:an?|per|every) \w+)"
)
_PER = re.compile(r"(?:/| an? | per | every )\s*(?P<period>\w+)$")


def promise_of(row: PlanRow, length: int = 60) -> str:
    """The promise with its unit: "3 posts a week" for a bare "3 a week"; the line's text where it has no rate."""
    bare = _BARE.fullmatch(row.promised.strip())
    noun = _noun(row.observed)
    if bare and bare["count"] in ("1", "a", "an", "one"):
        noun = noun.removesuffix("s")
    said = f"{bare['count']} {noun} {bare['rest']}" if bare and noun else row.promised or row.text
    return cut(said, length)


def seen_of(row: PlanRow) -> str:
    """What was seen, with as much of its unit as the promise leaves open: "1.3", "1.3 posts a week", "3 of 7 pages"."""
    figure = row.observed
    if figure is None or figure.value is None:
        return "not measurable"
    if row.promised_rate is None and figure.unit == "pages":
        return f"{number(figure.value)} of {counted(figure.n, 'page')}"
    same = _PER.search(row.promised)
    own = _PER.search(figure.unit)
    if own is None or (same and same["period"] == own["period"]):
        return value_of(figure)
    return f"{value_of(figure)} {figure.unit.replace('/', ' a ')}"


def broken(row: PlanRow) -> str:
    """The title of a promise that is not kept."""
    figure = row.observed
    if figure and row.promised_rate is None and figure.unit == "pages":
        where = f"on {seen_of(row)}" if figure.value else f"on {counted(figure.n, 'page')}"
        return f"Your plan says “{cut(row.text, 60)}”; {'seen' if figure.value else 'not seen'} {where}"
    return f"You promised {promise_of(row, 40)}; {seen_of(row)} {_were(row)} seen"


def kept(row: PlanRow) -> str:
    """The title of a promise that is kept."""
    return f"You keep your promise of {promise_of(row, 40)}"


def observed(figure: Figure) -> str:
    """The observed value with its interval in brackets, and without brackets where it has none."""
    span = interval_of(figure)
    return f"observed {value_of(figure)}" + (f" ({span})" if span else "")


def _were(row: PlanRow) -> str:
    return "was" if row.observed and row.observed.value == 1 else "were"


def _noun(figure: Figure | None) -> str:
    """The noun of a rate's unit: posts."""
    unit = figure.unit if figure else ""
    found = _PER.search(unit)
    return unit[: found.start()].strip() if found else ""
