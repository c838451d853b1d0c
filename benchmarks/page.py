"""The trends page under readers, while a crawl writes to the same store: `make bench-page`.

A store of 100 runs of 20 clients with 100,000 captured pages and 1,000,000 conversations is made up; fifty readers go
from page to page, each looking at one for a second, most of them at a client's newest run; a writer adds captures all
the while. They come within ten seconds, when the server has been up for twenty. Printed per kind of page: the median
and 95th percentile, errors, the server's memory. The targets are in `benchmarks/floors.json`.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGES = ("trends", "venues", "questions", "competitors", "plan", "items", "run")
_NEWEST = 0.8  # part of the visits that are for the newest run; the others are for any
_ARRIVAL = 10.0  # seconds over which the readers arrive
_WARM_UP = 20.0  # seconds between the server's start and the first reader
_WORDS = ("fee", "lender", "roof", "school", "rent", "", "offer", "bank")


@dataclass(slots=True)
class Seen:
    """What the readers met."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # seconds by kind of page
    errors: list[str] = field(default_factory=list)
    written: int = 0  # rows of the crawl meanwhile
    rss: int = 0  # bytes, the server's greatest
    cpu: float = 0.0  # seconds of the server

    @property
    def all_times(self) -> list[float]:
        return [one for times in self.times.values() for one in times]


