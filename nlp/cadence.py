"""Cadence: how often a sentence promises something ("three blog posts a week", "every other Friday", "1–2 per week").

What a promise is held against rests on this reader, so it prefers silence to a guess: "several posts a week" and
"posts per week" name no number and give no cadence. Ambiguous words are read by their commoner sense and flagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.periods import AMBIGUOUS, PERIODS, Anchor, Token, find_periods, named_days, number, text_at, tokens_of

PER_WEEK = {  # how many of each period one week holds
    "day": 7.0,
    "week": 1.0,
    "month": 12 * 7 / 365.2425,
    "quarter": 4 * 7 / 365.2425,
    "year": 7 / 365.2425,
}
_IN_WEEK = {"weekday": ("week", 5.0), "weekend": ("week", 1.0)}
_TENS = frozenset({"twenty", "thirty", "forty", "fifty"})
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_SIZES = frozenset(  # "500-word posts", "2 minutes": a size of one item, not a number of items
    "word words character characters minute minutes min mins hour hours second seconds page pages pm am".split()
)
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


@dataclass(frozen=True, slots=True)
class _Amount:
    low: float
    high: float
    first: int
    last: int  # exclusive
    qualifier: str = ""


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
        cadence = _read(text, tokens, anchor, previous_end, following, bool(found))
        if cadence:
            listed = _listed(text, tokens, cadence, previous_end) if anchor.kind != "days" else []
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
        before = next((a for p in places if (a := _amount_at(tokens, p)) and a.last < first - 1), None)
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
        more = _amount_at(tokens, place + 1) if text_at(tokens, place) in ("and", ",", "&", "+", "plus") else None
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


def _read(text: str, tokens: Sequence[Token], anchor: Anchor, start: int, end: int, follows: bool) -> Cadence | None:
    amount = _amount_before(tokens, anchor, start) or _amount_after(tokens, anchor, end)
    if amount is None:
        repeats = follows and (anchor.kind == "days" or anchor.first - start <= 1)
        if anchor.kind not in _DEFAULT or repeats:
            return None  # "3 posts a week on Mondays", "3 posts a day every day": it repeats what was said
        amount = _Amount(1.0, 1.0, anchor.first, anchor.first)
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


def _amount_at(tokens: Sequence[Token], at: int) -> _Amount | None:
    """A number, a range or "twice" that begins here; a size ("500 words") is none."""
    word = text_at(tokens, at)
    low, last = _value(tokens, at)
    if low is None:
        return None
    high, end = _value(tokens, last + 1)
    joint = text_at(tokens, last)
    between = joint == "and" and text_at(tokens, at - 1) == "between"
    if high is not None and (between or joint in ("-", "–", "—", "to", "or")):
        last = end
    else:
        high = low
    following = text_at(tokens, last) if text_at(tokens, last) != "-" else text_at(tokens, last + 1)
    if following in _SIZES:
        return None
    qualifier = "at least" if word.endswith("+") else _qualifier(tokens, at)
    return _Amount(low, high, at, last, qualifier)


def _value(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """The number that begins here and where it ends: "3", "twenty-five", "half a dozen", "one and a half"."""
    value, last = _TIMES.get(text_at(tokens, at)) or number(text_at(tokens, at)), at + 1
    words = [text_at(tokens, i) for i in range(at, at + 4)]
    if words[:3] == ["half", "a", "dozen"]:
        return 6.0, at + 3
    if value is not None and words[1:4] == ["and", "a", "half"]:
        return value + 0.5, at + 4
    ones = number(words[2]) if words[1] == "-" and words[0] in _TENS else None
    if value is not None and ones is not None and ones < 10:
        return value + ones, at + 3
    if value is not None and words[1] in ("dozen", "hundred", "thousand"):
        value, last = value * (number(words[1]) or 1), at + 2
        rest, end = _value(tokens, at + 3) if words[2] == "and" and value >= 100 else (None, last)
        return (value + rest, end) if rest is not None and rest < 100 else (value, last)
    return value, last


def _qualifier(tokens: Sequence[Token], at: int) -> str:
    before = f"{text_at(tokens, at - 2)} {text_at(tokens, at - 1)}"
    if before in ("at least", "no fewer", "minimum of") or before.endswith(" minimum"):
        return "at least"
    if before in ("up to", "at most", "no more", "maximum of"):
        return "up to"
    return "about" if before.split()[-1:] and before.split()[-1] in ("about", "around", "roughly", "~") else ""


def _amount_before(tokens: Sequence[Token], anchor: Anchor, start: int) -> _Amount | None:
    """The nearest amount left of the period in its clause; an article counts as one before "a week"."""
    article: _Amount | None = None
    place = anchor.first - 1
    while place >= max(start, anchor.first - _REACH) and text_at(tokens, place) not in _CLAUSE_ENDS:
        if text_at(tokens, place - 1) == "or" and text_at(tokens, place - 3) in ("a", "an") and place - 3 >= start:
            most = number(text_at(tokens, place))  # "a story or two per day"
            if most is not None:
                return _Amount(1.0, most, place - 3, place + 1)
        if _is_number(tokens, place):
            amount = _longest(tokens, place, max(start, anchor.first - _REACH), anchor.first)
            if amount:
                return amount
        if text_at(tokens, place) in ("a", "an") and article is None and place < anchor.first - 1:
            article = _Amount(1.0, 1.0, place, place + 1)
        place -= 1
    return article if anchor.kind == "per" else None


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return text_at(tokens, at) in _TIMES or text_at(tokens, at) == "half" or number(text_at(tokens, at)) is not None


def _longest(tokens: Sequence[Token], place: int, start: int, end: int) -> _Amount | None:
    """The amount that covers ``place`` and begins furthest left: of "two to three" the whole range, not "three"."""
    for at in range(max(start, place - 4), place + 1):
        amount = _amount_at(tokens, at)
        if amount and place < amount.last <= end:
            return amount
    return None


def _amount_after(tokens: Sequence[Token], anchor: Anchor, end: int) -> _Amount | None:
    """The first amount right of a period that opens its clause: "Every week: three posts"."""
    if anchor.kind == "per":
        return None
    for place in range(anchor.last, min(end, anchor.last + _REACH)):
        if text_at(tokens, place) in ".;!?":
            return None
        if amount := _amount_at(tokens, place):
            return amount
    return None


def _unit(tokens: Sequence[Token], anchor: Anchor, amount: _Amount) -> str:
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
