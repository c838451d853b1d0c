"""Venues: where the market's conversation was observed, with intervals that keep small samples small."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from market.companies import Company
from market.figures import Figure, Window, utc_day
from market.findings import Evidence
from market.statistics import conditional_ratio, wilson
from market.venues import Access, Venue, VenueScore
from nlp.conversations import Heard, short_quote
from nlp.mentions import find_mentions
from nlp.relevance import Relevance

if TYPE_CHECKING:
    from spacy.language import Language

    from market.figures import Interval

PRINTED = 5  # pieces of evidence that a figure carries; the total stands beside them
NOT_CAPTURED = "not captured: no conversation of this venue is in the archive"
CLOSED_NETWORK = "closed network: not crawled"


@dataclass(frozen=True, slots=True)
class _Observed:
    """What was heard in one venue, or in all others together."""

    heard: tuple[Heard, ...]
    on_market: tuple[Heard, ...]

    @property
    def market_voices(self) -> int:
        return sum(h.voices for h in self.on_market)


def score_venues(
    venues: Sequence[Venue],
    relevance: Relevance,
    companies: Sequence[Company],
    model: "Language",
    window: Window | None = None,
    reasons: Mapping[str, str] | None = None,
) -> tuple[VenueScore, ...]:
    """One score per venue, best first; venues without a counted conversation come last with a reason.

    The order goes by the lower bound of the affinity, then of the share, then by key. The bounds are widened over
    the family of all venues (Bonferroni). ``reasons`` says, by Venue.key, why a venue could not be read.
    """
    distinct = {v.key: v for v in sorted(venues, key=lambda v: (v.key, v.name, v.url))}
    observed = {key: _observe(key, relevance) for key in distinct}
    family = max(1, sum(bool(o.heard) for o in observed.values()))
    present = _present(relevance, companies, model)
    scores = [
        _score(venue, observed, family, present.get(key, ()), window, _reason(venue, reasons or {}))
        for key, venue in distinct.items()
    ]
    return tuple(sorted(scores, key=lambda score: _rank(score, observed, family)))


def _observe(key: str, relevance: Relevance) -> _Observed:
    heard = tuple(h for h in relevance.heard.heard if h.conversation.venue == key)
    return _Observed(heard, tuple(h for h in heard if h.conversation.key in relevance.on_market))


def _reason(venue: Venue, reasons: Mapping[str, str]) -> str:
    return reasons.get(venue.key, "") or (CLOSED_NETWORK if venue.access == Access.CLOSED else NOT_CAPTURED)


def _rank(score: VenueScore, observed: Mapping[str, _Observed], family: int) -> tuple[bool, float, float, str]:
    """Lower bounds first, as they are also where no ratio can be printed because nothing was found elsewhere."""
    others = [o for key, o in observed.items() if key != score.venue.key]
    base_n, base_hits = sum(len(o.heard) for o in others), sum(len(o.on_market) for o in others)
    low = -1.0
    if score.conversations and base_n:
        low = conditional_ratio(score.on_market, score.conversations, base_hits, base_n, family=family).low
    share = score.share.interval
    return score.conversations == 0, -low, -(share.low if share else -1.0), score.venue.key


def _present(relevance: Relevance, companies: Sequence[Company], model: "Language") -> dict[str, tuple[str, ...]]:
    venue_of = {h.conversation.url: h.conversation.venue for h in relevance.heard.heard}
    found = find_mentions([h.conversation for h in relevance.heard.heard], companies, model)
    pairs = {(venue_of[m.url], m.company) for m in found}
    return {v: tuple(sorted(c for venue, c in pairs if venue == v)) for v in {venue for venue, _ in pairs}}


def _score(
    venue: Venue,
    observed: Mapping[str, _Observed],
    family: int,
    present: tuple[str, ...],
    window: Window | None,
    reason: str,
) -> VenueScore:
    own = observed[venue.key]
    others = [o for key, o in observed.items() if key != venue.key]
    days = sorted(utc_day(h.conversation.started_at) for h in own.heard if h.conversation.started_at)
    why = "" if own.heard else reason
    return VenueScore(
        venue=venue,
        conversations=len(own.heard),
        on_market=len(own.on_market),
        voices=own.market_voices,
        share=_share(venue, own, family, window, why),
        affinity=_affinity(venue, own, others, family, window, why),
        reach=_reach(venue, own, others, family, window, why),
        first_at=days[0].isoformat() if days else "",
        last_at=days[-1].isoformat() if days else "",
        competitors_present=present,
        reason=why,
    )


def _share(venue: Venue, own: _Observed, family: int, window: Window | None, why: str) -> Figure:
    n, hits = len(own.heard), len(own.on_market)
    inputs = (("on-market conversations", str(hits)), ("conversations observed", str(n)))
    interval = _widened(wilson(hits, n, family=family), family) if n else None
    value = hits / n if n else None
    return _figure("venue-share", "on-market share", venue, value, _UNIT, n, window, interval, _SHARE, inputs, own, why)


def _affinity(
    venue: Venue, own: _Observed, others: Sequence[_Observed], family: int, window: Window | None, why: str
) -> Figure:
    n, hits = len(own.heard), len(own.on_market)
    base_n, base_hits = sum(len(o.heard) for o in others), sum(len(o.on_market) for o in others)
    inputs = (
        ("on-market here", str(hits)),
        ("conversations here", str(n)),
        ("on-market in all other venues", str(base_hits)),
        ("conversations in all other venues", str(base_n)),
    )
    why = why or ("" if base_n else "no other venue was observed to compare with")
    why = why or ("" if base_hits else "no on-market conversation in any other venue to compare with")
    comparable = n > 0 and base_n > 0
    interval = None
    if comparable and base_hits:
        interval = _widened(conditional_ratio(hits, n, base_hits, base_n, family=family), family)
    value = (hits / n) / (base_hits / base_n) if comparable and base_hits else None
    return _figure("venue-affinity", "affinity", venue, value, "×", n, window, interval, _AFFINITY, inputs, own, why)


def _reach(
    venue: Venue, own: _Observed, others: Sequence[_Observed], family: int, window: Window | None, why: str
) -> Figure:
    hits = own.market_voices
    n = hits + sum(o.market_voices for o in others)
    inputs = (("on-market author × conversation pairs here", str(hits)), ("in all venues", str(n)))
    why = why or ("" if n else "no on-market conversation was observed in any venue")
    interval = _widened(wilson(hits, n, family=family), family) if n and not why else None
    value = hits / n if n and not why else None
    return _figure(
        "venue-reach",
        "share of observed authors",
        venue,
        value,
        _PAIRS,
        n,
        window,
        interval,
        _REACH,
        inputs,
        own,
        why,
    )


def _widened(interval: "Interval", family: int) -> "Interval":
    """The interval with its family in the method: who recomputes it from n alone would find a narrower one."""
    if family < 2:
        return interval
    return replace(interval, method=f"{interval.method}, widened over {family} venues (Bonferroni)")


_SHARE = "on-market conversations ÷ conversations observed in the venue"
_AFFINITY = "(on-market here ÷ conversations here) ÷ (on-market elsewhere ÷ conversations elsewhere)"
_UNIT = "share of conversations"
_PAIRS = "share of author × conversation pairs"
_REACH = "on-market author × conversation pairs here ÷ the same in all venues"


def _figure(
    kind: str,
    name: str,
    venue: Venue,
    value: float | None,
    unit: str,
    n: int,
    window: Window | None,
    interval: "Interval | None",
    formula: str,
    inputs: tuple[tuple[str, str], ...],
    own: _Observed,
    why: str,
) -> Figure:
    best = sorted(own.on_market, key=lambda h: (-(h.conversation.replies or 0), h.conversation.key))[:PRINTED]
    evidence = tuple(Evidence.of(h.conversation.capture, short_quote(h.title or h.body)) for h in best)
    total = len(own.on_market)
    identity = f"{kind}.{venue.key}"
    return Figure(identity, name, venue.name, value, unit, n, window, interval, formula, inputs, evidence, total, why)
