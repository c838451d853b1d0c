"""Understanding: what prospects discuss, what they ask, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.audits import Run, Unmeasured
from market.brief import Brief
from market.figures import Figure, Window, utc_day
from market.findings import Snapshot
from market.pages import PageKind
from market.posts import Conversation, Mention, Post
from market.topic_names import NOTHING_BEFORE, TopicsBefore, TopicSight
from market.topics import Question, Topic, TrendTable
from market.venues import Access, Candidate, Openness, Venue, VenueScore

if TYPE_CHECKING:
    from nlp.relevance import Relevance
    from nlp.topics import TopicModel
    from pipelines.reading import Material

SEED = 0
SENTIMENT = "left out: no labelled check shows that it can be told from texts like these"
ANSWER_WORDS = 50  # a page with fewer words is a form or a picture


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the conversations say."""

    model: str
    venues: tuple[VenueScore, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    unmeasured: tuple[Unmeasured, ...]
    method: tuple[tuple[str, str], ...]
    trends: TrendTable
    candidates: tuple[Candidate, ...] = ()
    sights: tuple[TopicSight, ...] = ()  # what became of the client's topics
    memory: bytes = b""  # what the next run recognises them by
    voice: tuple[Figure, ...] = ()  # share of voice, one figure per company


def understand_material(
    brief: Brief,
    run: Run,
    venues: Sequence[Venue],
    material: "Material",
    model: str,
    before: TopicsBefore = NOTHING_BEFORE,
) -> Understanding:
    """Topics, questions and venue scores from all conversations that were captured; trends from the dated ones.

    A trend compares the run's window with its baseline, so that "now" is what the audit's day says it is.
    """
    from nlp.language import load_model, model_name
    from nlp.questions import find_questions
    from nlp.relevance import find_on_market
    from nlp.share_of_voice import share_of_voice
    from nlp.topics import find_topics
    from nlp.trends import find_trends
    from nlp.venues import score_venues

    language = load_model(model)
    companies = brief.companies
    keys = [company.key for company in companies]
    posts = [post for item in material.companies for post in item.snapshot.posts]
    pages = [page for item in material.companies for page in _other_pages(item.snapshot)]
    relevance = find_on_market(material.conversations, posts, companies, brief.market.keywords, language)
    span = conversation_span(material.conversations)
    reasons = _unread(venues, material.conversations, relevance)
    scores = score_venues(venues, relevance, span, reasons, _openness(venues, material))
    on_market = [c for c in material.conversations if c.key in relevance.on_market]
    topics = find_topics(on_market, posts, keys, None, language, SEED, before=before)
    questions = find_questions(on_market, [*posts, *pages], keys, language)
    voice = share_of_voice(relevance, companies, language, span)
    trends = find_trends(topics.topics, topics.assignments, on_market, run.window, run.baseline)
    rules = (("On-market conversations", f"Decided by {relevance.rule}"), ("Number of topics", topics.criterion))
    return Understanding(
        model_name(language),
        scores,
        topics.topics,
        questions,
        tuple(_unmeasured(relevance, topics, trends, voice)),
        tuple(rule for rule in rules if rule[1]),
        trends,
        _candidates(material, on_market, venues, relevance.mentions),
        topics.sights,
        topics.memory,
        voice,
    )


def _candidates(
    material: "Material",
    on_market: Sequence[Conversation],
    venues: Sequence[Venue],
    mentions: Sequence[Mention],
) -> tuple[Candidate, ...]:
    """Places that the companies and the market's conversations link to; what others talk of proposes nothing."""
    from pipelines.discovery import candidates

    return candidates(material.companies, on_market, mentions, venues)


def _openness(venues: Sequence[Venue], material: "Material") -> dict[str, Openness]:
    """What each venue's own rules say of promoting oneself, by Venue.key."""
    from nlp.openness import openness_of

    keys = {venue.key for venue in venues}
    return {k: openness_of([(capture, text) for own, capture, text in material.rules if own == k]) for k in keys}


def _other_pages(snapshot: Snapshot) -> Iterable[Post]:
    """Pages that are no posts but may answer a question: services, prices, help."""
    posts = {post.url for post in snapshot.posts}
    for page in snapshot.pages:
        if page.kind is PageKind.OTHER and page.words >= ANSWER_WORDS and page.url not in posts:
            title = page.h1 or page.title
            yield Post(
                snapshot.company, page.url, title, page.text, page.h1, page.words, page.language, None, page.capture
            )


def _unmeasured(
    relevance: "Relevance", topics: "TopicModel", trends: TrendTable, voice: Sequence[Figure]
) -> Iterable[Unmeasured]:
    if relevance.heard.heard:
        if why := next((figure.reason for figure in voice if figure.reason), ""):
            yield Unmeasured("Communities", "share of voice", why, 1)
        yield Unmeasured("Communities", "sentiment", SENTIMENT, len(relevance.heard.heard))
    if relevance.heard.other_language:
        why = "in another language than the brief's: not read"
        yield Unmeasured("Communities", "conversations", why, relevance.heard.other_language)
    if topics.reason:
        yield Unmeasured("Communities", "topics", topics.reason, 1)
    if topics.unassigned:
        yield Unmeasured("Communities", "conversations on no topic", "too unlike the others", topics.unassigned)
    if trends.reason and topics.topics:
        yield Unmeasured("Communities", "trends of topics", trends.reason, 1)
    if trends.undated:
        yield Unmeasured("Communities", "conversations without a date", "in no trend", trends.undated)


def conversation_span(conversations: Sequence[Conversation]) -> Window | None:
    """From the first to the last dated conversation, None without any.

    A community's archive often reaches back for years and a feed for days, so what is said of conversations is said of
    all that were captured, and the report prints from when to when.
    """
    days = sorted(utc_day(c.started_at) for c in conversations if c.started_at)
    return Window(days[0], days[-1]) if days else None


def _unread(venues: Sequence[Venue], conversations: Sequence[Conversation], relevance: "Relevance") -> dict[str, str]:
    """Why nothing of a venue could be counted, by Venue.key."""
    captured = {c.venue for c in conversations}
    counted = {h.conversation.venue for h in relevance.heard.heard}
    reasons = dict.fromkeys(captured - counted, "in another language than the brief's: not read")
    unread = {v.key for v in venues if v.key not in captured and not v.export}
    closed = {v.key for v in venues if v.key in unread and (not v.platform or v.access is Access.CLOSED)}
    return reasons | dict.fromkeys(closed, "closed network: not crawled")
