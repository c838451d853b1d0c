"""HTML: the whole report in one file that opens from a mail attachment, reads without scripts and loads nothing."""

from collections.abc import Sequence

from market.audits import Audit
from reports.evidence import entries_of
from reports.formats import Report, formats
from reports.formats.markup import Markups

MAX_BYTES = 3_000_000  # what mail servers and phones still carry
_CAPTURES_PER_ENTRY = (8, 3, 1)  # the first that keeps the file under MAX_BYTES


class ReportTooLargeError(ValueError):
    """The report outgrows ``MAX_BYTES`` even with one capture per figure."""


def write_html(audit: Audit, order: Sequence[str] = ()) -> str:
    """The report as one HTML document of at most ``MAX_BYTES`` in UTF-8, with its evidence as an appendix.

    ``order`` names the sections and their order, by default the agency's. Where the file would grow too large, fewer
    captures are printed per figure, and the entry says how many there were. Raises ``sections.NothingMeasuredError``
    when nothing was read and ``ReportTooLargeError`` when even one capture per figure is too much.
    """
    return html_of(Report.of(audit, order))


def html_of(report: Report) -> str:
    """The document of a report whose sections are built."""
    entries = entries_of(report.audit)
    for most in _CAPTURES_PER_ENTRY:
        text = Markups(report.audit, entries, most).document(report.sections)
        if len(text.encode()) <= MAX_BYTES:
            return text
    raise ReportTooLargeError(f"the report is larger than {MAX_BYTES:,} bytes even with one capture per figure")


@formats.register("html")
def html(report: Report) -> dict[str, bytes]:
    """``report.html``."""
    return {"report.html": html_of(report).encode()}
