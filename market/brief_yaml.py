"""Reading a brief: from YAML to checked values, every mistake named with its line.

``read_brief`` gives every mistake at once, each as one line ``file:line:column: field: what was expected``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from market.actuals import Actual, ActualsError, parse_actuals, read_actuals
from market.brief import (
    Agency,
    Brief,
    Client,
    Competitor,
    Goal,
    Limits,
    MappingEntry,
    Market,
    PlanItem,
    Strategy,
    TargetEntry,
    VenueEntry,
)
from market.phrases import folded
from market.urls import authority_of, page_key

MAX_BRIEF = 1_000_000  # bytes: no plan is longer, and YAML aliases can make a small file huge


class BriefError(ValueError):
    """A brief that cannot be used; ``problems`` holds one line per mistake."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    column: int


def read_brief(path: Path) -> Brief:
    """The brief in a YAML file; raises ``BriefError`` with one line per mistake. Nothing is written."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BriefError([f"{path}: cannot be read ({error.strerror}); give the path of a brief"]) from error
    return _with_actuals(
        _decoded(raw, str(path)), lambda brief, names: read_actuals(path.parent / brief.actuals, names)
    )


def kept_brief(raw: bytes, name: str, actuals: bytes) -> Brief:
    """The brief in ``raw``, kept from an earlier run with its file of actuals; raises ``BriefError`` as above."""
    return _with_actuals(
        _decoded(raw, name), lambda brief, names: parse_actuals(actuals.decode("utf-8-sig"), brief.actuals, names)
    )


def _decoded(raw: bytes, name: str) -> Brief:
    if len(raw) > MAX_BRIEF:
        raise BriefError([f"{name}: larger than {MAX_BRIEF:,} bytes; a brief is a few pages of text"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BriefError([f"{name}: not UTF-8 text (byte {error.start}); save the file as UTF-8"]) from error
    return parse_brief(text, name)


def _with_actuals(brief: Brief, read: Callable[[Brief, list[str]], tuple[Actual, ...]]) -> Brief:
    """The brief with the client's own numbers, from the file it names."""
    if not brief.actuals:
        return brief
    names = [goal.name for goal in brief.goals] + [t.unit for goal in brief.goals for t in goal.targets]
    try:
        return brief.with_actuals(read(brief, names))
    except ActualsError as error:
        raise BriefError([str(error)]) from error


def parse_brief(text: str, name: str) -> Brief:
    """The brief in ``text``; ``name`` stands for it in the lines of a ``BriefError``."""
    node = _compose(text, name)
    places: dict[tuple[Any, ...], _Place] = {}
    repeated: list[str] = []
    value = _value(node, (), places, repeated, name)
    if repeated:
        raise BriefError(repeated)
    if not isinstance(value, dict):
        raise BriefError([f"{name}:1:1: expected sections such as client:, competitors:, goals:"])
    try:
        brief = Brief.model_validate(value)
    except ValidationError as error:
        raise BriefError(_problems(error, places, name)) from error
    problems = [_line(name, where, places, what) for where, what in _contradictions(brief)]
    if problems:
        raise BriefError(problems)
    return brief


def _compose(text: str, name: str) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise BriefError(
            [f"{name}:{where}: not valid YAML: {error.problem}; check indentation, colons and quotes"]
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BriefError([f"{name}:1:1: not valid YAML: {str(error).splitlines()[0]}"]) from error
    if node is None:
        raise BriefError([f"{name}:1:1: the file is empty; `watercooler init` writes a brief to start from"])
    return node


def _value(
    node: yaml.Node, path: tuple[Any, ...], places: dict[tuple[Any, ...], _Place], repeated: list[str], name: str
) -> Any:
    """The plain value of a YAML node, remembering where each field stands; aliases are refused by depth."""
    places[path] = _Place(node.start_mark.line + 1, node.start_mark.column + 1)
    if len(path) > 12:
        raise BriefError([f"{name}:{places[path].line}:1: nested too deeply; a brief has three levels"])
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, places, repeated, name)
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, (*path, i), places, repeated, name) for i, part in enumerate(node.value)]
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        raise BriefError(
            [f"{name}:{places[path].line}:{places[path].column}: {_dotted(path)}: cannot be read ({error})"]
        ) from error
    finally:
        loader.dispose()


