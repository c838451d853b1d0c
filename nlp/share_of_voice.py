"""Share of voice: how much of what is said of the tracked companies is said of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from market.companies import Company
from market.figures import Figure, Interval, Window
from market.findings import Evidence
from market.posts import Conversation
from market.statistics import spread_wilson
from nlp.mentions import Naming, everyday_name, leads_to, site_of, writers_naming
from nlp.relevance import Relevance

if TYPE_CHECKING:
    from spacy.language import Language

    Pairs = Sequence[Naming]

LEAST_MENTIONS = 10  # of all companies together: two mentions would make somebody's share 50 or 100 %
PRINTED = 5  # pieces of evidence that a figure carries; the total stands beside them
# One author counts for at most this many conversations that name a company, or this share of all mentions where that is
# more: a vendor's own people are one voice, however often they write.
MOST_OF_AUTHOR = 3
MOST_OF_ALL = 0.02


def share_of_voice(
    relevance: Relevance, companies: Sequence[Company], model: "Language", window: Window | None = None
) -> tuple[Figure, ...]:
    """One figure per company, sorted by id: its mentions ÷ the mentions of all tracked companies, 0 to 1.

    A mention is an author × conversation pair in which the author names the company or links to its site; who names two
    companies counts for both. The interval is Wilson's on mentions ÷ design effect (conversations are clusters: Kish
    1965, linearised ratio), widened over all companies (Bonferroni). Without a value under ten mentions in all.
    """
    urls, sites = {mention.url for mention in relevance.mentions}, [site_of(company) for company in companies]
    talks = [
        h.conversation for h in relevance.heard.heard if h.conversation.url in urls or _links(h.conversation, sites)
    ]
    named = writers_naming(talks, companies, model)
    most = max(MOST_OF_AUTHOR, int(MOST_OF_ALL * sum(map(len, named.values()))))
    kept = {key: _unflooded(pairs, most) for key, pairs in named.items()}
    figures = []
    for company in sorted(companies, key=lambda c: c.key):
        figure = _figure(company, companies, kept, window, len(relevance.heard.heard))
        inputs = [*figure.inputs]
        if dropped := len(named[company.key]) - len(kept[company.key]):
            inputs.append((f"left out: an author’s beyond {most} conversations", str(dropped)))
        if everyday_name(company, model):
            inputs.append(("its name is also a word", "counted only with a capital in mid-sentence: perhaps too few"))
        figures.append(replace(figure, inputs=tuple(inputs)))
    return tuple(figures)


def _links(conversation: Conversation, sites: Sequence[str]) -> bool:
    """Whether anybody links to one of the sites."""
    every = (conversation.links, *(answer.links for answer in conversation.answers))
    return any(leads_to(link, site) for links in every for link in links for site in sites)


def _unflooded(pairs: "Pairs", most: int) -> "Pairs":
    """The pairs without those beyond ``most`` of one author; they stand in the order of keys, so none is preferred."""
    written: Counter[str] = Counter()
    kept = []
    for one in pairs:
        written[one.author] += 1
        if not one.author or written[one.author] <= most:
            kept.append(one)
    return kept


def _figure(
    company: Company,
    companies: Sequence[Company],
    kept: Mapping[str, "Pairs"],
    window: Window | None,
    heard: int,
) -> Figure:
    own, n = kept[company.key], sum(map(len, kept.values()))
    talks = {one.conversation.key: one for one in reversed(own)}  # the first who names it in each
    best = sorted(talks.values(), key=lambda one: (-(one.conversation.replies or 0), one.conversation.key))[:PRINTED]
    why = "" if n >= LEAST_MENTIONS else f"mentions of all companies found: {n}, needed: {LEAST_MENTIONS}"
    names = ", ".join(sorted(c.name for c in companies))
    return Figure(
        id=f"share-of-voice.{company.key}",
        name="share of voice",
        subject=company.name,
        value=None if why else len(own) / n,
        unit="share of mentions",
        n=n,
        window=window,
        interval=None if why else _interval(company.key, kept, n, len(companies)),
        formula=f"mentions of {company.name} ÷ mentions of all tracked companies ({names}); "
        "a mention is one author in one conversation who names the company in their own words or links to its site",
        inputs=(
            (f"mentions of {company.name}", str(len(own))),
            ("mentions of all tracked companies", str(n)),
            ("conversations that name it", str(len(talks))),
            ("different authors who name it", str(len({one.author or one.conversation.key for one in own}))),
            ("conversations looked through", str(heard)),
        ),
        evidence=tuple(Evidence.of(one.conversation.capture, one.quote) for one in best),
        evidence_total=len(talks),
        reason=why,
    )


def _interval(key: str, kept: Mapping[str, "Pairs"], n: int, family: int) -> Interval:
    own = Counter(one.conversation.key for one in kept[key])
    every = Counter(one.conversation.key for pairs in kept.values() for one in pairs)
    interval = spread_wilson(sum(own.values()) / n, n, _design_effect(own, every), family=family)
    widened = f", widened over {family} companies (Bonferroni)" if family > 1 else ""
    return replace(interval, method=f"Wilson score on n ÷ design effect of conversations{widened}")


def _design_effect(own: Mapping[str, int], every: Mapping[str, int]) -> float:
    """How much more a share varies than with independent mentions, at least 1: threads about a company name it often.

    Without variation to judge by (one conversation, one company named) every conversation counts as one mention.
    """
    n, clusters = sum(every.values()), len(every)
    p = sum(own.values()) / n
    if clusters < 2 or p in (0.0, 1.0):
        return n / clusters
    off = sum((own.get(key, 0) - p * size) ** 2 for key, size in every.items())
    return max(1.0, off * clusters / (clusters - 1) / (n * p * (1 - p)))
