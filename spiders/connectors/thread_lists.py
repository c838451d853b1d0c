"""Thread lists: the rows of a forum's section or of a blog's front page, with the counts that each row states.

The date in a row is mostly that of the last reply. A start is taken only from a place that is marked as the start, or
from the last post of a thread that states no replies.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from spiders.connectors.addresses import absolute, is_board, is_off_limits, is_thread, names_one_post, series
from spiders.connectors.post_parts import author_of
from spiders.connectors.post_words import PROFILE, tokens
from spiders.connectors.stamps import Clock, stamp, written

_TITLES = frozenset(
    "topictitle threadtitle structitem-title topic__link topic__title topic-title raw-topic-link bbp-topic-permalink "
    "bbp-topic-title ipsdataitem_title subject title discussionlistitem-main thread-title thread_title entry-title "
    "forum-topic-title wp-block-post-title topic-name question-hyperlink".split()
)
_NOT_ROWS = frozenset(
    "sidebar widget widgets breadcrumb breadcrumbs menu navbar p-breadcrumbs pagination quote".split()
)
_ROW = re.compile(
    r"^(?:[\w-]*[-_])?(?:topic|thread|discussion|threadlistitem)[-_]?\d+$|"
    r"^(?:row|structitem|threadbit|windowbg|ipsdataitem|inline_row|topic-list-item|topic-row|category-item|itemdiscussion)$"
)
_LAST = re.compile(r"last|latest|activity|freshness|recent|teaser|reply-?date|updated|responsive-show", re.IGNORECASE)
_START = re.compile(
    r"start|creat|(?:^|[-_])posted|(?:^|[-_])author|poster|threadmeta|topic-?meta|byline|byuser|published|entry-date|ipsdataitem_meta",
    re.IGNORECASE,
)
_STARTED = re.compile(
    r"(?:started|created|asked|opened|posted|begonnen|gestartet|erstellt|créé|commencé|iniciado|creado|gestart)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_REPLIES = (
    r"(?:repl(?:y|ies)|answers?|responses?|antwort(?:en)?|réponses?|respuestas?|antwoord(?:en)?|reacties?|risposte|"
    r"respostas?)"
)
_POSTS = r"(?:posts?|messages?|beiträge|beitrag|mensajes?|berichten|messaggi|mensagens)"
_VIEWS = r"(?:views?|zugriffe|aufrufe|hits|vues?|vistas?|visitas?|lecturas?|weergaven|bekeken|gelezen|visite)"
_VOTES = r"(?:votes?|likes?|stimmen|reaction score|first message reaction score|score)"
_COUNT = r"(\d{1,3}(?:[., \u00a0\u202f]\d{3})+|\d+)(?![\d.,]*\s?[kKmM]\b)"


@dataclass(frozen=True, slots=True)
class Row:
    """A thread as a list shows it; None for what the list does not tell exactly."""

    url: str
    title: str
    author: str
    started_at: datetime | None
    replies: int | None
    views: int | None
    score: int | None


def rows_of(tree: Any, clock: Clock, url: str) -> Iterator[Row]:
    """The threads of a list, each once, in its order."""
    anchors = list(_titles(tree, url))
    holders = _holders(anchors)
    for anchor, address, title in anchors:
        row = holders[address]
        cells = _beside(row, anchor)
        replies = _replies(row, cells)
        yield Row(
            address,
            title,
            _author(row, anchor),
            _start(row, address, url, clock, replies),
            replies,
            *_liked(row, cells),
        )


def _titles(tree: Any, url: str) -> Iterator[tuple[Any, str, str]]:
    """The link that names each thread: its first with letters in it, on this site."""
    seen: set[str] = set()
    for anchor in tree.iter("a"):
        title = " ".join(anchor.text_content().split())
        if not re.search(r"[^\W\d_]{2}", title) or written_only(title):
            continue
        target = absolute(anchor.get("href"), url)
        if not target or "#" in (anchor.get("href") or "") or is_off_limits(target) or names_one_post(target):
            continue
        address = series(target)
        marked = _marked(anchor)
        if address in seen or address == series(url) or is_board(address) or not (marked or is_thread(address)):
            continue
        if not _elsewhere(anchor):
            seen.add(address)
            yield anchor, address, title


def written_only(title: str) -> bool:
    """Whether a link's words are those of navigation and not a title."""
    return bool(
        re.fullmatch(
            r"(?:last|next|first|previous|neueste|dernier|»|«|more|read more|go to last post|re:)\W*", title, re.I
        )
    )


def _marked(anchor: Any) -> bool:
    for above in (anchor, *list(anchor.iterancestors())[:3]):
        if tokens(above) & _TITLES:
            return True
    parent = anchor.getparent()
    return parent is not None and parent.tag in ("h2", "h3")


def _elsewhere(anchor: Any) -> bool:
    for above in (anchor, *anchor.iterancestors()):
        names = tokens(above)
        if above.tag in ("nav", "footer", "aside") or names & _NOT_ROWS:
            return True
        if above is not anchor and any(re.match(r"last-?(?:post|reply|comment)|.*latest", name) for name in names):
            return True
    return False


def _holders(anchors: list[tuple[Any, str, str]]) -> dict[str, Any]:
    """The row of each thread: the largest element around its link that holds no other thread's."""
    addresses: dict[Any, set[str]] = {}
    for anchor, address, _ in anchors:
        for above in anchor.iterancestors():
            known = addresses.setdefault(above, set())
            if len(known) < 2:
                known.add(address)
    holders = {}
    for anchor, address, _ in anchors:
        row = anchor
        for above in anchor.iterancestors():
            if len(addresses[above]) > 1 or above.tag in ("body", "html", "main", "table", "tbody"):
                break
            row = above
            if above.tag in ("tr", "article") or _is_row(above):
                break
        holders[address] = row
    return holders


