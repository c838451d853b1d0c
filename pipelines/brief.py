"""Brief: from the agency's words to the values that the stages work on."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from market.audits import AgencyBrand, GoalRow, Run, StrategyRow, Target
from market.brief import Brief, PlanItem, TargetEntry
from market.figures import Window
from market.periods import TIMES_A_YEAR
from market.urls import host_of
from market.venues import Access, Venue
from pipelines.settings import WrongInputError
from tactics.plan import PlanLine

if TYPE_CHECKING:
    from nlp.cadence import Cadence
    from nlp.statements import Statement

_PRESENT = re.compile(r"\b(?:present|active|found|represented|listed) (?:on|at|in)\b", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:not|never|no longer|nowhere|nor|neither)\b|n['’]t\b", re.IGNORECASE)
_OWN_ITEMS = ("post", "article", "blog", "story", "guide", "piece", "column")


EXPORT = "export"  # the connector of a file that stands for a venue


def venues_of(brief: Brief) -> tuple[Venue, ...]:
    """The brief's venues with the connector that reads each; a venue that none reads is closed."""
    from spiders.connectors import connectors, platform_of

    found = []
    for entry in brief.venues:
        platform = EXPORT if entry.export else entry.platform or platform_of(entry.url, entry.feed)
        access = connectors[platform].access if platform in connectors else Access.CLOSED
        name = entry.name or _venue_name(entry.url, host_of(entry.url))
        known = platform if platform in connectors else ""
        found.append(Venue(name, entry.url, known, access, entry.feed, entry.base, entry.export))
    _refuse_doubled(found)
    return tuple(found)


def _refuse_doubled(venues: Sequence[Venue]) -> None:
    """Raise ``WrongInputError`` for two venues that are one place under two addresses: its talk would count twice."""
    from spiders.connectors import connectors

    readable = [venue for venue in venues if venue.platform]
    for i, one in enumerate(readable):
        for other in readable[i + 1 :]:
            if one.platform == other.platform not in ("feed", EXPORT):
                holds = connectors[one.platform].holds
                if holds(one.url, other) and holds(other.url, one):
                    raise WrongInputError(f"venues: {one.url} and {other.url} are one place; keep one")


def _venue_name(url: str, host: str) -> str:
    tail = url.partition(host)[2].strip("/")
    short = host.removeprefix("www.")
    return f"{tail} on {short}" if tail else short


def strategy_of(brief: Brief) -> StrategyRow:
    """The strategy as stated."""
    stated = brief.strategy
    return StrategyRow(
        statement=stated.statement,
        corporate=stated.corporate,
        business_unit=stated.business_unit,
        market=stated.market,
        stance=stated.stance,
        experience=stated.experience,
        action=stated.action,
        alignment=stated.alignment,
    )


def goals_of(brief: Brief) -> tuple[GoalRow, ...]:
    """The goals with each target's arithmetic."""
    return tuple(GoalRow(g.name, tuple(_target(t) for t in g.targets)) for g in brief.goals)


def _target(entry: TargetEntry) -> Target:
    yearly = entry.amount * TIMES_A_YEAR[entry.period]
    sum_up = "" if entry.period == "year" else f"{entry.amount:g} a {entry.period} = {yearly:,.0f} a year"
    return Target(entry.amount, entry.unit, entry.period, sum_up)


def brand_of(brief: Brief, logo: str) -> AgencyBrand:
    """The agency's brand; ``logo`` is a data URI or empty."""
    agency, report = brief.agency, brief.report
    look = (agency.name, agency.contact, agency.url, agency.accent, logo, agency.footer)
    return AgencyBrand(*look, report.sections)


def plan_lines(brief: Brief) -> tuple[PlanLine, ...]:
    """The plan's lines: what the operator stated wins, what was read from the sentence fills the rest."""
    return tuple(_plan_line(i, item, brief) for i, item in enumerate(brief.plan, start=1))


