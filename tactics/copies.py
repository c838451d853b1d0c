"""Copies: an item published twice counts once: translations, duplicates under two addresses, syndicated articles."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from market.pages import PageKind, Reading
from market.posts import Post
from market.urls import page_key, same_company
from tactics.main_text import plain

DUPLICATE_WORDS = 30  # a shorter text can be the same by chance (a stub, a picture's caption)
OFTEN = 0.5  # share of posts pointing elsewhere from which that is how the site is built, not what it copied


def without_copies(posts: Sequence[Post], readings: Sequence[Reading]) -> tuple[Post, ...]:
    """The posts in their order, each item once.

    Of translations the one in the site's main language stays, of duplicates the dated one with the shortest address.
    Syndicated articles stay: the company chose to publish them (``syndicated`` names them).
    """
    pages = {page_key(reading.url): reading for reading in readings}
    main = _main_language(readings)
    left_out = _others(
        posts, lambda post: _translation_group(post, pages), lambda post: (post.language != main, post.url)
    )
    rest = [post for post in posts if post.url not in left_out]
    left_out |= _others(rest, _same_text, lambda post: (post.dating is None, len(post.url), post.url))
    return tuple(post for post in posts if post.url not in left_out)


def _others(
    posts: Iterable[Post], group: Callable[[Post], str], rank: Callable[[Post], tuple[object, ...]]
) -> set[str]:
    """The addresses of all but the first of each group, by ``rank``; posts of no group stay."""
    groups: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        key = group(post)
        if key:
            groups[key].append(post)
    return {post.url for members in groups.values() for post in sorted(members, key=rank)[1:]}


def syndicated(posts: Sequence[Post], readings: Sequence[Reading], site: str) -> frozenset[str]:
    """The addresses of posts that name a page of another site as their original; none where most posts do."""
    pages = {page_key(reading.url): reading for reading in readings}
    found = set()
    for post in posts:
        page = pages.get(page_key(post.url))
        if page and page.canonical and not same_company(page.canonical, site):
            found.add(post.url)
    return frozenset(found if len(found) < OFTEN * len(posts) else ())


def _translation_group(post: Post, pages: Mapping[str, Reading]) -> str:
    page = pages.get(page_key(post.url))
    keys = set()
    for language, address in page.alternates if page else ():
        try:
            keys.add((page_key(address), language))
        except ValueError:
            continue
    addresses = sorted({key for key, _ in keys})
    return addresses[0] if len(addresses) > 1 and page_key(post.url) in addresses else ""


def _same_text(post: Post) -> str:
    return f"{plain(post.title)}|{plain(post.text)}" if post.words >= DUPLICATE_WORDS else ""


def _main_language(readings: Sequence[Reading]) -> str:
    homes = sorted((r.url, r.language) for r in readings if r.kind is PageKind.HOME and r.language)
    counts = Counter(reading.language for reading in readings if reading.language)
    return homes[0][1] if homes else min(counts, key=lambda name: (-counts[name], name), default="")
