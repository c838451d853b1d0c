"""JSON text: payloads of strangers, read so that every text in them can be written out again."""

import json
import re
from typing import Any

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # an escape that may be half a surrogate pair
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")


def looks_like_json(body: bytes) -> bool:
    """Whether a payload opens like a JSON document (a media type often lies)."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read_json_text(payload: bytes | str, strict: bool = True) -> Any:
    """What a JSON payload says; "?" stands for half a surrogate pair, which no file or database takes.

    Raises ``ValueError`` or ``RecursionError`` for what is no JSON; ``strict`` as for ``json.loads``.
    """
    value = json.loads(payload, strict=strict)
    split = _HALF.search(payload) if isinstance(payload, bytes) else _HALVES.search(payload)
    if not split and (isinstance(payload, bytes) or payload.isascii()):
        return value
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
