"""Discovery: the link graph of everything that was read, as citations of places."""

from collections.abc import Iterator, Sequence

from market.companies import Role
from market.findings import Evidence
from market.pages import PageKind
from market.posts import Conversation, Mention
from market.venues import Candidate, Citation, Venue
from nlp.discovery import discover
from pipelines.reading import CompanyMaterial
from spiders.connectors import connectors
from spiders.places import place_of
from spiders.territory import registered_name

_CONTENT = (PageKind.HOME, PageKind.POST, PageKind.LISTING, PageKind.OTHER)


def candidates(
    companies: Sequence[CompanyMaterial],
    conversations: Sequence[Conversation],
    mentions: Sequence[Mention],
    venues: Sequence[Venue],
) -> tuple[Candidate, ...]:
    """The places that pages of companies and ``conversations`` link to; ``mentions`` say who is named where.

    The companies' own sites, with all their subdomains, and the venues of the brief are no candidates.
    """
    everybody = [item.company for item in companies]
    own = {registered_name(company.url) or company.host for company in everybody}
    rivals = {company.key for company in everybody if company.role is Role.COMPETITOR}
    beside = {mention.url for mention in mentions if mention.company in rivals}
    cited = (*_of_pages(companies, own), *_of_talk(conversations, beside, own))
    return discover(cited, {c.key: c.name for c in everybody}, lambda url: is_known(url, venues))


def is_known(url: str, venues: Sequence[Venue]) -> bool:
    """Whether a place is one of the venues: its address is held by one, or the other way round."""
    place = place_of(url)
    for venue in venues:
        theirs = place_of(venue.url)
        if url == venue.url or (place and theirs and place.url == theirs.url):
            return True
        if venue.platform in connectors and connectors[venue.platform].holds(url, venue):
            return True
    return False


def _of_pages(companies: Sequence[CompanyMaterial], own: set[str]) -> Iterator[Citation]:
    for item in companies:
        for page in item.snapshot.pages:
            if page.kind not in _CONTENT:
                continue
            for link in page.links:
                place = None if registered_name(link.url) in own else place_of(link.url)
                if place is None or "sponsored" in link.rel.split():
                    continue
                framed = link.region != "main" or "me" in link.rel.split()
                evidence = Evidence.of(page.capture, link.url)
                yield Citation(place, item.company.key, page.url, "", framed, False, evidence)


def _of_talk(conversations: Sequence[Conversation], beside: set[str], own: set[str]) -> Iterator[Citation]:
    for talk in conversations:
        for author, links in ((talk.author, talk.links), *((a.author, a.links) for a in talk.answers)):
            for url in links:
                place = None if registered_name(url) in own else place_of(url)
                if place:
                    evidence = Evidence.of(talk.capture, url)
                    yield Citation(place, "", talk.url, author, False, talk.url in beside, evidence)
