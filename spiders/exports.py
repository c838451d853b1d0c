"""Exports: files of posts that a client may lawfully share, read into threads in which nobody is named.

CSV, TSV and JSON of the usual shapes: columns are known by their names, in any order. Authors become numbers, so that
they can be counted and not be found; e-mail addresses, @names and the authors' full names are taken out of the texts.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from market.json_text import looks_like_json, read_json_text
from market.venues import Venue
from spiders.connectors.payload import outward, record
from spiders.connectors.reading import masked, moment, plain, whole
from spiders.export_columns import FIELDS, KNOWN, LEFT_OUT

MAX_BYTES = 64 * 1024 * 1024
MAX_POSTS = 200_000
_YEAR_LAST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp][Mm])?)?")
Row = dict[str, Any]


class ExportError(ValueError):
    """A file that is no export that can be read; the message is one line."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a file holds: ``threads`` as they are kept, ``unknown`` columns, and how many rows had no date or words."""

    threads: list[Row]
    unknown: tuple[str, ...]
    undated: int
    empty: int

    @property
    def posts(self) -> int:
        return len(self.threads) + sum(len(thread["answers"]) for thread in self.threads)


def read_export(body: bytes, venue: Venue) -> Export:
    """The threads of an export file; raises ``ExportError`` for what has no column of texts, or is too large."""
    if len(body) > MAX_BYTES:
        raise ExportError(f"{len(body):,} bytes; expected at most {MAX_BYTES:,}: export a shorter time")
    found = _json_rows(body) if _is_json(body) else _table_rows(body)
    rows = list(islice((row for row in found if not _left_out(row)), MAX_POSTS + 1))
    if len(rows) > MAX_POSTS:
        raise ExportError(f"more than {MAX_POSTS:,} posts: export a shorter time")
    names = dict.fromkeys(str(name) for row in rows for name in row)
    columns = {name: KNOWN.get(_bare(name), "") for name in names}
    if "text" not in columns.values() and "title" not in columns.values():
        shown = ", ".join(list(names)[:8]) or "none"
        raise ExportError(f"no column of texts such as message, text or body; found: {shown}")
    unknown = tuple(n for n, field in columns.items() if not field and _bare(n) not in LEFT_OUT)
    posts = [_post(row, columns, venue) for row in rows]
    filled = [post for post in posts if post["text"] or post["title"]]
    _date(filled)
    _hide(filled)
    undated = sum(post["at"] is None for post in filled)
    return Export(list(_threads(filled)), unknown, undated, len(posts) - len(filled))


def _bare(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _left_out(row: Row) -> bool:
    """Whether a post was deleted, or is the platform's own notice of who came and went."""
    told = {_bare(str(name)): str(value).lower() for name, value in row.items() if value}
    notice = told.get("type", "").startswith("system_") or told.get("subtype", "").startswith("channel_")
    return notice or any(told.get(name, "false") not in ("false", "0") for name in ("deleteat", "deleted"))


def _is_json(body: bytes) -> bool:
    return looks_like_json(body) or body.lstrip()[:7] == b"window."


def _table_rows(body: bytes) -> Iterator[Row]:
    text = body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace").replace("\0", "")
    head = text.partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    csv.field_size_limit(MAX_BYTES)
    try:
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=mark):
            yield {name: value for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}
    except csv.Error as error:
        raise ExportError(f"not a table that can be read: {error}") from error


def _json_rows(body: bytes) -> Iterator[Row]:
    start = body.find(b"[") if body.lstrip()[:7] == b"window." else 0
    try:
        value = read_json_text(body[max(start, 0) :])
    except (ValueError, RecursionError) as error:
        raise ExportError(f"JSON that cannot be read: {error}") from error
    yield from _unpacked(_list_in(value), "")