def _mapping(
    node: yaml.MappingNode, path: tuple[Any, ...], places: dict[tuple[Any, ...], _Place], repeated: list[str], name: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            where = f"{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
            repeated.append(f"{name}:{where}: {_dotted((*path, key))}: stands twice; keep one")
        found[key] = _value(value_node, (*path, key), places, repeated, name)
        places[(*path, key, "key")] = _Place(key_node.start_mark.line + 1, key_node.start_mark.column + 1)
    return found


def _problems(error: ValidationError, places: dict[tuple[Any, ...], _Place], name: str) -> list[str]:
    lines: dict[str, None] = {}
    inner = {problem["loc"][:1] for problem in error.errors() if len(problem["loc"]) > 1}
    for problem in error.errors():
        if problem["type"] == "too_short" and problem["loc"] in inner and len(problem["loc"]) == 1:
            continue  # only the entries that are named below were left out of the count
        path = tuple(p for p in problem["loc"] if not (isinstance(p, str) and p.startswith(("literal", "function-"))))
        lines.setdefault(_line(name, path, places, _expected(dict(problem), path)))
    # an address that is neither a web address nor empty fails twice: the first line says it all
    kept: dict[str, str] = {}
    for line in lines:
        place, _, _ = line.partition(": ")
        kept.setdefault(place + line.split(": ")[1], line)
    return sorted(kept.values(), key=lambda line: [int(p) for p in line[len(name) + 1 :].split(":")[:2]])


def _expected(problem: dict[str, Any], path: tuple[Any, ...]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    known = {
        "missing": "missing; add it here",
        "extra_forbidden": f"unknown; expected one of: {', '.join(_fields(path[:-1]))}",
        "value_error": str(context.get("error", "")),
        "string_type": "expected text",
        "too_long": f"expected at most {context.get('max_length')}, got {context.get('actual_length')}",
        "too_short": f"expected at least {context.get('min_length')}, got {context.get('actual_length')}",
        "string_too_short": "expected some text",
        "literal_error": f"expected {context.get('expected')}, got {problem.get('input')!r}",
        "tuple_type": "expected a list: one line per entry, each beginning with a dash",
        "int_parsing": f"expected a whole number, got {problem.get('input')!r}",
        "int_type": f"expected a whole number, got {problem.get('input')!r}",
        "float_parsing": f"expected a number, got {problem.get('input')!r}",
        "float_type": f"expected a number, got {problem.get('input')!r}",
        "greater_than_equal": f"expected at least {context.get('ge')}, got {problem.get('input')!r}",
        "less_than_equal": f"expected at most {context.get('le')}, got {problem.get('input')!r}",
        "greater_than": f"expected more than {context.get('gt')}, got {problem.get('input')!r}",
        "string_pattern_mismatch": {"accent": 'expected a colour such as "#0b6e6e"'}.get(
            str(path[-1]) if path else "", 'expected a two-letter code such as "en"'
        ),
    }
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"expected fields: {', '.join(_fields(path))}"
    return known.get(kind) or f"{problem['msg'][:1].lower()}{problem['msg'][1:]}, got {problem.get('input')!r:.80}"


def _fields(path: tuple[Any, ...]) -> tuple[str, ...]:
    """The field names that may stand at ``path``."""
    names: dict[str, type[BaseModel]] = {
        "agency": Agency,
        "client": Client,
        "competitors": Competitor,
        "venues": VenueEntry,
        "market": Market,
        "strategy": Strategy,
        "goals": Goal,
        "plan": PlanItem,
        "mappings": MappingEntry,
        "limits": Limits,
        "targets": TargetEntry,
    }
    sections = [str(p) for p in path if isinstance(p, str) and p in names]
    model: type[BaseModel] = names[sections[-1]] if sections else Brief
    return tuple(model.model_fields)


_Wrong = tuple[tuple[Any, ...], str]


def _contradictions(brief: Brief) -> list[_Wrong]:
    """What is wrong between fields that are each right."""
    return [*_among_companies(brief), *_among_names(brief), *_among_goals(brief)]


def _among_companies(brief: Brief) -> Iterator[_Wrong]:
    sites = {_site(brief.client.url): "the client"}
    names = {brief.client.name.casefold(): "the client"}
    for i, competitor in enumerate(brief.competitors):
        site, name = _site(competitor.url), competitor.name.casefold()
        if site in sites:
            yield ("competitors", i, "url"), f"the same site as {sites[site]}; keep one"
        elif name in names:
            yield ("competitors", i, "name"), f"the same name as {names[name]}; nobody could tell them apart"
        sites.setdefault(site, competitor.name)
        names.setdefault(name, "an earlier competitor")


def _among_names(brief: Brief) -> Iterator[_Wrong]:
    """Venues and keywords that would be counted twice."""
    venues: dict[str, int] = {}
    for i, venue in enumerate(brief.venues):
        if venues.setdefault(page_key(venue.url), i) != i:
            yield ("venues", i, "url"), "the same venue as an earlier one; keep one"
    keywords: dict[tuple[str, ...], str] = {}
    for i, keyword in enumerate(brief.market.keywords):
        if folded(keyword) in keywords:
            yield ("market", "keywords", i), f"counts the same posts as “{keywords[folded(keyword)]}”; keep one"
        keywords.setdefault(folded(keyword), keyword)


def _among_goals(brief: Brief) -> Iterator[_Wrong]:
    goals = {goal.name for goal in brief.goals}
    named: dict[str, int] = {}
    for i, goal in enumerate(brief.goals):
        if named.setdefault(" ".join(goal.name.casefold().split()), i) != i:
            yield ("goals", i, "name"), "the same goal as an earlier one; keep one"
    for i, item in enumerate(brief.plan):
        if item.goal and item.goal not in goals:
            yield ("plan", i, "goal"), f"no goal of that name; the goals are: {', '.join(sorted(goals))}"
    mapped: dict[str, int] = {}
    for i, entry in enumerate(brief.mappings):
        if entry.goal not in goals | {"none"}:
            known = ", ".join([*sorted(goals), "none"])
            yield ("mappings", i, "goal"), f"no goal of that name; expected one of: {known}"
        if mapped.setdefault(page_key(entry.url), i) != i:
            yield ("mappings", i, "url"), "the same address as an earlier one; keep one"


def _site(url: str) -> str:
    return authority_of(url).removeprefix("www.")


def _line(name: str, path: tuple[Any, ...], places: dict[tuple[Any, ...], _Place], what: str) -> str:
    place = places.get((*path, "key")) if "unknown;" in what else places.get(path)
    known = path
    while place is None and known:
        known = known[:-1]
        place = places.get((*known, "key")) or places.get(known)
    place = place or _Place(1, 1)
    return f"{name}:{place.line}:{place.column}: {_dotted(path)}: {what}"


def _dotted(path: tuple[Any, ...]) -> str:
    return ".".join(str(p + 1) if isinstance(p, int) else str(p) for p in path) or "brief"
