"""Plan: each line of the client's plan held against what its public pages show.

Verdicts (METRICS): *behind* when the interval's upper bound is under the promise, *ahead* when its lower bound is over
it, *on plan* when the whole interval lies within half of the promise on either side, else *not enough weeks to tell*.
Source health comes first: a site whose dates cannot be trusted gives "cannot tell".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from market.figures import Figure, Interval, Window
from market.plan import PlanRow, Verdict
from tactics.cadence import MIN_WEEKS, Publishing
from tactics.promises import (
    Counted,
    Seen,
    area_of,
    asks,
    cadence,
    calls_present,
    channels_opened,
    counted_posts,
    is_own,
    keyword_promise,
    local_share,
    posts_with,
    silent_blog,
    topic_share,
)

ON_PLAN = 0.5  # the interval must lie within this share of the promise on either side
FEW_PAGES = 5  # fewer pages read cannot show that a site asks for nothing
# What is promised must itself be an item of a blog: postcards, posters and thank-you letters are none.
_BLOG_ITEM = re.compile(r"\b(?:blogs?|blog ?posts?|blog entr(?:y|ies)|articles?)\b", re.IGNORECASE)
_POST = re.compile(r"\b(?:posts?|entr(?:y|ies)|times?|pieces?|stor(?:y|ies)|guides?|updates?)\b", re.IGNORECASE)
_EVERY_PAGE = re.compile(r"\b(?:every|each|all)\s+(?:\w+\s+)?pages?\b", re.IGNORECASE)


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
    audience: str = ""
    purpose: str = ""
    deadline: str = ""  # a day, or in the line's words
    also: tuple[str, ...] = ()  # further rhythms the sentence promises, in its words
    counted: str = ""  # the noun the promise counts: "blog posts"; the deliverable where it is empty


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of one line."""

    verdict: Verdict
    observed: Figure | None = None
    further: tuple[Figure, ...] = ()
    rate: float | None = None
    remarks: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def review_plan(
    lines: Sequence[PlanLine],
    client: str,
    name: str,
    publishing: Publishing,
    window: Window,
    seen: Seen | None = None,
) -> tuple[PlanRow, ...]:
    """One row per line of the plan, in its order.

    ``seen`` adds what the site shows beside its posts: channels, calls to action, the area.
    """
    shown = seen or Seen(client, name, publishing, window)
    return tuple(_row(line, shown) for line in lines)


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


def measures_posts(line: PlanLine) -> bool:
    """Whether the line promises a rate of items on the client's own site, the only place we may count.

    "Posts" alone may be meant for any network: they count where the line or its channels say blog or website.
    """
    if line.label != "tactic" or line.low is None or not is_own(line.channels):
        return False
    noun = line.counted or line.deliverable or line.text
    if _BLOG_ITEM.search(noun):
        return True
    return bool(_POST.search(noun)) and (bool(line.channels) or bool(_BLOG_ITEM.search(line.text)))


def _row(line: PlanLine, seen: Seen) -> PlanRow:
    result = _review(line, seen)
    return PlanRow(
        id=line.id,
        text=line.text,
        label=line.label,
        goal=line.goal,
        owner=line.owner,
        channel=", ".join(line.channels),
        promised=line.promised,
        verdict=result.verdict,
        observed=result.observed,
        remarks=(*_remarks(line, result.observed), *result.remarks),
        promised_rate=result.rate,
        further=result.further,
        items=tuple(sorted(result.items)),
    )


def _review(line: PlanLine, seen: Seen) -> _Result:
    """What the line promises that can be seen: a rhythm of posts first, then a call, then channels, then a phrase."""
    if line.label == "target":
        return _Result(Verdict.PRIVATE)
    if line.label != "tactic":
        return _Result(Verdict.NOT_AS_WRITTEN)
    if measures_posts(line):
        return _posts(line, seen)
    if asks(line.text):
        return _calls(line, seen)
    if line.low is None and line.channels and seen.pages:
        return _channels(line, seen)
    further = _without_number(line, seen)
    if further:
        return _Result(Verdict.CANNOT_TELL, None, further, None, ("no number is promised: shares only",))
    return _Result(Verdict.CANNOT_TELL if line.low is not None or line.channels else Verdict.NOT_AS_WRITTEN)


