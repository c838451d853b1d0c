"""Findings: tactics observed in public, each with its evidence."""

from dataclasses import dataclass
from datetime import datetime

from market.pages import Capture, Reading
from market.posts import Post

MAX_QUOTE = 200  # characters; conversations are quoted with at most 25 words by their own rule


@dataclass(frozen=True, slots=True)
class Evidence:
    """The archived record that shows something, and the words in it that do."""

    url: str
    captured_at: datetime
    digest: str
    archive: str
    offset: int
    quote: str

    @classmethod
    def of(cls, capture: Capture, quote: str) -> "Evidence":
        """Evidence from one capture; the quote is cut to ``MAX_QUOTE`` characters on one line."""
        line = " ".join(quote.split())
        cut = line if len(line) <= MAX_QUOTE else line[: MAX_QUOTE - 1].rstrip() + "…"
        return cls(capture.url, capture.captured_at, capture.digest, capture.archive, capture.offset, cut)


@dataclass(frozen=True, slots=True)
class Finding:
    """An observed tactic of one company."""

    company: str  # Company.key
    tactic: str
    subject: str  # which channel, keyword, form …
    value: float
    unit: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a finding needs evidence: {self.tactic} of {self.company}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that was captured of one company in one run, read."""

    company: str
    url: str
    pages: tuple[Reading, ...]
    posts: tuple[Post, ...]
