"""Method: how everything was measured, from what, and by which version."""

from market.audits import ArchiveFile, Audit
from reports.blocks import Block, Column, FigureText, Note, Section, Table, Term, Terms
from reports.method import method
from reports.sections import sections
from reports.tables import text_cell
from reports.words import counted, day, many, moment, number, window


@sections.register("method")
def method_section(audit: Audit) -> Section:
    """Formulas, thresholds, versions and the archive's digest; always there."""
    rules = tuple(Term(name, (text,)) for name, text in method(audit.method))
    blocks: list[Block] = [Terms(rules), Terms(_run(audit))]
    if audit.archive:
        blocks.append(_archive(audit))
    finding = "How each figure was made, and with what."
    if audit.archive:
        finding = "Everything here can be measured again from the archive, without the network, with the same result."
    return Section("method", "Method", finding, tuple(blocks))


def _run(audit: Audit) -> tuple[Term, ...]:
    before = audit.run.baseline
    facts = (
        ("Window", window(audit.run.window)),
        ("Baseline", f"{day(before.start)} to {day(before.end)}"),
        ("As of", moment(audit.run.as_of)),
        ("Measured with", audit.product),
        ("Language model", audit.model or "none"),
        ("Run", audit.run.key),
        ("Data format", f"audit.json, version {audit.schema_version}"),
        ("Archive digest", audit.archive_digest or "no archive"),
    )
    return tuple(Term(name, (text,)) for name, text in facts)


def _archive(audit: Audit) -> Table:
    rows = tuple(
        (text_cell(f.name), text_cell(f"{f.records:,}"), text_cell(_size(f)), text_cell(f.sha256))
        for f in sorted(audit.archive, key=lambda f: f.name)
    )
    columns = (Column("File"), Column("Records", numeric=True), Column("Size", numeric=True), Column("SHA-256"))
    records = counted(sum(f.records for f in audit.archive), "record")
    caption = f"The archive: {records} in {many(len(rows), 'file')}"
    read = "Every piece of evidence names one of these files and the place of its record in it."
    return Table(caption, columns, rows, Note(read, (f"n = {records}",), (FigureText("pages read", "pages"),)))


def _size(file: ArchiveFile) -> str:
    return f"{number(file.size / 1e6)} MB" if file.size >= 1e5 else f"{number(file.size / 1e3)} kB"
