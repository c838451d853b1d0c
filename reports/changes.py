"""Changes: one audit held against an earlier one of the same client, as a function of the two values.

Nothing is claimed that one of the two did not measure: a tactic that is no longer seen has stopped only when every page
that showed it was read again. Swapping the audits turns every start into a stop.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from market.audits import Audit, CompanyAudit, Score
from market.changes import (
    CadenceChange,
    Changes,
    EarlierAudit,
    Move,
    ScoreChange,
    Shift,
    TacticChange,
    TopicChange,
)
from market.figures import Figure, Interval, Window
from market.findings import Evidence
from market.statistics import conditional_ratio
from market.topics import Direction, Tier, Topic, TopicTrend
from market.urls import page_key
from reports.compare import unread
from reports.follow_ups import earlier, follow_up
from reports.words import counted, many

# Findings that say what a company does; the others measure how (clicks to an action, missing basics, handles).
TACTICS = (
    "call to action",
    "contact way",
    "feed",
    "lead form",
    "newsletter",
    "paid signal",
    "share widget",
    "trust signal",
)


def changes(old: Audit, new: Audit, sha256: str) -> Changes:
    """What changed from ``old`` to ``new``; ``sha256`` is the digest of the earlier ``audit.json``.

    Raises ``ValueError`` when the two are of different clients.
    """
    if old.client.company.key != new.client.company.key:
        raise ValueError(f"an audit of {old.client.company.url} says nothing of {new.client.company.url}")
    since = EarlierAudit(old.run.key, old.run.as_of, old.run.window, old.product, old.archive_digest, sha256)
    before = {c.company.key: c for c in old.companies}
    after = {c.company.key: c for c in new.companies}
    both = [(before[key], after[key]) for key in after if key in before]
    return Changes(
        since,
        follow_up(old, new),
        tuple(change for pair in both for change in _tactics(*pair, old, new)),
        tuple(_cadences(both, new.run.window)),
        tuple(_scores(both, old, new)),
        tuple(_topics(old, new)),
        tuple(c.company.name for key, c in after.items() if key not in before),
        tuple(c.company.name for key, c in before.items() if key not in after),
        tuple(_remarks(old, new)),
    )


# ---- what was started and stopped


@dataclass(frozen=True, slots=True)
class _Seen:
    kind: str
    subject: str
    evidence: tuple[Evidence, ...]


def _tactics(before: CompanyAudit, after: CompanyAudit, old: Audit, new: Audit) -> Iterator[TacticChange]:
    """What one company shows in one audit and not in the other, by kind and subject."""
    then, now = _shown(before, old), _shown(after, new)
    for key in sorted(then.keys() ^ now.keys()):
        seen_now = key in now
        seen, blind = (now[key], before) if seen_now else (then[key], after)
        move, why = _move(seen, blind, seen_now)
        evidence, cited = (seen.evidence, ()) if seen_now else ((), earlier(seen.evidence))
        yield TacticChange(after.company.key, seen.kind, seen.subject, move, seen_now, why, evidence, cited)


def _shown(company: CompanyAudit, audit: Audit) -> dict[tuple[str, str], _Seen]:
    rows = [_Seen(f.tactic, f.subject, f.evidence) for f in company.findings if f.tactic in TACTICS]
    key = company.company.key
    rows += [
        _Seen("channel", row.channel, row.evidence)
        for row in audit.channels
        if row.company == key and row.linked and row.rule != "read"  # the own blog is told by its cadence
    ]
    rows += [_Seen("format", row.format, row.share.evidence) for row in audit.formats if row.company == key]
    return {(row.kind, row.subject): row for row in rows if row.evidence}


def _move(seen: _Seen, blind: CompanyAudit, seen_now: bool) -> tuple[Move, str]:
    """Whether the audit that shows nothing had its eyes where the other one saw it."""
    when = "last time" if seen_now else "this time"
    if unread(blind):
        return Move.UNTOLD, f"nothing of this site was read {when}"
    if seen.kind == "format" and blind.cadence.value is None:
        return Move.UNTOLD, f"the posts of the window could not be counted {when}"
    read = {page_key(url) for url in blind.read}
    missing = [e.url for e in seen.evidence if page_key(e.url) not in read]
    if missing:
        shows = f"{counted(len(missing), 'page')} that show{'s' if len(missing) == 1 else ''} it"
        return Move.UNTOLD, f"{shows} {'was' if len(missing) == 1 else 'were'} not read {when}"
    nowhere = "no post of the window" if seen.kind == "format" else f"none of the {counted(blind.pages, 'page')} read"
    why = f"on {counted(len(seen.evidence), 'page')} read both times; {nowhere} {when}"
    return (Move.STARTED if seen_now else Move.STOPPED), why


# ---- how often


def _cadences(both: Sequence[tuple[CompanyAudit, CompanyAudit]], window: Window) -> Iterator[CadenceChange]:
    counts = [(before, after, _fresh(before, after)) for before, after in both]
    family = sum(isinstance(fresh, _Fresh) for _, _, fresh in counts)
    for before, after, fresh in counts:
        then = _posts(before.cadence.n, before.cadence.window) if before.cadence.value is not None else "not measurable"
        if isinstance(fresh, _Fresh):
            ratio = _ratio(before, after, fresh, family)
            yield CadenceChange(after.company.key, _shift(ratio.interval), then, fresh.words, ratio)
        else:
            ratio = _no_ratio(after, fresh, window)
            yield CadenceChange(after.company.key, Shift.UNTOLD, then, "not measurable", ratio)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The posts of the whole weeks that the earlier audit could not count."""

    posts: int
    window: Window

    @property
    def words(self) -> str:
        return _posts(self.posts, self.window)


