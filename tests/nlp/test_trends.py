"""Trends are called of what moved, of nothing else, and never because a source came or went."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from market.figures import Figure, Window
from market.pages import Capture
from market.posts import Conversation
from market.topics import Direction, Tier, Topic
from nlp.panel import take_panel
from nlp.trends import find_trends

WINDOW = Window.ending(date(2026, 10, 30), 26)
BASELINE = WINDOW.before()
END = datetime(2026, 11, 2, tzinfo=UTC)  # captured after the window's last week was over
NAMES = ("loans", "roofs", "gardens", "taxes", "trains")


def topic(name: str) -> Topic:
    share = Figure(f"topic-share.{name}", "share", name, 0.2, "share", 1, None, None, "", (), (), 0)
    return Topic(name, name, (), 1, 1, share, (), (), (), ())


TOPICS = tuple(topic(name) for name in NAMES)


def said(name: str, day: date, number: int, venue: str = "forum", author: str = "") -> Conversation:
    url = f"https://{venue}.example/{name}/{number}"
    capture = Capture(url, END, 200, "text/html", "0" * 64, "a.warc.gz", 0)
    began = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Conversation(venue, url, f"About {name} {number}", "", author or f"a{number}", began, None, None, capture)


def talk(
    seed: int, per_week: dict[str, tuple[float, float]], venue: str = "forum", weeks: tuple[int, int] = (0, 52)
) -> list[Conversation]:
    """Conversations per topic at one weekly rate in the baseline and one in the window."""
    chance, found = Random(f"{seed}{venue}"), []  # noqa: S311
    for name, rates in per_week.items():
        for week in range(*weeks):
            rate = rates[week >= 26]
            count = int(rate) + (chance.random() < rate % 1)
            for _ in range(count):
                day = BASELINE.start + timedelta(days=7 * week + chance.randrange(7))
                found.append(said(name, day, len(found), venue))
    return found


def trends_of(conversations, window=WINDOW, baseline=BASELINE):
    assigned = [(c.key, c.url.split("/")[3]) for c in conversations if c.url.split("/")[3] in NAMES]
    return find_trends(TOPICS, assigned, conversations, window, baseline)


def calls(table):
    return {t.topic: t.direction for t in table.trends if t.tier is Tier.CALLED}


STEADY = dict.fromkeys((*NAMES, "rest"), (3.5, 3.5))
MOVED = STEADY | {"loans": (1.2, 4.8), "roofs": (4.8, 1.2)}


def test_what_tripled_is_called_and_what_stood_still_is_not():
    """A rise and a fall of four times are called; the three topics that stood still are not."""
    table = trends_of(talk(1, MOVED))

    assert calls(table) == {"loans": Direction.RISING, "roofs": Direction.FADING}
    assert table.reason == ""
    assert [t.tier for t in table.trends[:2]] == [Tier.CALLED, Tier.CALLED]


def test_figures_divide_up():
    """Ratio is share now ÷ share before, inside its interval; each figure has n, window, interval and evidence."""
    table = trends_of(talk(1, MOVED))

    for trend in table.trends:
        assert trend.ratio.value == pytest.approx(trend.now.value / trend.before.value)
        assert trend.ratio.interval.low < trend.ratio.value < trend.ratio.interval.high
        assert trend.now.window.start == WINDOW.start
        assert trend.before.window == BASELINE
        for figure in (trend.now, trend.before, trend.ratio, trend.detectable):
            assert figure.n > 0
            assert figure.evidence
        assert sum(trend.weeks) == trend.ratio.n
    loans = table.trends[[t.topic for t in table.trends].index("loans")]
    assert 2.5 < loans.ratio.value < 6
    assert loans.lrc > 0


def test_a_call_has_a_ratio_that_leaves_1_out():
    """No called trend has an interval that holds 1."""
    for seed in range(5):
        for trend in trends_of(talk(seed, MOVED)).trends:
            if trend.tier is Tier.CALLED:
                assert trend.ratio.interval.low > 1 or trend.ratio.interval.high < 1


def test_a_new_source_changes_no_call():
    """A source that only began in the window, full of one topic, is named as left out and fakes no trend."""
    old = talk(2, STEADY)
    flood = talk(3, {"gardens": (0.0, 9.0)}, venue="newcomer", weeks=(26, 52))

    before, after = trends_of(old), trends_of(old + flood)

    assert after.trends == before.trends
    assert [(o.venue, o.conversations) for o in after.left_out] == [("newcomer", len(flood))]
    assert after.panel == ("forum",)


def test_a_source_that_ended_changes_no_call():
    """A source that was only there in the baseline fakes no fall of what it was full of."""
    old = talk(2, STEADY)
    gone = talk(4, {"taxes": (9.0, 0.0)}, venue="closed", weeks=(0, 26))

    assert trends_of(old + gone).trends == trends_of(old).trends


@pytest.mark.parametrize(("first", "last"), [(18, 52), (0, 34), (10, 30)])
def test_a_source_that_comes_or_goes_half_way_changes_no_call(first, last):
    """A source present on both sides, but not all along, moves nothing by its own mix of topics."""
    partial = talk(5, {"gardens": (9.0, 9.0), "rest": (2.0, 2.0)}, venue="partial", weeks=(first, last))

    assert calls(trends_of(talk(2, STEADY) + partial)) == calls(trends_of(talk(2, STEADY))) == {}


@pytest.mark.parametrize("first", [0, 13, 22])
@pytest.mark.parametrize("mix", [{"gardens": 4.0, "rest": 3.0}, {"taxes": 0.3, "rest": 5.0}])
def test_a_source_that_is_read_deeper_changes_no_call(first, mix):
    """How far back a source full of one topic was read changes nothing that is called, neither rise nor standstill."""
    deep = talk(9, {name: (rate, rate) for name, rate in mix.items()}, venue="deep", weeks=(first, 52))
    steady, moved = talk(2, STEADY), talk(1, MOVED)

    assert calls(trends_of(steady + deep)) == {}
    assert calls(trends_of(moved + deep)) == calls(trends_of(moved))


def test_a_source_that_was_last_read_weeks_ago_changes_no_call():
    """A source whose newest conversations were not fetched yet takes its own topics out of what is expected."""
    stale = talk(5, {"gardens": (5.0, 5.0), "rest": (2.0, 2.0)}, venue="stale", weeks=(0, 48))

    assert calls(trends_of(talk(2, STEADY) + stale)) == {}
    assert calls(trends_of(talk(1, MOVED) + stale)) == calls(trends_of(talk(1, MOVED)))


def test_a_busy_season_of_everything_is_no_trend():
    """Three times as many conversations on every topic leave every share where it was."""
    table = trends_of(talk(6, dict.fromkeys((*NAMES, "rest"), (2.0, 6.0))))

    assert calls(table) == {}


def test_the_week_that_is_not_over_is_dropped():
    """A capture made before the last week ended takes that week out of the weeks and of the window."""
    whole = talk(1, MOVED)
    early = datetime(2026, 10, 28, tzinfo=UTC)
    cut = [replace(c, capture=replace(c.capture, captured_at=early)) for c in whole if c.started_at < early]

    table = trends_of(cut)

    assert len(trends_of(whole).weeks) == 52
    assert len(table.weeks) == 51
    assert table.window.end == WINDOW.end - timedelta(days=7)


def test_undated_conversations_are_counted_and_left_out():
    """A conversation without a date changes no figure and stands in the count of undated ones."""
    dated = talk(1, MOVED)
    undated = [replace(said("loans", WINDOW.end, 90_000 + i), started_at=None) for i in range(7)]

    table = trends_of(dated + undated)

    assert table.undated == 7
    assert table.trends == trends_of(dated).trends


def test_a_short_history_is_too_little_data():
    """Eight weeks are too few whatever they hold, and the reason says so."""
    short = Window.ending(WINDOW.end, 4)

    table = trends_of(talk(1, MOVED), short, short.before())

    assert table.trends == ()
    assert "too little data" in table.reason


def test_an_old_corpus_says_why_nothing_can_be_called():
    """Conversations that end months before the window's end give no trend and the day of the newest one."""
    old = [c for c in talk(1, MOVED) if c.started_at < datetime(2026, 6, 1, tzinfo=UTC)]

    table = trends_of(old)

    assert table.trends == ()
    assert "2026-05-3" in table.reason
    assert "weeks before the window ends" in table.reason


