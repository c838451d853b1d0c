"""Changes: what became of the last audit's steps, and what the market started, stopped and does more or less often."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from market.audits import Audit
from market.changes import CadenceChange, Changes, Done, FollowUp, Move, ScoreChange, Shift, TacticChange
from reports.blocks import Block, Cell, Column, FigureText, Inline, Note, Paragraph, Section, Table
from reports.change_entries import change_entry, followed_entry
from reports.entries import name_of
from reports.sections import sections
from reports.tables import figure_cell, text_cell
from reports.words import capital, counted, cut, day, iso_day, listed, many, sentence, spelled, tally

MOST_ROWS = 15
MOST_NAMED = 6
_TONES = {Done.DONE: "yes", Done.PARTLY: "partly", Done.NOT: "no", Done.UNTOLD: "unknown"}
_BECAME = {Done.DONE: "done", Done.PARTLY: "partly done", Done.NOT: "not yet", Done.UNTOLD: "that cannot be told"}
_OFTEN = {Shift.UP: "more often", Shift.DOWN: "less often"}
_SCORED = {Shift.UP: "higher", Shift.DOWN: "lower"}


@sections.register("changes")
def changes(audit: Audit) -> Section | None:
    """What changed since the last audit; None in a first audit."""
    told = audit.changes
    if told is None:
        return None
    blocks = [
        *_steps(told),
        *_tactics(audit, told),
        *_unsure(audit, told),
        *_companies(audit, told),
        *_topics(told),
        Paragraph((_basis(told),)),
    ]
    return Section("changes", "Since the last audit", _finding(told), tuple(blocks))


def _finding(told: Changes) -> str:
    done = sum(step.done is Done.DONE for step in told.steps)
    steps = f"{tally(done)} of {many(len(told.steps), 'step')} done" if told.steps else "no step was named then"
    moves = [sum(t.move is move for t in told.tactics) for move in (Move.STARTED, Move.STOPPED)]
    moved = (
        f"{many(moves[0], 'thing')} started, {tally(moves[1])} stopped" if any(moves) else "nothing started or stopped"
    )
    return sentence(f"since {day(told.since.as_of.date())}: {steps}; {moved}")


def _steps(told: Changes) -> Iterator[Block]:
    if not told.steps:
        return
    rows = tuple(_step(place, step) for place, step in enumerate(told.steps, start=1))
    counts = [
        f"{spelled(n)} {words}" for done, words in _BECAME.items() if (n := sum(s.done is done for s in told.steps))
    ]
    columns = tuple(map(Column, ("Step named then", "What became of it", "Then", "Now", "Check again")))
    read = "Each step by the measure that it was given; what only your own numbers show cannot be told here."
    note = Note(read, (f"n = {counted(len(told.steps), 'step')}",))
    yield Table(f"Of the last audit’s {many(len(told.steps), 'step')}: {listed(counts)}", columns, rows, note)


def _step(place: int, step: FollowUp) -> tuple[Cell, ...]:
    verdict: Inline = (FigureText(capital(str(step.done)), followed_entry(place)), f": {step.why}")
    return (
        text_cell(cut(step.action, 160)),
        Cell(verdict, tone=_TONES[step.done]),
        text_cell(step.then),
        text_cell(step.now),
        text_cell(day(step.recheck)),
    )


def _tactics(audit: Audit, told: Changes) -> Iterator[Block]:
    moved = _in_order(audit, [t for t in told.tactics if t.move is not Move.UNTOLD])
    if not moved:
        yield Paragraph(("Nothing was seen to start or to stop on the pages that were read both times.",))
        return
    rows = tuple(
        (
            text_cell(name_of(audit, change.company)),
            text_cell(f"{change.kind}: {cut(change.subject, 80)}"),
            Cell(
                (FigureText(str(change.move), change_entry(change)),),
                tone="yes" if change.move is Move.STARTED else "no",
            ),
            text_cell(change.why),
        )
        for change in moved[:MOST_ROWS]
    )
    started = sum(t.move is Move.STARTED for t in moved)
    more = f"; {len(moved) - MOST_ROWS} more are in the data file" if len(moved) > MOST_ROWS else ""
    caption = f"{many(started, 'thing').capitalize()} started, {tally(len(moved) - started)} stopped{more}"
    read = "Started or stopped is said only of what stood on pages that were read both times."
    columns = tuple(map(Column, ("Company", "What", "Change", "On what it rests")))
    yield Table(caption, columns, rows, Note(read, (f"n = {counted(len(told.tactics), 'difference')}",)))


def _in_order(audit: Audit, found: Sequence[TacticChange]) -> list[TacticChange]:
    """The client first, then its competitors in the report's order."""
    places = {company.company.key: place for place, company in enumerate(audit.companies)}
    return sorted(found, key=lambda t: (places[t.company], t.move is Move.STOPPED, t.kind, t.subject))


