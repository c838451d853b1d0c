"""Scores: how a company does by an open rubric, as a range with the lines it is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of the rubric."""

    name: str
    weight: float
    low: float  # 0 to 1
    high: float  # 0 to 1; low < high where something is unknown
    why: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A company's score as a range out of 100, with the lines it is made of."""

    company: str
    low: float
    high: float
    formula: str
    parts: tuple[ScorePart, ...]
