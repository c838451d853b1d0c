"""Formats: what a company's dated posts of the window are, each post of exactly one format, so that shares add up."""

from market.audits import FormatRow
from market.companies import Company
from market.figures import Figure, Window
from market.focus import FORMATS
from market.statistics import wilson
from market.urls import page_key
from tactics.cadence import Publishing, evidence_of
from tactics.focus import format_of


def format_rows(company: Company, publishing: Publishing, window: Window) -> tuple[FormatRow, ...]:
    """The share of each format that occurs among the dated posts of the window, in the order of ``FORMATS``.

    What a title calls itself decides first, then the length in words. Empty where nothing dated was published.
    """
    posts = {page_key(post.url): post for post in publishing.posts if post.dating}
    kinds = {key: format_of(posts[key]) for key in sorted(posts)}
    rows = []
    for kind in FORMATS:
        hits = [posts[key] for key, own in kinds.items() if own == kind]
        if hits:
            figure = Figure(
                id=f"format.{company.key}.{kind.replace(' ', '-')}",
                name=f"format: {kind}",
                subject=company.name,
                value=len(hits) / len(posts),
                unit="share of posts",
                n=len(posts),
                window=publishing.observed or window,
                interval=wilson(len(hits), len(posts)),
                formula=f"dated posts of the window whose title calls them a {kind}, or whose length makes them one, "
                "÷ dated posts of the window",
                inputs=(("posts", f"{len(hits)} of {len(posts)}"),),
                evidence=evidence_of(hits),
                evidence_total=len(hits),
            )
            rows.append(FormatRow(company.key, kind, figure))
    return tuple(rows)
