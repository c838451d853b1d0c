"""Posts: what people wrote on one page of a thread or below an article, found by the structure of its markup.

A post is marked as such by the number in its id, by schema.org's types, or by one of the class names that forum
software uses; without a mark, by being one of several alike elements that each hold a date and words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from market.posts import Reply
from spiders.connectors.addresses import absolute, is_off_limits, series
from spiders.connectors.post_parts import author_of, moment_of, score_of
from spiders.connectors.post_words import body_of, take_out, tokens
from spiders.connectors.reading import plain
from spiders.connectors.stamps import Clock, stamp, written

_BLOCKS = frozenset("div li article section table tr tbody dl dd ul aside".split())
_NUMBERED = re.compile(
    r"^(?:js-|li-|div-|forum-?|topic-?|view)?(?:p|pid|post|posts|msg|message|comment|comments|c|reply|answer|question|"
    r"entry|elcomment|discussion|post-id)[-_]?(\d+)$",
    re.IGNORECASE,
)
_CLASSES = frozenset(
    "post postbit postbitlegacy postcontainer message--post topic-post crawler-post cpost itemcomment itemdiscussion "
    "forum-post forum_post js-post b-post blockpost comment post-wrapper post_block comment-item commentitem "
    "poststream-item topic-reply bbp-reply answer question".split()
)
_COMMENT = re.compile(
    r"^(?:li-|div-)?(?:comment|reply|itemcomment|elcomment|c)(?:$|[-_]?\d+$|-item|-body)", re.IGNORECASE
)
_TYPES = re.compile(r"schema\.org/(?:\w*Comment|Answer|Question|DiscussionForumPosting|SocialMediaPosting)")
_ARTICLES = re.compile(r"schema\.org/(?:\w*Article|BlogPosting)")
_ASIDE = frozenset(
    "sidebar widget widgets related similar recent recommended footer nav menu breadcrumb breadcrumbs teaser pingback "
    "trackback noscript-hidden quote bbcode_quote preview signature".split()
)
_NOTICES = frozenset("trashed deleted hidden-post post-deleted message--deleted small-action notice".split())
_LINKED = re.compile(r"^(?:pingback|trackback)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Post:
    """One post, and whether its markup calls it a comment or an article."""

    reply: Reply
    comment: bool
    article: bool


def posts_of(tree: Any, clock: Clock, salted: Callable[[str], str], url: str) -> list[Post]:
    """The posts of the page at ``url`` in its order. The tree is taken apart: read everything else first."""
    said = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    own = frozenset(_path(target) for href in [url, *said] if (target := absolute(href, url)))
    for linked in tree.xpath("//*[contains(@class, 'pingback') or contains(@class, 'trackback')]"):
        if linked.tag in _BLOCKS:
            take_out(linked)  # other sites' links, no answers
    nodes = _whole(_marked(tree))
    nodes = [node for node in nodes if not _leads_elsewhere(node, own, url)]
    if not nodes:
        nodes = _alike(tree, clock)
    _join_parts(nodes)
    for node in reversed(nodes):  # the innermost first: an answer below a comment is not the comment's
        take_out(node)
    return [post for node in nodes if (post := _post(node, clock, salted))]


def _marked(tree: Any) -> list[tuple[Any, str]]:
    found = []
    for node in tree.iter(*_BLOCKS):
        number = _number(node)
        names = tokens(node)
        itemtype = node.get("itemtype") or ""
        if (
            number == "0"
            or names & _NOTICES
            or not (
                number
                or names & _CLASSES
                or _TYPES.search(itemtype)
                or node.tag == "article"
                or node.get("data-post-id")
            )
        ):
            continue
        if not _in_aside(node):
            found.append((node, number))
    return found


def _number(node: Any) -> str:
    for name in ("id", "data-content", "data-pid", "data-post-id", "data-comment-id", "data-comment"):
        value = (node.get(name) or "").strip()
        if value.isdigit() and name != "id":
            return value
        found = _NUMBERED.match(value)
        if found:
            return found[1]
    return ""


def _in_aside(node: Any) -> bool:
    for above in (node, *node.iterancestors()):
        if above.tag in ("nav", "footer", "header") or (above is not node and above.tag == "aside"):
            return True
        if above.tag in ("body", "main"):
            return False
        if tokens(above) & _ASIDE:
            return True
    return False


def _whole(marked: list[tuple[Any, str]]) -> list[Any]:
    """One element for each post: of several for the same post the outermost, of wrappers none."""
    numbers = dict(marked)
    for node, number in marked:
        same = next((above for above in node.iterancestors() if number and numbers.get(above) == number), None)
        if same is None:
            continue
        others = {numbers.get(sibling, number) for sibling in node.itersiblings()}
        del numbers[same if others - {number, ""} else node]  # posts side by side: what is around them is a wrapper
    holders = {node: next((above for above in node.iterancestors() if above in numbers), None) for node in numbers}
    inside: dict[Any, list[Any]] = {node: [] for node in numbers}
    for node, holder in holders.items():
        if holder is not None:
            inside[holder].append(node)
    dropped: set[Any] = set()
    for node, holder in holders.items():  # in page order: holders before what they hold
        if holder is None or holder in dropped:
            continue
        if not (numbers[node] and numbers[holder]) and _belongs(node, holder, inside):
            dropped.add(node)
        elif not _own_words(holder, set(inside[holder])):
            dropped.add(holder)
    return [node for node in numbers if node not in dropped]


def _belongs(node: Any, holder: Any, inside: dict[Any, list[Any]]) -> bool:
    """Whether an element is a part of the post around it: all that is said there, or without a name and a date."""
    if len(inside[holder]) == 1 and not inside[node] and not _own_words(holder, {node}):
        return True
    return not author_of(node) or not any(part.tag in ("time", "abbr") or part.get("title") for part in node.iter())


def _own_words(node: Any, without: set[Any]) -> bool:
    """Whether a post says something of its own beside the posts in it."""
    pending = [node]
    while pending:
        one = pending.pop()
        for child in one:
            if child in without or not isinstance(child.tag, str):
                continue
            if child.tag in ("p", "blockquote", "pre") and (child.text_content() or "").strip():
                return True
            names = tokens(child)
            if names & {
                "content",
                "comment-content",
                "post-body",
                "comment-text",
                "bbwrapper",
                "entry-content",
                "message",
            }:
                return True
            pending.append(child)
    return False


def _leads_elsewhere(node: Any, own: frozenset[str], url: str) -> bool:
    """Whether it is a teaser: its heading leads to another page. A link with a fragment leads to the post itself."""
    for link in node.xpath("(.//h1 | .//h2 | .//h3 | .//h4)[1]//a[@href]")[:1]:
        href = (link.get("href") or "").strip()
        target = absolute(href, url)
        named = tokens(link) & {"username"} or is_off_limits(target)
        return bool(
            target and "#" not in href and not named and _path(target) not in own and link.text_content().strip()
        )
    return False


def _path(url: str) -> str:
    """A thread's address without its host: a copy of a site is at home under two."""
    return series(url).partition("//")[2].partition("/")[2].rstrip("/")


