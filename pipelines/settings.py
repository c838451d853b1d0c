"""Settings: what an audit run was asked to do, and how the command ends."""

import os
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from importlib.util import find_spec
from pathlib import Path

DEFAULT_BROWSER = "/usr/bin/chromium"  # where Debian puts it
DEFAULT_DATABASE = "sqlite:///watercooler.db"


def default_database() -> str:
    """The store where nothing else is said: ``WATERCOOLER_DATABASE``, or a file in the working folder."""
    return os.environ.get("WATERCOOLER_DATABASE") or DEFAULT_DATABASE


class ExitStatus(IntEnum):
    """How the command ended; documented in README.md."""

    DONE = 0
    FAILED = 1  # something broke on the way; the line says what
    WRONG_INPUT = 2  # a brief, an option or a file was not usable; nothing was written
    NOTHING_MEASURED = 3  # the run came to its end, but there is nothing to report
    NOT_PROVEN = 4  # verify found something that the evidence does not give
    INTERRUPTED = 130


class WrongInputError(ValueError):
    """What the user gave cannot be used; the message names it and the remedy."""


class NothingMeasuredError(RuntimeError):
    """Not one page could be read: no report is written."""


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """One audit as asked for on the command line or by a deployment."""

    brief: Path | None = None  # None: the brief that the replayed evidence holds
    replay: tuple[Path, ...] = ()  # WARC files, a delivered .wacz, or a folder of either
    out: Path | None = None
    database: str = field(default_factory=default_database)
    as_of: date | None = None
    allow_networks: tuple[str, ...] = ()
    max_pages: int | None = None
    model: str = ""
    since: Path | None = None  # the audit.json, or its folder, to tell changes from; None: the newest earlier one
    formats: tuple[str, ...] = ("html",)  # what is written beside audit.json
    share_hours: float = 0.0  # how old a crawl for another client may be that is taken instead of asking again
    browser: str = field(default_factory=lambda: browser_at(os.environ.get("WATERCOOLER_BROWSER", DEFAULT_BROWSER)))


def browser_at(path: str) -> str:
    """The path of the Chromium that renders pages; "" for "off", without the ``browser`` extra, or where none is.

    Raises ``WrongInputError`` for a path that was chosen and leads to no program.
    """
    if path == "off":
        return ""
    there = os.access(path, os.X_OK) and Path(path).is_file()
    if not there and path != DEFAULT_BROWSER:
        raise WrongInputError(f"WATERCOOLER_BROWSER {path}: no program there; give the path of a Chromium, or off")
    return path if there and find_spec("playwright") else ""


def user_agent(contact: str) -> str:
    """The name by which site owners see us, with where to reach whoever runs the audit."""
    from importlib.metadata import version

    return f"watercooler/{version('watercooler')}" + (f" (+{contact})" if contact else "")
