"""Every worker process of the suite must collect the same cases in the same order."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]


def is_set(value: ast.expr | None) -> bool:
    """Whether an expression makes a set, whose order changes from process to process."""
    made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in {"set", "frozenset"}
    return made or isinstance(value, ast.Set | ast.SetComp)


def walked(cases: list[ast.expr]) -> list[ast.expr]:
    """What the cases are taken from one after the other; what is sorted has an order."""
    found: list[ast.expr] = []
    open_ = list(cases)
    while open_:
        node = open_.pop()
        found.append(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id != "sorted":
            open_.extend(node.args)
        elif isinstance(node, ast.ListComp | ast.GeneratorExp):
            open_.extend(each.iter for each in node.generators)
        elif isinstance(node, ast.List | ast.Tuple):
            open_.extend(each.value for each in node.elts if isinstance(each, ast.Starred))
        elif isinstance(node, ast.BinOp):
            open_.extend([node.left, node.right])
    return found


def unordered_cases(source: str) -> list[int]:
    """Lines of ``parametrize`` that walk through a set."""
    tree = ast.parse(source)
    sets = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_set(node.value)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    found = []
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "parametrize":
            cases = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "argvalues")]
            if any(is_set(each) or (isinstance(each, ast.Name) and each.id in sets) for each in walked(cases)):
                found.append(call.lineno)
    return found


@pytest.mark.parametrize(
    "cases",
    [
        "NAMES",
        '[*NAMES, "c"]',
        "[n for n in NAMES]",
        "list(NAMES)",
        '{"a", "b"}',
        'set("ab")',
        "[n for n in {1, 2}]",
        "NAMES | OTHERS",
        "enumerate(NAMES)",
    ],
)
def test_a_walk_through_a_set_is_seen(cases):
    source = f'NAMES = {{"a", "b"}}\n@pytest.mark.parametrize("name", {cases})\ndef test(name): ...\n'

    assert unordered_cases(source) == [2]


@pytest.mark.parametrize(
    "cases", ["sorted(NAMES)", "sorted([*NAMES])", "[n for n in [1, 2] if n in NAMES]", '["a", "b"]']
)
def test_what_has_an_order_is_let_through(cases):
    source = f'NAMES = {{"a", "b"}}\n@pytest.mark.parametrize("name", {cases})\ndef test(name): ...\n'

    assert unordered_cases(source) == []


def test_no_case_of_the_suite_comes_straight_out_of_a_set():
    """Else two workers collect in different orders, and the whole run breaks off. A set behind a function is not seen."""
    found = {
        str(file.relative_to(TESTS)): unordered_cases(file.read_text(encoding="utf-8")) for file in TESTS.rglob("*.py")
    }

    assert {file: lines for file, lines in found.items() if lines} == {}
