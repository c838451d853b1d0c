"""Competition: the same measures for you and each competitor, week by week, channel by channel, word by word."""

from collections.abc import Sequence

from market.audits import Audit, ChannelRow, CompanyAudit, Gap, KeywordRow, Score
from market.companies import Company
from market.figures import Figure
from market.statistics import median
from reports.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Chart,
    Claim,
    Claims,
    Column,
    FigureText,
    Note,
    Section,
    Table,
    Week,
    WeekPanel,
    WeekPanels,
)
from reports.compare import in_words, unread
from reports.evidence import channel_entry, figures_by_id, row_entry
from reports.gaps import undecided
from reports.sections import sections
from reports.sections.mix import mix
from reports.tables import called, company_columns, figure_cell, note, text_cell
from reports.words import NOT_MEASURABLE, counted, listed, many, number, rivals, sentence, span_of, tally, value_of

MOST_KEYWORDS = 12


@sections.register("competition")
def competition(audit: Audit) -> Section | None:
    """The comparison; None when there is no row to compare."""
    if not audit.comparison:
        return None
    blocks: list[Block] = [_weeks(audit)] if any(company.weeks for company in audit.companies) else []
    blocks += [*_claims(audit), _table(audit)]
    if audit.scores:
        blocks.append(_scores(audit))
    if any(row.share.value for row in audit.formats):
        blocks.append(mix(audit))
    if audit.channels:
        blocks.append(_channels(audit))
    if any(row.any.value is not None for row in audit.keywords):
        blocks.append(_keywords(audit))
    return Section("competition", "Your competition", in_words(audit.comparison[0]), tuple(blocks))


def _claims(audit: Audit) -> list[Block]:
    both = (("Where you are ahead", "strength", audit.strengths), ("Where you are behind", "gap", audit.gaps))
    return [
        Claims(title, kind, tuple(Claim(gap.title, _detail(gap)) for gap in found))
        for title, kind, found in both
        if found
    ]


def _detail(gap: Gap) -> tuple[str | FigureText, ...]:
    links = tuple(FigureText("Evidence", figure) for figure in gap.figures[:1])
    return (f"{gap.detail} ", *links)


def _weeks(audit: Audit) -> Chart:
    figures = [company.cadence for company in audit.companies]
    panels = tuple(map(_panel, audit.companies))
    read = "One bar a week on one scale; the line is the rate, the band its interval."
    words = [f"{called(c.company)}: {_rate(c.cadence)}" for c in audit.companies]
    links = [FigureText(c.company.name, c.cadence.id) for c in audit.companies]
    alt = sentence("; ".join(words))
    return Chart("weeks", _weeks_title(audit), alt, WeekPanels(panels), note(read, figures, "dated posts", links))


def _weeks_title(audit: Audit) -> str:
    """In how many weeks each side published: regularity is what the eye should look for."""
    known = [c for c in audit.companies if c.weeks and c.cadence.value is not None]
    busy = {c.company.key: sum(week.posts > 0 for week in c.weeks) for c in known}
    own = audit.client
    theirs = [float(busy[c.company.key]) for c in audit.competitors if c.company.key in busy]
    others, every = median(theirs), len(audit.competitors)
    mine = busy.get(own.company.key)
    yours = "Your weeks are unknown" if mine is None else f"You published in {mine} of {len(own.weeks)} weeks"
    if others is None:
        return yours
    who = rivals(1, 1, every) if len(theirs) == 1 else "the median competitor"
    where = f"in {number(others)}" if mine is not None else f"published in {number(others)} weeks"
    return f"{yours}; {who} {where}"


def _panel(company: CompanyAudit) -> WeekPanel:
    figure, ends = company.cadence, company.cadence.interval
    reason = "" if company.weeks else figure.reason or "no dated post in the window"
    remarks = () if company.health.sound or unread(company) else company.health.remarks
    return WeekPanel(
        name=called(company.company),
        client=company.company.role == "client",
        label=FigureText(_rate(figure), figure.id),
        weeks=tuple(Week(w.week, w.posts) for w in sorted(company.weeks, key=lambda w: w.week)),
        rate=figure.value,
        low=ends.low if ends and figure.value is not None else None,
        high=ends.high if ends and figure.value is not None else None,
        reason="; ".join(dict.fromkeys(part for part in (reason, *remarks) if part)),
    )


def _rate(figure: Figure) -> str:
    span = f" ({span_of(figure)})" if figure.interval else ""
    return value_of(figure) if figure.value is None else f"{value_of(figure)} a week{span}"


def _table(audit: Audit) -> Table:
    held = figures_by_id(audit)
    rows = tuple(
        (text_cell(row.measure), *(figure_cell(held.get(figure)) for figure in row.figures)) for row in audit.comparison
    )
    level = undecided(audit.companies, audit.figures)
    caption = f"{many(len(rows), 'measure').capitalize()}, by the same code for everyone"
    caption += f"; {listed([name.lower() for name in level])} not distinguishable" if level else ""
    read = "Values with their 95 % interval where there is one; each opens its evidence."
    links = tuple(FigureText(row.measure.lower(), row_entry(row)) for row in audit.comparison)
    seen = sum(not unread(company) for company in audit.companies)
    basis = (f"n = {seen} companies" if seen == len(audit.companies) else f"n = {seen} companies read",)
    columns = (Column("Measure"), *company_columns(audit))
    return Table(caption, columns, rows, Note(read, basis, links), beside=len(audit.companies))


