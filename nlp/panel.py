"""Panel: the sources that were there all along, their weeks, and what a steady share would look like in them.

A source that appears or dies changes what everybody seems to talk about. So only sources with conversations in both
the window and the baseline count, and within these a topic is expected in each week by what each source said in it:
a source that falls silent half-way takes its own topics out of what is expected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from market.figures import Window, utc_day
from market.posts import Conversation
from market.topics import LeftOut

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_PRESENT = 3  # conversations of a source in the window, and as many in the baseline
LEAST_WEEKS = 12  # with conversations: in eight nothing under a threefold change can be told (METRICS)
LEAST_ALONE = 4  # of these in the window, and in the baseline
SILENT_WEEKS = 4  # from the last conversation to the window's end: more, and the window was not observed


@dataclass(frozen=True, slots=True)
class Panel:
    """The conversations that a trend is read from."""

    starts: tuple[date, ...]  # first day of each week, baseline first
    split: int  # weeks of the baseline
    venues: tuple[str, ...]
    held: tuple[Conversation, ...]  # by key
    left_out: tuple[LeftOut, ...]
    undated: int
    outside: int
    reason: str = ""  # why no trend can be read

    def week_of(self, conversation: Conversation) -> int:
        """The place of its week."""
        return (_day(conversation) - self.starts[0]).days // 7

    def counts(self, assigned: Mapping[str, str], topic: str) -> "NDArray[Any]":
        """Conversations on ``topic`` per venue and week; on every topic and none for ""."""
        import numpy as np

        table = np.zeros((len(self.venues), len(self.starts)), int)
        row = {venue: place for place, venue in enumerate(self.venues)}
        for one in self.held:
            if not topic or assigned.get(one.key) == topic:
                table[row[one.venue], self.week_of(one)] += 1
        return table


def take_panel(conversations: Sequence[Conversation], window: Window, baseline: Window) -> Panel:
    """The panel of ``conversations``, each given once; the week that was not over at the last capture is dropped."""
    dated = sorted((c for c in conversations if c.started_at), key=lambda c: c.key)
    starts = _whole_weeks(dated, window, baseline)
    split = sum(start < window.start for start in starts)
    end = starts[-1] + timedelta(days=6)
    inside = [c for c in dated if baseline.start <= _day(c) <= end]
    venues, left_out = _common(inside, window)
    held = tuple(c for c in inside if c.venue in venues)
    undated, outside = len(conversations) - len(dated), len(dated) - len(inside)
    panel = Panel(starts, split, venues, held, left_out, undated, outside)
    return replace(panel, reason=_why_not(panel, dated, window))


def steady_counts(counts: "NDArray[Any]", totals: "NDArray[Any]") -> "NDArray[Any]":
    """What a topic's counts (venues × weeks) would be per week with one share in each venue that never moves."""
    import numpy as np

    said = totals.sum(1)
    share = np.divide(counts.sum(1), said, out=np.zeros(len(said)), where=said > 0)
    return np.asarray((totals * share[:, None]).sum(0))


def _day(conversation: Conversation) -> date:
    assert conversation.started_at is not None  # noqa: S101 - undated ones never enter the panel
    return utc_day(conversation.started_at)


def _whole_weeks(dated: Sequence[Conversation], window: Window, baseline: Window) -> tuple[date, ...]:
    """The weeks from the baseline's start on that were over when the newest capture was made."""
    count = ((window.end - baseline.start).days + 1) // 7
    newest = max((utc_day(c.capture.captured_at) for c in dated), default=window.end)
    starts = [baseline.start + timedelta(days=7 * week) for week in range(count)]
    last = starts[-1] + timedelta(days=6)
    # captured on the week's last day or before: that day may have gone on
    return tuple(starts[:-1] if newest <= last and count > 1 else starts)


def _common(inside: Sequence[Conversation], window: Window) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """The venues present on both sides, and those that are not with the reason."""
    now: dict[str, int] = {}
    before: dict[str, int] = {}
    for one in inside:
        side = now if _day(one) >= window.start else before
        side[one.venue] = side.get(one.venue, 0) + 1
    every = sorted({*now, *before})
    kept = tuple(v for v in every if min(now.get(v, 0), before.get(v, 0)) >= LEAST_PRESENT)
    out = tuple(
        LeftOut(v, _absent(before.get(v, 0), now.get(v, 0)), now.get(v, 0) + before.get(v, 0))
        for v in every
        if v not in kept
    )
    return kept, out


def _absent(before: int, now: int) -> str:
    if before < LEAST_PRESENT:
        return f"{before or 'no'} conversation{'' if before == 1 else 's'} from the baseline"
    return f"{now or 'no'} conversation{'' if now == 1 else 's'} from the window"


def _why_not(panel: Panel, dated: Sequence[Conversation], window: Window) -> str:
    """Why no trend can be read, "" when one can."""
    if not dated:
        return "no conversation on the market shows when it began"
    last = max(map(_day, dated))
    if (window.end - last).days > 7 * SILENT_WEEKS:
        return (
            f"too little data: the newest conversation is of {last.isoformat()}, "
            f"{(window.end - last).days // 7} weeks before the window ends ({window.end.isoformat()})"
        )
    if not panel.venues:
        return (
            f"too little data: no venue has {LEAST_PRESENT} dated conversations both in the window and in the baseline"
        )
    busy = sorted({panel.week_of(c) for c in panel.held})
    before = sum(week < panel.split for week in busy)
    if len(busy) < LEAST_WEEKS or min(before, len(busy) - before) < LEAST_ALONE:
        return (
            f"too little data: conversations in {before} of the weeks before and {len(busy) - before} of the window's; "
            f"under {LEAST_WEEKS} weeks no change under threefold could be told"
        )
    return ""
