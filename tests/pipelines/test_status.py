"""``watercooler status``: what an operator looks at in the morning."""

import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from typer.testing import CliRunner

from market.audits import Run
from market.figures import Window
from pipelines.cli import app
from pipelines.status import NextRun, lines, status_of
from store.audits import save_audit
from store.engine import open_store
from store.runs import finish_run, start_run

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_server(monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")


@pytest.fixture
def database(tmp_path):
    """A store with a well client, one that is two weeks old and now at work again, and one that never ended."""
    url = f"sqlite:///{tmp_path}/w.db"
    engine = open_store(url)

    def run(key, client, started, finished=None, ledger=()):
        window = Window.ending(started.date(), 26)
        start_run(engine, Run(key, client, started, window, window.before()), started)
        if finished:
            rows = [dict(zip(("subject", "outcome", "count", "example"), row, strict=True)) for row in ledger]
            named = {"companies": [{"company": {"name": name}} for name in (client, "Rival")], "venues": []}
            save_audit(engine, key, "1.0", json.dumps({**named, "ledger": rows}).encode())
            finish_run(engine, key, f"audits/{client}", finished)

    day = timedelta(days=1)
    good = [
        ("Acme", "fetched", 40, "u"),
        ("Acme", "robots", 3, "u"),
        ("Rival", "timeout", 5, "u"),
        ("Rival", "robots", 1, "u"),
        ("archive", "belongs to nobody", 9, "u"),
    ]
    run("a", "Acme", NOW - day, NOW - day + timedelta(minutes=20), good)
    run("b", "Bolt", NOW - 15 * day, NOW - 14 * day, [("Bolt", "fetched", 1, "u")])
    run("b2", "Bolt", NOW - timedelta(minutes=30))
    run("c", "Crux", NOW - timedelta(hours=5))
    return url


def test_each_client_has_its_line_and_what_fails_is_named(database):
    """Finished, stale, unfinished; a source of which nothing was fetched, with its most frequent reason."""
    found = status_of(database, NOW)

    assert list(lines(found, NOW)) == [
        "ok    Acme    finished 23 hours ago",
        "STALE Bolt    finished 14 days ago; one begun 30 minutes ago has not ended",
        "ok    Crux    never finished; one begun 5 hours ago has not ended",
        "NONE  Acme: nothing fetched of Rival (timeout, 6 addresses)",
        "Server: none answers",
    ]


def test_the_command_checks_and_gives_json(database):
    """``--check`` ends with 1 for a monitor; ``--json`` has the same facts."""
    plain = CliRunner().invoke(app, ["status", "--database", database])
    checked = CliRunner().invoke(app, ["status", "--database", database, "--check", "--json"])

    assert plain.exit_code == 0
    assert checked.exit_code == 1
    assert [row["client"] for row in json.loads(checked.output)["clients"]] == ["Acme", "Bolt", "Crux"]


def test_an_empty_store_is_no_error(tmp_path):
    answer = CliRunner().invoke(app, ["status", "--database", f"sqlite:///{tmp_path}/n.db", "--check"])

    assert (answer.exit_code, "No audit was begun" in answer.output) == (0, True)


def test_runs_of_the_server_are_shown_the_next_of_each_alone(database, monkeypatch):
    """What runs and what is late first; of a deployment's many scheduled runs the next one."""
    times = {"Running": None, "Late": "2026-05-20T08:00:00Z", "Scheduled": "2026-05-25T05:00:00Z"}
    runs = [
        {"deployment_id": "1", "name": "x", "state": {"name": name}, "expected_start_time": at}
        for name, at in [*times.items(), ("Scheduled", "2026-06-01T05:00:00Z")]
    ]
    answers = {"/api/deployments/filter": [{"id": "1", "name": "acme"}], "/api/flow_runs/filter": runs}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps(answers[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{server.server_port}/api")
    try:
        found = status_of(database, NOW)
    finally:
        server.shutdown()
        server.server_close()

    assert [(run.state, run.deployment) for run in found.next_runs] == [
        ("Late", "acme"),
        ("Running", "acme"),
        ("Scheduled", "acme"),
    ]
    assert found.next_runs[-1] == NextRun("acme", "Scheduled", datetime(2026, 5, 25, 5, tzinfo=UTC))
