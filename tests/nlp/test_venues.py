import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest

from market.companies import Company, Role
from market.figures import Window
from market.pages import Capture
from market.posts import Conversation, Post
from market.urls import digest, key_of
from market.venues import Access, Venue
from nlp.conversations import Heard
from nlp.observed import Measure, Observed
from nlp.relevance import find_on_market
from nlp.venues import hidden_gem_reason, score_venues

OURS = Company("Crumb & Co", "https://crumb.example/", Role.CLIENT)
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"


class Forum(Venue):
    """A venue whose key is its name, as the conversations of these tests have it."""

    @property
    def key(self) -> str:
        return self.name


def forums(*names: str, access: Access = Access.CRAWLABLE) -> list[Venue]:
    return [Forum(name, f"https://{name}.example/", "", access) for name in names]


@pytest.fixture(scope="module")
def relevance(square, bakery_posts, model):
    return find_on_market(square, bakery_posts, [OURS], ["sourdough", "stone oven"], model)


def test_the_market_is_where_its_words_are(relevance):
    """The bakers' venue ranks first with an affinity above 1; chess and gardens stay below."""
    scores = score_venues(forums("chess", "bakers", "garden"), relevance)

    assert scores[0].venue.name == "bakers"
    assert scores[0].affinity.interval.low > 1
    assert all(s.affinity.interval.high < 1 for s in scores[1:])


def test_figures_can_prove_themselves(relevance):
    """Share, affinity and reach carry ids, counts, intervals around the value and evidence."""
    (first, *_) = score_venues(forums("bakers", "chess", "garden"), relevance)

    ids = [first.share.id, first.affinity.id, first.reach.id]
    assert ids == ["venue-share.bakers", "venue-affinity.bakers", "venue-reach.bakers"]
    assert first.share.value == first.on_market / first.conversations
    assert first.share.interval.low <= first.share.value <= first.share.interval.high
    assert first.share.evidence_total == first.on_market
    assert first.share.evidence


def test_a_widened_interval_names_its_family(relevance):
    """Who reads the method learns over how many venues the bounds were widened; one venue alone has no family."""
    scores = score_venues(forums("bakers", "chess", "garden"), relevance)

    methods = {f.interval.method for s in scores for f in (s.share, s.affinity, s.reach)}
    family = "widened over 3 venues (Bonferroni)"
    assert methods == {f"Wilson score, {family}", f"conditional exact, {family}"}
    (alone,) = score_venues(forums("bakers"), relevance)
    assert alone.share.interval.method == "Wilson score"


def test_the_family_is_the_venues_observed(relevance):
    """A venue that could not be read widens nobody's interval."""
    scores = score_venues([*forums("bakers", "chess"), *forums("lost")], relevance)

    assert "over 2 venues" in scores[0].share.interval.method


def test_shares_say_what_they_are_a_share_of(relevance):
    """The unit of a share names its whole, so that it is printed as a percentage of something."""
    (first, *_) = score_venues(forums("bakers", "chess", "garden"), relevance)

    assert first.share.unit == "share of conversations"
    assert first.reach.unit == "share of observed authors"


def test_reach_is_shared_out(relevance):
    """Where nobody writes in two venues, the reaches add up to the whole."""
    scores = score_venues(forums("bakers", "chess", "garden"), relevance)

    assert sum(s.reach.value for s in scores) == pytest.approx(1)


def test_unread_venues_come_last_with_a_reason(relevance):
    """A closed network has no figure of 0 but none, and says why; a stated reason wins."""
    venues = [*forums("bakers", "chess"), *forums("members-only", access=Access.CLOSED), *forums("lost")]

    scores = score_venues(venues, relevance, reasons={"lost": "robots.txt forbids it"})

    last = {s.venue.name: s for s in scores[-2:]}
    assert set(last) == {"members-only", "lost"}
    assert "closed network" in last["members-only"].reason
    assert last["lost"].share.reason == "robots.txt forbids it"
    assert last["lost"].share.value is None


def test_order_of_input_changes_nothing(square, bakery_posts, relevance, model):
    """Reordered conversations, posts and venues give the same on-market set and the same scores."""
    mixed, posts = sorted(square, key=lambda c: (c.title, c.key)), bakery_posts[::-1]

    again = find_on_market(mixed, posts, [OURS], ["stone oven", "sourdough"], model)

    assert again.on_market == relevance.on_market
    names = ["bakers", "chess", "garden"]
    forward = score_venues(forums(*names), relevance)
    assert score_venues(forums(*names[::-1]), again) == forward


