"""Discovery: places that the market links to and the brief does not name, each with what speaks for it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from market.findings import Evidence
from market.venues import Candidate, Citation

MOST = 30  # candidates: a list that nobody reads to its end proposes nothing
MOST_PUBLICATIONS = 10  # of them: everybody cites papers, and would hide where people meet
PUBLICATION = "publication"
_SHOWN = 3  # pieces of evidence of each sort
_LEAST = {PUBLICATION: 3}  # what everybody cites needs more to be somewhere to go
_TWO = 2
_ORDER = ("community", "podcast", "newsletter", "video channel", PUBLICATION)


def discover(
    citations: Iterable[Citation], names: Mapping[str, str], known: Callable[[str], bool]
) -> tuple[Candidate, ...]:
    """The cited places that are worth a look: where people meet or listen, then what they read; at most ``MOST``.

    Within each part those with most sources come first. A source is a distinct author × conversation, or a company
    whose pages link there outside their frame: what is in the frame of its pages is a company's own channel or
    supplier. A place needs two sources, a publication three. One company alone is enough for a community only, by two
    pages. ``names`` are the companies' names by Company.key; ``known`` tells addresses that the brief has already.
    """
    by_place: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        by_place[citation.place.url.lower()].append(citation)  # a subreddit has one name in any case
    found = [c for cited in by_place.values() if (c := _candidate(cited, names)) and not known(c.url)]
    ranked = sorted(found, key=_weight)
    read = [candidate for candidate in ranked if candidate.kind == PUBLICATION][:MOST_PUBLICATIONS]
    meet = [candidate for candidate in ranked if candidate.kind != PUBLICATION][: MOST - len(read)]
    return (*meet, *read)


def _weight(candidate: Candidate) -> tuple[int, int, int, int, str]:
    sources = candidate.voices + len(candidate.companies)
    return -sources, -candidate.rivals, _ORDER.index(candidate.kind), -candidate.pages, candidate.url


def _candidate(cited: Sequence[Citation], names: Mapping[str, str]) -> Candidate | None:
    place = min((citation.place for citation in cited), key=lambda p: p.url)
    owners = {c.company for c in cited if c.company and c.framed}
    pages = [c for c in cited if c.company and c.company not in owners]
    talk = [c for c in cited if not c.company]
    voices = {(c.author or c.source, c.source) for c in talk}
    rivals = {(c.author or c.source, c.source) for c in talk if c.rivals}
    companies = tuple(sorted({c.company for c in pages}))
    addresses = {c.source for c in pages}
    alone = place.kind == "community" and len(addresses) >= _TWO
    if len(voices) + len(companies) < _LEAST.get(place.kind, _TWO) and not alone:
        return None
    told = [_talk(len(voices), len({c.source for c in talk}), len(rivals))] if voices else []
    told += [_pages(len(addresses), [names[key] for key in companies])] if pages else []
    shown = (*_first(talk), *_first(pages))
    return Candidate(
        *(place.url, place.name, place.kind, place.platform, "; ".join(told)),
        *(len(addresses), len(voices), len(rivals), companies, shown),
    )


def _first(cited: Iterable[Citation]) -> tuple[Evidence, ...]:
    by_source = {citation.source: citation.evidence for citation in sorted(cited, key=lambda c: c.evidence.quote)}
    return tuple(by_source[source] for source in sorted(by_source)[:_SHOWN])


def _talk(voices: int, conversations: int, rivals: int) -> str:
    where = f"{conversations} conversation{'s' * (conversations != 1)}"
    beside = f", {rivals} of them where a competitor is named" if rivals else ""
    return f"linked by {voices} voice{'s' * (voices != 1)} in {where}{beside}"


def _pages(pages: int, companies: Sequence[str]) -> str:
    listed = " and ".join(filter(None, (", ".join(companies[:-1]), companies[-1])))
    return f"linked on {pages} page{'s' * (pages != 1)} of {listed}"
