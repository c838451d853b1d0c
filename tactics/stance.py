"""Stance: whether a company goes out to people or waits for them, as far as public traces tell.

A trace of going out is a post of the window that invites, answers, asks to take part or was written as a guest; a
stretch of four weeks with posts in at least half of them; a venue in which the company is named. A trace of waiting is
a kind of form or call that leaves the first step to the visitor, or a stretch of four weeks without that regularity.
"""

from collections.abc import Sequence

from market.figures import Figure, Window
from market.findings import Finding
from market.phrases import folded, grams
from market.posts import Post
from market.statistics import wilson
from tactics.cadence import Publishing, evidence_of, weekly_counts
from tactics.vocabulary import vocabulary

MIN_TRACES = 10  # under so many an index says nothing
STRETCH = 4  # weeks
LONGEST = 4  # words of a phrase of the list
FRAME_FROM = 3  # posts; among fewer, "most of them" says nothing
REGULAR = 2  # weeks of a stretch that hold a post


def stance_of(
    company: str, name: str, publishing: Publishing, findings: Sequence[Finding], venues: int, window: Window
) -> Figure:
    """Traces of going out ÷ all traces, with Wilson's interval; None with "insufficient" under ``MIN_TRACES``.

    ``venues`` is the number of communities in which the company is named.
    """
    held = [(post, grams(f"{post.title}\n{post.h1}\n{post.text}", LONGEST)) for post in publishing.posts]
    groups = {group: _posts_with(held, words) for group, words in _out_words().items()}
    out_posts = [p for p in publishing.posts if any(p in posts for posts in groups.values())]
    regular, idle = _stretches(publishing)
    asked = _waiting(findings)
    out, waiting = len(out_posts) + regular + venues, len(asked) + idle
    n = out + waiting
    enough = n >= MIN_TRACES
    inputs = [(f"posts with {group}", str(len(posts))) for group, posts in groups.items()]
    inputs += [("stretches of four weeks with regular posts", str(regular)), ("stretches without", str(idle))]
    inputs += [("venues that name the company", str(venues)), ("kinds of asking to be contacted", str(len(asked)))]
    return Figure(
        id=f"stance.{company}",
        name="reactive/proactive index",
        subject=name,
        value=out / n if enough else None,
        unit="share of traces",
        n=n,
        window=publishing.observed or window,
        interval=wilson(out, n) if enough else None,
        formula="traces of going out ÷ (traces of going out + traces of waiting)",
        inputs=tuple(inputs),
        evidence=evidence_of(out_posts) + tuple(e for finding in asked for e in finding.evidence[:1]),
        evidence_total=len(out_posts) + len(asked),
        reason="" if enough else f"insufficient: {n} public traces, {MIN_TRACES} are needed",
    )


def _out_words() -> dict[str, Sequence[str]]:
    return {
        f"a {group}" if group[0] not in "aio" else f"an {group}": w for group, w in vocabulary("stance")["out"].items()
    }


def _posts_with(held: Sequence[tuple[Post, frozenset[tuple[str, ...]]]], words: Sequence[str]) -> list[Post]:
    """The posts with one of the words; what stands in most posts is the frame of the site and counts once."""
    found: dict[str, Post] = {}
    for word in words:
        hits = [post for post, has in held if folded(word) in has]
        framed = len(hits) > max(FRAME_FROM, len(held) / 2)
        found.update((post.url, post) for post in sorted(hits, key=lambda p: p.url)[: 1 if framed else None])
    return [found[url] for url in sorted(found)]


def _stretches(publishing: Publishing) -> tuple[int, int]:
    """Whole stretches of the observed window with and without regular posts; none where the dates are not sound."""
    if not publishing.health.sound:
        return 0, 0
    weeks = [week.posts > 0 for week in weekly_counts(publishing)]
    whole = [weeks[i : i + STRETCH] for i in range(0, len(weeks) - STRETCH + 1, STRETCH)]
    regular = sum(sum(stretch) >= REGULAR for stretch in whole)
    return regular, len(whole) - regular


def _waiting(findings: Sequence[Finding]) -> list[Finding]:
    kinds = vocabulary("stance")["waiting"]["kinds"]
    calls = [f for f in findings if f.tactic == "call to action" and f.subject in kinds]
    return calls + [f for f in findings if f.tactic == "lead form"]
