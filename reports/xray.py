"""X-ray: the blocks that show a plan X-ray: what is missing, what public pages agree with, what serves whom."""

from collections.abc import Sequence

from market.audits import Audit
from market.figures import Figure
from market.plan import PlanRow
from market.xray import AlignmentRow, Cue, Measurability, PlanCheck, PlanXray
from reports.blocks import Block, Cell, Column, FigureText, Inline, Table, Term, Terms
from reports.evidence import cue_entry, figure_link
from reports.tables import figure_cell, note, text_cell
from reports.words import cut_words, interval_of, listed, many, number, sentence, value_of

_FIELDS = ("any field", "title", "heading", "address", "body")
_SHORT = {
    Measurability.OUTSIDE: "public pages",
    Measurability.PRIVATE: "your own numbers",
    Measurability.NOT_AS_WRITTEN: "not as written",
    Measurability.NO_ITEM: "",
}


def measured_by(check: PlanCheck | None) -> Cell:
    """Where the number for a line comes from and what the line lacks."""
    if check is None:
        return text_cell("–")
    lacks = f"lacks {listed(check.lacks)}" if check.lacks else ""
    words = "; ".join(part for part in (_SHORT[check.measurability], lacks) if part)
    return text_cell(words or "–", "no" if check.measurability is Measurability.NOT_AS_WRITTEN else "")


def in_words(xray: PlanXray) -> str:
    """Whether the plan is whole, in two sentences."""
    counts = listed(
        [
            many(xray.strategies, "strategy", "strategies"),
            many(xray.targets, "target"),
            many(xray.tactics, "tactic"),
        ]
    )
    loose = f"{many(len(xray.orphans), 'tactic').capitalize()} without a goal"
    ownerless = sum("owner" in check.lacks for check in xray.checks)
    links = f"{loose}, {many(len(xray.idle), 'goal')} without a tactic, {many(ownerless, 'tactic')} without an owner."
    return f"{counts}. {links}"


def about(audit: Audit, xray: PlanXray) -> list[Block]:
    """What public pages say around the plan: asked action, planned and ad hoc, stance, cues of the levels."""
    terms = [
        Term("Asked of visitors", _action(audit, xray.action)),
        Term("Planned, not ad hoc", _share(xray.planned, "of your posts are spoken of by a line of the plan")),
        Term("Going out, not waiting", _share(xray.stance, "of the public traces go out to people")),
    ]
    terms += [Term(f"{level.capitalize()} level", _cues(cues)) for level, cues in _by_level(xray.cues)]
    first = [check for check in xray.checks if check.tactic_first]
    if first:
        lines = {row.id: row for row in audit.plan}
        said = "; ".join(f"“{cut_words(lines[c.line].text, 8)}” {c.tactic_first}" for c in first if c.line in lines)
        terms.append(Term("Tactic first", (sentence(said),)))
    return [Terms(tuple(terms))]


def _action(audit: Audit, figure: Figure) -> Inline:
    if figure.value is None:
        return (f"{sentence(figure.reason)} ", figure_link(figure))
    wanted = f"“{audit.strategy.action}” is asked for on "
    return (wanted, figure_link(figure, f"{number(figure.value)} of {figure.n:,} pages"), ".")


def _share(figure: Figure, words: str) -> Inline:
    if figure.value is None:
        return (figure_link(figure), f": {figure.reason}.")
    return (figure_link(figure), f" {words} (n = {figure.n:,}, {interval_of(figure)}).")


def _by_level(cues: Sequence[Cue]) -> list[tuple[str, list[Cue]]]:
    return [(level, [c for c in cues if c.level == level]) for level in dict.fromkeys(cue.level for cue in cues)]


def _cues(cues: Sequence[Cue]) -> Inline:
    parts: list[str | FigureText] = ["Public pages are consistent with "]
    for place, cue in enumerate(cues):
        stated = ", as stated" if cue.stated else ""
        pages = FigureText(f"{many(cue.pages, 'page')}", cue_entry(cue))
        parts += [", " if place else "", f"{cue.consistent_with} (", pages, f"{stated})"]
    return (*parts, ". These are cues, not a verdict.")


def key_phrases(rows: Sequence[PlanRow]) -> list[Block]:
    """The key phrase of each line, field by field; nothing where no line promises one."""
    lines = []
    for row in rows:
        figures = [f for f in row.further if f.name.startswith("keyword promise kept")]
        if len(figures) == len(_FIELDS):
            lines.append((row, figures))
    if not lines:
        return []
    cells = tuple(
        (text_cell(figures[0].subject.partition(": ")[2]), *map(figure_cell, figures)) for _, figures in lines
    )
    columns = (Column("Key phrase"), *(Column(name.capitalize(), numeric=True) for name in _FIELDS))
    read = "Share of the posts promised that carry the phrase, inflected or with its words within five."
    first = [figures[0] for _, figures in lines]
    kept = [f"{f.subject.partition(': ')[2]} in {value_of(f)}" for f in first]
    return [
        Table(f"Key phrase promised and found: {listed(kept)}", columns, cells, note(read, first, "posts promised"))
    ]


def functions(audit: Audit, rows: Sequence[AlignmentRow]) -> list[Block]:
    """How much of what is published serves each function: you beside the median of the competitors."""
    own = audit.companies.index(audit.client)
    if not rows or rows[0].figures[own].value is None:
        return []
    cells = tuple(
        (
            text_cell(row.function.capitalize()),
            text_cell("stated" if row.stated else "not stated"),
            figure_cell(row.figures[own]),
            figure_cell(row.median),
        )
        for row in rows
    )
    columns = (
        Column("Function"),
        Column("In your strategy"),
        Column("You", True),
        Column("Median of competitors", True),
    )
    bare = [row.function for row in rows if row.stated and row.figures[own].value == 0]
    title = (
        f"Nothing published serves {listed(bare)}, which you state"
        if bare
        else "What you publish, by the function it serves"
    )
    read = "Told by one word list for everyone; an item may serve several functions or none."
    figures = [row.figures[own] for row in rows]
    links = [FigureText(row.function, row.figures[own].id) for row in rows]
    return [Table(title, columns, cells, note(read, figures[:1], "posts of yours", links))]
