"""Plan and focus: what was promised and observed, and which goal each published item serves."""

from collections.abc import Sequence

from market.audits import Audit
from market.decisions import Aspect
from market.focus import FocusItem
from market.plan import PlanRow
from reports.blocks import Block, Cell, Column, FigureText, Note, Quote, Table, Term
from reports.evidence import figure_link, item_entry
from reports.sections import section_of
from reports.tables import text_cell
from reports.words import day, many, span_of
from web.decided import Decided
from web.pages import Choice, Filter, Part, Query, View, asked, matches, named, of_section, slug
from web.pages.evidence import capture_entry
from web.pages.over_time import Past
from web.pages.over_time import plan as over_time


def plan(audit: Audit, decided: Decided, runs: Sequence[Past]) -> View:
    """The plan's section of the report, its lines to be corrected, and the newest runs side by side."""
    section = section_of(audit, "plan")
    view = of_section(section, "Your plan", "The brief states no plan, no goal and no strategy.")
    extra: list[Block] = []
    if audit.plan:
        rows = tuple(_line(decided, row) for row in audit.plan)
        columns = (Column("Line of the plan"), Column("Read as"), Column("Corrected to"), Column("Serves"))
        extra.append(Table("What each line is; a wrong label is corrected on its page", columns, rows))
        extra += [over_time(audit, runs)] if len(runs) > 1 else []
    known = frozenset(f"line.{row.id}" for row in audit.plan)
    head = tuple(Part(block, name) for block, name in zip(extra, ("lines", "over-time"), strict=False))
    return View(view.title, view.finding, (*head, *view.parts), known=known)


def _line(decided: Decided, row: PlanRow) -> tuple[Cell, ...]:
    now = decided.value(Aspect.LABEL, row.id)
    return (
        Cell((FigureText(row.text, f"line.{row.id}"),)),
        text_cell(row.label),
        text_cell(now or "–", "yes" if now else ""),
        text_cell(row.goal or "no goal"),
    )


def line(audit: Audit, decided: Decided, key: str) -> View | None:
    """The page of one line; None for one that the audit does not have."""
    row = next((row for row in audit.plan if slug(row.id) == key), None)
    if row is None:
        return None
    facts = [
        Term("Read as", (row.label,)),
        Term("Serves", (row.goal or "no goal",)),
        Term("Owner", (row.owner or "nobody named",)),
        Term("Promised", (row.promised or "no rate",)),
        Term("Verdict", (str(row.verdict),)),
    ]
    seen = row.observed
    if seen:
        facts.append(Term("Observed", (figure_link(seen), f" ({span_of(seen)})" if seen.interval else "")))
    now = decided.value(Aspect.LABEL, row.id)
    finding = (
        f"Corrected: this line is a {now}, for audits from the brief it is written into."
        if now
        else f"Read as: {row.label}."
    )
    return View(row.text, finding, (), tuple(facts), acts=decided.acts_of_line(row))


def items(audit: Audit, decided: Decided, query: Query) -> View:
    """Every published item of the window with the goal it serves."""
    words, goals = asked(query, "q"), [goal.name for goal in audit.goals]
    goal = asked(query, "goal", [*goals, "none"])
    held = [
        item
        for item in (audit.focus.items if audit.focus else ())
        if matches(words, item.title, item.url) and goal in ("", item.goal or "none")
    ]
    rows = tuple(
        (
            Cell((FigureText(item.title or item.url, item_entry(item)),)),
            text_cell(day(item.on)),
            text_cell(item.format),
            text_cell(item.goal or "no goal", "" if item.goal else "no"),
            text_cell(decided.value(Aspect.GOAL, item.url) or "–"),
            text_cell(item.reason),
        )
        for item in held
    )
    names = ("Item", "Published", "Format", "Serves", "Corrected to", "Why")
    table = Table(f"{many(len(rows), 'item').capitalize()} by effort", tuple(map(Column, names)), rows, Note(_READ))
    view = of_section(section_of(audit, "focus"), "Focus", "No goal is stated, or nothing dated was published.")
    filters = (
        Filter("q", "Items with", words),
        Filter("goal", "Serves", goal, (*(Choice(name, name) for name in goals), Choice("none", "no goal"))),
    )
    charts = named("focus", section.blocks) if (section := section_of(audit, "focus")) else ()
    return View("Focus", view.finding, (Part(table, "items"), *charts), (), filters)


_READ = "A wrong goal is corrected on the item’s page; the brief’s word always wins."


def item(audit: Audit, decided: Decided, key: str) -> View | None:
    """The page of one published item; None for one that the audit does not have."""
    found = next((one for one in (audit.focus.items if audit.focus else ()) if _key(one) == key), None)
    if found is None:
        return None
    facts = (
        Term("Published", (day(found.on),)),
        Term("Format", (found.format,)),
        Term("Serves", (found.goal or "no goal",)),
        Term("Why", (found.reason or "nothing speaks for a goal",)),
        Term("Address", (found.url,)),
    )
    quote = Quote(found.evidence.quote, found.url, FigureText("archived page", capture_entry(found.evidence)))
    now = decided.value(Aspect.GOAL, found.url)
    finding = f"Corrected: it serves {now}." if now else ""
    acts = decided.acts_of_item(found.url, found.title, found.goal, [goal.name for goal in audit.goals])
    known = frozenset([capture_entry(found.evidence)])
    return View(found.title or found.url, finding, (Part(quote),), facts, acts=acts, known=known)


def _key(item: FocusItem) -> str:
    return slug(item_entry(item).partition(".")[2])
