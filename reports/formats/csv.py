"""CSV: every table of the report as one file, its numbers to calculate with and its texts harmless in a spreadsheet.

A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection"), also behind a
semicolon, where spreadsheets of many countries begin a new cell; numbers are numbers and keep their sign.
"""

import csv as tables
import io
import re
import unicodedata

from reports.formats import Report, formats
from reports.grids import Grid, Value, grids_of, text_of

FOLDER = "tables"
_LIVE = ("=", "+", "-", "@", "|", "%")  # what begins a formula, or a command in old spreadsheets
_NEXT_CELL = re.compile(r"(;[\s\"']*)(?=([^\s\"';]))")


@formats.register("csv")
def csv(report: Report) -> dict[str, bytes]:
    """One file per table under ``tables/``, UTF-8 with the mark that spreadsheets look for."""
    return {f"{FOLDER}/{file_name(grid)}.csv": table_file(grid) for grid in grids_of(report.audit, report.sections)}


def file_name(grid: Grid) -> str:
    """The grid's name as a file name."""
    return grid.name.replace(" ", "-")


def harmless(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula; full-width signs count as the signs they look like."""
    inside = _NEXT_CELL.sub(lambda found: f"{found[1]}'" if _live(found[2]) else found[1], text)
    return f"'{inside}" if _live(text.lstrip()[:1]) else inside


def _live(sign: str) -> bool:
    return unicodedata.normalize("NFKC", sign)[:1] in _LIVE if sign else False


def table_file(grid: Grid) -> bytes:
    """The grid as the bytes of a CSV file."""
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(text_of(head.name)) for head in grid.heads])
    writer.writerows([_cell(value) for value in row] for row in grid.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _cell(value: Value) -> str:
    return harmless(text_of(value)) if isinstance(value, str) else text_of(value)
