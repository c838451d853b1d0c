"""Posts in the 26 weeks before the newest post, ours against the truth of each real site: `make bench-truth`.

Prints one row per site. A site is within its target when the count differs by at most 3 % from the truth.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.corpora import CORPORA, RealMarket, real_markets, truths
from market.brief_yaml import parse_brief
from market.figures import Window
from market.posts import Post
from market.urls import page_key
from pipelines.brief import venues_of
from pipelines.reading import read_material
from pipelines.replay import replay_pages
from store.engine import open_store

TOLERANCE = 0.03
WEEKS = 26


def main() -> int:
    """Print the table; 1 when a site is out of its target, 0 otherwise or where the corpora are absent."""
    if not CORPORA.exists():
        print(f"skipped: no real web material at {CORPORA}")
        return 0
    columns = (
        ("truth", 6),
        ("ours", 6),
        ("diff", 7),
        ("all posts", 12),
        ("missing", 8),
        ("extra", 6),
        ("same day", 11),
    )
    print(f"{'site':28} " + " ".join(f"{name:>{width}}" for name, width in columns))
    within = [row for market in real_markets() for row in _rows(market)]
    print(f"{sum(within)} of {len(within)} sites within ±{TOLERANCE:.0%}")
    return 0 if all(within) else 1


def _rows(market: RealMarket) -> list[bool]:
    brief = parse_brief(market.brief, market.name)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{folder}/bench.db")
        sites = [a for a in market.archives if a.name != "www.reddit.com.warc.gz"]
        material = read_material(
            engine, "bench", brief.companies, venues_of(brief), replay_pages(sites), lambda name: name
        )
    found = {item.company.host: item.snapshot.posts for item in material.companies}
    return [
        _row(host, truth["posts"], found[host])
        for host, truth in sorted(truths(market).items())
        if host in found and truth.get("posts")
    ]


def _row(host: str, posts: list[dict[str, str]], ours: tuple[Post, ...]) -> bool:
    truth = {page_key(p["url"]): date.fromisoformat(p["date"]) for p in posts if p.get("date")}
    mine = {page_key(p.url): p.dating.on for p in ours if p.dating}
    window = Window.ending(max(truth.values()), WEEKS)
    expected = sum(window.holds(day) for day in truth.values())
    counted = sum(window.holds(day) for day in mine.values())
    both = truth.keys() & mine.keys()
    exact = sum(truth[key] == mine[key] for key in both)
    difference = (counted - expected) / expected
    print(
        f"{host:28} {expected:6} {counted:6} {difference:+7.1%}  {len(truth):5}/{len(mine):5} "
        f"{len(truth.keys() - mine.keys()):8} {len(mine.keys() - truth.keys()):6} {exact:5}/{len(both):5}"
    )
    return abs(difference) <= TOLERANCE


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
