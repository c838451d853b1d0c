"""Reading intents, against labelled sentences of many trades and communities: `make bench-intents`.

Prints precision, recall and F1 per intent beside the rules alone, for the half that was in view when the reading was
made and the half that only measures, with the standard error of the latter's F1, and compares it with its floors in
`benchmarks/floors.json`. `misses` lists what the development half is read wrongly.
"""

import json
import logging
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from benchmarks.intent_sets import CODES, Labelled, community_sentences, own_sentences
from market.topics import Intent

HERE = Path(__file__).resolve().parent
DRAWS = 200
Reader = Callable[[str], frozenset[Intent]]


def main(arguments: Sequence[str] = ()) -> int:
    """Print the table; 1 when a measure of a test half is under its floor, else 0."""
    from nlp.intent import read_intents
    from nlp.intent_rules import read_by_rules

    rows = [*own_sentences(), *community_sentences()]
    seconds = cost(rows, read_intents)
    read, by_rules = cache(read_intents), cache(read_by_rules)
    floors = json.loads((HERE / "floors.json").read_text())["intents"]
    if "misses" in arguments:
        _print_misses([r for r in rows if r.half == "dev"], read_intents)
    print(f"{'':38}{'n':>5}  {'precision':>9} {'recall':>7} {'F1':>6} {'error':>6} {'rules F1':>9} {'floor':>6}")
    under = 0
    for source, half in sorted({(r.source, r.half) for r in rows}, reverse=True):
        held = [r for r in rows if (r.source, r.half) == (source, half)]
        for intent in CODES.values():
            precision, recall, f1 = scores(held, read, intent)
            floor = floors.get(f"{source} {intent} F1") if half == "test" else None
            under += floor is not None and f1 < floor
            n, rules = sum(intent in r.intents for r in held), scores(held, by_rules, intent)[2]
            shown = "" if floor is None else f"{floor:6.3f}"
            name, error = f"{source} {half}: {intent}", standard_error(held, read, intent) if half == "test" else 0.0
            print(f"{name:38}{n:5}  {precision:9.3f} {recall:7.3f} {f1:6.3f} {error:6.3f} {rules:9.3f} {shown}")
    print(f"CPU: {1000 * seconds:.3f} ms a sentence; {len(rows)} sentences")
    return 1 if under else 0


def scores(rows: Sequence[Labelled], read: Reader, intent: Intent) -> tuple[float, float, float]:
    """Precision, recall and F1 of one intent; 0 where nothing is there to be right about."""
    found = [intent in read(row.text) for row in rows]
    true = [intent in row.intents for row in rows]
    both = sum(a and b for a, b in zip(found, true, strict=True))
    return both / max(1, sum(found)), both / max(1, sum(true)), 2 * both / max(1, sum(found) + sum(true))


def standard_error(rows: Sequence[Labelled], read: Reader, intent: Intent) -> float:
    """The standard error of F1 by drawing the sentences anew, 200 times; 0 of a set without the intent."""
    drawn = random.Random(0)  # noqa: S311 - no secret
    return statistics.stdev(scores(drawn.choices(rows, k=len(rows)), read, intent)[2] for _ in range(DRAWS))


def cost(rows: Sequence[Labelled], read: Reader) -> float:
    """CPU seconds a sentence."""
    start = time.process_time()
    for row in rows:
        read(row.text)
    return (time.process_time() - start) / max(1, len(rows))


def _print_misses(rows: Sequence[Labelled], read: Reader) -> None:
    for row in rows:
        found = read(row.text)
        if found != row.intents:
            print(f"labelled {_names(row.intents)}; read {_names(found)}: {row.text}")


def _names(intents: frozenset[Intent]) -> str:
    return ", ".join(sorted(intents)) or "none"


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # pages of the communities that are no conversations
    sys.path.insert(0, str(HERE.parent))
    sys.exit(main(sys.argv[1:]))
