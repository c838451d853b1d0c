"""Cadence: how often a company publishes, and whether its dates can carry such a claim."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from market.audits import SourceHealth, WeekCount
from market.figures import Figure, Interval, Window, utc_day
from market.findings import Evidence
from market.pages import DateSource, PageKind, Reading
from market.posts import Post
from market.sitemaps import SitemapEntry
from market.statistics import garwood
from tactics.health import cut_at, feed_remarks, migration_fault, silence_fault, sitemap_remarks, unseen_fault
from tactics.posts import CapturedFeed, bulk_days

EVIDENCE_SHOWN = 12  # records named at a figure; the count of all stands beside them
MIN_WEEKS = 8  # fewer weeks cannot carry a verdict
UNDATED_LIMIT = 0.25  # share of undated posts from which the dated ones no longer stand for all
_TELLING = (PageKind.HOME, PageKind.LISTING, PageKind.POST)
GRACE_DAYS = 7  # a crawl in the last week of the window has seen the window


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is known of one company's publishing in one window."""

    observed: Window | None  # the part of the window that the captures can speak of
    posts: tuple[Post, ...]  # dated inside it
    undated: int
    health: SourceHealth
    previous: date | None = None  # the last post before the observed part


def publishing_of(
    posts: Sequence[Post],
    readings: Sequence[Reading],
    feeds: Sequence[CapturedFeed],
    window: Window,
    sitemap: Sequence[SitemapEntry] = (),
    uncaptured: Sequence[str] = (),
) -> Publishing:
    """The posts of the window with the part of it that was observed, and whether the site's dates are sound.

    Captures speak only of the time before them: a site captured in June says nothing about July. ``sitemap`` and
    ``uncaptured`` (addresses the site names that no capture holds) tell what may be missing from the count.
    """
    observed = _within_feed(_observed(readings, feeds, window), posts, feeds)
    inside = tuple(p for p in posts if observed and p.dating and observed.holds(p.dating.on))
    undated = sum(p.dating is None for p in posts)
    remarks = [*_remarks(posts, readings, feeds, window), *sitemap_remarks(posts, sitemap)]
    fatal = list(_faults(posts, undated, observed, window))
    unseen = unseen_fault(posts, inside, uncaptured, sitemap, observed or window)
    fatal += filter(None, (migration_fault(inside), unseen, silence_fault(inside, feeds, remarks)))
    before = [p.dating.on for p in posts if p.dating and observed and p.dating.on < observed.start]
    health = SourceHealth(not fatal, (*fatal, *remarks))
    return Publishing(observed, inside, undated, health, max(before, default=None))


def rate_interval(count: int, undated: int, weeks: float) -> Interval:
    """Garwood's interval of a weekly rate; its upper end is the one it would have with every undated post inside."""
    low, high = garwood(count, weeks), garwood(count + undated, weeks)
    method = low.method + (", upper end with the undated posts" if undated else "")
    return Interval(low.low, high.high, low.confidence, method)


def cadence_figure(company: str, name: str, publishing: Publishing, window: Window) -> Figure:
    """Posts a week with its exact Poisson interval; None with the reason where the source is not sound."""
    posts, observed = publishing.posts, publishing.observed
    reason = "" if publishing.health.sound else "; ".join(publishing.health.remarks[:1])
    weeks = observed.weeks if observed else 0.0
    rate = None if reason or not observed else len(posts) / weeks
    return Figure(
        id=f"cadence.{company}",
        name="posting cadence",
        subject=name,
        value=rate,
        unit="posts a week",
        n=len(posts),
        window=observed or window,
        interval=rate_interval(len(posts), publishing.undated, weeks) if rate is not None else None,
        formula="dated posts ÷ weeks in the window",
        inputs=(
            ("dated posts", str(len(posts))),
            ("weeks", f"{weeks:.4g}"),
            ("undated posts", str(publishing.undated)),
        ),
        evidence=evidence_of(posts),
        evidence_total=len(posts),
        reason=reason,
    )


