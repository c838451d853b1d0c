"""Commands for audits that run by themselves: schedule, serve, digest, status."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from pipelines.endings import exit_statuses
from pipelines.options import Database
from pipelines.settings import DEFAULT_DATABASE, ExitStatus, WrongInputError

Briefs = Annotated[list[Path], typer.Argument(metavar="BRIEF|FOLDER...", help="Briefs, or folders of them.")]
Home = Annotated[Path, typer.Option("--home", metavar="DIR", help="Folder of audits, logs and database.")]
HomeDatabase = Annotated[
    str,
    typer.Option(
        "--database", metavar="URL", envvar="WATERCOOLER_DATABASE", help="Default: watercooler.db in the home folder."
    ),
]
Weekly = Annotated[str, typer.Option(metavar="DAY", help="Day of the week for audits.")]
At = Annotated[str, typer.Option(metavar="HH:MM", help="Time of day for audits.")]
Cron = Annotated[str, typer.Option(metavar="EXPRESSION", help="A cron expression instead of day and time.")]
Timezone = Annotated[str, typer.Option(metavar="NAME", help="Time zone of the schedule, such as Europe/Berlin.")]
FormatList = Annotated[str, typer.Option("--format", "-f", metavar="LIST", help="Formats of the reports, with commas.")]
Networks = Annotated[
    list[str] | None,
    typer.Option("--allow-network", metavar="CIDR", help="A network off the public internet that may be contacted."),
]
MailTo = Annotated[
    list[str] | None,
    typer.Option("--mail-to", metavar="ADDRESS", help="Who is told of an audit; may be repeated."),
]


def digest(
    brief: Annotated[Path, typer.Argument(metavar="BRIEF.yaml", help="The client's brief.")],
    mail_to: MailTo = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the message and send nothing.")] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Tell people, once, what the client's newest audit found and what changed."""
    with exit_statuses():
        from pipelines.digest import send_digest

        told = send_digest(brief, database, tuple(mail_to or ()), dry_run)
        if told.text:
            typer.echo(f"Subject: {told.subject}\n\n{told.text}", nl=False)
        else:
            typer.echo(told.remark or f"Told {', '.join(told.receivers)}: {told.subject}")


def schedule(
    briefs: Briefs,
    weekly: Weekly = "monday",
    at: At = "05:00",
    cron: Cron = "",
    timezone: Timezone = "UTC",
    home: Home = Path(),
    database: HomeDatabase = "",
    formats: FormatList = "html,pdf",
    mail_to: MailTo = None,
    allow_network: Networks = None,
) -> None:
    """Schedule the audits of briefs on a running Prefect server; done again, it updates them."""
    with exit_statuses():
        _schedule(briefs, weekly, at, cron, timezone, home, database, formats, mail_to, allow_network)


def serve(
    briefs: Annotated[
        list[Path] | None, typer.Argument(metavar="[BRIEF|FOLDER...]", help="Briefs to schedule, or folders of them.")
    ] = None,
    weekly: Weekly = "monday",
    at: At = "05:00",
    cron: Cron = "",
    timezone: Timezone = "UTC",
    home: Home = Path(),
    database: HomeDatabase = "",
    formats: FormatList = "html,pdf",
    mail_to: MailTo = None,
    allow_network: Networks = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Other than loopback needs credentials.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Port of the Prefect server.")] = 4200,
    at_once: Annotated[int, typer.Option(metavar="N", min=1, max=32, help="Audits at a time.")] = 2,
    page_port: Annotated[
        int, typer.Option("--page-port", metavar="N", min=0, max=65535, help="Port of the trends page; 0: no page.")
    ] = 4280,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A name under which browsers reach the page; may be repeated."),
    ] = None,
) -> None:
    """Run server, worker, schedules and the trends page on this machine, until interrupted."""
    from pipelines.serve import Serving
    from pipelines.serve import serve as run

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def ready(api: str) -> None:
        typer.echo(f"Server:   {api.removesuffix('/api')}")
        if briefs:
            _schedule(briefs, weekly, at, cron, timezone, home, database, formats, mail_to, allow_network)
        if page_port:
            typer.echo(f"Page:     http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{page_port}/")  # noqa: S104
        typer.echo(f"Audits:   {home.resolve() / 'audits'}")
        typer.echo("Running; Ctrl-C ends everything, and the next start goes on where it stood.")

    with exit_statuses():
        if briefs:  # a mistake in one is said before anything is started
            from pipelines.schedule import briefs_of, timing

            briefs_of(briefs)
            timing(weekly, at, cron, timezone)
        page = _page(home, database, host, page_port, name or [])
        run(Serving(home.resolve(), host, port, at_once, further=page), ready, stop)
        typer.echo("Ended.")


def status(
    database: Database = DEFAULT_DATABASE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="End with status 1 when a client is stale or nothing came of a source.")
    ] = False,
) -> None:
    """Which audits ended, which come next, what fails and what is stale."""
    with exit_statuses():
        from pipelines.status import lines, status_of

        found = status_of(database)
        typer.echo(found.to_json() if as_json else "\n".join(lines(found)))
        if check and (found.failing or any(client.stale for client in found.clients)):
            raise typer.Exit(ExitStatus.FAILED)


def _page(home: Path, database: str, host: str, port: int, names: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The process that serves the trends page beside the server; none for port 0."""
    from pipelines.page import PageOptions, check

    if not port:
        return ()
    check(PageOptions("", host, port, tuple(names)))
    where = database or f"sqlite:///{home.resolve() / 'watercooler.db'}"
    options = ["--database", where, "--host", host, "--port", str(port), "--no-open"]
    for name in names:
        options += ["--name", name]
    return (("page", ("pipelines.cli", "trends", *options)),)


def _schedule(
    briefs: list[Path],
    weekly: str,
    at: str,
    cron: str,
    timezone: str,
    home: Path,
    database: str,
    formats: str,
    mail_to: list[str] | None,
    networks: list[str] | None,
) -> None:
    from pipelines.delivery import check_receivers, webhook
    from pipelines.report import check_formats
    from pipelines.schedule import Plan, briefs_of, timing
    from pipelines.schedule import schedule as deploy

    if not home.is_dir():
        raise WrongInputError(f"--home {home}: no such folder; make it first")
    names = check_formats([name for name in formats.replace(" ", "").split(",") if name])
    when = timing(weekly, at, cron, timezone)
    check_receivers(mail_to or ())
    tell = bool(mail_to or webhook())
    plan = Plan(home, database, when, names, tuple(networks or ()), tuple(mail_to or ()), tell)
    for row in deploy(briefs_of(briefs), plan):
        typer.echo(f"{'Scheduled' if row.new else 'Updated':<9} {row.name:<40} {row.cron} {row.timezone}")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (schedule, serve, digest, status):
        app.command()(command)
