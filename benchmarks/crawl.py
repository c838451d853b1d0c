"""What a crawled page costs, beside plain Scrapy and advertools: `make bench-crawl`.

Five local sites of 60 KB pages, politeness off, each crawler in processes of its own; CPU is that of the crawler alone
(``--memory`` compares 1,000 with 5,000 pages, ``--memory 20000`` with as many). advertools is installed into an
environment of its own under ``build/``; where that fails the line says so.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.crawl_market import FIRST
from pipelines.crawl import CrawlJob, CrawlResult, crawl

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
PEER_ENVIRONMENT = HERE.parent / "build" / "advertools"
SITES, POSTS = 5, 40
ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """What one crawl took."""

    pages: int
    cpu: float  # seconds
    wall: float

    def per_page(self, start: "Cost") -> float:
        """CPU milliseconds per page, what starting and one page per site cost left out."""
        return 1000 * (self.cpu - start.cpu) / max(1, self.pages - start.pages)


class Market:
    """The local sites, served by a process of their own while the context lasts."""

    def __init__(self, sites: int, posts: int) -> None:
        self.sites, self.posts = sites, posts
        self.port = _free_port()

    def __enter__(self) -> "Market":
        words = [sys.executable, str(HERE / "crawl_market.py"), str(self.port), str(self.sites), str(self.posts)]
        self._server = subprocess.Popen(words, stdout=subprocess.PIPE)
        assert self._server.stdout is not None  # noqa: S101
        self._server.stdout.readline()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.wait()

    @property
    def urls(self) -> list[str]:
        return [f"http://{FIRST}{number}:{self.port}/" for number in range(1, self.sites + 1)]


def ours(market: Market, pages: int, folder: Path) -> CrawlResult:
    """Our crawler over all sites, with its archive and frontier."""
    first, *others = market.urls
    job = CrawlJob(
        run="run",
        subject="subject",
        start_url=first,
        kind="site",
        database=f"sqlite:///{folder / 'store.db'}",
        archive=folder / "market.warc.gz",
        window_start=date(2026, 5, 1),
        user_agent="watercooler/0.1 (+https://agency.example/contact)",
        max_pages=pages,
        delay=0.0,
        allowed_networks=("127.0.0.0/8",),
        hosts=tuple(others),
        host_pages=pages,
    )
    return crawl(job)


def peer(python: str, name: str, urls: list[str], folder: Path) -> Cost:
    """A peer's crawl; the pages are the lines it wrote that are about pages found."""
    out = folder / "out.jsonl" if name == "scrapy" else folder / "out.jl"
    began = time.monotonic()
    child = subprocess.Popen(
        [python, str(HERE / "crawl_peers.py"), name, str(out), *urls],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}",
        },  # advertools starts scrapy
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    lines = [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []
    pages = sum(line.get("status", 200) == 200 and "/robots.txt" not in line["url"] for line in lines)
    return Cost(pages, used.ru_utime + used.ru_stime, time.monotonic() - began)


def advertools_python() -> str:
    """The interpreter of an environment that has advertools; "" when it cannot be had here."""
    python = PEER_ENVIRONMENT / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(PEER_ENVIRONMENT)], check=True, capture_output=True)
            words = [str(python), "-m", "pip", "install", "--quiet", "advertools"]
            subprocess.run(words, check=True, capture_output=True, timeout=400)
        subprocess.run([str(python), "-c", "import advertools"], check=True, capture_output=True, timeout=100)
    except (OSError, subprocess.SubprocessError):
        return ""
    return str(python)


def throughput() -> dict[str, float]:
    """CPU milliseconds per page of each crawler, the median of the rounds."""
    found: dict[str, list[float]] = {}
    python = advertools_python()
    peers = {"scrapy": sys.executable} | ({"advertools": python} if python else {})
    if not python:
        print("advertools could not be installed here: not compared")
    with Market(SITES, POSTS) as market, Market(SITES, 0) as empty:
        for _ in range(ROUNDS):
            found.setdefault("ours", []).append(_ours_per_page(market, empty))
            for name, interpreter in peers.items():
                whole = _peer(interpreter, name, market)
                found.setdefault(name, []).append(whole.per_page(_peer(interpreter, name, empty)))
    return {name: sorted(values)[len(values) // 2] for name, values in found.items()}


def _ours_per_page(market: Market, empty: Market) -> float:
    costs = []
    for served in (market, empty):
        with tempfile.TemporaryDirectory() as folder:
            result = ours(served, 1_000, Path(folder))
        costs.append(Cost(result.fetched, result.cpu, result.seconds))
    print(f"{'ours':12} {costs[0].pages:5} pages {costs[0].cpu:6.1f} s CPU {costs[0].wall:6.1f} s")
    return costs[0].per_page(costs[1])


def _peer(python: str, name: str, market: Market) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        cost = peer(python, name, market.urls, Path(folder))
    print(f"{name:12} {cost.pages:5} pages {cost.cpu:6.1f} s CPU {cost.wall:6.1f} s")
    if cost.pages < market.sites:
        raise RuntimeError(f"{name} did not crawl: {cost.pages} pages")
    return cost


def memory(most: int) -> dict[str, float]:
    """The most memory of a crawl of 1,000 pages and of ``most``, in MB, and what the latter adds."""
    held: dict[str, float] = {}
    for pages in (1_000, most):
        with Market(SITES, pages // SITES) as market, tempfile.TemporaryDirectory() as folder:
            result = ours(market, pages + SITES, Path(folder))
        held[f"memory at {result.fetched} pages, MB"] = round(result.memory, 1)
    few, many = held.values()
    return {**held, "memory added, share": round(many / few - 1, 3)}


def main(arguments: list[str]) -> int:
    """Print the numbers; status 1 when one is beyond its limit in ``floors.json``."""
    limits: dict[str, float] = json.loads(FLOORS.read_text()).get("crawl", {})
    if "--memory" in arguments:
        numbers: dict[str, Any] = memory(int(next((a for a in arguments if a.isdigit()), "5000")))
    else:
        costs = throughput()
        numbers = {f"CPU ms per page, {name}": round(value, 2) for name, value in costs.items()}
        for name in ("scrapy", "advertools"):
            if name in costs:
                numbers[f"share of {name}"] = round(costs["ours"] / costs[name], 3)
    for name, number in numbers.items():
        print(f"{name:32} {number:9.3f}" + (f"  limit {limits[name]}" if name in limits else ""))
    over = [name for name, limit in limits.items() if name in numbers and numbers[name] > limit]
    print(f"beyond the limit: {', '.join(over)}" if over else "all within their limits")
    return 1 if over else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((f"{FIRST}1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
