"""Audit: research a client's market and write the report.

``run_audit`` composes the stages once. The command line calls it as it is; the Prefect flow calls the same function
and makes a task of each stage, so that a run's history has one line per stage.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from pipelines import stages
from pipelines.recall import recalled
from pipelines.replay import laid_out
from pipelines.settings import AuditOptions
from pipelines.spread import Spread, here
from pipelines.stages import Written

log = logging.getLogger("watercooler")
F = TypeVar("F", bound=Callable[..., Any])


def plainly(stage: F) -> F:
    """The stage itself."""
    return stage


def run_audit(
    options: AuditOptions,
    step: Callable[[Any], Any] = plainly,
    now: datetime | None = None,
    spread: Spread | None = None,
) -> Written:
    """Research the market of a brief and write the audit; ``step`` wraps each stage.

    ``spread`` says where crawls are made and pages are read, by default on this machine.

    Raises what the stages raise: ``BriefError`` and ``WrongInputError`` before anything is written,
    ``NothingMeasuredError`` when there is nothing to report.
    """
    moment = now or datetime.now(UTC)
    with laid_out(options.replay) as replay:
        opened = step(stages.open_run)(replace(options, replay=replay), moment)
        collected = step(stages.collect)(opened, spread or here)
        audit = recalled(options.database, opened.run.key, collected.inputs)
        if audit is None:
            material = step(stages.read)(opened, collected, spread)
            understanding = step(stages.understand)(opened, material)
            audit = step(stages.conclude)(opened, collected, material, understanding)
        else:
            log.info("nothing changed since this audit was made: it is written again")
        written: Written = step(stages.write)(opened, collected, audit, moment)
    return written


def __getattr__(name: str) -> Any:
    """``pipelines.audit.audit`` is the flow that deployments name; Prefect is imported when it is asked for."""
    if name == "audit":
        from pipelines.flows import audit

        return audit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
