"""Plan: the brief's strategy under the X-ray, and what it promised beside what was observed."""

from collections.abc import Sequence

from market.audits import Audit, GoalRow, Target
from market.plan import PlanRow, Verdict
from reports.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Chart,
    Column,
    FigureText,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
    Term,
    Terms,
)
from reports.evidence import figure_link
from reports.sections import sections
from reports.tables import figure_cell, note, text_cell
from reports.words import (
    counted,
    cut,
    cut_words,
    listed,
    many,
    number,
    percent,
    sentence,
    span_of,
    spelled,
    tally,
    value_of,
)
from reports.xray import about, functions, in_words, key_phrases, measured_by

_TONES = {Verdict.BEHIND: "no", Verdict.ON_PLAN: "yes", Verdict.AHEAD: "yes"}
_STATED = (
    ("Strategy", "statement"),
    ("Corporate level", "corporate"),
    ("Business unit level", "business_unit"),
    ("Market level", "market"),
    ("Stance", "stance"),
    ("People should experience", "experience"),
    ("People should do", "action"),
)


@sections.register("plan")
def plan(audit: Audit) -> Section | None:
    """The plan section; None when the brief states no plan, no goal and no strategy."""
    strategy = audit.strategy
    if not audit.plan and not audit.goals and not strategy.statement:
        return None
    blocks: list[Block] = [Paragraph(_lead(audit), lead=True)]
    blocks.append(Terms(_stated(audit)))
    if audit.goals:
        blocks += [Heading("Goals, as stated"), Terms(tuple(map(_goal, audit.goals)))]
    blocks += _promises(audit.plan)
    if audit.plan:
        blocks.append(_lines(audit))
        blocks += key_phrases(audit.plan)
    if audit.xray:
        blocks += [Heading("What public pages say around it"), *about(audit, audit.xray)]
        blocks += functions(audit, audit.xray.alignment)
    return Section("plan", "Your plan", _finding(audit), tuple(blocks))


def _finding(audit: Audit) -> str:
    behind = sum(row.verdict is Verdict.BEHIND for row in audit.plan)
    tested = sum(row.verdict in (Verdict.BEHIND, Verdict.ON_PLAN, Verdict.AHEAD) for row in audit.plan)
    if not audit.plan:
        return "You state where you want to go; the tactics that lead there are not written down."
    if not tested:
        return "None of the lines of your plan could be held against what was published."
    if behind:
        verb = "is" if behind == 1 else "are"
        return f"{spelled(behind).capitalize()} of {many(tested, 'promise')} we could test {verb} not kept yet."
    return f"{many(tested, 'promise').capitalize()} could be tested, and {'it is' if tested == 1 else 'all are'} kept."


def _lead(audit: Audit) -> tuple[str | FigureText, ...]:
    """What the plan holds and lacks."""
    counts, _, links = in_words(audit.xray).partition(". ") if audit.xray else ("nothing that could be read", "", "")
    whole = audit.xray is not None and audit.xray.complete
    verdict = "It is complete: you have both halves, linked." if whole else "A plan needs all three, linked."
    shown: str | FigureText = FigureText(counts, "plan") if audit.plan else counts
    return ("Your brief holds ", shown, f". {links} {verdict}")


def _stated(audit: Audit) -> tuple[Term, ...]:
    asked = [(name, getattr(audit.strategy, field)) for name, field in _STATED]
    asked.append(("Aligned with", ", ".join(audit.strategy.alignment)))
    stated = [Term(name, (text,)) for name, text in asked if text]
    silent = [name.lower() for name, text in asked if not text]
    return (
        (*stated, Term("Not stated", (sentence(f"the brief says nothing on {listed(silent)}"),)))
        if silent
        else tuple(stated)
    )


