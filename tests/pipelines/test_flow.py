"""``prefect.yaml`` on a real Prefect server: everything it names is deployed and scheduled."""

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
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.server import environment_of
from pipelines.settings import ExitStatus, WrongInputError

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
            "WATERCOOLER_MAIL_TO": "reports@agency.example",
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


def scheduled_names(server: Server) -> set[str]:
    """The deployments that have scheduled runs."""
    deployed = {row["id"]: row["name"] for row in server.ask("/deployments/filter", {})}
    chosen = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    return {deployed[run["deployment_id"]] for run in server.ask("/flow_runs/filter", chosen)}


def test_a_deployment_gets_its_scheduled_runs(server):
    """After `prefect deploy --all` scheduled runs exist: the silent fault of unpinned versions would leave none."""
    assert server.until(
        lambda: {"weekly", "daily", "morning", "night"} <= scheduled_names(server), "a scheduled run of each"
    )


def test_scheduling_again_updates_and_doubles_nothing(server, tmp_path):
    """Briefs scheduled twice: one deployment each with one schedule, one work pool, one automation."""
    command = [sys.executable, "-m", "pipelines.cli", "schedule", str(DEMO / "brief.yaml"), "--home", str(tmp_path)]
    command += ["--mail-to", "reports@agency.example"]
    mail = {"WATERCOOLER_SMTP": "smtp://127.0.0.1:9?from=a@agency.example"}

    def run(*more: str) -> str:
        done = subprocess.run(
            [*command, *more], env=server.environment | mail, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    first = run()
    second = run("--weekly", "friday", "--at", "06:30", "--timezone", "Europe/Berlin")

    deployed = [row for row in server.ask("/deployments/filter", {}) if "watercooler" in row["tags"]]
    ours = [row for row in deployed if "audit" in row["tags"]]
    assert first.startswith("Scheduled audit/")
    assert second.startswith("Updated")
    assert sorted(row["tags"][-1] for row in deployed) == ["audit", "conversations", "digest", "housekeeping"]
    assert len(ours) == 1
    assert [row["schedule"] for row in ours[0]["schedules"]] == [
        {"cron": "30 6 * * 5", "timezone": "Europe/Berlin", "day_or": True}
    ]
    assert ours[0]["job_variables"]["working_dir"] == str(tmp_path)
    assert len(server.ask("/automations/filter", {})) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--weekly", "someday"], "--weekly 'someday'"),
        (["--at", "25:00"], "--at '25:00'"),
        (["--cron", "every day"], "--cron 'every day'"),
        (["--timezone", "Mars/Base"], "--timezone 'Mars/Base'"),
        (["--mail-to", "nobody"], "nobody"),
    ],
)
def test_a_wrong_schedule_is_named_before_anything_is_made(given, said, monkeypatch):
    monkeypatch.setenv("WATERCOOLER_SMTP", "smtp://127.0.0.1:1?from=a@b.example")

    answer = CliRunner().invoke(app, ["schedule", str(DEMO / "brief.yaml"), *given])

    assert answer.exit_code == ExitStatus.WRONG_INPUT
    assert said in answer.output


def test_without_a_server_the_remedy_is_named(monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")

    answer = CliRunner().invoke(app, ["schedule", str(DEMO / "brief.yaml")])

    assert answer.exit_code == ExitStatus.WRONG_INPUT
    assert "watercooler serve" in answer.output


def test_two_briefs_of_one_client_are_refused(tmp_path, monkeypatch):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes((DEMO / "brief.yaml").read_bytes().replace(b"actuals:", b"# actuals:"))
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")

    answer = CliRunner().invoke(app, ["schedule", str(tmp_path)])

    assert answer.exit_code == ExitStatus.WRONG_INPUT
    assert "the same client" in answer.output


def test_a_host_that_others_reach_needs_credentials(tmp_path, monkeypatch):
    """Nothing is started for the open network without a user and a password."""
    monkeypatch.delenv("WATERCOOLER_CREDENTIALS", raising=False)
    with pytest.raises(WrongInputError, match="WATERCOOLER_CREDENTIALS"):
        environment_of(tmp_path, "0.0.0.0", 4200)
    monkeypatch.setenv("WATERCOOLER_CREDENTIALS", "user:short")
    with pytest.raises(WrongInputError, match="8 characters"):
        environment_of(tmp_path, "0.0.0.0", 4200)
    monkeypatch.setenv("WATERCOOLER_CREDENTIALS", "user:long enough")

    environment = environment_of(tmp_path, "0.0.0.0", 4200)

    assert environment["PREFECT_SERVER_API_AUTH_STRING"] == environment["PREFECT_API_AUTH_STRING"] == "user:long enough"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
