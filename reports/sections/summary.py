"""Summary: three strengths, three gaps, one question and the score, on one page and in at most 120 words."""

from market.audits import Audit, Gap, Score
from reports.blocks import Block, Callout, Claim, Claims, FigureText, Range, Section
from reports.compare import unread
from reports.sections import sections
from reports.words import cut_words

MOST_WORDS = 120
_WORDS_PER_CLAIM = 12  # six claims, the question and the score then stay under MOST_WORDS


@sections.register("summary")
def summary(audit: Audit) -> Section | None:
    """The page to read when there is time for one; None when the client has no score."""
    score = next((s for s in audit.scores if s.company == audit.client.company.key), None)
    if score is None:
        return None
    blocks: tuple[Block, ...] = (
        _claims("Strengths", "strength", audit.strengths),
        _claims("Gaps", "gap", audit.gaps),
        Callout("One question to answer", (question(audit),)),
        _range(score)
        if not unread(audit.client)
        else Callout("Score", ("Not measurable: nothing of yours was read.",)),
    )
    return Section("summary", "On one page", "", blocks)


def _claims(title: str, kind: str, found: tuple[Gap, ...]) -> Claims:
    items = tuple(Claim(_short(gap.title)) for gap in found[:3])
    return Claims(title, kind, items or (Claim(f"No {kind} that the measurements support."),))


def _short(title: str) -> str:
    return cut_words(title, _WORDS_PER_CLAIM)


def _range(score: Score) -> Range:
    shown = FigureText(f"{score.low:.0f} to {score.high:.0f} of 100", f"score.{score.company}")
    measures = len(score.parts)
    return Range(
        "Score", score.low, score.high, shown, f"Weighted sum of {measures} measures; what is unknown stays open."
    )


def question(audit: Audit) -> str:
    """The one question whose answer would change this report; never more than 20 words."""
    tactics = [row for row in audit.plan if row.label == "tactic"]
    orphans = [row for row in tactics if not row.goal]
    if not audit.strategy.statement:
        return "Where do you want to go, and why? The brief states no strategy."
    if not any(goal.targets for goal in audit.goals):
        return "Which number, by when, would tell you that this works?"
    if not tactics:
        return "How will you get there? The brief states a strategy but no tactics."
    if orphans:
        return "Which goal do the tactics without one serve?"
    if any(not row.owner for row in tactics):
        return "Who drives each tactic?"
    if not audit.strategy.action:
        return "What do you want people to do when they meet you online?"
    return "Which of these gaps costs you enquiries today?" if audit.gaps else "Which result do you want to see next?"
