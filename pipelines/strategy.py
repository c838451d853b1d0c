"""Strategy: the client's plan under the X-ray, held against what was seen, and its items mapped to its goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from market.audits import ChannelRow, GoalRow, Run
from market.brief import Brief
from market.companies import Company, Role
from market.findings import Finding, Snapshot
from market.focus import Focus
from market.goals import GoalMapping, GoalText
from market.plan import PlanRow
from market.urls import page_key
from market.venues import VenueScore
from market.xray import PlanXray
from pipelines.brief import plan_lines
from tactics.alignment import align
from tactics.cadence import Publishing
from tactics.focus import focus_of
from tactics.levels import cues_of
from tactics.plan import PlanLine, review_plan
from tactics.promises import Seen
from tactics.stance import stance_of
from tactics.xray import Stated, x_ray

NO_GOAL = "none"  # what a brief writes for an item that serves no goal


@dataclass(frozen=True, slots=True)
class Observed:
    """One company as the other parts of the conclusion measured it."""

    company: Company
    publishing: Publishing
    snapshot: Snapshot
    findings: tuple[Finding, ...]
    channels: tuple[ChannelRow, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of the client's strategy and plan."""

    plan: tuple[PlanRow, ...]
    xray: PlanXray | None
    focus: Focus | None


def judge(
    brief: Brief,
    run: Run,
    observed: Sequence[Observed],
    venues: Sequence[VenueScore],
    mappings: Sequence[GoalMapping],
) -> Judged:
    """The plan reviewed, the X-ray and the focus of the client; ``mappings`` are the program's, before corrections."""
    client = next(o for o in observed if o.company.role is Role.CLIENT)
    lines = plan_lines(brief)
    seen = _seen(brief, run, client)
    rows = review_plan(lines, seen.company, seen.name, seen.publishing, run.window, seen)
    told = served_by_lines(lines, rows, mappings)
    return Judged(
        rows, _x_ray(brief, run, observed, client, venues, lines, rows, seen), _focus(brief, run, client, told)
    )


def served_by_lines(
    lines: Sequence[PlanLine], rows: Sequence[PlanRow], mappings: Sequence[GoalMapping]
) -> tuple[GoalMapping, ...]:
    """The mappings, with items that count towards a line of the plan mapped to that line's goal.

    Only a line with a key phrase, a topic or a place of its own speaks for its items, the first such line wins, and
    a mapping that is certain (score 1) stands.
    """
    spoken: dict[str, GoalMapping] = {}
    for line, row in zip(lines, rows, strict=True):
        if line.goal and (line.key_phrase or line.topic or line.place):
            reason = f"counts towards the line ‘{line.text[:80]}’"
            for url in row.items:
                spoken.setdefault(url, GoalMapping(url, line.goal, 1.0, reason))
    return tuple(m if m.score >= 1 else spoken.get(m.post, m) for m in mappings)


def goal_texts(brief: Brief) -> tuple[GoalText, ...]:
    """Each goal with what the brief says for it: its targets' units, and the words of the lines that serve it."""
    return tuple(_goal_text(brief, name) for name in (goal.name for goal in brief.goals))


def _goal_text(brief: Brief, name: str) -> GoalText:
    goal = next(goal for goal in brief.goals if goal.name == name)
    lines = [line for line in plan_lines(brief) if line.goal == name and line.label in ("tactic", "target", "goal")]
    spoken = [target.unit for target in goal.targets]
    spoken += [part for line in lines for part in (line.key_phrase, line.topic, line.audience) if part]
    places = [line.place for line in lines if line.place]
    return GoalText(name, tuple(dict.fromkeys(spoken)), tuple(dict.fromkeys(places)))


def _seen(brief: Brief, run: Run, client: Observed) -> Seen:
    return Seen(
        company=client.company.key,
        name=client.company.name,
        publishing=client.publishing,
        window=run.window,
        channels=client.channels,
        findings=client.findings,
        pages=client.pages,
        places=brief.market.places,
        own_names=(client.company.name, *client.company.aliases),
    )


def _x_ray(
    brief: Brief,
    run: Run,
    observed: Sequence[Observed],
    client: Observed,
    venues: Sequence[VenueScore],
    lines: Sequence[PlanLine],
    rows: Sequence[PlanRow],
    seen: Seen,
) -> PlanXray | None:
    if not lines and not brief.goals and not brief.strategy.statement:
        return None
    targets = sum(len(goal.targets) for goal in brief.goals)
    goals = tuple(goal.name for goal in brief.goals)
    stated = Stated(brief.strategy.statement, goals, targets, brief.strategy.action, _heard(venues))
    levels = {"corporate": brief.strategy.corporate, "business unit": brief.strategy.business_unit}
    present = sum(client.company.key in venue.competitors_present for venue in venues)
    return x_ray(
        lines,
        rows,
        stated,
        seen,
        cues_of(client.snapshot.pages, levels),
        align([(o.company, o.publishing) for o in observed], brief.strategy.alignment, run.window),
        stance_of(seen.company, seen.name, seen.publishing, seen.findings, present, run.window),
        run.window.end,
    )


def _heard(venues: Sequence[VenueScore]) -> frozenset[str]:
    """Words of the places where prospects were heard: "reddit", "facebook"."""
    named = [f"{v.venue.platform} {v.venue.name}".casefold().split() for v in venues if v.voices]
    return frozenset(word.strip("(),") for words in named for word in words)


def _focus(brief: Brief, run: Run, client: Observed, mappings: Sequence[GoalMapping]) -> Focus:
    corrections: Mapping[str, str] = {
        page_key(entry.url): "" if entry.goal == NO_GOAL else entry.goal for entry in brief.mappings
    }
    return focus_of(
        client.company.key,
        client.company.name,
        client.publishing,
        [goal.name for goal in brief.goals],
        mappings,
        corrections,
        brief.effort,
        run.window,
    )


def goals_with_actuals(brief: Brief, goals: Sequence[GoalRow], run: Run) -> tuple[GoalRow, ...]:
    """The goals with the client's own numbers beside their targets, where the brief names a file of them."""
    from dataclasses import replace

    from pipelines.actuals import actual_of

    return tuple(
        replace(
            goal,
            targets=tuple(
                replace(t, actual=actual_of(goal.name, t, brief.actual_rows, brief.actuals, run)) for t in goal.targets
            ),
        )
        for goal in goals
    )
