"""The flow on a real Prefect server: deployed from prefect.yaml, scheduled, run to Completed by a process worker."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "pipelines" / "demo"
PATIENCE = 240  # seconds for a server to answer or a run to end on a busy machine

pytestmark = pytest.mark.server


class Server:
    """A Prefect server of its own on loopback, with what its command line needs to find it."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.home = home
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.environment = {
            **os.environ,
            "PREFECT_HOME": str(home / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
            "WATERCOOLER_HOME": str(home),
            "WATERCOOLER_BRIEF": str(DEMO / "brief.yaml"),
            "WATERCOOLER_DATABASE": f"sqlite:///{home}/w.db",
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *args: str) -> None:
        log = (self.home / f"{args[0]}.log").open("wb")
        self.started.append(
            subprocess.Popen(
                self.command(*args), cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        )

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "prefect", *args]

    def call(self, *args: str) -> str:
        done = subprocess.run(
            self.command(*args),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the server's API answers."""
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{self.api}{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def until(self, ready: Any, what: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                found = ready()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                found = None
            if found:
                return found
            time.sleep(0.5)
        logs = "\n".join(path.read_text(errors="replace")[-3000:] for path in self.home.glob("*.log"))
        raise AssertionError(f"{what} did not happen within {PATIENCE} s\n{logs}")

    def stop(self) -> None:
        for process in reversed(self.started):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:  # a worker outlives its first signal when its server is gone
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("prefect"))
    server.start("server", "start", "--host", "127.0.0.1", "--port", str(server.port))
    try:
        server.until(lambda: server.ask("/health"), "the server's first answer")
        server.call("work-pool", "create", "audits", "--type", "process")
        server.call("deploy", "--all", "--prefect-file", str(ROOT / "prefect.yaml"))
        yield server
    finally:
        server.stop()


def test_a_deployment_gets_its_scheduled_runs(server):
    """After `prefect deploy --all` scheduled runs exist: the silent fault of unpinned versions would leave none."""
    scheduled = server.until(
        lambda: server.ask("/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}),
        "a scheduled run",
    )

    assert all(run["deployment_id"] for run in scheduled)


def test_a_worker_runs_the_audit_to_completed(server):
    """A process worker runs the deployed flow on the bundled archive; the report and its link artifact exist."""
    server.start("worker", "start", "--pool", "audits", "--type", "process", "--limit", "1")
    out = server.home / "out"
    replay = json.dumps([str(DEMO / "market.warc.gz")])

    answer = server.call(
        "deployment", "run", "audit/weekly", "--param", f"replay={replay}", "--param", f"out={json.dumps(str(out))}"
    )

    def state() -> str:
        runs = server.ask(
            "/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
        )
        return str(runs[0]["state"]["type"]) if runs else ""

    assert server.until(state, "the run's end") == "COMPLETED", answer
    assert (out / "report.html").stat().st_size > 20_000
    assert [a["key"] for a in server.ask("/artifacts/filter", {})] == ["report"]
    names = {run["name"].rsplit("-", 1)[0] for run in server.ask("/task_runs/filter", {})}
    assert names == {"open run", "collect", "read", "understand", "conclude", "write"}
