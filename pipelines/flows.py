"""Flows: what Prefect runs. Thin: each calls the same functions as the command line and shows what came of it.

This module imports Prefect, which costs two seconds; nothing that the command line needs at once imports it.
"""

import os
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import flow, task
from prefect.artifacts import (
    create_link_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from sqlalchemy.exc import OperationalError

from market.audits import Audit
from market.urls import authority_of
from pipelines.audit import run_audit
from pipelines.digest import send_digest
from pipelines.housekeeping import housekeep
from pipelines.listening import listen
from pipelines.progress import STAGES
from pipelines.schedule import briefs_of
from pipelines.settings import AuditOptions, WrongInputError, default_database
from pipelines.stages import Opened, Written
from reports.words import cut
from store.engine import StoreError

DASK = "WATERCOOLER_DASK"  # address of a Dask scheduler, "local:2" for two processes here, "" for none
SHARE_HOURS = 20.0  # a weekly audit takes what another client's fetched in the same night
RETRIES = (60, 300)  # seconds before the second and the third try of a stage
_TRANSIENT = (OperationalError, StoreError, OSError)


def runner() -> Any:
    """Prefect's runner for the parts of a stage: Dask where ``WATERCOOLER_DASK`` names a scheduler, else None.

    Raises ``WrongInputError`` without the ``dask`` extra.
    """
    address = os.environ.get(DASK, "")
    if not address:
        return None
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise WrongInputError(f"{DASK} is set: install the extra with: pip install 'watercooler[dask]'") from error
    kind, _, number = address.partition(":")
    if kind == "local" and number.isdigit():
        return DaskTaskRunner(cluster_kwargs={"n_workers": int(number), "threads_per_worker": 1, "processes": True})
    return DaskTaskRunner(address=address)


def _spread(work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    """Each item as a task of the flow's runner."""
    as_task: Any = task(
        name=work.__name__.replace("_", " "), cache_policy=NO_CACHE, persist_result=False, tags=["watercooler"]
    )(work)
    futures = [as_task.submit(item) for item in items]
    return [future.result() for future in futures]


@flow(name="audit", log_prints=False, task_runner=runner())
def audit(
    brief: str | None = None,
    replay: list[str] | None = None,
    out: str | None = None,
    database: str | None = None,
    as_of: str | None = None,
    since: str | None = None,
    formats: list[str] | None = None,
    allow_networks: list[str] | None = None,
    max_pages: int | None = None,
    share_hours: float = SHARE_HOURS,
) -> str:
    """Research a client's market and write the audit; returns the report's path.

    Its artifacts are the link to the report, the table of its steps, and how far it has come. What another client's
    audit fetched in the last ``share_hours`` is taken from there, where it would be the very same crawl.
    """
    known: dict[str, Any] = {"database": database} if database else {}
    options = AuditOptions(
        brief=Path(brief) if brief else None,
        replay=tuple(Path(path) for path in replay or ()),
        out=Path(out) if out else None,
        as_of=date.fromisoformat(as_of) if as_of else None,
        since=Path(since) if since else None,
        formats=tuple(formats or ("html",)),
        allow_networks=tuple(allow_networks or ()),
        max_pages=max_pages,
        share_hours=share_hours,
        **known,
    )
    written = run_audit(options, _Shown().step, spread=_spread if os.environ.get(DASK) else None)
    _show(written)
    return str(written.report.resolve())


@flow(name="digest", log_prints=False, retries=2, retry_delay_seconds=600)
def digest(brief: str, database: str | None = None, mail_to: list[str] | None = None) -> str:
    """Tell people of the client's newest audit, once; returns what became of it.

    A server that does not take the message is tried again; who was told is not told twice.
    """
    told = send_digest(Path(brief), database or default_database(), tuple(mail_to or ()))
    return told.remark or f"told {len(told.receivers)}"


@flow(name="conversations", log_prints=False, retries=1, retry_delay_seconds=600)
def conversations(brief: str, database: str | None = None, allow_networks: list[str] | None = None) -> str:
    """Visit the communities of a brief between two audits; returns the folder of what was fetched."""
    options = AuditOptions(
        brief=Path(brief), database=database or default_database(), allow_networks=tuple(allow_networks or ())
    )
    return str(listen(options, datetime.now(UTC)).resolve())


@flow(name="housekeeping", log_prints=False)
def housekeeping(briefs: list[str] | None = None, database: str | None = None) -> str:
    """Delete what its days of retention are over for, and stale caches; returns what became of it.

    What could not be done now is a remark in the result, and is tried the next day.
    """
    read = briefs_of([Path(path) for path in briefs]) if briefs else {}
    kept = housekeep(database or default_database(), tuple(read.values()))
    told = [f"{len(kept.runs)} audits past their days of retention", *kept.remarks]
    return "; ".join(told)


def _show(written: Written) -> None:
    """The report's link and the table of its steps, as artifacts that keep one history per client."""
    value = written.audit
    name = slug_of(value.client.company.url)
    create_link_artifact(
        written.report.resolve().as_uri(), link_text=f"Report for {value.run.client}", key=f"report-{name}"
    )
    create_table_artifact(_rows(value), key=f"steps-{name}", description=f"Next steps for {value.run.client}")


def _rows(value: Audit) -> list[dict[str, Any]]:
    rows = [
        {
            "step": cut(step.action, 200),
            "goal": cut(step.goal, 100),
            "effort": step.effort,
            "look again": str(step.recheck),
        }
        for step in value.recommendations
    ]
    return rows or [{"step": "none that the measurements support", "goal": "", "effort": "", "look again": ""}]


class _Shown:
    """Makes a task of each stage, and tells how many of them are done."""

    def __init__(self) -> None:
        self._artifact: UUID | None = None
        self._done = 0

    def step(self, stage: Callable[..., Any]) -> Callable[..., Any]:
        """The stage as a task; tried again only where a second try can help."""
        retries: dict[str, Any] = {}
        if stage.__name__ == "collect":  # goes on where it stood: what was fetched is not fetched again
            retries = {
                "retries": len(RETRIES),
                "retry_delay_seconds": list(RETRIES),
                "retry_condition_fn": lambda _task, _run, state: _transient(state),
            }
        as_task: Any = task(
            name=stage.__name__.replace("_", " "), cache_policy=NO_CACHE, persist_result=False, **retries
        )(stage)

        @wraps(stage)
        def shown(*args: Any) -> Any:
            result = as_task(*args)
            self._done = len(STAGES) if isinstance(result, Written) else self._done + 1
            self._tell(result)
            return result

        return shown

    def _tell(self, result: Any) -> None:
        share = 100 * self._done / len(STAGES)
        if isinstance(result, Opened):
            about = f"Audit of {result.brief.client.name}"
            made = create_progress_artifact(share, f"progress-{slug_of(result.brief.client.url)}", about)
            self._artifact = made if isinstance(made, UUID) else None
        elif self._artifact:
            update_progress_artifact(self._artifact, share)


def _transient(state: Any) -> bool:
    """Whether what ended a task may be gone in a minute: a locked database, a full disk, a server that restarts."""
    try:
        state.result()
    except _TRANSIENT:
        return True
    except Exception:  # a wrong brief, an interrupted crawl, a fault of ours: the same again
        return False
    return False


def slug_of(url: str) -> str:
    """A client's site as Prefect's keys allow it: lower-case letters, digits and dashes."""
    return re.sub("[^a-z0-9]+", "-", authority_of(url).lower().removeprefix("www.")).strip("-")
