"""Inline: text with the figures in it."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FigureText:
    """A printed figure: the words that are read, and the evidence entry that proves them."""

    text: str
    entry: str  # evidence.Entry.id


Inline: TypeAlias = tuple[str | FigureText, ...]


def plain(text: Inline) -> str:
    """Inline text as one string."""
    return "".join(part if isinstance(part, str) else part.text for part in text)