def _without_number(line: PlanLine, seen: Seen) -> tuple[Figure, ...]:
    """What can be seen of a line that promises posts and no number of them."""
    if not is_own(line.channels) or line.low is not None:
        return ()
    area = area_of(f"{line.text} {line.topic}", line.place, seen.places)
    figures = keyword_promise(seen, line.id, line.key_phrase, None) if line.key_phrase else ()
    figures += (topic_share(seen, line.id, line.topic),) if line.topic else ()
    return figures + ((local_share(seen, line.id, area),) if area else ())


def _posts(line: PlanLine, seen: Seen) -> _Result:
    counted = counted_posts(seen, line.text, line.topic, line.place)
    observed = cadence(seen, line.id, counted, line.promised)
    area = area_of(f"{line.text} {line.topic}", line.place, seen.places)
    further = keyword_promise(seen, line.id, line.key_phrase, line.low) if line.key_phrase else ()
    further += (local_share(seen, line.id, area),) if area else ()
    further += (calls_present(seen, line.id, line.text),) if asks(line.text) else ()
    remarks = [f"also promises {words}: not counted here" for words in line.also]
    if counted.upper_only:
        what = f"posts about “{line.topic}”" if line.topic else "posts about events"
        remarks.append(f"{what} were not told from others: the count is an upper bound")
    carrying = posts_with(seen, line.key_phrase) if line.key_phrase else counted.posts
    items = () if counted.upper_only else tuple(post.url for post in counted.posts if post in carrying)
    return _Result(_of_rate(line, observed, counted), observed, further, line.low, tuple(remarks), items)


def _of_rate(line: PlanLine, observed: Figure, counted: Counted) -> Verdict:
    if observed.interval is None or observed.window is None or line.low is None or line.high is None:
        return Verdict.CANNOT_TELL
    verdict = verdict_of(line.low, line.high, observed.interval, observed.window.weeks)
    # posts of any topic were counted: too few of them are too few of this topic, but enough prove nothing
    return Verdict.CANNOT_TELL if counted.upper_only and verdict is not Verdict.BEHIND else verdict


def _calls(line: PlanLine, seen: Seen) -> _Result:
    """Kept where a page asks for it; not kept where enough pages were read and none does."""
    observed = calls_present(seen, line.id, line.text)
    if observed.value and _EVERY_PAGE.search(line.text) and observed.value < seen.pages:
        return _Result(Verdict.BEHIND, observed, remarks=(f"seen on {observed.value:g} of {seen.pages} pages",))
    if observed.value:
        return _Result(Verdict.ON_PLAN, observed)
    if observed.value is None or seen.pages < FEW_PAGES:
        return _Result(Verdict.CANNOT_TELL, observed, remarks=(f"only {seen.pages} pages were read",))
    return _Result(Verdict.BEHIND, observed)


def _channels(line: PlanLine, seen: Seen) -> _Result:
    """Kept where every channel is opened; a missing link alone cannot prove that a channel is not used."""
    observed = channels_opened(seen, line.id, line.channels)
    if silent_blog(seen, line.channels):
        return _Result(Verdict.BEHIND, observed, remarks=("the blog has no post in the window",))
    missing = [name for name, state in observed.inputs if state.startswith("no link")]
    if observed.value == 1:
        return _Result(Verdict.ON_PLAN, observed)
    why = (f"not linked from the site: {', '.join(missing)}; it may be in use all the same",) if missing else ()
    return _Result(Verdict.CANNOT_TELL, observed, remarks=why)


def _remarks(line: PlanLine, observed: Figure | None) -> list[str]:
    remarks = [line.reason] if line.reason else []
    if line.label == "tactic":
        remarks += ["no owner is named"] if not line.owner else []
        remarks += ["serves no goal of the brief"] if not line.goal else []
        remarks += ["states no number and period"] if line.low is None else []
        if line.low is not None and observed is None:
            remarks.append(
                "on a channel that is not crawled by rule" if line.channels else "names nothing that public pages show"
            )
    return remarks
