"""Focus: how much of what is published serves each goal, and what serves none, the costly first."""

from market.audits import Audit
from market.figures import Figure
from market.focus import Focus
from reports.blocks import Bar, Bars, Block, Cell, Chart, Column, FigureText, Paragraph, Section, Table
from reports.evidence import item_entry
from reports.sections import sections
from reports.tables import note, text_cell
from reports.words import cut, day, interval_of, many, number, sentence, span_of, value_of

MOST_ROWS = 10


@sections.register("focus")
def focus(audit: Audit) -> Section | None:
    """The focus section; None where no goal is stated or nothing was published in the window."""
    found = audit.focus
    if found is None or found.distraction.value is None:
        return None
    blocks: list[Block] = [Paragraph(_lead(found), lead=True), _shares(found)]
    if found.unaligned:
        blocks.append(_unaligned(found))
    return Section("focus", "Focus", _finding(found), tuple(blocks))


def _finding(found: Focus) -> str:
    idle = [goal for goal, figure in found.shares if figure.value == 0]
    rest = f"; for {many(len(idle), 'goal')} no item was recognised at all" if idle else ""
    return f"In {value_of(found.distraction)} of your publishing effort no goal is recognised by its words{rest}."


def _lead(found: Focus) -> tuple[str | FigureText, ...]:
    loose, corrected = len(found.unaligned), sum(item.corrected for item in found.items)
    said = f" ({interval_of(found.distraction)}): {loose} of {many(len(found.items), 'item')}. "
    hand = f"{many(corrected, 'mapping').capitalize()} set by hand. " if corrected else ""
    how = "Items are matched by their words to what goals and plan say; a wrong match can be corrected in the brief."
    return ("Without a goal: ", FigureText(value_of(found.distraction), found.distraction.id), f"{said}{hand}{how}")


def _shares(found: Focus) -> Chart:
    rows = [*found.shares, ("No goal", found.distraction)]
    bars = tuple(_bar(name, figure, name != "No goal") for name, figure in rows)
    words = [f"{name}: {value_of(figure)} ({span_of(figure)})" for name, figure in rows]
    read = "Share of effort: an item weighs what its format costs; the line is the interval."
    links = [FigureText(name, figure.id) for name, figure in rows]
    most = max(found.shares, key=lambda row: row[1].value or 0.0)
    title = f"“{cut(most[0], 60)}” gets {value_of(most[1])} of the effort"
    drawing = Bars(bars, "share of effort", share=True, limit=1.0)
    return Chart("focus", title, sentence("; ".join(words)), drawing, note(read, [found.distraction], "items", links))


def _bar(name: str, figure: Figure, aligned: bool) -> Bar:
    ends = figure.interval
    return Bar(
        name,
        f"{value_of(figure)} ({span_of(figure)})",
        figure.value,
        ends.low if ends else None,
        ends.high if ends else None,
        client=aligned,
    )


def _unaligned(found: Focus) -> Table:
    """The items without a goal; one reason shared by all of them is said once, below."""
    shown = found.unaligned[:MOST_ROWS]
    reasons = {item.reason for item in found.unaligned}
    cells = tuple(
        (
            Cell((FigureText(cut(item.title, 110), item_entry(item)),)),
            text_cell(item.format),
            text_cell(number(item.effort)),
            text_cell(day(item.on)),
            *([text_cell(item.reason)] if len(reasons) > 1 else []),
        )
        for item in shown
    )
    more = len(found.unaligned) - len(shown)
    rest = f"; {more} more are in the data file" if more else ""
    columns = [Column("Item"), Column("Format"), Column("Effort", True), Column("Published")]
    columns += [Column("Why")] if len(reasons) > 1 else []
    why = f" Why: {next(iter(reasons))}." if len(reasons) == 1 else ""
    read = f"The costly first: tie each to a goal in the brief, or make room for what serves one.{why}"
    basis = note(read, [found.distraction], "items", [FigureText("distraction share", found.distraction.id)])
    return Table(f"{many(len(found.unaligned), 'item').capitalize()} under no goal{rest}", tuple(columns), cells, basis)
