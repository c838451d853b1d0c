"""Digests: what an agency is told after an audit, in a dozen lines; "nothing" when nothing was measured or changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Template

from market.audits import Audit
from market.changes import Changes, Done, Move, Shift
from market.topics import Tier, TrendTable
from reports.colours import accent
from reports.sections.trends import trend_finding
from reports.templating import environment
from reports.words import clean, counted, cut, listed, many, sentence, window

MOST_LINES = 5  # of one kind; the report has them all


@dataclass(frozen=True, slots=True)
class Part:
    """One heading and its lines, plain text."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told, ready to be written; every text is one line without control characters."""

    subject: str
    lead: str
    parts: tuple[Part, ...]
    basis: str
    accent: str  # "#rrggbb"


def digest(audit: Audit) -> Digest | None:
    """What is worth telling of an audit; None when nothing was measured, or nothing changed since the last one.

    A first audit is told with its strengths and gaps; a later one only with what became another: steps done, tactics
    started and stopped, cadences and scores that moved, topics whose trend is called.
    """
    if not any(company.pages for company in audit.companies):
        return None
    parts = [part for part in _parts(audit) if part.lines]
    if not parts:
        return None
    steps = Part("Next steps", tuple(cut(step.action, 160) for step in audit.recommendations[:3]))
    whole = tuple(part for part in (*parts, steps) if part.lines)
    read = [company for company in audit.companies if company.pages]
    material = [
        f"{counted(sum(company.pages for company in read), 'page')} of {counted(len(read), 'site')}",
        counted(audit.conversations, "conversation"),
    ]
    return Digest(
        cut(f"{audit.run.client}: {_subject(audit)}", 120),
        _lead(audit),
        whole,
        sentence(f"{window(audit.run.window)}; {listed(material)}"),
        accent(audit.agency.accent).light,
    )


def _subject(audit: Audit) -> str:
    if audit.changes is None:
        return "the first audit is ready"
    moved = sum(t.move is not Move.UNTOLD for t in audit.changes.tactics)
    called = len(_called(audit.trends))
    said = [f"{many(moved, 'thing')} started or stopped"] if moved else []
    said += [f"{many(called, 'topic')} on the move"] if called else []
    return listed(said) or "what changed since the last audit"


def _lead(audit: Audit) -> str:
    score = next((s for s in audit.scores if s.company == audit.client.company.key), None)
    range_ = f" Score {score.low:.0f} to {score.high:.0f} of 100." if score else ""
    return f"The audit of {clean(audit.run.client)} is ready.{range_}"


def _parts(audit: Audit) -> Iterator[Part]:
    if audit.changes is None:
        yield Part("Strengths", tuple(cut(gap.title, 160) for gap in audit.strengths[:3]))
        yield Part("Gaps", tuple(cut(gap.title, 160) for gap in audit.gaps[:3]))
    else:
        yield Part("Your last steps", _steps(audit.changes))
        yield Part("What companies started or stopped", _tactics(audit, audit.changes))
        yield Part("What moved", tuple(_moved(audit, audit.changes))[:MOST_LINES])
    yield Part("What prospects talk about", tuple(filter(None, [trend_finding(audit.trends)])))


def _steps(told: Changes) -> tuple[str, ...]:
    became = [step for step in told.steps if step.done in (Done.DONE, Done.PARTLY)]
    return tuple(f"{str(step.done).capitalize()}: {cut(step.action, 140)}" for step in became[:MOST_LINES])


def _tactics(audit: Audit, told: Changes) -> tuple[str, ...]:
    moved = [t for t in told.tactics if t.move is not Move.UNTOLD]
    lines = [f"{cut(audit.name_of(t.company), 60)} {t.move} {t.kind}: {cut(t.subject, 80)}" for t in moved]
    more = [f"and {len(lines) - MOST_LINES} more in the report"] if len(lines) > MOST_LINES else []
    return (*lines[:MOST_LINES], *more)


def _moved(audit: Audit, told: Changes) -> Iterator[str]:
    for cadence in told.cadences:
        if cadence.shift in (Shift.UP, Shift.DOWN):
            often = "more" if cadence.shift is Shift.UP else "less"
            name = cut(audit.name_of(cadence.company), 60)
            yield f"{name} publishes {often} often: {cadence.then}, now {cadence.now}"
    for score in told.scores:
        if score.shift in (Shift.UP, Shift.DOWN):
            then, now = (f"{low:.0f} to {high:.0f}" for low, high in (score.then, score.now))
            yield f"{cut(audit.name_of(score.company), 60)} scored {then}, now {now} of 100"


def _called(table: TrendTable | None) -> list[str]:
    return [t.label for t in table.trends if t.tier is Tier.CALLED] if table else []


def as_text(told: Digest, report: str) -> str:
    """The digest as plain text; ``report`` says where the report is."""
    parts = [f"{part.heading}\n" + "\n".join(f"  * {clean(line)}" for line in part.lines) for part in told.parts]
    return "\n\n".join([told.lead, *parts, f"Report: {report}", told.basis]) + "\n"


def as_html(told: Digest, report: str) -> str:
    """The digest as an HTML mail: no picture, no script, nothing that a mail reader would have to fetch."""
    return _template().render(told=told, report=report)


@cache
def _template() -> Template:
    return environment().get_template("digest.html.j2")


def as_slack(told: Digest, report: str) -> dict[str, object]:
    """The digest as a message that Slack and what understands its format take: no mark-up of ours in crawled words."""
    blocks: list[dict[str, object]] = [_block("header", "plain_text", cut(told.subject, 150)), _section(told.lead)]
    blocks += [_section("\n".join([part.heading, *(f"• {clean(line)}" for line in part.lines)])) for part in told.parts]
    blocks.append(_section(f"Report: {report}\n{told.basis}"))
    return {"text": told.subject, "blocks": blocks}


def _section(text: str) -> dict[str, object]:
    return _block("section", "plain_text", text if len(text) <= 3000 else text[:2999] + "…")  # Slack's own limit


def _block(kind: str, type_: str, text: str) -> dict[str, object]:
    return {"type": kind, "text": {"type": type_, "text": text, "emoji": False}}
