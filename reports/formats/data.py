"""Data: the whole audit as ``audit.json``, and the JSON Schema that is exported from its types.

The file is the same bytes for the same audit: keys are sorted, moments are UTC, numbers are rounded in one way. What
the types give as properties and a reader needs to join rows, such as a company's key, is written too.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from market.audits import SCHEMA_VERSION, Audit
from market.companies import Company
from market.figures import Interval
from market.topics import Term, TopicTrend
from market.venues import Venue
from reports.formats import Report, formats

SCHEMA_FILE = Path(__file__).with_name("audit.schema.json")
DECIMALS = 6  # of numbers from 1 on; smaller ones keep as many significant digits
# Figures of these fields may be infinite, which JSON cannot say: null there means "without bound".
UNBOUNDED: Mapping[type, tuple[str, ...]] = {Interval: ("low", "high"), Term: ("lrc",), TopicTrend: ("lrc",)}
PROPERTIES: Mapping[type, tuple[str, ...]] = {Company: ("key",), Venue: ("key",)}


def write_json(audit: Audit) -> bytes:
    """The audit as UTF-8 JSON with sorted keys and a final newline.

    An infinite bound becomes null. Raises ``ValueError`` for any other number that is not finite and for a moment
    without a time zone, naming the place.
    """
    text = json.dumps(_plain(audit, "audit"), ensure_ascii=False, sort_keys=True, indent=1)
    # A lone surrogate, which crawled text may hold, becomes the JSON escape that stands for it.
    return (text + "\n").encode("utf-8", "backslashreplace")


@formats.register("json")
def data(report: Report) -> dict[str, bytes]:
    """``audit.json``."""
    return {"audit.json": write_json(report.audit)}


def _plain(value: Any, place: str) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value, place)
    if isinstance(value, tuple | list):
        return [_plain(part, f"{place}[{i}]") for i, part in enumerate(value)]
    if isinstance(value, datetime):
        return _moment(value, place)
    if isinstance(value, date):
        return value.isoformat()
    return rounded(value, place) if isinstance(value, float) else value


def _fields(value: Any, place: str) -> dict[str, Any]:
    unbounded = UNBOUNDED.get(type(value), ())
    names = [*(field.name for field in fields(value)), *PROPERTIES.get(type(value), ())]
    return {
        name: None
        if name in unbounded and math.isinf(getattr(value, name))
        else _plain(getattr(value, name), f"{place}.{name}")
        for name in names
    }


def _moment(value: datetime, place: str) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{place}: {value} has no time zone")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def rounded(value: float, place: str = "number") -> float:
    """``value`` to ``DECIMALS`` decimals from 1 on, as many significant digits below; ``ValueError`` if not finite."""
    if not math.isfinite(value):
        raise ValueError(f"{place}: {value} cannot be written")
    return (round(value, DECIMALS) if abs(value) >= 1 else float(f"{value:.{DECIMALS}g}")) + 0.0  # + 0.0: no -0.0


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``audit.json``, made from the types of ``market.audits``."""
    from pydantic import TypeAdapter

    made = TypeAdapter(Audit).json_schema(mode="serialization")
    definitions = made["$defs"]
    for kind, names in UNBOUNDED.items():
        for name in names:
            definitions[kind.__name__]["properties"][name] = {
                "anyOf": [{"type": "number"}, {"type": "null"}],
                "description": "null: without bound",
            }
    for kind, names in PROPERTIES.items():
        for name in names:
            definitions[kind.__name__]["properties"][name] = {"type": "string"}
            definitions[kind.__name__]["required"].append(name)
    for definition in (made, *definitions.values()):
        if definition.get("type") == "object":
            definition["additionalProperties"] = False
            definition["required"] = sorted(definition["properties"])
            definition["properties"] = {name: _undefaulted(p) for name, p in definition["properties"].items()}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:watercooler:audit:{SCHEMA_VERSION}",
        "title": "watercooler audit",
        "version": SCHEMA_VERSION,
    }
    return made | head


def _undefaulted(definition: dict[str, Any]) -> dict[str, Any]:
    """A property without its default: the file always writes every field."""
    return {key: value for key, value in definition.items() if key not in ("default", "title")}


def schema_text() -> str:
    """The schema as it stands in ``SCHEMA_FILE``."""
    return json.dumps(schema(), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


if __name__ == "__main__":  # python -m reports.formats.data: write the schema anew after a change of the types
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
