"""Status: which audits ended, which come next, and what an operator should look at."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.server import api_url, asked

STALE = timedelta(days=9)  # a weekly audit that is two days late
_NEXT_RUNS = 200  # scheduled runs that the server is asked for, its own limit


@dataclass(frozen=True, slots=True)
class FailingSource:
    """A site or venue of a client's newest audit of which nothing could be fetched."""

    client: str
    source: str
    reason: str  # the most frequent outcome of its addresses
    addresses: int


@dataclass(frozen=True, slots=True)
class ClientStatus:
    """Where one client's audits stand."""

    client: str
    finished_at: datetime | None  # of the newest finished audit; None when none was
    report: str  # its folder, "" without one
    unfinished_since: datetime | None  # start of a newer one that has not ended: at work, or interrupted
    stale: bool  # nothing was finished for longer than ``STALE``


@dataclass(frozen=True, slots=True)
class NextRun:
    """A run that the Prefect server holds."""

    deployment: str
    state: str  # "Scheduled", "Late", "Running" …
    expected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that ``watercooler status`` shows."""

    clients: tuple[ClientStatus, ...]  # by name
    failing: tuple[FailingSource, ...]
    server: str  # address of the Prefect server's API, "" when none answers
    next_runs: tuple[NextRun, ...]  # running ones first, then by time

    def to_json(self) -> str:
        """The whole as JSON; moments in ISO 8601."""
        return json.dumps(asdict(self), default=lambda value: value.isoformat(), indent=2, ensure_ascii=False)


def status_of(database: str, now: datetime | None = None) -> Status:
    """The state of all clients in a store, and of the server where one answers; raises ``StoreError``."""
    from store.audits import load_audit
    from store.engine import open_store
    from store.runs import StoredRun, stored_runs

    engine = open_store(database)
    by_client: dict[str, list[StoredRun]] = defaultdict(list)
    for run in stored_runs(engine):
        by_client[run.client].append(run)
    clients, failing = [], []
    for client, runs in sorted(by_client.items()):
        finished = max((run for run in runs if run.finished_at), key=lambda run: str(run.finished_at), default=None)
        begun = max(run.started_at for run in runs)
        ended = finished.finished_at if finished else None
        open_since = begun if any(r.started_at == begun and not r.finished_at for r in runs) else None
        stale = (now or datetime.now(UTC)) - (ended or begun) > STALE
        clients.append(ClientStatus(client, ended, finished.report if finished else "", open_since, stale))
        body = load_audit(engine, finished.key) if finished else None
        failing += _failing(client, json.loads(body)) if body else []
    server, next_runs = server_runs()
    return Status(tuple(clients), tuple(failing), server, next_runs)


def lines(status: Status, now: datetime | None = None) -> Iterator[str]:
    """The status for a terminal."""
    now = now or datetime.now(UTC)
    width = max([6, *(len(row.client) for row in status.clients)])
    if not status.clients:
        yield "No audit was begun in this store."
    for row in status.clients:
        ended = f"finished {_ago(now - row.finished_at)} ago" if row.finished_at else "never finished"
        open_since = f"; one begun {_ago(now - row.unfinished_since)} ago has not ended" if row.unfinished_since else ""
        yield f"{'STALE' if row.stale else 'ok':<6}{row.client:<{width}}  {ended}{open_since}"
    for source in status.failing:
        why = f"({source.reason}, {source.addresses} addresses)"
        yield f"NONE  {source.client}: nothing fetched of {source.source} {why}"
    yield f"Server: {status.server.removesuffix('/api')}" if status.server else "Server: none answers"
    for run in status.next_runs:
        when = f"{run.expected_at:%Y-%m-%d %H:%M} UTC" if run.expected_at else ""
        yield f"  {run.state:<10} {run.deployment:<40} {when}".rstrip()


def _failing(client: str, audit: dict[str, Any]) -> list[FailingSource]:
    outcomes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    known = {item["company"]["name"] for item in audit["companies"]} | {
        item["venue"]["name"] for item in audit["venues"]
    }
    for row in audit["ledger"]:
        if row["subject"] in known:  # what a replayed archive holds of nobody is no source
            outcomes[row["subject"]].append(row)
    found = []
    for source, rows in sorted(outcomes.items()):
        if any(row["outcome"].startswith("fetched") and row["count"] for row in rows):
            continue
        worst = max(rows, key=lambda row: row["count"])
        found.append(FailingSource(client, source, worst["outcome"], sum(row["count"] for row in rows)))
    return found


def server_runs() -> tuple[str, tuple[NextRun, ...]]:
    """The server's address and its runs to come and at work; nothing when none answers."""
    url = api_url()
    try:
        names = {row["id"]: row["name"] for row in _asked(url, "/deployments/filter", {"limit": _NEXT_RUNS})}
        chosen = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED", "PENDING", "RUNNING"]}}}, "limit": _NEXT_RUNS}
        runs = _asked(url, "/flow_runs/filter", {**chosen, "sort": "EXPECTED_START_TIME_ASC"})
    except (OSError, ValueError, KeyError):
        return "", ()
    return url, _first_of_each(
        [
            NextRun(
                names.get(run["deployment_id"], run["name"]), run["state"]["name"], _moment(run["expected_start_time"])
            )
            for run in runs
        ]
    )


def _first_of_each(runs: Sequence[NextRun]) -> tuple[NextRun, ...]:
    """What is at work or late, and of each deployment the next run alone."""
    seen: set[str] = set()
    kept = []
    for run in sorted(runs, key=lambda run: (run.state == "Scheduled", str(run.expected_at), run.deployment)):
        if run.state != "Scheduled" or run.deployment not in seen:
            kept.append(run)
        if run.state == "Scheduled":
            seen.add(run.deployment)
    return tuple(kept)


def _asked(url: str, path: str, body: dict[str, Any]) -> Any:
    credentials = os.environ.get("PREFECT_API_AUTH_STRING", "")
    with asked(f"{url}{path}", credentials, 10, json.dumps(body).encode()) as answer:
        return json.load(answer)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // 1440} days"