def _posts(posts: int, window: Window | None) -> str:
    if window is None:
        return counted(posts, "post")
    return f"{counted(posts, 'post')} in {window.weeks:.3g} {'week' if window.weeks == 1 else 'weeks'}"


def _fresh(before: CompanyAudit, after: CompanyAudit) -> _Fresh | str:
    """The whole weeks after the earlier window; why they cannot be compared where they cannot.

    The two windows share most of their weeks, and a test of two counts needs separate ones.
    """
    for company, when in ((before, "last time"), (after, "this time")):
        if company.cadence.value is None:
            return f"{when}: {company.cadence.reason}"
    window = before.cadence.window
    weeks = sorted((w for w in after.weeks if window and w.week > window.end), key=lambda w: w.week)
    if window is None or not weeks:
        return "no whole week lies between the two audits"
    return _Fresh(sum(w.posts for w in weeks), Window(weeks[0].week, weeks[-1].week + timedelta(days=6)))


def _ratio(before: CompanyAudit, after: CompanyAudit, fresh: _Fresh, family: int) -> Figure:
    """Posts a week since, ÷ posts a week then, with the exact interval over all companies compared.

    Each end is the one it would have with the undated posts where they pull it towards 1.
    """
    window = before.cadence.window
    assert window is not None  # noqa: S101 - checked where the fresh weeks were found
    then, weeks = before.cadence.n, window.weeks
    low = conditional_ratio(fresh.posts, fresh.window.weeks, then + before.undated, weeks, family=family).low
    ends = conditional_ratio(fresh.posts + after.undated, fresh.window.weeks, then, weeks, family=family)
    value = fresh.posts / fresh.window.weeks / (then / weeks) if then else None
    interval = Interval(
        low, ends.high, ends.confidence, f"{ends.method}, Bonferroni over {many(family, 'company', 'companies')}"
    )
    return Figure(
        id=f"cadence-change.{after.company.key}",
        name="cadence since the last audit ÷ cadence then",
        subject=after.company.name,
        value=value,
        unit="times",
        n=fresh.posts + then,
        window=fresh.window,
        interval=interval,
        formula="(posts ÷ weeks after the earlier window) ÷ (posts ÷ weeks of the earlier window)",
        inputs=(
            ("since", fresh.words),
            ("then", _posts(then, window)),
            ("undated posts, then and now", f"{before.undated}, {after.undated}"),
        ),
        evidence=after.cadence.evidence[:3],
        evidence_total=after.cadence.evidence_total,
        reason=""
        if value is not None
        else "no post was counted then: a ratio has no value, its interval has a lower end",
    )


