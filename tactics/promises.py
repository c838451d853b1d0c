"""Promises: what public pages show of each thing a line of the plan promises, one figure per thing.

Cadence on the own site, by place and topic; the key phrase per field; the local share; channels opened and alive; calls
to action present. METRICS names the figures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from market.audits import ChannelRow
from market.figures import Figure, Window
from market.findings import Finding
from market.phrases import NEAR, folded, has_phrase
from market.posts import Post
from tactics.cadence import EVIDENCE_SHOWN, Publishing, evidence_of, rate_interval
from tactics.places import is_event, is_local, text_of
from tactics.shares import share_of_posts
from tactics.vocabulary import vocabulary

TOLD_APART = 3  # posts that carry a topic's words, from which the topic is counted by its words
FIELDS = ("title", "heading", "address", "body")
OWN_SITE = ("blog", "website", "web site", "site", "wordpress")
_STOP = frozenset("a an and at by for from in into is of on or our the their to with your".split())
_EVENT = re.compile(r"\b(?:events?|festivals?|happenings?|what['’]?s on|going on)\b", re.IGNORECASE)
_LOCAL = re.compile(
    r"\b(?:hyper-?\s?local|local(?:ly)?|neighbou?rhoods?|in (?:my|our|the) (?:area|town|city))\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"\b(?:calls?[- ]to[- ]action|ctas?|buttons?|(?:contact|enquiry|inquiry|sign-?up|lead|booking) forms?|"
    r"booking links?|ask (?:visitors|readers|people) to|invite (?:visitors|readers|people) to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What public pages show of the company whose plan it is."""

    company: str  # Company.key
    name: str
    publishing: Publishing
    window: Window
    channels: tuple[ChannelRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = 0  # pages read
    places: tuple[str, ...] = ()  # the brief's area
    own_names: tuple[str, ...] = ()  # the company's names, which may contain a place


@dataclass(frozen=True, slots=True)
class Counted:
    """The posts that count towards a line, and how sure that is."""

    posts: tuple[Post, ...]
    rule: str  # which posts, in words: " that name Millbrook"
    upper_only: bool  # the line's topic or event was not told apart: more posts than the line means


def area_of(text: str, place: str, places: Sequence[str]) -> tuple[str, ...]:
    """The places whose naming makes a post local in the sense of a line; empty for a line that is not local.

    A line that says "local" means the whole area of the brief, a line that only names a place that place.
    """
    if _LOCAL.search(text):
        return tuple(dict.fromkeys([*([place] if place else []), *places]))
    return (place,) if place else ()


def asks(text: str) -> bool:
    """Whether a line promises to ask visitors for something: a call to action, a button, a form."""
    return _ASKS.search(text) is not None


def counted_posts(seen: Seen, text: str, topic: str, place: str) -> Counted:
    """The posts of the window that can count towards a line with this topic and place."""
    area = area_of(f"{text} {topic}", place, seen.places)
    events = bool(area) and _EVENT.search(f"{text} {topic}") is not None
    posts = [p for p in seen.publishing.posts if not area or is_local(p, area, seen.own_names)]
    rule = f" that name {_either(area)}" if area else ""
    plain = "" if events or _LOCAL.search(topic) else topic
    if events:
        dated = [p for p in posts if is_event(p, area, seen.own_names)]
        if len(dated) >= TOLD_APART:
            return Counted(tuple(dated), f"{rule} beside a later date", False)
        return Counted(tuple(posts), rule, True)
    if plain:
        about = [p for p in posts if _is_about(p, plain)]
        if len(about) >= TOLD_APART:
            return Counted(tuple(about), f"{rule} about “{plain}” by its words", False)
    return Counted(tuple(posts), rule, bool(plain))


def cadence(seen: Seen, line: str, counted: Counted, promised: str) -> Figure:
    """Posts a week that count towards the line, with their exact interval; None where the source is not sound."""
    publishing = seen.publishing
    weeks = publishing.observed.weeks if publishing.observed else 0.0
    sound = publishing.health.sound and weeks > 0
    n = len(counted.posts)
    return Figure(
        id=f"promised-vs-observed.{seen.company}.{line}",
        name="promised vs observed",
        subject=f"{seen.name}: posts a week{counted.rule}",
        value=n / weeks if sound else None,
        unit="posts a week",
        n=n,
        window=publishing.observed or seen.window,
        interval=rate_interval(n, seen.publishing.undated, weeks) if sound else None,
        formula=f"dated posts{counted.rule} ÷ weeks in the window",
        inputs=(("posts", str(n)), ("weeks", f"{weeks:.4g}"), ("promised", promised)),
        evidence=evidence_of(counted.posts),
        evidence_total=n,
        reason="" if sound else (publishing.health.remarks or ("nothing was captured",))[0],
    )


def keyword_promise(seen: Seen, line: str, phrase: str, rate: float | None) -> tuple[Figure, ...]:
    """Posts with the phrase in any field, then per field, ÷ posts promised (÷ posts published without a promise)."""
    observed = seen.publishing.observed
    promised = rate * observed.weeks if rate is not None and observed else None
    posts = seen.publishing.posts
    hits = {field: [p for p in posts if _carries(_field(p, field), phrase)] for field in FIELDS}
    anywhere = [p for p in posts if any(p in found for found in hits.values())]
    base = "posts promised" if promised is not None else "posts published"
    fault = "" if promised is None or seen.publishing.health.sound else seen.publishing.health.remarks[0]
    rows = [("", "any field", anywhere)] + [(f".{field}", f"the {field}", hits[field]) for field in FIELDS]
    made = (
        share_of_posts(
            f"keyword-promise.{seen.company}.{line}{suffix}",
            "keyword promise kept" if not suffix else f"keyword promise kept in {where}",
            f"{seen.name}: “{phrase}”",
            found,
            posts,
            observed or seen.window,
            f"posts with the phrase in {where} (inflected, or its words within {NEAR}) ÷ {base}",
            promised,
        )
        for suffix, where, found in rows
    )
    # undated posts may carry the phrase: then too few of what was promised were found by no fault of the client
    return tuple(replace(f, value=None, interval=None, reason=fault) if fault else f for f in made)


def posts_with(seen: Seen, phrase: str) -> tuple[Post, ...]:
    """The posts of the window that carry a phrase in any field."""
    return tuple(p for p in seen.publishing.posts if any(_carries(_field(p, field), phrase) for field in FIELDS))


def local_share(seen: Seen, line: str, area: Sequence[str]) -> Figure:
    """Posts that name a place of the area ÷ posts."""
    hits = [p for p in seen.publishing.posts if is_local(p, area, seen.own_names)]
    return share_of_posts(
        f"local-share.{seen.company}.{line}",
        "hyper-local share",
        f"{seen.name}: {_either(area)}",
        hits,
        seen.publishing.posts,
        seen.publishing.observed or seen.window,
        "posts that name a place of the area ÷ posts; names of companies and people do not count",
    )


def topic_share(seen: Seen, line: str, topic: str) -> Figure:
    """Posts about a topic, told by its words, ÷ posts; None where fewer than ``TOLD_APART`` carry them."""
    hits = [p for p in seen.publishing.posts if _is_about(p, topic)]
    told = len(hits) >= TOLD_APART
    figure = share_of_posts(
        f"topic-share.{seen.company}.{line}",
        "share of posts on a topic",
        f"{seen.name}: {topic}",
        hits,
        seen.publishing.posts,
        seen.publishing.observed or seen.window,
        "posts with the topic's words side by side or near each other ÷ posts",
    )
    reason = figure.reason or f"fewer than {TOLD_APART} posts carry its words: it cannot be told apart by them"
    return figure if told else replace(figure, value=None, interval=None, reason=reason)


def channels_opened(seen: Seen, line: str, wanted: Sequence[str]) -> Figure:
    """Channels of the line that the site links or that were read themselves ÷ channels the line names."""
    rows = [(name, _row_of(seen.channels, name)) for name in wanted]
    opened = [(name, row) for name, row in rows if row is not None and row.linked]
    evidence = tuple(e for _, row in opened for e in row.evidence[:2])
    return Figure(
        id=f"channels-opened.{seen.company}.{line}",
        name="channels opened",
        subject=seen.name,
        value=len(opened) / len(rows) if seen.pages and rows else None,
        unit="share of channels named",
        n=len(rows),
        window=None,
        interval=None,
        formula="channels that the site links, or a blog with posts ÷ channels the line names",
        inputs=tuple((name, _state(row, seen)) for name, row in rows),
        evidence=evidence[:EVIDENCE_SHOWN],
        evidence_total=len(evidence),
        reason="" if seen.pages else "no page of the site could be read",
    )


def silent_blog(seen: Seen, wanted: Sequence[str]) -> bool:
    """Whether the line names the own blog, the blog can be judged, and nothing was posted in the window."""
    own = any(_is_own(name) for name in wanted)
    return own and seen.publishing.health.sound and not seen.publishing.posts


def calls_present(seen: Seen, line: str, text: str) -> Figure:
    """Pages that ask for what the line says (or, where it does not say what, for anything) of the pages read."""
    kinds = kinds_in(text)
    found = [f for f in seen.findings if _asked(f, kinds, text)]
    evidence = tuple(e for f in found for e in f.evidence[:3])
    return Figure(
        id=f"calls-present.{seen.company}.{line}",
        name="calls to action present",
        subject=f"{seen.name}: {', '.join(sorted(kinds)) or 'any'}",
        value=max((f.value for f in found), default=0.0) if seen.pages else None,
        unit="pages",
        n=seen.pages,
        window=None,
        interval=None,
        formula="pages with a link, button or form that asks for it; the largest number where several kinds are meant",
        inputs=tuple(sorted((f"{f.tactic}: {f.subject}", f"{f.value:g} {f.unit}") for f in found)),
        evidence=evidence[:EVIDENCE_SHOWN],
        evidence_total=sum(len(f.evidence) for f in found),
        reason="" if seen.pages else "no page of the site could be read",
    )


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of calls to action whose words (``vocabulary/actions.toml``) stand in a text."""
    plain = re.sub(r"(?i)\bcalls?[- ]to[- ]action\b", " ", text)  # "call" in it is no telephone
    return frozenset(
        str(kind)
        for kind, phrases in vocabulary("actions")["kinds"].items()
        if any(has_phrase(plain, phrase) for phrase in phrases) or has_phrase(plain, str(kind))
    )


def is_own(channels: Iterable[str]) -> bool:
    """Whether a line with these channels promises something on the client's own site; none named means there."""
    named = list(channels)
    return not named or any(_is_own(name) for name in named)


def _is_own(name: str) -> bool:
    return any(own in name.casefold() for own in OWN_SITE)


def _asked(finding: Finding, kinds: frozenset[str], text: str) -> bool:
    if finding.tactic == "lead form":
        return re.search(r"\bforms?\b", text, re.IGNORECASE) is not None
    return finding.tactic == "call to action" and (not kinds or finding.subject in kinds)


def _row_of(rows: Sequence[ChannelRow], name: str) -> ChannelRow | None:
    """The row of a channel by any of the names people use for it."""
    plain = name.casefold().strip()
    if _is_own(plain):
        return next((row for row in rows if row.channel == "Blog"), None)
    labels = {row.channel.casefold(): row for row in rows}
    aliases = {"twitter": "x (twitter)", "x": "x (twitter)", "x/twitter": "x (twitter)", "active rain": "activerain"}
    return labels.get(plain) or labels.get(aliases.get(plain, plain))


def _state(row: ChannelRow | None, seen: Seen) -> str:
    if row is None or not row.linked:
        return f"no link on the {seen.pages} pages read"
    if row.channel == "Blog":
        days = sorted(p.dating.on for p in seen.publishing.posts if p.dating)
        return f"alive: newest post {days[-1]:%Y-%m-%d}" if days else "opened, no dated post in the window"
    return f"opened: {row.address}; whether it is alive was not read ({row.rule})"


def _field(post: Post, field: str) -> str:
    if field == "address":
        return re.sub(r"[-_/+.]+", " ", unquote(urlsplit(post.url).path))
    return {"title": post.title, "heading": post.h1}.get(field, post.text)


def _carries(text: str, phrase: str) -> bool:
    """The phrase exactly, inflected, or its words near each other; small words may be missing, as in an address."""
    telling = " ".join(word for word in folded(phrase) if word not in _STOP)
    return has_phrase(text, phrase, NEAR) or bool(telling and has_phrase(text, telling, NEAR))


def _is_about(post: Post, topic: str) -> bool:
    return _carries(text_of(post), topic)


def _either(places: Sequence[str]) -> str:
    shown = list(places[:3]) + ([f"{len(places) - 3} more"] if len(places) > 3 else [])
    return " or ".join(shown)
