"""Change entries: for everything that is told of two audits, what each of them holds of it."""

from collections.abc import Iterable, Iterator

from market.audits import Audit
from market.changes import EarlierCapture, TacticChange
from reports.entries import Entry, name_of, plain_entry
from reports.words import moment


def change_entries(audit: Audit) -> Iterator[Entry]:
    """One entry per step, tactic, score and topic of ``audit.changes``; its ratios are figures of their own."""
    if audit.changes is None:
        return
    for place, step in enumerate(audit.changes.steps, start=1):
        facts = [("then", step.then), ("now", step.now), ("why", step.why), *_cited(step.earlier)]
        yield plain_entry(followed_entry(place), step.action, str(step.done), step.measure, facts, step.evidence)
    for change in audit.changes.tactics:
        title = f"{change.kind}: {change.subject}, {name_of(audit, change.company)}"
        seen = "seen this time and not last time" if change.seen_now else "seen last time and not this time"
        facts = [("why", change.why), *_cited(change.earlier)]
        yield plain_entry(change_entry(change), title, str(change.move), seen, facts, change.evidence)
    for score in audit.changes.scores:
        facts = [("then", _range(score.then)), ("now", _range(score.now)), ("why", score.why)]
        title = f"Score then and now: {name_of(audit, score.company)}"
        yield plain_entry(
            f"score-change.{score.company}", title, str(score.shift), "two ranges that overlap are not apart", facts
        )
    for topic in audit.changes.topics:
        title = f"Topic then and now: {topic.label}"
        yield plain_entry(f"topic-change.{topic.topic}", title, str(topic.shift), topic.why, (), topic.evidence)


def _cited(earlier: Iterable[EarlierCapture]) -> list[tuple[str, str]]:
    """What the last audit cites: its records lie in that audit's own evidence."""
    return [
        (
            f"seen {moment(e.captured_at)}",
            f"“{e.quote}” on {e.url}, SHA-256 {e.digest}, in the evidence of the last audit",
        )
        for e in earlier
    ]


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.0f} to {ends[1]:.0f} of 100"


def followed_entry(place: int) -> str:
    """The entry id of what became of a recommendation of the last audit, by its place there."""
    return f"last-step.{place}"


def change_entry(change: TacticChange) -> str:
    """The entry id of something that is seen in one of two audits."""
    return f"change.{change.company}.{change.kind}.{change.subject}"
