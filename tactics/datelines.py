"""Datelines: the short visible lines that state when a page was published, told by their marking and their place.

A line speaks when its element is named after a date, when it opens with a word for publishing, or when it stands
beside the page's main heading. Lines of the frame (sidebars, footers, comments) and lines about a change do not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from market.written_dates import read_date
from tactics.documents import Document

NEAR = 12  # lines after the heading within which a dateline stands
BEFORE = 4  # lines before it
LONG = 25  # words of a line with which the body has begun
SPARE_WORDS = 9  # words beside the date that a dateline still has: a weekday, an author, a section
MAX_LINES = 4_000
MARKED, PLACED = 0.74, 0.7  # confidence of a line that its marking, or only its place, tells
_SKIP = frozenset("script style template noscript head select option svg iframe textarea button nav blockquote".split())
_INLINE = frozenset(
    "a abbr acronym address b big bdi bdo cite code data del dfn em font i img ins kbd label mark q s small span "
    "strike strong sub sup time tt u use var wbr".split()
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
_DATE_NAMES = frozenset(
    "date dates datum datetime time timestamp published publish publishing publication publicado pubdate posted byline "
    "dateline created fecha meta metadata postdate entrydate postmeta entrymeta articledate artikeldatum".split()
)
_NOT_DATE_NAMES = frozenset(
    "event events start end termin update updated modified revised changed edit edited clock countdown "
    "birth expires".split()
)
_FOREIGN_NAMES = frozenset(
    "sidebar related comment comments comentarios kommentare teaser teasers recommended recommendations widget footer "
    "breadcrumb breadcrumbs navigation menu ticker copyright archive".split()
)
_FOREIGN_ROLES = frozenset(("complementary", "navigation", "contentinfo", "search"))
_MODIFIED = re.compile(
    r"\b(?:updated?|modified|revised|edited|changed|reviewed|aktualisiert|bearbeitet|geändert|überarbeitet|stand|zuletzt|"
    r"mis(?:e)? à jour|modifié|bijgewerkt|gewijzigd|actualizad[oa]|aggiornat[oa]|atualizad[oa]|aktualizováno|"
    r"zaktualizowano|uppdaterad|opdateret|oppdatert|päivitetty|обновлен[оа]|gültig|valid|expires?|registered|registriert|joined|member|mitglied|"
    r"anmeldedatum|inscrit|registrado)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"^\W*(?:first |erst)?(?:published|posted|publication date|date published|veröffentlicht|erschienen|geschrieben|"
    r"erstellt|publié|publicado|pubblicato|gepubliceerd|geplaatst|opublikowan[oy]|publicerad|publisert|udgivet|"
    r"julkaistu|vydáno|publikováno|közzétéve|publicat|yayınlanma|опубликовано|written|datum|date)\b|"
    r"^\W*(?:by|von|author|autor|auteur|autore|par|por|door|av|af|beitrag von)\b.{3,60}\d",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(  # "This entry was posted on …", wherever it stands
    r"^\W*(?:this|the|dieser|der|cet|este|questo|dit|denna|ten) (?:blog )?(?:entry|post|article|story|page|artikel|"
    r"beitrag|eintrag|artículo|articolo|bericht|wpis)\b.{0,240}\b(?:posted|published|written|veröffentlicht|geschrieben|erstellt|"
    r"publié|publicado|pubblicato|geplaatst|publicerades|opublikowany)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds a whole day; ``distance`` counts lines from the main heading, None without one."""

    on: date
    distance: int | None
    marked: bool  # by the name of its element
    worded: bool  # by the words it opens with
    early: bool  # no long line lies between it and the heading
    bare: bool  # hardly more than the date


