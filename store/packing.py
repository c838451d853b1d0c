"""Packing: values as compressed JSON, for columns that are read whole or not at all."""

import zlib
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, kind))


def pack(kind: Hashable, value: object) -> bytes:
    """``value`` of the type ``kind`` as compressed JSON."""
    return zlib.compress(_adapter(kind).dump_json(value), 3)


def unpack(kind: type[T], packed: bytes) -> T:
    """What ``pack`` was given."""
    value: T = _adapter(cast(Hashable, kind)).validate_json(zlib.decompress(packed))
    return value
