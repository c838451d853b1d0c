"""Venues: the places where prospects gather (SIOC Forum; "hang-out" only in text for readers)."""

from dataclasses import dataclass
from enum import StrEnum

from market.figures import Figure
from market.urls import key_of


class Access(StrEnum):
    """Under which rule a venue can be read."""

    CRAWLABLE = "crawlable"
    API = "API"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Venue:
    """One community as the brief names it."""

    name: str
    url: str
    platform: str  # name of a connector; "" when none reads it
    access: Access
    feed: str = ""

    @property
    def key(self) -> str:
        return key_of(self.url)


@dataclass(frozen=True, slots=True)
class VenueScore:
    """How much of the market's conversation was observed in one venue.

    ``share`` is on-market ÷ observed conversations; ``affinity`` its lift over all other venues;
    ``reach`` the venue's part of all on-market author × conversation pairs. The order of venues goes by the
    lower bound of the affinity's interval, so that three lucky posts cannot outrank a busy forum.
    """

    venue: Venue
    conversations: int
    on_market: int
    voices: int
    share: Figure
    affinity: Figure
    reach: Figure
    first_at: str  # ISO date of the oldest conversation observed, "" when none is dated
    last_at: str
    competitors_present: tuple[str, ...]  # Company.key
    reason: str  # why nothing could be measured, "" otherwise
