"""Comparison: the same figures, by the same code, for the client and each competitor."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from market.audits import CompanyAudit, ComparisonRow
from market.figures import Figure
from market.statistics import median
from reports.words import amount, many, rivals, sentence


class Better(StrEnum):
    """Which way a measure counts as a strength."""

    MORE = "more"
    LESS = "less"
    SOME = "some"  # having any is what counts, not how many


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the comparison; ``you`` is the client's half of its sentence, ``{}`` its value with the noun."""

    id: str  # prefix of the figures' ids
    name: str
    unit: str
    better: Better
    you: str
    noun: tuple[str, str] = ("", "")  # singular, plural
    elsewhere: bool = False  # measured in communities, so it holds where nothing of the company itself was read


MEASURES = (
    Measure("cadence", "Posts a week", "posts/week", Better.MORE, "You post {} a week"),
    Measure("longest-silence", "Longest silence", "days", Better.LESS, "Your longest silence is {}", ("day", "days")),
    Measure("keyword-coverage", "Keywords used", "share of keywords", Better.MORE, "You use {} of the keywords"),
    Measure(
        "questions-answered", "Questions answered", "share of questions", Better.MORE, "You answer {} of the questions"
    ),
    Measure(
        "share-of-voice",
        "Share of voice",
        "share of mentions",
        Better.MORE,
        "You have {} of the mentions",
        elsewhere=True,
    ),
    Measure("channels-linked", "Channels linked", "channels", Better.MORE, "You link {}", ("channel", "channels")),
    Measure(
        "lead-forms",
        "Lead form types",
        "types",
        Better.SOME,
        "You have {}",
        ("type of lead form", "types of lead form"),
    ),
    Measure(
        "calls-to-action",
        "Calls to action",
        "calls to action",
        Better.SOME,
        "You have {}",
        ("kind of call to action", "kinds of call to action"),
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the client stands on one measure; ``certain`` means that intervals, not single values, decided."""

    better: int  # competitors the client is ahead of
    worse: int
    level: int  # not distinguishable
    unknown: int
    certain: bool

    @property
    def measured(self) -> int:
        """Competitors that could be compared."""
        return self.better + self.worse + self.level


def compare(companies: Sequence[CompanyAudit], figures: Sequence[Figure] = ()) -> tuple[ComparisonRow, ...]:
    """One row per measure that at least one company has, with figure ids in the order of ``companies``.

    ``figures`` are those of ``derived.derive``. Which company is the client decides only the words of a row.
    Raises ``ValueError`` when there is not exactly one client.
    """
    client_of(companies)
    rows = []
    for measure in MEASURES:
        row = figures_for(measure, companies, figures)
        if all(figure is not None for figure in row) and any(figure and figure.value is not None for figure in row):
            held = [figure for figure in row if figure]
            finding = _finding(measure, companies, held)
            rows.append(ComparisonRow(measure.name, measure.unit, tuple(f.id for f in held), finding))
    return tuple(rows)


def client_of(companies: Sequence[CompanyAudit]) -> CompanyAudit:
    """The one client; ``ValueError`` when there is none or more than one."""
    clients = [c for c in companies if c.company.role == "client"]
    if len(clients) != 1:
        raise ValueError(f"an audit has one client, found {len(clients)}")
    return clients[0]


def figures_for(
    measure: Measure, companies: Sequence[CompanyAudit], figures: Sequence[Figure]
) -> tuple[Figure | None, ...]:
    """The measure's figure of each company, in the order of ``companies``; None where nobody built one."""
    derived = {figure.id: figure for figure in figures}
    return tuple(_own(measure, c) or derived.get(f"{measure.id}.{c.company.key}") for c in companies)


def _own(measure: Measure, company: CompanyAudit) -> Figure | None:
    return {
        "cadence": company.cadence,
        "longest-silence": company.longest_silence,
        "lead-forms": company.lead_forms,
        "calls-to-action": company.calls_to_action,
    }.get(measure.id)


def unread(company: CompanyAudit) -> bool:
    """Whether nothing of the company was read, neither a page nor a post of its feed."""
    return not company.pages and not company.posts


def carried(measure: Measure, company: CompanyAudit, figure: Figure | None) -> Figure | None:
    """The figure as far as the site can carry it: without a value where nothing of it was read, or where its dates
    were rewritten or cut off, for nothing may be claimed or scored on those.
    """
    if figure is not None and figure.value is not None and unread(company) and not measure.elsewhere:
        return replace(figure, value=None, interval=None, reason="nothing of this company was read")
    if (
        figure is None
        or figure.value is None
        or company.health.sound
        or measure.id not in ("cadence", "longest-silence")
    ):
        return figure
    reason = "; ".join(company.health.remarks) or "the site's dates are not sound"
    return replace(figure, value=None, interval=None, reason=reason)


def contest(measure: Measure, own: Figure, other: Figure) -> int | None:
    """1 when ``own`` is ahead of ``other``, −1 when behind, 0 when not distinguishable, None when one is unknown.

    Two figures with intervals differ only when the intervals do not overlap: stricter than a test at the same
    confidence, and checkable by eye.
    """
    if own.value is None or other.value is None:
        return None
    if measure.better is Better.SOME:
        return int(own.value > 0) - int(other.value > 0)
    sign = -1 if measure.better is Better.LESS else 1
    if own.interval and other.interval:
        return sign * (int(own.interval.low > other.interval.high) - int(own.interval.high < other.interval.low))
    return sign * (int(own.value > other.value) - int(own.value < other.value))


def standing(measure: Measure, own: Figure, others: Sequence[Figure]) -> Standing:
    """How the client's figure stands against each competitor's."""
    results = [contest(measure, own, other) for other in others]
    certain = own.interval is not None and all(o.interval is not None for o in others if o.value is not None)
    return Standing(results.count(1), results.count(-1), results.count(0), results.count(None), certain)


def _finding(measure: Measure, companies: Sequence[CompanyAudit], figures: Sequence[Figure]) -> str:
    pairs = list(zip(companies, figures, strict=True))
    own = next(figure for company, figure in pairs if company.company.role == "client")
    others = [
        figure
        for company, figure in pairs
        if company.company.role != "client" and (measure.elsewhere or not unread(company))
    ]
    every = sum(company.company.role != "client" for company in companies)
    if own.value is None:
        yours = f"Your {measure.name.lower()} could not be measured ({own.reason})"
    else:
        yours = measure.you.format(with_noun(measure, own.value))
    return f"{yours}; {_theirs(measure, others, every)}."


def _theirs(measure: Measure, others: Sequence[Figure], every: int) -> str:
    known = [figure.value for figure in others if figure.value is not None]
    if not known:
        return "no competitor could be measured"
    if len(known) == 1:
        only = rivals(1, 1, every)
        if measure.better is Better.SOME:
            return f"{only} has {'at least one' if known[0] else 'none'}"
        return f"{with_noun(measure, known[0])} at {only}"
    measured = " that could be measured" if len(known) < every else ""
    if measure.better is Better.SOME:
        having = sum(value > 0 for value in known)
        verb = "has" if having == 1 else "have"
        return f"{rivals(having, len(known))}{measured} {verb} at least one"
    return f"the median of {many(len(known), 'competitor')}{measured} is {_value(measure, median(known) or 0.0)}"


def _value(measure: Measure, value: float) -> str:
    return amount(value, measure.unit)


def with_noun(measure: Measure, value: float) -> str:
    """A value with the measure's noun: no channels, 1 channel, 3 channels, 12 %; a length of 0 keeps its number."""
    if value == 0 and measure.noun[1] and measure.better is not Better.LESS:
        return f"no {measure.noun[1]}"
    return f"{amount(value, measure.unit)} {measure.noun[value != 1]}".strip()


def in_words(row: ComparisonRow) -> str:
    """A row's finding as a sentence."""
    return sentence(row.finding)
