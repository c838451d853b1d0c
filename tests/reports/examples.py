"""Audits to report on: a full one, a minimal one, and one whose every text attacks the reader."""

import re
from base64 import b64encode
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

from market.audits import (
    SCHEMA_VERSION,
    AgencyBrand,
    ArchiveFile,
    Audit,
    ChannelRow,
    CompanyAudit,
    FormatRow,
    GoalRow,
    KeywordRow,
    LedgerRow,
    Run,
    SourceHealth,
    StrategyRow,
    Target,
    Unmeasured,
    WeekCount,
)
from market.companies import Company, Role
from market.figures import Figure, Interval, Window
from market.findings import Evidence, Finding
from market.focus import Focus, FocusItem
from market.plan import PlanRow, Verdict
from market.statistics import conditional_ratio, garwood, weighted_wilson, wilson
from market.topics import Answer, Answering, Coverage, Intent, Question, Term, Topic
from market.traces import Edge, Node, NodeKind, Trace
from market.venues import Access, Candidate, Openness, Promotion, Venue, VenueScore
from market.xray import AlignmentRow, Cue, Measurability, PlanCheck, PlanXray
from reports.changes import changes
from reports.compare import compare
from reports.derived import derive
from reports.gaps import gaps, strengths
from reports.method import method
from reports.recommendations import Facts, recommend
from reports.scores import score

WINDOW = Window.ending(date(2026, 4, 24), 26)
AS_OF = datetime(2026, 4, 24, 21, 30, tzinfo=UTC)
PAYLOAD = "<script>alert(1)</script><img src=https://evil.example/x.png>{{7*7}}\u202e\x00\ud800"
_WORDMARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="210" height="40"><rect width="40" height="40" fill="#0b6e6e"/>'
    '<text x="52" y="27" font-family="serif" font-size="22" fill="#0b6e6e">Harbor &amp; Pine</text></svg>'
)
LOGO = "data:image/svg+xml;base64," + b64encode(_WORDMARK.encode()).decode()


# name, address, weekly posts over 26 weeks, pages, lead forms, calls to action, channels linked, answers given
_COMPANIES = (
    ("Maple Lane Homes", "https://maplelane.example/", "00010010002000001000101010", 64, 0, 5, "Facebook", "TNNTNNNT"),
    (
        "Riverbend Realty",
        "https://riverbend.example/",
        "11212101211021112012111211",
        188,
        2,
        9,
        "Facebook Instagram X",
        "ATATNATA",
    ),
    (
        "Keystone & Daughters",
        "https://keystone.example/",
        "21011201101110121101011110",
        141,
        1,
        4,
        "Facebook YouTube",
        "TANTANTN",
    ),
    ("Northgate Property", "https://northgate.example/", "", 37, 1, 0, "", "NTNNNTNN"),
)
_CHANNELS = ("ActiveRain", "Facebook", "Instagram", "X", "Yelp", "YouTube")
_KEYWORDS = {
    "closing costs": (2, 11, 7, 0),
    "down payment help": (0, 6, 9, 0),
    "first time home buyer Millbrook": (3, 0, 2, 0),
    "home inspection": (1, 9, 4, 0),
    "mortgage pre-approval": (0, 12, 3, 0),
    "school districts": (0, 3, 0, 0),
}
_QUESTIONS = (
    ("How much do closing costs come to on a starter home?", Intent.QUESTION, 14),
    ("Can I back out after the inspection found roof damage?", Intent.QUESTION, 11),
    ("Is a pre-approval letter worth anything if rates move next month?", Intent.QUESTION, 9),
    ("Who would you ask for an agent who knows first-time buyers?", Intent.RECOMMENDATION, 8),
    ("How far over asking are people going this spring?", Intent.QUESTION, 7),
    ("Does down payment help count against my offer?", Intent.PAIN_POINT, 6),
    ("What does an HOA fee cover, and can it rise without a vote?", Intent.QUESTION, 5),
    ("Rent another year or buy now with ten percent down?", Intent.COMPARISON, 4),
)
_TOPICS = (
    ("inspection findings", 61, "inspection roof seller repair radon walk-away contingency", (1, 9, 4, 0)),
    ("closing costs and credits", 48, "closing costs lender credit escrow title fee", (2, 11, 7, 0)),
    ("mortgage pre-approval", 44, "pre-approval lender rate lock letter underwriting", (0, 12, 3, 0)),
    ("offers over asking", 33, "offer asking appraisal gap escalation waive", (0, 4, 5, 0)),
    ("HOA fees", 17, "hoa fee dues reserve assessment", (0, 1, 0, 0)),
)
_QUOTES = (
    "We found out about the roof two days before closing and nobody would tell us whose problem it was.",
    "Three lenders, three different numbers, and I still have no idea what I bring to the table on the day.",
    "They let us think the letter was good for ninety days. It was good for thirty.",
    "Everyone says waive it. Nobody says what happens when the appraisal comes in low.",
    "Is it normal that the dues went up the month after we signed?",
)
_VENUES = (
    # name, address, platform, access, conversations, on market, first, last
    (
        "First Home Forum",
        "https://forum.firsthome.example/",
        "discourse",
        Access.CRAWLABLE,
        212,
        174,
        "2025-11-02",
        "2026-04-23",
    ),
    (
        "r/MillbrookHomes",
        "https://www.reddit.example/r/MillbrookHomes/",
        "reddit",
        Access.API,
        95,
        52,
        "2025-12-10",
        "2026-04-20",
    ),
    ("Millbrook Parents", "https://parents.example/", "feed", Access.CRAWLABLE, 140, 13, "2025-10-30", "2026-04-21"),
    ("Garden Gate", "https://gardengate.example/", "discourse", Access.CRAWLABLE, 160, 2, "2025-11-05", "2026-04-24"),
    ("Millbrook Buyers (Facebook group)", "https://www.facebook.example/groups/mb", "", Access.CLOSED, 0, 0, "", ""),
)


