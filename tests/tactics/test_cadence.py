"""Cadence speaks only of what was observed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from market.feeds import read_feed
from market.figures import Window
from market.findings import Evidence, Finding
from market.pages import Capture, DateSource, Dating, PageKind, Reading
from market.plan import Verdict
from market.posts import Post
from market.statistics import garwood
from tactics.cadence import cadence_figure, publishing_of, silence_figure, weekly_counts
from tactics.keywords import keyword_rows
from tactics.plan import PlanLine, measures_posts, review_plan, verdict_of
from tactics.posts import CapturedFeed
from tactics.promises import Seen

WINDOW = Window.ending(date(2026, 5, 3), 26)
CAPTURE = Capture("https://c.example/p", datetime(2026, 5, 3, tzinfo=UTC), 200, "text/html", "d", "a.warc.gz", 0)
READING = Reading(CAPTURE, PageKind.HOME, CAPTURE.url, "", "", "", "", "", 0, (), None)


def post(day: date | None, n: int = 0, title: str = "T", text: str = "") -> Post:
    dating = Dating(day, DateSource.META, 0.9) if day else None
    return Post("c", f"https://c.example/{n}", title, text, "", 1, "en", dating, CAPTURE)


def weekly(count: int, every: int = 7) -> list[Post]:
    return [post(WINDOW.end - timedelta(days=every * n), n) for n in range(count)]


def test_cadence_is_posts_over_weeks_with_its_exact_interval():
    """26 posts in 26 weeks are one a week, with Garwood's interval."""
    figure = cadence_figure("c", "C", publishing_of(weekly(26), [READING], [], WINDOW), WINDOW)

    assert figure.value == 1.0
    assert (round(figure.interval.low, 3), round(figure.interval.high, 3)) == (0.653, 1.465)
    assert figure.n == figure.evidence_total == 26


def test_a_site_captured_before_the_window_has_no_cadence():
    """Silence after the last capture is not observed: unknown, never 0."""
    early = replace(READING, capture=replace(CAPTURE, captured_at=datetime(2025, 1, 1, tzinfo=UTC)))

    figure = cadence_figure("c", "C", publishing_of(weekly(26), [early], [], WINDOW), WINDOW)

    assert figure.value is None
    assert "captured" in figure.reason


def test_a_site_captured_within_the_window_is_measured_up_to_then():
    """Only the weeks before the capture count as exposure."""
    seen = replace(READING, capture=replace(CAPTURE, captured_at=datetime(2026, 2, 1, tzinfo=UTC)))
    posts = [p for p in weekly(26) if p.dating.on <= date(2026, 2, 1)]

    figure = cadence_figure("c", "C", publishing_of(posts, [seen], [], WINDOW), WINDOW)

    assert figure.window.end == date(2026, 2, 1)
    assert figure.value == pytest.approx(1.0, abs=0.05)


def test_a_site_without_recognised_posts_is_not_silent():
    """No recognised post is "cannot tell", not 0 a week."""
    figure = cadence_figure("c", "C", publishing_of([], [READING], [], WINDOW), WINDOW)

    assert figure.value is None


def test_a_site_whose_posts_are_all_older_has_a_cadence_of_zero():
    """A blog with posts before the window and none inside has 0 a week, with an upper bound."""
    figure = cadence_figure("c", "C", publishing_of([post(date(2020, 1, 1))], [READING], [], WINDOW), WINDOW)

    assert figure.value == 0
    assert figure.interval.high > 0


def test_many_undated_posts_make_the_cadence_unknown():
    """When a quarter of the posts carry no date, the dated ones do not stand for all."""
    posts = [*weekly(10), *(post(None, 100 + n) for n in range(5))]

    assert cadence_figure("c", "C", publishing_of(posts, [READING], [], WINDOW), WINDOW).value is None


def test_an_undated_post_opens_no_gap():
    """With an undated post the longest silence is unknown, because the post may lie in it."""
    with_gap = [post(WINDOW.end), post(WINDOW.end - timedelta(days=60), 1), *weekly(8)[4:], post(None, 99)]

    assert silence_figure("c", "C", publishing_of(with_gap, [READING], [], WINDOW), WINDOW).value is None


def test_the_silence_since_the_last_post_counts():
    """Days from the last post to the window's end are a silence too."""
    posts = [post(WINDOW.end - timedelta(days=40 + 10 * n), n) for n in range(16)]

    assert silence_figure("c", "C", publishing_of(posts, [READING], [], WINDOW), WINDOW).value == 40


