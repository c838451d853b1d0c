"""``watercooler serve``: one command brings up server, worker and schedules; audits run by themselves and end.

The long version (``make serve-test``) kills the worker in mid-crawl and waits until nothing is left "Running".
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 240  # seconds for a server to answer or a run to end on a busy machine
LONG = os.environ.get("WATERCOOLER_SERVE") == "long"

pytestmark = pytest.mark.server


class Served:
    """A ``watercooler serve`` of its own, and its server's API."""

    def __init__(self, home: Path, *briefs: Path, cron: str = "* * * * *") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.page = free.getsockname()[1]
        self.home = home
        self.log = home / "serve.log"
        arguments = ["serve", *map(str, briefs), "--home", str(home), "--port", str(self.port), "--format", "html"]
        arguments += ["--page-port", str(self.page), "--cron", cron, "--allow-network", "127.0.0.0/8"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.cli", *arguments], cwd=home, env=environment, stdout=log, stderr=log
            )

    def ask(self, path: str, body: Any = None) -> Any:
        """What the server's API answers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{path}",
            data=json.dumps(body or {}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read())

    def states(self) -> list[str]:
        """The states of all runs that were begun."""
        try:
            runs = self.ask("/flow_runs/filter")
        except (urllib.error.URLError, OSError):
            return []
        return [run["state"]["type"] for run in runs if run["state"]["type"] != "SCHEDULED"]

    def until(self, ready: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
        """What ``ready`` returns once it is true."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if found := ready():
                return found
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.5)
        logs = [self.log, *(self.home / "logs").glob("*.log")]
        raise AssertionError(f"{what}: not within {patience} s\n" + "\n".join(p.read_text()[-3000:] for p in logs))

    def descendants(self) -> dict[int, str]:
        """The processes below this one, with their command lines."""
        parents, commands = {}, {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(stat[1])
                commands[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        found, wave = {}, {self.process.pid}
        while wave := {pid for pid, parent in parents.items() if parent in wave}:
            found.update({pid: commands[pid] for pid in wave})
        return found

    def end(self) -> int:
        """Tell it to end; returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)


@pytest.fixture
def market(loopback_site: Callable[[], Any], tmp_path: Path) -> tuple[Path, Any]:
    """A brief of two small sites on loopback, and the client's site."""
    client, rival = loopback_site(), loopback_site()
    for site, posts in ((client, 40 if LONG else 3), (rival, 4)):
        days = [f"/2026/04/{n % 28 + 1:02d}/post-{n}" for n in range(posts)]
        site.page("/", *days)
        for path in days:
            site.page(path, "/", text=f"A garden chair for {path}. " * 5)
    briefs = tmp_path / "briefs"
    briefs.mkdir()
    brief = {
        "agency": {"name": "A", "contact": "a@agency.example"},
        "client": {"name": "Client", "url": client.url()},
        "competitors": [{"name": "Rival", "url": rival.url()}],
        "market": {"keywords": ["garden chair"]},
        "goals": [{"name": "Be known"}],
        "limits": {"delay_seconds": 0.5, "pages": 60},
    }
    (briefs / "client.yaml").write_text(json.dumps(brief))  # JSON is YAML
    return briefs, client


def several(
    loopback_site: Callable[[], Any], folder: Path, clients: int, posts: int
) -> tuple[Path, list[Any], list[Any]]:
    """Briefs of clients with four competitors each, two of them everybody's; the clients' sites and the shared ones."""

    def site(words: str) -> Any:
        made = loopback_site()
        paths = [f"/2026/04/{n % 28 + 1:02d}/post-{n}" for n in range(posts)]
        made.page("/", *paths)
        for path in paths:
            made.page(path, "/", text=f"{words} for {path}. " * 5)
        return made

    shared = [site("A shared garden chair") for _ in range(2)]
    owners = [site("A garden chair") for _ in range(clients)]
    rivals = [site("Another garden chair") for _ in range(clients + 1)]
    folder.mkdir()
    for number, owner in enumerate(owners):
        others = [*shared, rivals[number], rivals[number + 1]]  # each of these stands in two briefs
        brief = {
            "agency": {"name": "A", "contact": "a@agency.example", "url": "https://agency.example"},
            "client": {"name": f"Client {number}", "url": owner.url()},
            "competitors": [{"name": f"Rival {place}", "url": other.url()} for place, other in enumerate(others)],
            "market": {"keywords": ["garden chair"]},
            "goals": [{"name": "Be known"}],
            "limits": {"delay_seconds": 0.5, "pages": 60},
        }
        (folder / f"client-{number}.yaml").write_text(json.dumps(brief))
    return folder, owners, [*shared, *rivals]


def memory_of(pids: Iterable[int]) -> float:
    """MB that the processes hold, what they share counted once (Pss)."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            line = next(x for x in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if x.startswith("Pss:"))
            total += int(line.split()[1])
    return total / 1024


def test_clients_that_share_competitors_ask_each_of_them_once(loopback_site, tmp_path):
    """Scheduled for the same minute: every audit ends, each page of a shared site is asked for once, at the promised pace.

    The long version has 20 clients of 5 companies each, and prints how long it took and what memory it held at most.
    """
    clients = 20 if LONG else 2
    briefs, owners, rivals = several(loopback_site, tmp_path / "briefs", clients, 12 if LONG else 2)
    begin = datetime.now(UTC) + timedelta(seconds=100 + 3 * clients)  # when all deployments are made
    served = Served(tmp_path, briefs, cron=f"{begin.minute} * * * *")
    peak, started = 0.0, time.monotonic()

    def all_done() -> bool:
        nonlocal peak
        peak = max(peak, memory_of(served.descendants()))
        return served.states().count("COMPLETED") >= clients

    try:
        served.until(all_done, "every client's audit", 3600 if LONG else PATIENCE)
        states = served.states()
    finally:
        served.end()

    assert set(states) == {"COMPLETED"}
    assert len(list((tmp_path / "audits").glob("*/*/report.html"))) == clients
    for site in (*owners, *rivals):
        asked = [hit.path for hit in site.hits]
        assert len(asked) == len(set(asked)), asked
        assert all(later.at - earlier.at >= 0.49 for earlier, later in pairwise(site.hits))
    assert peak <= 2048
    if LONG:
        told = (
            f"{clients} clients: {time.monotonic() - started:.0f} s with the wait for the minute, {peak:.0f} MB at most"
        )
        sys.stderr.write(f"{told}\n")


def test_one_command_brings_up_everything_and_a_scheduled_audit_completes(market, tmp_path):
    """A run that the schedule made ends in Completed with report and artifacts; SIGTERM leaves no process behind."""
    briefs, client = market
    served = Served(tmp_path, briefs)
    try:
        served.until(lambda: "COMPLETED" in served.states(), "a completed run")
        keys = {artifact["key"] for artifact in served.ask("/artifacts/filter")}
        name = re.sub(r"\W+", "-", client.url().removeprefix("http://").strip("/"))
        reports = list((tmp_path / "audits").glob("*/*/report.html"))
        with urllib.request.urlopen(f"http://127.0.0.1:{served.page}/", timeout=30) as answer:
            page = answer.read().decode()
        below = served.descendants()
    finally:
        status = served.end()

    assert 'href="/clients/' in page
    assert keys >= {f"report-{name}", f"steps-{name}", f"progress-{name}"}
    assert len(reports) == 1
    assert status == 0, served.log.read_text()
    assert not [command for pid, command in below.items() if Path(f"/proc/{pid}").exists()]
    assert "Scheduled audit/" in served.log.read_text()
    assert "temporary server" not in served.log.read_text()  # deployments are made on the server that runs


@pytest.mark.skipif(not LONG, reason="long: make serve-test (minutes, for the server to notice a run that is gone)")
def test_a_killed_worker_is_replaced_and_no_run_stays_running(market, tmp_path):
    """kill -9 of the worker and its children in mid-crawl: the next run finishes the same snapshot, none is left over."""
    briefs, client = market
    served = Served(tmp_path, briefs)
    try:
        served.until(lambda: len(client.paths) > 8, "the middle of a crawl")
        worker = next(pid for pid, command in served.descendants().items() if "worker start" in command)
        os.kill(worker, signal.SIGKILL)
        served.until(lambda: "COMPLETED" in served.states(), "the run after the killed one")
        served.until(lambda: "CRASHED" in served.states(), "the end of the killed run")
        asked = list(client.paths)
        reports = list((tmp_path / "audits").glob("*/*/report.html"))
        runs = served.ask("/flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
    finally:
        served.end()

    assert len(reports) == 1
    twice = {path for path in asked if asked.count(path) > 1 and path not in ("/sitemap.xml", "/feed")}
    assert len(twice) <= 1, twice  # what was on its way
    first = next(run for run in runs if run["state"]["type"] != "SCHEDULED")
    assert first["state"]["type"] == "CRASHED"
