"""Post parts: who wrote one post, when, and how it was liked, by the structure of its element."""

import re
from datetime import datetime
from typing import Any

from spiders.connectors.post_words import PROFILE, tokens
from spiders.connectors.reading import whole
from spiders.connectors.stamps import Clock, stamp, written

_NAMES = (
    "username bigusername wp-block-post-author__name post-username postuser-name bbp-author-name fn "
    "wp-block-comment-author-name comment-author-name comment-author comment__info__username__link comment__author "
    "commentauthor post-author post_author post__author "
    "poster postauthor post-author-name author-name message-name user-name nickname nick byuser author name"
).split()
_NOBODY = re.compile(
    r"^(?:guests?|gast|gäste|invité|invitado|ospite|visitante|anonymous|anonym|anonyme|anónimo|anoniem|unregistered|"
    r"deleted(?: user| member)?|\[?(?:deleted|removed)\]?|gelöschter benutzer|former member|unknown)$",
    re.IGNORECASE,
)
_LONGEST_NAME = 60  # letters
_SAYS = re.compile(r"\s*(?:says|said|wrote|sagt|schreibt|dit|dice|zegt|scrive)?\s*:?\s*$", re.IGNORECASE)
_NOT_THE_POST = frozenset(
    "edited edit lastedit message-lastedit modified edited_post post_edit postedit post-edited signature postprofile "
    "userinfo message-user author_statistics joined join-date registered birthday lastpost last-post bbp-reply-to "
    "quote quote-header moderatorbar lastactivity dateupdated".split()
)
_NOT_SAID = re.compile(
    r"(?:joined|join(?:ed)? date|registered|member since|registriert|beigetreten|mitglied seit|anmeldedatum|"
    r"inscription|inscrit|registrado|miembro desde|geregistreerd|lid sinds|edited|modified|bearbeitet|geändert|"
    r"modifi(?:é|ée|cation)|édition|éditado|editado|edición|bewerkt|gewijzigd|aangepast|"
    r"last (?:visit|seen|activ\w+|online|login|post|reply)|"
    r"birthday|geburtstag|updated|aktualisiert|wrote|schrieb|a écrit|escribió|schreef)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_DATE_NAMES = re.compile(
    r"(?:^|[-_])(?:post-?)?(?:date|time|when|posted|created|timestamp|meta|info|permalink)", re.IGNORECASE
)
_SCORES = (
    "vote-count-post js-vote-count vote-number vote-count votes-count post-votes score likes like-count likes-count "
    "comment__likes rating-value votes points karma upvotes"
).split()


def author_of(node: Any, body: Any = None) -> str:
    """The public name of a post's author as the page shows it; "" for a guest, a deleted account or none shown.

    Names in the post's own words (``body``) are those of others.
    """
    others = set(body.iter()) if body is not None and body is not node else set()
    for name in ("data-author", "data-username"):
        if node.get(name):
            return _person(node.get(name))
    for part in node.xpath(".//*[@itemprop='author' or @itemprop='creator']"):
        named = part.xpath(".//*[@itemprop='name']")
        said = (
            (named[0].get("content") or named[0].text_content())
            if named
            else part.get("content") or part.text_content()
        )
        if said.strip():
            return _person(said)
    by_name: dict[str, str] = {}
    for part in node.iter("a", "span", "strong", "b", "div", "cite", "h3", "h4", "p", "dt", "td"):
        if part in others:
            continue
        said = part.text_content() if len(part) < 6 else ""
        if not 0 < len(said.strip()) <= _LONGEST_NAME:
            continue
        for name in tokens(part):
            by_name.setdefault(name, said)
        if part.tag == "a" and ("author" in (part.get("rel") or "") or PROFILE.search(part.get("href") or "")):
            by_name.setdefault("username", said)
    return next((_person(by_name[name]) for name in _NAMES if name in by_name), "")


