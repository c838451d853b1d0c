"""Periods: the stretches of time for which targets and promises are stated."""

from collections.abc import Mapping
from typing import Literal

Period = Literal["day", "week", "month", "quarter", "year"]

TIMES_A_YEAR: Mapping[str, float] = {"day": 365.25, "week": 365.25 / 7, "month": 12.0, "quarter": 4.0, "year": 1.0}
