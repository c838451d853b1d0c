"""Post words: what one post says, without what it quotes, its signature and notes about edits."""

import re
from typing import Any

from spiders.connectors.reading import plain, tree_of

_BODIES = (
    "bbwrapper messagetext postcontent postmsg post_body post-body post__body post-content post__content post_content "
    "message-body usercontent commentcontent comment-content comment_content wp-block-comment-content comment-text "
    "comment_text comment__text comment__content js-comment-text bbp-reply-content bbp-topic-content entry-content "
    "post_message post-text post-message js-post__content-text s-prose article-content post-entry content cooked md "
    "body text message inner postbody comment-body article-body"
).split()
_OWN_BODIES = frozenset(
    name for name in _BODIES if re.search(r"[-_]|^(?:bbwrapper|messagetext|postcontent|postmsg)", name)
)
_BODY_IDS = re.compile(r"^(?:post_message|pid|msg|message|comment-content)[-_]?\d+$", re.IGNORECASE)
_QUOTES = frozenset(
    "quote quoted quote_container bbcode_quote bbcodeblock--quote ipsquote userquote quotetitle quoteheader "
    "quotecontent bbc_standard_quote ipsquote_citation quote-header citation mycode_quote quotebox "
    "quoted-switch quoted-text".split()
)
_ADDED = frozenset(
    "signature postsignature signaturecontainer message-signature edited post-edited lastedit editedby "
    "message-lastedit postedit post_edit edited_post modified notice attachbox attachments moderatorbar".split()
)
_EDITED = re.compile(
    r"^\W*(?:last edited|edited|zuletzt (?:bearbeitet|geändert)|dernière modification|modifié|editado|última edición|"
    r"laatst (?:bewerkt|gewijzigd|aangepast))\b.{3,80}\d",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"^(?:quote|zitat|citation|cita|citaat|quoting)\b[^.]{0,40}:?$", re.IGNORECASE)
PROFILE = re.compile(
    r"(?:memberlist\.php|profile|member\.php|/members?/|/u/|/users?/|action=profile|/author/|/people/|mode=viewprofile|"
    r"/usuarios?/|/benutzer/|/mitglied(?:er)?/|/utilisateurs?/|/membres?/|/gebruikers?/|/leden/|/utenti?/|/perfil/)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"update-?info|user-?(?:info|card)|byline|author|(?:^|-)(?:age|date|time|meta|posted)(?:$|-)", re.IGNORECASE
)
_FEW = 30  # words of a line about a post


def tokens(node: Any) -> frozenset[str]:
    """The class names of an element in lower case."""
    return frozenset((node.get("class") or "").lower().split())


def body_of(node: Any) -> Any:
    """The element that holds a post's own words, without what it quotes, its signature and notes about edits."""
    found = _body(node)
    if found is not None:
        _strip(found)
        if found is not node:
            _unburden(found, node)
    return found


def _body(node: Any) -> Any:
    described = node.xpath(
        ".//*[@itemprop='articleBody' or @itemprop='text' or @component='post/content' or @data-role='commentContent']"
    )
    if described:
        return described[0]
    by_name: dict[str, Any] = {}
    for part in node.iter("div", "td", "blockquote", "section", "p", "span", "dd", "article", "main"):
        if _BODY_IDS.match(part.get("id") or "") and part is not node:
            return _innermost(part)
        for name in tokens(part):
            if part is not node:
                by_name.setdefault(name, part)
    for name in _BODIES:
        if name in by_name and _says(by_name[name]):
            return _innermost(by_name[name])
    paragraphs = node.xpath(".//p[not(ancestor::blockquote)]")
    if paragraphs:
        return max({p.getparent(): None for p in paragraphs}, key=lambda above: len(above.text_content()))
    return None


def _innermost(found: Any) -> Any:
    """The body within a body: what one program calls content and body, another calls body and content."""
    for part in found.iter("div", "section", "blockquote"):
        quoted = any(above.tag == "blockquote" or tokens(above) & _QUOTES for above in part.iterancestors())
        if part is not found and tokens(part) & _OWN_BODIES and _says(part) and not quoted:
            return _innermost(part)
    return found


def _says(part: Any) -> bool:
    return bool((part.text_content() or "").strip()) or part.find(".//img") is not None


def _strip(body: Any) -> None:
    for part in [
        *body.iter("blockquote", "div", "aside", "p", "span", "cite", "table", "details", "section", "footer")
    ]:
        if part is body or not isinstance(part.tag, str) or part.getparent() is None:
            continue
        names = tokens(part)
        if part.tag == "blockquote" or names & (_QUOTES | _ADDED) or _is_added(part):
            part.drop_tree()
        elif part.tag == "div" and "smallfont" in names and _QUOTING.match(" ".join(part.text_content().split())):
            (part.getparent() if part.getparent() is not body else part).drop_tree()


def _is_added(part: Any) -> bool:
    """Whether it is a signature or a note about an edit."""
    if re.match(r"^sig\d", part.get("id") or "") or part.get("data-excludequote") is not None:
        return True
    said = " ".join(part.text_content().split())
    return len(said) < 120 and bool(_EDITED.match(said))


def words_of(markup: str) -> str:
    """The author's own words in a post's HTML, without what it quotes."""
    tree = tree_of(markup)
    if tree is None:
        return ""
    _strip(tree)
    return plain(tree)


def _unburden(body: Any, node: Any) -> None:
    """Move the lines about author and date that stand among a post's words to the end of the post."""
    for part in [*body.iter("div", "p", "span", "ul", "footer", "a", "abbr", "time")]:
        if part is body or body not in part.iterancestors() or len(part.text_content().split()) > _FEW:
            continue
        named = any(_ABOUT.search(name) for name in tokens(part)) or part.tag in ("time", "abbr")
        told = part.tag in ("time", "abbr") or part.find(".//time") is not None or part.find(".//abbr") is not None
        if named and (told or PROFILE.search(part.get("href") or "")):
            take_out(part)
            node.append(part)


def take_out(node: Any) -> None:
    """Take an element with all that is in it out of its tree; what follows it stays."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    node.tail = None
    parent.remove(node)
