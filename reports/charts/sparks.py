"""Sparks: a share over time on one small line per row, what came before the window shaded."""

from collections.abc import Mapping

from reports.blocks import Spark, Sparks
from reports.svg import Canvas, fit, width_of
from reports.words import day, percent

_ROW, _FOOT, _TOP = 46.0, 26.0, 4.0
_BESIDE = 560  # pixels from which label, line and words stand side by side
_HIGHEST = 1.5  # times the highest share to which an interval is drawn: a thin week must not flatten the line
_LABELS, _WORDS = 0.26, 0.24  # of a wide picture


def draw_sparks(drawing: Sparks, width: float, colours: Mapping[str, str]) -> Canvas:
    """Label, line and the change in words side by side where there is room; else the words above the line."""
    wide = width >= _BESIDE
    row = _ROW if wide else _ROW + 20
    made = Canvas(width, _TOP + row * len(drawing.rows) + _FOOT, colours)
    left, right = (width * _LABELS, width * (1 - _WORDS)) if wide else (6.0, width - 40.0)
    step = (right - left) / max(1, len(drawing.starts) - 1)
    ends = _TOP + row * len(drawing.rows)
    made.rect(left, _TOP, step * max(0.0, drawing.split - 0.5), ends - _TOP, "band")
    for place, spark in enumerate(drawing.rows):
        top = _TOP + row * place
        _words(made, spark, top, width, wide)
        _line(made, spark, (left, step), top + (10 if wide else 26), top + row - 8)
    _foot(made, drawing, left, right, step, ends)
    return made


def _words(made: Canvas, spark: Spark, top: float, width: float, wide: bool) -> None:
    if wide:
        made.text(0, top + 28, fit(spark.label, width * _LABELS - 14, bold=spark.strong), bold=spark.strong)
        made.text(width, top + 28, fit(spark.shown, width * _WORDS - 44), anchor="end")
        return
    shown = fit(spark.shown, width * 0.55)
    made.text(6, top + 16, fit(spark.label, width - width_of(shown) - 24, bold=spark.strong), bold=spark.strong)
    made.text(width - 4, top + 16, shown, anchor="end")


def _line(made: Canvas, spark: Spark, across: tuple[float, float], top: float, base: float) -> None:
    """The line, broken where nothing was said, with its highest share marked at the right."""
    left, step = across
    limit = max([share for share in spark.shares if share is not None] + [1e-9])
    role = "client" if spark.strong else "other"
    made.line(left, base, left + step * (len(spark.shares) - 1), base, "line")
    if spark.spans:
        limit = max([limit, *(min(span[1], _HIGHEST * limit) for span in spark.spans if span)])
    for place, span in enumerate(spark.spans):
        if span:
            ends = [base - (base - top) * min(end, limit) / limit for end in span]
            made.line(left + step * place, ends[0], left + step * place, ends[1], "soft", 0.75)
    run: list[tuple[float, float]] = []
    for place, share in enumerate((*spark.shares, None)):
        if share is not None:
            run.append((left + step * place, base - (base - top) * share / limit))
            continue
        if len(run) > 1:
            made.path(run, role, 2 if spark.strong else 1.5)
        elif run:
            made.dot(*run[0], 2, role)
        run = []
    made.text(left + step * (len(spark.shares) - 1) + 5, top + 8, percent(limit), "soft", 10)


def _foot(made: Canvas, drawing: Sparks, left: float, right: float, step: float, ends: float) -> None:
    """The first day, the day the window begins, and what the lines measure."""
    if not drawing.starts:
        return
    made.text(left, ends + 14, day(drawing.starts[0]), "soft", 10)
    begin = left + step * max(0.0, drawing.split - 0.5)
    if 0 < drawing.split < len(drawing.starts):
        made.text(begin, ends + 14, f"window from {day(drawing.starts[drawing.split])}", "soft", 10, "middle")
    made.text(right, ends + 14, day(drawing.starts[-1]), "soft", 10, "end")
