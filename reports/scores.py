"""Scores: an open rubric read in two ways, with what is unknown left open.

Every part is read at the low and at the high end of its figure's interval. A part that could not be measured counts
from 0 to 1: it widens the range and never lowers it. Where a site names pages that no capture holds, they may hold what
was not seen, and each part is open upwards: hiding a page never lowers a score. The rubric is absolute, so a company's
score does not depend on who else is in the brief nor on who is the client.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from market.audits import CompanyAudit, Score, ScorePart
from market.figures import Figure
from market.statistics import garwood
from reports.compare import MEASURES, Measure, carried, figures_for
from reports.words import amount, counted, number, span_of, value_of


@dataclass(frozen=True, slots=True)
class Rule:
    """How one measure turns into a part from 0 to 1: linear from ``none`` to ``full``, cut at both ends."""

    measure: str  # Measure.id
    weight: float
    none: float
    full: float


UNSEEN_LIMIT = 0.25  # part of all posts, found or possible, from which those without a date or a capture decide

# Weights add up to 100. The ends are the house's reading of a small firm's publishing, not an industry figure:
# they are printed with every score, so that a reader who disagrees can redo the sum.
RUBRIC = (
    Rule("cadence", 25, none=0, full=2),  # two posts a week
    Rule("longest-silence", 10, none=90, full=14),  # a quarter of silence, a fortnight
    Rule("keyword-coverage", 15, none=0, full=1),
    Rule("questions-answered", 20, none=0, full=1),
    Rule("channels-linked", 10, none=0, full=4),
    Rule("lead-forms", 10, none=0, full=1),
    Rule("calls-to-action", 10, none=0, full=1),
)


def score(companies: Sequence[CompanyAudit], figures: Sequence[Figure] = ()) -> tuple[Score, ...]:
    """One score per company, in the order of ``companies``; ``figures`` are those of ``derived.derive``."""
    measures = {measure.id: measure for measure in MEASURES}
    columns = {rule.measure: figures_for(measures[rule.measure], companies, figures) for rule in RUBRIC}
    return tuple(
        _score(
            company,
            tuple(_part(rule, measures[rule.measure], company, columns[rule.measure][place]) for rule in RUBRIC),
        )
        for place, company in enumerate(companies)
    )


def _score(company: CompanyAudit, parts: tuple[ScorePart, ...]) -> Score:
    total = sum(p.weight for p in parts)
    low = 100 * sum(p.weight * p.low for p in parts) / total
    high = 100 * sum(p.weight * p.high for p in parts) / total
    return Score(company.company.key, low, high, formula(), parts)


def _part(rule: Rule, measure: Measure, company: CompanyAudit, figure: Figure | None) -> ScorePart:
    made = part(rule, measure, carried(measure, company, figure))
    if not company.unseen or made.high == 1:
        return made
    high = max(made.high, _at_most(rule, company))
    unseen = f"{counted(company.unseen, 'page')} it names {'was' if company.unseen == 1 else 'were'} not captured"
    return replace(made, high=high, why=f"{made.why}; {unseen}")


def _at_most(rule: Rule, company: CompanyAudit) -> float:
    """What the part could be if the pages that were not captured held it: of posts so many more, of others all of it.

    Where the undated and the uncaptured outweigh the dated posts, nothing bounds the cadence.
    """
    window, more = company.cadence.window, company.undated + company.unseen
    if rule.measure != "cadence" or window is None or more > UNSEEN_LIMIT * (company.cadence.n + more):
        return 1.0
    return _ramp(rule, garwood(company.cadence.n + more, window.weeks).high)


def part(rule: Rule, measure: Measure, figure: Figure | None) -> ScorePart:
    """One line of the rubric for one figure; 0 to 1 where the figure is missing or has no value."""
    scale = f"0 at {amount(rule.none, measure.unit)}, full at {amount(rule.full, measure.unit)}"
    if figure is None or figure.value is None:
        reason = figure.reason if figure else "not looked for"
        return ScorePart(measure.name, rule.weight, 0.0, 1.0, f"unknown: {reason}", (figure.id,) if figure else ())
    ends = (figure.interval.low, figure.interval.high) if figure.interval else (figure.value, figure.value)
    low, high = sorted(_ramp(rule, end) for end in ends)
    shown = f"{value_of(figure)} ({span_of(figure)})" if figure.interval else value_of(figure)
    return ScorePart(measure.name, rule.weight, low, high, f"{shown}; {scale}", (figure.id,))


def _ramp(rule: Rule, value: float) -> float:
    return min(1.0, max(0.0, (value - rule.none) / (rule.full - rule.none)))


def formula() -> str:
    """The score's formula in words, with every weight."""
    names = {measure.id: measure.name.lower() for measure in MEASURES}
    weights = ", ".join(f"{names[rule.measure]} {number(rule.weight)}" for rule in RUBRIC)
    return (
        f"100 × Σ weight × part ÷ Σ weight, each part from 0 to 1 at both ends of its interval; "
        f"unknown counts from 0 to 1, and pages that were not captured leave a part open upwards. Weights: {weights}"
    )