def _plan_line(number: int, item: PlanItem, brief: Brief) -> PlanLine:
    from nlp.statements import read_statement

    sentence = item.sentence or " ".join(filter(None, (item.action, item.deliverable)))
    read = read_statement(sentence)
    label, reason = _label(item, read)
    promised, low, high = _promise(item, read)
    part = read.item
    return PlanLine(
        id=f"plan-{number}",
        text=item.sentence or _as_sentence(item),
        label=label,
        reason=reason,
        goal=item.goal or (brief.goals[0].name if len(brief.goals) == 1 and label == "tactic" else ""),
        owner=item.owner or part.owner,
        deliverable=item.deliverable or part.deliverable,
        channels=item.channels or tuple(read.channels),
        promised=promised,
        low=low,
        high=high,
        key_phrase=item.key_phrase or read.key_phrase,
        topic=item.topic or part.topic,
        place=item.place or part.place,
        audience=item.audience or part.audience,
        purpose=item.purpose or part.purpose,
        deadline=item.deadline.isoformat() if item.deadline else part.deadline,
        also=tuple(c.words for c in read.cadences if c is not _cadence(read)) if item.amount is None else (),
        counted=_counted(item, read),
    )


def _label(item: PlanItem, read: "Statement") -> tuple[str, str]:
    """What the line is and why: the operator's word, else what was read; a presence in a plan is a tactic."""
    if item.label or not item.sentence:
        return item.label or "tactic", "stated in the brief"
    present = _PRESENT.search(item.sentence)
    if read.label == "none" and read.channels and present and not _REFUSED.search(item.sentence):
        return "tactic", f"a line of the plan that says where the client is: ‘{present.group()}’"
    return str(read.label), read.reason


def _promise(item: PlanItem, read: "Statement") -> tuple[str, float | None, float | None]:
    """The promise in words and as posts a week, least and most; what the operator stated wins."""
    if item.amount is not None and item.period:
        rate = item.amount * TIMES_A_YEAR[item.period] / TIMES_A_YEAR["week"]
        return f"{item.amount:g} a {item.period}", rate, rate
    cadence = _cadence(read)
    if cadence is None:
        return "", None, None
    return cadence.words, cadence.per_week, cadence.per_week_high


def _counted(item: PlanItem, read: "Statement") -> str:
    """The noun that the promise counts: the deliverable as stated, else the words beside the number."""
    cadence = _cadence(read)
    return item.deliverable or (cadence.unit if cadence and item.amount is None else "")


def _cadence(read: "Statement") -> "Cadence | None":
    """The rhythm of what the own site can show, where a sentence promises several; else the first."""
    own = (c for c in read.cadences if any(word in c.unit.casefold() for word in _OWN_ITEMS))
    return next(own, read.cadence)


def home_of(brief: Brief) -> Path:
    """The folder of a client's audits where nothing else is said."""
    return Path("audits") / host_of(brief.client.url)


def run_of(brief: Brief, day: date, key: str) -> Run:
    """The run of a client that ends with ``day``, with its window and the one before."""
    window = Window.ending(day, brief.limits.window_weeks)
    moment = datetime.combine(day, time.max, UTC).replace(microsecond=0)
    return Run(key, brief.client.name, moment, window, window.before())


def describe(brief: Brief) -> tuple[str, ...]:
    """What a brief holds, in lines for the terminal."""
    venues = venues_of(brief)
    count = len(brief.competitors)
    beside = f"{count} competitor{'s' * (count != 1)}"
    lines = [f"{brief.client.name} ({brief.client.url}) beside {beside}: the brief is sound."]
    lines += [f"  competitor  {c.name} ({c.url})" for c in brief.competitors]
    for venue in venues:
        how = f"read as {venue.platform}" if venue.platform else "closed: not crawled, shown as refused"
        how = f"read from the file {venue.export}" if venue.export else how
        lines.append(f"  venue       {venue.name} ({venue.url}): {how}")
    for line in plan_lines(brief):
        lines.append(f"  plan        {line.label}: {line.text}" + (f" [{line.promised}]" if line.promised else ""))
    return tuple(lines)


def _as_sentence(item: PlanItem) -> str:
    """The parts of a structured item as one line for readers."""
    rate = f"{item.amount:g} a {item.period}" if item.amount is not None else ""
    phrase = f"key phrase ‘{item.key_phrase}’" if item.key_phrase else ""
    details = ", ".join(part for part in (rate, phrase, item.place) if part)
    said = item.action or item.deliverable
    return f"{said} ({details})" if details else said
