"""Walls: pages that stand where content should be, told by their few words."""

import re
from collections.abc import Iterator
from typing import Any

MAX_WORDS = 150  # a page that says more has something to say
MAX_CHARACTERS = 12 * MAX_WORDS  # likewise, where words are not parted by spaces
_FEW_WORDS = 40

_NOT_FOUND = re.compile(
    r"(?:^|[-–—:|]\s)(?:error\s*)?404(?:\s*[-–—:|]?\s*(?:error|(?:page |file )?not found))?\s*(?:$|[-–—:|!.])|"
    r"\b(?:page|seite|página|pagina)\s+(?:was\s+|is\s+|wurde\s+)?"
    r"(?:not found|can.?t be found|cannot be found|does(?:n.t| not) exist|nicht gefunden|no encontrada|non trovata)|"
    r"^not found\b|\bpage (?:introuvable|non trouvée)|\bno longer (?:exists|available)\b|"
    r"\b(?:couldn.t|could not|can.t|cannot) find (?:the|that|this) page\b",
    re.IGNORECASE | re.MULTILINE,
)
_RATE_LIMIT = re.compile(
    r"\btoo many requests\b|\brate.?limit(?:ed)?\b|\bunusual traffic\b|\byou have been (?:rate|temporarily) ?"
    r"(?:limited|blocked)|\brequests? (?:too|so) (?:fast|quickly|often)\b|\bslow down\b.*\brequests\b",
    re.IGNORECASE | re.DOTALL,
)
_BOT_CHECK = re.compile(
    r"\bverify (?:that )?you(?:.re| are) (?:a )?human\b|\bare you a (?:robot|human)\b|\bchecking your browser\b|"
    r"^just a moment|\battention required\b|\bcomplete the (?:captcha|security check)\b|\bpress (?:&|and) hold\b",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(?:log|sign)(?:ged)?[ -]?in\b|\blogin\b|\bmembers[ -]only\b|\banmelden\b|\bconnexion\b|\biniciar sesión\b|"
    r"\bsubscribers? only\b",
    re.IGNORECASE,
)
_LOGIN_FIRST = re.compile(
    r"\b(?:please|must|need to|have to)\s+(?:be\s+)?(?:first\s+)?(?:log(?:ged)?|sign(?:ed)?)[ -]?in\b|"
    r"\b(?:log|sign) ?in (?:first |now )?to (?:continue|view|read|access|see)\b|\bmembers[ -]only\b|"
    r"\b(?:subscribe|register) to (?:continue|keep) reading\b|"
    r"\bonly (?:visible|available) to (?:members|subscribers)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\bbefore (?:you|we) continue\b|"
    r"\bto (?:continue|proceed|access|enter|view|visit)\b[^.!?]{0,80}\b(?:accept|agree|consent)\b|"
    r"\b(?:accept|agree|consent)\b[^.!?]{0,80}\bto (?:continue|proceed|access|enter|view|visit)\b",
    re.IGNORECASE,
)
_CONSENT_MATTER = re.compile(r"\bcookies?\b|\bprivacy\b|\bconsent\b|\bpersonal data\b", re.IGNORECASE)
_NEEDS_SCRIPT = re.compile(
    r"\b(?:enable|activate|turn on|requires?|need)\b[^.!?]{0,40}\bjavascript\b|"
    r"\bjavascript (?:is|must be|needs to be|has to be|appears to be) (?:\w+ )?(?:disabled|required|enabled)\b",
    re.IGNORECASE,
)
_UNSEEN = frozenset(("script", "style", "template", "head", "svg", "iframe"))
_SHELLS = frozenset(("root", "app", "__next", "__nuxt", "main-app", "react-root", "ember-application", "gatsby"))


def wall_of(title: str, text: str, password: bool = False, scripts: int = 0, shell: bool = False) -> str:
    """Why a page is no content, "" when it may be: one of "soft 404", "rate limit page", "bot check", "login wall",
    "consent wall", "needs JavaScript".

    ``title`` is the title and main heading, ``text`` the visible words (the first few hundred are enough), ``password``
    whether it asks for one, ``scripts`` how many scripts it loads, ``shell`` whether an element stands empty for a
    script to fill. A page of more than ``MAX_WORDS`` words is content whatever it is called.
    """
    words = len(text.split())
    if words > MAX_WORDS or len(text) > MAX_CHARACTERS:
        return ""
    title = title[:MAX_CHARACTERS]
    whole = f"{title}\n{text}"
    checks = (
        ("soft 404", _NOT_FOUND.search(title) or (words <= _FEW_WORDS and _NOT_FOUND.search(text))),
        ("rate limit page", _RATE_LIMIT.search(whole)),
        ("bot check", _BOT_CHECK.search(title) or _BOT_CHECK.search(text)),
        ("login wall", (password and _LOGIN.search(title)) or _LOGIN_FIRST.search(whole)),
        ("consent wall", _CONSENT.search(whole) and _CONSENT_MATTER.search(whole)),
        ("needs JavaScript", scripts and words <= _FEW_WORDS and (shell or _NEEDS_SCRIPT.search(text))),
    )
    return next((name for name, found in checks if found), "")


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
        length += len(piece.strip())  # indented markup would fill the measure with spaces
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
