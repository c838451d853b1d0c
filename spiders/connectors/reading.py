"""What every connector needs to read a payload: a tree, plain words, a moment, a warning that names the URL."""

import html
import logging
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from market.json_text import looks_like_json, read_json_text
from market.pages import Page

log = logging.getLogger(__name__)

MAX_BODY = 8 * 1024 * 1024  # bytes: what the crawler itself accepts
_TAG = re.compile(r"<[a-zA-Z](?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MAX_WORDS_IN_TAG = 2000  # libxml2 takes half a minute for 100,000 attributes on one tag
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_HANDLE = re.compile(  # what somebody is called by; before a slash it is a package's scope
    r"(?<![\w@./-])@(?=\w*[A-Za-z])[\w-]{2,}+(?:\.[\w-]+)*+(?:@[\w.-]*\w)?(?!/)"
)
_USER = re.compile(r"(?<![\w/])/?u/[\w-]{3,}")
_PERSON_LINK = re.compile(r"/(?:u|user|users)/[^/]+/?$")
_BLOCKS = "p|div|li|ul|ol|pre|blockquote|h1|h2|h3|h4|h5|h6|tr|table|dd|dt|br|hr".split("|")
_MOST = 2**53  # beyond it JSON's numbers are no longer exact
_NOBODY = {"", "[deleted]", "[removed]", "system", "deleted"}


def warn(page: Page, why: str) -> None:
    """Log that a page could not be read; a payload is never dropped in silence."""
    log.warning("%s: %s", page.url, why)


def read_json(page: Page) -> Any:
    """The JSON payload of a page; None, with a warning, when it is broken."""
    try:
        return read_json_text(page.body[: MAX_BODY + 1])
    except (ValueError, RecursionError) as fault:
        warn(page, f"unreadable JSON: {fault}")
        return None


def is_json(page: Page) -> bool:
    """Whether the payload opens like a JSON document."""
    return looks_like_json(page.body)


def tree_of(text: str) -> Any:
    """The lxml tree of an HTML text; None for an empty one or one built to stall the parser."""
    from lxml import etree
    from lxml import html as lxml_html

    if not text.strip() or len(text) > MAX_BODY or _stalling(text):
        return None
    try:  # bytes, because lxml refuses text that declares an encoding of its own
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        return lxml_html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _stalling(text: str) -> bool:
    tags = (tag for tag in _TAG.findall(text) if len(tag) > _MAX_WORDS_IN_TAG)
    return any(len(_QUOTED.sub("", tag).split()) > _MAX_WORDS_IN_TAG for tag in tags)


def page_tree(page: Page) -> Any:
    """The tree of an HTML page, decoded as its header or its own meta element says, UTF-8 otherwise."""
    from w3lib.encoding import html_to_unicode

    _, text = html_to_unicode(page.header("content-type") or None, page.body)
    tree = tree_of(text)
    if tree is None:
        warn(page, "unreadable HTML")
    return tree


def plain(markup: Any) -> str:
    """The author's own words in an HTML text or element: no quoted posts, previews, people's names or addresses.

    Paragraphs come back one per line. Mentions of members read "@someone", e-mail addresses "[e-mail]".
    """
    tree = tree_of(markup) if isinstance(markup, str) else markup
    return "" if tree is None else masked("".join(_pieces(tree)))


def masked(text: str) -> str:
    """Text without e-mail addresses and members' names, its spaces folded, one line per paragraph."""
    text = _USER.sub("u/someone", _EMAIL.sub("[e-mail]", _HANDLE.sub("@someone", text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _pieces(node: Any) -> Iterable[str]:
    if not isinstance(node.tag, str) or node.tag in ("aside", "script", "style"):
        return
    classes = node.get("class") or ""
    mention = "mention" in classes and "hashtag" not in classes
    if node.tag == "a" and (mention or _PERSON_LINK.search(node.get("href") or "")):
        yield "@someone"
        return
    block = node.tag in _BLOCKS
    yield "\n" if block else ""
    yield node.text or ""
    for child in node:
        yield from _pieces(child)
        yield child.tail or ""
    yield "\n" if block else ""


def moment(value: Any) -> datetime | None:
    """A UTC moment from seconds since 1970 or an ISO 8601 text with a zone; None for anything else."""
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC).replace(microsecond=0)
        stated = datetime.fromisoformat(str(value).strip())
        return stated.astimezone(UTC).replace(microsecond=0) if stated.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None


def whole(value: Any) -> int | None:
    """A count as an integer, None when the payload states none, or one that no venue can have."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        count = int(value) if isinstance(value, float) and value.is_integer() else int(str(value).replace(",", ""))
    except ValueError:
        return None
    return count if abs(count) <= _MOST else None


def member(name: Any, salted: Callable[[str], str]) -> str:
    """The salted hash of a member's public name, "" for a deleted account, nobody or the forum's own robot."""
    bare = str(name or "").strip().removeprefix("/u/").removeprefix("u/").removeprefix("@").split(" ")[0]
    return "" if bare.lower() in _NOBODY else salted(bare)


def unescaped(markup: str) -> str:
    """HTML that came escaped inside a payload, unescaped once; HTML that came as it is, unchanged."""
    return html.unescape(markup) if markup.lstrip().startswith("&lt;") else markup
