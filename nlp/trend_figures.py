"""Trend figures: a topic's share now and before, their ratio, and the smallest rise that would have been seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from market.figures import Figure, Interval, Window
from market.findings import Evidence
from market.posts import Conversation
from market.statistics import conditional_ratio, spread_wilson
from market.topics import Topic
from nlp.conversations import short_quote

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRINTED = 5  # pieces of evidence of a figure


@dataclass(frozen=True, slots=True)
class Counted:
    """One topic in the panel."""

    topic: Topic
    table: "NDArray[Any]"  # venues × weeks
    now: tuple[Conversation, ...]  # newest first
    before: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """A topic's share on both sides; the earlier one as it would be with the later mix of sources."""

    now: float
    n: int
    before: float
    n_before: int
    effective: float  # conversations of one source that would make the share before as sure as it is
    spread: float  # variance of the topic's counts ÷ that of independent ones

    @property
    def interval(self) -> Interval:
        """Interval of the ratio of the two shares."""
        return ratio_of(self.now * self.n, self.n, self.before * self.effective, self.effective, self.spread)


def shares_of(table: "NDArray[Any]", totals: "NDArray[Any]", split: int, spread: float) -> Shares:
    """The shares of a topic from its counts and all counts (venues × weeks); the baseline has ``split`` weeks."""
    hits, said = table[:, split:].sum(1), totals[:, split:].sum(1)
    old_hits, old_said = table[:, :split].sum(1), totals[:, :split].sum(1)
    n, n_before = int(said.sum()), int(old_said.sum())
    weight, share = said / n, old_hits / old_said  # each source of a panel has said something on both sides
    before = float((weight * share).sum())
    variance = float((weight**2 * share * (1 - share) / old_said).sum())
    effective = before * (1 - before) / variance if variance > 0 else float(n_before)
    return Shares(float(hits.sum() / n), n, before, n_before, effective, spread)


def ratio_of(hits: float, n: float, base_hits: float, base_n: float, spread: float) -> Interval:
    """Interval of (hits/n) ÷ (base_hits/base_n), exact on counts divided by their ``spread``."""
    found = conditional_ratio(hits / spread, n / spread, base_hits / spread, base_n / spread)
    return Interval(found.low, found.high, found.confidence, "conditional exact on counts ÷ spread")


def share_now(one: Counted, shares: Shares, window: Window) -> Figure:
    """The topic's share of the panel's conversations in the window."""
    inputs = (("conversations on the topic", str(len(one.now))), ("in the panel", str(shares.n)), _spread(shares))
    formula = "conversations on the topic ÷ all on the market, in the sources of the panel"
    return _share("now", one, shares.now, shares.n, shares.n, shares.spread, window, formula, inputs, one.now)


def share_before(one: Counted, shares: Shares, baseline: Window) -> Figure:
    """The topic's share in the baseline, each source weighing what it weighs in the window."""
    inputs = (
        ("conversations on the topic", str(len(one.before))),
        ("in the panel", str(shares.n_before)),
        ("conversations that count alike with one mix of sources", f"{shares.effective:.0f}"),
        _spread(shares),
    )
    formula = "mean over the sources of (conversations on the topic ÷ all), weighted by what each says in the window"
    n, effective = shares.n_before, max(1.0, shares.effective)
    return _share("before", one, shares.before, n, effective, shares.spread, baseline, formula, inputs, one.before)


def _share(
    side: str,
    one: Counted,
    value: float,
    n: int,
    effective: float,
    spread: float,
    window: Window,
    formula: str,
    inputs: tuple[tuple[str, str], ...],
    shown: Sequence[Conversation],
) -> Figure:
    return Figure(
        id=f"trend-{side}.{one.topic.id}",
        name="share of conversations now" if side == "now" else "share of conversations before",
        subject=one.topic.label,
        value=value,
        unit="share of conversations",
        n=n,
        window=window,
        interval=spread_wilson(min(1.0, value), effective, spread),
        formula=formula,
        inputs=inputs,
        evidence=_evidence(shown, PRINTED),
        evidence_total=len(shown),
    )


def growth(one: Counted, shares: Shares, window: Window) -> Figure:
    """The share now ÷ the share before; without a value where nothing was on the topic before."""
    return Figure(
        id=f"trend-ratio.{one.topic.id}",
        name="growth ratio",
        subject=one.topic.label,
        value=shares.now / shares.before if shares.before else None,
        unit="times",
        n=len(one.now) + len(one.before),
        window=window,
        interval=shares.interval,
        formula="share now ÷ share before; interval exact on counts divided by their spread",
        inputs=(("share now", f"{shares.now:.4f}"), ("share before", f"{shares.before:.4f}"), _spread(shares)),
        evidence=(*_evidence(one.now, 3), *_evidence(one.before, 2)),
        evidence_total=len(one.now) + len(one.before),
        reason="" if shares.before else "no conversation on it in the baseline",
    )


def detectable(one: Counted, rise: float | None, shares: Shares, window: Window, level: float) -> Figure:
    """The smallest rise that would have been called with a probability of 80 %."""
    return Figure(
        id=f"trend-detectable.{one.topic.id}",
        name="smallest rise that would have been called",
        subject=one.topic.label,
        value=round(rise, 4) if rise else None,
        unit="times",
        n=len(one.now) + len(one.before),
        window=window,
        interval=None,
        formula="ratio of the shares at which the slope's test reaches its level with a power of 80 %",
        inputs=(("level of the test", f"{level:.4f}"), ("power", "0.8"), _spread(shares)),
        evidence=_evidence(one.before or one.now, 3),
        evidence_total=len(one.before or one.now),
        reason="" if rise else "not even fifty times as much would have been called",
    )


def _spread(shares: Shares) -> tuple[str, str]:
    return "spread (variance of the counts ÷ that of independent ones)", f"{shares.spread:.2f}"


def _evidence(conversations: Sequence[Conversation], most: int) -> tuple[Evidence, ...]:
    return tuple(Evidence.of(c.capture, short_quote(c.title or c.text)) for c in conversations[:most])
