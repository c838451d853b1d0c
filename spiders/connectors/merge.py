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
    opening = next((p for p in parts if p.text and p.started_at), None)
    if opening:  # a later page of a thread may show the opening post once more
        first = Reply(opening.author, opening.text, opening.started_at)
        answers = tuple(r for r in answers if (r.author, _identity(r)) != (opening.author, _identity(first)))
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
    """Every answer once, though several pages show it; answers alike on one page are as many as it shows."""
    alike: dict[tuple[str, str], list[Reply]] = {}
    most: dict[tuple[str, str], int] = {}
    for part in parts:
        shown: dict[tuple[str, str], list[Reply]] = {}
        for reply in part.answers:
            shown.setdefault(_identity(reply), []).append(reply)
        for identity, replies in shown.items():
            alike.setdefault(identity, []).extend(replies)
            most[identity] = max(most.get(identity, 0), len(replies))
    kept = [reply for identity, replies in alike.items() for reply in _richest(replies, most[identity])]
    return tuple(sorted(kept, key=lambda r: (r.at is None, r.at.isoformat() if r.at else "", repr(r))))


def _richest(replies: list[Reply], count: int) -> list[Reply]:
    """As many replies, known authors and long texts first, each author before anyone twice."""
    ranked = sorted(replies, key=lambda r: (r.author == "", -len(r.text), repr(r)))
    first = list({reply.author: reply for reply in reversed(ranked)}.values())[::-1]
    rest = list(ranked)
    for reply in first:
        rest.remove(reply)
    return [*first, *rest][:count]


def _identity(reply: Reply) -> tuple[str, str]:
    """The same second and opening words, wherever a reply is shown.

    A feed may cut its end, a page may hide its author, and one author may have several imported in one second.
    """
    letters = "".join(re.findall(r"\w", reply.text.lower()))
    if reply.at is None:
        return reply.author, letters[: 4 * _OPENING]
    return reply.at.replace(microsecond=0).isoformat(), letters[:_OPENING]
