"""Trends: which topics rise and which fade, called only where chance is no explanation.

Conversations are counted in the week they began, each once however many voices it has, over the sources that were
there all along (``nlp.panel``). The slope is tested in ``nlp.slopes``, with Benjamini–Hochberg over the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from market.figures import Window, utc_day
from market.posts import Conversation
from market.statistics import benjamini_hochberg, lrc
from market.topics import Burst, Direction, Tier, Topic, TopicTrend, TrendTable, TrendWeek
from market.urls import host_of
from nlp.bursts import bursts
from nlp.conversations import hear
from nlp.panel import Panel, steady_counts, take_panel
from nlp.slopes import LEAST, LEAST_WEEKS, Slopes, slopes_of, smallest_rise
from nlp.trend_figures import Counted, Shares, detectable, growth, share_before, share_now, shares_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

CALLED_BELOW = 0.05  # q
WATCHED_BELOW = 0.05  # p
POWER = 0.8
LEAST_AUTHORS = 3  # one person's campaign is no trend
NEW_AUTHORS, NEW_SITES = 3, 2
_RANK = {Tier.CALLED: 0, Tier.WATCH: 1, Tier.TOO_FEW: 2}


@dataclass(frozen=True, slots=True)
class _Test:
    """What the slopes say of one topic."""

    p: float | None  # None: not tested
    q: float | None
    score: float
    rise: float | None  # the smallest that would have been called
    level: float


def find_trends(
    topics: Sequence[Topic],
    assignments: Sequence[tuple[str, str]],
    conversations: Sequence[Conversation],
    window: Window,
    baseline: Window,
) -> TrendTable:
    """How each topic's share of the dated conversations in ``window`` compares with ``baseline``.

    ``assignments`` are (Conversation.key, Topic.id); the conversations are those the topics were found in. Where too
    little is dated, ``reason`` says why and there is no trend.
    """
    panel = take_panel([h.conversation for h in hear(conversations).heard], window, baseline)
    empty = _table(panel, window, baseline)
    if panel.reason or not topics:
        return replace(empty, reason=panel.reason or "no topic was found")
    assigned = dict(assignments)
    totals = panel.counts(assigned, "")
    counted = [_count(panel, assigned, topic) for topic in topics]
    slopes, tests = _tests(counted, totals, panel.split)
    spans = Window(empty.window.start, empty.window.end), baseline
    trends = [
        _trend(one, shares_of(one.table, totals, panel.split, float(spread)), test, panel, totals, spans, len(tests))
        for one, spread, test in zip(counted, slopes.spread, tests, strict=True)
    ]
    tested = sum(test.p is not None for test in tests)
    return replace(
        empty,
        tested=tested,
        by_chance=round(WATCHED_BELOW * tested, 4),
        autocorrelation=round(slopes.autocorrelation, 4),
        trends=tuple(sorted(trends, key=lambda t: (_RANK[t.tier], 1.0 if t.p is None else t.p, t.topic))),
    )


def _table(panel: Panel, window: Window, baseline: Window) -> TrendTable:
    per_week = [0] * len(panel.starts)
    for one in panel.held:
        per_week[panel.week_of(one)] += 1
    last = panel.starts[-1] + timedelta(days=6)
    return TrendTable(
        window=replace(window, end=last) if last >= window.start else window,
        baseline=baseline,
        weeks=tuple(TrendWeek(start, count) for start, count in zip(panel.starts, per_week, strict=True)),
        panel=panel.venues,
        left_out=panel.left_out,
        undated=panel.undated,
        outside=panel.outside,
        tested=0,
        by_chance=0.0,
        autocorrelation=0.0,
        trends=(),
    )


def _count(panel: Panel, assigned: Mapping[str, str], topic: Topic) -> Counted:
    on_it = [c for c in panel.held if assigned.get(c.key) == topic.id]
    on_it.sort(key=lambda c: (c.started_at, c.key), reverse=True)
    now = tuple(c for c in on_it if panel.week_of(c) >= panel.split)
    return Counted(topic, panel.counts(assigned, topic.id), now, tuple(on_it[len(now) :]))


def _tests(counted: Sequence[Counted], totals: "NDArray[Any]", split: int) -> tuple[Slopes, list[_Test]]:
    """The slopes and one test per topic, in the order given."""
    import numpy as np

    weeks = np.array([one.table.sum(0) for one in counted])
    steady = np.array([steady_counts(one.table, totals) for one in counted])
    slopes = slopes_of(weeks, steady, split)
    places = [place for place in range(len(counted)) if slopes.tested[place]]
    q = dict(zip(places, benjamini_hochberg([float(slopes.p[place]) for place in places]), strict=True))
    level = CALLED_BELOW / max(1, len(places))  # of a single call: the first rank of Benjamini and Hochberg

    def of(place: int) -> _Test:
        # from what was said before, not from the mean of both sides
        scale = weeks[place, :split].sum() / max(float(steady[place, :split].sum()), 1e-9)
        before, after = steady[place, :split] * scale, steady[place, split:] * scale
        rise = smallest_rise(before, after, float(slopes.spread[place]), level, POWER, float(slopes.degrees[place]))
        p = round(float(slopes.p[place]), 8) if place in q else None
        return _Test(p, round(q[place], 8) if place in q else None, float(slopes.score[place]), rise, level)

    return slopes, [of(place) for place in range(len(counted))]


def _trend(
    one: Counted,
    shares: Shares,
    test: _Test,
    panel: Panel,
    totals: "NDArray[Any]",
    spans: tuple[Window, Window],
    family: int,
) -> TopicTrend:
    window, baseline = spans
    authors, sites = len({c.author or c.key for c in one.now}), len({host_of(c.url) for c in one.now})
    tier, reason = _tier(one, shares, test)
    way = Direction.RISING if test.score > 0 else Direction.FADING
    days = [utc_day(c.started_at) for c in (*one.now, *one.before) if c.started_at]
    return TopicTrend(
        topic=one.topic.id,
        label=one.topic.label,
        tier=tier,
        direction=Direction.UNTOLD if tier is Tier.TOO_FEW else way,
        now=share_now(one, shares, window),
        before=share_before(one, shares, baseline),
        ratio=growth(one, shares, window),
        detectable=detectable(one, test.rise, shares, window, test.level),
        p=test.p,
        q=test.q,
        lrc=round(lrc(len(one.now), shares.n, len(one.before), shares.n_before, family), 4),
        authors=authors,
        sites=sites,
        first_seen=min(days, default=None),
        new=not one.before and authors >= NEW_AUTHORS and sites >= NEW_SITES,
        weeks=tuple(int(count) for count in one.table.sum(0)),
        bursts=_bursts(one, totals, panel),
        reason=reason,
    )


def _tier(one: Counted, shares: Shares, test: _Test) -> tuple[Tier, str]:
    """The tier, and why it is no higher one."""
    if test.p is None or test.q is None:
        busy = int((one.table.sum(0) > 0).sum())
        count = len(one.now) + len(one.before)
        needed = f"a test needs {LEAST} independent ones in {LEAST_WEEKS} weeks"
        return (
            Tier.TOO_FEW,
            f"{count} conversation{'' if count == 1 else 's'} in {busy} week{'' if busy == 1 else 's'}; {needed}",
        )
    if test.p >= WATCHED_BELOW:
        return Tier.TOO_FEW, f"chance explains it (p = {test.p:.2f})"
    if test.q >= CALLED_BELOW:
        return Tier.WATCH, f"stands out alone (p = {test.p:.3f}), not in a list of this length (q = {test.q:.2f})"
    interval = shares.interval
    if interval.low <= 1 <= interval.high:
        return Tier.WATCH, "the share moves, but the interval of the ratio holds 1"
    speakers = len({c.author or c.key for c in (one.now if test.score > 0 else one.before)})
    if speakers < LEAST_AUTHORS:
        return Tier.WATCH, f"{speakers} author{'' if speakers == 1 else 's'}; a call needs {LEAST_AUTHORS}"
    return Tier.CALLED, ""


def _bursts(one: Counted, totals: "NDArray[Any]", panel: Panel) -> tuple[Burst, ...]:
    found = bursts([int(c) for c in one.table.sum(0)], [int(c) for c in totals.sum(0)])
    return tuple(
        Burst(panel.starts[b.first], panel.starts[b.last] + timedelta(days=6), round(b.weight, 4)) for b in found
    )