def _no_ratio(after: CompanyAudit, reason: str, window: Window) -> Figure:
    return Figure(
        f"cadence-change.{after.company.key}",
        "cadence since the last audit ÷ cadence then",
        after.company.name,
        None,
        "times",
        0,
        window,
        None,
        "(posts ÷ weeks after the earlier window) ÷ (posts ÷ weeks of the earlier window)",
        (),
        (),
        0,
        reason,
    )


def _shift(interval: Interval | None) -> Shift:
    if interval is None:
        return Shift.UNTOLD
    return Shift.UP if interval.low > 1 else Shift.DOWN if interval.high < 1 else Shift.SAME


# ---- scores and topics


def _scores(both: Sequence[tuple[CompanyAudit, CompanyAudit]], old: Audit, new: Audit) -> Iterator[ScoreChange]:
    then, now = ({s.company: s for s in audit.scores} for audit in (old, new))
    for before, after in both:
        key = after.company.key
        if key in then and key in now:
            a, b = then[key], now[key]
            shift, why = _score_shift(a, b, unread(before), unread(after), _yardstick(old) == _yardstick(new))
            yield ScoreChange(key, shift, (a.low, a.high), (b.low, b.high), why)


def _score_shift(then: Score, now: Score, blind_then: bool, blind_now: bool, same: bool) -> tuple[Shift, str]:
    if blind_then or blind_now:
        return Shift.UNTOLD, f"nothing of this site was read {'last time' if blind_then else 'this time'}"
    if not same:
        return Shift.UNTOLD, "the score is made of other keywords, or by another formula"
    if now.low > then.high:
        return Shift.UP, "the ranges do not overlap"
    return (Shift.DOWN, "the ranges do not overlap") if now.high < then.low else (Shift.SAME, "the ranges overlap")


def _yardstick(audit: Audit) -> tuple[object, ...]:
    """What a score depends on beside the sites: its formula and the brief's keywords."""
    return ({s.formula for s in audit.scores}, {row.keyword for row in audit.keywords})


def _topics(old: Audit, new: Audit) -> Iterator[TopicChange]:
    """Topics that the trends support. One that is merely listed no more may have fallen below the list's end."""
    listed = {topic.id for topic in old.topics} | {topic.label for topic in old.topics}
    known = {topic.id: topic for topic in new.topics}
    faded = {(t.topic, t.label) for t in _called(old, Direction.FADING)}
    for trend in new.trends.trends if new.trends else ():
        topic = known.get(trend.topic)
        if topic is None or (trend.tier is not Tier.CALLED and not trend.new):
            continue
        if topic.id not in listed and topic.label not in listed and (trend.new or trend.direction is Direction.RISING):
            why = "not listed last time; nothing on it in the baseline" if trend.new else "not listed last time; rising"
            yield _topic(topic, Shift.UP, why)
        elif trend.direction is Direction.FADING and not any(topic.id == i or topic.label == n for i, n in faded):
            yield _topic(topic, Shift.DOWN, "called fading, and was not last time")


def _called(audit: Audit, way: Direction) -> list[TopicTrend]:
    return [t for t in audit.trends.trends if t.tier is Tier.CALLED and t.direction is way] if audit.trends else []


def _topic(topic: Topic, shift: Shift, why: str) -> TopicChange:
    return TopicChange(topic.id, topic.label, shift, why, topic.quotes[:2])


def _remarks(old: Audit, new: Audit) -> Iterator[str]:
    """Why a difference may come from something else than the market."""
    if old.product != new.product:
        yield f"the last audit was made with {old.product}, this one with {new.product}: what is recognised may differ"
    if old.run.window.weeks != new.run.window.weeks:
        yield "the two windows are of different lengths"
    if old.model != new.model:
        yield f"the last audit read with the language model {old.model or 'none'}, this one with {new.model or 'none'}"
