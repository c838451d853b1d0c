"""Progress: a line per stage; a moving bar on a terminal, plain log lines anywhere else."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

log = logging.getLogger("watercooler")
STAGES = {
    "open_run": "Checking the brief",
    "collect": "Collecting pages",
    "read": "Reading pages",
    "understand": "Understanding conversations",
    "conclude": "Comparing and scoring",
    "write": "Writing the report",
}


@contextmanager
def shown_progress(quiet: bool = False) -> Iterator[Callable[[Any], Any]]:
    """A ``step`` for ``run_audit`` that shows each stage as it runs and how long it took."""
    if quiet:
        yield lambda stage: stage
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield lambda stage: _barred(stage, bar)
    else:
        yield _logged


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<30}"), BarColumn(bar_width=24), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def _barred(stage: Callable[..., Any], bar: "Progress") -> Callable[..., Any]:
    @wraps(stage)
    def shown(*args: Any) -> Any:
        task = bar.add_task(STAGES[stage.__name__], total=None)
        result = stage(*args)
        bar.update(task, total=1, completed=1)
        return result

    return shown


def _logged(stage: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(stage)
    def shown(*args: Any) -> Any:
        log.info("%s …", STAGES[stage.__name__])
        start = time.monotonic()
        result = stage(*args)
        log.info("%s: done in %.1f s", STAGES[stage.__name__], time.monotonic() - start)
        return result

    return shown
