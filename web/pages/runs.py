"""Runs: how a run ended, and what became of every address it met."""

from market.audits import Audit
from market.crawls import NOTED
from reports.blocks import Column, Note, Table, Term
from reports.tables import text_cell
from reports.words import counted, many, moment, window
from store.runs import StoredRun
from web.pages import Filter, Part, Query, View, asked, matches
from web.pages.clients import state_of


def run(audit: Audit, stored: StoredRun, query: Query) -> View:
    """The page of one run: its state, its archives, its ledger and what could not be measured."""
    words = asked(query, "q")
    rows = [row for row in audit.ledger if matches(words, row.subject, row.outcome, row.example)]
    columns = (Column("Site or venue"), Column("What became of it"), Column("Addresses", True), Column("One of them"))
    cells = tuple(tuple(map(text_cell, (row.subject, row.outcome, f"{row.count:,}", row.example))) for row in rows)
    read = f"Every address that was met, by what became of it; outcomes that begin with “{NOTED.strip()}” count twice."
    missing = [row for row in audit.unmeasured if matches(words, row.subject, row.what, row.reason)]
    parts = (
        Part(Table(f"Ledger: {many(len(rows), 'row')}", columns, cells, Note(read)), "ledger"),
        Part(
            Table(
                f"Not measured: {many(len(missing), 'row')}",
                (Column("Of"), Column("What"), Column("Why"), Column("How many", True)),
                tuple(tuple(map(text_cell, (r.subject, r.what, r.reason, f"{r.count:,}"))) for r in missing),
            ),
            "unmeasured",
        ),
        Part(
            Table(
                f"Evidence: {counted(len(audit.archive), 'archive')}",
                (Column("File"), Column("Records", True), Column("Bytes", True), Column("SHA-256")),
                tuple(
                    tuple(map(text_cell, (f.name, f"{f.records:,}", f"{f.size:,}", f.sha256))) for f in audit.archive
                ),
            ),
            "archives",
        ),
    )
    facts = (
        Term("State", (state_of(stored),)),
        Term("Began", (moment(stored.started_at),)),
        Term("Ended", (moment(stored.finished_at) if stored.finished_at else "–",)),
        Term("Window", (f"{window(audit.run.window)}, against {window(audit.run.baseline)}",)),
        Term("Report", (stored.report or "–",)),
        Term("Key", (stored.key,)),
        Term("Measured with", (f"{audit.product}, {audit.model}",)),
    )
    pages = sum(company.pages for company in audit.companies)
    found = f"{counted(pages, 'page')} of {counted(len(audit.companies), 'company', 'companies')} read."
    return View("This run", found, parts, facts, (Filter("q", "Rows with", words),))
