"""What is proposed, what is not, and why."""

from datetime import UTC, datetime

import pytest

from market.findings import Evidence
from market.pages import Capture
from market.venues import Citation, Place
from nlp.discovery import MOST, discover

NAMES = {"a": "Maple Key", "b": "Riverbend", "c": "Front Porch"}
FORUM = Place("https://forum.roofs.org/", "forum.roofs.org", "community", "forum")
PAPER = Place("https://roofing-weekly.org/", "roofing-weekly.org", "publication", "")
AT = datetime(2026, 5, 4, tzinfo=UTC)


def evidence(url: str) -> Evidence:
    return Evidence.of(Capture(url, AT, 200, "text/html", "d" * 64, "a.warc.gz", 0), "link")


def said(author: str, thread: str, place: Place = FORUM, rivals: bool = False) -> Citation:
    source = f"https://talk.example/{thread}"
    return Citation(place, "", source, author, False, rivals, evidence(source))


def linked(company: str, page: str, place: Place = FORUM, framed: bool = False) -> Citation:
    source = f"https://{company}.example/{page}"
    return Citation(place, company, source, "", framed, False, evidence(source))


def found(*citations: Citation, known=lambda _: False):
    return discover(citations, NAMES, known)


def test_one_person_in_one_thread_is_one_voice():
    """Three links by one author in one conversation propose nothing; two authors do, and so do two conversations."""
    assert found(*[said("h1", "1")] * 3) == ()
    assert found(said("h1", "1"), said("h2", "1"))[0].voices == 2
    assert found(said("h1", "1"), said("h1", "2"))[0].voices == 2
    assert found(said("", "1"), said("", "1")) == ()  # nobody known: the conversation is the unit


def test_the_reason_says_who_links_there():
    """Voices, conversations, co-mentions of competitors, pages and companies, with the addresses as evidence."""
    (one,) = found(said("h1", "1", rivals=True), said("h2", "1", rivals=True), said("h1", "2"), linked("b", "x"))

    assert one.reason == (
        "linked by 3 voices in 2 conversations, 2 of them where a competitor is named; linked on 1 page of Riverbend"
    )
    assert (one.voices, one.rivals, one.pages, one.companies) == (3, 2, 1, ("b",))
    assert [e.url for e in one.evidence] == ["https://talk.example/1", "https://talk.example/2", "https://b.example/x"]


def test_a_companys_own_channel_is_not_proposed():
    """What stands in the frame of a company's pages is its own or its supplier's, however many pages show it."""
    frame = [linked("a", str(n), framed=True) for n in range(50)]

    assert found(*frame) == ()
    assert found(*frame, linked("a", "post")) == ()
    assert found(*frame, linked("b", "1"), linked("c", "1"))[0].companies == ("b", "c")


def test_one_company_alone_is_enough_for_a_community_it_links_twice():
    """A publication needs three sources, a community two, or two pages of one company."""
    assert found(linked("a", "1")) == ()
    assert len(found(linked("a", "1"), linked("a", "2"))) == 1
    assert found(linked("a", "1", PAPER), linked("a", "2", PAPER), linked("b", "1", PAPER)) == ()
    assert len(found(linked("a", "1", PAPER), linked("b", "1", PAPER), said("h", "1", PAPER))) == 1


def test_what_the_brief_has_is_not_proposed():
    """Known places are left out."""
    assert found(said("h1", "1"), said("h2", "2"), known=lambda url: url == FORUM.url) == ()


@pytest.mark.parametrize("turned", [1, -1])
def test_the_order_is_by_sources_and_the_same_for_any_order_of_links(turned):
    """Meeting places before publications, each with most sources first; at most thirty, ten of them publications."""
    places = [Place(f"https://forum{n}.org/", f"forum{n}.org", "community", "forum") for n in range(40)]
    papers = [Place(f"https://paper{n}.org/", f"paper{n}.org", "publication", "") for n in range(20)]
    cited = [said(f"h{k}", "1", place) for n, place in enumerate(places) for k in range(2 + n % 3)]
    cited += [said(f"h{k}", "1", paper) for n, paper in enumerate(papers) for k in range(9 + n)]

    ranked = found(*cited[::turned])

    assert len(ranked) == MOST
    assert [c.kind for c in ranked] == ["community"] * 20 + ["publication"] * 10
    for part in (ranked[:20], ranked[20:]):
        assert [c.voices for c in part] == sorted((c.voices for c in part), reverse=True)
    assert ranked[20].url == "https://paper19.org/"
