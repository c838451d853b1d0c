"""Page: ``watercooler trends``, the local page on which results are reviewed."""

import os
import socket
import threading
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.endings import exit_statuses
from pipelines.options import Database
from pipelines.server import CREDENTIALS, is_loopback
from pipelines.settings import DEFAULT_DATABASE, WrongInputError
from web.coming import Coming

PORT = 4280
_FRESH = 1.0  # seconds after which the page asks the store anew for runs and decisions
_DATABASE_NAME = "watercooler.db"


@dataclass(frozen=True, slots=True)
class PageOptions:
    """Where the page is served and what of."""

    database: str
    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()  # further names under which other machines reach it


def trends(
    source: Annotated[
        str,
        typer.Argument(metavar="[BRIEF|DATABASE]", help="A client's brief, a database (URL or file), or its folder."),
    ] = "",
    database: Database = DEFAULT_DATABASE,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Other than loopback needs credentials.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Port of the page.")] = PORT,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A name under which browsers reach it; may be repeated."),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser.")] = True,
) -> None:
    """Review what prospects talk about, in a browser: a page on this machine, until interrupted."""
    with exit_statuses():
        where, client = placed(source, database)
        options = PageOptions(where, host, port, tuple(name or ()))
        app = page_of(options)
        address = f"http://{_shown(host)}:{port}/{client and f'clients/{client}/trends'}"
        typer.echo(f"Page:     {address}\nRunning; Ctrl-C ends it.")
        if open_browser and os.environ.get("DISPLAY", os.environ.get("WAYLAND_DISPLAY")):
            threading.Timer(1.0, webbrowser.open, (address,)).start()
        run(app, options)


def placed(source: str, database: str) -> tuple[str, str]:
    """The database that ``source`` means, and the client's key where it is a brief; "" for all clients.

    Raises ``WrongInputError`` for a path that is not there, and ``BriefError`` for a brief that cannot be used.
    """
    path = Path(source)
    if not source:
        return database, ""
    if "://" in source:
        return source, ""
    if path.is_dir() and (path / _DATABASE_NAME).exists():
        return f"sqlite:///{path / _DATABASE_NAME}", ""
    if path.is_file() and path.suffix in (".yaml", ".yml"):
        from market.brief_yaml import read_brief
        from web.library import client_key

        return database, client_key(read_brief(path).client.name)
    if path.is_file():
        return f"sqlite:///{path}", ""
    raise WrongInputError(f"{source}: no brief, database or folder with a {_DATABASE_NAME}; give one of them")


def check(options: PageOptions) -> str:
    """The credentials to ask for, "" for none.

    Raises ``WrongInputError`` for a host that other machines reach without credentials or names, and a port in use.
    """
    credentials = os.environ.get(CREDENTIALS, "")
    if credentials and (":" not in credentials or len(credentials.partition(":")[2]) < 8):
        raise WrongInputError(f"{CREDENTIALS}: expected user:password with a password of at least 8 characters")
    if not is_loopback(options.host):
        if not credentials:
            raise WrongInputError(
                f"--host {options.host}: other machines reach it; set {CREDENTIALS}=user:password first, "
                "or leave it at 127.0.0.1"
            )
        if options.host in ("0.0.0.0", "::") and not options.names:  # noqa: S104 - compared with, not bound to
            raise WrongInputError(f"--host {options.host}: say with --name under which name browsers reach it")
    listening(options).close()
    return credentials


def page_of(options: PageOptions) -> Any:
    """The application; raises like ``check``."""
    from pipelines.transcripts import transcribe
    from store.engine import open_store
    from web.app import create_app
    from web.guard import LOOPBACK, Door

    credentials = check(options)
    hosts = (*LOOPBACK, options.host.lower(), *(name.lower() for name in options.names))
    store, door = open_store(options.database), Door(hosts, credentials)
    return create_app(store, door, transcribe, warm=True, fresh=_FRESH, coming=_coming)


def _coming() -> tuple[Coming, ...]:
    """The runs that the Prefect server holds, where this process was told of one."""
    from pipelines.status import server_runs

    if not os.environ.get("PREFECT_API_URL"):
        return ()
    return tuple(Coming(run.deployment, run.state, run.expected_at) for run in server_runs()[1])


def listening(options: PageOptions) -> socket.socket:
    """A socket at the page's place; ``WrongInputError`` where it is taken."""
    own = socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET, socket.SOCK_STREAM)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((options.host, options.port))
    except OSError as error:
        own.close()
        raise WrongInputError(
            f"{options.host}:{options.port} cannot be listened on ({error.strerror}); give the page another port"
        ) from error
    return own


def run(app: Any, options: PageOptions) -> None:
    """Serve until interrupted; raises like ``listening``."""
    import uvicorn

    with listening(options) as own:
        config = uvicorn.Config(app, log_level="warning", server_header=False, access_log=False)
        uvicorn.Server(config).run(sockets=[own])


def _shown(host: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - shown, not bound to
    return f"[{shown}]" if ":" in shown else shown


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(trends)
