import pytest

from nlp.cadence import read_cadences

ONE = [
    ("three blog posts a week", 3, 3, "week", 1),
    ("every other Friday", 1, 1, "week", 2),
    ("twice a month", 2, 2, "month", 1),
    ("daily", 1, 1, "day", 1),
    ("1–2 per week", 1, 2, "week", 1),
    ("We send a letter every two weeks", 1, 1, "week", 2),
    ("a weekly newsletter", 1, 1, "week", 1),
    ("Newsletter: monthly", 1, 1, "month", 1),
    ("two videos every Tuesday", 2, 2, "week", 1),
    ("every Monday and Thursday we post a tip", 2, 2, "week", 1),
    ("on Mondays, Wednesdays and Fridays", 3, 3, "week", 1),
    ("Monday through Friday", 5, 5, "week", 1),
    ("post Mon-Fri", 5, 5, "week", 1),
    ("every weekday", 5, 5, "week", 1),
    ("first Monday of each month", 1, 1, "month", 1),
    ("on the 1st and 15th of every month", 2, 2, "month", 1),
    ("Publish between 2 and 4 articles per month", 2, 4, "month", 1),
    ("two to three reels each week", 2, 3, "week", 1),
    ("post once or twice a week", 1, 2, "week", 1),
    ("post 3x/week on Instagram", 3, 3, "week", 1),
    ("4 posts/month", 4, 4, "month", 1),
    ("a dozen pins a week", 12, 12, "week", 1),
    ("half a dozen pins a week", 6, 6, "week", 1),
    ("a couple of posts a month", 2, 2, "month", 1),
    ("a post a week", 1, 1, "week", 1),
    ("Each month we will publish two case studies", 2, 2, "month", 1),
    ("three 800 word articles a month", 3, 3, "month", 1),
    ("write 3 posts of 800 words a week", 3, 3, "week", 1),
    ("a 500-word post every week", 1, 1, "week", 1),
    ("3 posts a week on Mondays, Wednesdays and Fridays", 3, 3, "week", 1),
    ("twice a day, five days a week", 10, 10, "week", 1),
    ("one post every 10 days", 1, 1, "day", 10),
    ("twenty-five leads a month", 25, 25, "month", 1),
    ("1,200 visitors per month", 1200, 1200, "month", 1),
    ("10k visitors a month", 10_000, 10_000, "month", 1),
    ("one and a half posts a week", 1.5, 1.5, "week", 1),
    ("quarterly webinar", 1, 1, "quarter", 1),
    ("in the first 3 months, 2 posts a week", 2, 2, "week", 1),
]


@pytest.mark.parametrize(("text", "low", "high", "period", "every"), ONE)
def test_a_rhythm_is_read_with_its_number_and_period(text, low, high, period, every):
    """However people write it, one cadence comes out with its amount, period and interval."""
    (cadence,) = read_cadences(text)

    assert (cadence.low, cadence.high, cadence.period, cadence.every) == (low, high, period, every)


@pytest.mark.parametrize(
    "text",
    [
        "several posts a week",
        "posts per week",
        "in three weeks we launch",
        "within a year",
        "for the next 26 weeks",
        "We met on Monday",
        "Three posts. A week later we rest",
        "sometime this week",
        "each customer gets a card",
    ],
)
def test_no_number_is_guessed(text):
    """A span of time or an uncounted plural is no cadence."""
    assert read_cadences(text) == ()


def test_each_number_of_a_list_keeps_its_own_unit():
    """A sentence with several promises gives all of them, in reading order."""
    text = "1 blog post and 2 videos a week, 4 tweets a day and a webinar every quarter"

    cadences = read_cadences(text)

    expected = [(1, "blog post", "week"), (2, "videos", "week"), (4, "tweets", "day"), (1, "", "quarter")]
    assert [(c.low, c.unit, c.period) for c in cadences] == expected


def test_amounts_a_week_are_comparable():
    """Every other Friday is half a post a week, twice a month a little less than half."""
    fortnightly, monthly = read_cadences("every other Friday"), read_cadences("twice a month")

    assert fortnightly[0].per_week == pytest.approx(0.5)
    assert monthly[0].per_week == pytest.approx(24 / 52.1775, abs=1e-3)


def test_an_ambiguous_word_is_flagged():
    """ "Biweekly" is read as every two weeks, and says that it may mean twice a week."""
    (cadence,) = read_cadences("a bi-weekly podcast")

    assert (cadence.every, "twice a week" in cadence.remark) == (2, True)


WRITTEN = [
    ("transformation story 1x month", 1, 1, "month", 1),
    ("a story or two per day", 1, 2, "day", 1),
    ("120 covers a night, Thurs to Sat", 120, 120, "day", 1),
    ("twice-weekly blog", 2, 2, "week", 1),
    ("every half year", 2, 2, "year", 1),
    ("alternate Fridays we send a letter", 1, 1, "week", 2),
    ("3 posts p/w", 3, 3, "week", 1),
    ("tip of the day, Mon/Wed/Fri", 3, 3, "week", 1),
    ("every day except Sunday", 6, 6, "week", 1),
    ("one hundred and twenty calls a month", 120, 120, "month", 1),
    ("Technical article per month", 1, 1, "month", 1),
    ("four jobs over £20k each quarter", 4, 4, "quarter", 1),
    ("Comment in three forums, twice weekly", 2, 2, "week", 1),
    ("open evenings three Fridays a month", 3, 3, "month", 1),
]


@pytest.mark.parametrize(("text", "low", "high", "period", "every"), WRITTEN)
def test_a_rhythm_is_read_as_people_abbreviate_it(text, low, high, period, every):
    """Short forms, exceptions and sizes beside the number give the one cadence that is meant."""
    (cadence,) = read_cadences(text)

    assert (cadence.low, cadence.high, cadence.period, cadence.every) == (low, high, period, every)


@pytest.mark.parametrize(
    "text", ["most Saturdays", "by the end of the month", "before March 2027 monthly", "3 weeks of the day"]
)
def test_dates_and_vague_days_are_no_rhythm_of_their_number(text):
    """A deadline or "most Saturdays" gives no number that was not promised."""
    assert [c.low for c in read_cadences(text) if c.low != 1] == []


def test_each_thing_of_a_period_in_front_is_counted():
    """ "Weekly: 1 blog, 3 tweets" promises both, and a period keeps the number that stands at it."""
    weekly = read_cadences("weekly: 1 blog, 3 tweets")
    mixed = read_cadences("monthly newsletter, 4 posts a week")

    assert [(c.low, c.unit) for c in weekly] == [(1, "blog"), (3, "tweets")]
    assert [(c.low, c.period) for c in mixed] == [(1, "month"), (4, "week")]
