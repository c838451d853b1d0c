"""Edits: venues added to a brief's own text, which keeps its comments, its order and its way of writing."""

import re
from collections.abc import Iterable, Sequence

import yaml

from market.brief_yaml import BriefError

Entry = tuple[str, str]  # the values of two fields, such as name and address


def with_venues(text: str, entries: Sequence[Entry], name: str) -> str:
    """The brief ``text`` with ``entries`` at the end of its venues; everything else stays as it is, byte for byte.

    Raises ``BriefError`` for a text that is no brief; ``name`` stands for it there.
    """
    return with_entries(text, "venues", ("name", "url"), entries, name)


def with_entries(text: str, section: str, fields: tuple[str, str], entries: Sequence[Entry], name: str) -> str:
    """The brief ``text`` with ``entries`` of two ``fields`` at the end of a section; raises like ``with_venues``."""
    bom, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    held = next((value for key, value in composed(text, name).value if key.value == section), None)
    if not entries:
        return bom + text
    return bom + _added(text, section, fields, held, entries, "\r\n" if "\r\n" in text else "\n")


def composed(text: str, name: str) -> yaml.MappingNode:
    """The sections of a brief with their places; ``BriefError`` for a text that is no brief."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise BriefError([f"{name}:1:1: not valid YAML: {str(error).splitlines()[0]}"]) from error
    if not isinstance(node, yaml.MappingNode):
        raise BriefError([f"{name}:1:1: expected sections such as client:, competitors:, goals:"])
    return node


def _added(
    text: str, section: str, fields: tuple[str, str], held: yaml.Node | None, entries: Sequence[Entry], end: str
) -> str:
    if held is None:
        gap = "" if text.endswith("\n") else end
        return f"{text}{gap}{end}{section}:{end}{_lines(fields, entries, 2, end)}"
    start, stop = held.start_mark.index, held.end_mark.index
    if not isinstance(held, yaml.SequenceNode) or not held.value:  # nothing at all, null or []
        line, _, after = text[stop:].partition("\n")
        return f"{text[:start].rstrip(' ')}{line.rstrip()}{end}{_lines(fields, entries, 2, end)}{after}"
    last = end_of(held.value[-1], text)
    if held.flow_style:
        return text[:last] + "".join(f", {_flowing(fields, entry)}" for entry in entries) + text[last:]
    place = text.find("\n", last)
    head, tail = (text + end, "") if place < 0 else (text[: place + 1], text[place + 1 :])
    return head + _lines(fields, entries, held.start_mark.column, end) + tail


def end_of(node: yaml.Node, text: str) -> int:
    """Where the last word of a value stands; the end that YAML gives a block includes comments that follow it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return max(end_of(value, text) for pair in node.value for value in pair)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return max(end_of(value, text) for value in node.value)
    start = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _lines(fields: tuple[str, str], entries: Iterable[Entry], indent: int, end: str) -> str:
    pad, (one, other) = " " * indent, fields
    return "".join(f"{pad}- {one}: {scalar(a)}{end}{pad}  {other}: {scalar(b)}{end}" for a, b in entries)


def _flowing(fields: tuple[str, str], entry: Entry) -> str:
    return f"{{{fields[0]}: {quoted(entry[0])}, {fields[1]}: {quoted(entry[1])}}}"


def scalar(text: str) -> str:
    """A text as YAML reads it back: plain where that is safe."""
    plain = re.fullmatch(r"[A-Za-z][\w./@-]*(?: [\w./@-]+)*|https?://[^\s#:'\"]+", text)
    return text if plain and yaml.safe_load(text) == text else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes, as YAML reads it back."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