def _is_row(node: Any) -> bool:
    return any(_ROW.search(name) for name in {*tokens(node), (node.get("id") or "").lower()})


def _author(row: Any, anchor: Any) -> str:
    stated = row.get("data-author") or ""
    if stated:
        return str(stated)
    for part in row.iter():
        if isinstance(part.tag, str) and part is not anchor and any(_START.search(name) for name in tokens(part)):
            if _of_last(part, row):
                continue
            name = author_of(part)
            if name:
                return name
    for link in row.iter("a"):
        if PROFILE.search(link.get("href") or "") and link.text_content().strip() and not _of_last(link, row):
            return author_of(link.getparent())
    return ""


def _start(row: Any, address: str, url: str, clock: Clock, replies: int | None) -> datetime | None:
    told: set[datetime] = set()
    parts = [part for part in row.iter() if isinstance(part.tag, str) and len(part) <= 3]
    for part in sorted(parts, key=len):  # a date of its own before a line that holds one
        at = stamp(part, clock) or written(part.text_content(), clock)
        if at is None:
            continue
        told.add(at)
        if not _of_last(part, row) and (_of_start(part, row) or _leads_to_start(part, address, url)):
            return at
    return told.pop() if replies == 0 and len(told) == 1 else None


def _of_last(part: Any, row: Any) -> bool:
    for above in (part, *part.iterancestors()):
        if above is row.getparent():
            return False
        names = tokens(above)
        if any(_LAST.search(name) for name in names) and above is not row:
            return True
    return False


def _leads_to_start(part: Any, address: str, url: str) -> bool:
    """Whether a date is the text of a link to the thread's own beginning."""
    link = next((above for above in (part, *list(part.iterancestors())[:2]) if above.tag == "a"), None)
    href = (link.get("href") or "") if link is not None else ""
    target = absolute(href, url) if href and "#" not in href else ""
    return bool(target) and target.rstrip("/") == address.rstrip("/")


def _of_start(part: Any, row: Any) -> bool:
    for above in (part, *part.iterancestors()):
        if above is row.getparent():
            break
        if any(_START.search(name) for name in tokens(above)) and above is not row:
            return True
    before = part.getprevious()
    said = (before.tail or "") if before is not None else (part.getparent().text or "")
    return bool(_STARTED.search(" ".join(f"{said} {part.get('title') or ''}".split())))


def _replies(row: Any, cells: list[Any]) -> int | None:
    """Replies where a row or its table's head calls them so; posts less the first. "Comments" may count either way."""
    stated = _labelled(row, cells, _REPLIES)
    if stated is not None:
        return stated
    posts = _labelled(row, cells, _POSTS)
    return max(0, posts - 1) if posts is not None else None


def _liked(row: Any, cells: list[Any]) -> tuple[int | None, int | None]:
    return _labelled(row, cells, _VIEWS), _labelled(row, cells, _VOTES)


def _beside(row: Any, anchor: Any) -> list[Any]:
    """The elements of a row without those that hold its title: "Post 12" in a title counts nothing."""
    titled = {*anchor.iter(), *anchor.iterancestors()}
    return [part for part in row.iter() if isinstance(part.tag, str) and part not in titled]


def _labelled(row: Any, cells: list[Any], label: str) -> int | None:
    """The whole number that stands beside a label: in one element, in its pointer's text, or under a table's head."""
    named = re.compile(rf"\b{label}\b(?!\()", re.IGNORECASE)
    beside = re.compile(rf"(?<![\w.,]){_COUNT}\W{{0,3}}\b{label}\b(?!\s*[:(])|\b{label}\s*:\s*{_COUNT}", re.IGNORECASE)
    alone = re.compile(rf"{label}\W*{_COUNT}", re.IGNORECASE)
    pointed = (" ".join((part.get("title") or "").split()) for part in cells)
    said = (" ".join(" ".join(part.itertext()).split()) for part in cells)
    told = [text for text in said if len(text) <= 80 and named.search(text) and re.search(r"\d", text)]
    for text in (*pointed, min(told, key=len, default="")):
        found = beside.search(text) or alone.fullmatch(text)
        if found:
            return _number(next(group for group in found.groups() if group))
    return None if told else _under_head(row, re.compile(rf"^\W*{label}\W*$", re.IGNORECASE))


def _under_head(row: Any, label: re.Pattern[str]) -> int | None:
    """The count in the cell below a head of that name: in a table, or in a list with a row of heads above it."""
    cells = [cell for cell in row if isinstance(cell.tag, str)]
    for heads in _heads(row, len(cells)):
        for head, cell in zip(heads, cells, strict=True):
            if label.match(head):
                found = re.fullmatch(_COUNT, " ".join(cell.text_content().split()))
                return _number(found[1]) if found else None
    return None


def _heads(row: Any, count: int) -> Iterator[list[str]]:
    """The lines above a row that name as many columns as it has."""
    table = next((above for above in row.iterancestors() if above.tag == "table"), None)
    lines = table.iter("tr") if table is not None else _lines_above(row)
    for line in lines:
        if line is row:
            return
        heads = [" ".join(cell.text_content().split()) for cell in line for _ in range(_span(cell))]
        if len(heads) == count:
            yield heads


def _lines_above(row: Any) -> Iterator[Any]:
    for above in (row, *list(row.iterancestors())[:3]):
        before = above.getprevious()
        if before is not None:
            yield from (before, *before.iter("ul", "dl"))


def _span(cell: Any) -> int:
    stated = cell.get("colspan") or "1"
    return min(20, int(stated)) if isinstance(cell.tag, str) and stated.isdigit() else 1


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))
