"""Audits to report on, as fixtures."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def examples() -> ModuleType:
    """The builders of example audits."""
    return _beside("examples")


@pytest.fixture(scope="session")
def injections() -> ModuleType:
    """The texts that attack, and what puts them into an audit."""
    return _beside("injections")


def _beside(module: str) -> ModuleType:
    name = f"report_{module}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{module}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