def test_the_silence_before_the_first_post_counts():
    """A site that woke up three days ago was silent since its last post before the window, or since its first day."""
    woken = [post(WINDOW.end - timedelta(days=3)), post(WINDOW.end - timedelta(days=1), 1)]
    earlier = [*woken, post(WINDOW.start - timedelta(days=18), 2)]

    def longest(posts: list[Post]) -> float | None:
        return silence_figure("c", "C", publishing_of(posts, [READING], [], WINDOW), WINDOW).value

    assert longest(woken) == (WINDOW.end - WINDOW.start).days - 3
    assert longest(earlier) == (WINDOW.end - WINDOW.start).days - 3 + 18


def test_a_late_contact_page_does_not_stretch_the_observed_part():
    """A contact page captured in May tells nothing of a blog that was captured in February."""
    blog = replace(READING, capture=replace(CAPTURE, captured_at=datetime(2026, 2, 1, tzinfo=UTC)))
    contact = replace(READING, kind=PageKind.OTHER)

    publishing = publishing_of(weekly(26), [blog, contact], [], WINDOW)

    assert publishing.observed.end == date(2026, 2, 1)


def test_undated_posts_widen_the_interval_upwards():
    """Five undated posts may lie in the window: the upper end counts them, the lower does not."""
    publishing = publishing_of([*weekly(16), *(post(None, 100 + n) for n in range(5))], [READING], [], WINDOW)

    interval = cadence_figure("c", "C", publishing, WINDOW).interval

    assert interval.low == garwood(16, 26).low
    assert interval.high == garwood(21, 26).high


def test_a_window_before_the_oldest_post_tells_nothing():
    """Where every known post is newer than the window, the cadence is unknown, never 0."""
    publishing = publishing_of([post(WINDOW.end + timedelta(days=30))], [READING], [], WINDOW)

    assert cadence_figure("c", "C", publishing, WINDOW).value is None


def test_a_cut_feed_with_nothing_older_begins_the_observed_part():
    """Ten entries of nineteen days without an older page are nineteen days, not twenty-six weeks."""
    entries = "".join(
        f"<item><title>T</title><link>https://c.example/{n}</link><pubDate>{WINDOW.end - timedelta(days=2 * n):%a, %d %b %Y} 10:00:00 +0900</pubDate></item>"
        for n in range(10)
    )
    feed = read_feed(
        f"<rss version='2.0'><channel><title>F</title>{entries}</channel></rss>".encode(), "https://c.example/feed"
    )
    posts = [post(WINDOW.end - timedelta(days=2 * n), n) for n in range(10)]

    alone = publishing_of(posts, [READING], [CapturedFeed(feed, CAPTURE)], WINDOW)
    with_older = publishing_of([*posts, post(WINDOW.start, 99)], [READING], [CapturedFeed(feed, CAPTURE)], WINDOW)

    assert (alone.observed.start, alone.health.sound) == (WINDOW.end - timedelta(days=18), False)
    assert with_older.observed == WINDOW


def test_future_posts_are_not_counted():
    """A post dated after the window's end is in no figure and is said."""
    publishing = publishing_of([*weekly(5), post(WINDOW.end + timedelta(days=30), 9)], [READING], [], WINDOW)

    assert len(publishing.posts) == 5
    assert any("after the window" in remark for remark in publishing.health.remarks)


def test_weekly_counts_add_up():
    """The 26 weekly counts hold every post of the window once."""
    counts = weekly_counts(publishing_of(weekly(40, every=4), [READING], [], WINDOW))

    assert len(counts) == 26
    assert sum(week.posts for week in counts) == 40


@pytest.mark.parametrize(
    ("count", "weeks", "verdict"),
    [(39, 26, Verdict.BEHIND), (120, 26, Verdict.AHEAD), (78, 26, Verdict.ON_PLAN), (6, 4, Verdict.NOT_ENOUGH)],
)
def test_a_promise_of_three_a_week(count, weeks, verdict):
    """1.5 a week is behind, 4.6 is ahead, 3 is on plan, and four weeks tell nothing."""
    assert verdict_of(3, 3, garwood(count, weeks), weeks) is verdict


def line(**changes) -> PlanLine:
    plain = PlanLine(
        "plan-1", "3 posts a week", "tactic", "", "g", "Sam", "blog post", ("blog",), "3 a week", 3, 3, "", "", ""
    )
    return replace(plain, **changes)


def test_a_promise_on_the_blog_is_held_against_its_posts():
    """The row has the verdict, the observed rate and its evidence."""
    (row,) = review_plan([line()], "c", "C", publishing_of(weekly(26), [READING], [], WINDOW), WINDOW)

    assert (row.verdict, row.observed.value, row.promised_rate) == (Verdict.BEHIND, 1.0, 3)


def test_a_promise_on_a_closed_network_cannot_be_told():
    """Posts on a network that is not crawled are not held against the blog."""
    (row,) = review_plan(
        [line(channels=("Facebook",))], "c", "C", publishing_of(weekly(26), [READING], [], WINDOW), WINDOW
    )

    assert (row.verdict, row.observed) == (Verdict.CANNOT_TELL, None)


