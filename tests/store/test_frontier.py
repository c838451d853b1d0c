"""The frontier and the robots cache: order, durability, sums."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from market.crawls import Discovery, RobotsFile
from market.pages import Capture
from store.frontier import Frontier
from store.robots import load_robots, save_robots
from store.tables import captures

NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def frontier(engine):
    return Frontier(engine, "run", "subject", lambda: NOW)


def reopened(engine):
    return Frontier(engine, "run", "subject", lambda: NOW)


def at(path, priority=10, host="e.example", **rest):
    return Discovery(f"https://{host}/{path}", priority, 1, "", **rest)


def capture(url, status=200, archive="a.warc.gz", offset=0):
    return Capture(url, NOW, status, "text/html", "0" * 64, archive, offset)


def taken(frontier, **how):
    visits = []
    while visit := frontier.take(**how):
        visits.append(visit.url.rpartition("/")[2])
    return visits


def test_the_most_urgent_comes_first_then_the_first_found(frontier):
    """Addresses are taken by priority, and within one in the order of discovery."""
    frontier.add([at("c", 20), at("a", 10), at("d", 20), at("b", 10)])

    assert taken(frontier) == ["a", "b", "c", "d"]


def test_an_address_is_known_once(frontier):
    """The same address found again, even in the same list, is not added twice."""
    first = frontier.add([at("a"), at("a"), at("b")])

    again = frontier.add([at("b"), at("a")])

    assert (first, again) == (2, 0)


def test_an_address_found_again_as_more_urgent_moves_up(frontier):
    """A feed may tell that a page known from a link is a new post."""
    frontier.add([at("a", 10), at("b", 40)])

    frontier.add([at("b", 5)])

    assert taken(frontier) == ["b", "a"]


def test_an_address_that_a_nofollow_link_shut_is_opened_by_another_way(engine, frontier):
    """What is said of a link is not said of the page: a sitemap may still name it, also after a restart."""
    frontier.add([at("a", refused="nofollow"), at("b", refused="nofollow"), at("c", refused="robots")])

    frontier.add([at("a")])
    reopened(engine).add([at("b"), at("c")])

    assert taken(frontier) == ["a", "b"]


def test_busy_hosts_are_passed_over(frontier):
    """An address of a host that is being asked already has to wait; others go first."""
    frontier.add([at("a", 1, "one.example"), at("b", 2, "two.example")])

    assert taken(frontier, busy={"one.example"}) == ["b"]
    assert taken(frontier) == ["a"]


def test_a_floor_passes_over_what_is_more_urgent(frontier):
    """Priorities below the floor are left in the queue."""
    frontier.add([at("post", 10), at("contact", 30)])

    assert taken(frontier, floor=30) == ["contact"]


def test_what_was_in_flight_is_queued_again_on_opening(engine, frontier):
    """A crawl that died while fetching loses nothing."""
    frontier.add([at("a"), at("b")])
    frontier.take()

    again = reopened(engine)

    assert again.resumed == 2
    assert taken(again) == ["a", "b"]


def test_a_capture_and_its_links_are_saved_together(engine, frontier):
    """Done means: the capture row is there, the address is fetched and the links of the page are queued."""
    frontier.add([at("a")])
    visit = frontier.take()

    frontier.done(capture(visit.url), [at("b")])

    with engine.connect() as connection:
        assert connection.execute(select(captures.c.url)).scalars().all() == [visit.url]
    assert [(o.outcome, o.count) for o in frontier.ledger()] == [("fetched", 1), ("queued", 1)]


def test_a_failed_transaction_leaves_nothing_behind(engine, frontier):
    """When a link cannot be saved the capture is not saved either, and the address is still in flight."""
    frontier.add([at("a")])
    visit = frontier.take()
    with pytest.raises(ValueError, match="not an http"):
        frontier.done(capture(visit.url), [Discovery("nonsense", 1, 1, "")])

    again = reopened(engine)

    with engine.connect() as connection:
        assert connection.execute(select(captures.c.url)).scalars().all() == []
    assert taken(again) == ["a"]


def test_the_ledger_adds_up(frontier):
    """Fetched, failed, refused and the cut-off tails of lists sum to everything discovered."""
    frontier.add([at(str(n)) for n in range(6)])
    frontier.add([at("pdf", refused="not HTML"), at("tail", refused="budget", urls=100)])
    frontier.done(capture(frontier.take().url))
    frontier.failed(frontier.take().url, "status 404")
    frontier.refused(frontier.take().url, "robots")
    frontier.refuse_queued("budget")

    ledger = frontier.ledger()

    counts = {outcome.outcome: outcome.count for outcome in ledger}
    assert counts == {"fetched": 1, "status 404": 1, "robots": 1, "not HTML": 1, "budget": 103}
    assert sum(counts.values()) == 6 + 1 + 100
    assert ledger[0].outcome == "fetched"
    assert ledger[0].example == "https://e.example/0"


def test_redirects_do_not_use_up_the_budget(frontier):
    """Asked counts pages fetched or failed, not those that only pointed elsewhere."""
    frontier.add([at("a"), at("b"), at("c", 1)])
    frontier.done(capture(frontier.take().url))
    frontier.done(capture(frontier.take().url, 301))
    frontier.failed(frontier.take().url, "timeout")

    assert frontier.asked() == 2
    assert frontier.asked(skip=(1,)) == 1


def test_pages_of_a_lost_archive_are_queued_again(engine, frontier):
    """A capture that points beyond the archive's end, or into another file, is not kept."""
    frontier.add([at("kept"), at("cut"), at("moved")])
    frontier.done(capture(frontier.take().url, offset=10))
    frontier.done(capture(frontier.take().url, offset=500))
    frontier.done(capture(frontier.take().url, archive="old.warc.gz"))

    count = frontier.keep_captures("a.warc.gz", 100)

    assert count == 2
    assert taken(frontier) == ["cut", "moved"]


