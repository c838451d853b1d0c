"""Shares: a part of the published items as a figure with Wilson's interval, the same way everywhere."""

from collections.abc import Sequence

from market.figures import Figure, Window
from market.posts import Post
from market.statistics import wilson
from tactics.cadence import evidence_of

NO_POST = "no dated post in the window"


def share_of_posts(
    key: str,
    name: str,
    subject: str,
    hits: Sequence[Post],
    posts: Sequence[Post],
    window: Window | None,
    formula: str,
    promised: float | None = None,
) -> Figure:
    """``hits`` ÷ ``posts``, or ÷ the number ``promised`` where there is one, then never over the whole.

    None with its reason where there is neither.
    """
    n = len(posts) if promised is None else round(promised)
    count = min(len(hits), n)
    reason = NO_POST if promised is None else "the promise comes to less than one post in the window"
    return Figure(
        id=key,
        name=name,
        subject=subject,
        value=count / n if n else None,
        unit="share of posts" if promised is None else "share of posts promised",
        n=n,
        window=window,
        interval=wilson(count, n) if n else None,
        formula=formula,
        inputs=(("posts with it", str(len(hits))), ("posts" if promised is None else "posts promised", str(n))),
        evidence=evidence_of(hits),
        evidence_total=len(hits),
        reason="" if n else reason,
    )
