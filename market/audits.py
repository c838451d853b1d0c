"""Audits: the comparison of one client with its competitors in one run, whole and checkable.

``Audit`` is everything a report says. ``audit.json`` is this value, and its JSON Schema is exported from these types.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from market.changes import Changes
from market.companies import Company
from market.figures import Figure, Window
from market.findings import Evidence, Finding
from market.focus import Focus
from market.plan import PlanRow
from market.scores import Score as Score
from market.scores import ScorePart as ScorePart
from market.topics import Question, Topic, TrendTable
from market.traces import Trace
from market.venues import Candidate, VenueScore
from market.xray import PlanXray

SCHEMA_VERSION = "1.1"


@dataclass(frozen=True, slots=True)
class Run:
    """One audit run: its key is made of what decides its result, so that a repetition is recognised."""

    key: str
    client: str
    as_of: datetime
    window: Window
    baseline: Window


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One WARC file of the evidence."""

    name: str
    sha256: str
    records: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """How many URLs ended with one outcome, for one company or venue."""

    subject: str  # name for readers
    outcome: str  # "fetched", or the reason of refusal: robots, off-site, budget, not captured …
    count: int
    example: str  # one URL


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Posts dated in the seven days that begin on ``week``."""

    week: date
    posts: int


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """Whether a site's dates can carry a claim about its cadence."""

    sound: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel of one company: claimed in the brief, linked from its site, read, or refused by rule."""

    company: str
    channel: str
    claimed: bool
    linked: bool
    address: str  # the profile's URL, "" when not linked
    rule: str  # "read", "closed network: not crawled", "not crawled"
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class KeywordRow:
    """How many of a company's posts in the window carry a keyword, per field."""

    company: str
    keyword: str
    title: int
    h1: int
    body: int
    any: Figure


@dataclass(frozen=True, slots=True)
class FormatRow:
    """The part of one company's dated posts in the window that are of one format; each post is of exactly one."""

    company: str  # Company.key
    format: str  # one of market.focus.FORMATS
    share: Figure


@dataclass(frozen=True, slots=True)
class CompanyAudit:
    """One company, measured by the same code as every other."""

    company: Company
    pages: int
    posts: int
    undated: int
    health: SourceHealth
    cadence: Figure
    longest_silence: Figure
    weeks: tuple[WeekCount, ...]
    lead_forms: Figure
    calls_to_action: Figure
    findings: tuple[Finding, ...]
    read: tuple[str, ...] = ()  # addresses of the pages that were read
    unseen: int = 0  # pages that the site names and no capture holds


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One figure per company, in the order of ``Audit.companies``; None where the company could not be measured."""

    measure: str
    unit: str
    figures: tuple[str, ...]  # Figure.id per company
    finding: str  # the row in words


@dataclass(frozen=True, slots=True)
class Gap:
    """A strength or a gap of the client beside its competitors."""

    title: str
    detail: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A gap turned into a next step, tied to a goal."""

    action: str
    goal: str
    why: str
    figures: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    effort: str  # "hours", "days", "weeks"
    owner: str
    measure: str
    recheck: date
    help: str  # do it yourself, together, for you
    rule: str = ""  # which rule made it: the next audit asks by it what became of it
    about: tuple[str, ...] = ()  # ids of the plan's lines, question, keyword or channels that it names


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Something that was not read or could not be measured, and why."""

    subject: str
    what: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class AgencyBrand:
    """How the report is branded."""

    name: str
    contact: str
    url: str
    accent: str  # "#rrggbb"
    logo: str  # data URI, "" without one
    footer: str
    sections: tuple[str, ...] = ()  # the report's parts in their order; empty: all of them in the outline's


@dataclass(frozen=True, slots=True)
class Target:
    """A number a goal names, printed as stated."""

    amount: float
    unit: str
    period: str
    arithmetic: str  # "20 a month = 240 a year"
    actual: Figure | None = None  # the client's own mean, from its file of actuals; None when it gave none


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal of the brief."""

    name: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class StrategyRow:
    """The brief's strategy, as stated; empty strings where the brief says nothing."""

    statement: str
    corporate: str
    business_unit: str
    market: str
    stance: str
    experience: str
    action: str
    alignment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything a report says."""

    schema_version: str
    product: str  # "watercooler 0.1.0"
    model: str  # language model, name and version
    market: str  # keywords as one line, for readers
    agency: AgencyBrand
    run: Run
    archive: tuple[ArchiveFile, ...]
    archive_digest: str
    strategy: StrategyRow
    goals: tuple[GoalRow, ...]
    companies: tuple[CompanyAudit, ...]
    channels: tuple[ChannelRow, ...]
    keywords: tuple[KeywordRow, ...]
    plan: tuple[PlanRow, ...]
    venues: tuple[VenueScore, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    conversations: int  # observed in all venues
    conversations_dated: str  # "2008-06-08 to 2013-08-16", "" without any
    comparison: tuple[ComparisonRow, ...]
    scores: tuple[Score, ...]
    strengths: tuple[Gap, ...]
    gaps: tuple[Gap, ...]
    recommendations: tuple[Recommendation, ...]
    ledger: tuple[LedgerRow, ...]
    unmeasured: tuple[Unmeasured, ...]
    method: tuple[tuple[str, str], ...] = field(default=())  # name, formula and threshold
    figures: tuple[Figure, ...] = ()  # per company, derived from other rows: channels linked, questions answered …
    xray: PlanXray | None = None  # None when the brief states no plan, no goal and no strategy
    focus: Focus | None = None  # None when the brief states no goal
    trace: Trace = field(default_factory=Trace)
    trends: TrendTable | None = None  # None in an audit that looked for none
    formats: tuple[FormatRow, ...] = ()  # per company, the formats it published in the window
    changes: Changes | None = None  # None in a first audit
    candidates: tuple[Candidate, ...] = ()  # places that the brief does not name and the market links to

    @property
    def client(self) -> CompanyAudit:
        """The client's own row."""
        return next(c for c in self.companies if c.company.role == "client")

    @property
    def competitors(self) -> tuple[CompanyAudit, ...]:
        return tuple(c for c in self.companies if c.company.role != "client")

    def name_of(self, key: str) -> str:
        """The name of a company by its key."""
        return next(c.company.name for c in self.companies if c.company.key == key)


def figures_of(value: object) -> list[Figure]:
    """Every figure inside a value, in the order of its fields."""
    if isinstance(value, Figure):
        return [value]
    if isinstance(value, tuple | list):
        return [figure for part in value for figure in figures_of(part)]
    if hasattr(value, "__dataclass_fields__"):
        return [f for name in value.__dataclass_fields__ for f in figures_of(getattr(value, name))]
    return []