def test_an_address_that_failed_goes_behind_its_equals(frontier):
    """Put back as the last, an address waits for all others of its priority; put back plainly it keeps its place."""
    frontier.add([at("a"), at("b"), at("c", 20)])
    frontier.put_back(frontier.take().url)
    first = frontier.take()
    frontier.put_back(first.url, last=True)

    assert first.url.endswith("/a")
    assert taken(frontier) == ["b", "a", "c"]


def test_subjects_and_runs_do_not_mix(engine, frontier):
    """The frontier of one company says nothing about another, nor about the same one in another run."""
    frontier.add([at("a")])

    others = [Frontier(engine, "run", "other", lambda: NOW), Frontier(engine, "later", "subject", lambda: NOW)]

    assert [other.take() for other in others] == [None, None]


def test_robots_files_are_kept_for_a_day(engine):
    """A file is found again within 24 hours and asked for anew after that (RFC 9309)."""
    file = RobotsFile("https://e.example", NOW, 200, "User-agent: *\nDisallow: /\x00")
    save_robots(engine, file)
    save_robots(engine, file)

    kept = load_robots(engine, "https://e.example", NOW + timedelta(hours=23))

    assert kept is not None
    assert kept.body == "User-agent: *\nDisallow: /"
    assert load_robots(engine, "https://e.example", NOW + timedelta(hours=25)) is None
    assert load_robots(engine, "http://e.example", NOW) is None


def test_a_note_does_not_change_what_became_of_a_page(frontier):
    """A fetched page with a note counts as fetched; the notes are counted apart."""
    frontier.add([at("a"), at("b"), at("c")])
    taken(frontier)
    frontier.done(capture("https://e.example/a"), notes=["noindex", "unchanged"])
    frontier.done(capture("https://e.example/b"), notes=["unchanged"])
    frontier.done(capture("https://e.example/c", 302), notes=["unchanged"])

    ledger, notes = frontier.ledger(), frontier.notes()

    assert [(o.outcome, o.count) for o in ledger] == [("fetched", 3)]
    assert [(o.outcome, o.count) for o in notes] == [("unchanged", 2), ("noindex", 1)]


def test_what_was_asked_is_counted_by_host(frontier):
    """Fetched and failed addresses count for their host; redirects, refusals and skipped priorities do not."""
    frontier.add([at("a"), at("b"), at("c"), at("map", 1), at("d", host="f.example"), at("e")])
    taken(frontier)
    frontier.done(capture("https://e.example/a"))
    frontier.failed("https://e.example/b", "timeout")
    frontier.done(capture("https://e.example/c", 301))
    frontier.done(capture("https://e.example/map"))
    frontier.failed("https://f.example/d", "status 404")
    frontier.refused("https://e.example/e", "robots")

    assert frontier.asked_by_authority((1,)) == {"e.example": 2, "f.example": 1}


def test_a_trap_on_one_way_is_open_on_another(frontier):
    """An address refused as one too many of a chain is queued when a list of the site names it."""
    frontier.add([at("a", refused="trap")])

    frontier.add([at("a")])

    assert taken(frontier) == ["a"]
    assert frontier.ways() == (("https://e.example/a", ""),)
