"""Promises, simulated: how often "behind" is said of kept and of broken promises: `make bench-promise`.

Posts are drawn for the days of a window and go through the product's own verdict (``tactics.plan.review_plan`` for some
of them, its rule on the count for all). Two other ways of publishing show what the Poisson interval assumes: a fixed
schedule and a bursty one. Floors are in ``floors.json``.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from market.audits import SourceHealth
from market.figures import Window
from market.pages import Capture, DateSource, Dating
from market.plan import Verdict
from market.posts import Post
from market.statistics import garwood
from tactics.cadence import Publishing
from tactics.plan import PlanLine, review_plan, verdict_of

FLOORS = Path(__file__).with_name("floors.json")
SEED, DRAWS, WHOLE = 20260424, 40_000, 200
END = date(2026, 4, 24)
PROMISES, WEEKS = (0.5, 1.0, 2.0, 3.0, 5.0), (8, 13, 26, 52)
Publish = Callable[[Random, float, int], int]  # a source of chance, a weekly rate, weeks: how many posts


def main() -> int:
    """Print the tables; 1 when a number is under its floor, else 0."""
    numbers = measure(DRAWS)
    floors: dict[str, float] = json.loads(FLOORS.read_text())["promise"]
    for name, number in sorted(numbers.items()):
        print(f"{name:44} {number:.4f}" + (f"  floor {floors[name]:.3f}" if name in floors else ""))
    print("\nsaid of a kept promise, by way of publishing (26 weeks, 3 a week):")
    for way, publish in (("Poisson", poisson), ("fixed schedule", scheduled), ("bursty, twice the variance", bursty)):
        print(f"  {way:28} behind {share(publish, 3.0, 3.0, 26, DRAWS):.4f}")
    under = [name for name, floor in floors.items() if numbers[name] < floor]
    print(f"under their floor: {', '.join(under)}" if under else "no number is under its floor")
    return 1 if under else 0


def measure(draws: int) -> dict[str, float]:
    """The floored numbers: shares of simulated sites for which the right thing was said."""
    cells = [(promise, weeks) for promise in PROMISES for weeks in WEEKS]
    false = sum(share(poisson, promise, promise, weeks, draws // 4) for promise, weeks in cells) / len(cells)
    return {
        "not falsely behind, simulated": 1 - false,
        "not falsely behind, least of all, exact": 1 - max(exact(promise, weeks) for promise, weeks in cells),
        "behind seen at 13 weeks, 1.5 of 3 a week": share(poisson, 1.5, 3.0, 13, draws),
        "whole review agrees with the rule": agreement(WHOLE),
    }


def share(publish: Publish, truth: float, promise: float, weeks: int, draws: int) -> float:
    """The share of ``draws`` sites that publish ``truth`` a week and are said to be behind ``promise``."""
    chance = Random(f"{SEED} {publish.__name__} {truth} {promise} {weeks}")  # noqa: S311 - a simulation, no secrets
    said = [_verdict(publish(chance, truth, weeks), promise, weeks) for _ in range(draws)]
    return sum(verdict is Verdict.BEHIND for verdict in said) / draws


def exact(promise: float, weeks: int) -> float:
    """The probability of "behind" when the promise is kept: the Poisson weights of all counts that are called so."""
    from scipy.stats import poisson as counts

    most = int(3 * promise * weeks) + 20
    return sum(
        float(counts.pmf(n, promise * weeks)) for n in range(most) if _verdict(n, promise, weeks) is Verdict.BEHIND
    )


def agreement(sites: int) -> float:
    """The share of whole reviews of dated posts that say what the rule says of their count."""
    chance = Random(SEED)  # noqa: S311
    right = 0
    for _ in range(sites):
        truth, promise, weeks = chance.choice((0.5, 1.5, 3.0, 6.0)), chance.choice(PROMISES), chance.choice(WEEKS)
        count = poisson(chance, truth, weeks)
        right += reviewed(count, promise, weeks, chance) is _verdict(count, promise, weeks)
    return right / sites


def reviewed(count: int, promise: float, weeks: int, chance: Random) -> Verdict:
    """What the product says of a plan line and a blog with ``count`` posts on chance days of the window."""
    window = Window.ending(END, weeks)
    days = [window.start + timedelta(days=chance.randrange(7 * weeks)) for _ in range(count)]
    posts = tuple(_post(day, number) for number, day in enumerate(days))
    publishing = Publishing(window, posts, 0, SourceHealth(True, ()))
    words = f"{promise:g} blog posts a week"
    line = PlanLine("1", words, "tactic", "", "g", "", "", ("blog",), words, promise, promise, "", "", "")
    return review_plan([line], "c", "C", publishing, window)[0].verdict


def poisson(chance: Random, rate: float, weeks: int) -> int:
    """Posts that come independently of each other: gaps are exponential (Knuth's product method in logarithms)."""
    count, time = 0, chance.expovariate(rate)
    while time < weeks:
        count, time = count + 1, time + chance.expovariate(rate)
    return count


def scheduled(chance: Random, rate: float, weeks: int) -> int:
    """A fixed schedule, begun on a chance day."""
    return int(rate * weeks + chance.random())


def bursty(chance: Random, rate: float, weeks: int) -> int:
    """Weeks whose own rate varies, so that the count has twice the variance of a Poisson one."""
    return sum(poisson(chance, max(1e-9, chance.gammavariate(rate, 1.0)), 1) for _ in range(weeks))


@cache
def _verdict(count: int, promise: float, weeks: int) -> Verdict:
    return verdict_of(promise, promise, garwood(count, weeks), weeks)


def _post(day: date, number: int) -> Post:
    url = f"https://site.example/blog/{number}"
    capture = Capture(url, datetime(END.year, END.month, END.day, tzinfo=UTC), 200, "text/html", "0" * 64, "a", 0)
    return Post("c", url, f"Post {number}", "", "", 400, "en", Dating(day, DateSource.FEED, 1.0), capture)


if __name__ == "__main__":
    sys.exit(main())
