"""Follow-ups: what became of each recommendation of the last audit, by the measure that it was given.

One judge per rule of ``reports.recommendations``. What only the client's own numbers show, and what one of the two
audits could not measure, cannot be told; it is never counted as not done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from market.audits import Audit, CompanyAudit, Recommendation
from market.changes import Done, EarlierCapture, FollowUp
from market.figures import Figure
from market.findings import Evidence
from market.plan import PlanRow, Verdict
from market.topics import Answer, Question
from reports.compare import unread
from reports.promises import observed
from reports.words import counted, listed, many, span_of, value_of

_PRIVATE = "its measure is in your own numbers; no public page shows it"
_UNREAD = "nothing of your site could be read"


@dataclass(frozen=True, slots=True)
class _Judged:
    done: Done
    then: str
    now: str
    why: str
    evidence: tuple[Evidence, ...] = ()


def follow_up(old: Audit, new: Audit) -> tuple[FollowUp, ...]:
    """One row per recommendation of ``old``, in its order."""
    return tuple(_followed(step, old, new) for step in old.recommendations)


def earlier(evidence: Sequence[Evidence]) -> tuple[EarlierCapture, ...]:
    """What an earlier audit cites, without its place in that audit's archive."""
    return tuple(EarlierCapture(e.url, e.captured_at, e.digest, e.quote) for e in evidence)


def _followed(step: Recommendation, old: Audit, new: Audit) -> FollowUp:
    judged = JUDGES.get(step.rule, _private)(step, old, new)
    return FollowUp(
        step.action,
        step.measure,
        step.recheck,
        judged.done,
        judged.then,
        judged.now,
        judged.why,
        judged.evidence,
        earlier(step.evidence),
    )


def _private(_step: Recommendation, _old: Audit, _new: Audit) -> _Judged:
    return _Judged(Done.UNTOLD, "not public", "not public", _PRIVATE)


def _untold(then: str, why: str, now: str = "not measurable") -> _Judged:
    return _Judged(Done.UNTOLD, then, now, why)


def _promise(step: Recommendation, old: Audit, new: Audit) -> _Judged:
    before, after = _line(step, old), _line(step, new)
    then = _seen(before)
    if after is None:
        return _untold(then, "the plan no longer has this line as it was worded", "not in the plan")
    if after.observed is None or after.observed.value is None:
        return _untold(then, after.observed.reason if after.observed else "nothing of it can be observed")
    shown = after.observed.evidence[:3]
    if after.verdict in (Verdict.ON_PLAN, Verdict.AHEAD):
        return _Judged(Done.DONE, then, _seen(after), f"now {after.verdict}", shown)
    if after.verdict is not Verdict.BEHIND:
        return _untold(then, str(after.verdict), _seen(after))
    more = before is not None and _apart(before.observed, after.observed)
    why = "more than before, and still behind" if more else "still behind, and not distinguishable from before"
    return _Judged(Done.PARTLY if more else Done.NOT, then, _seen(after), why, shown)


def _line(step: Recommendation, audit: Audit) -> PlanRow | None:
    """The plan's line that a step is about, by its words: a line's number changes when another is put in."""
    return next((row for row in audit.plan if row.text in step.about[1:]), None)


def _seen(row: PlanRow | None) -> str:
    if row is None or row.observed is None or row.observed.value is None:
        return "not measurable"
    return f"{observed(row.observed)}, n = {row.observed.n:,}"


def _apart(before: Figure | None, after: Figure) -> bool:
    """Whether the later figure's interval lies above the earlier one's. Windows that overlap make this stricter."""
    return bool(before and before.interval and after.interval and after.interval.low > before.interval.high)


def _question(step: Recommendation, old: Audit, new: Audit) -> _Judged:
    before, after = _asked(step, old), _asked(step, new)
    then = _answer(before, old)[0]
    if unread(new.client):
        return _untold(then, _UNREAD)
    if after is None:
        return _untold(then, "the question is not among those found this time", "not listed")
    now, evidence = _answer(after, new)
    done = {Answer.ANSWERED: Done.DONE, Answer.TOUCHED: Done.PARTLY, Answer.NOT: Done.NOT}.get(Answer(now), Done.UNTOLD)
    why = f"closest page among the {counted(new.client.pages, 'page')} read"
    return _Judged(done, then, now, why, evidence)


