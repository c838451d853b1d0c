"""XLSX: every table of the report as a sheet; no text of it is ever a formula or a link."""

import io
import re
from datetime import date
from typing import Any

from reports.formats import Report, formats
from reports.grids import Grid, Value, grids_of
from reports.words import clean, cut

_MOST_LETTERS = 32_000  # of a cell; Excel takes 32,767
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60  # letters of a column


@formats.register("xlsx")
def xlsx(report: Report) -> dict[str, bytes]:
    """``report.xlsx``: a list of the sheets, then one sheet per table."""
    import xlsxwriter

    out = io.BytesIO()
    grids = grids_of(report.audit, report.sections)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options | {"nan_inf_to_errors": False})
    # the moment of the data, not of the writing: the same audit gives the same bytes
    book.set_properties({"title": clean(report.sections[0].title), "author": clean(report.audit.agency.name),
                         "created": report.audit.run.as_of.replace(tzinfo=None)})  # fmt: skip
    styles = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"valign": "top", "num_format": "#,##0.##"}),
        "share": book.add_format({"valign": "top", "num_format": "0.0%"}),
        "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
        "note": book.add_format({"italic": True, "font_color": "#59626b"}),
    }
    names = _names(grids)
    _contents(book.add_worksheet("Contents"), report, grids, names, styles)
    for name, grid in zip(names, grids, strict=True):
        _sheet(book.add_worksheet(name), grid, styles)
    book.close()
    return {"report.xlsx": out.getvalue()}


def _names(grids: tuple[Grid, ...]) -> list[str]:
    return [_SHEET_NAME.sub(" ", grid.name.capitalize())[:31] for grid in grids]


def _contents(sheet: Any, report: Report, grids: tuple[Grid, ...], names: list[str], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, clean(report.sections[0].title), styles["title"])
    sheet.write_string(1, 0, clean(f"{report.audit.agency.name} · {report.audit.agency.contact}"))
    for row, (name, grid) in enumerate(zip(names, grids, strict=True), start=3):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, cut(grid.title, 250))
    sheet.hide_gridlines(2)


def _sheet(sheet: Any, grid: Grid, styles: dict[str, Any]) -> None:
    sheet.write_string(0, 0, cut(grid.title, 250), styles["title"])
    for place, note in enumerate(grid.notes):
        sheet.write_string(1 + place, 0, cut(note, 400), styles["note"])
    top = len(grid.notes) + 2
    for column, head in enumerate(grid.heads):
        sheet.write_string(top, column, cut(head.name, 250), styles["head"])
        longest = max([len(head.name), *(len(str(row[column])) for row in grid.rows if isinstance(row[column], str))])
        sheet.set_column(column, column, min(_WIDEST, max(11, longest + 1)))
        for place, row in enumerate(grid.rows, start=top + 1):
            _cell(sheet, place, column, row[column], head.share, styles)
    sheet.freeze_panes(top + 1, 1)
    if grid.rows:
        sheet.autofilter(top, 0, top + len(grid.rows), len(grid.heads) - 1)
    sheet.hide_gridlines(2)


def _cell(sheet: Any, row: int, column: int, value: Value, share: bool, styles: dict[str, Any]) -> None:
    """Each kind of value by its own method: none of them reads meaning into a text."""
    if isinstance(value, str):
        sheet.write_string(row, column, cut(value, _MOST_LETTERS), styles["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, styles["day"])
    elif value is not None:
        sheet.write_number(row, column, value, styles["share" if share else "number"])