def test_one_venue_alone_has_no_affinity(talk, bakery_posts, model):
    """Without another venue there is nothing to compare with, and the figure says so."""
    alone = find_on_market([talk("sourdough help", "bakers")], bakery_posts, [OURS], ["sourdough"], model)

    (score,) = score_venues(forums("bakers"), alone)

    assert (score.on_market, score.affinity.value) == (1, None)
    assert "no other venue" in score.affinity.reason


def test_a_single_keyword_is_outvoted_by_its_neighbours(square, bakery_posts, talk, model):
    """A chess title that holds a keyword of the market by chance stays off-market."""
    stray = talk("Starter opening theory for the bishop pair and pawn structure", "chess", author="z")

    found = find_on_market([*square, stray], bakery_posts, [OURS], ["starter"], model)

    assert stray.key not in found.on_market


def test_a_phrase_of_the_brief_decides(square, bakery_posts, talk, model):
    """Two words of a keyword within five meaningful words make a conversation on-market, in any order."""
    asked = talk("Which oven of stone fits a chess club?", "chess", author="z")

    found = find_on_market([*square, asked], bakery_posts, [OURS], ["stone oven"], model)

    assert asked.key in found.on_market


def test_only_the_window_counts(square, bakery_posts, model):
    """Conversations that began outside the window are left out and counted as such."""
    later = Window(date(2026, 1, 1), date(2026, 6, 30))

    found = find_on_market(square, bakery_posts, [OURS], ["sourdough"], model, later)

    assert (found.heard.heard, found.on_market) == ((), frozenset())
    assert found.heard.outside_window == len({c.key for c in square})


def test_present_competitors_are_named_by_key(talk, bakery_posts, square, model):
    """A company that conversations of a venue name is listed there and nowhere else."""
    named = talk("Crumb & Co has the best rye bread", "bakers", author="z")
    found = find_on_market([*square, named], bakery_posts, [OURS], ["sourdough"], model)

    scores = score_venues(forums("bakers", "chess"), found)

    assert {s.venue.name: s.competitors_present for s in scores} == {"bakers": (OURS.key,), "chess": ()}


def test_one_busy_writer_is_no_crowd(square, bakery_posts, talk, model):
    """Two hundred bread posts by one person in the chess venue count as three and leave it below the bakers."""
    flood = [talk(f"Sourdough starter and rye bread, part {i}", "chess", author="spammer") for i in range(200)]
    found = find_on_market([*square, *flood], bakery_posts, [OURS], ["sourdough"], model)

    scores = {s.venue.name: s for s in score_venues(forums("bakers", "chess", "garden"), found)}

    assert scores["chess"].conversations < 70
    assert scores["chess"].affinity.interval.high < scores["bakers"].affinity.interval.low
    assert scores["chess"].share.inputs[-1][0].startswith("left out")


def test_reach_counts_people(square, bakery_posts, talk, model):
    """One author with many threads is one of the observed authors who discuss the market."""
    many = [talk(f"Rye bread and dough hydration {i}", "bakers", author="regular") for i in range(3)]
    plain = find_on_market(square, bakery_posts, [OURS], ["sourdough"], model)
    found = find_on_market([*square, *many], bakery_posts, [OURS], ["sourdough"], model)

    before, after = (score_venues(forums("bakers", "chess"), r)[0] for r in (plain, found))

    assert after.voices == before.voices + 3
    assert after.authors == before.authors + 1


def test_the_base_is_compared_with_and_not_ranked(relevance):
    """Venues marked as the base give the affinity its denominator and have no row."""
    base = [Forum(name, f"https://{name}.example/", "", Access.CRAWLABLE, base=True) for name in ("chess", "garden")]

    (score,) = score_venues([*forums("bakers"), *base], relevance)

    assert score.venue.name == "bakers"
    assert ("conversations in the base", "121") in score.affinity.inputs


