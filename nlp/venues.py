"""Venues: where the market's conversation was observed, with intervals that keep small samples small."""

from collections.abc import Mapping, Sequence

from market.figures import Figure, Window, utc_day
from market.statistics import conditional_ratio, wilson
from market.venues import Access, Openness, Venue, VenueScore
from nlp.activity import answer_rate, growth
from nlp.observed import Measure, Observed, observe, together
from nlp.relevance import Relevance
from nlp.standing import Standing, levels, ordered, standings

NOT_CAPTURED = "not captured: no conversation of this venue is in the archive"
CLOSED_NETWORK = "closed network: not crawled"
EMPTY_EXPORT = "closed network: the export that the brief names holds no post"
GEM_REACH = 0.01  # of the base: a venue that holds more is no hidden one
GEM_AUTHORS = 150
_NOTHING = Observed((), (), (), 0)


def score_venues(
    venues: Sequence[Venue],
    relevance: Relevance,
    window: Window | None = None,
    reasons: Mapping[str, str] | None = None,
    openness: Mapping[str, Openness] | None = None,
) -> tuple[VenueScore, ...]:
    """One score per venue, best first; venues without a counted conversation come last with a reason.

    The order goes by the lower bound of the weighted affinity (``nlp.standing``); venues that cannot be told apart
    share a level. Venues that are the base are compared with and not scored; without any, the base of each venue is all
    others. Printed bounds are widened over the family of all scored venues (Bonferroni). ``reasons`` and ``openness``
    say, by Venue.key, why a venue could not be read and what its own rules say.
    """
    distinct = {v.key: v for v in sorted(venues, key=lambda v: (v.key, v.name, v.url))}
    observed = observe(relevance)
    ranked = {key: observed[key] for key, venue in distinct.items() if key in observed and not venue.base}
    sample = together(observed[key] for key, venue in distinct.items() if key in observed and venue.base)
    found = standings({key: own.weights for key, own in ranked.items()}, sample.weights)
    order = ordered(found, {key: venue.name for key, venue in distinct.items()})
    numbered = levels(found, order)
    present = _present(relevance)
    scores = []
    for key in [*order, *sorted(distinct.keys() - found.keys())]:
        if distinct[key].base:
            continue
        own = observed.get(key, _NOTHING)
        why = "" if own.heard else (reasons or {}).get(key, "") or _unread(distinct[key])
        base = sample if sample.heard else together(o for other, o in ranked.items() if other != key)
        measure = Measure(distinct[key], window, max(1, len(found)), why)
        rules = (openness or {}).get(key, Openness())
        scores.append(_score(measure, own, base, ranked, found.get(key), numbered.get(key, 0), present, rules))
    return tuple(scores)


def _unread(venue: Venue) -> str:
    if venue.export:
        return EMPTY_EXPORT
    return CLOSED_NETWORK if venue.access == Access.CLOSED else NOT_CAPTURED


def _present(relevance: Relevance) -> dict[str, tuple[str, ...]]:
    venue_of = {h.conversation.url: h.conversation.venue for h in relevance.heard.heard}
    pairs = {(venue_of[m.url], m.company) for m in relevance.mentions}
    return {v: tuple(sorted(c for venue, c in pairs if venue == v)) for v in {venue for venue, _ in pairs}}


def _score(
    measure: Measure,
    own: Observed,
    base: Observed,
    ranked: Mapping[str, Observed],
    standing: Standing | None,
    level: int,
    present: Mapping[str, tuple[str, ...]],
    openness: Openness,
) -> VenueScore:
    days = sorted(utc_day(h.conversation.started_at) for h in own.heard if h.conversation.started_at)
    answers, unanswered = answer_rate(own, measure)
    missed = hidden_gem_reason(measure, own, base)
    return VenueScore(
        venue=measure.venue,
        conversations=len(own.heard),
        on_market=len(own.on_market),
        voices=own.market_pairs,
        share=_share(measure, own),
        affinity=_affinity(measure, own, base),
        reach=_reach(measure, own, ranked),
        first_at=days[0].isoformat() if days else "",
        last_at=days[-1].isoformat() if days else "",
        competitors_present=present.get(measure.venue.key, ()),
        reason=measure.why,
        authors=len(own.market_authors),
        standing=_standing(measure, own, standing),
        base_reach=_base_reach(measure, own, base),
        growth=growth(own, measure),
        answer_rate=answers,
        unanswered=unanswered,
        openness=openness,
        gem=not missed,
        gem_reason=missed,
        level=level,
    )


