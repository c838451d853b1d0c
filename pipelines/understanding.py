"""Understanding: what prospects discuss, what they ask, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.audits import Unmeasured
from market.brief import Brief
from market.figures import Window, utc_day
from market.posts import Conversation
from market.topics import Question, Topic
from market.venues import Access, Venue, VenueScore

if TYPE_CHECKING:
    from pipelines.reading import Material

SEED = 0


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the conversations say."""

    model: str
    venues: tuple[VenueScore, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    unmeasured: tuple[Unmeasured, ...]
    method: tuple[tuple[str, str], ...]


def understand_material(brief: Brief, venues: Sequence[Venue], material: "Material", model: str) -> Understanding:
    """Topics, questions and venue scores, from all conversations that were captured."""
    from nlp.language import load_model, model_name
    from nlp.relevance import find_on_market
    from nlp.venues import score_venues

    language = load_model(model)
    conversations = material.conversations
    span = conversation_span(conversations)
    posts = [post for item in material.companies for post in item.snapshot.posts]
    companies = brief.companies
    relevance = find_on_market(conversations, posts, companies, brief.market.keywords, language)
    scores = score_venues(venues, relevance, companies, language, span, _closed(venues))
    return Understanding(model_name(language), scores, (), (), (), ())


def conversation_span(conversations: Sequence[Conversation]) -> Window | None:
    """From the first to the last dated conversation, None without any.

    A community's archive often reaches back for years and a feed for days, so what is said of conversations is said of
    all that were captured, and the report prints from when to when.
    """
    days = sorted(utc_day(c.started_at) for c in conversations if c.started_at)
    return Window(days[0], days[-1]) if days else None


def _closed(venues: Sequence[Venue]) -> dict[str, str]:
    return {v.key: "closed network: not crawled" for v in venues if not v.platform or v.access is Access.CLOSED}
