"""Clients: who is audited, and the runs of one client."""

from collections.abc import Sequence

from reports.blocks import Cell, Column, FigureText, Paragraph, Table
from reports.tables import text_cell
from reports.words import day, many, moment
from store.runs import StoredRun
from web.coming import Coming
from web.decided import Decided
from web.library import ClientRuns
from web.pages import Part, View


def clients(found: Sequence[ClientRuns], coming: Sequence[Coming] = ()) -> View:
    """The first page: every client with its newest run, and what the scheduler holds."""
    parts = [Part(_coming(coming), "coming")] if coming else []
    columns = (Column("Client"), Column("Newest result"), Column("Runs", numeric=True), Column("State of the last run"))
    rows = tuple(
        (
            Cell((FigureText(client.name, f"client.{client.key}"),)),
            text_cell(day(client.newest.window_end) if client.newest else "none yet"),
            text_cell(f"{len(client.runs):,}"),
            text_cell(state_of(client.runs[0])),
        )
        for client in found
    )
    if not rows:
        return View("Clients", "No audit has been run on this database yet: watercooler audit BRIEF.yaml", tuple(parts))
    known = frozenset(f"client.{client.key}" for client in found)
    table = Table(f"{many(len(rows), 'client').capitalize()}", columns, rows)
    return View("Clients", "", (Part(table, "clients"), *parts), known=known)


def _coming(coming: Sequence[Coming]) -> Table:
    rows = tuple(
        (text_cell(run.name), text_cell(run.state.lower()), text_cell(moment(run.at) if run.at else "–"))
        for run in coming
    )
    return Table("At work and to come", (Column("Scheduled"), Column("State"), Column("Begins")), rows)


def client(found: ClientRuns, decided: Decided) -> View:
    """One client: its runs, newest first, and what was decided of it."""
    columns = (Column("Window to"), Column("State"), Column("Began"), Column("Ended"), Column("Report"))
    rows = tuple(_run(run) for run in found.runs)
    table = Table(f"{many(len(rows), 'run').capitalize()}, the newest first", columns, rows)
    known = frozenset(f"run.{run.key}" for run in found.runs if run.readable)
    newest = f"Newest result: the window to {day(found.newest.window_end)}." if found.newest else "No result yet."
    parts = [Part(table, "runs")]
    if made := _decisions(decided):
        parts += [Part(made, "decisions"), Part(Paragraph((_HOW,)))]
    return View(found.name, newest, tuple(parts), known=known)


_HOW = "What the brief can hold is written into it with: watercooler decisions BRIEF --write"


def _decisions(decided: Decided) -> Table | None:
    """Everything decided, by what it is about; None without any."""
    rows = [(str(one.aspect), one.label, one.value, moment(one.decided_at), one.by or "–") for one in decided.decisions]
    for topic in decided.topics:
        told = [f"called “{topic.name}”" if topic.name else "", f"counted with {topic.into}" if topic.into else ""]
        told.append("hidden" if topic.hidden else "")
        said = ", ".join(part for part in told if part)
        rows += [("topic", topic.topic, said, moment(topic.decided_at), "–")] if said else []
    if not rows:
        return None
    columns = tuple(map(Column, ("About", "What", "Decided", "When", "By")))
    return Table(f"{many(len(rows), 'decision').capitalize()}", columns, tuple(tuple(map(text_cell, r)) for r in rows))


def state_of(run: StoredRun) -> str:
    """How a run stands."""
    if run.readable:
        return "finished"
    return "finished, result not kept" if run.finished_at else "running, or stopped half-way"


def _run(run: StoredRun) -> tuple[Cell, ...]:
    return (
        Cell((FigureText(day(run.window_end), f"run.{run.key}"),)),
        text_cell(state_of(run), "yes" if run.readable else "unknown"),
        text_cell(moment(run.started_at)),
        text_cell(moment(run.finished_at) if run.finished_at else "–"),
        text_cell(run.report or "–"),
    )
