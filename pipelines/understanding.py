"""Understanding: what prospects discuss, what they ask, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.audits import Run, Unmeasured
from market.brief import Brief
from market.figures import Window, utc_day
from market.posts import Conversation
from market.topics import Question, Topic
from market.venues import Access, Venue, VenueScore

if TYPE_CHECKING:
    from pipelines.reading import Material

SEED = 0
ENOUGH = 60  # conversations from which the audit's own window is used for them
ENOUGH_SHARE = 0.2  # and the share of all that must lie in it


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the conversations say."""

    model: str
    venues: tuple[VenueScore, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    unmeasured: tuple[Unmeasured, ...]
    method: tuple[tuple[str, str], ...]


def understand_material(
    brief: Brief, run: Run, venues: Sequence[Venue], material: "Material", model: str
) -> Understanding:
    """Topics, questions and venue scores, from the conversations of the window or, where it holds few, from all."""
    from nlp.language import load_model, model_name
    from nlp.relevance import find_on_market
    from nlp.venues import score_venues

    language = load_model(model)
    conversations = material.conversations
    window = conversation_window(conversations, run.window)
    posts = [post for item in material.companies for post in item.snapshot.posts]
    companies = brief.companies
    relevance = find_on_market(conversations, posts, companies, brief.market.keywords, language, window)
    scores = score_venues(venues, relevance, companies, language, window, _closed(venues))
    return Understanding(model_name(language), scores, (), (), (), ())


def conversation_window(conversations: Sequence[Conversation], window: Window) -> Window | None:
    """The audit's window when it holds enough conversations, else None: then all that were captured count.

    A community's archive often reaches back for years; the report prints from when to when.
    """
    inside = sum(1 for c in conversations if c.started_at and window.holds(utc_day(c.started_at)))
    return window if inside >= ENOUGH and inside >= ENOUGH_SHARE * len(conversations) else None


def _closed(venues: Sequence[Venue]) -> dict[str, str]:
    return {v.key: "closed network: not crawled" for v in venues if not v.platform or v.access is Access.CLOSED}
