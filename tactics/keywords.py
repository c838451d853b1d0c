"""Keywords: in how many of a company's posts a phrase of the market stands, field by field."""

from collections.abc import Sequence

from market.audits import KeywordRow
from market.figures import Figure
from market.phrases import NEAR, folded, has_phrase
from market.statistics import wilson
from tactics.cadence import Publishing, evidence_of

READ = ("", "en")  # languages whose inflections are folded; "" is a page that does not say


def keyword_rows(company: str, name: str, publishing: Publishing, keywords: Sequence[str]) -> tuple[KeywordRow, ...]:
    """One row per keyword over the posts of the window; the figure is the share of posts with it in any field."""
    return tuple(_row(company, name, publishing, keyword) for keyword in sorted(set(keywords), key=str.lower))


def _row(company: str, name: str, publishing: Publishing, keyword: str) -> KeywordRow:
    posts = [p for p in publishing.posts if p.language in READ]
    reason = _reason(len(posts), len(publishing.posts))
    title = [p for p in posts if has_phrase(p.title, keyword)]
    heading = [p for p in posts if has_phrase(p.h1, keyword)]
    body = [p for p in posts if has_phrase(p.text, keyword)]
    # a phrase in the title or the body alone stands in the two together as well
    hits = [p for p in posts if has_phrase(f"{p.title}\n{p.text}", keyword, NEAR) or has_phrase(p.h1, keyword)]
    share = Figure(
        id=f"keyword.{company}.{'-'.join(folded(keyword))}",
        name="posts with the keyword",
        subject=f"{name}: {keyword}",
        value=None if reason else len(hits) / len(posts),
        unit="share of posts",
        n=len(posts),
        window=publishing.observed,
        interval=None if reason else wilson(len(hits), len(posts)),
        formula=f"posts with the phrase in title, heading or body (its words side by side or within {NEAR}) ÷ posts",
        inputs=(("posts with it", str(len(hits))), ("posts", str(len(posts)))),
        evidence=evidence_of(hits),
        evidence_total=len(hits),
        reason=reason,
    )
    return KeywordRow(company, keyword, len(title), len(heading), len(body), share)


def _reason(read: int, all_posts: int) -> str:
    """Why no share can be given: a zero for words that were looked for in the wrong inflection would be made up."""
    if not all_posts:
        return "no dated post in the window"
    if read < all_posts / 2:
        return f"{all_posts - read} of {all_posts} posts are not in English: keywords are not looked for there"
    return ""
