"""Strengths and gaps: what the comparison and the plan support, three of each at most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.audits import CompanyAudit, Gap
from market.figures import Figure
from market.plan import PlanRow, Verdict
from reports.compare import (
    MEASURES,
    Measure,
    Standing,
    carried,
    client_of,
    contest,
    figures_for,
    standing,
    with_noun,
)
from reports.promises import broken, kept, observed
from reports.words import cut, interval_of, listed, many, rivals

MOST = 3
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class _Wording:
    ahead: str  # decided by intervals; ``{}`` is "two of three competitors"
    behind: str
    looks_ahead: str  # decided by single values
    looks_behind: str


_WORDINGS = {
    "cadence": _Wording(
        "You post more often than {}",
        "You post less often than {}",
        "You look busier than {}",
        "You look quieter than {}",
    ),
    "longest-silence": _Wording(
        "Your silences are shorter than those of {}",
        "Your silences are longer than those of {}",
        "Your longest silence looks shorter than that of {}",
        "Your longest silence looks longer than that of {}",
    ),
    "keyword-coverage": _Wording(
        "You use more of the keywords than {}",
        "You use fewer of the keywords than {}",
        "Your keyword use looks wider than that of {}",
        "Your keyword use looks narrower than that of {}",
    ),
    "questions-answered": _Wording(
        "You answer more of the questions than {}",
        "You answer fewer of the questions than {}",
        "You look to answer more questions than {}",
        "You look to answer fewer questions than {}",
    ),
    "share-of-voice": _Wording(
        "You are named more often than {}",
        "You are named less often than {}",
        "You look to be named more often than {}",
        "You look to be named less often than {}",
    ),
    "channels-linked": _Wording(
        "You link more channels than {}",
        "You link fewer channels than {}",
        "Your channels look more numerous than those of {}",
        "Your channels look fewer than those of {}",
    ),
    "lead-forms": _Wording(
        "You offer a lead form, unlike {}",
        "You offer no lead form, unlike {}",
        "You offer a lead form; it looks absent at {}",
        "A lead form looks absent, unlike at {}",
    ),
    "calls-to-action": _Wording(
        "You call visitors to act, unlike {}",
        "You do not call visitors to act, unlike {}",
        "You call visitors to act; that looks absent at {}",
        "A call to action looks absent, unlike at {}",
    ),
}


@dataclass(frozen=True, slots=True)
class _Claim:
    order: tuple[int, float, int]  # certain first, then the part of competitors concerned, then the rubric's order
    gap: Gap


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where the client stands on one measure, with each competitor's name and the result against it."""

    measure: Measure
    own: Figure
    place: Standing
    results: tuple[tuple[str, int | None], ...]


def strengths(
    companies: Sequence[CompanyAudit], figures: Sequence[Figure] = (), plan: Sequence[PlanRow] = ()
) -> tuple[Gap, ...]:
    """At most three strengths: measures on which the client is ahead of at least half of the measured competitors
    and behind none, and promises that are kept. Where single values decided, not intervals, the title says "looks".
    """
    kept = [row for row in plan if row.verdict in (Verdict.AHEAD, Verdict.ON_PLAN)]
    return _first([*_from_plan(kept, ahead=True), *_from_standings(companies, figures, ahead=True)])


def gaps(
    companies: Sequence[CompanyAudit], figures: Sequence[Figure] = (), plan: Sequence[PlanRow] = ()
) -> tuple[Gap, ...]:
    """At most three gaps: promises not kept, and measures on which the client is behind at least half of the measured
    competitors and ahead of none. Where single values decided, not intervals, the title says "looks".
    """
    behind = [row for row in plan if row.verdict is Verdict.BEHIND]
    return _first([*_from_plan(behind, ahead=False), *_from_standings(companies, figures, ahead=False)])


def undecided(companies: Sequence[CompanyAudit], figures: Sequence[Figure] = ()) -> tuple[str, ...]:
    """Names of the measures on which the client cannot be told from any of the measured competitors."""
    places = [(one.measure.name, one.place) for one in _standings(companies, figures)]
    return tuple(name for name, place in places if place.level == place.measured > 0)


def _first(claims: Sequence[_Claim]) -> tuple[Gap, ...]:
    return tuple(claim.gap for claim in sorted(claims, key=lambda c: (c.order, c.gap.title))[:MOST])


def _standings(companies: Sequence[CompanyAudit], figures: Sequence[Figure]) -> Iterator[_Stand]:
    client = client_of(companies)
    rest = [c for c in companies if c is not client]
    for measure in MEASURES:
        own = carried(measure, client, figures_for(measure, [client], figures)[0])
        pairs = zip(rest, figures_for(measure, rest, figures), strict=True)
        held = [(c.company.name, carried(measure, c, f)) for c, f in pairs]
        others = [(name, figure) for name, figure in held if figure]
        if own is not None and own.value is not None and others:
            results = sorted((name, contest(measure, own, figure)) for name, figure in others)
            place = standing(measure, own, [figure for _, figure in others])
            yield _Stand(measure, own, place, tuple(results))


def _from_standings(companies: Sequence[CompanyAudit], figures: Sequence[Figure], ahead: bool) -> Iterator[_Claim]:
    for rank, one in enumerate(_standings(companies, figures)):
        place = one.place
        won, lost = (place.better, place.worse) if ahead else (place.worse, place.better)
        if won and not lost and won * 2 >= place.measured:
            order = (0 if place.certain else 1, -won / place.measured, rank)
            yield _Claim(order, Gap(_title(one, won, ahead), _detail(one, ahead), (one.own.id,)))


def _title(one: _Stand, won: int, ahead: bool) -> str:
    wording, place = _WORDINGS[one.measure.id], one.place
    if place.certain:
        pattern = wording.ahead if ahead else wording.behind
    else:
        pattern = wording.looks_ahead if ahead else wording.looks_behind
    return pattern.format(rivals(won, place.measured, place.measured + place.unknown))


def _detail(one: _Stand, ahead: bool) -> str:
    own, place = one.own, one.place
    value = one.measure.you.format(with_noun(one.measure, own.value or 0.0))
    basis = f" ({interval_of(own)})" if own.interval else ""
    apart = f"Your interval does not overlap that of {_named(one, 1 if ahead else -1)}"
    how = apart if place.certain else "Counted on the pages read, without an interval"
    level = f"; {_named(one, 0)} cannot be told from you" if place.level else ""
    unknown = f"; {many(place.unknown, 'competitor')} not measurable" if place.unknown else ""
    return f"{value}{basis}. {how}{level}{unknown}."


def _named(one: _Stand, result: int) -> str:
    """The competitors with that result, by name as far as the line carries."""
    names = [name for name, found in one.results if found == result]
    more = len(names) - MOST_NAMES
    return listed([*names[:MOST_NAMES], many(more, "other")] if more > 0 else names)


def _from_plan(rows: Sequence[PlanRow], ahead: bool) -> Iterator[_Claim]:
    for place, row in enumerate(rows):
        if row.observed is None or row.observed.value is None:
            continue
        title = kept(row) if ahead else broken(row)
        detail = f"“{cut(row.text, 120)}”: {observed(row.observed)}."
        yield _Claim((0, -1.0, -len(rows) + place), Gap(title, detail, (row.observed.id,)))
