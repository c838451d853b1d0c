"""Spread: where the independent parts of a stage are worked on: in this process, or wherever a runner puts them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

AT_ONCE = 4  # crawls in flight: each is a process of its own, and most of a polite crawl is waiting


class Spread(Protocol):
    """Does the same work for every item and returns the results in their order; errors of the work pass through.

    What it is given must survive being sent to another machine: a function of a module, and values.
    """

    def __call__(self, work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]: ...


def here(work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    """In threads of this process, ``AT_ONCE`` at a time: for work that waits."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, items))
