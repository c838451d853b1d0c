"""Merge: one conversation out of the pages that show parts of it (listing, feed, thread)."""

import re
from collections.abc import Iterable
from datetime import datetime

from market.posts import Conversation, Reply

_OPENING = 24  # letters of a reply that tell it from another of the same second


def merge(conversations: Iterable[Conversation]) -> tuple[Conversation, ...]:
    """Every conversation once, sorted by venue and URL, with the most that any page says of it.

    The capture is that of the page which shows the most answers, then the most text. Text: the longest; start: the
    earliest stated; replies: the largest count stated, never under the answers seen; tags and links: those of all
    pages. The order of the input does not matter.
    """
    parts: dict[tuple[str, str], list[Conversation]] = {}
    for conversation in conversations:
        parts.setdefault((conversation.venue, conversation.key), []).append(conversation)
    whole = (_merged(sorted(same, key=_richness)) for same in parts.values())
    return tuple(sorted(whole, key=lambda c: (c.venue, c.url)))


def _richness(part: Conversation) -> tuple[int, int, datetime, str]:
    return -len(part.answers), -len(part.text), part.capture.captured_at, repr(part)


def _merged(parts: list[Conversation]) -> Conversation:
    best = parts[0]
    answers = _answers(parts)
    stated = [p.replies for p in parts if p.replies is not None]
    starts = [p.started_at for p in parts if p.started_at is not None]
    scores = [p.score for p in parts if p.score is not None]
    return Conversation(
        venue=best.venue,
        url=best.url,
        title=next((p.title for p in parts if p.title), ""),
        text=max((p.text for p in parts), key=lambda text: (len(text), text)),
        author=next((p.author for p in parts if p.author), ""),
        started_at=min(starts, default=None),
        replies=max([*stated, len(answers)]) if stated or answers else None,
        score=max(scores, default=None),
        capture=best.capture,
        answers=answers,
        views=max((p.views for p in parts if p.views is not None), default=None),
        language=next((p.language for p in parts if p.language), ""),
        tags=tuple(dict.fromkeys(tag for p in parts for tag in p.tags)),
        links=tuple(dict.fromkeys(link for p in parts for link in p.links)),
    )


def _answers(parts: list[Conversation]) -> tuple[Reply, ...]:
    found: dict[tuple[str, str], Reply] = {}
    for reply in sorted((r for p in parts for r in p.answers), key=lambda r: (r.author == "", -len(r.text), repr(r))):
        found.setdefault(_identity(reply), reply)
    return tuple(sorted(found.values(), key=lambda r: (r.at is None, r.at.isoformat() if r.at else "", repr(r))))


def _identity(reply: Reply) -> tuple[str, str]:
    """The same second and opening words, wherever a reply is shown.

    A feed may cut its end, a page may hide its author, and one author may have several imported in one second.
    """
    letters = "".join(re.findall(r"\w", reply.text.lower()))
    if reply.at is None:
        return reply.author, letters[: 4 * _OPENING]
    return reply.at.replace(microsecond=0).isoformat(), letters[:_OPENING]
