"""Conclusion: everything that was observed and understood becomes one audit value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from market.audits import (
    SCHEMA_VERSION,
    ArchiveFile,
    Audit,
    ChannelRow,
    CompanyAudit,
    FormatRow,
    KeywordRow,
    LedgerRow,
    Run,
    Unmeasured,
)
from market.brief import Brief
from market.companies import Role
from market.crawls import NOTED, Outcome
from market.figures import utc_day
from market.goals import GoalMapping
from market.pages import PageKind
from market.posts import Conversation, Post
from market.run_records import KeptFile
from market.venues import Venue
from pipelines.brief import brand_of, goals_of, strategy_of
from pipelines.changes import told_changes
from pipelines.reading import CompanyMaterial, Material
from pipelines.replay import archive_digest
from pipelines.run_records import product
from pipelines.strategy import Observed, goal_texts, goals_with_actuals, judge
from pipelines.tracing import trace
from pipelines.understanding import Understanding
from reports.compare import compare
from reports.derived import derive
from reports.gaps import gaps, strengths
from reports.method import method
from reports.recommendations import Facts, recommend
from reports.scores import score
from spiders.choose import is_page
from tactics.cadence import publishing_of
from tactics.companies import audit_company, channel_rows, observe
from tactics.formats import format_rows
from tactics.keywords import keyword_rows

_KINDS = {
    PageKind.REDIRECT: "redirect page",
    PageKind.NOT_CONTENT: "not content",
}
_METHOD = (
    ("Posts", "A page is a post when a dated feed entry, a full day in its address, or article markup says so"),
    ("Posting cadence", "Dated posts ÷ weeks in the window, with the exact Poisson interval of Garwood (1936)"),
    (
        "Promised vs observed",
        (
            "Behind: the interval's upper bound is under the promise. Ahead: its lower bound is over it. "
            "On plan: the interval lies within half of the promise on either side. Never under 8 weeks"
        ),
    ),
    ("Shares", "Wilson's score interval (1927); where items weigh differently, on Kish's effective number of them"),
    (
        "Distraction share",
        "Effort of the items that serve no stated goal ÷ effort of all items; each item weighs what its format costs",
    ),
    (
        "Alignment with a function",
        "Items with a word of the function in the title, or two different ones in the text ÷ items; one list for all",
    ),
    ("Reactive/proactive index", "Traces of going out ÷ traces of going out and of waiting; under 10 insufficient"),
    (
        "Key phrase",
        "Title, heading, address and text apart: inflected, or its words within five; ÷ posts promised",
    ),
    ("Affinity", "On-market share in the venue ÷ share in all other venues; venues are ranked by the lower bound"),
    (
        "Share of voice",
        (
            "Mentions of a company ÷ mentions of all companies of the brief. A mention is one author who names it, or "
            "links to its site, in one conversation. Threads cluster: Wilson's interval goes by the effective number, "
            "widened over the companies"
        ),
    ),
    ("Keyness", "LRC: the bound nearest 0 of the log ratio's interval (Evert 2022), on document counts"),
    (
        "Topic trend",
        (
            "Conversations per week over the sources there in window and baseline; slope tested as quasi-Poisson with "
            "shrunk dispersion and pooled autocorrelation. Called: false discovery rate under 5 % over the topics "
            "tested, and a ratio whose interval leaves 1 out. Watch: stands out only on its own"
        ),
    ),
    ("Counting", "Conversations are counted as distinct author × conversation; authors are salted hashes"),
)


@dataclass(frozen=True, slots=True)
class _Measured:
    """One company with everything the audit says of it."""

    audit: CompanyAudit
    observed: Observed
    channels: tuple[ChannelRow, ...]
    keywords: tuple[KeywordRow, ...]
    formats: tuple[FormatRow, ...]


def conclude(
    brief: Brief,
    run: Run,
    logo: str,
    archives: tuple[ArchiveFile, ...],
    venues: Sequence[Venue],
    material: Material,
    understanding: Understanding,
    outcomes: Sequence[tuple[str, tuple[Outcome, ...]]],
    earlier: KeptFile | None = None,
) -> Audit:
    """The whole audit; ``outcomes`` are the crawl's own ledgers by subject name, empty for archives from elsewhere.

    ``earlier`` is the audit that changes are told from, None in a first one.
    """
    measured = [_measure(item, brief, run) for item in material.companies]
    companies = tuple(m.audit for m in measured)
    channels = tuple(row for m in measured for row in m.channels)
    keywords = tuple(row for m in measured for row in m.keywords)
    observed = [m.observed for m in measured]
    client = next(o for o in observed if o.company.role is Role.CLIENT)
    judged = judge(brief, run, observed, understanding.venues, _mapped(brief, client.publishing.posts))
    plan, goals = judged.plan, goals_with_actuals(brief, goals_of(brief), run)
    derived = derive(companies, channels, keywords, understanding.questions)
    figures = tuple(sorted((*derived, *understanding.voice), key=lambda figure: figure.id))
    facts = Facts(
        companies,
        plan,
        goals,
        channels,
        keywords,
        understanding.venues,
        understanding.questions,
        figures,
        alive_from=run.window.start.isoformat(),
    )
    whole = Audit(
        schema_version=SCHEMA_VERSION,
        product=product(),
        model=understanding.model,
        market=", ".join(brief.market.keywords),
        agency=brand_of(brief, logo),
        run=run,
        archive=archives,
        archive_digest=archive_digest(archives),
        strategy=strategy_of(brief),
        goals=goals,
        companies=companies,
        channels=channels,
        keywords=keywords,
        plan=plan,
        venues=understanding.venues,
        topics=understanding.topics,
        questions=understanding.questions,
        conversations=len(material.conversations),
        conversations_dated=_span(material.conversations),
        comparison=compare(companies, figures),
        scores=score(companies, figures),
        strengths=strengths(companies, figures, plan),
        gaps=gaps(companies, figures, plan),
        recommendations=recommend(facts, run.window.end),
        ledger=_ledger(material, venues, outcomes),
        unmeasured=tuple(_unmeasured(companies, venues, material, understanding)),
        method=method((*_METHOD, *understanding.method)),
        figures=figures,
        xray=judged.xray,
        focus=judged.focus,
        trends=understanding.trends,
        formats=tuple(row for m in measured for row in m.formats),
        candidates=understanding.candidates,
    )
    whole = told_changes(whole, earlier)
    return replace(whole, trace=trace(whole))


def _mapped(brief: Brief, posts: Sequence[Post]) -> tuple[GoalMapping, ...]:
    """Which goal each published item serves, before the brief's corrections."""
    from nlp.goals import map_to_goals

    return map_to_goals(posts, goal_texts(brief))


