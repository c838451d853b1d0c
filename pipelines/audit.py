"""Audit: research a client's market and write the report.

``run_audit`` composes the stages once. The command line calls it as it is; the Prefect flow calls the same function
and makes a task of each stage, so that a run's history has one line per stage.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines import stages
from pipelines.replay import laid_out
from pipelines.settings import AuditOptions
from pipelines.stages import Written

if TYPE_CHECKING:
    from prefect import Flow

F = TypeVar("F", bound=Callable[..., Any])


def plainly(stage: F) -> F:
    """The stage itself."""
    return stage


def run_audit(options: AuditOptions, step: Callable[[Any], Any] = plainly, now: datetime | None = None) -> Written:
    """Research the market of a brief and write the audit; ``step`` wraps each stage.

    Raises what the stages raise: ``BriefError`` and ``WrongInputError`` before anything is written,
    ``NothingMeasuredError`` when there is nothing to report.
    """
    moment = now or datetime.now(UTC)
    with laid_out(options.replay) as replay:
        opened = step(stages.open_run)(replace(options, replay=replay), moment)
        collected = step(stages.collect)(opened)
        material = step(stages.read)(opened, collected)
        understanding = step(stages.understand)(opened, material)
        audit = step(stages.conclude)(opened, collected, material, understanding)
        written: Written = step(stages.write)(opened, audit, moment)
    return written


def _flow() -> "Flow[[str | None, list[str] | None, str | None, str | None, str | None, str | None], str]":
    """The flow, built on first use: importing Prefect costs two seconds that the command line must not pay."""
    from datetime import date

    from prefect import flow, task
    from prefect.artifacts import create_link_artifact
    from prefect.cache_policies import NO_CACHE

    def as_task(stage: F) -> Any:
        return task(name=stage.__name__.replace("_", " "), cache_policy=NO_CACHE, persist_result=False)(stage)

    @flow(name="audit", log_prints=False)
    def audit(
        brief: str | None = None,
        replay: list[str] | None = None,
        out: str | None = None,
        database: str | None = None,
        as_of: str | None = None,
        since: str | None = None,
    ) -> str:
        """Research a client's market and write the audit; returns the report's path."""
        known: dict[str, Any] = {"database": database} if database else {}
        options = AuditOptions(
            brief=Path(brief) if brief else None,
            replay=tuple(Path(path) for path in replay or ()),
            out=Path(out) if out else None,
            as_of=date.fromisoformat(as_of) if as_of else None,
            since=Path(since) if since else None,
            **known,
        )
        written = run_audit(options, as_task)
        report = written.report.resolve()
        create_link_artifact(report.as_uri(), link_text=f"Report for {written.audit.run.client}", key="report")
        return str(report)

    return audit


def __getattr__(name: str) -> Any:
    """``pipelines.audit.audit`` is the flow that deployments name; it is made when it is asked for."""
    if name == "audit":
        flow = _flow()
        globals()["audit"] = flow
        return flow
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
