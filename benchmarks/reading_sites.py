"""Whole sites read, against the truth of each: posts in the window, exact days, own social profiles."""

import tempfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.corpora import RealMarket, real_markets, truths
from market.brief_yaml import parse_brief
from market.figures import Window
from market.findings import Snapshot
from market.urls import page_key
from pipelines.brief import venues_of
from pipelines.reading import read_material
from pipelines.replay import replay_pages
from store.engine import open_store
from tactics.detectors import detectors
from tactics.detectors.channels import profile_of

TOLERANCE = 0.03  # of the posts in the window
WEEKS = 26


@dataclass(frozen=True, slots=True)
class SiteScores:
    """The numbers of all sites together, and a line."""

    numbers: dict[str, float]
    line: str


@dataclass(slots=True)
class _Totals:
    """Counts over all sites."""

    sites: int = 0
    within: int = 0
    worst_days: float = 1.0
    worst_precision: float = 1.0
    worst_recall: float = 1.0


def score_sites(misses: bool = False) -> SiteScores:
    """Print a row per site; the numbers are those of the worst site."""
    totals = _Totals()
    for market in real_markets():
        for host, (truth, snapshot) in sorted(_read(market).items()):
            _row(host, truth, snapshot, totals, misses)
    numbers = {
        "sites_within_3_percent": totals.within / max(1, totals.sites),
        "sites_exact_days": totals.worst_days,
        "sites_profile_precision": totals.worst_precision,
        "sites_profile_recall": totals.worst_recall,
    }
    return SiteScores(numbers, f"sites: {totals.within} of {totals.sites} within ±{TOLERANCE:.0%} of their posts")


def _read(market: RealMarket) -> dict[str, tuple[dict[str, Any], Snapshot]]:
    brief = parse_brief(market.brief, market.name)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{folder}/bench.db")
        sites = [a for a in market.archives if a.name != "www.reddit.com.warc.gz"]
        pages = replay_pages(sites)
        material = read_material(engine, "bench", brief.companies, venues_of(brief), pages, lambda name: name)
    found = {item.company.host: item.snapshot for item in material.companies}
    known = truths(market)
    return {host: (known[host], found[host]) for host in known.keys() & found.keys() if known[host].get("posts")}


def _row(host: str, truth: dict[str, Any], snapshot: Snapshot, totals: _Totals, misses: bool) -> None:
    expected = {page_key(p["url"]): date.fromisoformat(p["date"]) for p in truth["posts"] if p.get("date")}
    mine = {page_key(p.url): p.dating.on for p in snapshot.posts if p.dating}
    window = Window.ending(max(expected.values()), WEEKS)
    want = sum(map(window.holds, expected.values()))
    have = sum(map(window.holds, mine.values()))
    both = expected.keys() & mine.keys()
    exact = sum(expected[key] == mine[key] for key in both) / max(1, len(both))
    profiles = {p[1].lower() for p in (profile_of(entry["url"]) for entry in truth["social_profiles"]) if p}
    ours = {f.subject.partition(" ")[2].lower() for f in detectors["channel"](snapshot)}
    precision = len(profiles & ours) / len(ours) if ours else 1.0
    recall = len(profiles & ours) / len(profiles) if profiles else 1.0
    totals.sites += 1
    totals.within += abs(have - want) <= TOLERANCE * want
    totals.worst_days = min(totals.worst_days, exact)
    totals.worst_precision = min(totals.worst_precision, precision)
    totals.worst_recall = min(totals.worst_recall, recall)
    print(
        f"{host:26} window {have:3} of {want:3}, all {len(mine):4} of {len(expected):4} "
        f"(missing {len(expected.keys() - mine.keys())}, extra {len(mine.keys() - expected.keys())}), "
        f"exact days {exact:.3f}, profiles P {precision:.2f} R {recall:.2f}"
    )
    if misses:
        _print_misses(expected, mine, profiles, ours)


def _print_misses(expected: dict[str, date], mine: dict[str, date], profiles: set[str], ours: set[str]) -> None:
    for key in sorted(expected.keys() - mine.keys())[:20]:
        print(f"    missing {expected[key]} {key}")
    for key in sorted(mine.keys() - expected.keys())[:20]:
        print(f"    extra   {mine[key]} {key}")
    for key in sorted(k for k in expected.keys() & mine.keys() if expected[k] != mine[k])[:20]:
        print(f"    day     {expected[key]} ours {mine[key]} {key}")
    for address in sorted(profiles ^ ours):
        print(f"    profile {'missing' if address in profiles else 'extra'} {address}")
