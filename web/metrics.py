"""Metrics: the store's totals in Prometheus' text format."""

import threading
import time

from sqlalchemy import Engine

from store.totals import Totals, totals_of

_FRESH = 15.0  # seconds: whoever asks more often gets the same numbers
TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The text, counted anew at most every ``_FRESH`` seconds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._text, self._at = "", float("-inf")

    def text(self) -> str:
        """What a scraper is given."""
        with self._lock:
            if time.monotonic() - self._at > _FRESH:
                self._text, self._at = written(totals_of(self._engine)), time.monotonic()
            return self._text


def written(totals: Totals) -> str:
    """Totals in the text format, a family per line group."""
    last = totals.last_finished.timestamp() if totals.last_finished else 0
    families: list[tuple[str, str, list[tuple[str, float]]]] = [
        (
            "runs",
            "Runs in the store by state.",
            [('{state="finished"}', totals.finished), ('{state="open"}', totals.runs - totals.finished)],
        ),
        ("last_run_timestamp_seconds", "When the last run finished; 0 when none did.", [("", last)]),
        ("audits_stored", "Results kept.", [("", totals.audits)]),
        ("pages_stored", "Captured pages.", [("", totals.captures)]),
        ("sources_failing", "Sites and venues of which only failures were met.", [("", totals.failing)]),
        (
            "addresses",
            "Addresses met by crawls, by what became of them.",
            [(f'{{state="{state}"}}', count) for state, count in totals.addresses],
        ),
    ]
    lines = []
    for name, help_, rows in families:
        lines += [f"# HELP watercooler_{name} {help_}", f"# TYPE watercooler_{name} gauge"]
        lines += [f"watercooler_{name}{labels} {value:.0f}" for labels, value in rows]
    return "\n".join(lines) + "\n"
