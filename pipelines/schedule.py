"""Schedule: one deployment per client and job on a Prefect server, made or brought up to date, never doubled.

Every deployment has a concurrency limit of one: a run that is due while the last one still works waits for it. Runs
that lost their process are marked as crashed by an automation, so that they do not hold the place for ever.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from market.brief import Brief
from market.venues import Access
from pipelines.brief import venues_of
from pipelines.server import HEARTBEAT, need_server
from pipelines.settings import WrongInputError

POOL = "audits"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ZOMBIES = "watercooler: runs without a sign of life"
_SILENT = 4 * HEARTBEAT  # seconds without a heartbeat after which a run is taken for dead
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Timing:
    """When the jobs of a client run."""

    audit: str  # cron
    timezone: str = "UTC"
    conversations: str = "0 2 * * *"
    housekeeping: str = "30 3 * * *"
    digest: str = "0 9 * * *"  # every morning: it tells of what was finished since, and mostly of nothing


@dataclass(frozen=True, slots=True)
class Plan:
    """What every deployment is given."""

    home: Path  # folder of audits, logs and, unless ``database`` says otherwise, the store
    database: str  # "" for watercooler.db in the home folder
    timing: Timing
    formats: tuple[str, ...] = ("html",)
    allow_networks: tuple[str, ...] = ()
    mail_to: tuple[str, ...] = ()
    tell: bool = False  # a webhook is set, or somebody gets mail


@dataclass(frozen=True, slots=True)
class Deployed:
    """One deployment as it now stands."""

    name: str  # "audit/maplekey-example"
    cron: str
    timezone: str
    new: bool  # False: it was there and was brought up to date


def timing(weekly: str, at: str, cron: str, timezone: str) -> Timing:
    """When audits run: a day of the week and a time, or a cron expression of one's own.

    Raises ``WrongInputError`` for a day, time, expression or time zone that does not exist.
    """
    from prefect.client.schemas.schedules import CronSchedule
    from pydantic import ValidationError

    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise WrongInputError(f"--timezone {timezone!r}: expected one such as Europe/Berlin") from error
    if cron:
        try:
            CronSchedule(cron=cron, timezone=timezone)
        except ValidationError as error:
            raise WrongInputError(f'--cron {cron!r}: expected five fields such as "0 5 * * 1"') from error
        return Timing(cron, timezone)
    day = next((place for place, name in enumerate(DAYS, 1) if len(weekly) > 2 and name.startswith(weekly.lower())), 0)
    clock = _CLOCK.fullmatch(at)
    if not day:
        raise WrongInputError(f"--weekly {weekly!r}: expected a day such as monday")
    if not clock:
        raise WrongInputError(f"--at {at!r}: expected a time such as 05:00")
    return Timing(f"{int(clock[2])} {int(clock[1])} * * {day % 7}", timezone)


def briefs_of(given: Sequence[Path]) -> dict[Path, Brief]:
    """The briefs in files and folders, checked; nothing is scheduled when one of them is wrong.

    Raises ``BriefError`` for a mistake in one, ``WrongInputError`` for a folder without any and for two of one client.
    """
    from market.brief_yaml import read_brief
    from pipelines.flows import slug_of

    read: dict[Path, Brief] = {}
    clients: dict[str, Path] = {}
    for path in _files(given):
        brief = read_brief(path)
        other = clients.setdefault(slug_of(brief.client.url), path)
        if other != path:
            raise WrongInputError(f"{path}: the same client as {other}; schedule one brief per client")
        read[path] = brief
    return read


def _files(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if not path.is_dir():
            yield path.resolve()
            continue
        found = sorted(file.resolve() for pattern in ("*.yaml", "*.yml") for file in path.glob(pattern))
        if not found:
            raise WrongInputError(f"{path}: no .yaml file in it; give a folder of briefs")
        yield from found


def schedule(briefs: dict[Path, Brief], plan: Plan) -> list[Deployed]:
    """Make or update the deployments of every brief, and what they need on the server: a work pool, the automation.

    Done twice it changes nothing. Raises ``WrongInputError`` when no server answers.
    """
    with _speaking_to(need_server()):
        _prepare()
        jobs = [job for path, brief in briefs.items() for job in _jobs(path, brief, plan)]
        jobs += _housekeeping(briefs, plan)
        return [_deploy(*job, plan) for job in jobs]


@contextmanager
def _speaking_to(api: str) -> Iterator[None]:
    """Prefect's client with the server at ``api``: what it read of the environment when it was imported may be older.

    Without an address it would start a server of its own, on whatever database it finds.
    """
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

    secret = os.environ.get("PREFECT_API_AUTH_STRING", "")
    given: dict[Any, Any] = {PREFECT_API_URL: api, **({PREFECT_API_AUTH_STRING: secret} if secret else {})}
    with temporary_settings(given):
        yield


_Job = tuple[Any, str, str, dict[str, Any], str]  # flow, name, description, parameters, cron


def _jobs(path: Path, brief: Brief, plan: Plan) -> Iterator[_Job]:
    from pipelines import flows

    name = flows.slug_of(brief.client.url)
    common: dict[str, Any] = {"brief": str(path), "database": _database(plan)}
    networks: dict[str, Any] = {"allow_networks": list(plan.allow_networks)} if plan.allow_networks else {}
    audit = {**common, **networks, "formats": list(plan.formats)}
    yield (
        flows.audit,
        name,
        f"Research the market of {brief.client.name} and write its report.",
        audit,
        plan.timing.audit,
    )

    if any(venue.platform and venue.access is not Access.CLOSED for venue in venues_of(brief)):
        about = f"Visit the communities where the prospects of {brief.client.name} talk."
        yield flows.conversations, name, about, {**common, **networks}, plan.timing.conversations
    if plan.tell:
        told = {**common, "mail_to": list(plan.mail_to)}
        yield (
            flows.digest,
            name,
            f"Tell people what the newest audit of {brief.client.name} found.",
            told,
            plan.timing.digest,
        )


def _housekeeping(briefs: dict[Path, Brief], plan: Plan) -> Iterator[_Job]:
    """One for the whole store, once a night."""
    from pipelines import flows

    about = "Delete conversations past their briefs' days of retention, and stale caches."
    given = {"briefs": sorted(map(str, briefs)), "database": _database(plan)}
    yield flows.housekeeping, "store", about, given, plan.timing.housekeeping


def _database(plan: Plan) -> str:
    return plan.database or f"sqlite:///{plan.home.resolve() / 'watercooler.db'}"


def _deploy(flow: Any, name: str, description: str, parameters: dict[str, Any], cron: str, plan: Plan) -> Deployed:
    """One deployment; its schedule has a name of its own, so that a second time replaces it."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.exceptions import ObjectNotFound
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    with get_client(sync_client=True) as client:
        try:
            client.read_deployment_by_name(f"{flow.name}/{name}")
            new = False
        except ObjectNotFound:
            new = True
    made = flow.to_deployment(
        name,
        description=description,
        parameters=parameters,
        schedules=[Cron(cron, timezone=plan.timing.timezone, slug="watercooler")],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        tags=["watercooler", flow.name],
        work_pool_name=POOL,
        job_variables={
            "working_dir": str(plan.home.resolve()),
            "env": {
                "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT),
                "PREFECT_LOGGING_EXTRA_LOGGERS": "watercooler,pipelines",  # a run's page shows what its crawls did
            },
        },
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    made.apply()
    return Deployed(f"{flow.name}/{name}", cron, plan.timing.timezone, new)


def _prepare() -> None:
    """The work pool and the automation, where they are missing."""
    from prefect.automations import Automation, ChangeFlowRunState, EventTrigger, Posture
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.client.schemas.objects import StateType
    from prefect.exceptions import ObjectNotFound

    ends = {f"prefect.flow-run.{state}" for state in ("heartbeat", "Completed", "Failed", "Cancelled", "Crashed")}
    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(POOL)
        except ObjectNotFound:
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        if client.read_automations_by_name(ZOMBIES):
            return
    Automation(
        name=ZOMBIES,
        description="A run whose process was killed says nothing more; without this it would be Running for ever.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect=ends,
            match={"prefect.resource.id": "prefect.flow-run.*"},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=_SILENT),
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                name=None,
                message=f"No sign of life for {_SILENT} s: its process is gone.",
                force=False,
            )
        ],
    ).create()
