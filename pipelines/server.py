"""Server: where the Prefect server is, what its processes are told, and whether it answers."""

import os
import time
from base64 import b64encode
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.settings import WrongInputError

PORT = 4200
PATIENCE = 120.0  # seconds for a server to answer: its first start fills a database
HEARTBEAT = 30  # seconds between two signs of life of a run
CREDENTIALS = "WATERCOOLER_CREDENTIALS"  # "user:password", for whatever is reached from other machines


def api_url() -> str:
    """The API of the Prefect server: ``PREFECT_API_URL``, or where ``watercooler serve`` puts it."""
    return os.environ.get("PREFECT_API_URL") or f"http://127.0.0.1:{PORT}/api"


def be_quiet(environment: "os._Environ[str] | dict[str, str]") -> None:
    """Switch Prefect's own telemetry and advertisements off, in the environment of processes to come."""
    environment.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    environment.setdefault("PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT", "false")
    environment.setdefault("DO_NOT_TRACK", "1")


def environment_of(home: Path, host: str, port: int) -> dict[str, str]:
    """The environment of the server, its workers and their runs.

    Raises ``WrongInputError`` for a ``host`` that other machines reach while no credentials are set.
    """
    reached = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared with, not bound to
    shown = f"[{reached}]" if ":" in reached else reached
    environment = {
        **os.environ,
        "PREFECT_HOME": os.environ.get("PREFECT_HOME") or str(home / "prefect"),
        "PREFECT_API_URL": f"http://{shown}:{port}/api",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": os.environ.get("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", str(HEARTBEAT)),
    }
    be_quiet(environment)
    credentials = environment.get(CREDENTIALS, "")
    if credentials and (":" not in credentials or len(credentials.partition(":")[2]) < 8):
        raise WrongInputError(f"{CREDENTIALS}: expected user:password with a password of at least 8 characters")
    if not is_loopback(host) and not credentials:
        raise WrongInputError(
            f"--host {host}: other machines reach it; set {CREDENTIALS}=user:password first, or leave it at 127.0.0.1"
        )
    if credentials:
        environment["PREFECT_SERVER_API_AUTH_STRING"] = environment["PREFECT_API_AUTH_STRING"] = credentials
    return environment


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what is bound to ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def answers(url: str, credentials: str = "") -> bool:
    """Whether a Prefect server at the API ``url`` is well."""
    try:
        with asked(f"{url}/health", credentials, 5) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def asked(url: str, credentials: str, patience: float, body: bytes | None = None) -> Any:
    """The response of the operator's own server, to be closed; with a ``body`` of JSON it is a POST.

    Raises ``OSError``, which ``URLError`` is, and ``ValueError`` for an address that is none.
    """
    import urllib.request  # forty milliseconds that --help need not wait for

    request = urllib.request.Request(url, body, {"Content-Type": "application/json"} if body else {})  # noqa: S310
    if credentials:
        request.add_header("Authorization", f"Basic {b64encode(credentials.encode()).decode()}")
    return urllib.request.urlopen(request, timeout=patience)  # noqa: S310


def wait_for(url: str, credentials: str = "", patience: float = PATIENCE) -> bool:
    """Wait until the server answers; False when it did not within ``patience`` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answers(url, credentials):
            return True
        time.sleep(0.5)
    return False


def need_server() -> str:
    """The API of a server that answers, made known to Prefect; ``WrongInputError`` when there is none."""
    url = api_url()
    if urlsplit(url).scheme not in ("http", "https"):
        raise WrongInputError(f"PREFECT_API_URL {url!r}: expected something like http://127.0.0.1:{PORT}/api")
    if not answers(url, os.environ.get("PREFECT_API_AUTH_STRING", "")):
        raise WrongInputError(f"no Prefect server answers at {url}; start one with: watercooler serve")
    os.environ["PREFECT_API_URL"] = url
    be_quiet(os.environ)
    return url
