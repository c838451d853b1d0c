"""Kill: crawls ended by kill -9 at random moments, each run again: `make kill-test`.

Every second run has to end with the ledger and the pages of an undisturbed one, and may have asked twice only for what
was in flight.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from pipelines.crawl import CrawlJob, crawl
from store.archive import read_archive

TRIALS = 20
PAGES = 60
LATENCY = 0.01  # seconds per answer: there must be something to interrupt
LOOPBACK = Path(__file__).resolve().parents[1] / "tests" / "loopback.py"


@dataclass(frozen=True)
class Trial:
    """One kill and the run after it."""

    after: float  # seconds from the first request to the kill
    held: int  # pages asked for by then
    resumed: bool
    equal: bool  # to the undisturbed result
    twice: int  # pages asked for again


def trials(count: int, folder: Path, seed: int = 1) -> list[Trial]:
    """``count`` crawls, each killed at a random moment and run again."""
    site = _site()
    try:
        began = time.monotonic()
        expected = _result(_job(site, folder, "undisturbed"))
        lasted = (site.hits[-1].at - site.hits[0].at) if site.hits else time.monotonic() - began
        chance = random.Random(seed)  # noqa: S311
        return [_trial(site, folder, number, chance.uniform(0, lasted), expected) for number in range(count)]
    finally:
        site.close()


def _trial(site: Any, folder: Path, number: int, after: float, expected: object) -> Trial:
    job = _job(site, folder, f"trial-{number}")
    site.hits.clear()
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "pipelines.crawl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin is not None  # noqa: S101
    child.stdin.write(TypeAdapter(CrawlJob).dump_json(job) + b"\n")
    child.stdin.flush()
    while not site.hits and child.poll() is None:
        time.sleep(0.002)
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdin.close()
    held = len(site.hits)
    time.sleep(2 * LATENCY)  # the server counts what was on its way
    result = _result(job)
    asked = Counter(hit.path for hit in site.hits if hit.path not in ("/robots.txt", "/flaky"))
    return Trial(after, held, result[0], result[1:] == expected[1:], sum(n - 1 for n in asked.values()))  # type: ignore[index]


def _result(job: CrawlJob) -> tuple[bool, object, object]:
    """Whether it resumed, the ledger, and what the archive holds by address."""
    result = crawl(job)
    ledger = {outcome.outcome: outcome.count for outcome in result.ledger}
    held = {page.url: page.capture.digest for page in read_archive(job.archive) if page.capture.status < 300}
    return result.resumed, ledger, held


def _job(site: Any, folder: Path, name: str) -> CrawlJob:
    return CrawlJob(
        run="run",
        subject="subject",
        start_url=site.url(),
        kind="site",
        database=f"sqlite:///{folder / name}.db",
        archive=folder / name / "site.warc.gz",
        window_start=date(2026, 5, 1),
        user_agent="watercooler/0.1 (+https://agency.example/contact)",
        max_pages=PAGES,
        delay=0.0,
        allowed_networks=("127.0.0.0/8",),
    )


def _site() -> Any:
    """Posts, a feed, a sitemap, redirects, missing pages, a calendar without end, more than the budget allows."""
    site = _loopback().LoopbackSite("127.0.0.77")
    posts = [f"/2026/0{month}/post-{n}/" for month in (6, 7, 8) for n in range(12)]
    site.pages["/robots.txt"] = f"Sitemap: {site.url('/map.xml')}\nUser-agent: *\nDisallow: /private"
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.page("/", *posts[:20], "/contact", "/gone", "/old", "/private/x", "/calendar/2026-1", "/big", head=head)
    for number, path in enumerate(posts):
        site.page(path, "/", posts[(number + 1) % len(posts)], f"/tag/t{number}/", "https://other.example/")
        site.page(f"/tag/t{number}/", *posts[:5])
    site.page("/contact", "/private/y")
    site.page("/big", text="Words and words. " * 20_000)
    site.forward("/old", "/contact")
    for month in range(1, 300):
        site.page(f"/calendar/2026-{month}", f"/calendar/2026-{month + 1}")
    listed = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in posts)
    site.say("/map.xml", f"<urlset>{listed}</urlset>".encode(), Content_Type="application/xml")
    items = "".join(f"<item><link>{site.url(path)}</link></item>" for path in posts[-5:])
    site.say("/feed", f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), Content_Type="text/xml")
    site.latency = LATENCY
    return site


def _loopback() -> Any:
    spec = spec_from_file_location("kill_loopback", LOOPBACK)
    assert spec is not None  # noqa: S101
    assert spec.loader is not None  # noqa: S101
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Print one row per kill; status 1 when a run after a kill did not end as it should."""
    with tempfile.TemporaryDirectory() as folder:
        found = trials(TRIALS, Path(folder))
    print("killed after   asked by then   resumed   equal   asked twice")
    for trial in found:
        print(f"{trial.after:9.2f} s {trial.held:15} {trial.resumed!s:>9} {trial.equal!s:>7} {trial.twice:13}")
    good = sum(trial.equal and trial.twice <= 1 for trial in found)
    print(f"{good} of {len(found)} ended as if nothing had happened")
    return 0 if good == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
