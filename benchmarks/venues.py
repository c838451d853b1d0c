"""The order of venues, on real markets and on made-up ones: `make bench-venues`.

Of each market: is every relevant venue above every irrelevant one, how many of the first five are relevant, and how
much of the order (Kendall's tau) stays when half of each venue's conversations are dropped at random, twenty times,
with everything learnt anew each time. Floors are in ``floors.json``.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.corpora import CORPORA, RealMarket, real_markets
from benchmarks.venue_markets import MadeMarket, made_market
from market.brief_yaml import parse_brief
from market.posts import Conversation
from market.venues import VenueScore
from nlp.language import load_model
from nlp.relevance import find_on_market
from nlp.venues import score_venues
from pipelines.brief import venues_of
from pipelines.reading import read_material
from pipelines.replay import replay_pages
from store.engine import open_store

FLOORS = Path(__file__).with_name("floors.json")
DRAWS = 20
MADE = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured on one market."""

    name: str
    relevant_above: float  # share of pairs of a relevant and an irrelevant venue that stand right
    precision: float  # of the first five
    taus: tuple[float, ...]


def main(arguments: Sequence[str] = ()) -> int:
    """Print a row per market; 1 when a number is under its floor. ``--made`` leaves the real markets out."""
    model = load_model()
    results = []
    print(f"{'market':28} {'right pairs':>12} {'first five':>11} {'tau least':>10} {'median':>7}")
    markets = [made_market(seed, model) for seed in MADE]
    if CORPORA.exists() and "--made" not in arguments:
        markets += [_real(market) for market in real_markets()]
    for market in markets:
        results.append(found := measure(market))
        print(
            f"{found.name:28} {found.relevant_above:12.3f} {found.precision:11.2f} "
            f"{min(found.taus):10.3f} {median(found.taus):7.3f}",
            flush=True,
        )
    floors: dict[str, float] = json.loads(FLOORS.read_text())["venues"]
    numbers = summary(results)
    under = [name for name, floor in floors.items() if numbers[name] < floor]
    print(f"under their floor: {', '.join(under)}" if under else "no number is under its floor")
    return 1 if under else 0


def summary(results: Sequence[Result]) -> dict[str, float]:
    """The floored numbers: the worst of all markets."""
    return {
        "relevant above irrelevant": min(r.relevant_above for r in results),
        "precision of the first five": min(r.precision for r in results),
        "least tau": min(min(r.taus) for r in results),
        "least median tau": min(median(r.taus) for r in results),
    }


def measure(market: MadeMarket, draws: int = DRAWS) -> Result:
    """The three properties of one market."""
    whole = order(market, market.conversations)
    chance = Random(f"draws of {market.name}")  # noqa: S311 - a simulation, no secrets
    taus = tuple(tau(whole, order(market, halved(market.conversations, chance))) for _ in range(draws))
    top = [key in market.relevant for key in whole if key in market.relevant | market.irrelevant][:5]
    return Result(market.name, right_pairs(whole, market), sum(top) / len(top), taus)


def right_pairs(order_: Sequence[str], market: MadeMarket) -> float:
    """The share of relevant–irrelevant pairs whose relevant venue stands higher."""
    place = {key: i for i, key in enumerate(order_)}
    pairs = [(r, i) for r in market.relevant for i in market.irrelevant if r in place and i in place]
    return sum(place[r] < place[i] for r, i in pairs) / len(pairs)


def order(market: MadeMarket, conversations: Sequence[Conversation]) -> list[str]:
    """The venues' keys, best first, unread ones last."""
    model = load_model()
    relevance = find_on_market(conversations, market.posts, market.companies, market.keywords, model)
    scores: tuple[VenueScore, ...] = score_venues(market.venues, relevance)
    return [score.venue.key for score in scores]


def halved(conversations: Sequence[Conversation], chance: Random) -> list[Conversation]:
    """A random half of each venue's conversations, rounded up."""
    by_venue: dict[str, list[Conversation]] = {}
    for conversation in sorted(conversations, key=lambda c: c.url):
        by_venue.setdefault(conversation.venue, []).append(conversation)
    return [c for _, own in sorted(by_venue.items()) for c in chance.sample(own, (len(own) + 1) // 2)]


def tau(one: Sequence[str], other: Sequence[str]) -> float:
    """Kendall's tau of two orders of the same venues."""
    from scipy.stats import kendalltau

    keys = sorted(one)
    return float(kendalltau([one.index(k) for k in keys], [other.index(k) for k in keys]).statistic)


def _real(market: RealMarket) -> MadeMarket:
    """A real market in the same form; venues whose relevance nobody judged count for tau only."""
    brief = parse_brief(market.brief, market.name)
    venues = venues_of(brief)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{folder}/bench.db")
        pages = replay_pages(market.archives)
        material = read_material(engine, "bench", brief.companies, venues, pages, lambda name: name)
    truth = json.loads((market.truth / "communities.json").read_text())
    named = {venue.url.rstrip("/").rpartition("/")[2]: venue.key for venue in venues}
    posts = tuple(post for item in material.companies for post in item.snapshot.posts)
    return MadeMarket(
        market.name,
        venues,
        frozenset(named[name] for name in truth["relevant_subreddits"] if name in named),
        frozenset(named[name] for name in truth["irrelevant_subreddits"] if name in named),
        brief.companies,
        brief.market.keywords,
        posts,
        material.conversations,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main(sys.argv[1:]))
