"""What is logged, for people and for programs."""

import json
import subprocess
import sys

import pytest


def logged(form):
    """What the command line's logging writes to standard error in a process of its own."""
    code = (
        "import logging; from pipelines.logs import set_up; set_up(); log = logging.getLogger('watercooler')\n"
        "log.info('read %d pages of \"A\\nB\"', 3)\n"
        "try: 1 / 0\nexcept ZeroDivisionError: log.exception('broken')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"WATERCOOLER_LOG": form}, capture_output=True, text=True, check=True
    )
    return done.stderr


def test_json_is_one_object_a_line_whatever_is_said():
    first, second = map(json.loads, logged("json").splitlines())

    assert (first["level"], first["logger"], first["message"]) == ("info", "watercooler", 'read 3 pages of "A\nB"')
    assert first["at"].endswith("+00:00")
    assert "ZeroDivisionError" in second["traceback"]


@pytest.mark.parametrize("form", ["", "text"])
def test_otherwise_lines_are_for_people(form):
    assert logged(form).splitlines()[0].endswith('INFO read 3 pages of "A')
