"""X-ray: whether a plan is whole, what each line lacks, and where the number comes from that tells its success."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from market.figures import Figure
from market.plan import PlanRow
from market.posts import Post
from market.xray import AlignmentRow, Cue, Measurability, PlanCheck, PlanXray
from tactics.plan import PlanLine, measures_posts
from tactics.promises import Seen, calls_present, counted_posts, is_own, kinds_in, posts_with
from tactics.shares import share_of_posts

REMEASURE_WEEKS = 13  # shorter, and a weekly rate is too noisy to tell a change
_NUMBER = re.compile(
    r"\d|\b(?:once|twice|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|dozen|daily|weekly|monthly|"
    r"every|each)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:days?|dail\w+|weeks?|weekly|fortnight\w*|months?|monthly|quarter\w*|years?|yearly|annual\w*|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|by \w+ \d{4})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the brief states beside the plan."""

    statement: str
    goals: tuple[str, ...]
    targets: int  # numbers with a period that the goals name
    action: str  # what people should do
    heard: frozenset[str] = frozenset()  # channels, in lower case, on which prospects were heard


def x_ray(
    lines: Sequence[PlanLine],
    rows: Sequence[PlanRow],
    stated: Stated,
    seen: Seen,
    cues: Sequence[Cue],
    alignment: Sequence[AlignmentRow],
    stance: Figure,
    as_of: date,
) -> PlanXray:
    """The whole plan under the X-ray; ``rows`` are the reviewed ``lines``, in the same order."""
    tactics = [line for line in lines if line.label == "tactic"]
    strategies = sum(line.label == "strategy" for line in lines) + bool(stated.statement)
    targets = sum(line.label == "target" for line in lines) + stated.targets
    counts = {"strategy": strategies, "target": targets, "tactic": len(tactics)}
    missing = tuple(name for name, count in counts.items() if not count)
    orphans = tuple(line.id for line in tactics if not line.goal)
    idle = tuple(goal for goal in stated.goals if goal not in {line.goal for line in tactics})
    return PlanXray(
        strategies=strategies,
        targets=targets,
        tactics=len(tactics),
        complete=not (missing or orphans or idle),
        missing=missing,
        orphans=orphans,
        idle=idle,
        checks=tuple(_check(line, row, stated, as_of) for line, row in zip(lines, rows, strict=True)),
        cues=tuple(cues),
        alignment=tuple(alignment),
        stance=stance,
        planned=planned_share(lines, seen),
        action=_desired_action(stated.action, seen),
    )


def planned_share(lines: Sequence[PlanLine], seen: Seen) -> Figure:
    """Posts that some line of the plan speaks of ÷ posts; the rest is ad hoc.

    A line with a key phrase, topic or place speaks of the posts that carry it, a line with neither of every post.
    """
    content = [line for line in lines if line.label == "tactic" and is_own(line.channels) and _speaks_of_posts(line)]
    posts = seen.publishing.posts
    meant: dict[str, Post] = {post.url: post for line in content for post in _meant(line, seen)}
    figure = share_of_posts(
        f"planned.{seen.company}",
        "planned activity",
        seen.name,
        [post for post in posts if post.url in meant],
        posts if content else (),
        seen.publishing.observed or seen.window,
        "posts that carry the key phrase, topic or place of a line of the plan ÷ posts; the rest is ad hoc",
    )
    return figure if content or not posts else _without(figure, "no line of the plan speaks of posts")


def measurability_of(line: PlanLine, row: PlanRow) -> tuple[Measurability, str]:
    """Where the number comes from that tells whether the line was done, and why."""
    if line.label in ("strategy", "none"):
        return Measurability.NO_ITEM, "it says where to go; its goals and targets carry the numbers"
    if line.label == "goal":
        return Measurability.NOT_AS_WRITTEN, "an aim without a number and a period"
    if line.label == "target":
        if lacks_number(line) or lacks_period(line):
            return Measurability.NOT_AS_WRITTEN, "a target without a number or a period"
        return Measurability.PRIVATE, "enquiries, offers and deals are in no public page"
    if row.observed is not None or any(figure.value is not None for figure in row.further):
        return Measurability.OUTSIDE, "held against the captured pages"
    if line.low is not None and not measures_posts(line):
        return Measurability.PRIVATE, "a number, of something that public pages do not show"
    return Measurability.NOT_AS_WRITTEN, "names no number and period, no channel and no phrase to look for"


def lacks_number(line: PlanLine) -> bool:
    """Whether the line states no number in figures or words."""
    return line.low is None and _NUMBER.search(f"{line.promised} {line.text}") is None


def lacks_period(line: PlanLine) -> bool:
    """Whether the line states no period and no deadline."""
    return line.low is None and not line.deadline and _PERIOD.search(f"{line.promised} {line.text}") is None


def _check(line: PlanLine, row: PlanRow, stated: Stated, as_of: date) -> PlanCheck:
    kind, why = measurability_of(line, row)
    measured = kind in (Measurability.OUTSIDE, Measurability.PRIVATE)
    return PlanCheck(
        line=line.id,
        lacks=_lacks(line),
        measurability=kind,
        why=why,
        tactic_first=_tactic_first(line, stated),
        remeasure=as_of + timedelta(weeks=REMEASURE_WEEKS) if measured else None,
    )


def _lacks(line: PlanLine) -> tuple[str, ...]:
    if line.label not in ("tactic", "target", "goal"):
        return ()
    tactic = line.label == "tactic"
    wanted: Mapping[str, bool] = {
        "number": lacks_number(line),
        "period": lacks_period(line),
        "owner": tactic and not line.owner,
        "channel": tactic and not line.channels,
        "goal": tactic and not line.goal,
    }
    return tuple(name for name, lacking in wanted.items() if lacking)


def _tactic_first(line: PlanLine, stated: Stated) -> str:
    """A channel asked for while no goal says why and nothing says that the audience is there."""
    if line.label != "tactic" or not line.channels or line.goal:
        return ""
    unheard = [name for name in line.channels if not any(word in stated.heard for word in name.casefold().split())]
    if line.audience or line.purpose or line.topic or line.key_phrase or not unheard:
        return ""
    return f"asks for {', '.join(unheard)} before it says which goal that serves or who is there"


def _speaks_of_posts(line: PlanLine) -> bool:
    return measures_posts(line) or bool(line.key_phrase or line.topic)


def _meant(line: PlanLine, seen: Seen) -> Sequence[Post]:
    """The posts the line speaks of; none where its topic or event was not told from others."""
    if line.key_phrase:
        return posts_with(seen, line.key_phrase)
    counted = counted_posts(seen, line.text, line.topic, line.place)
    return () if counted.upper_only else counted.posts


def _desired_action(action: str, seen: Seen) -> Figure:
    figure = calls_present(seen, "desired-action", action)
    if not action:
        return _without(figure, "the brief does not say what people should do")
    return (
        figure if kinds_in(action) else _without(figure, f"“{action}” names no kind of action that a page can ask for")
    )


def _without(figure: Figure, reason: str) -> Figure:
    return replace(figure, value=None, interval=None, evidence=(), evidence_total=0, reason=reason)
