"""Articles: what stands above the comments of a blog, where its markup does not mark it as a post."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from market.posts import Reply
from spiders.connectors.markup import json_ld_nodes
from spiders.connectors.post_parts import author_of, moment_of
from spiders.connectors.post_words import body_of, tokens
from spiders.connectors.reading import plain
from spiders.connectors.stamps import Clock, read_stamp

_WORDS = frozenset(
    "entry-content wp-block-post-content post-content article-content article-body post-body blog-content e-content "
    "post__content article__body article__content".split()
)
_TYPES = ("Article", "BlogPosting", "NewsArticle", "TechArticle")


def article_of(tree: Any, clock: Clock, salted: Callable[[str], str]) -> Reply | None:
    """The article of a page from which the comments have been taken out; None when nothing says that there is one."""
    body = next((part for part in tree.iter("div", "section", "article") if tokens(part) & _WORDS), None)
    if body is None:
        body = next(iter(tree.xpath("//*[@itemprop='articleBody']")), None)
    stated = next(_published(tree, clock), None)
    scope = next(iter(tree.xpath("//main | //article")), tree)
    if body is None and (stated is None or not _is_described(tree)):
        return None
    words = body if body is not None else body_of(scope)
    if words is None:
        return None
    author = author_of(scope, words)
    at = stated or moment_of(scope, words, clock)
    return Reply(salted(author) if author else "", plain(words), at)


def _published(tree: Any, clock: Clock) -> Iterator[datetime]:
    said = [str(node.get("datePublished") or "") for node in json_ld_nodes(tree) if node.get("@type") in _TYPES]
    said += tree.xpath("//meta[@property='article:published_time']/@content")
    yield from (at for text in said if (at := read_stamp(text, clock)))


def _is_described(tree: Any) -> bool:
    return any(node.get("@type") in _TYPES for node in json_ld_nodes(tree))
