"""Random kills; `make kill-test` does twenty."""

from benchmarks.kill import trials


def test_a_crawl_killed_at_a_random_moment_ends_like_any_other(tmp_path):
    """After each of three kills the second run brings the pages and the ledger of an undisturbed crawl."""
    found = trials(3, tmp_path, seed=7)

    assert [(trial.equal, trial.twice <= 1) for trial in found] == [(True, True)] * 3
    assert any(trial.resumed for trial in found)
