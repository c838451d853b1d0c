"""Companies: one company measured, by the same code whether it is the client or a competitor."""

from collections.abc import Iterable, Sequence

from market.audits import ChannelRow, CompanyAudit
from market.companies import Company
from market.figures import Figure, Window
from market.findings import Evidence, Finding, Snapshot
from market.pages import PageKind
from market.posts import Post
from tactics.cadence import EVIDENCE_SHOWN, Publishing, cadence_figure, silence_figure, weekly_counts
from tactics.detectors import detectors
from tactics.vocabulary import vocabulary

_READ = (PageKind.HOME, PageKind.POST, PageKind.LISTING, PageKind.OTHER)
BLOG = "blog"
_OWN_SITE = ("blog", "wordpress", "website", "web site", "news page")
_SPELLINGS = {"twitter": "x", "x/twitter": "x", "twitter/x": "x", "x (twitter)": "x", "active rain": "activerain"}


def observe(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Every finding of every registered detector, in a stable order."""
    return tuple(finding for name in detectors for finding in detectors[name](snapshot))


def audit_company(
    company: Company,
    snapshot: Snapshot,
    publishing: Publishing,
    findings: Sequence[Finding],
    window: Window,
    unseen: int = 0,
) -> CompanyAudit:
    """The company's row of the audit. A site of which no page could be read has figures without value.

    ``unseen`` counts the pages that the site names and no capture holds.
    """
    pages = [page for page in snapshot.pages if page.kind in _READ]
    return CompanyAudit(
        company=company,
        pages=len(pages),
        posts=len(publishing.posts),
        undated=publishing.undated,
        health=publishing.health,
        cadence=cadence_figure(company.key, company.name, publishing, window),
        longest_silence=silence_figure(company.key, company.name, publishing, window),
        weeks=weekly_counts(publishing),
        lead_forms=_kinds("lead form", "lead-forms", "types of lead form", company, findings, len(pages)),
        calls_to_action=_kinds(
            "call to action", "calls-to-action", "kinds of call to action", company, findings, len(pages)
        ),
        findings=tuple(_shown(finding) for finding in findings),
        read=tuple(sorted(page.url for page in pages)),
        unseen=unseen,
    )


def channel_rows(
    company: Company, snapshot: Snapshot, findings: Sequence[Finding], claimed: Sequence[str]
) -> tuple[ChannelRow, ...]:
    """One row per channel claimed in the brief or linked from the site, with the rule under which it is (not) read.

    The company's own blog is a channel when posts were found on its site.
    """
    linked: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.tactic == "channel":
            linked.setdefault(finding.subject.partition(" ")[0], []).append(finding)
    wanted = {_channel(name) for name in claimed}
    names = sorted((wanted | set(linked)) - {BLOG})
    rows = [_channel_row(company, name, name in wanted, linked.get(name, [])) for name in names]
    if snapshot.posts or BLOG in wanted:
        rows.append(_blog_row(company, snapshot.posts, BLOG in wanted))
    return tuple(rows)


def _blog_row(company: Company, posts: Sequence[Post], claimed: bool) -> ChannelRow:
    newest = tuple(Evidence.of(post.capture, post.title) for post in posts[:EVIDENCE_SHOWN])
    return ChannelRow(company.key, "Blog", claimed, bool(posts), company.url if posts else "", "read", newest)


def _channel_row(company: Company, channel: str, claimed: bool, found: Sequence[Finding]) -> ChannelRow:
    entry = vocabulary("networks").get(channel)
    best = max(found, key=lambda f: (f.value, f.subject), default=None)
    return ChannelRow(
        company=company.key,
        channel=entry["label"] if entry else channel,
        claimed=claimed,
        linked=best is not None,
        address=best.subject.partition(" ")[2] if best else "",
        rule=_rule(entry is not None, bool(entry and entry.get("closed"))),
        evidence=best.evidence[:EVIDENCE_SHOWN] if best else (),
    )


def _rule(known: bool, closed: bool) -> str:
    if closed:
        return "closed network: not crawled"
    return "not crawled" if known else "unknown network: not crawled"


def _channel(name: str) -> str:
    """The network's key for a name as people write it."""
    plain = name.lower().strip()
    plain = _SPELLINGS.get(plain, plain)
    if any(word in plain for word in _OWN_SITE):
        return BLOG
    networks = vocabulary("networks")
    by_label = {entry["label"].lower(): key for key, entry in networks.items()}
    return plain if plain in networks else by_label.get(plain, plain)


def _kinds(tactic: str, slug: str, unit: str, company: Company, findings: Iterable[Finding], pages: int) -> Figure:
    """How many kinds of a tactic were seen; none on a site that was read is 0, on one that was not is unknown."""
    found = [finding for finding in findings if finding.tactic == tactic]
    evidence = tuple(e for finding in found for e in finding.evidence[:2])[:EVIDENCE_SHOWN]
    return Figure(
        id=f"{slug}.{company.key}",
        name=f"{tactic}s" if tactic == "lead form" else "calls to action",
        subject=company.name,
        value=float(len(found)) if pages else None,
        unit=unit,
        n=pages,
        window=None,
        interval=None,
        formula=f"number of different {unit} on the pages read",
        inputs=tuple((finding.subject, f"{finding.value:g} pages") for finding in found),
        evidence=evidence,
        evidence_total=sum(len(finding.evidence) for finding in found),
        reason="" if pages else "no page of this site could be read",
    )


def _shown(finding: Finding) -> Finding:
    """The finding with as much evidence as is printed."""
    shown: tuple[Evidence, ...] = finding.evidence[:EVIDENCE_SHOWN]
    return Finding(finding.company, finding.tactic, finding.subject, finding.value, finding.unit, shown)