def percentile(values: list[float], part: float) -> float:
    """The value that a ``part`` of the values does not exceed; 0 without any."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))] if ranked else 0.0


def measure(database: Path, readers: int, seconds: float, pause: float, warm_up: float = _WARM_UP) -> Seen:
    """Serve the store in a process of its own, write to it in another, and read from here."""
    context = multiprocessing.get_context("spawn")
    ready, told = context.Queue(), context.Queue()
    stop = context.Event()
    server = context.Process(target=_serve, args=(f"sqlite:///{database}", ready, told, stop))
    writer = context.Process(target=_crawl, args=(f"sqlite:///{database}", told, stop))
    server.start()
    port = ready.get(timeout=120)
    writer.start()
    time.sleep(warm_up)
    seen = Seen()
    try:
        asyncio.run(_read(port, readers, seconds, pause, seen))
    finally:
        stop.set()
        for _ in range(2):
            name, *values = told.get(timeout=60)
            if name == "server":
                seen.rss, seen.cpu = int(values[0]), float(values[1])
            else:
                seen.written = int(values[0])
        for process in (server, writer):
            process.join(30)
    return seen


def _serve(
    database: str, ready: "multiprocessing.Queue[int]", told: "multiprocessing.Queue[object]", stop: object
) -> None:
    import socket
    import threading

    import uvicorn

    from pipelines.page import PageOptions, page_of

    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        config = uvicorn.Config(page_of(PageOptions(database, port=0)), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [own]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        ready.put(own.getsockname()[1])
        stop.wait()  # type: ignore[attr-defined]
        server.should_exit = True
        thread.join(20)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told.put(("server", used.ru_maxrss * 1024, used.ru_utime + used.ru_stime))


def _crawl(database: str, told: "multiprocessing.Queue[object]", stop: object) -> None:
    """Twenty pages a second, a transaction each, as ten crawls at two pages a second would."""
    from sqlalchemy import insert

    from benchmarks.page_store import capture_row
    from store.engine import open_store
    from store.tables import captures

    engine, written = open_store(database), 0
    while not stop.is_set():  # type: ignore[attr-defined]
        with engine.begin() as connection:
            row = capture_row("0" * 16, "crawl", f"https://crawl.example/{os.getpid()}/{written}")
            connection.execute(insert(captures), row)
        written += 1
        time.sleep(0.05)
    told.put(("writer", written))


async def _read(port: int, readers: int, seconds: float, pause: float, seen: Seen) -> None:
    end = time.monotonic() + seconds
    await asyncio.gather(*(_reader(port, number, end, pause, seen) for number in range(readers)))


async def _reader(port: int, number: int, end: float, pause: float, seen: Seen) -> None:
    """One reader: from the clients into one, from page to page, now and then a filter, a topic, a figure, a table."""
    dice = random.Random(number)  # noqa: S311 - a walk, not a secret
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(dice.random() * _ARRIVAL * min(1.0, pause))
    shown = ""  # what the reader looks at
    while time.monotonic() < end:
        for kind, path in _walk(dice):
            if time.monotonic() > end:
                break
            target = path if isinstance(path, str) else path(shown)
            start = time.perf_counter()
            writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            status, shown = await _answer(reader)
            seen.times[kind].append(time.perf_counter() - start)
            if status not in (200, 302):
                seen.errors.append(f"{status} {target}")
            await asyncio.sleep(pause)
    writer.close()


def _walk(dice: random.Random) -> Iterator[tuple[str, object]]:
    def chosen(pattern: str) -> object:
        def pick(text: str) -> str:
            found = re.findall(pattern, text)
            return dice.choice(found).replace("&amp;", "&") if found else "/"

        return pick

    yield "clients", "/"
    yield "client", chosen(r'href="(/clients/[0-9a-f]{16})"')
    run = ""

    def first(text: str) -> str:
        nonlocal run
        runs = re.findall(r'href="(/runs/[0-9a-f]{16})"', text)
        run = (runs[0] if dice.random() < _NEWEST else dice.choice(runs)) if runs else ""
        return f"{run}/trends" if run else "/"

    yield "trends", first
    yield "topic", chosen(r'href="(/runs/[^"]+/topics/[^"]+)"')
    for name in dice.sample(PAGES, 4):
        yield name, f"{run}/{name}"
    yield "filtered", f"{run}/venues?q=&order={dice.choice(('reach', 'affinity', 'newest'))}"
    yield "filtered", f"{run}/trends?q={dice.choice(_WORDS)}"
    yield "evidence", chosen(r'href="(/runs/[^"]+/evidence/[^"]+)"')
    yield "table", f"{run}/venues.csv?table=venues"


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"content-length: (\d+)", head, re.I)
    body = await reader.readexactly(int(length[1])) if length else b""
    return int(head.split(" ", 2)[1]), body.decode("utf-8", "replace")


def report(seen: Seen, title: str) -> None:
    """Print one table."""
    print(f"\n{title}")
    print(f"{'page':12} {'asked':>7} {'median ms':>10} {'p95 ms':>8}")
    for kind in sorted(seen.times):
        times = seen.times[kind]
        print(
            f"{kind:12} {len(times):>7,} {percentile(times, 0.5) * 1000:>10.0f} {percentile(times, 0.95) * 1000:>8.0f}"
        )
    every = seen.all_times
    print(f"{'all':12} {len(every):>7,} {percentile(every, 0.5) * 1000:>10.0f} {percentile(every, 0.95) * 1000:>8.0f}")
    print(
        f"{len(seen.errors)} errors; the crawl wrote {seen.written:,} pages meanwhile; "
        f"server: {seen.rss / 1e6:,.0f} MB, {seen.cpu / max(1, len(every)) * 1000:.1f} CPU ms a page"
    )


def main() -> int:
    """Print the tables; 1 when a target is missed, else 0."""
    from benchmarks.page_store import build

    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--talks", type=int, default=1_000_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    targets = json.loads((HERE / "floors.json").read_text())["page"]
    with tempfile.TemporaryDirectory() as name:
        folder, start = Path(name), time.monotonic()
        body = demo_audit(folder)
        build(folder / "large.db", body, folder / "out", asked.pages, asked.talks)
        size = (folder / "large.db").stat().st_size / 1e6
        print(
            f"{asked.pages:,} pages, {asked.talks:,} conversations, {size:,.0f} MB, "
            f"made in {time.monotonic() - start:.0f} s"
        )
        seen = measure(folder / "large.db", asked.readers, asked.seconds, 1.0)
        report(seen, f"{asked.readers} readers, one second at each page")
        hurried = measure(folder / "large.db", asked.readers, asked.seconds / 2, 0.0)
        report(hurried, f"{asked.readers} readers who never pause (printed only)")
    p95 = percentile(seen.all_times, 0.95) * 1000
    met = p95 <= targets["p95 ms"] and not seen.errors and seen.rss <= targets["server MB"] * 1e6
    print(f"\np95 {p95:.0f} ms, at most {targets['p95 ms']:g}; memory at most {targets['server MB']:g} MB")
    print("met" if met else "MISSED")
    return 0 if met else 1


def demo_audit(folder: Path) -> bytes:
    """The audit.json of the bundled market."""
    from pipelines.audit import run_audit
    from pipelines.settings import AuditOptions

    demo = HERE.parent / "pipelines" / "demo"
    archives = tuple(sorted(demo.glob("*.warc.gz")))
    database = f"sqlite:///{folder / 'demo.db'}"
    return run_audit(
        AuditOptions(demo / "brief.yaml", replay=archives, out=folder / "out", database=database)
    ).data.read_bytes()


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    sys.exit(main())
