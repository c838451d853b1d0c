"""Cadence: how often a sentence promises something ("three blog posts a week", "every other Friday", "1–2 per week").

What a promise is held against rests on this reader, so it prefers silence to a guess: "several posts a week" and
"posts per week" name no number and give no cadence. Ambiguous words are read by their commoner sense and flagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.amounts import Amount, amount_at, is_number, longest
from nlp.periods import AMBIGUOUS, PERIODS, Anchor, Token, find_periods, named_days, number, text_at, tokens_of

PER_WEEK = {  # how many of each period one week holds
    "day": 7.0,
    "week": 1.0,
    "month": 12 * 7 / 365.2425,
    "quarter": 4 * 7 / 365.2425,
    "year": 7 / 365.2425,
}
_IN_WEEK = {"weekday": ("week", 5.0), "weekend": ("week", 1.0)}
_MANY = frozenset(
    "within in over for after than next this last half times several many more few some much often "
    "people men women children data media".split()
)
_SIZED = frozenset("over under above below worth of".split())  # "four jobs over £20k each quarter" are four
_AFTER_ENDS = frozenset(". ; ! ? with by of about for from at in".split())
_CLAUSE_ENDS = frozenset(".;:!?()")
_REACH = 9  # tokens between an amount and its period
_DEFAULT = frozenset({"every", "each", "adverb", "days", "name"})  # anchors that mean "one" where no number stands


@dataclass(frozen=True, slots=True)
class Cadence:
    """So many of something in so many periods; ``low`` equals ``high`` unless a range is promised."""

    low: float
    high: float
    unit: str  # the words counted: "blog posts", "new leads", "times"
    period: str  # day, week, month, quarter or year; "every weekday" is five a week
    every: int  # periods: 2 with "week" is every other week
    words: str  # as the sentence has it
    qualifier: str = ""  # "at least", "up to", "about"
    remark: str = ""  # which reading of an ambiguous word was taken

    @property
    def amount(self) -> float:
        """The least promised in one period: 0.5 with "week" for every other week."""
        return self.low / self.every

    @property
    def per_week(self) -> float:
        """The least that is promised, in items a week."""
        return self.low * PER_WEEK[self.period] / self.every

    @property
    def per_week_high(self) -> float:
        """The most that is promised, in items a week."""
        return self.high * PER_WEEK[self.period] / self.every


def read_cadences(text: str) -> tuple[Cadence, ...]:
    """Every cadence of a text in reading order, empty where none is named with a number or a fixed rhythm."""
    tokens = tokens_of(text)
    anchors = find_periods(tokens)
    found: list[Cadence] = []
    previous_end = 0
    for place, anchor in enumerate(anchors):
        following = anchors[place + 1].first if place + 1 < len(anchors) else len(tokens)
        follower = anchors[place + 1] if place + 1 < len(anchors) else None
        if follower and follower.kind != "days" and (own := _amount_before(tokens, follower, anchor.last)):
            following = own.first  # "a monthly letter, 4 posts a week": the four are the week's
        listed_days = place > 0 and anchors[place - 1].kind == "days" and anchor.first - previous_end > 2
        cadence = _read(text, tokens, anchor, previous_end, following, bool(found), listed_days)
        if cadence:
            counted = anchor.kind != "days" and cadence.unit not in ("", "times")
            listed = _listed(text, tokens, cadence, previous_end) if counted else []
            found = [*_joined([*found, *listed], cadence), *_further(text, tokens, anchor, cadence, following)]
        previous_end = anchor.last
    return tuple(found)


def _listed(text: str, tokens: Sequence[Token], cadence: Cadence, start: int) -> list[Cadence]:
    """What else the same period is said of: in "3 posts and 2 videos a week" the posts too, in reading order."""
    at = text.find(cadence.words)
    first = next((i for i, t in enumerate(tokens) if t.start == at), 0)
    found: list[Cadence] = []
    while text_at(tokens, first - 1) in ("and", ",", "&", "plus"):
        places = range(max(start, first - 5), first - 2)
        before = next((a for p in places if (a := amount_at(tokens, p)) and a.last < first - 1), None)
        words = [t.text for t in tokens[before.last : first - 1]] if before else []
        if not before or not all(w.isalpha() and w not in PERIODS for w in words):
            break
        span = text[tokens[before.first].start : tokens[first - 2].end]
        found.insert(0, replace(cadence, low=before.low, high=before.high, unit=" ".join(words), words=span))
        first = before.first
    return found


def _further(text: str, tokens: Sequence[Token], anchor: Anchor, cadence: Cadence, end: int) -> list[Cadence]:
    """What else a period that stands in front is said of: in "weekly: 1 blog, 3 tweets" the tweets."""
    start = tokens[anchor.first].start
    amount = _amount_after(tokens, anchor, end) if text.startswith(cadence.words, start) else None
    found: list[Cadence] = []
    for place in range(amount.last if amount else end, end - 1):
        if text_at(tokens, place) in _CLAUSE_ENDS:
            break
        more = amount_at(tokens, place + 1) if text_at(tokens, place) in ("and", ",", "&", "+", "plus") else None
        if more and (unit := _noun_after(tokens, more.last)) and more.last < end:
            span = text[tokens[more.first].start : tokens[more.last].end]
            found.append(replace(cadence, low=more.low, high=more.high, unit=unit, words=span))
    return found


def _joined(found: list[Cadence], cadence: Cadence) -> list[Cadence]:
    """ "Twice a day, five days a week" is one cadence: ten a week."""
    if found and cadence.unit in ("day", "days") and found[-1].period == "day" and found[-1].every == 1:
        last = found[-1]
        words = f"{last.words}, {cadence.words}"
        low, high = last.low * cadence.low, last.high * cadence.high
        return [*found[:-1], replace(last, low=low, high=high, period=cadence.period, every=cadence.every, words=words)]
    return [*found, cadence]


def _read(
    text: str, tokens: Sequence[Token], anchor: Anchor, start: int, end: int, follows: bool, listed: bool
) -> Cadence | None:
    amount = _amount_before(tokens, anchor, start) or _amount_after(tokens, anchor, end) or _one(tokens, anchor)
    if amount is None:
        repeats = follows and ((anchor.kind == "days" and not listed) or anchor.first - start <= 1)
        if anchor.kind not in _DEFAULT or repeats:
            return None  # "3 posts a week on Mondays", "3 posts a day every day": it repeats what was said
        amount = Amount(1.0, 1.0, anchor.first, anchor.first)
    first, last = min(amount.first, anchor.first), max(amount.last, anchor.last)
    unit = _unit(tokens, anchor, amount)
    if not unit and amount.last >= anchor.last:
        unit = _noun_after(tokens, amount.last)
    words = text[tokens[first].start : tokens[last - 1].end]
    remark = _remark(tokens, anchor)
    period, days = _IN_WEEK.get(anchor.period, (anchor.period, 1.0))
    times = anchor.times * days
    if period == "day" and (free := _excepted(tokens, anchor)):
        period, times = "week", 7.0 - free
    return Cadence(amount.low * times, amount.high * times, unit, period, anchor.every, words, amount.qualifier, remark)


def _one(tokens: Sequence[Token], anchor: Anchor) -> Amount | None:
    """One, where a list item opens with a singular noun: "Technical article per month"; "posts per week" says none."""
    first = next((i + 1 for i in range(anchor.first - 1, -1, -1) if not tokens[i].text.isalpha()), 0)
    words = [t.text for t in tokens[first : anchor.first]]
    singular = 0 < len(words) <= 4 and not words[-1].endswith("s") and words[-1] not in _MANY
    opens = first == 0 or tokens[first - 1].text in (":", ";", ",")
    if anchor.kind != "per" or not singular or not opens or _STOPS.intersection(words):
        return None
    return Amount(1.0, 1.0, first, first)


def _excepted(tokens: Sequence[Token], anchor: Anchor) -> float:
    """How many days of the week are left out: one in "every day except Sunday"."""
    for place in range(anchor.last, anchor.last + 2):
        if text_at(tokens, place) in ("except", "but", "excluding", "bar"):
            rest = [i for i in range(place + 1, place + 4) if text_at(tokens, i) not in ("on", "for", "not", "the")]
            if text_at(tokens, rest[0]) in ("weekend", "weekends"):
                return 2.0
            return named_days(tokens, rest[0])[0]
    return 0.0


def _remark(tokens: Sequence[Token], anchor: Anchor) -> str:
    words = "".join(t.text for t in tokens[anchor.first : anchor.last] if t.text != "-")
    if words not in AMBIGUOUS:
        return ""
    return f"{words!r} is read as every two {anchor.period}s; it can also mean twice a {anchor.period}"


def _amount_before(tokens: Sequence[Token], anchor: Anchor, start: int) -> Amount | None:
    """The nearest amount left of the period in its clause; an article counts as one before "a week"."""
    article = size = None
    place = anchor.first - 1
    while place >= max(start, anchor.first - _REACH) and text_at(tokens, place) not in _CLAUSE_ENDS:
        if text_at(tokens, place - 1) == "or" and text_at(tokens, place - 3) in ("a", "an") and place - 3 >= start:
            most = number(text_at(tokens, place))  # "a story or two per day"
            if most is not None:
                return Amount(1.0, most, place - 3, place + 1)
        if is_number(tokens, place):
            amount = longest(tokens, place, max(start, anchor.first - _REACH), anchor.first)
            if amount and text_at(tokens, amount.first - 1) not in _SIZED:
                return amount
            size = size or amount
        if text_at(tokens, place) in ("a", "an") and article is None and place < anchor.first - 1:
            article = Amount(1.0, 1.0, place, place + 1)
        place -= 1
    return size or (article if anchor.kind == "per" else None)


def _amount_after(tokens: Sequence[Token], anchor: Anchor, end: int) -> Amount | None:
    """The first amount right of a period that opens its clause: "Every week: three posts"."""
    if anchor.kind == "per":
        return None
    for place in range(anchor.last, min(end, anchor.last + _REACH)):
        if text_at(tokens, place) in _AFTER_ENDS:
            return None
        if amount := amount_at(tokens, place):
            return amount
    return None


def _unit(tokens: Sequence[Token], anchor: Anchor, amount: Amount) -> str:
    """The words between the amount and the period, or the noun after an adjective: "three weekly posts"."""
    figure = tokens[amount.first].text if amount.last > amount.first else ""
    if figure.endswith("%") or figure[:1] in ("$", "€", "£"):
        return "%" if figure.endswith("%") else figure[0]
    between = tokens[amount.last : anchor.first] if amount.last <= anchor.first else []
    words = [t.text for t in between]
    words = words[: words.index("of")] if "of" in words else words
    words = [w for w in words if w.isalpha() and w not in ("x", "new", "the", "about", "in")]
    if text_at(tokens, amount.last - 2) == "or" and text_at(tokens, amount.first) in ("a", "an"):
        return text_at(tokens, amount.first + 1)
    if words or anchor.kind != "adverb":
        return " ".join(words[:3])
    return _noun_after(tokens, anchor.last)


def _noun_after(tokens: Sequence[Token], at: int) -> str:
    words: list[str] = []
    for token in tokens[at : at + 3]:
        if not token.text.isalpha() or token.text in _STOPS:
            break
        words.append(token.text)
    return " ".join(words)


_STOPS = frozenset("on in at to for with about by using and or that which from of we i will our my the a an".split())
