"""The command line. Heavy packages are imported inside the commands: help must answer at once."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines import care, decisions, page, unattended, venues
from pipelines.database import database_app
from pipelines.endings import exit_statuses
from pipelines.logs import set_up
from pipelines.options import Database
from pipelines.settings import AuditOptions, ExitStatus, WrongInputError

app = typer.Typer(
    name="watercooler",
    help="Competitor and audience research: from a client brief to an evidenced free-audit report.",
    epilog="Exit status: 0 done · 1 something broke · 2 brief, option or file not usable, nothing written · "
    "3 nothing could be measured, no report · 4 verify found a difference · 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(database_app, name="database")
BriefPath = Annotated[Path, typer.Argument(metavar="BRIEF.yaml", help="The client's brief.")]
Formats = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="LIST",
        help="What to write, with commas: html, pdf, pptx, xlsx, csv, md, json.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors and where the report is.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log every step.")]
Networks = Annotated[
    list[str] | None,
    typer.Option("--allow-network", metavar="CIDR", help="A network off the public internet that may be contacted."),
]


@app.command()
def audit(
    brief: Annotated[
        Path | None,
        typer.Argument(metavar="BRIEF.yaml", help="The client's brief; the evidence of an audit holds its own."),
    ] = None,
    replay: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="EVIDENCE",
            help="Run from this .warc.gz, .wacz or folder with no network at all; may be repeated.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the report.")] = None,
    database: Database = "sqlite:///watercooler.db",
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="Last day of the measuring window (default: today, or the archive's).")
    ] = "",
    allow_network: Networks = None,
    max_pages: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Pages per company; overrides the brief.")
    ] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="spaCy model to prefer.")] = "",
    since: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Tell changes from this audit (default: the client's newest earlier one)."),
    ] = None,
    formats: Formats = "html",
    share_hours: Annotated[
        float,
        typer.Option(metavar="N", min=0, help="Take an equal crawl of another client's that is younger than this."),
    ] = 0.0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Research a market and write the report."""
    from pipelines.stages import parse_day

    set_up(quiet, verbose)
    with exit_statuses():
        options = AuditOptions(
            brief=brief,
            replay=tuple(replay or ()),
            out=out,
            database=database,
            as_of=parse_day(as_of) if as_of else None,
            allow_networks=_networks(allow_network),
            max_pages=max_pages,
            model=model,
            since=since,
            share_hours=share_hours,
            formats=_formats(formats),
        )
        _audit(options, quiet)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the report.")] = Path("build/demo"),
    formats: Formats = "html",
    quiet: Quiet = False,
) -> None:
    """Run the audit of a small bundled market."""
    from importlib.resources import files

    set_up(quiet, verbose=False)
    bundled = Path(str(files("pipelines") / "demo"))
    with exit_statuses():
        archives = tuple(sorted(bundled.glob("*.warc.gz")))
        database = f"sqlite:///{out / 'watercooler.db'}"
        options = AuditOptions(
            bundled / "brief.yaml", replay=archives, out=out, database=database, formats=_formats(formats)
        )
        _audit(options, quiet)


@app.command()
def report(
    source: Annotated[
        str, typer.Argument(metavar="RUN|DIR", help="The folder of an audit, its audit.json, or the key of a run.")
    ],
    formats: Formats = "html",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Another folder to write to.")] = None,
    database: Database = "sqlite:///watercooler.db",
) -> None:
    """Write the report of a finished audit again, in any format, without crawling."""
    with exit_statuses():
        from pipelines.report import write_again

        for path in write_again(source, _formats(formats), database, out):
            typer.echo(path)


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of an audit, as it was delivered.")],
) -> None:
    """Recompute every printed figure from the archive; one line per difference, exit status 4 with any."""
    set_up(quiet=True, verbose=False)
    with exit_statuses():
        from pipelines.verify import verify as whole

        found = whole(folder)
        for line in found.differences:
            typer.echo(f"DIFFERS  {line}", err=True)
        for line in found.checked:
            typer.echo(f"checked  {line}")
        if found.differences:
            typer.echo(
                f"watercooler: {folder} is not what its evidence gives: {len(found.differences)} lines", err=True
            )
            raise typer.Exit(ExitStatus.NOT_PROVEN)
        typer.echo(f"Verified: everything in {folder} follows from its evidence.")


