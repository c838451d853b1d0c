"""Reading a brief: from YAML to checked values, every mistake named with its line.

``read_brief`` gives every mistake at once, each as one line ``file:line:column: field: what was expected``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
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
from market.contradictions import contradictions
from market.report_settings import ReportSettings

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
    file: str


_Places = dict[tuple[Any, ...], _Place]
_SHARED = ("agency", "report")  # what a file of settings may hold


def read_brief(path: Path) -> Brief:
    """The brief in a YAML file; raises ``BriefError`` with one line per mistake. Nothing is written."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BriefError([f"{path}: cannot be read ({error.strerror}); give the path of a brief"]) from error
    brief = parse_brief(_decoded(raw, str(path)), str(path), lambda name: (path.parent / name).read_bytes())
    return _with_actuals(brief, lambda brief, names: read_actuals(path.parent / brief.actuals, names))


def kept_brief(raw: bytes, name: str, actuals: bytes, settings: bytes = b"") -> Brief:
    """The brief in ``raw``, kept from an earlier run with its file of actuals and its shared settings.

    Raises ``BriefError`` as above.
    """
    brief = parse_brief(_decoded(raw, name), name, lambda _: settings)
    return _with_actuals(brief, lambda brief, names: parse_actuals(actuals.decode("utf-8-sig"), brief.actuals, names))


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > MAX_BRIEF:
        raise BriefError([f"{name}: larger than {MAX_BRIEF:,} bytes; a brief is a few pages of text"])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BriefError([f"{name}: not UTF-8 text (byte {error.start}); save the file as UTF-8"]) from error


def _with_actuals(brief: Brief, read: Callable[[Brief, list[str]], tuple[Actual, ...]]) -> Brief:
    """The brief with the client's own numbers, from the file it names."""
    if not brief.actuals:
        return brief
    names = [goal.name for goal in brief.goals] + [t.unit for goal in brief.goals for t in goal.targets]
    try:
        return brief.with_actuals(read(brief, names))
    except ActualsError as error:
        raise BriefError([str(error)]) from error


def parse_brief(text: str, name: str, read: Callable[[str], bytes] | None = None) -> Brief:
    """The brief in ``text``; ``name`` stands for it in the lines of a ``BriefError``.

    ``read`` gives the file of shared settings that the brief may name.
    """
    value, places = _fields_of(text, name)
    if not isinstance(value, dict):
        raise BriefError([f"{name}:1:1: expected sections such as client:, competitors:, goals:"])
    if read:
        _share(value, places, name, read)
    try:
        brief = Brief.model_validate(value)
    except ValidationError as error:
        raise BriefError(_problems(error, places, name)) from error
    problems = [_line(name, where, places, what) for where, what in contradictions(brief)]
    if problems:
        raise BriefError(problems)
    return brief


def _fields_of(text: str, name: str) -> tuple[Any, _Places]:
    """The plain value of a YAML text, and where each of its fields stands."""
    places: _Places = {}
    repeated: list[str] = []
    value = _value(_compose(text, name), (), places, repeated, name)
    if repeated:
        raise BriefError(repeated)
    return value, places


def _share(value: dict[str, Any], places: _Places, name: str, read: Callable[[str], bytes]) -> None:
    """Fill in what the file of shared settings says and the brief does not; the brief's own word wins."""
    own = value.get("report")
    shared = own.get("settings") if isinstance(own, dict) else None
    if not isinstance(shared, str) or not shared:
        return
    where = ("report", "settings")
    try:
        raw = read(shared)
    except OSError as error:
        what = f"{shared}: cannot be read ({error.strerror}); the path is taken from the brief's folder"
        raise BriefError([_line(name, where, places, what)]) from error
    file = PurePath(name).parent.joinpath(shared).as_posix()
    theirs, spots = _fields_of(_decoded(raw, file), file)
    if not isinstance(theirs, dict) or set(theirs) - set(_SHARED):
        raise BriefError([f"{file}:1:1: expected the sections {' and '.join(_SHARED)}, and no other"])
    if isinstance(look := theirs.get("agency"), dict) and isinstance(look.get("logo"), str) and look["logo"]:
        look["logo"] = PurePath(shared).parent.joinpath(look["logo"]).as_posix()  # beside the file that names it
    for section in (s for s in _SHARED if isinstance(theirs.get(s), dict)):
        mine = value.setdefault(section, {})
        places.setdefault((section,), spots[(section,)])
        for field in set(theirs[section]) - set(mine if isinstance(mine, dict) else theirs[section]):
            mine[field] = theirs[section][field]
            places.update({path: spot for path, spot in spots.items() if path[:2] == (section, field)})


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


def _value(node: yaml.Node, path: tuple[Any, ...], places: _Places, repeated: list[str], name: str) -> Any:
    """The plain value of a YAML node, remembering where each field stands; aliases are refused by depth."""
    places[path] = _Place(node.start_mark.line + 1, node.start_mark.column + 1, name)
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
    node: yaml.MappingNode, path: tuple[Any, ...], places: _Places, repeated: list[str], name: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            where = f"{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
            repeated.append(f"{name}:{where}: {_dotted((*path, key))}: stands twice; keep one")
        found[key] = _value(value_node, (*path, key), places, repeated, name)
        places[(*path, key, "key")] = _Place(key_node.start_mark.line + 1, key_node.start_mark.column + 1, name)
    return found


def _problems(error: ValidationError, places: _Places, name: str) -> list[str]:
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
    return sorted(kept.values(), key=_place_of)


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
        "report": ReportSettings,
        "targets": TargetEntry,
    }
    sections = [str(p) for p in path if isinstance(p, str) and p in names]
    model: type[BaseModel] = names[sections[-1]] if sections else Brief
    return tuple(model.model_fields)


def _line(name: str, path: tuple[Any, ...], places: _Places, what: str) -> str:
    place = places.get((*path, "key")) if "unknown;" in what else places.get(path)
    known = path
    while place is None and known:
        known = known[:-1]
        place = places.get((*known, "key")) or places.get(known)
    place = place or _Place(1, 1, name)
    return f"{place.file}:{place.line}:{place.column}: {_dotted(path)}: {what}"


def _place_of(line: str) -> tuple[int, int]:
    """Line and column that a problem names."""
    found = re.search(r":(\d+):(\d+): ", line)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _dotted(path: tuple[Any, ...]) -> str:
    return ".".join(str(p + 1) if isinstance(p, int) else str(p) for p in path) or "brief"
