"""Deciding: a form that was sent becomes one decision in the store, or a sentence that says why it cannot."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from sqlalchemy import Engine

from market.audits import Audit
from market.decisions import Aspect, Decision
from reports.evidence import anchor
from reports.words import clean, cut
from store.decisions import decide, take_back
from store.topic_names import TopicNameError, hide, merge, rename
from web.decided import HIDDEN, INTO, LABELS, MARKS, NAME
from web.library import Held

MOST_BYTES = 64_000  # of a form
LONGEST_SUBJECT = 400  # characters, as the store keeps it
_LONGEST = {Aspect.NOTE: 2_000}
_BACK = re.compile(r"/(?:clients|runs)/[A-Za-z0-9._%-]+(?:/[A-Za-z0-9._%-]+)*")
DONE: Mapping[str, str] = {
    NAME: "Kept: the topic’s name.",
    INTO: "Kept: what the topic is counted with.",
    HIDDEN: "Kept: whether the topic is shown.",
    str(Aspect.VENUE): "Kept: what this venue is to the client.",
    str(Aspect.LABEL): "Kept: what this line is.",
    str(Aspect.GOAL): "Kept: the goal it serves.",
    str(Aspect.REPORT): "Kept: whether it belongs in the report.",
    str(Aspect.NOTE): "Kept: the note.",
}


class RefusedError(ValueError):
    """A form that decides nothing; the message is a sentence for whoever sent it."""


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of a form, each once; ``RefusedError`` for what is none."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20, strict_parsing=bool(body))
    except ValueError as error:
        raise RefusedError("This is not what our forms send.") from error
    return dict(pairs)


def place_to_return(fields: Mapping[str, str]) -> str:
    """Where to go afterwards: an address of this page, the first page for anything else."""
    back = fields.get("back", "")
    return back if _BACK.fullmatch(back) else "/"


def take(engine: Engine, held: Held, fields: Mapping[str, str], by: str, now: datetime) -> None:
    """Keep what a form decided of an audit's client; an empty value takes a decision back.

    Raises ``RefusedError`` for a subject that the audit does not have and a value that cannot be.
    """
    kind, subject, client = fields.get("kind", ""), fields.get("subject", ""), held.run.client
    if kind not in DONE:
        raise RefusedError("There is no such decision.")
    if kind in (NAME, INTO, HIDDEN):
        _of_topic(engine, held, kind, subject, clean(fields.get("value", "")), now)
        return
    aspect = Aspect(kind)
    value = _value(aspect, held.audit, fields.get("value", "").strip())
    if len(subject) > LONGEST_SUBJECT or not known(aspect, subject, held):
        raise RefusedError("This audit has no such thing to decide about.")
    if not value:
        take_back(engine, client, aspect, subject)
        return
    label = _called(aspect, subject, held) or clean(cut(fields.get("label", ""), 200))
    decide(engine, client, Decision(aspect, subject, label, value, held.run.key, by, now))


def _called(aspect: Aspect, subject: str, held: Held) -> str:
    """What the audit calls a subject, which is how the brief's own words find it again; "" for others."""
    audit = held.audit
    if aspect is Aspect.LABEL:
        return next((row.text for row in audit.plan if row.id == subject), "")
    if aspect is Aspect.VENUE:
        named = {score.venue.key: score.venue.name for score in audit.venues} | {
            c.url: c.name for c in audit.candidates
        }
        return named.get(subject, "")
    return ""


def _of_topic(engine: Engine, held: Held, kind: str, topic: str, value: str, now: datetime) -> None:
    client, here = held.run.client, {one.id for one in held.audit.topics if one.id.isascii()}
    if topic not in here or (kind == INTO and value and value not in here):
        raise RefusedError("This audit has no such topic.")
    try:
        if kind == NAME:
            rename(engine, client, topic, value, now, seen=True)
        elif kind == INTO:
            merge(engine, client, topic, value, now, seen=True)
        else:
            hide(engine, client, topic, now, value == "yes", seen=True)
    except TopicNameError as error:
        raise RefusedError(f"This cannot be kept: {error}.") from error


def _value(aspect: Aspect, audit: Audit, value: str) -> str:
    allowed = {
        Aspect.VENUE: MARKS,
        Aspect.LABEL: LABELS,
        Aspect.GOAL: (*(goal.name for goal in audit.goals), "none"),
        Aspect.REPORT: ("yes",),
    }.get(aspect)
    if value and allowed is not None and value not in allowed:
        raise RefusedError(f"It can only be one of: {', '.join(allowed)}.")
    if len(value) > _LONGEST.get(aspect, 400):
        raise RefusedError("This is too long to keep.")
    return value.replace("\x00", "")


def known(aspect: Aspect, subject: str, held: Held) -> bool:
    """Whether the audit has what a decision is about."""
    audit = held.audit
    if aspect is Aspect.VENUE:
        proposed = any(candidate.url == subject for candidate in audit.candidates)
        return proposed or any(score.venue.key == subject for score in audit.venues)
    if aspect is Aspect.LABEL:
        return any(row.id == subject for row in audit.plan)
    if aspect is Aspect.GOAL:
        return any(item.url == subject for item in (audit.focus.items if audit.focus else ()))
    kind, _, rest = subject.partition(".")
    if kind == "venue":
        return known(Aspect.VENUE, rest, held)
    if kind == "line":
        return known(Aspect.LABEL, rest, held)
    return anchor(subject) in held.by_anchor
