"""Stored audits: an ``audit.json`` read back into the value it was written from, so that a report is written again.

The file is held against the types that its schema is made from: every field must be there, none may be more, and the
first that does not fit is named with its place.
"""

import json
import math
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from itertools import repeat
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from market.audits import SCHEMA_VERSION, Audit
from reports.formats.data import PROPERTIES, UNBOUNDED


class StoredAuditError(ValueError):
    """An ``audit.json`` that cannot be read; the message names the place and what to do."""


def read_json(body: bytes) -> Audit:
    """The audit in the bytes of an ``audit.json``: ``write_json`` of it gives the same bytes again.

    Raises ``StoredAuditError`` for what is no JSON, for another version of the schema and for the first field that
    does not fit, with its place.
    """
    try:
        document = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise StoredAuditError(f"not a JSON file ({str(error)[:80]}); give the audit.json of an audit") from error
    version = document.get("schema_version") if isinstance(document, dict) else None
    if version is None:
        raise StoredAuditError("no audit: the field schema_version is missing; give the audit.json of an audit")
    if version != SCHEMA_VERSION:
        raise StoredAuditError(
            f"written as schema version {str(version)[:20]}, this watercooler reads {SCHEMA_VERSION}: "
            "run the audit again from its evidence with --replay"
        )
    try:
        audit = _reader(Audit)(document)
    except _WrongError as error:
        raise StoredAuditError(f"audit{error.place}: {error.message}") from error
    assert isinstance(audit, Audit)  # noqa: S101 - a reader gives what it was asked for
    return audit


Read: TypeAlias = Callable[[Any], Any]


class _WrongError(ValueError):
    """A value that does not fit; ``place`` grows by a step on the way out, so that a sound file costs no words."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message, self.place = message, ""


@cache
def _reader(kind: Any) -> Read:
    """What reads a value of a type; made once per type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(kind)
    if origin is tuple:
        return _tuple(get_args(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    return _scalar(kind)


def _optional(kind: Any) -> Read:
    inner = [part for part in get_args(kind) if part is not NoneType]
    read, empty = _reader(inner[0]), len(inner) < len(get_args(kind))
    return lambda value: None if value is None and empty else read(value)


def _tuple(parts: tuple[Any, ...]) -> Read:
    many, readers = parts[-1:] == (Ellipsis,), [_reader(part) for part in parts if part is not Ellipsis]

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _wrong("a list", value)
        if not many and len(value) != len(readers):
            raise _wrong(f"{len(readers)} entries", value)
        made: list[Any] = []
        try:
            for item, reader in zip(value, repeat(readers[0]) if many else readers, strict=not many):
                made.append(reader(item))
        except _WrongError as error:
            error.place = f"[{len(made)}]{error.place}"
            raise
        return tuple(made)

    return read


def _dataclass(kind: type) -> Read:
    names, hints = [field.name for field in fields(kind)], get_type_hints(kind)
    known, unbounded = {*names, *PROPERTIES.get(kind, ())}, UNBOUNDED.get(kind, ())
    readers: list[tuple[str, Read]] = []

    def read(value: Any) -> Any:
        if not readers:  # here and not above: a type may hold itself
            readers[:] = [(name, _reader(hints[name])) for name in names]
        if not isinstance(value, dict):
            raise _wrong("fields", value)
        if value.keys() != known:
            _refuse_fields(value, known)
        held: dict[str, Any] = {}
        name = ""
        try:
            for name, reader in readers:
                given = value[name]
                if given is None and name in unbounded:
                    held[name] = -math.inf if name == "low" else math.inf
                else:
                    held[name] = reader(given)
        except _WrongError as error:
            error.place = f".{name}{error.place}"
            raise
        try:
            return kind(**held)
        except ValueError as error:  # what the value itself refuses: a finding without evidence …
            raise _WrongError(str(error)) from error

    return read


def _refuse_fields(value: Mapping[str, Any], known: Set[str]) -> None:
    if missing := sorted(known - set(value)):
        raise _WrongError(f"the field {missing[0]} is missing; give the file as it was written")
    unknown = sorted(set(value) - known)
    raise _WrongError(f"unknown field {unknown[0][:40]!r}; give the file as it was written")


def _scalar(kind: Any) -> Read:
    if kind is float:
        return _number
    if kind in (int, bool, str):
        return lambda value: value if type(value) is kind else _raise(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum | date):
        make = _moment(kind) if issubclass(kind, date) else kind

        def read(value: Any) -> Any:
            if not isinstance(value, str):
                raise _wrong(kind.__name__, value)
            try:
                return make(value)
            except ValueError as error:
                raise _wrong(kind.__name__, value) from error

        return read
    return lambda value: _raise(kind, value)


def _number(value: Any) -> Any:
    if type(value) in (float, int):
        return value  # a whole number stays one, so that it is written as it was
    raise _wrong("float", value)


def _moment(kind: type[date]) -> Read:
    def read(value: str) -> date:
        moment = kind.fromisoformat(value)
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValueError("no time zone")
        return moment

    return read


def _raise(kind: Any, value: Any) -> Any:
    raise _wrong(getattr(kind, "__name__", str(kind)), value)


def _wrong(expected: str, value: Any) -> _WrongError:
    return _WrongError(f"expected {expected}, got {str(value)[:40]!r}; give the file as it was written")
