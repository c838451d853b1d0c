"""Logs: lines for people on a terminal, or one JSON object per line for programs (``WATERCOOLER_LOG=json``)."""

import json
import logging
import os
import sys
from datetime import UTC, datetime

FORM = "WATERCOOLER_LOG"  # "json", or anything else for lines
PACKAGES = ("pipelines", "spiders", "store", "tactics", "nlp", "reports", "web")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: at, level, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def set_up(quiet: bool = False, verbose: bool = False) -> None:
    """Log to standard error: progress and warnings, errors alone when ``quiet``, all of ours when ``verbose``."""
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO
    lines = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if os.environ.get(FORM, "") == "json" else lines)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("watercooler").setLevel(level)
    for package in PACKAGES:
        logging.getLogger(package).setLevel(level if verbose or quiet else logging.WARNING)