def _measure(item: CompanyMaterial, brief: Brief, run: Run) -> _Measured:
    company, snapshot = item.company, item.snapshot
    publishing = publishing_of(snapshot.posts, snapshot.pages, item.feeds, run.window, item.sitemap, item.uncaptured)
    findings = observe(snapshot)
    claimed = brief.client.channels if company.role is Role.CLIENT else ()
    unseen = sum(is_page(url) for url in item.uncaptured)
    audit = audit_company(company, snapshot, publishing, findings, run.window, unseen)
    channels = channel_rows(company, snapshot, findings, claimed)
    return _Measured(
        audit,
        Observed(company, publishing, snapshot, findings, channels, audit.pages),
        channels,
        keyword_rows(company.key, company.name, publishing, brief.market.keywords),
        format_rows(company, publishing, run.window),
    )


def _span(conversations: Iterable[Conversation]) -> str:
    days = sorted(utc_day(c.started_at) for c in conversations if c.started_at)
    return f"{days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}" if days else ""


def _ledger(
    material: Material, venues: Sequence[Venue], outcomes: Sequence[tuple[str, tuple[Outcome, ...]]]
) -> tuple[LedgerRow, ...]:
    """What became of every address: what the crawl says, and for archives from elsewhere what they hold and lack."""
    rows = [LedgerRow(name, o.outcome, o.count, o.example) for name, ledger in outcomes for o in ledger if o.count]
    told = {name for name, _ in outcomes}
    rows += [row for item in material.companies if item.company.name not in told for row in _replayed(item)]
    names = {venue.key: venue.name for venue in venues}
    rows += [
        LedgerRow(names[key], "fetched", count, "")
        for key, count in material.venue_captures
        if count and names[key] not in told
    ]
    if material.unassigned:
        rows.append(LedgerRow("archive", "belongs to no company or venue of the brief", material.unassigned, ""))
    return tuple(sorted(rows, key=lambda row: (row.subject, row.outcome)))


def _replayed(item: CompanyMaterial) -> Iterable[LedgerRow]:
    name = item.company.name
    unread = [r for r in item.snapshot.pages if r.kind in _KINDS]
    if item.captures:
        yield LedgerRow(name, "fetched", item.captures, item.company.url)
    for kind, words in _KINDS.items():
        of_kind = sorted(r.url for r in unread if r.kind is kind)
        if of_kind:
            yield LedgerRow(name, f"fetched, of these {words}", len(of_kind), of_kind[0])
    for note in sorted({note for page in item.snapshot.pages for note in page.notes}):
        noted = sorted(page.url for page in item.snapshot.pages if note in page.notes)
        yield LedgerRow(name, f"{NOTED}{note}", len(noted), noted[0])
    if item.uncaptured:
        yield LedgerRow(name, "not captured", len(item.uncaptured), item.uncaptured[0])


def _unmeasured(
    companies: Sequence[CompanyAudit], venues: Sequence[Venue], material: Material, understanding: Understanding
) -> Iterable[Unmeasured]:
    """What was not read or could not be measured, with its reason."""
    for company in companies:
        if not company.pages:
            yield Unmeasured(company.company.name, "its site", "no page of it could be read", 1)
        for figure in (company.cadence, company.longest_silence):
            if figure.value is None:
                yield Unmeasured(company.company.name, figure.name, figure.reason, 1)
        if company.undated:
            yield Unmeasured(company.company.name, "posts without a date", "not counted in any window", company.undated)
    for item in material.companies:
        if item.uncaptured:
            reason = "named by the site but not in the archive"
            yield Unmeasured(item.company.name, "pages not captured", reason, len(item.uncaptured))
    captured = dict(material.venue_captures)
    for venue in venues:
        if not venue.platform:
            yield Unmeasured(venue.name, "its conversations", "closed network or unknown platform: not crawled", 1)
        elif not captured.get(venue.key):
            yield Unmeasured(venue.name, "its conversations", "nothing of it was captured", 1)
    yield from understanding.unmeasured
