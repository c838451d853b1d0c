"""Serve: the server, a worker and the schedules of one machine, started, watched and ended together."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.schedule import POOL
from pipelines.server import CREDENTIALS, environment_of, wait_for
from pipelines.settings import WrongInputError

log = logging.getLogger(__name__)
_LEAVE = 15.0  # seconds for a child to end by itself; a worker may outlive its first signal when its server is gone
_STEADY = 60.0  # seconds after which a child that ended is taken for one that had started well
_TRIES = 5  # starts of a child in a row that does not stay


@dataclass(slots=True)
class Child:
    """A process that is started again when it ends."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0

    def start(self) -> None:
        """Start it in a process group of its own, so that its own children end with it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=dict(self.environment),
                start_new_session=True,
            )
        self.started = time.monotonic()

    def keep(self) -> bool:
        """Start it again when it ended; False when it does not stay."""
        if self.process is None or self.process.poll() is None:
            return True
        self.failures = 0 if time.monotonic() - self.started > _STEADY else self.failures + 1
        if self.failures >= _TRIES:
            return False
        log.warning(
            "the %s ended (status %d) and is started again; its log: %s", self.name, self.process.returncode, self.log
        )
        self._signal(signal.SIGKILL)  # what it left behind must not work beside the new one
        time.sleep(min(2.0**self.failures, 30.0) - 1)
        self.start()
        return True

    def end(self) -> None:
        """End it and its children: a first signal, a bounded wait, a second one, then by force."""
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            self._signal(number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_LEAVE)
                break
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


@dataclass(frozen=True, slots=True)
class Serving:
    """What ``serve`` was asked for."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 4200
    at_once: int = 2  # audits at a time
    further: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())  # name and arguments of further processes


def serve(asked: Serving, ready: Callable[[str], None], told_to_stop: threading.Event | None = None) -> None:
    """Run the server and a worker until told to stop; ``ready`` is called with the API's address once they run.

    Raises ``WrongInputError`` when the port is taken, when the host needs credentials, when a process does not stay.
    """
    stop = told_to_stop or threading.Event()
    environment = environment_of(asked.home, asked.host, asked.port)
    api = environment["PREFECT_API_URL"]
    credentials = environment.get(CREDENTIALS, "")
    if wait_for(api, credentials, patience=0.1):
        raise WrongInputError(f"a Prefect server answers at {api} already; give another --port, or use that one")
    asked.home.mkdir(parents=True, exist_ok=True)
    prefect = [sys.executable, "-m", "prefect"]
    where = ["--host", asked.host, "--port", str(asked.port)]
    pool = ["--pool", POOL, "--type", "process", "--limit", str(asked.at_once)]
    logs = asked.home / "logs"
    server = Child("server", [*prefect, "server", "start", *where], environment, logs / "server.log")
    worker = Child("worker", [*prefect, "worker", "start", *pool], environment, logs / "worker.log")
    others = [
        Child(name, [sys.executable, "-m", *arguments], environment, logs / f"{name}.log")
        for name, arguments in asked.further
    ]
    started: list[Child] = []
    try:
        started.append(server)
        server.start()
        if not wait_for(api, credentials):
            raise WrongInputError(f"the server did not answer at {api}; its log says why: {server.log}")
        os.environ.update({name: value for name, value in environment.items() if name.startswith("PREFECT_")})
        ready(api)
        for child in (worker, *others):
            started.append(child)
            child.start()
        while not stop.wait(1.0):
            for child in started:
                if not child.keep():
                    raise WrongInputError(f"the {child.name} does not stay up; its log says why: {child.log}")
    finally:
        for child in reversed(started):
            child.end()