@app.command()
def evidence(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of an audit.")],
    wacz: Annotated[
        bool, typer.Option("--wacz", help="Write the evidence as one WACZ file for web archive viewers.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE.wacz", help="Where (default: DIR/evidence.wacz).")] = None,
) -> None:
    """Say what the evidence of an audit holds, or write it as one WACZ file."""
    with exit_statuses():
        from pipelines.evidence import describe_evidence, export_wacz

        for line in describe_evidence(folder):
            typer.echo(line)
        if wacz or out:
            typer.echo(f"Wrote {export_wacz(folder, out)}")


@app.command()
def check(brief: BriefPath) -> None:
    """Say what a brief holds, or what is wrong with it."""
    with exit_statuses():
        from market.brief_yaml import read_brief
        from pipelines.brief import describe, venues_of
        from pipelines.exports import export_of, notes

        read = read_brief(brief)
        exports = {v.url: export_of(v, brief.parent) for v in venues_of(read) if v.export}
        for line in describe(read):
            typer.echo(line)
        for url, export in exports.items():
            told = [f"{export.posts} posts in {len(export.threads)} threads", *notes(export)]
            typer.echo(f"  export      {url}: {'; '.join(told)}")


@app.command()
def init(
    url: Annotated[str, typer.Argument(metavar="URL", help="The client's site.")],
    competitor: Annotated[
        list[str] | None, typer.Option("--competitor", metavar="URL", help="A competitor's site; may be repeated.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The brief to write.")] = Path("brief.yaml"),
    allow_network: Networks = None,
) -> None:
    """Write a brief to start from."""
    set_up(quiet=False, verbose=False)
    with exit_statuses():
        from pipelines.drafting import draft_brief

        for line in draft_brief(url, tuple(competitor or ()), out, _networks(allow_network)):
            typer.echo(f"watercooler: {line}; the brief has a note there", err=True)
        typer.echo(f"Wrote {out}. Fill in what is marked, then run: watercooler check {out}")


@app.command()
def doctor(database: Database = "sqlite:///watercooler.db") -> None:
    """Check this installation."""
    from pipelines.doctor import examine

    with exit_statuses():
        findings = examine(database)
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.sound else 'FAIL'} {finding.subject}: {finding.detail}")
        if not all(finding.sound for finding in findings):
            raise typer.Exit(ExitStatus.FAILED)


unattended.register(app)
page.register(app)
decisions.register(app)
care.register(app)
venues.register(app)


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"watercooler {version_of('watercooler')}")
        raise typer.Exit


def main() -> None:
    """Entry point of the ``watercooler`` command."""
    try:
        app()
    except KeyboardInterrupt:
        typer.echo("interrupted; the same command goes on where it stopped", err=True)
        sys.exit(ExitStatus.INTERRUPTED)


def _audit(options: AuditOptions, quiet: bool) -> None:
    from pipelines.audit import run_audit
    from pipelines.progress import shown_progress

    with shown_progress(quiet) as step:
        written = run_audit(options, step)
    value = written.audit
    pages = sum(company.pages for company in value.companies)
    sites = sum(company.pages > 0 for company in value.companies)
    typer.echo(f"Report:   {written.report}")
    for path in written.files:
        if path.name.startswith("report.") and path != written.report:
            typer.echo(f"          {path}")
    typer.echo(f"Data:     {written.data}")
    typer.echo(f"Evidence: {written.folder / 'evidence'} ({pages} pages of {sites} sites)")


def _formats(given: str) -> tuple[str, ...]:
    from pipelines.report import check_formats

    return check_formats([name for name in given.replace(" ", "").split(",") if name])


def _networks(given: list[str] | None) -> tuple[str, ...]:
    from ipaddress import ip_network

    for text in given or ():
        try:
            ip_network(text, strict=False)
        except ValueError as error:
            raise WrongInputError(f"--allow-network {text!r}: expected a network such as 127.0.0.0/8") from error
    return tuple(given or ())


if __name__ == "__main__":
    main()
