"""Venues: where prospects gather, by reach and affinity, and one venue with what was decided of it."""

from collections.abc import Mapping, Sequence

from market.audits import Audit
from market.urls import digest
from market.venues import Access, Candidate, VenueScore
from reports.blocks import Cell, Column, FigureText, Note, Paragraph, Quote, Table, Term, Terms
from reports.evidence import figure_link
from reports.sections.venues import MOST, access_of, named_in, newest_of, venue_chart
from reports.tables import figure_cell, text_cell
from reports.words import capital, clean, counted, many, span_of, tally, value_of
from web.decided import MARKS, Decided
from web.pages import Choice, Filter, Part, Query, View, asked, matches
from web.pages.evidence import capture_entry

_TONES = {"accepted": "yes", "refused": "no"}
_ORDERS = {"place": "rank", "reach": "reach", "affinity": "affinity", "newest": "newest conversation"}
_COLUMNS = (
    "Venue",
    "Marked",
    "Affinity",
    "Reach",
    "On your market",
    "Growth",
    "Answered",
    "Newest",
    "Access",
    "Companies",
)
_NUMERIC = ("Affinity", "Reach", "On your market", "Growth", "Answered")


def venues(audit: Audit, decided: Decided, query: Query) -> View:
    """The page of venues; ``q``, ``access``, ``mark`` and ``order`` of the query choose and sort."""
    words, access = asked(query, "q"), asked(query, "access", [str(a) for a in Access])
    mark, order = asked(query, "mark", (*MARKS, "open")), asked(query, "order", list(_ORDERS)) or "place"
    places = {score.venue.key: place for place, score in enumerate(audit.venues, start=1)}
    held = [
        score
        for score in audit.venues
        if matches(words, score.venue.name, score.venue.url)
        and access in ("", str(score.venue.access))
        and mark in ("", decided.venue(score.venue.key) or "open")
    ]
    held.sort(key=lambda score: _sort_key(order, score, places))
    measured = [score for score in held if score.affinity.value is not None][:MOST]
    parts = [Part(venue_chart(measured), "map")] if len(measured) > 1 else []
    parts.append(Part(_table(audit, decided, held, places), "venues"))
    if audit.candidates:
        proposed = [c for c in audit.candidates if matches(words, c.name, c.url)]
        proposed = [c for c in proposed if mark in ("", decided.venue(c.url) or "open")]
        parts.append(Part(_proposed(audit, decided, proposed), "proposed"))
    filters = (
        Filter("q", "Name or address with", words),
        Filter("access", "Access", access, tuple(Choice(str(a), str(a)) for a in Access)),
        Filter("mark", "Marked", mark, (*(Choice(name, name) for name in MARKS), Choice("open", "not decided"))),
        Filter("order", "Order", order, tuple(Choice(key, label) for key, label in _ORDERS.items())),
    )
    known = frozenset([*map(_entry, audit.venues), *(f"venue.{candidate_key(c)}" for c in audit.candidates)])
    shown, every = tally(len(held)).capitalize(), many(len(audit.venues), "venue")
    found = f"{shown} of {every}, {tally(len(measured))} of them measured."
    return View("Where prospects hang out", found, tuple(parts), (), filters, known=known)


def _entry(score: VenueScore) -> str:
    return f"venue.{score.venue.key}"


def _sort_key(order: str, score: VenueScore, places: Mapping[str, int]) -> tuple[float | str, int]:
    place = places[score.venue.key]
    if order == "newest":
        return "".join(chr(0x10FF - ord(letter)) for letter in score.last_at[:10]) or "\uffff", place
    value = {"reach": score.reach.value, "affinity": score.affinity.value}.get(order)
    return (-value if value is not None else float("inf")) if order != "place" else 0.0, place


def _companies(audit: Audit, score: VenueScore) -> str:
    """How many of the companies were named there."""
    return f"{len(score.competitors_present)} of {len(audit.companies)}" if score.conversations else "not read"


def _table(audit: Audit, decided: Decided, held: Sequence[VenueScore], places: Mapping[str, int]) -> Table:
    rows = tuple(
        (
            Cell((FigureText(f"{places[score.venue.key]}. {score.venue.name}", _entry(score)),)),
            text_cell(
                decided.venue(score.venue.key) or "–",
                _TONES.get(decided.venue(score.venue.key), ""),
            ),
            figure_cell(score.affinity),
            figure_cell(score.reach),
            figure_cell(score.share),
            figure_cell(score.growth),
            figure_cell(score.answer_rate),
            text_cell(newest_of(score)),
            text_cell(score.reason or access_of(score.venue)),
            text_cell(_companies(audit, score)),
        )
        for score in held
    )
    columns = tuple(Column(name, name in _NUMERIC) for name in _COLUMNS)
    read = "Affinity 2: the market is discussed there twice as much as elsewhere. The rank goes by its lower end."
    return Table(f"{many(len(rows), 'venue').capitalize()}", columns, rows, Note(read))


