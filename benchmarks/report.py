"""Writing a report in every format, in CPU-seconds: `make bench-report`.

Five companies, five venues, a plan, topics and questions, up to ten captures a figure. Imports, fonts and templates
are loaded by a small report first and printed as "start-up"; the floor in `benchmarks/floors.json` is a ceiling for the
rest together.
"""

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "tests" / "reports" / "examples.py"
COMPANIES = 5


def main() -> int:
    """Print the table; 1 when all formats together take longer than the ceiling, else 0."""
    from reports.formats import NAMES, Report, formats

    ceiling = json.loads((HERE / "floors.json").read_text())["report"]["CPU s, all formats of five companies"]
    examples, start = _examples(), time.process_time()
    small = Report.of(examples.minimal())
    for name in NAMES:
        formats[name](small)
    print(f"{'start-up':12} {time.process_time() - start:6.2f} CPU s (a report of two companies, imports, fonts)")
    audit = examples.crowded(COMPANIES, COMPANIES)
    report, total = _timed("sections", lambda: Report.of(audit), 0)
    for name in NAMES:
        made, total = _timed(name, lambda name=name: formats[name](report), total)
        print(f"{'':12} {sum(map(len, made.values())):>10,} bytes in {len(made)} files")
    print(f"{'all':12} {total:6.2f} CPU s for {COMPANIES} companies; at most {ceiling:g}")
    return 1 if total > ceiling else 0


def _timed(name: str, make: Callable[[], Any], so_far: float) -> tuple[Any, float]:
    start = time.process_time()
    made = make()
    taken = time.process_time() - start
    print(f"{name:12} {taken:6.2f} CPU s")
    return made, so_far + taken


def _examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report_examples", EXAMPLES)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{EXAMPLES}: cannot be read")
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_examples"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    sys.exit(main())
