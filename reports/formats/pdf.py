"""PDF: the report on A4, from the same templates as the page on screen, laid out by WeasyPrint.

Nothing is fetched while it is laid out: the only addresses that are opened are the pictures inside the file itself.
"""

import logging
from typing import Any

from reports.evidence import entries_of
from reports.formats import FormatUnavailableError, Report, formats
from reports.formats.markup import Markups

_MISSING = (
    "PDF cannot be written on this machine: the library pango is missing; install it (Debian and Ubuntu: "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), or choose other formats"
)


@formats.register("pdf")
def pdf(report: Report) -> dict[str, bytes]:
    """``report.pdf``: tagged, with bookmarks, without the full evidence; ``FormatUnavailableError`` without pango."""
    text = Markups(report.audit, entries_of(report.audit), 0, paper=True).document(report.sections)
    return {"report.pdf": _laid_out(text)}


def _laid_out(text: str) -> bytes:
    weasyprint = _weasyprint()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # properties for browsers that it does not know
    document = weasyprint.HTML(string=text, url_fetcher=_inside_only(), media_type="print")
    body = document.write_pdf(pdf_tags=True, custom_metadata=False)
    assert isinstance(body, bytes)  # noqa: S101 - without a target it gives the bytes
    return body


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
