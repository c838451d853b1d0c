"""Evidence: how a figure came about and which captures show it, and a capture as it was archived."""

from market.findings import Evidence
from reports.blocks import Paragraph, Quote, Term, Terms
from reports.entries import Entry
from reports.inline import FigureText
from reports.words import moment
from web.pages import Part, View

MOST = 40  # captures shown of one entry


def figure(entry: Entry) -> View:
    """The page of one figure."""
    facts = [Term("How", (entry.formula,))] if entry.formula else []
    facts += [Term(name, (value or "–",)) for name, value in entry.inputs]
    parts = [Part(Terms(tuple(facts)))] if facts else []
    basis = tuple(Term("Rests on", (part,)) for part in entry.basis)
    captures = entry.evidence[:MOST]
    for capture in captures:
        source = f"{capture.url} · {moment(capture.captured_at)}"
        parts.append(Part(Quote(capture.quote, source, FigureText("archived page", capture_entry(capture)))))
    if not entry.total:
        parts.append(Part(Paragraph(("No single capture shows this: it follows from the inputs above.",))))
    elif entry.total > len(captures):
        parts.append(Part(Paragraph((f"{len(captures)} of {entry.total} captures shown.",))))
    known = frozenset(capture_entry(capture) for capture in captures)
    return View(entry.title, entry.shown, tuple(parts), basis, known=known)


def capture_entry(evidence: Evidence) -> str:
    """The name by which a page links to a capture."""
    from reports.evidence_pages import page_id, quote_id

    return f"capture.{page_id(evidence.archive, evidence.offset)}#{quote_id(evidence.quote)}"


def capture(evidence: Evidence, frame: str) -> View:
    """The page around an archived capture, which is shown in a frame that can run and load nothing."""
    facts = (
        Term("Captured", (moment(evidence.captured_at),)),
        Term("SHA-256", (evidence.digest,)),
        Term("Record", (f"{evidence.archive}, byte {evidence.offset}",)),
    )
    words = "Its words as they were captured, without its design, pictures and scripts; nothing is loaded."
    return View(f"Archived: {evidence.url}", words, (), facts, frame=frame)
