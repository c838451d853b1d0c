"""Edits: venues added to a brief's own text, which keeps its comments, its order and its way of writing."""

import re
from collections.abc import Iterable, Sequence

import yaml

from market.brief_yaml import BriefError

Entry = tuple[str, str]  # name and address


def with_venues(text: str, entries: Sequence[Entry], name: str) -> str:
    """The brief ``text`` with ``entries`` at the end of its venues; everything else stays as it is, byte for byte.

    Raises ``BriefError`` for a text that is no brief; ``name`` stands for it there.
    """
    bom, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise BriefError([f"{name}:1:1: not valid YAML: {str(error).splitlines()[0]}"]) from error
    if not isinstance(node, yaml.MappingNode):
        raise BriefError([f"{name}:1:1: expected sections such as client:, competitors:, goals:"])
    held = next((value for key, value in node.value if key.value == "venues"), None)
    return bom + (_added(text, held, entries, "\r\n" if "\r\n" in text else "\n") if entries else text)


def _added(text: str, held: yaml.Node | None, entries: Sequence[Entry], end: str) -> str:
    if held is None:
        gap = "" if text.endswith("\n") else end
        return f"{text}{gap}{end}venues:{end}{_lines(entries, 2, end)}"
    start, stop = held.start_mark.index, held.end_mark.index
    if not isinstance(held, yaml.SequenceNode) or not held.value:  # nothing at all, null or []
        line, _, after = text[stop:].partition("\n")
        return f"{text[:start].rstrip(' ')}{line.rstrip()}{end}{_lines(entries, 2, end)}{after}"
    last = _end_of(held.value[-1], text)
    if held.flow_style:
        return text[:last] + "".join(f", {_flowing(entry)}" for entry in entries) + text[last:]
    place = text.find("\n", last)
    head, tail = (text + end, "") if place < 0 else (text[: place + 1], text[place + 1 :])
    return head + _lines(entries, held.start_mark.column, end) + tail


def _end_of(node: yaml.Node, text: str) -> int:
    """Where the last word of a value stands; the end that YAML gives a block includes comments that follow it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return max(_end_of(value, text) for pair in node.value for value in pair)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return max(_end_of(value, text) for value in node.value)
    start = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _lines(entries: Iterable[Entry], indent: int, end: str) -> str:
    pad = " " * indent
    return "".join(f"{pad}- name: {_scalar(name)}{end}{pad}  url: {_scalar(url)}{end}" for name, url in entries)


def _flowing(entry: Entry) -> str:
    return "{name: " + _quoted(entry[0]) + ", url: " + _quoted(entry[1]) + "}"


def _scalar(text: str) -> str:
    """A text as YAML reads it back: plain where that is safe."""
    plain = re.fullmatch(r"[A-Za-z][\w./@-]*(?: [\w./@-]+)*|https?://[^\s#:'\"]+", text)
    return text if plain and yaml.safe_load(text) == text else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
