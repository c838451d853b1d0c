"""The client's own numbers stand beside its targets, in the target's period, or not at all."""

from datetime import UTC, date, datetime

import pytest

from market.actuals import parse_actuals
from market.audits import Run, Target
from market.figures import Window
from pipelines.actuals import actual_of

WINDOW = Window(date(2026, 1, 1), date(2026, 6, 30))
RUN = Run("k", "C", datetime(2026, 6, 30, tzinfo=UTC), WINDOW, WINDOW.before())
TARGET = Target(20, "leads", "month", "20 a month = 240 a year")


def actual(*rows: str, target: Target = TARGET):
    text = "goal,period,date,value\n" + "".join(f"{row}\n" for row in rows)
    return actual_of("Sell", target, parse_actuals(text, "a.csv", ["Sell", "leads"]), "a.csv", RUN)


def test_months_are_averaged():
    """Two finished months give their mean; n counts them and the inputs list them."""
    figure = actual("leads,month,2026-02-01,12", "leads,month,2026-01-01,18")

    assert (figure.value, figure.n) == (15.0, 2)
    assert figure.inputs[2:] == (("2026-01-01, month", "18"), ("2026-02-01, month", "12"))


@pytest.mark.parametrize(
    "row", ["leads,month,2025-12-01,500", "leads,month,2026-07-01,500", "leads,quarter,2026-06-01,500"]
)
def test_periods_outside_the_window_or_unfinished_do_not_count(row):
    """A number of before, of after, or of a quarter that is not over is left out."""
    assert actual("leads,month,2026-02-01,12", row).value == 12.0
    assert actual(row).value is None
    assert "no finished period" in actual(row).reason


def test_other_periods_are_converted_by_their_length():
    """A quarter of 60 is 20 a month; the last month of the window counts whole."""
    assert actual("leads,quarter,2026-01-01,60").value == pytest.approx(20.0)
    assert actual("leads,month,2026-06-01,9").value == 9.0


def test_a_unit_goes_before_a_goal():
    """A row that names the goal stands for its target only where none names the unit."""
    assert actual("Sell,month,2026-02-01,99", "leads,month,2026-02-01,12").value == 12.0
    assert actual("Sell,month,2026-02-01,99").value == 99.0


def test_a_target_without_numbers_has_no_actual():
    """Nothing is said where the file says nothing."""
    assert actual() is None
