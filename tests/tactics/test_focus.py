"""Focus, alignment and cues say what the texts say, and nothing where nothing was stated."""

from datetime import UTC, date, datetime

import pytest

from market.audits import SourceHealth
from market.companies import Company, Role
from market.figures import Window
from market.focus import FORMATS
from market.goals import GoalMapping
from market.pages import Capture, DateSource, Dating, PageKind, Reading
from market.posts import Post
from market.statistics import weighted_wilson, wilson
from market.urls import page_key
from tactics.alignment import align, functions_of
from tactics.cadence import Publishing
from tactics.focus import CORRECTED, effort_weights, focus_of, format_of
from tactics.levels import cues_of

WINDOW = Window.ending(date(2026, 4, 24), 26)


def post(n: int, title: str = "", text: str = "", words: int = 100, company: str = "c") -> Post:
    url = f"https://c.example/blog/{n}"
    capture = Capture(url, datetime(2026, 4, 24, tzinfo=UTC), 200, "text/html", "0" * 64, "a", n)
    return Post(company, url, title, text, title, words, "en", Dating(WINDOW.end, DateSource.FEED, 1.0), capture)


def publishing(*posts: Post) -> Publishing:
    return Publishing(WINDOW, posts, 0, SourceHealth(True, ()))


def mapped(n: int, goal: str) -> GoalMapping:
    return GoalMapping(f"https://c.example/blog/{n}", goal, 0.5, "a word")


def focus(posts, goals=("g", "h"), mappings=(), corrections=None, effort=None):
    return focus_of("c", "C", publishing(*posts), goals, mappings, corrections or {}, effort or {}, WINDOW)


def test_effort_decides_the_share():
    """One long read without a goal outweighs two short posts with one; the inputs give items and effort."""
    posts = [post(1), post(2), post(3, words=2_000)]

    found = focus(posts, mappings=[mapped(1, "g"), mapped(2, "g")], effort={"long read": 6.0})

    assert (found.distraction.value, found.distraction.n) == (6 / 8, 3)
    assert dict(found.distraction.inputs) == {"items": "1 of 3", "effort": "6 of 8"}
    assert [item.url[-1] for item in found.unaligned] == ["3"]
    assert sum(figure.value for _, figure in found.shares) + found.distraction.value == 1


def test_equal_effort_gives_wilsons_interval():
    """With equal weights the interval is the one of the plain share."""
    found = focus([post(n) for n in range(20)], mappings=[mapped(n, "g") for n in range(15)])
    plain = wilson(5, 20)

    assert found.distraction.interval.low == pytest.approx(plain.low)
    assert found.distraction.interval.high == pytest.approx(plain.high)
    assert weighted_wilson([1.0] * 5, [1.0] * 15).high < weighted_wilson([9.0] + [1.0] * 4, [1.0] * 15).high


def test_none_and_all_have_exact_ends():
    """No item of a kind begins at 0 and all items end at 1, without a rounding remainder."""
    weights = [1.0, 2.0, 4.0, 3.0]

    assert weighted_wilson([], weights).low == 0.0
    assert weighted_wilson(weights, []).high == 1.0


def test_a_correction_always_wins():
    """The brief's word overrules the program's, to another goal or to none."""
    told = [mapped(1, "g"), mapped(2, "g")]
    said = {page_key("https://c.example/blog/1"): "h", page_key("https://c.example/blog/2"): ""}

    found = focus([post(1), post(2)], mappings=told, corrections=said)

    assert {item.url[-1]: (item.goal, item.reason, item.corrected) for item in found.items} == {
        "1": ("h", CORRECTED, True),
        "2": ("", CORRECTED, True),
    }


def test_without_goals_nothing_is_computed():
    """No goal stated, no distraction: the figure has a reason instead of a value."""
    found = focus([post(1)], goals=())

    assert (found.items, found.shares, found.distraction.value) == ((), (), None)
    assert "no goal" in found.distraction.reason


def test_without_posts_nothing_is_computed():
    """An empty window has no share either."""
    found = focus([])

    assert found.distraction.value is None
    assert [figure.value for _, figure in found.shares] == [None, None]


def test_the_order_of_posts_does_not_matter():
    """The same items in another order give the same focus."""
    posts = [post(n, words=100 * n) for n in range(1, 8)]
    told = [mapped(n, "g") for n in range(1, 4)]

    assert focus(posts, mappings=told) == focus(posts[::-1], mappings=told[::-1])


@pytest.mark.parametrize(
    ("title", "words", "wanted"),
    [
        ("Notes", 100, "short post"),
        ("Notes", 300, "article"),
        ("Notes", 1500, "long read"),
        ("Webinar: roofs", 100, "webinar"),
        ("Podcast episode 4", 100, "podcast"),
        ("A case study in oak", 2000, "case study"),
    ],
)
def test_a_format_is_what_the_title_says_or_the_length(title, words, wanted):
    """The title's word goes before the number of words, and every format has its effort."""
    assert format_of(post(1, title, words=words)) == wanted
    assert set(effort_weights({})) == set(FORMATS)


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("We are hiring a joiner", "", {"human resources"}),
        ("Opening hours over the holidays", "", {"customer service"}),
        ("An award for the workshop", "", {"communications"}),
        ("A buyers' guide to oak", "", {"marketing"}),
        ("Soup", "A guide is mentioned once.", set()),
        ("Soup", "A vacancy, and an apprenticeship too.", {"human resources"}),
    ],
)
def test_functions_are_told_by_words(title, text, wanted):
    """One word in the title or two different ones in the text."""
    assert functions_of(post(1, title, text)) == wanted


def test_alignment_is_the_same_code_for_everyone():
    """Client and competitors stand in one row; a competitor without posts is unknown and not in the median."""
    companies = [Company(n, f"https://{n}.example/", Role.CLIENT if n == "a" else Role.COMPETITOR) for n in "abcd"]
    hiring, other = post(1, "We are hiring"), post(2, "Soup")
    sets = [(hiring, other), (hiring,), (other,), ()]

    rows = align(list(zip(companies, (publishing(*p) for p in sets), strict=True)), ["marketing"], WINDOW)
    row = next(r for r in rows if r.function == "human resources")

    assert [figure.value for figure in row.figures] == [0.5, 1.0, 0.0, None]
    assert (row.median.value, row.median.n, row.stated) == (0.5, 2, False)


def test_cues_are_consistent_with_and_have_evidence():
    """A page that says it hires is a cue of growth, listed with its words; a page that says nothing gives none."""
    capture = Capture("https://c.example/", datetime(2026, 4, 24, tzinfo=UTC), 200, "text/html", "0" * 64, "a", 0)
    page = Reading(capture, PageKind.HOME, "", "Home", "Home", "", "en", "We are hiring two joiners.", 5, (), None)

    (cue,) = cues_of([page], {"corporate": "growth"})

    assert (cue.level, cue.consistent_with, cue.stated, cue.pages) == ("corporate", "growth", True, 1)
    assert "hiring" in cue.evidence[0].quote
    assert cues_of([], {}) == ()
