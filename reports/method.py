"""Method: the rules by which the report itself compares, scores and recommends, in words."""

from reports.gaps import MOST as CLAIMS
from reports.recommendations import MOST as STEPS
from reports.recommendations import RECHECK_WEEKS
from reports.scores import formula
from reports.words import spelled

_APART = (
    "Two figures with intervals differ when their intervals do not overlap; otherwise they are not distinguishable. "
    "Figures without an interval are counts of what was read: where they decide, the report says “looks”."
)
_CLAIMS = (
    f"At most {spelled(CLAIMS)} each. A strength: ahead of at least half of the measured competitors and behind "
    "none, or a promise kept. A gap: the reverse, or a promise not kept. Those decided by intervals come first."
)
_STEPS = (
    f"At most {spelled(STEPS)}, one per rule: promises first, then prospects’ questions, lead forms, venues, "
    f"channels, tactics without a goal, keywords, owners. Each is checked again after {RECHECK_WEEKS} weeks."
)
_UNKNOWN = "What could not be measured is printed as not measurable with its reason. It is never counted as 0."

RULES: tuple[tuple[str, str], ...] = (
    ("Telling two companies apart", _APART),
    ("Strengths and gaps", _CLAIMS),
    ("Score", formula()),
    ("Recommendations", _STEPS),
    ("Unknown", _UNKNOWN),
)


def method(pipeline: tuple[tuple[str, str], ...] = ()) -> tuple[tuple[str, str], ...]:
    """The method of a whole audit: what earlier stages say of theirs, then the report's own rules.

    A rule whose name is already there is not added again.
    """
    named = {name for name, _ in pipeline}
    return pipeline + tuple(rule for rule in RULES if rule[0] not in named)