def _unsure(audit: Audit, told: Changes) -> Iterator[Block]:
    """What one of the two audits saw on pages that the other did not read."""
    for seen_now, words in (
        (True, "Seen this time, on pages not read last time"),
        (False, "Seen last time, on pages not read this time"),
    ):
        found = _in_order(audit, [t for t in told.tactics if t.move is Move.UNTOLD and t.seen_now is seen_now])
        if found:
            parts: list[str | FigureText] = [f"{words}, so that a change cannot be told: "]
            for place, change in enumerate(found[:MOST_NAMED]):
                named = f"{change.kind} {cut(change.subject, 60)} ({name_of(audit, change.company)})"
                parts += [", " if place else "", FigureText(named, change_entry(change))]
            parts.append(f" and {len(found) - MOST_NAMED} more." if len(found) > MOST_NAMED else ".")
            yield Paragraph(tuple(parts))


def _companies(audit: Audit, told: Changes) -> Iterator[Block]:
    scores = {score.company: score for score in told.scores}
    rows = tuple(_company(audit, change, scores.get(change.company)) for change in told.cadences)
    if not rows:
        return
    apart = [name_of(audit, c.company) for c in told.cadences if c.shift in _OFTEN]
    caption = f"{listed(apart)} changed how often they publish" if len(apart) > 1 else ""
    caption = caption or (f"{apart[0]} changed how often it publishes" if apart else "No change of cadence can be told")
    names = ("Company", "Posts then", "Posts since", "Times as often", "Score then", "Score now")
    read = "The weeks since, against all weeks of the earlier window; a change is told when the interval leaves 1 out."
    basis = (f"n = {counted(len(rows), 'company', 'companies')}", "95 % exact intervals of a ratio of two rates")
    yield Table(caption, tuple(map(Column, names)), rows, Note(read, basis))


def _company(audit: Audit, change: CadenceChange, score: ScoreChange | None) -> tuple[Cell, ...]:
    often = figure_cell(change.ratio)
    if change.shift is not Shift.UNTOLD:
        shown = often.text if change.ratio.value is not None else (FigureText("from none", change.ratio.id),)
        often = replace(often, text=(*shown, f": {_said(_OFTEN, change.shift)}"), tone="")
    head = (text_cell(name_of(audit, change.company)), text_cell(change.then), text_cell(change.now), often)
    if score is None:
        return (*head, text_cell("not scored", "unknown"), text_cell("not scored", "unknown"))
    verdict = FigureText(_said(_SCORED, score.shift), f"score-change.{score.company}")
    return (*head, text_cell(_ends(score.then)), Cell((f"{_ends(score.now)}: ", verdict), tone=_tone(score.shift)))


def _said(words: Mapping[Shift, str], shift: Shift) -> str:
    return words.get(shift, "cannot tell" if shift is Shift.UNTOLD else "not told apart")


def _tone(shift: Shift) -> str:
    return "unknown" if shift is Shift.UNTOLD else ""


def _ends(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.0f} to {ends[1]:.0f}"


def _topics(told: Changes) -> Iterator[Block]:
    if told.topics:
        parts: list[str | FigureText] = ["Topics: "]
        for place, topic in enumerate(told.topics):
            parts += [
                "; " if place else "",
                FigureText(cut(topic.label, 60), f"topic-change.{topic.topic}"),
                f" ({topic.why})",
            ]
        yield Paragraph((*parts, "."))


def _basis(told: Changes) -> str:
    since = told.since
    which = f"the audit as of {iso_day(since.as_of.isoformat())}, run {since.run}"
    parts = [f"held against {which}, audit.json SHA-256 {since.sha256}"]
    if told.joined:
        parts.append(f"not in it: {listed(told.joined)}")
    if told.gone:
        parts.append(f"only in it: {listed(told.gone)}")
    return " ".join(sentence(part) for part in (*parts, *told.remarks))
