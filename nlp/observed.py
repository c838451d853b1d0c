"""Observed: what was heard in one venue, counted so that one busy writer is not a crowd, and figures about it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from market.figures import Figure, Interval, Window
from market.findings import Evidence
from market.venues import Venue
from nlp.conversations import Heard, short_quote
from nlp.relevance import Relevance

PRINTED = 5  # pieces of evidence that a figure carries; the total stands beside them
# One writer counts for at most this many conversations of a venue, or this share of them where that is more: a flood
# of one person's posts is one voice, however many threads it opens.
MOST_OF_AUTHOR = 3
MOST_OF_VENUE = 0.02


@dataclass(frozen=True, slots=True)
class Observed:
    """What counts of one venue: its conversations, the on-market ones among them, and each one's weight."""

    heard: tuple[Heard, ...]
    on_market: tuple[Heard, ...]
    weights: tuple[float, ...]  # along ``heard``: the market's part of its words
    flooded: int  # conversations left out because their author has too many of the venue's

    @property
    def pairs(self) -> int:
        """Author × conversation pairs of all conversations."""
        return sum(h.voices for h in self.heard)

    @property
    def market_pairs(self) -> int:
        """Author × conversation pairs of the on-market ones."""
        return sum(h.voices for h in self.on_market)

    @property
    def market_authors(self) -> frozenset[str]:
        """Distinct authors of on-market conversations; one that names nobody stands for one of its own."""
        return frozenset(a for h in self.on_market for a in (h.conversation.voices or {h.conversation.key}))


def observe(relevance: Relevance) -> dict[str, Observed]:
    """What was observed, by Venue.key; venues without a conversation are left out."""
    by_venue: dict[str, list[tuple[Heard, float]]] = {}
    for heard, weight in zip(relevance.heard.heard, relevance.weights, strict=True):
        by_venue.setdefault(heard.conversation.venue, []).append((heard, weight))
    return {key: _counted(pairs, relevance.on_market) for key, pairs in by_venue.items()}


def together(parts: Iterable[Observed]) -> Observed:
    """Several venues as one."""
    each = list(parts)
    return Observed(
        tuple(h for o in each for h in o.heard),
        tuple(h for o in each for h in o.on_market),
        tuple(w for o in each for w in o.weights),
        sum(o.flooded for o in each),
    )


def _counted(pairs: Sequence[tuple[Heard, float]], on_market: frozenset[str]) -> Observed:
    most = max(MOST_OF_AUTHOR, int(MOST_OF_VENUE * len(pairs)))
    written: Counter[str] = Counter()
    kept: list[tuple[Heard, float]] = []
    for heard, weight in pairs:  # sorted by key, a digest: no post is preferred
        author = heard.conversation.author
        written[author] += 1
        if not author or written[author] <= most:
            kept.append((heard, weight))
    hits = tuple(h for h, _ in kept if h.conversation.key in on_market)
    return Observed(tuple(h for h, _ in kept), hits, tuple(w for _, w in kept), len(pairs) - len(kept))


@dataclass(frozen=True, slots=True)
class Measure:
    """What all figures of one venue share."""

    venue: Venue
    window: Window | None
    family: int  # venues that are compared: intervals are widened over them
    why: str  # why nothing of the venue could be measured, "" when something was

    def figure(
        self,
        kind: str,
        name: str,
        value: float | None,
        unit: str,
        n: int,
        interval: Interval | None,
        formula: str,
        inputs: tuple[tuple[str, str], ...],
        shown: Sequence[Heard],
        reason: str = "",
    ) -> Figure:
        """A figure of the venue with up to five of ``shown`` as its evidence, the most answered first."""
        best = sorted(shown, key=lambda h: (-(h.conversation.replies or 0), h.conversation.key))[:PRINTED]
        evidence = tuple(Evidence.of(h.conversation.capture, short_quote(h.title or h.body)) for h in best)
        identity, reason = f"{kind}.{self.venue.key}", self.why or reason
        value, interval = (None, None) if reason else (value, interval)
        subject, total = self.venue.name, len(shown)
        return Figure(
            identity, name, subject, value, unit, n, self.window, interval, formula, inputs, evidence, total, reason
        )

    def widened(self, interval: Interval) -> Interval:
        """The interval with its family in the method: who recomputes it from n alone would find a narrower one."""
        if self.family < 2:
            return interval
        return replace(interval, method=f"{interval.method}, widened over {self.family} venues (Bonferroni)")
