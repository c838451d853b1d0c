"""Plan: each line of the client's plan held against what its public pages show.

Verdicts (METRICS): *behind* when the interval's upper bound is under the promise, *ahead* when its lower bound is over
it, *on plan* when the whole interval lies within half of the promise on either side, else *not enough weeks to tell*.
Source health comes first: a site whose dates cannot be trusted gives "cannot tell".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from market.figures import Figure, Interval, Window
from market.phrases import NEAR, has_phrase
from market.plan import PlanRow, Verdict
from market.posts import Post
from market.statistics import garwood, wilson
from tactics.cadence import MIN_WEEKS, Publishing, evidence_of

ON_PLAN = 0.5  # the interval must lie within this share of the promise on either side
_POST_WORDS = ("post", "article", "blog", "story", "guide", "piece", "column", "write")
_OWN_CHANNELS = ("blog", "website", "web site", "site", "wordpress")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the plan with all that was read from it or stated by the operator."""

    id: str
    text: str
    label: str
    reason: str  # the rule that gave the label
    goal: str
    owner: str
    deliverable: str
    channels: tuple[str, ...]
    promised: str  # the promise in words: "3 a week", "" when it states none
    low: float | None  # posts a week the promise comes to, at least; None when it states none
    high: float | None  # and at most: above ``low`` only where a range is promised
    key_phrase: str
    topic: str
    place: str


def review_plan(
    lines: Sequence[PlanLine], client: str, name: str, publishing: Publishing, window: Window
) -> tuple[PlanRow, ...]:
    """One row per line of the plan, in its order."""
    return tuple(_row(line, client, name, publishing, window) for line in lines)


def verdict_of(low: float, high: float, interval: Interval, weeks: float) -> Verdict:
    """The promise (between ``low`` and ``high`` a week) against the interval of the observed rate.

    Never a verdict under ``MIN_WEEKS`` weeks.
    """
    if weeks < MIN_WEEKS:
        return Verdict.NOT_ENOUGH
    if interval.high < low:
        return Verdict.BEHIND
    if interval.low > high:
        return Verdict.AHEAD
    if interval.low >= low * (1 - ON_PLAN) and interval.high <= high * (1 + ON_PLAN):
        return Verdict.ON_PLAN
    return Verdict.NOT_ENOUGH


def _row(line: PlanLine, client: str, name: str, publishing: Publishing, window: Window) -> PlanRow:
    measured = line.label == "tactic" and line.low is not None and _on_own_pages(line)
    observed = _observed(line, client, name, publishing, window) if measured else None
    return PlanRow(
        id=line.id,
        text=line.text,
        label=line.label,
        goal=line.goal,
        owner=line.owner,
        channel=", ".join(line.channels),
        promised=line.promised,
        verdict=_verdict(line, observed),
        observed=observed,
        remarks=tuple(_remarks(line, observed)),
        promised_rate=line.low if measured else None,
        further=(_keyword_promise(line, client, name, publishing),) if measured and line.key_phrase else (),
    )


def _on_own_pages(line: PlanLine) -> bool:
    """Whether the line promises items on the client's own site, the only place we may count."""
    words = f"{line.deliverable} {line.text}".lower()
    named = [c.lower() for c in line.channels]
    return any(w in words for w in _POST_WORDS) and (not named or any(o in c for c in named for o in _OWN_CHANNELS))


def _verdict(line: PlanLine, observed: Figure | None) -> Verdict:
    if line.label == "target":
        return Verdict.PRIVATE
    if observed is not None and line.low is not None and line.high is not None:
        if observed.interval is None or observed.window is None:
            return Verdict.CANNOT_TELL
        verdict = verdict_of(line.low, line.high, observed.interval, observed.window.weeks)
        # posts of any topic were counted: too few of them are too few of this topic, but enough prove nothing
        return Verdict.CANNOT_TELL if line.topic and verdict is not Verdict.BEHIND else verdict
    return Verdict.CANNOT_TELL if line.low is not None or line.channels else Verdict.NOT_AS_WRITTEN


def _observed(line: PlanLine, client: str, name: str, publishing: Publishing, window: Window) -> Figure:
    """Posts a week that can count towards this line: those that name its place, where it asks for one.

    A topic is not told apart: the figure is then an upper bound of what the line promises.
    """
    posts = [p for p in publishing.posts if _counts(p, line)]
    weeks = publishing.observed.weeks if publishing.observed else 0.0
    sound = publishing.health.sound and weeks > 0
    rule = f" that name {line.place}" if line.place else ""
    return Figure(
        id=f"promised-vs-observed.{client}.{line.id}",
        name="promised vs observed",
        subject=f"{name}: posts a week{rule}",
        value=len(posts) / weeks if sound else None,
        unit="posts a week",
        n=len(posts),
        window=publishing.observed or window,
        interval=garwood(len(posts), weeks) if sound else None,
        formula=f"dated posts{rule} ÷ weeks in the window",
        inputs=(("posts", str(len(posts))), ("weeks", f"{weeks:.4g}"), ("promised", line.promised)),
        evidence=evidence_of(posts),
        evidence_total=len(posts),
        reason="" if sound else (publishing.health.remarks or ("nothing was captured",))[0],
    )


def _counts(post: Post, line: PlanLine) -> bool:
    return not line.place or has_phrase(f"{post.title}\n{post.h1}\n{post.text}", line.place)


def _keyword_promise(line: PlanLine, client: str, name: str, publishing: Publishing) -> Figure:
    """Posts with the promised phrase in title, heading or body ÷ posts published."""
    posts = publishing.posts
    hits = [p for p in posts if has_phrase(f"{p.title}\n{p.h1}\n{p.text}", line.key_phrase, NEAR)]
    titled = sum(has_phrase(p.title, line.key_phrase) for p in posts)
    return Figure(
        id=f"keyword-promise.{client}.{line.id}",
        name="keyword promise kept",
        subject=f"{name}: “{line.key_phrase}”",
        value=len(hits) / len(posts) if posts else None,
        unit="share of posts",
        n=len(posts),
        window=publishing.observed,
        interval=wilson(len(hits), len(posts)) if posts else None,
        formula=f"posts with the phrase in title, heading or body (within {NEAR} words) ÷ posts published",
        inputs=(("with the phrase", str(len(hits))), ("in the title", str(titled)), ("posts", str(len(posts)))),
        evidence=evidence_of(hits),
        evidence_total=len(hits),
        reason="" if posts else "no dated post in the window",
    )


def _remarks(line: PlanLine, observed: Figure | None) -> list[str]:
    remarks = [line.reason] if line.reason else []
    if line.label == "tactic":
        remarks += ["no owner is named"] if not line.owner else []
        remarks += ["serves no goal of the brief"] if not line.goal else []
        remarks += ["states no number and period"] if line.low is None else []
        if line.topic and observed is not None:
            remarks.append(f"posts about “{line.topic}” were not told from others: the count is an upper bound")
        if line.low is not None and observed is None:
            remarks.append(
                "on a channel that is not crawled by rule" if line.channels else "names nothing that public pages show"
            )
    return remarks