def _list_in(value: Any) -> list[Any]:
    """The posts of a payload: itself, or the longest list (or object of objects) that it has under a name."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    held = [v if isinstance(v, list) else list(v.values()) if _of_objects(v) else [] for v in value.values()]
    objects = [[entry for entry in entries if isinstance(entry, dict)] for entries in held]
    return max(objects, key=len, default=[])


def _of_objects(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(v, dict) for v in value.values())


def _unpacked(entries: Iterable[Any], parent: str) -> Iterator[Row]:
    """Flat rows: one more level of objects is opened, and the comments listed under a post follow it."""
    waiting = [(entry, parent) for entry in entries][::-1]
    number = 0
    while waiting:
        entry, above = waiting.pop()
        if not isinstance(entry, dict):
            continue
        while len(entry) == 1 and isinstance(inner := next(iter(entry.values())), dict):
            entry = inner  # {"tweet": {…}}
        row, below = _flat(entry)
        number += 1
        key = next((str(v) for n, v in row.items() if KNOWN.get(_bare(n)) == "id"), f"row {number}")
        if below:
            row = {"id": key, **row}
        if above:
            row["parent_id"] = above
        yield row
        waiting.extend([(child, key) for child in below][::-1])


def _flat(entry: Mapping[str, Any]) -> tuple[Row, list[Any]]:
    row: Row = {}
    below: list[Any] = []
    for name, value in entry.items():
        field = KNOWN.get(_bare(name))
        if isinstance(value, dict):
            inner = record(value.get("summary")) or value
            listed = value.get("data")
            below += listed if field == "replies" and isinstance(listed, list) else []
            found = inner.get("name") or inner.get("username") if field == "author" else inner.get("total_count")
            row[name] = found
        elif isinstance(value, list):
            if field == "replies" and any(isinstance(v, dict) for v in value):
                below += value
                row[name] = len(value)
            elif name == "data":  # a download of one's own information
                row.update({k: v for part in value if isinstance(part, dict) for k, v in part.items()})
            else:
                row[name] = [v for v in value if isinstance(v, str)]
        else:
            row[name] = value
    return row, below


def _post(row: Row, columns: Mapping[str, str], venue: Venue) -> Row:
    post: Row = dict.fromkeys(FIELDS)
    for name, value in row.items():
        field = columns.get(str(name), "")
        if field and value not in (None, "", []) and post[field] is None:
            post[field] = value
    words = str(post["text"] or "")
    text = plain(words) if re.search(r"<(?:p|br|div|a|span)\b", words) else masked(words)
    tags = post["tags"] if isinstance(post["tags"], list) else re.split(r"[,;\s]+", str(post["tags"] or ""))
    return {
        **{name: str(post[name] or "") for name in ("id", "parent", "author")},
        **{name: whole(post[name]) for name in ("score", "replies", "views")},
        "title": masked(str(post["title"] or "")),
        "text": text,
        "at": post["at"],
        "tags": [masked(str(tag)).lstrip("#") for tag in tags if tag],
        "language": str(post["language"] or "")[:2].lower(),
        "links": list(outward(venue, words)),
    }


def _date(posts: list[Row]) -> None:
    """Moments as ISO 8601. A day such as 05/02/2026 is read only where the column shows which part is the month."""
    parts = [found.groups()[:2] for post in posts if (found := _YEAR_LAST.fullmatch(str(post["at"]).strip()))]
    day_first, month_first = any(int(a) > 12 for a, _ in parts), any(int(b) > 12 for _, b in parts)
    for post in posts:
        at = _moment(post["at"], day_first, month_first)
        post["at"] = at.isoformat() if at and 1990 <= at.year <= 2100 else None


def _moment(value: Any, day_first: bool, month_first: bool) -> datetime | None:
    text = str(value or "").strip()
    if re.fullmatch(r"\d{9,17}(?:\.\d+)?", text):
        seconds = float(text)
        return moment(seconds / (1e6 if seconds > 1e14 else 1e3 if seconds > 1e11 else 1))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found.groups(), day_first) if day_first != month_first else None
    for read in (
        datetime.fromisoformat,
        lambda t: datetime.strptime(t, "%a %b %d %H:%M:%S %z %Y"),
        parsedate_to_datetime,
    ):
        try:
            stated = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return (stated if stated.tzinfo else stated.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    return None


def _as_x_writes(text: str) -> datetime:
    return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")


def _year_last(parts: tuple[str | None, ...], day_first: bool) -> datetime | None:
    one, two, year, hour, minute = (int(part or 0) for part in parts[:5])
    half = (parts[5] or "").lower()
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    try:
        return datetime(year, *((two, one) if day_first else (one, two)), hour, minute, tzinfo=UTC)
    except ValueError:
        return None


def _hide(posts: list[Row]) -> None:
    """Numbers in place of authors, and "someone" where a text has an author's full name."""
    numbers = {
        name: number for number, name in enumerate(dict.fromkeys(post["author"] for post in posts if post["author"]), 1)
    }
    full = sorted((name for name in numbers if " " in name.strip() and len(name) > 4), key=len, reverse=True)[:20_000]
    names = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in full), re.IGNORECASE) if full else None
    for post in posts:
        post["author"] = numbers.get(post["author"], 0)
        for field in ("text", "title") if names else ():
            post[field] = names.sub("someone", post[field])  # type: ignore[union-attr]


def _threads(posts: list[Row]) -> Iterator[Row]:
    """Posts with the replies below them, in the file's order; replies to a post that the file lacks stay together."""
    known = {post["id"]: post for post in posts if post["id"]}
    threads: dict[str, list[Row]] = {}
    for number, post in enumerate(posts):
        threads.setdefault(_root(post, known) or f"#{number}", []).append(post)
    for number, together in enumerate(threads.values(), 1):
        first = min(together, key=lambda p: (bool(p["parent"]) and p["parent"] in known, p["at"] or "9"))
        answers = [{k: p[k] for k in ("author", "text", "at", "score", "links")} for p in together if p is not first]
        kept = {k: v for k, v in first.items() if k not in ("id", "parent")}
        yield {"number": number, **kept, "answers": answers}


def _root(post: Row, known: Mapping[str, Row]) -> str:
    """The id of the post that a thread begins with; of a parent that the file lacks, that parent's."""
    seen = {id(post)}
    while post["parent"]:
        above = known.get(post["parent"])
        if above is None or id(above) in seen:
            return str(post["parent"])
        seen.add(id(above))
        post = above
    return str(post["id"])
