"""The verdict "behind" keeps its error rates on simulated sites (the whole table: `make bench-promise`)."""

import json

from benchmarks.promise import FLOORS, agreement, bursty, exact, poisson, scheduled, share


def test_a_kept_promise_is_seldom_called_behind():
    """Of sites that publish what they promise at most 2.5 % are said to be behind, at 8 as at 26 weeks."""
    false = [exact(promise, weeks) for promise in (1.0, 3.0) for weeks in (8, 26)]

    assert max(false) <= 0.025
    assert abs(share(poisson, 3.0, 3.0, 26, 4_000) - exact(3.0, 26)) < 0.01


def test_half_of_a_promise_is_seen_in_a_quarter():
    """Of sites that publish 1.5 where they promise 3 at least .9 are said to be behind after 13 weeks."""
    floor = json.loads(FLOORS.read_text())["promise"]["behind seen at 13 weeks, 1.5 of 3 a week"]

    assert share(poisson, 1.5, 3.0, 13, 4_000) >= floor >= 0.9


def test_a_fixed_schedule_is_never_called_behind():
    """Three posts in each of 26 weeks keep a promise of three."""
    assert share(scheduled, 3.0, 3.0, 26, 500) == 0.0


def test_bursts_are_called_behind_more_often():
    """The interval assumes independent posts: the benchmark shows what it costs when they come in bursts."""
    assert share(bursty, 3.0, 3.0, 26, 2_000) > share(poisson, 3.0, 3.0, 26, 2_000)


def test_the_whole_review_says_what_its_rule_says():
    """From dated posts to the verdict nothing is lost."""
    assert agreement(40) == 1.0
