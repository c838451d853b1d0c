"""Corrections: labels of plan lines, goals of items and refused venues written into a brief's own text.

Like ``market.brief_edits``, it leaves everything else as it is: comments, order, and the way of writing.
"""

from collections.abc import Mapping
from typing import TypeAlias

import yaml

from market.brief_edits import composed, end_of, quoted, scalar, with_entries
from market.urls import key_of

_Change: TypeAlias = tuple[int, int, str]  # from, to, what stands there instead


def with_labels(text: str, labels: Mapping[str, str], name: str) -> str:
    """The brief ``text`` whose plan lines carry ``labels``, by their sentence; other sentences are left out.

    Raises ``BriefError`` for a text that is no brief.
    """
    plan = _section(text, "plan", name)
    if not isinstance(plan, yaml.SequenceNode):
        return text
    changes: list[_Change] = []
    for item in plan.value:
        if isinstance(item, yaml.ScalarNode) and item.value.strip() in labels:
            changes.append(_sentence(text, item, labels[item.value.strip()], bool(plan.flow_style)))
        elif isinstance(item, yaml.MappingNode):
            fields = {key.value: value for key, value in item.value}
            sentence = fields.get("sentence")
            wanted = labels.get(sentence.value.strip(), "") if isinstance(sentence, yaml.ScalarNode) else ""
            if wanted:
                changes.append(_field(text, item, fields.get("label"), "label", wanted))
    return _changed(text, changes)


def with_goals(text: str, goals: Mapping[str, str], name: str) -> str:
    """The brief ``text`` whose mappings say which goal the item at each address serves; raises as above."""
    mappings, changes, left = _section(text, "mappings", name), [], dict(goals)
    for item in mappings.value if isinstance(mappings, yaml.SequenceNode) else ():
        fields = {key.value: value for key, value in item.value} if isinstance(item, yaml.MappingNode) else {}
        url = fields["url"].value if "url" in fields else ""
        if url in left:
            changes.append(_field(text, item, fields.get("goal"), "goal", left.pop(url)))
    text = _changed(text, changes)
    return with_entries(text, "mappings", ("url", "goal"), sorted(left.items()), name)


def without_venues(text: str, refused: frozenset[str], name: str) -> str:
    """The brief ``text`` with the venues of these keys turned into comments, the last one excepted; raises as above."""
    venues = _section(text, "venues", name)
    if not isinstance(venues, yaml.SequenceNode) or venues.flow_style:
        return text
    changes: list[_Change] = []
    for item in venues.value:
        fields = {key.value: value for key, value in item.value} if isinstance(item, yaml.MappingNode) else {}
        address = fields.get("url")
        if address is None or _key(address.value) not in refused or len(changes) + 1 == len(venues.value):
            continue
        start = text.rfind("\n", 0, item.start_mark.index) + 1
        end = end_of(item, text)
        lines = text[start:end].split("\n")
        changes.append((start, end, "\n".join(["# refused: " + lines[0], *("# " + line for line in lines[1:])])))
    return _changed(text, changes)


def _key(url: str) -> str:
    try:
        return key_of(url)
    except ValueError:
        return ""


def _section(text: str, section: str, name: str) -> yaml.Node | None:
    return next((value for key, value in composed(text, name).value if key.value == section), None)


def _sentence(text: str, item: yaml.Node, label: str, flowing: bool) -> _Change:
    """A line that was only a sentence, as a sentence with a label."""
    start, end = item.start_mark.index, end_of(item, text)
    if flowing:
        return start, end, "{sentence: " + quoted(item.value.strip()) + f", label: {label}}}"
    line = "\r\n" if "\r\n" in text else "\n"
    pad = " " * item.start_mark.column
    return start, end, f"sentence: {scalar(item.value.strip())}{line}{pad}label: {label}"


def _field(text: str, item: yaml.MappingNode, held: yaml.Node | None, field: str, value: str) -> _Change:
    """A field of an entry, replaced or put first."""
    if isinstance(held, yaml.ScalarNode) and held.value == value:
        return item.start_mark.index, item.start_mark.index, ""
    if held is not None:
        flowing = quoted(value) if item.flow_style else scalar(value)
        return held.start_mark.index, end_of(held, text), flowing
    start = item.start_mark.index
    if item.flow_style:
        return start + 1, start + 1, f"{field}: {quoted(value)}, "
    line = "\r\n" if "\r\n" in text else "\n"
    return start, start, f"{field}: {scalar(value)}{line}{' ' * item.start_mark.column}"


def _changed(text: str, changes: list[_Change]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text
