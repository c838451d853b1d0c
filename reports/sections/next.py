"""Next: at most five steps, each with its goal, its reason, who drives it and how to see that it worked."""

from market.audits import Audit, Recommendation
from reports.blocks import FigureText, Section, Step, Steps, Term
from reports.sections import sections
from reports.words import day, many


@sections.register("next")
def next_steps(audit: Audit) -> Section | None:
    """The recommendations in their order; None without any."""
    steps = audit.recommendations
    if not steps:
        return None
    finding = f"{many(len(steps), 'step').capitalize()}, in this order, each with a date to see whether it worked."
    return Section("next", "Do next", finding, (Steps(tuple(_step(p, s) for p, s in enumerate(steps, start=1))),))


def _step(place: int, step: Recommendation) -> Step:
    facts = (
        ("Goal", step.goal),
        ("Effort", step.effort),
        ("Owner", step.owner),
        ("Check again", day(step.recheck)),
        ("Who does it", step.help),
        ("Measure", step.measure),
    )
    why = (f"{step.why} ", FigureText("Evidence", f"step.{place}"))
    return Step(step.action, why, tuple(Term(name, (text,)) for name, text in facts))
