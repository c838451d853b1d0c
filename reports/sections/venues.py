"""Venues: where prospects hang out, by how much of the market's talk is there and how typical it is of the place."""

from collections.abc import Sequence

from market.audits import Audit
from market.venues import Access, Candidate, Promotion, Venue, VenueScore
from reports.blocks import Block, Cell, Chart, Column, FigureText, Note, Paragraph, Point, Scatter, Section, Table
from reports.evidence import as_of, candidate_entry, rules_entry
from reports.sections import sections
from reports.tables import figure_cell, note, text_cell
from reports.words import counted, cut, iso_day, listed, many, sentence, span_of, tally, value_of

MOST = 10
MOST_PROPOSED = 5
_NAME = 60  # characters of a place's name, which an address gave it


@sections.register("venues")
def venues(audit: Audit) -> Section | None:
    """The venues in the audit's own order; None when not one could be measured."""
    measured = [score for score in audit.venues if score.affinity.value is not None]
    if not measured:
        return None
    blocks: list[Block] = []
    if audit.conversations_dated:
        dates = " to ".join(iso_day(part) for part in audit.conversations_dated.split(" to "))
        talk = f"The conversations observed are dated {dates}. "
        blocks.append(Paragraph((f"{talk}They say where your market is discussed; no trend is read from them here.",)))
    if len(measured) > 1:
        blocks.append(venue_chart(measured[:MOST]))
    blocks.append(_table(audit, audit.venues[:MOST]))
    if audit.candidates:
        blocks.append(_proposed(audit, audit.candidates[:MOST_PROPOSED]))
    return Section("venues", "Where your prospects hang out", _finding(measured), tuple(blocks))


def _strong(score: VenueScore) -> bool:
    return bool(score.affinity.interval and score.affinity.interval.low > 1)


def _finding(measured: Sequence[VenueScore]) -> str:
    strong = [score.venue.name for score in measured if _strong(score)]
    if not strong:
        return "No venue stands out from the others: the intervals of their affinity all reach 1."
    named = listed(strong[:3]) + (f" and {many(len(strong) - 3, 'other')}" if len(strong) > 3 else "")
    return f"Your market is discussed more in {named} than elsewhere in the venues you named."


def venue_chart(measured: Sequence[VenueScore]) -> Chart:
    """Reach and affinity of measured venues, numbered by their place."""
    points = tuple(p for p in (_point(place, s) for place, s in enumerate(measured, start=1)) if p)
    strong = sum(map(_strong, measured))
    title = f"{tally(strong).capitalize()} of {many(len(measured), 'venue')} above 1 with the whole interval"
    read = "To the right: more of all the talk. Above the dashed line: your market is discussed more than elsewhere."
    words = [
        f"{place} {s.venue.name}: affinity {value_of(s.affinity)} ({span_of(s.affinity)}), reach {value_of(s.reach)}"
        for place, s in enumerate(measured, start=1)
    ]
    links = [FigureText(f"{place} {s.venue.name}", s.affinity.id) for place, s in enumerate(measured, start=1)]
    drawing = Scatter(points, "reach: share of all on-market talk", "affinity: times as much as elsewhere")
    below = note(read, [s.affinity for s in measured], "conversations", links)
    return Chart("venues", title, sentence("; ".join(words)), drawing, below)


def _point(place: int, score: VenueScore) -> Point | None:
    x, y = score.reach, score.affinity
    if x.value is None or y.value is None:
        return None
    return Point(
        number=place,
        x=x.value,
        x_low=x.interval.low if x.interval else x.value,
        x_high=x.interval.high if x.interval else x.value,
        y=y.value,
        y_low=y.interval.low if y.interval else y.value,
        y_high=y.interval.high if y.interval else y.value,
        strong=_strong(score),
        name=score.venue.name,
    )


def access_of(venue: Venue) -> str:
    """Under which rule a venue is read, in words."""
    return "closed: read from the client's export" if venue.export else str(venue.access)


def _access_cell(score: VenueScore) -> Cell:
    """How the venue can be read, and what its own rules say of promoting oneself there."""
    rules, way = score.openness, score.reason or access_of(score.venue)
    if rules.evidence:
        return Cell((f"{way}; self-promotion ", FigureText(str(rules.promotion), rules_entry(score.venue))))
    if rules.promotion is Promotion.UNSTATED:
        return text_cell(f"{way}; its rules do not mention self-promotion")
    return text_cell(way if score.venue.access is Access.CLOSED else f"{way}; rules not read")


def newest_of(score: VenueScore) -> str:
    """The day of the newest conversation observed, or why there is none."""
    if score.last_at:
        return iso_day(score.last_at)
    return "no dates" if score.conversations else "not read"


def named_in(audit: Audit, score: VenueScore) -> str:
    """The companies that were named there; of a venue without a conversation read nothing is known."""
    if not score.conversations:
        return "not read"
    return listed([c.company.name for c in audit.companies if c.company.key in score.competitors_present]) or "none"


def _table(audit: Audit, shown: Sequence[VenueScore]) -> Table:
    names = ("Affinity", "Reach", "On your market")
    texts = ("Newest seen", "Access and rules", "Companies named")
    columns = (Column("Venue"), *(Column(name, numeric=True) for name in names), *(Column(name) for name in texts))
    rows = tuple(
        (
            text_cell(f"{place}. {score.venue.name}"),
            figure_cell(score.affinity),
            figure_cell(score.reach),
            figure_cell(score.share),
            text_cell(newest_of(score)),
            _access_cell(score),
            text_cell(named_in(audit, score)),
        )
        for place, score in enumerate(shown, start=1)
    )
    unread = sum(score.affinity.value is None for score in shown)
    caption = f"{many(len(shown), 'venue').capitalize()}, ranked by the lower end of their affinity"
    caption += f"; {many(unread, 'venue')} could not be measured" if unread else ""
    read = "Affinity 2: the market is discussed there twice as much as in the other venues together."
    figures = [score.share for score in shown if score.share.value is not None]
    total = counted(audit.conversations, "conversation")
    links = [FigureText(f.subject, f.id) for f in figures]
    return Table(
        caption, columns, rows, note(f"{read} In all, {total} were observed.", figures, "conversations", links)
    )


def _proposed(audit: Audit, shown: Sequence[Candidate]) -> Table:
    """Places that the market links to and the brief does not name."""
    columns = (Column("Place"), Column("Kind"), Column("Why it is worth a look"))
    links = tuple(FigureText(cut(c.name, _NAME), candidate_entry(c.url)) for c in shown)
    rows = tuple(
        (Cell((link,)), text_cell(c.kind), text_cell(sentence(c.reason))) for c, link in zip(shown, links, strict=True)
    )
    total = len(audit.candidates)
    caption = f"{many(total, 'place').capitalize()} that your brief does not name and your market links to"
    caption += f"; the first {many(len(shown), 'place')} of the list" if total > len(shown) else ""
    read = "A voice is one author in one conversation. None of these was read for this report."
    return Table(caption, columns, rows, Note(read, (f"n = {total:,} places", as_of(audit)), links))