def evidence(url: str, quote: str = "", place: int = 0) -> Evidence:
    """A capture of ``url``."""
    digest = f"{abs(hash_of(url)):064x}"[:64]
    return Evidence(
        url, AS_OF - timedelta(hours=5, minutes=place), digest, "maple-lane.warc.gz", 4096 + 977 * place, quote
    )


def hash_of(text: str) -> int:
    """A number that is the same in every process."""
    return int.from_bytes(text.encode()[-30:], "big")


def figure(
    key: str,
    name: str,
    subject: str,
    value: float | None,
    unit: str,
    n: int,
    interval: Interval | None = None,
    shown: tuple[Evidence, ...] = (),
    reason: str = "",
) -> Figure:
    """A figure over the window."""
    return Figure(
        key, name, subject, value, unit, n, WINDOW, interval, f"{name}: count ÷ exposure", (("count", str(n)),), shown,
        len(shown), reason,
    )  # fmt: skip


def company(place: int, client: int = 0) -> CompanyAudit:
    """The company in that row of the table; ``client`` is the place of the client."""
    name, url, weekly, pages, forms, calls, _, _ = _COMPANIES[place]
    who = Company(name, url, Role.CLIENT if place == client else Role.COMPETITOR)
    counts = [int(count) for count in weekly]
    total, key = sum(counts), who.key
    posts = tuple(evidence(f"{url}blog/{i}", f"Published on day {i}", i) for i in range(min(total, 10)))
    silence = max((len(run) for run in weekly.replace("2", "1").split("1")), default=0) * 7 + 5 if counts else None
    why = "" if counts else "posts carry no date that can be read"
    home = (evidence(url, "Ask us anything: your e-mail"),)
    return CompanyAudit(
        company=who,
        pages=pages,
        posts=total or 9,
        undated=0 if counts else 9,
        health=SourceHealth(bool(counts), () if counts else ("no dated post in feed, sitemap or page",)),
        cadence=figure(
            f"cadence.{key}", "posting cadence", name, total / 26 if counts else None, "posts/week", total,
            garwood(total, 26) if counts else None, posts, why,
        ),
        longest_silence=figure(
            f"longest-silence.{key}", "longest silence", name, silence, "days", total, None, posts[:2], why
        ),
        weeks=tuple(WeekCount(WINDOW.start + timedelta(weeks=i), count) for i, count in enumerate(counts)),
        lead_forms=figure(f"lead-forms.{key}", "lead forms", name, forms, "forms", pages, None, home[: min(forms, 1)]),
        calls_to_action=figure(
            f"calls-to-action.{key}", "calls to action", name, calls, "calls to action", pages, None, home[: min(calls, 1)]
        ),
        findings=(Finding(key, "call to action", "home page", float(calls), "calls", home),) if calls else (),
        read=tuple(sorted({url, *(e.url for e in posts)})),
    )  # fmt: skip


