"""A market whose truth is known, served on loopback, crawled and judged: every verdict, share and mapping is the truth."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml

from market.figures import Window
from market.traces import NodeKind
from pipelines.audit import run_audit
from pipelines.crawl import CrawlJob, crawl
from pipelines.settings import AuditOptions

END = date(2026, 5, 3)
WINDOW = Window.ending(END, 26)
SELL, KNOWN, NONE = "Sell chairs", "Be known in Ashford", ""
FILLER = (
    "Nobody in the workshop agrees on the radio, and the kettle is always on. Mornings begin with sweeping, because dust "
    "hides pencil lines. After lunch the light is good, so that is when edges are looked at. "
)


@dataclass(frozen=True)
class Truth:
    """One post as it was meant."""

    day: date
    slug: str
    title: str
    text: str
    goal: str
    kind: str


def phrase(day: date, n: int) -> Truth:
    return Truth(
        day, f"oak-garden-chair-{n}", f"Oak garden chair, letter {n}", f"An oak garden chair for porch {n}. {FILLER}", SELL,
        "phrase",
    )  # fmt: skip


def event(day: date, n: int) -> Truth:
    held = day + timedelta(days=6)
    text = f"The fair comes to Ashford on {held.day} {held:%B %Y}, and stall {n} is ours. {FILLER}"
    return Truth(day, f"fair-{n}", f"Fair number {n} on the green", text, KNOWN, "event")


def care(day: date, n: int) -> Truth:
    text = f"Notes on wood care, part {n}: oil first, wax later. {FILLER}"
    return Truth(day, f"oil-{n}", f"Wood care, part {n}", text, SELL, "care")


def aside(day: date, n: int) -> Truth:
    return Truth(
        day, f"soup-{n}", f"Soup of fortnight {n}", f"Leeks, potatoes and cream, bowl {n}. {FILLER}", NONE, "aside"
    )


def meant() -> list[Truth]:
    """Four posts a week over 26 weeks: two with the phrase, one on wood care, by turns a fair in Ashford and a soup."""
    posts = []
    for week in range(26):
        first = WINDOW.start + timedelta(weeks=week)
        posts += [phrase(first, 2 * week), phrase(first + timedelta(days=2), 2 * week + 1)]
        posts.append(care(first + timedelta(days=3), week))
        posts.append((event if week % 2 else aside)(first + timedelta(days=5), week))
    return posts


def article(post: Truth) -> str:
    stated = {"@context": "https://schema.org", "@type": "BlogPosting", "datePublished": post.day.isoformat()}
    return (
        f"<html><head><title>{escape(post.title)}</title><script type='application/ld+json'>{json.dumps(stated)}</script>"
        f"</head><body><nav><a href='/'>Home</a></nav><main><article><h1>{escape(post.title)}</h1><p>{escape(post.text)}</p>"
        "</article></main><footer><a href='https://www.facebook.com/ashford.chairs'>Facebook</a>"
        "<a href='https://www.youtube.com/@ashfordchairs'>YouTube</a><a href='/visit/'>Book a visit</a></footer></body></html>"
    )


def build(site: Any, posts: list[Truth]) -> None:
    """Serve the posts under /blog/ with a home page that lists them."""
    links = "".join(f"<li><a href='/blog/{p.slug}/'>{escape(p.title)}</a></li>" for p in posts)
    site.pages["/"] = (
        f"<html><head><title>Chairs</title></head><body><main><h1>Chairs</h1><ul>{links}</ul></main></body></html>"
    )
    site.pages["/visit/"] = (
        "<html><head><title>Visit</title></head><body><main><h1>Visit</h1><p>Ring twice.</p></main></body></html>"
    )
    for post in posts:
        site.pages[f"/blog/{post.slug}/"] = article(post)


def line(text: str, verdict: str, **parts: Any) -> tuple[dict[str, Any], str]:
    return {"sentence": text, "label": "tactic", **parts}, verdict


def weekly(amount: float, verdict: str, text: str = "Blog posts", period: str = "week", **parts: Any) -> Any:
    return line(text, verdict, amount=amount, period=period, deliverable="blog post", channels=["blog"], **parts)


PLAN = (
    weekly(3, "ahead", key_phrase="oak garden chair", goal=SELL),
    weekly(4, "on plan"),
    weekly(5, "behind"),
    weekly(1, "behind", "A post about a local event", place="Ashford", topic="local events", goal=KNOWN),
    weekly(2, "not enough weeks to tell", "Posts about fairs in Ashford", period="month", place="Ashford", goal=KNOWN),
    weekly(1, "on plan", "A post on looking after furniture", topic="wood care", goal=SELL),
    weekly(3, "behind", "Posts on looking after furniture", topic="wood care"),
    weekly(1, "ahead", "A post on looking after furniture", period="month", topic="wood care"),
    weekly(1, "cannot tell", "A post a week on varnish", topic="marine varnish"),
    line("We use Facebook and YouTube", "on plan", channels=["Facebook", "YouTube"]),
    line("We use Facebook and Pinterest", "cannot tell", channels=["Facebook", "Pinterest"]),
    line("Two posts a day on Facebook", "cannot tell", amount=2, period="day", channels=["Facebook"]),
    line("A button that says book a visit", "on plan"),
    line("A button that says subscribe", "behind"),
    ({"sentence": "20 leads a month", "label": "target"}, "only from the client's own numbers"),
    ({"sentence": "Be nicer", "label": "tactic"}, "not measurable as written"),
)


@pytest.fixture
def audit(loopback_site: Callable[[], Any], crawl_job: Callable[..., CrawlJob], tmp_path: Path) -> Any:
    """Crawl both sites, without delay, and audit what was archived."""
    client, rival = loopback_site(), loopback_site()
    build(client, meant())
    build(rival, [care(WINDOW.start + timedelta(weeks=2 * n), n) for n in range(13)])
    archives = []
    for name, site in (("client", client), ("rival", rival)):
        job = crawl_job(site.url(), subject=name, archive=tmp_path / f"{name}.warc.gz", window_start=WINDOW.start)
        crawl(job)
        archives.append(job.archive)
    corrected = client.url("/blog/oil-0/")
    brief = {
        "agency": {"name": "A", "contact": "c"},
        "client": {"name": "Ashford Chairs", "url": client.url()},
        "competitors": [{"name": "Rival", "url": rival.url()}],
        "market": {"keywords": ["garden chair"], "places": ["Ashford"]},
        "strategy": {"statement": "Chairs people keep.", "action": "Book a visit"},
        "goals": [
            {"name": SELL, "targets": [{"amount": 20, "unit": "leads", "period": "month"}]},
            {"name": KNOWN},
        ],
        "plan": [entry for entry, _ in PLAN],
        "mappings": [{"url": corrected, "goal": KNOWN}],
        "actuals": "actuals.csv",
    }
    (tmp_path / "brief.yaml").write_text(yaml.safe_dump(brief))
    (tmp_path / "actuals.csv").write_text(
        "unit,period,date,value\nleads,month,2026-02-01,12\nleads,month,2026-03-01,18\nleads,month,2026-05-01,99\n"
    )
    options = AuditOptions(
        tmp_path / "brief.yaml",
        replay=tuple(archives),
        out=tmp_path / "out",
        database=f"sqlite:///{tmp_path}/w.db",
        as_of=END,
    )
    return run_audit(options).audit


def test_a_known_market_is_judged_as_it_is(audit):
    """Every verdict, every share, every mapping and the trace of a market of 104 posts are what they were made to be."""
    rows, found = audit.plan, audit.focus
    truth = {f"/blog/{post.slug}/": post for post in meant()}

    verdicts = {(row.text, row.promised): str(row.verdict) for row in rows}
    wanted = {(row.text, row.promised): verdict for row, (_, verdict) in zip(rows, PLAN, strict=True)}
    assert verdicts == wanted
    assert [row.observed.n for row in rows[:9] if row.observed] == [104, 104, 104, 13, 13, 26, 26, 26, 104]

    kept = {f.name: round(f.value * f.n) for f in rows[0].further}
    assert set(kept.values()) == {52}
    assert len(kept) == 5
    assert next(f.value for f in rows[3].further if f.name == "hyper-local share") == 13 / 104

    mapped = {path_of(item.url): item.goal for item in found.items}
    corrected = "/blog/oil-0/"
    assert mapped == {path: KNOWN if path == corrected else post.goal for path, post in truth.items()}
    assert [item.corrected for item in found.items].count(True) == 1
    assert found.distraction.value == Counter(post.goal for post in truth.values())[NONE] / 104
    assert {path_of(item.url) for item in found.unaligned} == {path for path, p in truth.items() if p.kind == "aside"}

    actual = audit.goals[0].targets[0].actual
    assert (actual.value, actual.n) == (15.0, 2)

    check_trace(audit)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def check_trace(audit: Any) -> None:
    """Whatever is printed reaches a goal or is marked as general, and every goal is reached from each kind."""
    from reports.evidence import entries_of

    trace = audit.trace
    ends = {node.id for node in trace.nodes if node.kind in (NodeKind.GOAL, NodeKind.GENERAL)}
    names = {node.id for node in trace.nodes}
    assert all({edge.source, edge.target} <= names for edge in trace.edges)
    assert {f"measure:{entry.id}" for entry in entries_of(audit)} <= names
    for node in trace.nodes:
        if node.id not in ends:
            assert trace.reaches(node.id) & ends, node
    for goal in (SELL, KNOWN):
        kinds = {n.kind for n in trace.nodes if n.id in trace.reached_from(f"goal:{goal}")}
        assert {NodeKind.TACTIC, NodeKind.CONTENT, NodeKind.MEASURE} <= kinds
        assert all(f"goal:{goal}" in trace.reaches(name) for name in trace.reached_from(f"goal:{goal}"))
    steps = {f"step:{place}": step.goal for place, step in enumerate(audit.recommendations, start=1)}
    assert steps
    assert all(f"goal:{goal}" in trace.reaches(step) for step, goal in steps.items() if goal in (SELL, KNOWN))
