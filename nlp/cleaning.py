"""Cleaning: what somebody wrote in a conversation, without code, quoted posts, signatures, addresses and markup."""

import html
import re

MAX_DEPTH = 50  # nested deeper than any person quotes: left as it is
_BLOCKS = ("pre", "code", "blockquote", "script", "style")
# Every pattern is linear in the text: conversations are hostile input, and a backtracking one would stall the run.
_PAIRS = tuple(
    (re.compile(opening, re.IGNORECASE | re.MULTILINE), re.compile(closing, re.IGNORECASE | re.MULTILINE))
    for opening, closing in (
        *((rf"<{name}\b[^<>]{{0,500}}>", rf"</{name}\s{{0,20}}>") for name in _BLOCKS),
        *((rf"\[{name}\b[^\[\]]{{0,500}}\]", rf"\[/{name}\]") for name in ("quote", "code")),
        *((rf"^[ \t]{{0,12}}{fence}.*$", rf"^[ \t]{{0,12}}{fence}[ \t]*$") for fence in ("```", "~~~")),
    )
)
_OPEN_FENCE = re.compile(r"^[ \t]{0,12}(?:```|~~~).*\Z", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_INDENTED = re.compile(r"^(?: {4}|\t).*$", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_ATTRIBUTION = re.compile(r"^[^\n]{0,200}\b(?:wrote|said|writes):[ \t]*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$.*\Z", re.DOTALL | re.MULTILINE)
_SENT_FROM = re.compile(r"^[ \t]*sent from my\b.*$", re.MULTILINE | re.IGNORECASE)
_INLINE_CODE = re.compile(r"`[^`\n]{1,200}`")
_NOT_OWN = (_SIGNATURE, _SENT_FROM, _QUOTED, _ATTRIBUTION, _INDENTED, _INLINE_CODE)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{1,2000}(?:[ \t]+\"[^\"\n]{0,300}\")?\)")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']{1,2000}", re.IGNORECASE)
_MAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")
_MARKS = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[*+-][ \t]+|\d{1,3}[.)][ \t]+|[-*_=]{3,}[ \t]*$)", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|~~")
_SHORTCODE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]{1,40}:(?!\S)")


def clean_conversation(text: str) -> str:
    """The author's own words on one line; "" when nothing of theirs is left.

    Markdown, BBCode and HTML are recognised. Link texts stay, their addresses go; e-mail addresses go too.
    """
    words = _without_blocks(text.replace("\r\n", "\n"))
    words = html.unescape(_TAG.sub(" ", _OPEN_FENCE.sub(" ", words)))
    words = _TAG.sub(" ", _without_blocks(words))  # once more: platforms deliver escaped markup too
    for pattern in _NOT_OWN:
        words = pattern.sub(" ", words)
    words = _EMPHASIS.sub("", _LINK.sub(r"\1", words))
    for pattern in (_URL, _MAIL, _MARKS, _SHORTCODE):
        words = pattern.sub(" ", words)
    return " ".join(words.split())


def own_lines(text: str) -> str:
    """What stands outside quotes, code and signatures, with its addresses and marks as they were written."""
    lines = _OPEN_FENCE.sub(" ", _without_blocks(text.replace("\r\n", "\n")))
    for pattern in _NOT_OWN:
        lines = pattern.sub(" ", lines)
    return lines


def _without_blocks(text: str) -> str:
    for opening, closing in _PAIRS:
        if opening.search(text):
            text = _cut(text, opening, closing)
    return text


def _cut(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Leave out what stands between an opening and its closing mark, nested ones included; unclosed text stays."""
    kept: list[str] = []
    at = 0
    while found := opening.search(text, at):
        end = _closing(text, found.end(), opening, closing)
        if end is None:
            break
        kept += [text[at : found.start()], "\n"]
        at = end
    return "".join((*kept, text[at:]))


def _closing(text: str, at: int, opening: re.Pattern[str], closing: re.Pattern[str]) -> int | None:
    """Where the block that opened before ``at`` ends; None when it never closes."""
    depth = 1
    nests = not closing.pattern.startswith("^")  # fences do not nest: the next fence closes
    while depth:
        if depth > MAX_DEPTH:
            return None
        close = closing.search(text, at)
        if close is None:
            return None
        inner = opening.search(text, at, close.start()) if nests else None
        depth += 1 if inner else -1
        at = inner.end() if inner else close.end()
    return at
