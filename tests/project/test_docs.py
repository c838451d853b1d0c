"""The documents say what is so."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SOURCES = sorted(
    path
    for package in ("market", "store", "spiders", "tactics", "nlp", "reports", "web", "pipelines")
    for path in (ROOT / package).rglob("*.py")
)
LONGEST = 300  # lines of a module


def test_the_readme_has_exactly_two_set_up_commands():
    """A newcomer types `make demo` and `make test`, nothing else."""
    section = (ROOT / "README.md").read_text().split("## Set up")[1].split("\n## ")[0]

    commands = [line for block in re.findall(r"```\w*\n(.*?)```", section, re.S) for line in block.splitlines() if line]

    assert commands == ["make demo", "make test"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(document):
    """Relative links and pictures exist."""
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text())

    missing = [t for t in targets if not t.startswith(("http", "mailto:")) and not (document.parent / t).exists()]

    assert missing == []


def public_classes() -> list[str]:
    found = []
    for path in sorted((ROOT / "market").glob("*.py")):
        tree = ast.parse(path.read_text())
        found += [node.name for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    return found


@pytest.mark.parametrize("name", public_classes())
def test_every_public_class_of_the_vocabulary_is_in_the_glossary(name):
    """The glossary explains each noun of the market package."""
    glossary = (ROOT / "docs" / "glossary.md").read_text()

    assert re.search(rf"^\*\*{name}\*\*", glossary, re.M), f"docs/glossary.md has no entry for {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_stays_readable(path):
    """No module grows beyond three hundred lines."""
    assert len(path.read_text().splitlines()) <= LONGEST


def test_every_decision_has_a_number_of_its_own():
    """No two decisions share a number (ranges are given to parts of the project, so numbers may be left out)."""
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))

    assert len(numbers) == len(set(numbers)) >= 9


def test_every_dependency_has_its_reason():
    """Each direct dependency is named in the decision about dependencies."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text()

    names = [re.split(r"[<>=\[]", entry)[0] for entry in project["dependencies"]]

    assert [name for name in names if f"`{name}`" not in reasons] == []


def test_exit_statuses_are_documented():
    """Every exit status of the command stands in the README."""
    from pipelines.settings import ExitStatus

    readme = (ROOT / "README.md").read_text()

    assert all(f"`{status.value}`" in readme for status in ExitStatus)