@pytest.mark.parametrize("count", [0, 1, 12])
def test_next_to_nothing_gives_a_reason(count):
    """Nothing is made of a handful of conversations."""
    table = trends_of(talk(1, MOVED)[:count])

    assert table.trends == ()
    assert table.reason


def test_a_small_topic_is_too_small_to_call():
    """Six conversations, all in the last weeks, are too few to test; the reason counts them."""
    few = [said("trains", WINDOW.end - timedelta(days=3 * i), 70_000 + i) for i in range(6)]
    world = [c for c in talk(7, STEADY) if "/trains/" not in c.url]

    trend = next(t for t in trends_of(world + few).trends if t.topic == "trains")

    assert (trend.tier, trend.direction, trend.p) == (Tier.TOO_FEW, Direction.UNTOLD, None)
    assert "6 conversations" in trend.reason
    assert trend.ratio.value is None
    assert trend.ratio.reason


def test_one_author_makes_no_trend():
    """Forty conversations that one person begins are watched, not called."""
    world = [c for c in talk(7, STEADY) if "/trains/" not in c.url]
    alone = [said("trains", WINDOW.start + timedelta(days=4 * i + 1), 80_000 + i, author="one") for i in range(40)]

    trend = next(t for t in trends_of(world + alone).trends if t.topic == "trains")

    assert trend.tier is Tier.WATCH
    assert "author" in trend.reason


def test_new_needs_three_authors_on_two_sites():
    """A topic without a past is new on two sites of the panel, and not on one."""
    world = [c for v in ("forum", "board") for c in talk(8, STEADY, venue=v) if "/trains/" not in c.url]
    days = [WINDOW.start + timedelta(days=9 * i + 2) for i in range(18)]
    both = [said("trains", day, 60_000 + i, ("forum", "board")[i % 2]) for i, day in enumerate(days)]
    one = [said("trains", day, 60_000 + i) for i, day in enumerate(days)]

    def new(extra):
        return next(t for t in trends_of(world + extra).trends if t.topic == "trains").new

    assert new(both)
    assert not new(one)


def test_order_of_input_changes_nothing():
    """Conversations and topics the other way round give the same table."""
    given = talk(1, MOVED)
    assigned = [(c.key, c.url.split("/")[3]) for c in given if "/rest/" not in c.url]

    there = find_trends(TOPICS, assigned, given, WINDOW, BASELINE)
    back = find_trends(TOPICS[::-1], assigned[::-1], given[::-1], WINDOW, BASELINE)

    assert there == back


def test_every_dated_conversation_is_somewhere():
    """Panel, sources left out and days outside add up to the dated conversations."""
    given = talk(1, MOVED) + talk(3, {"gardens": (0.0, 2.0)}, venue="newcomer", weeks=(26, 52))
    given.append(said("loans", BASELINE.start - timedelta(days=9), 99_999))

    panel = take_panel(given, WINDOW, BASELINE)

    assert len(panel.held) + sum(o.conversations for o in panel.left_out) + panel.outside == len(given)
