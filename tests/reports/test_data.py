"""audit.json is the same bytes for the same audit and obeys the schema that stands beside the code."""

import json
import math
from dataclasses import replace
from datetime import datetime

import jsonschema
import pytest

from market.figures import Interval
from reports.formats.data import SCHEMA_FILE, rounded, schema, schema_text, write_json


def test_the_schema_file_is_up_to_date():
    """After a change of the types, ``python -m reports.formats.data`` was run."""
    written = SCHEMA_FILE.read_text(encoding="utf-8")

    assert written == schema_text()


@pytest.mark.parametrize("kind", ["full", "minimal", "hostile"])
def test_a_written_audit_obeys_the_schema(examples, kind):
    """Every written audit validates, whatever its texts hold."""
    checker = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())

    document = json.loads(write_json(getattr(examples, kind)()))

    assert list(checker.iter_errors(document)) == []


def test_the_schema_refuses_what_is_not_an_audit(examples):
    """An unknown field and a missing one are errors."""
    checker = jsonschema.Draft202012Validator(schema())
    document = json.loads(write_json(examples.full()))

    extra, short = document | {"more": 1}, {k: v for k, v in document.items() if k != "run"}

    assert not checker.is_valid(extra)
    assert not checker.is_valid(short)


def test_the_same_audit_gives_the_same_bytes(examples):
    """Keys are sorted, the file ends with a newline, and two builds do not differ."""
    one, two = write_json(examples.full()), write_json(examples.full())

    assert one == two
    assert one.endswith(b"}\n")
    assert list(json.loads(one)) == sorted(json.loads(one))


def test_rows_can_be_joined(examples):
    """Companies and venues carry their keys, and moments are UTC."""
    audit = examples.full()

    document = json.loads(write_json(audit))

    assert document["companies"][0]["company"]["key"] == audit.client.company.key
    assert document["venues"][0]["venue"]["key"] == audit.venues[0].venue.key
    assert document["run"]["as_of"] == "2026-04-24T21:30:00Z"


def test_a_bound_that_does_not_exist_is_null(examples):
    """An interval without an upper end is null there and nowhere else."""
    audit = examples.full()
    open_end = replace(audit.client.cadence, interval=Interval(0.5, math.inf, 0.95, "conditional exact"))
    companies = (replace(audit.client, cadence=open_end), *audit.competitors)

    document = json.loads(write_json(replace(audit, companies=companies)))

    assert document["companies"][0]["cadence"]["interval"] == {
        "confidence": 0.95,
        "high": None,
        "low": 0.5,
        "method": "conditional exact",
    }


def test_a_value_that_is_not_finite_stops_the_writing(examples):
    """An infinite value is a fault upstream; the error names where it stands."""
    audit = examples.full()
    broken = replace(audit.client, cadence=replace(audit.client.cadence, value=math.inf))

    with pytest.raises(ValueError, match=r"audit\.companies\[0\]\.cadence\.value"):
        write_json(replace(audit, companies=(broken, *audit.competitors)))


def test_a_moment_without_a_zone_stops_the_writing(examples):
    """A naive moment could be any hour: it is refused."""
    audit = examples.full()

    with pytest.raises(ValueError, match=r"audit\.run\.as_of"):
        write_json(replace(audit, run=replace(audit.run, as_of=datetime(2026, 4, 24))))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "kept"),
    [(1 / 3, 0.333333), (0.000123456789, 0.000123457), (1234567.1234567, 1234567.123457), (-0.0, 0.0)],
)
def test_numbers_are_rounded_in_one_way(value, kept):
    """Six decimals from 1 on, six significant digits below, and no negative zero."""
    result = rounded(value)

    assert repr(result) == repr(kept)