def silence_figure(company: str, name: str, publishing: Publishing, window: Window) -> Figure:
    """The longest stretch of days without a post that touches the window; None where a post may be unseen."""
    observed = publishing.observed
    days = sorted({p.dating.on for p in publishing.posts if p.dating})
    reason = "; ".join(publishing.health.remarks[:1]) if not publishing.health.sound or not observed else ""
    if not reason and publishing.undated:
        reason = f"{publishing.undated} posts carry no date: one of them may lie in any gap"
    if not reason and not days and not publishing.previous:
        reason = "no dated post in the window or before it"
    return Figure(
        id=f"silence.{company}",
        name="longest silence",
        subject=name,
        value=float(_longest(days, publishing.previous, observed)) if observed and not reason else None,
        unit="days",
        n=len(days),
        window=observed or window,
        interval=None,
        formula=(
            "largest number of days between two consecutive posts, from the last post before the window (else its "
            "first day) to the first in it, or from the last post to the window's end"
        ),
        inputs=(
            ("days with a post", str(len(days))),
            ("last post before the window", publishing.previous.isoformat() if publishing.previous else "not seen"),
        ),
        evidence=evidence_of(publishing.posts),
        evidence_total=len(publishing.posts),
        reason=reason,
    )


def _longest(days: Sequence[date], previous: date | None, observed: Window) -> int:
    marks = [previous or observed.start, *days, observed.end]
    return max((end - start).days for start, end in pairwise(marks))


def weekly_counts(publishing: Publishing) -> tuple[WeekCount, ...]:
    """Posts per week of the observed window, from its first day on; a last stretch under a week is left out."""
    observed = publishing.observed
    if observed is None:
        return ()
    counts = Counter((p.dating.on - observed.start).days // 7 for p in publishing.posts if p.dating)
    return tuple(WeekCount(observed.start + timedelta(weeks=w), counts[w]) for w in range(int(observed.weeks)))


def evidence_of(posts: Iterable[Post]) -> tuple[Evidence, ...]:
    """The first posts as evidence, each with its date and where that was read."""
    return tuple(
        Evidence.of(post.capture, f"{post.title} ({post.dating.on:%Y-%m-%d}, {post.dating.source})")
        for post in list(posts)[:EVIDENCE_SHOWN]
        if post.dating
    )


def _observed(readings: Sequence[Reading], feeds: Sequence[CapturedFeed], window: Window) -> Window | None:
    """The part of the window before the last look at where posts appear: a contact page tells nothing of the blog."""
    days = [utc_day(r.capture.captured_at) for r in readings if r.kind in _TELLING]
    days += [utc_day(f.capture.captured_at) for f in feeds]
    if not days or max(days) < window.start:
        return None
    last = max(days)
    return window if last >= window.end - timedelta(days=GRACE_DAYS) else Window(window.start, last)


def _within_feed(observed: Window | None, posts: Sequence[Post], feeds: Sequence[CapturedFeed]) -> Window | None:
    """The observed part, begun where a cut feed begins when nothing older was seen: its silence is the cut's."""
    oldest = cut_at(feeds)
    if observed is None or oldest is None or not observed.start < oldest <= observed.end:
        return observed
    older = any(p.dating and p.dating.on < oldest for p in posts)
    return observed if older else Window(oldest, observed.end)


def _faults(posts: Sequence[Post], undated: int, observed: Window | None, window: Window) -> Iterable[str]:
    """Why no claim about cadence can be made."""
    if observed is None:
        yield f"nothing was captured after {window.start:%d %b %Y}, when the window begins"
    elif observed.weeks < MIN_WEEKS:
        yield f"captured on {observed.end:%d %b %Y}: only {observed.weeks:.0f} weeks of the window were seen"
    newer = [p.dating.on for p in posts if p.dating]
    if newer and min(newer) > window.end:
        yield f"every post that was found is newer than the window; the oldest is of {min(newer):%d %b %Y}"
    if not posts:
        yield "no page was recognised as a post: silence cannot be told from a layout that was not understood"
    elif undated > UNDATED_LIMIT * len(posts):
        yield f"{undated} of {len(posts)} posts carry no date"


def _remarks(
    posts: Sequence[Post], readings: Sequence[Reading], feeds: Sequence[CapturedFeed], window: Window
) -> Iterable[str]:
    for source, day in sorted(bulk_days(readings, feeds)):
        yield f"most dates of the source {source!s} fall on {day:%d %b %Y}, a build or migration day: not used"
    future = sum(1 for p in posts if p.dating and p.dating.on > window.end)
    if future:
        yield f"{future} posts are dated after the window's end: not counted"
    yield from feed_remarks(feeds, window, posts)
    if sources := Counter(str(p.dating.source) for p in posts if p.dating and p.dating.source is DateSource.TEXT):
        yield f"{sources.total()} dates were read from visible text only"