def test_hidden_gems_are_refused_below_their_minimum(relevance):
    """Sixty on-market authors are too few for a hidden gem, and the reason says so."""
    first = score_venues(forums("bakers", "chess", "garden"), relevance)[0]

    assert not first.gem
    assert first.gem_reason == "60 on-market authors observed, 150 needed"


@pytest.mark.parametrize(
    ("authors", "others", "word"),
    [(160, 20_000, ""), (149, 20_000, "149 on-market authors"), (160, 10_000, "of the base, over 1%")],
)
def test_a_hidden_gem_is_small_and_surely_on_the_market(talk, authors, others, word):
    """At least 150 on-market authors, an affinity surely above 1 and at most 1 % of the base: else the reason is said."""
    one = talk("Rye bread", "gem")
    inside = [Heard(replace(one, author=f"a{i}", url=f"{one.url}{i}"), "Rye bread", "") for i in range(authors)]
    outside = [Heard(replace(one, author=f"b{i}", url=f"{one.url}-{i}"), "Chess", "") for i in range(others)]
    own = Observed(tuple(inside), tuple(inside), (), 0)
    base = Observed(tuple(outside), tuple(outside[:50]), (), 0)
    measure = Measure(forums("gem")[0], None, 1, "")

    reason = hidden_gem_reason(measure, own, base)

    assert (word in reason) if word else reason == ""


@pytest.mark.corpora
@pytest.mark.parametrize("market", ["civic-digital-services", "data-processing-engines", "static-site-generators"])
def test_relevant_communities_rank_above_irrelevant_ones(market, model):
    """On real communities, every relevant one ranks above every irrelevant one."""
    folder = CORPORA / market
    if not folder.is_dir():
        pytest.skip("the real web material is not beside the project")
    brief = _brief(market)
    companies = [Company(key_of(u), u, Role.COMPETITOR) for u in brief["companies"]]
    talk = _listings(folder / "www.reddit.com.warc.gz")
    relevance = find_on_market(talk, _posts(folder, brief["companies"]), companies, brief["keywords"], model)
    venues = [Venue(u, u, "reddit", Access.API) for u in brief["communities"] if "reddit.com" in u]
    truth = json.loads((folder / "truth" / "communities.json").read_text())

    scores = score_venues(venues, relevance)

    names = [s.venue.url.rstrip("/").rpartition("/")[2] for s in scores]
    relevant = set(truth["relevant_subreddits"])
    assert set(names[: len(relevant)]) == relevant


def _brief(market: str) -> dict[str, list[str]]:
    import yaml

    brief = yaml.safe_load((CORPORA / "briefs" / f"{market}.yaml").read_text())
    return {
        "companies": [brief["client"]["url"], *(c["url"] for c in brief["competitors"])],
        "communities": [c["url"] for c in brief["communities"]],
        "keywords": brief["keywords"],
    }


def _records(path: Path):
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                body = record.content_stream().read()
                yield Capture(url, datetime(2026, 1, 5, tzinfo=UTC), 200, "", digest(body), path.name, 0), body


def _listings(path: Path) -> list[Conversation]:
    found = []
    for capture, body in _records(path):
        if "/top.json?" in capture.url:
            for child in json.loads(body)["data"]["children"]:
                post = child["data"]
                url = f"https://www.reddit.com{post['permalink']}"
                venue = key_of(f"https://www.reddit.com/r/{post['subreddit']}/")
                title, text = unescape(post["title"]), unescape(post.get("selftext") or "")
                began = datetime.fromtimestamp(post["created_utc"], UTC)
                author = digest(post["author"])[:12]
                found.append(Conversation(venue, url, title, text, author, began, None, None, capture))
    return found


def _posts(folder: Path, companies: list[str]) -> list[Post]:
    import trafilatura

    found = []
    for site in companies:
        host = site.split("/")[2]
        truth = json.loads((folder / "truth" / f"{host}.json").read_text())
        titles = {key_of(p["url"]): p.get("title") or "" for p in truth["posts"]}
        for capture, body in _records(folder / f"{host}.warc.gz"):
            if capture.url.startswith("http") and (key := key_of(capture.url)) in titles and b"<html" in body[:2000]:
                text = trafilatura.extract(body.decode("utf-8", "replace"), fast=True) or ""
                title = titles[key]
                found.append(Post(key_of(site), capture.url, title, text, title, 0, "en", None, capture))
    return found
