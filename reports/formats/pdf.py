"""PDF: the report on A4, from the same templates as the page on screen, laid out by WeasyPrint.

Nothing is fetched while it is laid out: the only addresses that are opened are the pictures inside the file itself.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reports.evidence import entries_of
from reports.formats import FormatUnavailableError, Report, formats
from reports.formats.markup import Markups

MOST_PAGES = 200  # a report has a dozen; a layout that never ends is stopped here
_MISSING = (
    "PDF cannot be written on this machine: the library pango is missing; install it (Debian and Ubuntu: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), or choose other formats"
)


class ReportTooLongError(ValueError):
    """The layout went on beyond ``MOST_PAGES``; the message is one line."""


@formats.register("pdf")
def pdf(report: Report) -> dict[str, bytes]:
    """``report.pdf``: tagged, with bookmarks, without the full evidence; ``FormatUnavailableError`` without pango."""
    text = Markups(report.audit, entries_of(report.audit), 0, paper=True).document(report.sections)
    return {"report.pdf": _laid_out(text)}


def _laid_out(text: str) -> bytes:
    weasyprint = _weasyprint()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # properties for browsers that it does not know
    document = weasyprint.HTML(string=text, url_fetcher=_inside_only(), media_type="print")
    with _at_most(MOST_PAGES):
        body = document.write_pdf(pdf_tags=True, custom_metadata=False)
    assert isinstance(body, bytes)  # noqa: S101 - without a target it gives the bytes
    return body


@contextmanager
def _at_most(pages: int) -> Iterator[None]:
    """Ends a layout that makes more pages: what it says of its progress is the only place where it can be stopped."""

    def counted(record: logging.LogRecord) -> bool:
        number = record.args[0] if isinstance(record.args, tuple) and len(record.args) == 1 else 0
        if isinstance(number, int) and number > pages and "Page" in str(record.msg):
            raise ReportTooLongError(f"more than {pages} pages; choose fewer parts, or another format")
        return False

    progress = logging.getLogger("weasyprint.progress")
    level = progress.level
    progress.addFilter(counted)
    progress.setLevel(logging.INFO)
    try:
        yield
    finally:
        progress.removeFilter(counted)
        progress.setLevel(level)


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:  # its native library cannot be loaded
        raise FormatUnavailableError(_MISSING) from error
    return weasyprint


def _inside_only() -> Any:
    """A fetcher that opens data URIs and refuses every other address."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)