@dataclass(frozen=True, slots=True)
class Stamp:
    """A ``<time>`` element with its distance from the main heading."""

    node: Any
    distance: int | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The datelines and time elements of a page, outside its frame, in document order."""

    lines: tuple[Line, ...]
    stamps: tuple[Stamp, ...]
    opening: date | None  # the day a press release opens with: "BERLIN, March 4, 2026 –"


class _Walk:
    """One pass through the tree: text broken into lines at blocks, the frame left out."""

    def __init__(self, heading: Any) -> None:
        self.heading = heading
        self.around = set(heading.iterancestors()) if heading is not None else set()
        self.whole = 0
        self.number = 0
        self.at: int | None = None
        self.text: list[str] = []
        self.found: list[tuple[int, str, bool]] = []
        self.stamps: list[tuple[int, Any]] = []
        self.long: list[int] = []
        self.openings: list[tuple[int, str]] = []

    def run(self, root: Any) -> None:
        self.whole = len(root.text_content())
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack and self.number < MAX_LINES:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
            elif not isinstance(node.tag, str) or node.tag in _SKIP or self._is_foreign(node):
                self._add(node.tail)
            else:
                self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node))
                self._add(node.text)
        self._flush()

    def _enter(self, node: Any) -> None:
        if node.tag not in _INLINE:
            self._flush()
        if node is self.heading:
            self.at = self.number
        if node.tag == "time":
            self.stamps.append((self.number, node))
        if node in self.around or not is_dated_name(_names(node)):
            return
        whole = " ".join(node.text_content().split()) if len(node) < 12 else ""
        if 6 <= len(whole) <= 160 and _DIGITS.search(whole):
            self.found.append((self.number, whole, True))

    def _leave(self, node: Any) -> None:
        if node.tag not in _INLINE:
            self._flush()
        self._add(node.tail)

    def _add(self, text: str | None) -> None:
        if text and not text.isspace():
            self.text.append(text)

    def _flush(self) -> None:
        if not self.text:
            return
        line = " ".join(" ".join(self.text).split())
        self.text = []
        if len(line.split()) > LONG:
            self.long.append(self.number)
            self.openings.append((self.number, line[:70]))
        elif _DIGITS.search(line):
            self.found.append((self.number, line, False))
        self.number += 1

    def _is_foreign(self, node: Any) -> bool:
        if node in self.around or node is self.heading:
            return False
        if node.tag in ("header", "footer") and not any(a.tag in ("article", "main") for a in node.iterancestors()):
            return self._is_minor(node)
        if node.tag == "aside" or node.get("role") in _FOREIGN_ROLES:
            return self._is_minor(node)
        names = _names(node)
        return bool(names) and is_foreign_name(names) and self._is_minor(node)

    def _is_minor(self, node: Any) -> bool:
        """Layouts are named after their sidebars and widgets too: what holds most of the text is no frame."""
        return len(node.text_content()) < self.whole / 2


def surroundings_of(document: Document) -> Surroundings:
    """Every line with a day and every time element of the page's own content."""
    body = document.tree.find("body")
    walk = _Walk(main_heading(document))
    walk.run(body if body is not None else document.tree)
    first_long = min((n for n in walk.long if walk.at is None or n > walk.at), default=MAX_LINES)
    found = [entry for entry in walk.found if not _is_of_a_change(entry, walk.found)]
    lines = (_line(number, text, marked, walk.at, first_long) for number, text, marked in found)
    stamps = (Stamp(node, None if walk.at is None else n - walk.at) for n, node in walk.stamps)
    opening = next((_opening_day(text) for n, text in walk.openings if n == first_long), None)
    return Surroundings(tuple(line for line in lines if line), tuple(stamps), opening)


def _opening_day(text: str) -> date | None:
    """The day in the dateline of a press release: a place and a date, closed by a dash, a slash or a bracket."""
    closed = re.search(r"\s[–—-]+\s|\)|\s?/|:\s", text)
    head = text[: closed.start()] if closed else ""
    return read_date(head) if len(head) <= 45 and len(head.split()) <= 7 and "," in head else None