def _person(said: str) -> str:
    """A person's name out of the words around it; "" for a guest or a deleted account."""
    name = _SAYS.sub("", " ".join(said.split()).removeprefix("@"))
    name = re.sub(r"^(?:by|von|par|por|door|posted by)\s*:?\s+", "", name, flags=re.IGNORECASE)
    return "" if _NOBODY.match(name) or len(name) > _LONGEST_NAME else name


def moment_of(node: Any, body: Any, clock: Clock) -> datetime | None:
    """When a post was written: what schema.org's property, a time element, an attribute or a short line says.

    Dates in the post's own words, of its last edit, and of the day its author joined are never taken.
    """
    outside = _outside(node, body)
    for test in (_described, _timed, _attributed):
        for part in outside:
            if test(part) and (at := stamp(part, clock)) and not _of_something_else(part, node):
                return at
    own = stamp(node, clock)
    if own:
        return own
    named = sorted(outside, key=lambda part: not any(_DATE_NAMES.search(name) for name in tokens(part)))
    for part in named:
        said = _own_text(part)
        if any(ch.isdigit() for ch in said) and (at := written(said, clock)) and not _of_something_else(part, node):
            return at
    return None


def _outside(node: Any, body: Any) -> list[Any]:
    inside = set(body.iter()) if body is not node else set()
    return [part for part in node.iter() if part not in inside and isinstance(part.tag, str) and part is not node]


def _described(part: Any) -> bool:
    return str(part.get("itemprop")) in ("datePublished", "dateCreated", "dateposted")


def _timed(part: Any) -> bool:
    return bool(part.tag == "time" and part.get("itemprop") != "dateModified")


def _attributed(part: Any) -> bool:
    return part.tag != "time" and part.get("itemprop") is None and part.tag not in ("img", "input", "button")


def _own_text(part: Any) -> str:
    """The words of a line: those of an element without blocks in it."""
    if any(child.tag in ("div", "p", "ul", "table", "li", "dl", "h3", "h4") for child in part):
        return " ".join(filter(None, [part.text, *(child.tail for child in part)]))
    return str(part.text_content()) if len(part) < 8 else ""


def _of_something_else(part: Any, node: Any) -> bool:
    """Whether a date is that of an edit, an account or a quote, by the names around it or the words before it."""
    for above in (part, *part.iterancestors()):
        if above is node:
            break
        if tokens(above) & _NOT_THE_POST or (above.get("itemprop") == "dateModified"):
            return True
    own = " ".join(part.text_content().split())[:60]
    return bool(_NOT_SAID.search(said_before(part, node)) or _NOT_SAID.match(own))


def said_before(part: Any, node: Any) -> str:
    """The words that lead up to an element in its line, at most 60 letters of them."""
    words = ""
    for above in (part, *list(part.iterancestors())[:2]):
        if above is node or len(words) > 20:
            break
        before = above.getprevious()
        if before is not None:
            said = before.tail if (before.tail or "").strip() else (before.text_content() or "")
        else:
            said = (above.getparent().text or "") if above.getparent() is not None else ""
        words = f"{said} {words}"
        if words.strip():
            break
    return " ".join(words.split())[-60:]


def score_of(node: Any, body: Any) -> int | None:
    """The votes or likes that a post shows as a whole number; None where it shows none."""
    for part in node.xpath(".//*[@itemprop='upvoteCount' or @component='post/vote-count']"):
        return whole(part.get("content") or part.text_content())
    for kind in node.xpath(".//*[@itemprop='interactionType' and contains(concat(@content, @href), 'LikeAction')]"):
        for count in kind.getparent().xpath(".//*[@itemprop='userInteractionCount']/@content"):
            return whole(count)
    by_name: dict[str, str] = {}
    for part in _outside(node, body):
        for name in tokens(part):
            by_name.setdefault(name, part.text_content())
    for name in _SCORES:
        if name in by_name:
            return whole(" ".join(by_name[name].split()).removeprefix("+"))
    return None
