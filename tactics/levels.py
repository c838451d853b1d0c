"""Levels: public words that are consistent with a direction of the corporate or business unit strategy.

Cues are listed beside what the brief states and are never a verdict: only the client knows its strategy.
"""

from collections.abc import Iterator, Mapping, Sequence

from market.findings import Evidence
from market.pages import PageKind, Reading
from market.phrases import folded, grams
from market.xray import Cue
from tactics.vocabulary import vocabulary

LONGEST = 4  # words of a phrase of the list
SHOWN = 3  # pages named per cue; their count stands beside them
_READ = (PageKind.HOME, PageKind.POST, PageKind.LISTING, PageKind.OTHER)


def cues_of(pages: Sequence[Reading], stated: Mapping[str, str]) -> tuple[Cue, ...]:
    """One cue per direction of which a word stands on a page; ``stated`` gives the brief's direction per level.

    The order is that of the vocabulary: by level, then direction.
    """
    readable = sorted((page for page in pages if page.kind in _READ), key=lambda page: page.url)
    return tuple(_cues(readable, stated))


def _cues(pages: Sequence[Reading], stated: Mapping[str, str]) -> Iterator[Cue]:
    held = [(page, grams(f"{page.title}\n{page.h1}\n{page.text}", LONGEST)) for page in pages]
    for level, directions in vocabulary("levels").items():
        for direction, entry in directions.items():
            phrases = {folded(word): str(word) for word in entry["words"]}
            hits = [(page, phrases[min(found)]) for page, has in held if (found := has & phrases.keys())]
            if hits:
                shown = tuple(
                    Evidence.of(page.capture, _around(page.text or page.title, word)) for page, word in hits[:SHOWN]
                )
                yield Cue(level, direction, stated.get(level) == direction, len(hits), shown)


def _around(text: str, word: str) -> str:
    """The words of ``text`` around ``word``, or its beginning where the word stands in another form."""
    place = text.lower().find(word.lower())
    return text[max(0, place - 60) : place + 120] if place >= 0 else f"{word}: {text[:120]}"
