"""Share of voice: how much of what is said of the tracked companies is said of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from market.companies import Company
from market.figures import Figure, Interval, Window
from market.findings import Evidence
from market.posts import Conversation, Mention
from market.statistics import spread_wilson
from nlp.mentions import everyday_name, site_of, writers_naming
from nlp.relevance import Relevance

if TYPE_CHECKING:
    from spacy.language import Language

    Pairs = Sequence[tuple[Conversation, str]]

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
    urls = {mention.url for mention in relevance.mentions}
    hosts = {site_of(company.url) for company in companies}
    talks = [h.conversation for h in relevance.heard.heard]
    named = writers_naming([c for c in talks if c.url in urls or hosts & _linked(c)], companies, model)
    everyone = sum(map(len, named.values()))
    kept = {key: _unflooded(pairs, max(MOST_OF_AUTHOR, int(MOST_OF_ALL * everyone))) for key, pairs in named.items()}
    quotes = {(m.company, m.url): m for m in relevance.mentions}
    figures = []
    for company in sorted(companies, key=lambda c: c.key):
        figure = _figure(company, companies, kept, window, quotes, len(relevance.heard.heard))
        inputs = [*figure.inputs]
        if dropped := len(named[company.key]) - len(kept[company.key]):
            inputs.append(("left out: one author’s beyond 2 % of all mentions", str(dropped)))
        if everyday_name(company, model):
            inputs.append(("its name is also a word", "counted only with a capital in mid-sentence: perhaps too few"))
        figures.append(replace(figure, inputs=tuple(inputs)))
    return tuple(sorted(figures, key=lambda figure: figure.id))


def _linked(conversation: Conversation) -> set[str]:
    """The hosts that a conversation links to."""
    every = (conversation.links, *(answer.links for answer in conversation.answers))
    return {site_of(link) for links in every for link in links}


def _unflooded(pairs: "Pairs", most: int) -> "Pairs":
    """The pairs without those beyond ``most`` of one author; they stand in the order of keys, so none is preferred."""
    written: Counter[str] = Counter()
    kept = []
    for conversation, author in pairs:
        written[author] += 1
        if not author or written[author] <= most:
            kept.append((conversation, author))
    return kept


def _figure(
    company: Company,
    companies: Sequence[Company],
    kept: Mapping[str, "Pairs"],
    window: Window | None,
    quotes: Mapping[tuple[str, str], Mention],
    heard: int,
) -> Figure:
    own, n = kept[company.key], sum(map(len, kept.values()))
    talks = {conversation.key: conversation for conversation, _ in own}
    best = sorted(talks.values(), key=lambda c: (-(c.replies or 0), c.key))[:PRINTED]
    why = "" if n >= LEAST_MENTIONS else f"{n} mentions in {heard:,} conversations, {LEAST_MENTIONS} needed"
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
        "a mention is one author in one conversation who names the company or links to its site",
        inputs=(
            (f"mentions of {company.name}", str(len(own))),
            ("mentions of all tracked companies", str(n)),
            ("conversations that name it", str(len(talks))),
            ("different authors who name it", str(len({author or c.key for c, author in own}))),
            ("conversations looked through", str(heard)),
        ),
        evidence=tuple(Evidence.of(c.capture, _quote(c, quotes.get((company.key, c.url)))) for c in best),
        evidence_total=len(talks),
        reason=why,
    )


def _quote(conversation: Conversation, mention: Mention | None) -> str:
    return mention.quote if mention else conversation.title


def _interval(key: str, kept: Mapping[str, "Pairs"], n: int, family: int) -> Interval:
    own = Counter(conversation.key for conversation, _ in kept[key])
    every = Counter(conversation.key for pairs in kept.values() for conversation, _ in pairs)
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
