"""Questions: which of the prospects' questions the report prints, and which of those a page can answer."""

import re
from collections.abc import Sequence

from market.topics import Intent, Question

PRINTED = 10
_FEWEST_WORDS = 5
# Such a question asks for somebody's experience, company or opinion: people answer it, a page does not.
_TO_PEOPLE = re.compile(
    r"\b(any(?:one|body)|some(?:one|body)|who else|would you|do you|did you|have you|are you|your|in our place|"
    r"thoughts|advice|recommend\w*|suggest\w*|am i|are we|is (?:my|our)|was (?:my|our)|should (?:i|we|my|our))\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(how|what|when|where|which|who|whose|why|is|are|can|could|do|does|did|will|must|may|has|have)\b", re.I
)
_LOOSE = re.compile(
    r"^(?:\W*\w+){0,3}?\W+(this|that|it|they|them|these|those)\b", re.I
)  # what it means was said before


def printed(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions that stand in the report's table, in its order."""
    return tuple(questions[:PRINTED])


def answerable(question: Question) -> bool:
    """Whether the question reads as one that a page can answer: it asks for a fact or a way, of nobody in particular,
    and says what it is about.
    """
    text = question.text.strip()
    return (
        question.intent is not Intent.RECOMMENDATION
        and text.endswith("?")
        and len(text.split()) >= _FEWEST_WORDS
        and bool(_ASKS.search(text))
        and not _TO_PEOPLE.search(text)
        and not _LOOSE.match(text)
    )
