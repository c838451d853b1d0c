"""Differences: where a delivered file and its recomputation part, one line each, naming the figure or the place."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from itertools import zip_longest
from typing import Any

MOST = 40  # lines per file: who changed more than that does not need the rest
_FIGURE = re.compile(rb'<a class="figure"[^>]*href="#evidence-([^"]*)"[^>]*>(.*?)</a>', re.S)
_TAG = re.compile(r"<[^>]*>")
_MISSING = object()


def in_data(old: bytes, new: bytes) -> Iterator[str]:
    """The values of ``audit.json`` that the evidence does not give."""
    if old == new:
        return
    try:
        told = json.loads(old)
    except ValueError as error:
        yield f"audit.json: no longer JSON ({' '.join(str(error).split())})"
        return
    lines = list(_values(told, json.loads(new), "", ""))
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"audit.json: {len(lines) - MOST:,} more values differ"
    if not lines:
        yield f"audit.json: the same values written otherwise, from byte {_first(old, new):,} on"


def in_print(name: str, old: bytes, new: bytes) -> Iterator[str]:
    """Where a file of the report parts from the one written anew; of an office file the parts inside are compared."""
    if old == new:
        return
    if name.endswith(".html") and "/" not in name:
        yield from in_report(old, new)
    elif name.endswith((".pptx", ".xlsx")):
        yield from _in_parts(name, old, new)
    else:
        yield from in_file(name, old, new)


def _in_parts(name: str, old: bytes, new: bytes) -> Iterator[str]:
    """Office files are ZIP files that note when they were packed: what counts is what is in them."""
    try:
        was, now = _parts(old), _parts(new)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, zlib.error) as error:
        yield f"{name}: no longer a file that can be opened ({' '.join(str(error).split())})"
        return
    for part in sorted(was.keys() | now.keys()):
        if was.get(part, b"") != now.get(part, b""):
            yield from in_file(f"{name}, {part}", was.get(part, b""), now.get(part, b""))


def _parts(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return {member: file.read(member) for member in file.namelist()}


def in_report(old: bytes, new: bytes) -> Iterator[str]:
    """The printed figures of ``report.html`` that the evidence does not give, else the first place that differs."""
    pairs = zip_longest(printed_figures(old), printed_figures(new), fillvalue=("", "nothing"))
    lines = [
        f"report.html: figure {now[0] or was[0]}: printed “{was[1]}”, recomputed “{now[1]}”"
        for was, now in pairs
        if was != now
    ]
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"report.html: {len(lines) - MOST:,} more printed figures differ"
    if not lines:
        yield from in_file("report.html", old, new)


def in_file(name: str, old: bytes, new: bytes) -> Iterator[str]:
    """The first place where a file is not what the evidence gives."""
    at = _first(old, new)
    yield f"{name}, byte {at:,}: “{_around(old, at)}” where the evidence gives “{_around(new, at)}”"


def printed_figures(report: bytes) -> list[tuple[str, str]]:
    """Every printed figure of a report in its order: the evidence entry that it opens, and its words."""
    found = _FIGURE.findall(report)
    return [(entry.decode("utf-8", "replace"), _words(text)) for entry, text in found]


def _words(text: bytes) -> str:
    return " ".join(unescape(_TAG.sub("", text.decode("utf-8", "replace"))).split())[:120]


def _first(old: bytes, new: bytes) -> int:
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _around(body: bytes, at: int) -> str:
    piece = body[max(0, at - 20) : at + 40]
    return " ".join("".join(c if c.isprintable() else "·" for c in piece.decode("utf-8", "replace")).split())


def _values(old: Any, new: Any, place: str, figure: str) -> Iterator[str]:
    """Depth first over both values; ``figure`` is the innermost figure id on the way."""
    if isinstance(old, dict) and isinstance(new, dict):
        inner = str(new["id"]) if "id" in new and "formula" in new else figure
        for key in sorted(old.keys() | new.keys()):
            yield from _values(old.get(key, _MISSING), new.get(key, _MISSING), f"{place}.{key}".lstrip("."), inner)
    elif isinstance(old, list) and isinstance(new, list):
        for number, (a, b) in enumerate(zip_longest(old, new, fillvalue=_MISSING)):
            yield from _values(a, b, f"{place}[{number}]", figure)
    elif type(old) is not type(new) or old != new:
        about = f"figure {figure}, " if figure else ""
        yield f"audit.json: {about}{place}: {_shown(old)} delivered, {_shown(new)} recomputed"


def _shown(value: Any) -> str:
    if value is _MISSING:
        return "nothing"
    text = " ".join(json.dumps(value, ensure_ascii=False).split())
    return text if len(text) <= 80 else text[:79] + "…"