def _join_parts(nodes: list[Any]) -> None:
    """bbPress heads a post with one element and says it in the next, which names the same number as a class."""
    for node in nodes:
        following, number = node.getnext(), _number(node)
        if following is not None and number and f"post-{number}" in tokens(following):
            node.append(following)


def _alike(tree: Any, clock: Clock) -> list[Any]:
    """The largest group of neighbours that each hold a date and a paragraph's worth of words."""
    groups: dict[tuple[Any, str], list[Any]] = {}
    dated: dict[Any, None] = {}
    for node in tree.iter("time", "span", "abbr", "div", "p", "td", "li", "small", "a", "em", "i", "dt", "dd"):
        if len(node) <= 1 and not _in_aside(node) and (stamp(node, clock) or written(node.text_content()[:200], clock)):
            dated[node] = None
    for node in dated:
        for above in (node, *node.iterancestors()):
            parent = above.getparent()
            if parent is None or above.tag == "body":
                break
            groups.setdefault((parent, above.tag), [])
            if above not in groups[parent, above.tag]:
                groups[parent, above.tag].append(above)
    best = [
        members
        for (parent, _), members in groups.items()
        if len(members) > 1 and all(_is_post(member) for member in members)
    ]
    return max(best, key=len, default=[])


def _is_post(node: Any) -> bool:
    body = body_of(node)
    return body is not None and bool(author_of(node)) and len(plain(body).split()) >= 2


def _post(node: Any, clock: Clock, salted: Callable[[str], str]) -> Post | None:
    body = body_of(node)
    author = author_of(node, body)
    if body is None or (not author and node.tag != "article" and _LINKED.match(" ".join(node.text_content().split()))):
        return None
    at: datetime | None = moment_of(node, body, clock)
    if at is None and not author:
        return None
    names = tokens(node) | {(node.get("id") or "").lower()}
    itemtype = node.get("itemtype") or ""
    comment = any(_COMMENT.match(name) for name in names) or bool(re.search(r"Comment$|Answer$", itemtype))
    article = bool(_ARTICLES.search(itemtype)) or bool(names & {"hentry", "type-post", "blog-post", "entry"})
    score = score_of(node, body)
    return Post(Reply(salted(author) if author else "", plain(body), at, score), comment, article)