def _share(measure: Measure, own: Observed) -> Figure:
    n, hits = len(own.heard), len(own.on_market)
    inputs = (("on-market conversations", str(hits)), ("conversations observed", str(n)), *_flooded(own))
    interval = measure.widened(wilson(hits, n, family=measure.family)) if n else None
    value, unit = hits / n if n else None, "share of conversations"
    return measure.figure("venue-share", "on-market share", value, unit, n, interval, _SHARE, inputs, own.on_market)


def _flooded(own: Observed) -> tuple[tuple[str, str], ...]:
    return (("left out: one author's beyond 2 % of the venue", str(own.flooded)),) if own.flooded else ()


def _affinity(measure: Measure, own: Observed, base: Observed) -> Figure:
    n, hits, base_n, base_hits = len(own.heard), len(own.on_market), len(base.heard), len(base.on_market)
    inputs = (
        ("on-market here", str(hits)),
        ("conversations here", str(n)),
        ("on-market in the base", str(base_hits)),
        ("conversations in the base", str(base_n)),
    )
    why = "" if base_n else "no other venue was observed to compare with"
    why = why or ("" if base_hits else "no on-market conversation in any other venue to compare with")
    value, interval = None, None
    if n and base_hits:
        value = (hits / n) / (base_hits / base_n)
        interval = measure.widened(conditional_ratio(hits, n, base_hits, base_n, family=measure.family))
    shown = own.on_market
    return measure.figure("venue-affinity", "affinity", value, "×", n, interval, _AFFINITY, inputs, shown, why)


def _standing(measure: Measure, own: Observed, standing: Standing | None) -> Figure:
    """What the order goes by."""
    name, n = "weighted affinity", len(own.heard)
    value, interval = (standing.ratio, standing.interval) if standing else (None, None)
    mean = f"{standing.mean:.4f}" if standing else "unknown"
    inputs = (("conversations here", str(n)), ("mean weight here, shrunk", mean))
    return measure.figure("venue-standing", name, value, "×", n, interval, _STANDING, inputs, own.on_market)


def _reach(measure: Measure, own: Observed, ranked: Mapping[str, Observed]) -> Figure:
    hits, n = len(own.market_authors), len({a for o in ranked.values() for a in o.market_authors})
    inputs = (("authors here who discuss the market", str(hits)), ("such authors in all venues", str(n)))
    why = "" if n else "no on-market conversation was observed in any venue"
    interval = measure.widened(wilson(hits, n, family=measure.family)) if n else None
    value, unit = hits / n if n else None, "share of observed authors"
    shown = own.on_market
    return measure.figure(
        "venue-reach", "share of observed authors", value, unit, n, interval, _REACH, inputs, shown, why
    )


def _base_reach(measure: Measure, own: Observed, base: Observed) -> Figure:
    """How much of everything that was observed, on any subject, is in this venue."""
    pairs, n = own.pairs, own.pairs + base.pairs
    inputs = (("author × conversation pairs here", str(pairs)), ("here and in the base", str(n)))
    value, unit = pairs / n if n else None, "share of author × conversation pairs"
    interval = measure.widened(wilson(pairs, n, family=measure.family)) if n else None
    return measure.figure("venue-base-reach", "base reach", value, unit, n, interval, _BASE, inputs, own.heard)


def hidden_gem_reason(measure: Measure, own: Observed, base: Observed) -> str:
    """Which minimum of a hidden gem a venue misses, "" for a gem."""
    affinity, base_reach = _affinity(measure, own, base), _base_reach(measure, own, base)
    if affinity.value is None or affinity.interval is None or base_reach.value is None:
        return affinity.reason or "its affinity could not be measured"
    authors = len(own.market_authors)
    if authors < GEM_AUTHORS:
        return f"{authors} on-market authors observed, {GEM_AUTHORS} needed"
    if affinity.interval.low <= 1:
        return "the interval of its affinity reaches 1"
    return "" if base_reach.value <= GEM_REACH else f"it holds {base_reach.value:.1%} of the base, over {GEM_REACH:.0%}"


_SHARE = "on-market conversations ÷ conversations observed in the venue"
_AFFINITY = "(on-market here ÷ conversations here) ÷ (on-market in the base ÷ conversations in the base)"
_STANDING = (
    "mean over conversations of the evidence for the market in their words, shrunk over venues ÷ that of the base"
)
_REACH = "authors here who discuss the market ÷ all observed authors who do"
_BASE = "author × conversation pairs here, on any subject ÷ the same here and in the base"
