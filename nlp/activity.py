"""Activity: whether the market's talk in a venue grows, and whether questions there are answered."""

from datetime import timedelta

from market.figures import Figure, utc_day
from market.statistics import conditional_ratio, wilson
from market.topics import Intent
from nlp.conversations import Heard
from nlp.intent import main_intent
from nlp.observed import Measure, Observed

LEAST_OF_HALF = 20  # dated conversations: under that a half says nothing of what is usual
LEAST_ON_MARKET = 10  # in both halves together
LEAST_QUESTIONS = 5
FRESH = timedelta(days=2)  # a question younger than that when it was captured may still be answered

_GROWTH = "on-market share of the later half of the dated conversations ÷ that of the earlier half"
_ANSWERED = "on-market questions with a reply ÷ those whose replies the venue shows"


def growth(own: Observed, measure: Measure) -> Figure:
    """How many times as large the market's share of the talk is in the later half as in the earlier one.

    Shares and not counts: a list that shows its newest or its best threads only would fake a rise. Halves are of equal
    numbers of conversations, in order of their dates. None, with the reason, where there are too few.
    """
    dated = sorted((h for h in own.heard if h.conversation.started_at), key=_when)
    half = len(dated) // 2
    halves = dated[:half], dated[len(dated) - half :]
    on_market = {h.conversation.key for h in own.on_market}
    hits = [sum(h.conversation.key in on_market for h in part) for part in halves]
    inputs = tuple(_half(name, part, n) for name, part, n in zip(("earlier", "later"), halves, hits, strict=True))
    why = ""
    if half < LEAST_OF_HALF:
        why = f"too few: {2 * half} dated conversations, {2 * LEAST_OF_HALF} needed"
    elif sum(hits) < LEAST_ON_MARKET:
        why = f"too few: {sum(hits)} dated on-market conversations, {LEAST_ON_MARKET} needed"
    elif not hits[0]:
        why = "no on-market conversation in the earlier half to compare with"
    value, interval = None, None
    if not why:
        value = hits[1] / hits[0]
        interval = measure.widened(conditional_ratio(hits[1], half, hits[0], half, family=measure.family))
    shown = [h for h in halves[1] if h.conversation.key in on_market]
    return measure.figure("venue-growth", "growth", value, "×", 2 * half, interval, _GROWTH, inputs, shown, why)


def answer_rate(own: Observed, measure: Measure) -> tuple[Figure, int]:
    """The share of on-market questions that have a reply, and how many have none.

    Only questions whose replies the venue shows count, and only those at least two days old when they were captured.
    """
    asked = [h for h in own.on_market if main_intent(h.title, h.body) is not Intent.OTHER]
    shown = [h for h in asked if h.conversation.replies is not None or h.conversation.answers]
    settled = [h for h in shown if not _is_fresh(h)]
    answered = [h for h in settled if h.conversation.replies or h.conversation.answers]
    open_ones = [h for h in settled if h not in answered]
    inputs = (
        ("questions with a reply", str(len(answered))),
        ("questions whose replies are shown", str(len(settled))),
        ("questions in all", str(len(asked))),
    )
    n = len(settled)
    why = (
        "" if n >= LEAST_QUESTIONS else f"too few: {n} on-market questions show their replies, {LEAST_QUESTIONS} needed"
    )
    if not shown and asked:
        why = "the pages read of it do not show how many replies a question has"
    interval = None if why else measure.widened(wilson(len(answered), n, family=measure.family))
    value = None if why else len(answered) / n
    unit = "share of questions"
    figure = measure.figure("venue-answers", "answer rate", value, unit, n, interval, _ANSWERED, inputs, open_ones, why)
    return figure, len(open_ones)


def _when(heard: Heard) -> tuple[str, str]:
    began = heard.conversation.started_at
    return began.isoformat() if began else "", heard.conversation.key


def _half(name: str, part: list[Heard], hits: int) -> tuple[str, str]:
    days = [utc_day(h.conversation.started_at) for h in part if h.conversation.started_at]
    span = f", {min(days)} to {max(days)}" if days else ""
    return f"{name} half", f"{hits} on-market of {len(part)}{span}"


def _is_fresh(heard: Heard) -> bool:
    began = heard.conversation.started_at
    return began is not None and heard.conversation.capture.captured_at - began < FRESH