def _scores(audit: Audit) -> Chart:
    names = {c.company.key: c.company for c in audit.companies}
    held = [s for s in audit.scores if s.company in names]
    blank = {c.company.key for c in audit.companies if unread(c)}
    bars = tuple(_score_bar(names[s.company], None if s.company in blank else s) for s in held)
    words = [f"{bar.label}: {bar.shown}" + ("" if bar.low is None else " of 100") for bar in bars]
    read = "Each bar runs from the low to the high reading; the wider it is, the more is unknown or uncertain."
    links = tuple(FigureText(names[s.company].name, f"score.{s.company}") for s in held)
    basis = (f"n = {len(held[0].parts)} measures" if held else "n = 0",)
    title = _score_title(audit)
    return Chart(
        "scores", title, sentence("; ".join(words)), Bars(bars, "score out of 100", limit=100), Note(read, basis, links)
    )


def _score_bar(company: Company, found: Score | None) -> Bar:
    """The range; without a range for a company of which nothing was read."""
    client = company.role == "client"
    if found is None:
        return Bar(called(company), NOT_MEASURABLE, None, None, None, client=client)
    return Bar(called(company), f"{found.low:.0f} to {found.high:.0f}", None, found.low, found.high, client=client)


def _score_title(audit: Audit) -> str:
    seen = {c.company.key for c in audit.companies if not unread(c)}
    own = next((s for s in audit.scores if s.company == audit.client.company.key and s.company in seen), None)
    others = [s for s in audit.scores if s.company != audit.client.company.key and s.company in seen]
    if own is None or not others:
        return "Scores as ranges out of 100"
    above = sum(own.low > other.high for other in others)
    below = sum(own.high < other.low for other in others)
    rest = len(others) - above - below
    yours = f"Your score is {own.low:.0f} to {own.high:.0f}"
    if len(others) == 1:
        where = "above" if above else "below" if below else "not distinguishable from"
        return f"{yours}: {where} that of {rivals(1, 1, len(audit.competitors))}"
    measured = " that could be measured" if len(others) < len(audit.competitors) else ""
    if rest == len(others):
        return f"{yours}: not distinguishable from that of any of {many(rest, 'competitor')}{measured}"
    apart = f"{tally(rest)} of {many(len(others), 'competitor')}"
    return f"{yours}: above {tally(above)}, below {tally(below)}, not distinguishable from {apart}{measured}"


def _channels(audit: Audit) -> Table:
    known = {(row.company, row.channel): row for row in audit.channels}
    names = sorted({row.channel for row in audit.channels})
    rows = tuple(
        (
            text_cell(name),
            *(_channel(known.get((c.company.key, name)), c) for c in audit.companies),
            text_cell(_rules([row for row in audit.channels if row.channel == name])),
        )
        for name in names
    )
    own = [row for row in audit.channels if row.company == audit.client.company.key]
    loose = sum(row.claimed and not row.linked and row.rule != "read" for row in own)
    linked = sum(row.linked for row in own)
    caption = f"You link {many(linked, 'channel')}"
    caption += f"; of those you name, {tally(loose)} not linked" if any(row.claimed for row in own) else ""
    read = "Linked: an address on a captured page leads there. Closed networks are not crawled; their link is."
    basis = (f"n = {counted(len(audit.channels), 'row')}",)
    columns = (Column("Channel"), *company_columns(audit, numeric=False), Column("How it was read"))
    return Table(caption, columns, rows, Note(read, basis), beside=len(audit.companies))


def _rules(rows: Sequence[ChannelRow]) -> str:
    return "; ".join(sorted({row.rule for row in rows if row.rule}))


def _channel(row: ChannelRow | None, company: CompanyAudit) -> Cell:
    """Every site is searched for every channel, so a site that was read and has no row links none."""
    if row is None and not company.pages:
        return text_cell(NOT_MEASURABLE, "unknown")
    if row is None:
        return text_cell("not linked")
    entry = channel_entry(row.company, row.channel)
    if row.linked:
        return Cell((FigureText("read" if row.rule == "read" else "linked", entry),), tone="yes")
    if row.rule == "read":
        return Cell((FigureText("no post found", entry),))
    return Cell(
        (FigureText("named, not linked" if row.claimed else "not linked", entry),), tone="no" if row.claimed else ""
    )


def _keywords(audit: Audit) -> Table:
    known = {(row.company, row.keyword): row for row in audit.keywords}
    names = list(dict.fromkeys(row.keyword for row in sorted(audit.keywords, key=lambda r: r.keyword)))[:MOST_KEYWORDS]
    limit = max([0.0, *(row.any.value or 0.0 for row in audit.keywords)])
    rows = tuple(
        (text_cell(name), *(_keyword(known.get((c.company.key, name)), limit) for c in audit.companies))
        for name in names
    )
    mine = [row for row in audit.keywords if row.company == audit.client.company.key]
    known_own = [row for row in mine if row.any.value is not None]
    used = sum(bool(row.any.value) for row in known_own)
    caption = f"You use {tally(used)} of {many(len(known_own), 'keyword')} in your posts"
    if not known_own:
        caption = "Which keywords you use could not be measured"
    read = "Posts in the window that carry the keyword anywhere; the darker, the more."
    shared = {row.any.n for row in mine}  # every keyword is looked for in the same posts: they are counted once
    figures = [row.any for row in (mine[:1] if len(shared) == 1 else mine)]
    links = tuple(FigureText(row.keyword, row.any.id) for row in mine)
    columns = (Column("Keyword"), *company_columns(audit))
    below = note(read, figures, "posts looked at", links) if figures else None
    return Table(caption, columns, rows, below, beside=len(audit.companies))


def _keyword(row: KeywordRow | None, limit: float) -> Cell:
    if row is None or row.any.value is None:
        return figure_cell(row.any if row else None)
    shown = value_of(row.any) + (f" ({row.title} in title)" if row.title else "")
    return Cell((FigureText(shown, row.any.id),), heat=row.any.value / limit if limit else 0.0)
