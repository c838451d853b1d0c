"""Reading plans, against labelled sentences of many trades: `make bench-plan`.

Prints one row per measure for the half that rules were written with and the half that only measures, and compares the
latter with its floors in `benchmarks/floors.json`.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SENTENCES = HERE.parent / "tests" / "nlp" / "plans" / "sentences.jsonl"
LABELS = ("strategy", "goal", "target", "tactic", "none")
PARTS = ("topic", "place", "audience", "purpose", "owner", "deadline")
Row = dict[str, Any]


def main(arguments: Sequence[str] = ()) -> int:
    """Print the table; 1 when a measure of the test half is under its floor, else 0."""
    rows = labelled_rows()
    halves = {half: measures([r for r in rows if r["half"] == half]) for half in ("dev", "test")}
    floors = json.loads((HERE / "floors.json").read_text())["plan"]
    print(f"{'measure':22} {'dev':>12} {'test':>12} {'floor':>7}")
    for name, (test, n) in halves["test"].items():
        dev, of = halves["dev"][name]
        print(f"{name:22} {dev:6.3f} /{of:4} {test:6.3f} /{n:4} {floors.get(name, ''):>7}")
    if "--misses" in arguments:
        _print_misses([r for r in rows if r["half"] == "dev"])
    low = [name for name, floor in floors.items() if halves["test"][name][0] < floor]
    print(f"under their floor: {', '.join(low)}" if low else "no measure is under its floor")
    return 1 if low else 0


def labelled_rows(half: str = "") -> list[Row]:
    """The labelled sentences, of one half where it is named, each with what the reader made of it under "read"."""
    from nlp.statements import read_statement

    rows: list[Row] = [json.loads(line) for line in SENTENCES.read_text().splitlines()]
    rows = [row for row in rows if half in ("", row["half"])]
    return [{**row, "read": read_statement(row["text"])} for row in rows]


def measures(rows: Sequence[Row]) -> dict[str, tuple[float, int]]:
    """Each measure with its number of sentences: those that state the part or from which one was read."""
    planned = [r for r in rows if r["label"] != "none"]
    found = {"labels macro-F1": (_macro_f1(rows), len(rows))}
    for name, (truth, read) in readers().items():
        stated = [r for r in planned if truth(r) or read(r)]
        found[name] = (sum(truth(r) == read(r) for r in stated) / max(1, len(stated)), len(stated))
    return found


def readers() -> dict[str, tuple[Callable[[Row], Any], Callable[[Row], Any]]]:
    """For each measure, what the labels say and what was read."""
    table: dict[str, tuple[Callable[[Row], Any], Callable[[Row], Any]]] = {
        "cadence exact": (
            lambda r: [(c["low"], c["high"], c["period"], c["every"]) for c in r.get("cadences", [])],
            lambda r: [(c.low, c.high, c.period, c.every) for c in r["read"].cadences],
        ),
        "period exact": (
            lambda r: [(c["period"], c["every"]) for c in r.get("cadences", [])],
            lambda r: [(c.period, c.every) for c in r["read"].cadences],
        ),
        "amount exact": (
            lambda r: [c["low"] for c in r.get("cadences", [])] or _some(_whole(r.get("amount"))),
            lambda r: [c.low for c in r["read"].cadences] or _some(_whole(r["read"].item.amount)),
        ),
        "channels exact": (lambda r: sorted(r.get("channels", [])), lambda r: sorted(r["read"].channels)),
        "key phrase exact": (lambda r: r.get("key_phrase", ""), lambda r: r["read"].key_phrase),
    }
    for part in PARTS:
        table[part] = (lambda r, p=part: r.get(p, ""), lambda r, p=part: getattr(r["read"].item, p))
    return table


def _some(value: float | None) -> list[float]:
    return [] if value is None else [value]


def _whole(value: float | None) -> float | None:
    return None if value is None else float(round(value))


def _macro_f1(rows: Sequence[Row]) -> float:
    scores = []
    for label in LABELS:
        right = sum(r["label"] == label == r["read"].label for r in rows)
        scores.append(2 * right / max(1, sum((r["label"] == label) + (r["read"].label == label) for r in rows)))
    return sum(scores) / len(scores)


def _print_misses(rows: Sequence[Row]) -> None:
    for row in rows:
        if row["label"] != row["read"].label:
            print(f"label {row['label']:8} read {row['read'].label:8} {row['text']}  [{row['read'].reason}]")
    for name, (truth, read) in readers().items():
        for row in rows:
            if row["label"] != "none" and truth(row) != read(row):
                print(f"{name}: {truth(row)!r} read {read(row)!r}: {row['text']}")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    sys.exit(main(sys.argv[1:]))
