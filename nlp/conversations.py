"""Conversations as they are counted: cleaned, in one language, each once, in an order that no input changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from market.figures import Window, utc_day
from market.posts import Conversation
from nlp.cleaning import clean_conversation
from nlp.language import detect_language

MAX_QUOTE_WORDS = 25


@dataclass(frozen=True, slots=True)
class Heard:
    """A conversation with its author's own words; replies count as voices and are not read."""

    conversation: Conversation
    title: str
    body: str

    @property
    def text(self) -> str:
        """Title and opening post as one text."""
        return f"{self.title}. {self.body}" if self.body else self.title

    @property
    def voices(self) -> int:
        """Distinct authors, 1 where none is known: the conversation is then the unit of counting."""
        return max(1, len(self.conversation.voices))


@dataclass(frozen=True, slots=True)
class Hearing:
    """The conversations that count, by key, and how many did not."""

    heard: tuple[Heard, ...]
    other_language: int
    outside_window: int

    @property
    def voices(self) -> int:
        """All author × conversation pairs."""
        return sum(h.voices for h in self.heard)


def hear(conversations: Sequence[Conversation], window: Window | None = None, language: str = "en") -> Hearing:
    """The conversations in ``language`` (or too short to tell) that began in the window, each once, sorted by key.

    Without a window all count; with one, an undated conversation is outside it.
    """
    distinct = {c.key: c for c in sorted(conversations, key=_richness)}
    inside = [distinct[key] for key in sorted(distinct) if _in_window(distinct[key], window)]
    read = [Heard(c, _clean(c.title), _clean(c.text)) for c in inside]
    kept = tuple(h for h in read if detect_language(h.text) in ("", language))
    return Hearing(kept, len(read) - len(kept), len(distinct) - len(inside))


def _richness(conversation: Conversation) -> tuple[int, int, str, str]:
    """Of two captures of one conversation the fuller one is kept, whichever came first."""
    return len(conversation.answers), len(conversation.text), conversation.title, conversation.capture.digest


def _in_window(conversation: Conversation, window: Window | None) -> bool:
    started = conversation.started_at
    return window is None or (started is not None and window.holds(utc_day(started)))


@lru_cache(maxsize=65536)
def _clean(text: str) -> str:
    return clean_conversation(text)


def short_quote(text: str) -> str:
    """At most 25 words of a text: conversations are quoted no longer than that."""
    words = text.split()
    return " ".join(words) if len(words) <= MAX_QUOTE_WORDS else " ".join(words[:MAX_QUOTE_WORDS]) + " …"
