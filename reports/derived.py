"""Figures per company that follow from other rows: channels linked, keywords covered, questions answered."""

from collections.abc import Sequence

from market.audits import ChannelRow, CompanyAudit, KeywordRow
from market.figures import Figure, Interval, Window
from market.findings import Evidence
from market.statistics import wilson
from market.topics import Answer, Question
from reports.words import value_of

KEPT_EVIDENCE = 10


def derive(
    companies: Sequence[CompanyAudit],
    channels: Sequence[ChannelRow],
    keywords: Sequence[KeywordRow],
    questions: Sequence[Question],
) -> tuple[Figure, ...]:
    """Three figures per company, sorted by id: ``channels-linked``, ``keyword-coverage``, ``questions-answered``.

    Each is None with its reason where the company was not read or nothing was looked for.
    """
    figures = [
        figure
        for company in companies
        for figure in (
            _channels_linked(company, channels),
            _keyword_coverage(company, keywords),
            _questions_answered(company, questions),
        )
    ]
    return tuple(sorted(figures, key=lambda figure: figure.id))


def _channels_linked(company: CompanyAudit, channels: Sequence[ChannelRow]) -> Figure:
    """A company has a row only for a channel that it links or claims, so n is what was looked for on any site."""
    rows = sorted((c for c in channels if c.company == company.company.key), key=lambda row: row.channel)
    linked = [row for row in rows if row.linked]
    return _figure(
        company,
        ("channels-linked", "channels linked", "channels"),
        float(len(linked)),
        len({row.channel for row in channels}),
        "channels with a link on a captured page",
        tuple((row.channel, row.address or "not linked") for row in rows),
        tuple(e for row in linked for e in row.evidence),
        "",
    )


def _keyword_coverage(company: CompanyAudit, keywords: Sequence[KeywordRow]) -> Figure:
    rows = sorted((k for k in keywords if k.company == company.company.key), key=lambda row: row.keyword)
    known = [row for row in rows if row.any.value is not None]
    used = [row for row in known if row.any.value]
    return _figure(
        company,
        ("keyword-coverage", "keyword coverage", "share of keywords"),
        len(used) / len(known) if known else None,
        len(known),
        "keywords of the brief in at least one post of the window ÷ keywords that could be looked for",
        tuple((row.keyword, value_of(row.any)) for row in rows),
        tuple(e for row in used for e in row.any.evidence[:1]),
        "" if known else "no keyword could be looked for",
        window=next((row.any.window for row in rows), None),
    )


def _questions_answered(company: CompanyAudit, questions: Sequence[Question]) -> Figure:
    rows = [
        (question, row)
        for question in sorted(questions, key=lambda q: q.id)
        for row in question.answered_by
        if row.company == company.company.key
    ]
    hits = [row for _, row in rows if row.answer is Answer.ANSWERED]
    return _figure(
        company,
        ("questions-answered", "questions answered", "share of questions"),
        len(hits) / len(rows) if rows else None,
        len(rows),
        "prospects’ questions that a page of the company answers ÷ questions listed",
        tuple((question.text, str(row.answer)) for question, row in rows),
        tuple(e for row in hits for e in row.evidence),
        "" if rows else "no question of prospects was found",
        interval=wilson(len(hits), len(rows)) if rows else None,
    )


def _figure(
    company: CompanyAudit,
    kind: tuple[str, str, str],  # id prefix, standard name, unit
    value: float | None,
    n: int,
    formula: str,
    inputs: tuple[tuple[str, str], ...],
    evidence: tuple[Evidence, ...],
    reason: str,
    window: Window | None = None,
    interval: Interval | None = None,
) -> Figure:
    why = "no page of this company was captured" if not company.pages else reason
    held = tuple(dict.fromkeys(evidence))
    prefix, name, unit = kind
    return Figure(
        id=f"{prefix}.{company.company.key}",
        name=name,
        subject=company.company.name,
        value=None if why else value,
        unit=unit,
        n=n,
        window=window,
        interval=None if why else interval,
        formula=formula,
        inputs=inputs,
        evidence=held[:KEPT_EVIDENCE],
        evidence_total=len(held),
        reason=why,
    )
