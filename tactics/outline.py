"""Outline: the links, forms and regions of a page as a visitor meets them, from one walk through its tree."""

import re
from typing import Any

from market.pages import Form, Link
from tactics.documents import Document

MAX_LINKS = 2_000  # per page: an index of 100,000 links says no more than its first two thousand
_LANDMARKS = {"header": "header", "nav": "nav", "footer": "footer", "aside": "aside", "main": "main", "article": "main"}
_ROLES = {"banner": "header", "navigation": "nav", "contentinfo": "footer", "complementary": "aside", "main": "main"}
_NAMES = (
    ("footer", re.compile(r"(?:^|[\s_-])(?:site-?|page-?|global-?|main-?)?footer|colophon", re.IGNORECASE)),
    (
        "header",
        re.compile(r"(?:^|[\s_-])(?:site-?|page-?|global-?)header(?:$|[\s_-])|masthead|top-?bar", re.IGNORECASE),
    ),
    ("nav", re.compile(r"(?:^|[\s_-])(?:nav|navbar|navigation|menu)(?:$|[\s_-])", re.IGNORECASE)),
    ("aside", re.compile(r"(?:^|[\s_-])sidebar(?:$|[\s_-])", re.IGNORECASE)),
)
_OUTER = ("footer", "nav", "aside")  # a header inside an article is the article's own


def read_outline(document: Document) -> tuple[tuple[Link, ...], tuple[Form, ...]]:
    """Links (deduplicated by target, text and region) and forms of a page, in document order."""
    links: dict[Link, None] = {}
    forms: list[Form] = []
    body = document.tree.find("body")
    stack: list[tuple[Any, str]] = [(body if body is not None else document.tree, "main")]
    while stack:
        node, region = stack.pop()
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "template", "noscript"):
            continue
        here = _region(node, region)
        if node.tag in ("a", "area") and node.get("href") and len(links) < MAX_LINKS:
            link = _link(document, node, here)
            if link:
                links.setdefault(link)
        elif node.tag == "form":
            forms.append(_form(document, node, here))
        stack.extend((child, here) for child in reversed(node))
    return tuple(links), tuple(forms)


def _region(node: Any, outer: str) -> str:
    if outer in _OUTER:
        return outer
    role = _ROLES.get((node.get("role") or "").lower()) or _LANDMARKS.get(node.tag)
    if role:
        # a header or footer inside an article belongs to the article
        inside = node.tag in ("header", "footer") and any(a.tag in ("article", "main") for a in node.iterancestors())
        return outer if inside else role
    if node.tag in ("div", "section", "ul", "td", "table"):
        names = f"{node.get('id') or ''} {node.get('class') or ''}"
        if len(names) > 1:
            return next((region for region, pattern in _NAMES if pattern.search(names)), outer)
    return outer


def _link(document: Document, node: Any, region: str) -> Link | None:
    href = node.get("href").strip()
    if href.startswith("#") or href.lower().startswith(("javascript:", "data:", "vbscript:")):
        return None
    target = document.absolute(href).partition("#")[0] if not href.lower().startswith(("mailto:", "tel:")) else href
    return Link(target, _label(node), region, (node.get("rel") or "").lower()) if target else None


def _label(node: Any) -> str:
    text = " ".join(node.text_content().split())
    if not text:
        texts = (node.get("aria-label"), node.get("title"), *(i.get("alt") for i in node.iter("img")))
        text = next((t for t in texts if t), "")
    return text[:160]


def _form(document: Document, node: Any, region: str) -> Form:
    inputs = tuple(_input(field) for field in node.iter("input", "select", "textarea", "button"))
    buttons = " ".join(b.text_content() for b in node.iter("button"))
    values = " ".join(
        i.get("value") or "" for i in node.iter("input") if i.get("type") in ("submit", "button", "image")
    )
    holders = " ".join(i.get("placeholder") or i.get("aria-label") or "" for i in node.iter("input", "textarea"))
    text = " ".join(f"{node.text_content()[:600]} {buttons} {values} {holders} {_heading_before(node)}".split())[:600]
    identity = " ".join(filter(None, (node.get("id"), node.get("class"), node.get("name"))))
    text = f"{text} [{identity}]" if identity else text
    method = (node.get("method") or "get").lower()
    sent = " ".join(f"{buttons} {values} {_pictures(node)}".split())[:120]
    return Form(document.absolute(node.get("action") or ""), method, inputs, text, region, sent)


def _pictures(node: Any) -> str:
    """What a button that is only a picture says, and the names of buttons."""
    sends = [b for b in node.iter("input", "button") if b.get("type") in ("image", "submit", None)]
    return " ".join(
        b.get("alt") or b.get("title") or b.get("name") or "" for b in sends if b.tag == "button" or b.get("type")
    )


def _input(field: Any) -> str:
    kind = field.get("type") or ("text" if field.tag == "input" else field.tag)
    return f"{kind.lower()}:{field.get('name') or field.get('id') or ''}"


def _heading_before(node: Any) -> str:
    for ancestor in (node, node.getparent()):
        if ancestor is None:
            continue
        for step in ancestor.itersiblings(preceding=True):
            if step.tag in ("h1", "h2", "h3", "h4", "legend", "p"):
                return str(step.text_content())[:120]
    return ""
