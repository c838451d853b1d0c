"""Doctor: whether this installation can do its work, and what to do where it cannot."""

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LEAST_FREE = 2 * 1024**3  # bytes: archives of one audit of nine sites fit


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    subject: str
    sound: bool
    detail: str


def examine(database: str) -> tuple[Finding, ...]:
    """What was looked at, in a fixed order; nothing is installed, written or changed."""
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
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    from store.engine import StoreError, open_store

    try:
        address = make_url(database)
        file = Path(address.database or "") if address.get_backend_name() == "sqlite" else None
        if file is not None and not file.exists():
            sound = file.parent.is_dir() and os.access(file.parent, os.W_OK)
            where = f"{file} will be created" if sound else f"{file.parent} is no folder that can be written"
            return Finding("store", sound, where)
    except ArgumentError:
        pass  # open_store says what was expected
    try:
        return Finding("store", True, open_store(database).url.render_as_string())
    except StoreError as error:
        return Finding("store", False, str(error))


def _disk() -> Finding:
    free = shutil.disk_usage(".").free
    shown = f"{free / 1024**3:.1f} GB free"
    return Finding("disk", free >= LEAST_FREE, shown if free >= LEAST_FREE else f"{shown}; archives need about 2 GB")
