"""Stored audits: an ``audit.json`` read back into the value it was written from, so that a report is written again.

The file is held against the types that its schema is made from: every field must be there, none may be more, and the
first that does not fit is named with its place.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

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
    audit = _read(Audit, document, "audit")
    assert isinstance(audit, Audit)  # noqa: S101 - _read gives what it was asked for
    return audit


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any, place: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(kind, value, place)
    if origin is tuple:
        return _tuple(get_args(kind), value, place)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, value, place)
    return _scalar(kind, value, place)


def _optional(kind: Any, value: Any, place: str) -> Any:
    inner = [part for part in get_args(kind) if part is not NoneType]
    return None if value is None and len(inner) < len(get_args(kind)) else _read(inner[0], value, place)


def _tuple(parts: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(place, "a list", value)
    if parts[-1:] == (Ellipsis,):
        return tuple(_read(parts[0], item, f"{place}[{i}]") for i, item in enumerate(value))
    if len(value) != len(parts):
        raise _wrong(place, f"{len(parts)} entries", value)
    return tuple(_read(part, item, f"{place}[{i}]") for i, (part, item) in enumerate(zip(parts, value, strict=True)))


def _dataclass(kind: type, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(place, "fields", value)
    names = [field.name for field in fields(kind)]
    known = {*names, *PROPERTIES.get(kind, ())}
    if missing := sorted(known - set(value)):
        raise StoredAuditError(f"{place}: the field {missing[0]} is missing; give the file as it was written")
    if unknown := sorted(set(value) - known):
        raise StoredAuditError(f"{place}: unknown field {unknown[0][:40]!r}; give the file as it was written")
    unbounded = UNBOUNDED.get(kind, ())
    try:
        return kind(
            **{
                name: (-math.inf if name == "low" else math.inf)
                if name in unbounded and value[name] is None
                else _read(_hints(kind)[name], value[name], f"{place}.{name}")
                for name in names
            }
        )
    except StoredAuditError:
        raise
    except ValueError as error:  # what the value itself refuses: a finding without evidence …
        raise StoredAuditError(f"{place}: {error}") from error


def _scalar(kind: Any, value: Any, place: str) -> Any:
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return value  # a whole number stays one, so that it is written as it was
    if kind in (int, bool, str) and type(value) is kind:
        return value
    if isinstance(value, str) and isinstance(kind, type) and issubclass(kind, Enum | date):
        try:
            return _moment(kind, value) if issubclass(kind, date) else kind(value)
        except ValueError as error:
            raise _wrong(place, kind.__name__, value) from error
    raise _wrong(place, getattr(kind, "__name__", str(kind)), value)


def _moment(kind: type[date], value: str) -> date:
    moment = kind.fromisoformat(value)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def _wrong(place: str, expected: str, value: Any) -> StoredAuditError:
    return StoredAuditError(f"{place}: expected {expected}, got {str(value)[:40]!r}; give the file as it was written")