def channels(companies: tuple[CompanyAudit, ...]) -> tuple[ChannelRow, ...]:
    """Every channel of every company."""
    rows = []
    for who, (_, url, *_, linked, _) in ((c, row(c)) for c in companies):
        for channel in _CHANNELS:
            there = channel in linked.split()
            claimed = who.company.role == "client" and channel in ("Facebook", "Yelp", "X", "ActiveRain")
            address = f"https://{channel.lower()}.example/{who.company.host}" if there else ""
            shown = (evidence(url, f"Follow us on {channel}"),) if there else ()
            rows.append(
                ChannelRow(who.company.key, channel, claimed, there, address, "closed network: not crawled", shown)
            )
    return tuple(rows)


def row(company: CompanyAudit) -> tuple[str, str, str, int, int, int, str, str]:
    """The table row of a company."""
    return next(r for r in _COMPANIES if r[1] == company.company.url)


def keywords(companies: tuple[CompanyAudit, ...]) -> tuple[KeywordRow, ...]:
    """Every keyword of every company with dated posts."""
    rows = []
    for who in companies:
        place = _COMPANIES.index(row(who))
        dated = who.cadence.n
        for keyword, counts in _KEYWORDS.items():
            count = counts[place]
            shown = (evidence(f"{who.company.url}blog/{place}", f"… {keyword} …"),) if count else ()
            rows.append(
                KeywordRow(
                    who.company.key, keyword, count // 3, count // 3, count,
                    figure(
                        f"keyword.{who.company.key}.{keyword.replace(' ', '-')}", "posts with keyword",
                        f"{keyword}: {who.company.name}", float(count) if dated else None, "posts", dated, None, shown,
                        "" if dated else "no dated post in the window",
                    ),
                )
            )  # fmt: skip
    return tuple(rows)