def candidate_key(candidate: Candidate) -> str:
    """The part of an address that stands for a place that was proposed."""
    return f"proposed-{digest(clean(candidate.url))[:16]}"


def _proposed(audit: Audit, decided: Decided, held: Sequence[Candidate]) -> Table:
    rows = tuple(
        (
            Cell((FigureText(c.name, f"venue.{candidate_key(c)}"),)),
            text_cell(decided.venue(c.url) or "–", _TONES.get(decided.venue(c.url), "")),
            text_cell(c.kind),
            text_cell(f"{c.pages:,}"),
            text_cell(f"{c.voices:,}"),
            text_cell(f"{len(c.companies)} of {len(audit.companies)}"),
            text_cell(c.platform or "not read yet"),
        )
        for c in held
    )
    columns = (
        Column("Place"),
        Column("Marked"),
        Column("Kind"),
        Column("Pages that link", True),
        Column("Voices that link", True),
        Column("Companies"),
        Column("Read as"),
    )
    read = "The brief does not name them. Accepted ones are written into it with: watercooler decisions BRIEF --write"
    return Table(f"Proposed: {many(len(rows), 'place')} that the market links to", columns, rows, Note(read))


def candidate(audit: Audit, decided: Decided, key: str) -> View | None:
    """The page of a place that was proposed; None for one that was not."""
    found = next((c for c in audit.candidates if candidate_key(c) == key), None)
    if found is None:
        return None
    facts = (
        Term("Address", (found.url,)),
        Term("Kind", (found.kind,)),
        Term("Read as", (found.platform or "not read yet",)),
        Term("Links", (f"{counted(found.pages, 'page')} of companies, {counted(found.voices, 'voice')}",)),
    )
    quotes = tuple(
        Part(Quote(one.quote, one.url, FigureText("archived page", capture_entry(one)))) for one in found.evidence
    )
    known = frozenset(capture_entry(one) for one in found.evidence)
    state = decided.venue(found.url)
    finding = f"{capital(state)}." if state else found.reason
    acts = decided.acts_of_place(found.url, found.name)
    return View(found.name, finding, quotes, facts, acts=acts, known=known)


def venue(audit: Audit, decided: Decided, key: str) -> View | None:
    """The page of one venue; None for one that the audit does not have."""
    score = next((score for score in audit.venues if score.venue.key == key), None)
    if score is None:
        return None
    figures = [score.affinity, score.reach, score.share, score.growth, score.answer_rate, score.base_reach]
    facts = [
        Term(
            capital(f.name),
            (figure_link(f), f" ({span_of(f)})" if f.interval else "", f" · n = {f.n:,}"),
        )
        for f in figures
        if f
    ]
    facts += [
        Term("Address", (score.venue.url,)),
        Term("Access", (score.reason or access_of(score.venue),)),
        Term("Newest conversation", (newest_of(score),)),
        Term("Conversations", (f"{score.conversations:,} observed, {score.on_market:,} on your market",)),
        Term("Questions without an answer", (f"{score.unanswered:,}",)),
        Term("Companies named there", (named_in(audit, score),)),
        Term("Speaking of one’s own work", (str(score.openness.promotion),)),
    ]
    parts = [Part(Terms(tuple(facts)))]
    if score.openness.evidence:
        rule = score.openness.evidence
        parts.append(Part(Quote(rule.quote, rule.url, FigureText("its own rules", ""))))
    about = [topic for topic in audit.topics if any(venue == key for venue, _ in topic.venues)]
    if about:
        columns = (Column("Topic"), Column("Conversations here", numeric=True), Column("Share of all", numeric=True))
        rows = tuple(
            (
                Cell((FigureText(capital(decided.label(topic)), f"topic.{topic.id}"),)),
                text_cell(f"{dict(topic.venues)[key]:,}"),
                Cell((figure_link(topic.share),)),
            )
            for topic in about
        )
        parts.append(Part(Table(f"{many(len(about), 'topic').capitalize()} discussed here", columns, rows), "topics"))
    asked_here = [question for question in audit.questions if key in question.venues]
    if asked_here:
        text = f"{counted(len(asked_here), 'question')} of the list asked here."
        parts.append(Part(Paragraph((text,))))
    if score.gem:
        parts.append(Part(Paragraph(("A hidden gem: small, and about your market.",))))
    state = decided.venue(key)
    finding = f"Affinity {value_of(score.affinity)}" + (
        f" ({span_of(score.affinity)})" if score.affinity.interval else ""
    )
    acts = decided.acts_of_venue(score)
    return View(
        score.venue.name, f"{finding}. {capital(state) if state else 'Not decided yet'}.", tuple(parts), acts=acts
    )
