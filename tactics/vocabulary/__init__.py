"""Vocabulary lists: networks, call-to-action words and form words as data files, easy to extend."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The list ``name`` (a TOML file in this folder); raises ``FileNotFoundError`` for one that does not exist."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
