"""Persistence: a transaction is done again as a whole when the database server went away in the middle of it."""

import functools
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, Protocol, TypeVar, runtime_checkable

from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)

PATIENCE = 120.0  # seconds a server may be away; after that the error passes through and the run can be resumed
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds between attempts, doubled each time
_AWAY = ("08", "57P")  # SQLSTATE classes: connection exceptions, and servers that stop or start
_CONFLICTS = ("40001", "40P01")  # serialisation failure, deadlock: PostgreSQL asks for the transaction to be repeated

P = ParamSpec("P")
R = TypeVar("R")


@runtime_checkable
class Remembering(Protocol):
    """An object that holds in memory what the database holds."""

    def remember(self) -> None:
        """Read it again."""


def persistent(work: Callable[P, R]) -> Callable[P, R]:
    """``work`` that survives a restart of a PostgreSQL server: it is done again from its beginning.

    For functions and methods that are one transaction, and the same when done twice; an object that is ``Remembering``
    reads the database again before that. After ``PATIENCE`` seconds, and for every other error, the error passes
    through. SQLite has no server: nothing is repeated.
    """

    @functools.wraps(work)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        kept: Any = tuple(tuple(arg) if isinstance(arg, Iterator) else arg for arg in args)  # a second try needs them
        deadline = time.monotonic() + PATIENCE
        pause, again = _FIRST_PAUSE, False
        while True:
            try:
                if again and kept and isinstance(kept[0], Remembering):
                    kept[0].remember()
                return work(*kept, **kwargs)
            except DBAPIError as error:
                if not passing(error) or time.monotonic() + pause > deadline:
                    raise
                if not again:
                    log.warning("the database server is away: waiting up to %.0f s for it", PATIENCE)
                again = True
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    return patient


def passing(error: DBAPIError) -> bool:
    """Whether an error is one of PostgreSQL's that waiting cures: a server that restarts, a conflict of two writers."""
    if not type(error.orig).__module__.startswith("psycopg"):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # no server answered at all
        return error.connection_invalidated or type(error.orig).__name__ == "OperationalError"
    return error.connection_invalidated or state.startswith(_AWAY) or state in _CONFLICTS
