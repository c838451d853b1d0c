"""Inline: text with the figures in it."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FigureText:
    """A printed figure: the words that are read, and the evidence entry that proves them."""

    text: str
    entry: str  # evidence.Entry.id


Inline: TypeAlias = tuple[str | FigureText, ...]


def said(text: Inline) -> str:
    """Inline text where nothing can be opened: without the bare word "Evidence" that is a link on screen."""
    kept = (part for part in text if isinstance(part, str) or part.text.strip().casefold() != "evidence")
    return plain(tuple(kept)).strip()


def plain(text: Inline) -> str:
    """Inline text as one string."""
    return "".join(part if isinstance(part, str) else part.text for part in text)