def test_an_unsound_source_gives_no_verdict():
    """Source health comes before any verdict."""
    publishing = publishing_of([*weekly(10), *(post(None, 100 + n) for n in range(9))], [READING], [], WINDOW)

    (row,) = review_plan([line()], "c", "C", publishing, WINDOW)

    assert row.verdict is Verdict.CANNOT_TELL


def test_a_target_is_private():
    """Twenty leads a month can only be told from the client's own numbers."""
    (row,) = review_plan([line(label="target")], "c", "C", publishing_of(weekly(26), [READING], [], WINDOW), WINDOW)

    assert row.verdict is Verdict.PRIVATE


def test_missing_owner_and_goal_are_said():
    """An orphan tactic without an owner says both."""
    (row,) = review_plan([line(owner="", goal="")], "c", "C", publishing_of(weekly(26), [READING], [], WINDOW), WINDOW)

    assert {"no owner is named", "serves no goal of the brief"} <= set(row.remarks)


def test_a_place_counts_only_posts_that_name_it():
    """A local promise is held against local posts."""
    posts = [
        post(WINDOW.end - timedelta(days=7 * n), n, text="news from Millbrook" if n % 2 else "") for n in range(26)
    ]

    (row,) = review_plan([line(place="Millbrook")], "c", "C", publishing_of(posts, [READING], [], WINDOW), WINDOW)

    assert row.observed.n == 13


def test_a_topic_that_is_not_told_apart_is_never_on_plan():
    """Enough posts of any topic do not prove a promise about one; too few disprove it."""
    posts = weekly(78, every=2)
    (enough,) = review_plan([line(topic="events")], "c", "C", publishing_of(posts, [READING], [], WINDOW), WINDOW)
    (few,) = review_plan([line(topic="events")], "c", "C", publishing_of(weekly(26), [READING], [], WINDOW), WINDOW)

    assert (enough.verdict, few.verdict) == (Verdict.CANNOT_TELL, Verdict.BEHIND)


def test_a_keyword_is_found_in_each_field():
    """Title and body are counted apart; plural and word order within five words do not hide a phrase."""
    posts = [
        post(WINDOW.end, 1, "First time home buyers in spring"),
        post(WINDOW.end, 2, "Spring", "A home for the first time buyer"),
        post(WINDOW.end, 3, "Mortgages", "nothing"),
    ]

    (row,) = keyword_rows("c", "C", publishing_of(posts, [READING], [], WINDOW), ["first time home buyer"])

    assert (row.title, row.body, row.any.inputs[0]) == (1, 0, ("posts with it", "2"))


def test_keywords_are_not_denied_to_posts_in_another_language():
    """In German posts an English rule finds nothing: the share is unknown, never 0."""
    german = [replace(post(WINDOW.end, n, "Häuser kaufen in Köln"), language="de") for n in range(5)]

    (row,) = keyword_rows("c", "C", publishing_of(german, [READING], [], WINDOW), ["Haus kaufen"])

    assert row.any.value is None
    assert "not in English" in row.any.reason


@pytest.mark.parametrize(
    ("counted", "text", "channels", "counts"),
    [
        ("blog posts", "3 blog posts a week", (), True),
        ("articles", "two articles a month", (), True),
        ("posts", "three posts a week on the blog", ("blog",), True),
        ("posts", "three posts a week", (), False),
        ("postcards", "200 postcards a month", (), False),
        ("posters", "10 posters a month", (), False),
        ("thank you letters", "write three thank-you letters a week", (), False),
        ("past clients", "call 5 past clients a week and tell their story", (), False),
        ("stories", "daily stories", ("Instagram",), False),
    ],
)
def test_only_items_of_the_blog_are_held_against_the_blog(counted, text, channels, counts):
    """Postcards, posters, letters and posts for another network are not judged by what the site publishes."""
    assert measures_posts(line(counted=counted, text=text, channels=channels, deliverable="")) is counts


def test_a_button_promised_on_every_page_must_stand_on_every_page():
    """One page with a button does not keep a promise about every page."""
    asked = Finding("c", "call to action", "contact", 1, "pages", (Evidence.of(CAPTURE, "Contact us"),))
    publishing = publishing_of(weekly(26), [READING], [], WINDOW)
    seen = Seen("c", "C", publishing, WINDOW, findings=(asked,), pages=7)
    every = line(
        text="Every page has a contact us button", low=None, high=None, promised="", deliverable="", channels=()
    )

    (row,) = review_plan([every], "c", "C", publishing, WINDOW, seen)

    assert row.verdict is Verdict.BEHIND
    assert "seen on 1 of 7 pages" in row.remarks
