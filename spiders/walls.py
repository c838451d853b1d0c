"""Walls: what the parsed tree of a page shows of a wall before its content (``market.walls`` judges)."""

from collections.abc import Iterator
from typing import Any

from market.walls import MAX_CHARACTERS, MAX_WORDS, wall_of

_UNSEEN = frozenset(("script", "style", "template", "head", "svg", "iframe"))
_SHELLS = frozenset(("root", "app", "__next", "__nuxt", "main-app", "react-root", "ember-application", "gatsby"))


def wall_in(tree: Any) -> str:
    """Why the page of ``tree`` is no content, "" when it may be."""
    text = _visible(tree)
    if len(text.split()) > MAX_WORDS:
        return ""
    scripts = sum(1 for node in tree.iter("script") if node.get("src") or len(node.text or "") > 200)
    password = any((node.get("type") or "").lower() == "password" for node in tree.iter("input"))
    return wall_of(_headline(tree), text, password, scripts, _is_shell(tree))


def _headline(tree: Any) -> str:
    nodes = [*tree.iter("title"), *tree.iter("h1")][:2]
    return "\n".join(" ".join(node.itertext()).strip() for node in nodes)


def _visible(tree: Any) -> str:
    """The first visible words of a tree."""
    found: list[str] = []
    length = 0
    for piece in _pieces(tree):
        found.append(piece)
        length += len(piece)
        if length > MAX_CHARACTERS:
            break
    return " ".join(" ".join(found).split())


def _pieces(tree: Any) -> Iterator[str]:
    """Texts in page order; an explicit stack, because a page may be deeper than Python's."""
    pending: list[Any] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.tail:
            pending.append(node.tail)
        if isinstance(node.tag, str) and node.tag not in _UNSEEN:
            pending.extend(reversed(node))
            if node.text:
                yield node.text


def _is_shell(tree: Any) -> bool:
    return any(
        (node.get("id") or "").lower() in _SHELLS and len(node) == 0 and not (node.text or "").strip()
        for node in tree.iter("div", "main", "section", "ember-application")
    )
