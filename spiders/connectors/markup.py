"""Markup: the posts of a conversation as schema.org describes them, in microdata or JSON-LD."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from market.json_text import read_json_text
from market.posts import Reply
from spiders.connectors.reading import member, moment, plain, whole

_POST = (
    "//*[contains(concat(' ', @class, ' '), ' crawler-post ') or (contains(@itemtype, 'schema.org/') and ("
    "contains(@itemtype, 'DiscussionForumPosting') or contains(@itemtype, '/Comment') or"
    " contains(@itemtype, '/Question') or contains(@itemtype, '/Answer')))]"
)
_DEEPEST = 20  # comments on comments
_QUESTIONS = {"Question", "DiscussionForumPosting", "SocialMediaPosting"}
Salted = Callable[[str], str]


def microdata_posts(tree: Any, salted: Salted) -> dict[int, Reply]:
    """The posts of a page by their position in the conversation (1 opens it); empty without microdata.

    Their links are as the page writes them.
    """
    posts: dict[int, Reply] = {}
    for node in tree.xpath(_POST):
        body = _own(node, "articleBody") or _own(node, "text")
        if not body:
            continue
        stated = re.search(r"\d+", "".join(_own(node, "position")[0].itertext())) if _own(node, "position") else None
        number = int(stated.group()) if stated else max(posts, default=0) + 1
        posts.setdefault(number, _post(node, body[0], salted))
    return posts


def _post(node: Any, body: Any, salted: Salted) -> Reply:
    author = next(iter(node.xpath(".//*[@itemprop='author']")), None)
    names = author.xpath(".//*[@itemprop='name']") if author is not None else []
    name = " ".join("".join(names[0].itertext()).split()) if names else ""
    times = _own(node, "datePublished") or _own(node, "dateCreated")
    at = moment(times[0].get("datetime") or times[0].get("content")) if times else None
    return Reply(member(name, salted), plain(body), at, _likes(node), tuple(body.xpath(".//a/@href")))


def _own(node: Any, itemprop: str) -> list[Any]:
    """The elements of a property that belong to this post, not to one nested in it."""
    found = node.xpath(f".//*[@itemprop='{itemprop}']")
    return [part for part in found if _owner(part) is node]


def _owner(part: Any) -> Any:
    for above in part.iterancestors():
        if "crawler-post" in (above.get("class") or "").split():
            return above
        if re.search(r"Posting|/Comment|/Answer|/Question", above.get("itemtype") or ""):
            return above
    return None


def _likes(node: Any) -> int | None:
    for kind in node.xpath(
        ".//*[@itemprop='interactionType' and (contains(@content, 'LikeAction') or contains(@href, 'LikeAction'))]"
    ):
        count = kind.getparent().xpath(".//*[@itemprop='userInteractionCount']/@content")
        return whole(count[0]) if count else None
    return None


def json_ld_posts(tree: Any, salted: Salted) -> dict[int, Reply]:
    """The posts that a page's JSON-LD holds (QAPage, DiscussionForumPosting); empty without any.

    An author's name there is the one for display, which tells nobody from a namesake: only a profile's address is used.
    """
    for node in json_ld_nodes(tree):
        question = node.get("mainEntity") if node.get("@type") in ("QAPage", "WebPage") else node
        if isinstance(question, dict) and question.get("@type") in _QUESTIONS:
            asked = [question, *_listed(question, "acceptedAnswer"), *_listed(question, "suggestedAnswer")]
            asked += _comments(question)
            return {number: _from_node(part, salted) for number, part in enumerate(asked, 1)}
    return {}


def _comments(node: dict[str, Any], depth: int = 0) -> list[dict[str, Any]]:
    """The comments on a thing and on its comments, each before those on it."""
    own = _listed(node, "comment") if depth < _DEEPEST else []
    return [part for comment in own for part in (comment, *_comments(comment, depth + 1))]


def json_ld_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """The things that a page's JSON-LD describes; broken JSON describes none."""
    for text in tree.xpath("//script[contains(@type, 'ld+json')]/text()"):
        yield from _nodes(text)


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    try:
        payload = read_json_text(text, strict=False)
    except (ValueError, RecursionError):
        return
    graph = payload.get("@graph", [payload]) if isinstance(payload, dict) else payload
    yield from (node for node in graph if isinstance(node, dict)) if isinstance(graph, list) else ()


def _listed(node: dict[str, Any], field: str) -> list[dict[str, Any]]:
    value = node.get(field)
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, dict)]


def _from_node(node: dict[str, Any], salted: Salted) -> Reply:
    author = next(iter(_listed(node, "author")), {})
    profile = re.search(r"/(?:u|user|users)/(?:\d+/)?([^/?#]+)", str(author.get("url") or ""))
    text = plain(str(node.get("articleBody") or node.get("text") or ""))
    at = moment(node.get("datePublished") or node.get("dateCreated"))
    return Reply(member(profile.group(1) if profile else "", salted), text, at, whole(node.get("upvoteCount")))


def stated_replies(tree: Any) -> int | None:
    """The number of replies that a page's JSON-LD states for its thread or question; None where it states none."""
    for node in json_ld_nodes(tree):
        question = node.get("mainEntity") if node.get("@type") in ("QAPage", "WebPage") else node
        if isinstance(question, dict) and question.get("@type") in _QUESTIONS:
            count = whole(question.get("commentCount", question.get("answerCount")))
            return count if count is not None else _counted(question)
    return None


def _counted(question: dict[str, Any]) -> int | None:
    for counter in _listed(question, "interactionStatistic"):
        kind = counter.get("interactionType")
        name = str(kind.get("@type") if isinstance(kind, dict) else kind)
        if re.search(r"(?:Comment|Reply)Action", name):
            return whole(counter.get("userInteractionCount"))
    return None
