"""Places: whether a post speaks of a place of the brief's area, and whether it announces something there.

A place is matched as it is written, capitals included, because many a town is also a word (Reading, Mobile) or a name.
A mention does not count as part of the company's own name, of a person's, or of another business's.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from market.posts import Post
from market.written_dates import months, read_date
from tactics.vocabulary import vocabulary

BESIDE = 300  # characters around a place in which a date stands "beside" it
_WORD_BEFORE = re.compile(r"([^\W\d_]+)['’.]?\s*$")
_WORD_AFTER = re.compile(r"^(?:['’]s)?\s*([^\W\d_]+)")
_REGION = re.compile(r"^,\s*[A-Z][A-Za-z]")
_DAYS = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Za-z]{3,9})|([A-Za-z]{3,9})\.?\s+\d{1,2}(?:st|nd|rd|th)?)\b(?:,?\s+\d{4})?"
)


def names_place(text: str, place: str, own: Sequence[str] = ()) -> bool:
    """Whether ``text`` speaks of ``place``; ``own`` are company names that may contain it and do not count."""
    return any(True for _ in mentions(text, place, own))


def mentions(text: str, place: str, own: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
    """Where ``text`` speaks of ``place``, as spans."""
    if not place.strip():
        return
    lists = vocabulary("places")
    covered = [m.span() for name in own if place in name for m in re.finditer(re.escape(name), text)]
    needs_sign = place in lists["ambiguous"]
    for match in re.finditer(rf"(?<!\w){re.escape(place)}(?!\w)", text):
        if any(start <= match.start() and match.end() <= end for start, end in covered):
            continue
        before = _WORD_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
        after = _WORD_AFTER.search(text[match.end() : match.end() + 40])
        earlier = before.group(1).casefold() if before else ""
        later = after.group(1).casefold() if after else ""
        if earlier in lists["titles"] or later in lists["speech"] or later in lists["businesses"]:
            continue
        located = earlier in lists["locatives"] or _REGION.match(text[match.end() : match.end() + 10])
        if located or not needs_sign:
            yield match.span()


def text_of(post: Post) -> str:
    """Everything of a post in which a place may stand."""
    return f"{post.title}\n{post.h1}\n{post.text}"


def is_local(post: Post, places: Sequence[str], own: Sequence[str] = ()) -> bool:
    """Whether the post names one of ``places``."""
    text = text_of(post)
    return any(names_place(text, place, own) for place in places)


def is_event(post: Post, places: Sequence[str], own: Sequence[str] = ()) -> bool:
    """Whether a day after the post's own stands beside one of ``places`` (within ``BESIDE`` characters)."""
    text = text_of(post)
    spans = [span for place in places for span in mentions(text, place, own)]
    return post.dating is not None and any(
        _later(text[max(0, start - BESIDE) : end + BESIDE], post.dating.on) for start, end in spans
    )


def _later(passage: str, day: date) -> bool:
    """Whether the passage names a day after ``day``; one without a year is the next of its name within half a year."""
    for match in _DAYS.finditer(passage):
        written = match.group()
        full = read_date(written)
        if full is not None:
            if full > day:
                return True
        elif (name := (match.group(1) or match.group(2)).lower()) in months():
            number = int(re.search(r"\d+", written)[0])  # type: ignore[index]  # the pattern has a number
            if 0 < _days_ahead(months()[name], number, day) <= 183:
                return True
    return False


def _days_ahead(month: int, number: int, day: date) -> int:
    """Days from ``day`` to the next time the calendar shows that day; 0 for a day that does not exist."""
    for year in (day.year, day.year + 1):
        try:
            written = date(year, month, number)
        except ValueError:
            continue
        if written > day:
            return (written - day).days
    return 0
