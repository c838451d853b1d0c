"""docs/how-to/add-a-connector.md, followed word by word in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "how-to" / "add-a-connector.md"
_FILE = re.compile(r"`([\w/.]+)`:\n\n```\w+\n(.*?)```", re.S)
_COMMANDS = re.compile(r"```sh\n(.*?)```", re.S)


def _copy(folder: Path) -> None:
    """The project as the guide's reader has it: what the guide writes into is copied, the rest is linked."""
    ignored = shutil.ignore_patterns("__pycache__", "test_*.py")
    shutil.copytree(ROOT / "spiders", folder / "spiders", ignore=ignored)
    shutil.copytree(ROOT / "tests" / "spiders" / "connectors", folder / "tests/spiders/connectors", ignore=ignored)
    shutil.copy(ROOT / "tests/spiders/connectors/test_size.py", folder / "tests/spiders/connectors")
    (folder / "tests/captures/connectors").mkdir(parents=True)
    for name in ("pyproject.toml", "market"):
        (folder / name).symlink_to(ROOT / name)


def test_the_guide_works_word_by_word(tmp_path):
    """Its files, written where it says, pass its commands; no other file is needed."""
    text = GUIDE.read_text()
    files, commands = _FILE.findall(text), [line for block in _COMMANDS.findall(text) for line in block.splitlines()]
    _copy(tmp_path)

    for name, body in files:
        assert not (tmp_path / name).exists()
        (tmp_path / name).write_text(body)
    search = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ends = [
        subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": search}, capture_output=True, text=True
        )
        for command in commands
    ]

    assert len(files) == 3
    assert len(commands) == 2
    assert [(end.returncode, end.stdout[-2000:] + end.stderr[-2000:]) for end in ends if end.returncode] == []
    assert re.search(r"\b(\d+) passed", ends[0].stdout)
    assert int(re.search(r"\b(\d+) passed", ends[0].stdout).group(1)) > 4
    assert "plaza" not in str(list((ROOT / "spiders" / "connectors").iterdir()))


def test_every_promise_of_the_guide_names_something_that_exists():
    """What the guide calls by name is in the modules it speaks of."""
    from spiders.connectors import Connector, payload, reading

    third = GUIDE.read_text().split("## 3.")[1].split("## 4.")[0]
    named = set(re.findall(r"`(\w+)(?:\([^)]*\))?`", third)) - {"Conversation", "answers"}

    assert named
    assert [n for n in named if not any(hasattr(place, n) for place in (payload, reading, Connector))] == []