def _asked(step: Recommendation, audit: Audit) -> Question | None:
    return next((q for q in audit.questions if q.id in step.about[:1] or q.text in step.about[1:]), None)


def _answer(question: Question | None, audit: Audit) -> tuple[str, tuple[Evidence, ...]]:
    key = audit.client.company.key
    row = next((a for a in question.answered_by if a.company == key), None) if question else None
    return (str(row.answer), row.evidence) if row else (str(Answer.NOT), ())


def _form(_step: Recommendation, old: Audit, new: Audit) -> _Judged:
    before, after = old.client.lead_forms, new.client.lead_forms
    if after.value is None or unread(new.client):
        return _untold(_on_pages(before, old.client), after.reason or _UNREAD)
    why = "a form that asks for an address is there" if after.value else "no such form on the pages read"
    done = Done.DONE if after.value else Done.NOT
    return _Judged(done, _on_pages(before, old.client), _on_pages(after, new.client), why, after.evidence[:3])


def _on_pages(figure: Figure, company: CompanyAudit) -> str:
    if figure.value is None:
        return "not measurable"
    return f"{counted(round(figure.value), 'type of form', 'types of form')} on {counted(company.pages, 'page')}"


def _channels(step: Recommendation, _old: Audit, new: Audit) -> _Judged:
    then = f"{counted(len(step.about), 'channel')} claimed and not linked"
    if unread(new.client):
        return _untold(then, _UNREAD)
    own = {row.channel: row for row in new.channels if row.company == new.client.company.key}
    settled = [name for name in step.about if name not in own or own[name].linked or not own[name].claimed]
    left = [name for name in step.about if name not in settled]
    evidence = tuple(e for name in settled if name in own for e in own[name].evidence[:1])
    why = f"still open: {listed(left)}" if left else f"linked, or no longer in the plan: {listed(settled)}"
    return _Judged(_part(len(left), len(step.about)), then, f"{len(left)} of these", why, evidence)


def _orphans(_step: Recommendation, old: Audit, new: Audit) -> _Judged:
    return _counted_lines(old, new, lambda row: not row.goal, "under no goal")


def _owner(_step: Recommendation, old: Audit, new: Audit) -> _Judged:
    return _counted_lines(old, new, lambda row: not row.owner, "without an owner")


def _counted_lines(old: Audit, new: Audit, open_: Callable[[PlanRow], bool], words: str) -> _Judged:
    before, after = _tactics(old, open_), _tactics(new, open_)
    then = f"{many(before, 'tactic')} {words}"
    if not any(row.label == "tactic" for row in new.plan):
        return _untold(then, "the brief names no tactic now", "no tactic in the plan")
    now = f"{many(after, 'tactic')} {words}"
    return _Judged(_part(after, before), then, now, "counted in the brief’s plan")


def _tactics(audit: Audit, open_: Callable[[PlanRow], bool]) -> int:
    return sum(row.label == "tactic" and open_(row) for row in audit.plan)


def _part(left: int, before: int) -> Done:
    return Done.DONE if left == 0 else Done.PARTLY if left < before else Done.NOT


def _keyword(step: Recommendation, old: Audit, new: Audit) -> _Judged:
    before, after = _carriers(step, old), _carriers(step, new)
    then = _posts(before)
    if after is None:
        return _untold(then, "the brief no longer names this keyword", "not looked for")
    if after.value is None:
        return _untold(then, after.reason)
    done = Done.DONE if after.value else Done.NOT
    why = "posts of the window that carry it" if after.value else "none of the posts of the window carries it"
    return _Judged(done, then, _posts(after), why, after.evidence[:3])


def _carriers(step: Recommendation, audit: Audit) -> Figure | None:
    key = audit.client.company.key
    return next((row.any for row in audit.keywords if row.company == key and row.keyword in step.about), None)


def _posts(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "not measurable"
    span = f" ({span_of(figure)})" if figure.interval else ""
    return f"{value_of(figure)}{span} {figure.unit}, n = {figure.n:,}"


Judge = Callable[[Recommendation, Audit, Audit], _Judged]
JUDGES: Mapping[str, Judge] = {
    "promise": _promise,
    "question": _question,
    "form": _form,
    "venue": _private,
    "channels": _channels,
    "orphans": _orphans,
    "keyword": _keyword,
    "owner": _owner,
}