def _goal(goal: GoalRow) -> Term:
    parts: list[str | FigureText] = []
    for place, t in enumerate(goal.targets):
        stated = f"{t.unit}: {t.arithmetic}" if t.arithmetic else f"{number(t.amount)} {t.unit} a {t.period}"
        parts += ["; " if place else "", stated, *_actual(t)]
    return Term(goal.name, tuple(parts) or ("no number and period stated",))


def _actual(target: Target) -> list[str | FigureText]:
    """The client's own number beside the target, where it gave one."""
    seen = target.actual
    if seen is None:
        return []
    if seen.value is None:
        return [" (your own numbers: ", figure_link(seen), f", {seen.reason})"]
    share = percent(seen.value / target.amount)
    return [" (your own numbers: ", figure_link(seen), f" a {target.period}, {share} of it)"]


def _promises(rows: Sequence[PlanRow]) -> list[Block]:
    """One chart per unit, because bars of different units share no axis."""
    tested = [row for row in rows if row.observed and row.observed.value is not None and row.promised_rate is not None]
    units = sorted({row.observed.unit for row in tested if row.observed})
    return [
        _chart(f"promises-{place}", [row for row in tested if row.observed and row.observed.unit == unit])
        for place, unit in enumerate(units)
    ]


def _chart(key: str, rows: Sequence[PlanRow]) -> Chart:
    pairs = [(row, row.observed) for row in rows if row.observed]
    bars = tuple(
        Bar(
            row.text,
            f"{value_of(seen)} of {number(row.promised_rate or 0)}",
            seen.value,
            seen.interval.low if seen.interval else None,
            seen.interval.high if seen.interval else None,
            row.promised_rate,
        )
        for row, seen in pairs
    )
    figures = [seen for _, seen in pairs]
    words = [f"“{row.text}”: {value_of(seen)} ({span_of(seen)}), {row.verdict}" for row, seen in pairs]
    behind = sum(row.verdict is Verdict.BEHIND for row in rows)
    title = f"Promised and observed: {tally(behind)} of {many(len(rows), 'line')} behind the promise"
    read = "The bar is what was observed, the thin line its interval, the diamond what the plan promises."
    links = [FigureText(cut_words(row.text, 6), seen.id) for row, seen in pairs]
    drawing = Bars(bars, cut(figures[0].unit.replace("/", " a "), 40))
    return Chart(key, title, sentence("; ".join(words)), drawing, note(read, figures, "items counted", links))


def _verdict(row: PlanRow) -> tuple[str | FigureText, ...]:
    """The verdict and what else the line promises."""
    shown = [f for f in row.further if not f.name.startswith("keyword promise kept in")]  # fields have their own table
    further = [part for f in shown for part in (f"; {f.name}: ", figure_link(f))]
    return (str(row.verdict), *further)


def _lines(audit: Audit) -> Table:
    rows = audit.plan
    checks = {check.line: check for check in audit.xray.checks} if audit.xray else {}
    columns = ("Line of your plan", "Is a", "Serves", "Owner", "Promised", "Observed", "Verdict", "Measured by, lacks")
    cells = tuple(
        (
            text_cell(row.text),
            text_cell(row.label),
            text_cell(row.goal or "no goal", "" if row.goal or row.label != "tactic" else "no"),
            text_cell(row.owner or "nobody named", "" if row.owner or row.label != "tactic" else "no"),
            text_cell(row.promised or "no rate"),
            figure_cell(row.observed) if row.observed else text_cell("–"),
            Cell(_verdict(row), tone=_TONES.get(row.verdict, "")),
            measured_by(checks.get(row.id)),
        )
        for row in rows
    )
    loose = sum(row.label == "tactic" and not row.goal for row in rows)
    caption = f"Line by line: {many(loose, 'tactic')} under no goal"
    read = "Each line of the brief, labelled; a wrong label can be corrected there."
    evidence = Note(read, (f"n = {counted(len(rows), 'line')}",), (FigureText("how lines were counted", "plan"),))
    return Table(caption, tuple(Column(name) for name in columns), cells, evidence)
