"""Actuals: the client's own numbers set beside its targets, in the period of the target."""

from collections.abc import Sequence
from datetime import timedelta

from market.actuals import Actual
from market.audits import Run, Target
from market.figures import Figure, Window
from market.periods import TIMES_A_YEAR


def actual_of(goal: str, target: Target, rows: Sequence[Actual], file: str, run: Run) -> Figure | None:
    """The mean of the client's numbers of the window per period of the target; None where its file has none of it.

    A number belongs to the window when its period's first day does and the period is over at the window's end. A row
    that names the unit is taken before one that names the goal. Numbers of another period are converted by its length.
    """
    own = [row for row in rows if row.of == target.unit] or [row for row in rows if row.of == goal]
    inside = sorted((row for row in own if _counts(row, run.window)), key=lambda row: (row.on, row.period))
    if not own:
        return None
    years = sum(1 / TIMES_A_YEAR[row.period] for row in inside)
    mean = sum(row.value for row in inside) / (years * TIMES_A_YEAR[target.period]) if inside else None
    return Figure(
        id=f"actual.{'-'.join(goal.casefold().split())}.{'-'.join(target.unit.casefold().split())}.{target.amount:g}-a-{target.period}",
        name="actual",
        subject=f"{goal}: {target.unit} a {target.period}",
        value=mean,
        unit=f"{target.unit} a {target.period}",
        n=len(inside),
        window=run.window,
        interval=None,
        formula=f"sum of the client's own numbers ÷ the time they cover, per {target.period}",
        inputs=(
            ("file", file),
            ("target", f"{target.amount:g} {target.unit} a {target.period}"),
            *((f"{row.on:%Y-%m-%d}, {row.period}", f"{row.value:g}") for row in inside),
        ),
        evidence=(),
        evidence_total=0,
        reason="" if inside else "the file of actuals has no finished period inside the window",
    )


def _counts(row: Actual, window: Window) -> bool:
    last = row.on + timedelta(days=round(365.25 / TIMES_A_YEAR[row.period]) - 1)
    return window.holds(row.on) and last <= window.end + timedelta(days=1)  # months differ by a day from their mean
