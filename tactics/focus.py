"""Focus: the share of a company's published work that serves each goal, and the share that serves none.

Items are weighted by what their format costs to make. METRICS: distraction share, Wilson interval; here on Kish's
effective number of items, because the items weigh differently.
"""

import math
from collections.abc import Mapping, Sequence

from market.figures import Figure, Window
from market.findings import Evidence
from market.focus import FORMATS, Focus, FocusItem
from market.goals import GoalMapping
from market.phrases import has_phrase
from market.posts import Post
from market.statistics import weighted_wilson
from market.urls import page_key
from tactics.cadence import Publishing, evidence_of
from tactics.vocabulary import vocabulary

CORRECTED = "stated in the brief"
UNMAPPED = "nothing in it speaks for a goal"
NO_GOALS = "the brief states no goal: what serves none cannot be told"


def format_of(post: Post) -> str:
    """The format of a post: what its title calls it, else by its length in words; one of ``FORMATS``."""
    lists = vocabulary("effort")
    for name, words in lists["titles"].items():
        if any(has_phrase(post.title, word) for word in words):
            return str(name)
    lengths = sorted(lists["lengths"].items(), key=lambda entry: -entry[1])
    return next(str(name) for name, least in lengths if post.words >= least)


def effort_weights(stated: Mapping[str, float]) -> dict[str, float]:
    """What an item of each format costs: the brief's word, else the default of ``vocabulary/effort.toml``."""
    defaults = vocabulary("effort")["effort"]
    return {name: float(stated.get(name, defaults[name])) for name in FORMATS}


def focus_of(
    company: str,
    name: str,
    publishing: Publishing,
    goals: Sequence[str],
    mappings: Sequence[GoalMapping],
    corrections: Mapping[str, str],
    effort: Mapping[str, float],
    window: Window,
) -> Focus:
    """Every dated item of the window with its goal, and the shares.

    ``corrections`` give a goal ("" for none) per ``page_key`` of an address and always win over ``mappings``; so does a
    mapping to a goal that is not in ``goals`` count as none. Without goals nothing is computed, and the reason says so.
    """
    told = {page_key(mapping.post): mapping for mapping in mappings}
    weights = effort_weights(effort)
    posts = {page_key(post.url): post for post in publishing.posts if post.dating}
    items = (
        [_item(posts[key], told.get(key), corrections.get(key), goals, weights) for key in sorted(posts)]
        if goals
        else []
    )
    ordered = tuple(sorted(items, key=lambda i: (-i.effort, -i.on.toordinal(), i.url)))
    span = publishing.observed or window

    def figure(key: str, standard: str, subject: str, goal: str) -> Figure:
        return _share(key, standard, subject, ordered, goal, posts, span, goals)

    shares = tuple((g, figure(f"focus.{company}.{_slug(g)}", "alignment", f"{name}: {g}", g)) for g in goals)
    return Focus(shares, figure(f"distraction.{company}", "distraction share", name, ""), ordered)


def _item(
    post: Post, mapping: GoalMapping | None, correction: str | None, goals: Sequence[str], weights: Mapping[str, float]
) -> FocusItem:
    kind = format_of(post)
    goal, reason = (mapping.goal, mapping.reason) if mapping else ("", UNMAPPED)
    if correction is not None:
        goal, reason = correction, CORRECTED
    assert post.dating is not None  # noqa: S101 - only dated posts are counted
    return FocusItem(
        url=post.url,
        title=post.title or post.h1 or post.url,
        on=post.dating.on,
        format=kind,
        effort=weights[kind],
        goal=goal if goal in goals else "",
        reason=reason,
        corrected=correction is not None,
        evidence=Evidence.of(post.capture, f"{post.title} ({post.dating.on:%Y-%m-%d})"),
    )


def _share(
    key: str,
    standard: str,
    subject: str,
    items: Sequence[FocusItem],
    goal: str,
    posts: Mapping[str, Post],
    window: Window,
    goals: Sequence[str],
) -> Figure:
    hits = [item for item in items if item.goal == goal]
    misses = [item for item in items if item.goal != goal]
    effort, total = math.fsum(i.effort for i in hits), math.fsum(i.effort for i in items)
    what = f"serves “{goal}”" if goal else "serves no stated goal"
    reason = NO_GOALS if not goals else "no dated post in the window"
    return Figure(
        id=key,
        name=standard,
        subject=subject,
        value=effort / total if items else None,
        unit="share of effort",
        n=len(items),
        window=window,
        interval=weighted_wilson([i.effort for i in hits], [i.effort for i in misses]) if items else None,
        formula=f"effort of the items whose text {what} ÷ effort of all items; each item weighs what its format costs",
        inputs=(("items", f"{len(hits)} of {len(items)}"), ("effort", f"{effort:g} of {total:g}")),
        evidence=evidence_of(posts[page_key(item.url)] for item in hits),
        evidence_total=len(hits),
        reason="" if items else reason,
    )


def _slug(goal: str) -> str:
    return "-".join(goal.casefold().split())