def formats(companies: tuple[CompanyAudit, ...]) -> tuple[FormatRow, ...]:
    """Three formats per company with dated posts, in shares that add up to one."""
    rows = []
    for who in (c for c in companies if c.cadence.n):
        n, key = who.cadence.n, who.company.key
        counts = {"short post": n // 4, "article": n - n // 4 - n // 8, "video": n // 8}
        for kind, count in counts.items():
            if count:
                name = f"format.{key}.{kind.replace(' ', '-')}"
                share = figure(name, f"format: {kind}", who.company.name, count / n, "share of posts", n, wilson(count, n),
                               who.cadence.evidence[:1])  # fmt: skip
                rows.append(FormatRow(key, kind, share))
    return tuple(rows)


def plan(client: CompanyAudit) -> tuple[PlanRow, ...]:
    """The client's plan: one promise behind, one kept, one orphan, one that only the client can measure."""
    n = client.cadence.n
    shown = client.cadence.evidence[:3]
    behind = figure(
        "plan.posts",
        "observed cadence",
        "blog posts with the key phrase",
        n / 26,
        "posts/week",
        n,
        garwood(n, 26),
        shown,
    )
    local = figure("plan.local", "observed cadence", "local posts", 22 / 26, "posts/week", 22, garwood(22, 26), shown)
    return (
        PlanRow("posts", "Write three blog posts a week for first-time buyers in Millbrook", "tactic", "Be known", "Dana",
                "blog", "3 posts a week", Verdict.BEHIND, behind, (), 3.0),
        PlanRow("local", "One post a week on what is on in town", "tactic", "Be known", "", "blog", "1 post a week",
                Verdict.ON_PLAN, local, (), 1.0),
        PlanRow("yelp", "Use Yelp and ActiveRain", "tactic", "", "", "Yelp", "", Verdict.NOT_AS_WRITTEN, None,
                ("no rate is stated",)),
        PlanRow("leads", "20 new leads a month", "target", "Win buyers", "Dana", "", "20 leads a month", Verdict.PRIVATE, None),
    )  # fmt: skip


def xray(companies: tuple[CompanyAudit, ...]) -> PlanXray:
    """The plan above under the X-ray: one orphan, one goal without a tactic, one cue, one share per function."""
    own = next(c for c in companies if c.company.role == "client")
    shown = own.cadence.evidence[:2]
    rows = []
    for place, function in enumerate(("communications", "marketing", "human resources", "customer service")):
        figures = tuple(
            figure(f"alignment.{place}.{c.company.key}", "alignment", f"{c.company.name}: {function}", 2 / c.cadence.n,
                   "share of posts", c.cadence.n, wilson(2, c.cadence.n), shown)
            if c.cadence.n
            else figure(f"alignment.{place}.{c.company.key}", "alignment", f"{c.company.name}: {function}", None,
                        "share of posts", 0, None, (), "no dated post in the window")
            for c in companies
        )  # fmt: skip
        middle = figure(
            f"alignment.{place}.median", "alignment: median of competitors", function, 0.1, "share of posts", 3
        )
        rows.append(AlignmentRow(function, place < 2, figures, middle))
    key, name = own.company.key, own.company.name
    return PlanXray(
        strategies=1,
        targets=3,
        tactics=3,
        complete=False,
        missing=(),
        orphans=("yelp",),
        idle=("Win buyers",),
        checks=(
            PlanCheck("posts", (), Measurability.OUTSIDE, "held against the captured pages", "", WINDOW.end),
            PlanCheck("local", ("owner",), Measurability.OUTSIDE, "held against the captured pages", "", WINDOW.end),
            PlanCheck("yelp", ("number", "period", "owner", "goal"), Measurability.NOT_AS_WRITTEN, "names no number",
                      "asks for Yelp before it says which goal that serves or who is there", None),
            PlanCheck("leads", (), Measurability.PRIVATE, "in no public page", "", WINDOW.end),
        ),
        cues=(Cue("corporate", "growth", True, 2, (evidence(own.company.url, "We are hiring"),)),),
        alignment=tuple(rows),
        stance=figure(f"stance.{key}", "reactive/proactive index", name, 0.4, "share of traces", 20, wilson(8, 20), shown),
        planned=figure(f"planned.{key}", "planned activity", name, 0.5, "share of posts", 8, wilson(4, 8), shown),
        action=figure(f"calls-present.{key}.desired-action", "calls to action present", name, None, "pages", 64, None, (),
                      "the brief does not say what people should do"),
    )  # fmt: skip


def focus(client: CompanyAudit, goals: tuple[GoalRow, ...]) -> Focus:
    """Eight items: five for the first goal, none for the second, three for none."""
    made = tuple(
        FocusItem(f"{client.company.url}blog/{i}", f"Item {i}", WINDOW.end - timedelta(days=i), kind, effort,
                  goals[0].name if i < 5 else "", "carries “first-time buyers”" if i < 5 else "nothing speaks for a goal",
                  i == 7, evidence(f"{client.company.url}blog/{i}", f"Item {i}", i))
        for i, (kind, effort) in enumerate((("article", 2.0), ("short post", 1.0), ("article", 2.0), ("video", 4.0),
                                            ("article", 2.0), ("long read", 4.0), ("article", 2.0), ("short post", 1.0)))
    )  # fmt: skip
    total = sum(item.effort for item in made)

    def share(key: str, name: str, goal: str) -> Figure:
        hits = [item.effort for item in made if item.goal == goal]
        ends = weighted_wilson(hits, [item.effort for item in made if item.goal != goal])
        return figure(
            key, name, goal or "no goal", sum(hits) / total, "share of effort", len(made), ends, (made[0].evidence,)
        )

    shares = tuple((goal.name, share(f"focus.{place}", "alignment", goal.name)) for place, goal in enumerate(goals))
    return Focus(shares, share("distraction", "distraction share", ""), made)


def venues(companies: tuple[CompanyAudit, ...]) -> tuple[VenueScore, ...]:
    """The venues, ranked, with a closed one at the end."""
    all_on, everything = sum(v[5] for v in _VENUES), sum(v[4] for v in _VENUES)
    scores = []
    for name, url, platform, access, n, on, first, last in _VENUES:
        venue = Venue(name, url, platform, access)
        reason = "" if n else "closed network: not crawled"
        shown = tuple(evidence(f"{url}t/{i}", _QUOTES[i % len(_QUOTES)], i) for i in range(min(on, 3)))
        lift = on / n / ((all_on - on) / (everything - n)) if n else None
        ratio = conditional_ratio(on, n, all_on - on, everything - n) if n else None
        made = [
            figure(f"venue-share.{venue.key}", "on-market share", name, on / n if n else None, "share", n,
                   wilson(on, n) if n else None, shown, reason),
            figure(f"venue-affinity.{venue.key}", "affinity", name, lift, "lift", n, ratio, shown, reason),
            figure(f"venue-reach.{venue.key}", "reach", name, on / all_on if n else None, "share", on,
                   wilson(on, all_on) if n else None, shown, reason),
        ]  # fmt: skip
        present = tuple(c.company.key for c in companies[1:3]) if on > 50 else ()
        told = evidence(f"{url}rules", "Self-promotion is only allowed in the weekly thread.", 0)
        rules = Openness(Promotion.LIMITED, told) if on > 50 else Openness()
        scores.append(VenueScore(venue, n, on, on, *made, first, last, present, reason, openness=rules))
    return tuple(scores)


def candidates(companies: tuple[CompanyAudit, ...]) -> tuple[Candidate, ...]:
    """Six places that nobody named, one more than are shown."""
    kinds = ("community", "podcast", "newsletter", "video channel", "community", "publication")
    return tuple(
        Candidate(
            *(f"https://place{n}.example/", f"place{n}.example", kind, "forum" if kind == "community" else ""),
            f"linked by {9 - n} voices in {9 - n} conversations, 1 of them where a competitor is named; linked on 1 page of Riverbend",
            *(1, 9 - n, 1, (companies[1].company.key,)),
            (evidence(f"https://forum.firsthome.example/t/{n}", f"https://place{n}.example/t/1", n),),
        )
        for n, kind in enumerate(kinds)
    )


def topics(companies: tuple[CompanyAudit, ...]) -> tuple[Topic, ...]:
    """Five topics with quotes."""
    made = []
    for place, (label, n, words, posts) in enumerate(_TOPICS):
        key = label.replace(" ", "-")
        shown = tuple(
            evidence(f"https://forum.firsthome.example/t/{key}/{i}", q, i)
            for i, q in enumerate((_QUOTES[place], _QUOTES[place - 1]))
        )
        share = figure(
            f"topic-share.{key}",
            "share of conversations",
            label,
            n / 607,
            "share of conversations",
            607,
            wilson(n, 607),
            shown,
        )
        coverage = tuple(Coverage(c.company.key, posts[_COMPANIES.index(row(c))], ()) for c in companies)
        terms = tuple(Term(word, 4.0 - 0.3 * i) for i, word in enumerate(words.split()))
        venue = Venue(*_VENUES[0][:4]).key
        made.append(Topic(key, label, terms, n, n, share, ((venue, n),), ((Intent.QUESTION, n // 2),), shown, coverage))
    return tuple(made)


def questions(companies: tuple[CompanyAudit, ...]) -> tuple[Question, ...]:
    """Eight questions with who answers each."""
    answers = {"A": Answer.ANSWERED, "T": Answer.TOUCHED, "N": Answer.NOT}
    made = []
    for place, (text, intent, asked) in enumerate(_QUESTIONS):
        by = []
        for who in companies:
            answer = answers[row(who)[7][place]]
            shown = () if answer is Answer.NOT else (evidence(f"{who.company.url}blog/{place}", "What to know first"),)
            similarity = {Answer.ANSWERED: 0.62, Answer.TOUCHED: 0.41, Answer.NOT: 0.12}[answer]
            by.append(Answering(who.company.key, answer, similarity, shown))
        asked_at = (evidence(f"https://forum.firsthome.example/t/q{place}", text),)
        venue = Venue(*_VENUES[0][:4]).key
        made.append(Question(f"q{place}", text, intent, asked, asked, (venue,), asked_at, tuple(by)))
    return tuple(made)


def full(client: int = 0, accent: str = "#0b6e6e") -> Audit:
    """A market of four companies, five venues and a plan; ``client`` is the place of the client among the companies."""
    companies = tuple(company(place, client) for place in range(len(_COMPANIES)))
    own = next(c for c in companies if c.company.role == "client")
    rows, words, asked, told = channels(companies), keywords(companies), questions(companies), plan(own)
    goals = (
        GoalRow("Be known", (Target(500, "readers", "month", "500 a month = 6,000 a year"),)),
        GoalRow("Win buyers", (Target(20, "leads", "month", "20 a month = 240 a year"),)),
    )
    figures, places = derive(companies, rows, words, asked), venues(companies)
    facts = Facts(companies, told, goals, rows, words, places, asked, figures)
    first = Audit(
        schema_version=SCHEMA_VERSION,
        product="watercooler 0.1.0",
        model="en_core_web_sm 3.8.0",
        market="first-time home buyers, Millbrook",
        agency=AgencyBrand(
            "Harbor & Pine", "Call Ana Ruiz, 555-0100", "https://harborpine.example/", accent, LOGO, "Harbor & Pine · Millbrook"
        ),
        run=Run("9f2c41d07be3aa10", own.company.name, AS_OF, WINDOW, WINDOW.before()),
        archive=(ArchiveFile("maple-lane.warc.gz", "ab" * 32, 1204, 18_400_000),),
        archive_digest="cd" * 32,
        strategy=StrategyRow(
            "Be the agent whom first-time buyers in Millbrook ask first", "growth", "penetration", "", "proactive",
            "calm and well informed", "", ("communications", "marketing"),
        ),
        goals=goals,
        companies=companies,
        channels=rows,
        keywords=words,
        plan=told,
        venues=places,
        topics=topics(companies),
        questions=asked,
        conversations=607,
        conversations_dated="2025-10-30 to 2026-04-24",
        comparison=compare(companies, figures),
        scores=score(companies, figures),
        strengths=strengths(companies, figures, told),
        gaps=gaps(companies, figures, told),
        recommendations=recommend(facts, AS_OF.date()),
        ledger=(
            LedgerRow("Maple Lane Homes", "fetched", 64, "https://maplelane.example/"),
            LedgerRow("Riverbend Realty", "fetched", 188, "https://riverbend.example/"),
            LedgerRow("Riverbend Realty", "robots.txt forbids it", 12, "https://riverbend.example/search?q=a"),
            LedgerRow("Millbrook Buyers (Facebook group)", "closed network: not crawled", 1, "https://www.facebook.example/groups/mb"),
        ),
        unmeasured=(Unmeasured("Facebook, X, Yelp", "posts and reactions", "closed network: not crawled", 4),),
        method=method((("Posting cadence", "dated posts ÷ weeks in the window, exact Poisson interval (Garwood 1936)"),)),
        figures=figures,
        xray=xray(companies),
        focus=focus(own, goals),
        candidates=candidates(companies),
        formats=formats(companies),
        trace=Trace(
            (Node("goal:Be known", NodeKind.GOAL, "Be known"), Node("tactic:posts", NodeKind.TACTIC, "Three posts a week")),
            (Edge("tactic:posts", "goal:Be known", "the plan names this goal"),),
        ),
    )  # fmt: skip
    return replace(first, changes=changes(earlier(first), first, "ef" * 32))


def earlier(audit: Audit) -> Audit:
    """The audit of four weeks before: the client offered a contact form, and no competitor linked Instagram."""
    before = Window(WINDOW.start - timedelta(weeks=4), WINDOW.end - timedelta(weeks=4))
    own = audit.client
    form = Finding(own.company.key, "lead form", "contact", 1.0, "pages", (evidence(own.company.url, "Your e-mail"),))
    held = tuple(
        replace(c, cadence=replace(c.cadence, window=before), findings=(*c.findings, form) if c is own else c.findings)
        for c in audit.companies
    )
    rows = tuple(replace(r, linked=r.linked and r.channel != "Instagram") for r in audit.channels)
    run = replace(audit.run, key="0a1b2c3d4e5f6071", as_of=AS_OF - timedelta(weeks=4), window=before)
    return replace(audit, run=run, companies=held, channels=rows)


def minimal() -> Audit:
    """One client and one competitor, nothing dated, no plan, no venue, no archive."""
    client, rival = (
        company(3, client=3),
        replace(company(3), company=Company("Undated & Co", "https://undated.example/", Role.COMPETITOR)),
    )
    rival = replace(
        rival,
        cadence=replace(rival.cadence, id=f"cadence.{rival.company.key}"),
        longest_silence=replace(rival.longest_silence, id=f"longest-silence.{rival.company.key}"),
        lead_forms=replace(rival.lead_forms, id=f"lead-forms.{rival.company.key}"),
        calls_to_action=replace(rival.calls_to_action, id=f"calls-to-action.{rival.company.key}"),
    )
    companies = (client, rival)
    return replace(
        full(),
        agency=AgencyBrand("Harbor & Pine", "Call 555-0100", "", "", "", ""),
        run=replace(full().run, client=client.company.name),
        archive=(),
        archive_digest="",
        strategy=StrategyRow("", "", "", "", "", "", "", ()),
        goals=(),
        companies=companies,
        channels=(),
        keywords=(),
        plan=(),
        venues=(),
        topics=(),
        questions=(),
        conversations=0,
        conversations_dated="",
        comparison=compare(companies),
        scores=score(companies),
        strengths=(),
        gaps=(),
        recommendations=(),
        ledger=(),
        unmeasured=(),
        method=(),
        figures=(),
        xray=None,
        focus=None,
        formats=(),
        trace=Trace(),
        changes=None,
    )


def hostile() -> Audit:
    """The full audit with an attack in every text, and in every address that is not a company's or a venue's own."""
    attacked = _attack(full())
    assert isinstance(attacked, Audit)
    return attacked


def _attack(value: Any, name: str = "") -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        kept = re.fullmatch(r"[0-9a-f]{16}|", value) or name == "own url"
        return value if kept else f"javascript:alert(1)//{value}{PAYLOAD}" if name == "url" else value + PAYLOAD
    if isinstance(value, tuple):
        return tuple(_attack(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        own = isinstance(value, Company | Venue)
        changed = {f.name: _attack(getattr(value, f.name), f"own {f.name}" if own else f.name) for f in fields(value)}
        return replace(value, **changed)
    return value


def crowded(count: int = 10, read: int = 4) -> Audit:
    """The full audit with as many companies as ``count``; of those beyond the first ``read`` nothing was read."""
    audit = full()
    more = tuple(_company_like(audit.companies[place % 3 + 1], place) for place in range(count - len(audit.companies)))
    companies = tuple(who if place < read else _not_read(who) for place, who in enumerate((*audit.companies, *more)))
    asked = tuple(replace(q, answered_by=(*q.answered_by, *(_silent(c) for c in more))) for q in audit.questions)
    figures = derive(companies, audit.channels, audit.keywords, asked)
    facts = Facts(companies, audit.plan, audit.goals, audit.channels, audit.keywords, audit.venues, asked, figures)
    return replace(
        audit,
        companies=companies,
        questions=asked,
        figures=figures,
        comparison=compare(companies, figures),
        scores=score(companies, figures),
        strengths=strengths(companies, figures, audit.plan),
        gaps=gaps(companies, figures, audit.plan),
        recommendations=recommend(facts, AS_OF.date()),
        xray=None,
    )


def _company_like(model: CompanyAudit, place: int) -> CompanyAudit:
    who = Company(f"Neighbourhood Properties {place}", f"https://neighbour{place}.example/", Role.COMPETITOR)
    named = {
        name: replace(value, id=f"{value.id.partition('.')[0]}.{who.key}", subject=who.name)
        for name in ("cadence", "longest_silence", "lead_forms", "calls_to_action")
        if isinstance(value := getattr(model, name), Figure)
    }
    return replace(model, company=who, findings=(), **named)


def _not_read(who: CompanyAudit) -> CompanyAudit:
    blank = {
        name: replace(
            getattr(who, name), value=None, interval=None, n=0, evidence=(), evidence_total=0, reason="no page was read"
        )
        for name in ("cadence", "longest_silence", "lead_forms", "calls_to_action")
    }
    return replace(who, pages=0, posts=0, undated=0, weeks=(), findings=(), **blank)


def _silent(who: CompanyAudit) -> Answering:
    return Answering(who.company.key, Answer.NOT, 0.0, ())
