"""Each thing a line promises is held against what shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from market.audits import ChannelRow, SourceHealth
from market.figures import Window
from market.findings import Evidence, Finding
from market.pages import Capture, DateSource, Dating
from market.plan import Verdict
from market.posts import Post
from market.xray import Measurability
from tactics.cadence import Publishing
from tactics.plan import PlanLine, review_plan
from tactics.promises import Seen, area_of, asks, counted_posts, keyword_promise, kinds_in
from tactics.stance import stance_of
from tactics.xray import Stated, planned_share, x_ray

WINDOW = Window.ending(date(2026, 4, 24), 26)
EVIDENCE = Evidence("https://c.example/", datetime(2026, 4, 24, tzinfo=UTC), "0" * 64, "a", 0, "words")


def post(n: int, title: str = "", text: str = "", path: str = "") -> Post:
    url = f"https://c.example/blog/{path or n}"
    capture = Capture(url, datetime(2026, 4, 24, tzinfo=UTC), 200, "text/html", "0" * 64, "a", n)
    day = WINDOW.end - timedelta(days=n % 180)
    return Post("c", url, title, text, title, 100, "en", Dating(day, DateSource.FEED, 1.0), capture)


def seen(posts=(), **changes) -> Seen:
    publishing = Publishing(WINDOW, tuple(posts), 0, SourceHealth(True, ()))
    return replace(Seen("c", "C", publishing, WINDOW, pages=40), **changes)


def line(text: str = "3 posts a week", **changes) -> PlanLine:
    plain = PlanLine("plan-1", text, "tactic", "", "g", "Sam", "", (), "", None, None, "", "", "")
    return replace(plain, **changes)


def review(one: PlanLine, what: Seen):
    return review_plan([one], "c", "C", what.publishing, WINDOW, what)[0]


def channel(name: str, linked: bool = True) -> ChannelRow:
    return ChannelRow("c", name, True, linked, "https://n.example/c" if linked else "", "not crawled", (EVIDENCE,))


def test_the_key_phrase_is_counted_field_by_field():
    """Title, heading, address and body are apart; word order, plural and a missing small word do not hide it."""
    posts = [
        post(1, "Buying a first home in Redding"),
        post(2, "Spring", "A first home in Redding, bought."),
        post(3, "Spring", "nothing", path="first-home-redding-tips"),
        post(4, "First homes near Redding", path="x"),
        post(5, "Nothing", "nothing"),
    ]

    figures = keyword_promise(seen(posts), "plan-1", "first home in Redding", None)

    assert {f.name.rpartition(" ")[2]: f.inputs[0][1] for f in figures} == {
        "kept": "4", "title": "2", "heading": "2", "address": "1", "body": "1",
    }  # fmt: skip
    assert [f.n for f in figures] == [5] * 5


def test_the_key_phrase_is_held_against_posts_promised():
    """Six posts that all carry the phrase do not keep a promise of seventy-eight."""
    anywhere, *_ = keyword_promise(seen([post(n, "oak chair") for n in range(6)]), "plan-1", "oak chair", 3.0)

    assert (anywhere.n, round(anywhere.value, 3), anywhere.unit) == (78, round(6 / 78, 3), "share of posts promised")


def test_more_than_promised_is_not_more_than_all():
    """A share never exceeds one."""
    anywhere, *_ = keyword_promise(seen([post(n, "oak chair") for n in range(60)]), "plan-1", "oak chair", 1.0)

    assert anywhere.value == 1.0


def test_an_unsound_source_keeps_and_breaks_no_phrase():
    """Where most posts are undated, a phrase in few dated ones is unknown, not missing."""
    unsound = Publishing(WINDOW, (post(1, "oak chair"),), 30, SourceHealth(False, ("30 of 31 posts carry no date",)))

    figures = keyword_promise(seen(publishing=unsound), "plan-1", "oak chair", 3.0)

    assert {(f.value, f.reason) for f in figures} == {(None, "30 of 31 posts carry no date")}


def test_a_topic_is_told_by_its_words_from_three_posts_on():
    """Two posts could be chance; then the count of all posts stands as an upper bound."""
    few = [post(n, "wood care") for n in range(2)] + [post(n) for n in range(10, 20)]
    enough = [post(n, "wood care") for n in range(3)] + [post(n) for n in range(10, 20)]

    assert (
        len(counted_posts(seen(few), "x", "wood care", "").posts),
        len(counted_posts(seen(enough), "x", "wood care", "").posts),
    ) == (12, 3)
    assert counted_posts(seen(few), "x", "wood care", "").upper_only


def test_local_means_the_area_of_the_brief():
    """ "Local" is every place of the brief; a place alone is that place."""
    places = ("Redding", "Anderson")

    assert area_of("a post about hyper-local events", "", places) == places
    assert area_of("news in our town", "Anderson", places) == ("Anderson", "Redding")
    assert area_of("a post about Anderson", "Anderson", places) == ("Anderson",)
    assert area_of("a post", "", places) == ()


@pytest.mark.parametrize(
    ("names", "rows", "verdict"),
    [
        (("Facebook", "Twitter"), (channel("Facebook"), channel("X (Twitter)")), Verdict.ON_PLAN),
        (("Facebook", "Yelp"), (channel("Facebook"), channel("Yelp", linked=False)), Verdict.CANNOT_TELL),
        (("Facebook",), (), Verdict.CANNOT_TELL),
        (("WordPress blog",), (channel("Blog"),), Verdict.ON_PLAN),
    ],
)
def test_channels_are_opened_or_cannot_be_told(names, rows, verdict):
    """A link proves a channel; a missing link proves nothing."""
    row = review(line("We use them", channels=names), seen([post(1)], channels=rows))

    assert row.verdict is verdict


def test_a_blog_without_a_post_is_behind():
    """An opened blog that is silent through a sound window is not alive."""
    row = review(line("We use our blog", channels=("blog",)), seen([], channels=(channel("Blog"),)))

    assert row.verdict is Verdict.BEHIND


@pytest.mark.parametrize(
    ("found", "pages", "verdict"),
    [(("subscribe",), 40, Verdict.ON_PLAN), ((), 40, Verdict.BEHIND), ((), 2, Verdict.CANNOT_TELL)],
)
def test_a_promised_call_is_there_or_not(found, pages, verdict):
    """A button that enough pages do not show is missing; two pages tell nothing."""
    findings = tuple(Finding("c", "call to action", kind, 7, "pages", (EVIDENCE,)) for kind in found)

    assert review(line("Put a button that says subscribe"), seen(findings=findings, pages=pages)).verdict is verdict


def test_a_call_to_action_is_no_telephone():
    """The word "call" in "call to action" asks for nothing in particular."""
    assert asks("Every page has a call to action")
    assert kinds_in("Every page has a call to action") == frozenset()
    assert "book" in kinds_in("Book a free first meeting")


def test_the_x_ray_counts_what_is_missing():
    """A loose tactic, a goal without one, no owner, no number: each is counted, and the plan is not whole."""
    lines = [
        line("Write 3 posts a week", id="a", channels=("blog",), low=3, high=3, promised="3 a week"),
        line("Use Facebook", id="b", goal="", owner="", channels=("Facebook",)),
        line("20 leads a month", id="c", label="target", goal=""),
        line("Be kinder", id="d", owner=""),
    ]
    what = seen([post(n) for n in range(78)])
    rows = review_plan(lines, "c", "C", what.publishing, WINDOW, what)
    stance = stance_of("c", "C", what.publishing, (), 0, WINDOW)

    found = x_ray(lines, rows, Stated("", ("g", "h"), 0, ""), what, (), (), stance, WINDOW.end)

    assert (found.strategies, found.targets, found.tactics) == (0, 1, 3)
    assert (found.missing, found.orphans, found.idle, found.complete) == (("strategy",), ("b",), ("h",), False)
    checks = {check.line: check for check in found.checks}
    assert checks["a"].lacks == ()
    assert checks["b"].lacks == ("number", "period", "owner", "goal")
    assert checks["b"].tactic_first
    assert [checks[key].measurability for key in "abcd"] == [
        Measurability.OUTSIDE, Measurability.OUTSIDE, Measurability.PRIVATE, Measurability.NOT_AS_WRITTEN,
    ]  # fmt: skip
    assert found.action.value is None


def test_a_channel_where_prospects_were_heard_is_not_tactic_first():
    """An audience signal is a reason for a channel."""
    one = line("Use Reddit", goal="", channels=("Reddit",))
    what = seen([post(1)])
    rows = review_plan([one], "c", "C", what.publishing, WINDOW, what)
    stance = stance_of("c", "C", what.publishing, (), 0, WINDOW)

    found = x_ray([one], rows, Stated("", ("g",), 0, "", frozenset({"reddit"})), what, (), (), stance, WINDOW.end)

    assert found.checks[0].tactic_first == ""


def test_a_plan_with_every_half_linked_is_whole():
    """Strategy, target and tactic, each goal with its tactic: whole."""
    one = line("Write 3 posts a week", low=3, high=3)
    what = seen([post(1)])
    rows = review_plan([one], "c", "C", what.publishing, WINDOW, what)
    stance = stance_of("c", "C", what.publishing, (), 0, WINDOW)

    assert x_ray([one], rows, Stated("Be first", ("g",), 1, ""), what, (), (), stance, WINDOW.end).complete


def test_what_no_line_speaks_of_is_ad_hoc():
    """A plan on wood care leaves the soup unplanned; a plan that speaks of no posts tells nothing."""
    posts = [post(n, "wood care") for n in range(6)] + [post(n, "soup") for n in range(10, 12)]
    topic = line("Posts on wood care", topic="wood care", low=1, high=1)

    assert planned_share([topic], seen(posts)).value == 0.75
    assert planned_share([line("Use Facebook", channels=("Facebook",))], seen(posts)).value is None


def test_few_traces_are_insufficient():
    """Under ten public traces there is no index, and the reason counts them."""
    silent = Publishing(WINDOW, (), 0, SourceHealth(False, ("no dates",)))

    figure = stance_of("c", "C", silent, (), 3, WINDOW)

    assert figure.value is None
    assert figure.reason.startswith("insufficient: 3 public traces")


def test_the_frame_of_a_site_is_one_trace():
    """An invitation at the foot of every post is one trace; one in a few posts is one each."""
    framed = [post(n, text="Come by our office. " * 2) for n in range(40)]
    some = [post(n, text="Come by on Sunday." if n < 5 else "x") for n in range(40)]

    counts = [
        dict(stance_of("c", "C", seen(p).publishing, (), 0, WINDOW).inputs)["posts with an invitation"]
        for p in (framed, some)
    ]

    assert counts == ["1", "5"]
