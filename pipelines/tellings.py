"""Tellings: where an archive tells what is to be forgotten, read as an audit reads it."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from market.brief import Brief
from market.forgetting import Forgotten
from market.pages import Page
from market.posts import Conversation
from market.venues import Access, Venue

log = logging.getLogger(__name__)


def told_in(path: Path, pages_too: bool, forgotten: Forgotten) -> set[str]:
    """The addresses in an archive that tell it; their words are added to what is forgotten.

    Conversations are read as an audit reads them; with ``pages_too`` any page at a forgotten address counts.
    """
    from store.archive import read_archive
    from tactics.pages import read_page

    venues = _venues(path.parent)
    told = set()
    for page in read_archive(path):
        here = False
        for talk in _parsed(page, venues):
            whole = forgotten.at(talk.url)
            own = [(talk.author, f"{talk.title}\n{talk.text}"), *((a.author, a.text) for a in talk.answers)]
            words = [text for author, text in own if whole or _is(author, forgotten)]
            forgotten.add_words(*words)
            here |= whole or bool(words)
        if pages_too and not here and forgotten.at(page.url):
            reading = read_page(page)
            forgotten.add_words(reading.title, reading.text)
            here = True
        if here:
            told.add(page.url)
    return told


def _is(author: str, forgotten: Forgotten) -> bool:
    name = author.lower()
    return bool(name) and (name in forgotten.names or name.split(" ")[0] in forgotten.names)


def _parsed(page: Page, venues: Sequence[Venue]) -> Iterator[Conversation]:
    """The conversations of a page with authors by their names: they are compared here and kept nowhere."""
    from spiders.connectors import connectors

    for venue in [v for v in venues if v.platform and connectors[v.platform].holds(page.url, v)]:
        try:
            yield from connectors[venue.platform].parse(page, venue, lambda name: name)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            log.warning("%s: not understood as %s; looked through word by word", page.url, venue.platform)


def _venues(evidence: Path) -> tuple[Venue, ...]:
    """The venues that the run whose evidence this is knew; none for archives from elsewhere."""
    brief = brief_of(evidence)
    if brief is None:
        return ()
    from pipelines.brief import venues_of

    return tuple(venue for venue in venues_of(brief) if venue.access is not Access.CLOSED or venue.export)


def brief_of(evidence: Path) -> Brief | None:
    """The brief that a run keeps in its folder of evidence; None without one that can be read."""
    from market.brief_yaml import BriefError, kept_brief
    from market.run_records import ACTUALS, BRIEF, SETTINGS
    from store.archive import ArchiveError
    from store.run_records import FILE_NAME, load_run_record

    try:
        record = load_run_record(evidence / FILE_NAME) if (evidence / FILE_NAME).is_file() else None
        kept = {role: file.body for role in (BRIEF, ACTUALS, SETTINGS) if record and (file := record.file(role))}
        return kept_brief(kept[BRIEF], FILE_NAME, kept.get(ACTUALS, b""), kept.get(SETTINGS, b"")) if kept else None
    except (ArchiveError, BriefError) as error:
        log.warning("%s: %s; its archives are looked through word by word", evidence, error)
        return None
