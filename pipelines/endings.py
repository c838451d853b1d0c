"""Endings: what can go wrong as one line and a documented exit status."""

import logging
from typing import NoReturn

import typer

from pipelines.settings import ExitStatus, NothingMeasuredError, WrongInputError


class exit_statuses:  # noqa: N801 - used as a context manager only
    """Turns what can go wrong into one line and a documented exit status."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None or isinstance(error, typer.Exit | KeyboardInterrupt | SystemExit):
            return
        status = _status_of(error)
        if status is None:
            logging.getLogger("watercooler").debug("unexpected", exc_info=error)
            fail(f"{type(error).__name__}: {error}", ExitStatus.FAILED)
        fail(str(error), status)


def _status_of(error: BaseException) -> ExitStatus | None:
    """The exit status of an error that we know; None for one that is ours to mend."""
    from market.brief_yaml import BriefError

    if isinstance(error, BriefError | WrongInputError):
        return ExitStatus.WRONG_INPUT
    if isinstance(error, NothingMeasuredError):
        return ExitStatus.NOTHING_MEASURED
    known = {"StoreError": ExitStatus.WRONG_INPUT, "ModelMissing": ExitStatus.FAILED, "CrawlError": ExitStatus.FAILED}
    known |= {"ArchiveError": ExitStatus.WRONG_INPUT, "CrawlStoppedError": ExitStatus.INTERRUPTED}
    known |= {"FormatUnavailableError": ExitStatus.FAILED, "DeliveryError": ExitStatus.FAILED}
    if isinstance(error, OSError):
        return ExitStatus.FAILED
    return known.get(type(error).__name__)  # by name: their modules are heavy


def fail(message: str, status: ExitStatus) -> NoReturn:
    for line in message.splitlines():
        typer.echo(f"watercooler: {line}", err=True)
    raise typer.Exit(status)