def _is_of_a_change(entry: tuple[int, str, bool], found: list[tuple[int, str, bool]]) -> bool:
    """Whether the words of the line before a marked date say that it is the day of a change."""
    number, text, marked = entry
    around = (line for n, line, is_marked in found if marked and n == number and not is_marked and text in line)
    return any(_MODIFIED.search(line.partition(text)[0]) for line in around)


def _line(number: int, text: str, marked: bool, heading: int | None, first_long: int) -> Line | None:
    changed = _MODIFIED.search(text)
    stated = text[: changed.start()] if changed else text
    if "©" in stated or "copyright" in stated.lower():
        return None
    day = read_date(stated)
    if day is None:
        return None
    spare = [word for word in stated.split() if not _DIGITS.search(word) and len(word) > 1]
    bare = len(spare) <= SPARE_WORDS and not re.search(r"[^\W\d_]{3,}[.!?]$", stated)
    worded = bool(_SAYS_SO.match(text)) or (bare and bool(_PUBLISHED.match(text)))
    distance = None if heading is None else number - heading
    return Line(day, distance, marked, worded, number <= first_long, bare)


def dateline_of(around: Surroundings) -> tuple[date, float] | None:
    """The day the datelines state with its confidence; None when there is none or several contend."""
    usable = [line for line in around.lines if line.marked or line.bare or line.worded]
    told = [line for line in usable if line.marked or line.worded]
    near = [n for n in usable if n.distance is not None and -BEFORE <= n.distance <= NEAR and n.early]
    for group, confidence in (([n for n in near if n in told], MARKED), ([n for n in near if n.bare], PLACED)):
        if group:
            return min(group, key=lambda n: (abs(n.distance or 0), (n.distance or 0) < 0)).on, confidence
    for days in ({line.on for line in usable if line.worded}, {line.on for line in told}):
        if len(days) == 1:
            return days.pop(), MARKED
    return (around.opening, PLACED) if around.opening else None


def main_heading(document: Document) -> Any:
    """The heading that names the page: the one its title repeats, else its only h1; None when neither is there."""
    titles = [_plain(t) for t in _titles(document.tree)]
    heads = [(h, _plain(h.text_content())) for h in document.tree.iter("h1", "h2", "h3")]
    named = [
        (n, t)
        for n, t in heads
        if len(t) >= 8 and any(t in title or (len(title) > 15 and title in t) for title in titles)
    ]
    if named:  # the longest: a site's name is in its titles too, as the shorter part
        return max(named, key=lambda pair: (min(len(pair[1]), 80), pair[0].tag == "h1"))[0]
    first = [node for node, text in heads if node.tag == "h1" and text]
    return first[0] if len(first) == 1 else None


def _titles(tree: Any) -> Iterable[str]:
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").lower() == "og:title":
            yield meta.get("content") or ""
    title = tree.find(".//title")
    yield title.text_content() if title is not None else ""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _names(node: Any) -> str:
    own, identity = node.get("class"), node.get("id")
    return f"{own or ''} {identity or ''}" if own or identity else ""


@lru_cache(maxsize=8192)
def is_dated_name(names: str) -> bool:
    """Whether class and id say that an element holds a publication date or a byline."""
    words = {word.lower() for word in _WORDS.findall(names)}
    return bool(words & _DATE_NAMES) and not words & _NOT_DATE_NAMES


@lru_cache(maxsize=8192)
def is_foreign_name(names: str) -> bool:
    """Whether class and id say that an element belongs to the frame of a page, to comments or to other articles."""
    words = {word.lower() for word in _WORDS.findall(names)}
    if words & {"event", "events", "countdown"} and words & _DATE_NAMES:
        return True  # the day of an event is not the day its page was published
    own_footer = "footer" in words and words & {"post", "entry", "article", "asset", "item"}
    return bool(words & (_FOREIGN_NAMES - {"footer"} if own_footer else _FOREIGN_NAMES))
