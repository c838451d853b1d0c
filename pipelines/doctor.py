"""Doctor: whether this installation can do its work, and what to do where it cannot."""

import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

LEAST_FREE = 2 * 1024**3  # bytes: archives of one audit of nine sites fit


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    subject: str
    sound: bool
    detail: str


def examine(database: str) -> tuple[Finding, ...]:
    """What was looked at, in a fixed order; nothing is installed or changed except that the store is opened."""
    return (_python(), *_pins(), _model(), _store(database), _disk())


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    sound = sys.version_info >= (3, 11)
    return Finding("Python", sound, found if sound else f"{found}; install Python 3.11 or newer")


def _pins() -> tuple[Finding, ...]:
    """The two silent incompatibilities of a fresh install: newer versions install and then fail without a word."""
    limits = {"sqlalchemy": ((2, 1), "schedules are never created with 2.1"), "fastapi": ((0, 151), "no server starts")}
    return tuple(_pin(name, limit, why) for name, (limit, why) in limits.items())


def _pin(name: str, limit: tuple[int, int], why: str) -> Finding:
    try:
        found = version(name)
    except PackageNotFoundError:
        return Finding(name, False, f"not installed; run pip install '{name}'")
    sound = tuple(int(part) for part in found.split(".")[:2]) < limit
    below = ".".join(str(part) for part in limit)
    return Finding(name, sound, found if sound else f"{found}: {why}; run pip install '{name}<{below}'")


def _model() -> Finding:
    from nlp.language import ModelMissing, load_model, model_name

    try:
        return Finding("language model", True, model_name(load_model("")))
    except ModelMissing as error:
        return Finding("language model", False, str(error))


def _store(database: str) -> Finding:
    from store.engine import StoreError, open_store

    try:
        return Finding("store", True, open_store(database).url.render_as_string())
    except StoreError as error:
        return Finding("store", False, str(error))


def _disk() -> Finding:
    free = shutil.disk_usage(".").free
    shown = f"{free / 1024**3:.1f} GB free"
    return Finding("disk", free >= LEAST_FREE, shown if free >= LEAST_FREE else f"{shown}; archives need about 2 GB")
