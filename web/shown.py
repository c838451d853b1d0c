"""Shown: which pages a run has, and what each is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from market.audits import Audit
from store.topic_names import history_of
from web.decided import Decided
from web.library import ClientRuns, Held, Library, UnreadableError
from web.pages import Query, View, slug
from web.pages.competitors import competitors
from web.pages.over_time import MOST_RUNS, Past
from web.pages.plan import item, items, line, plan
from web.pages.questions import questions
from web.pages.runs import run
from web.pages.topic import topic
from web.pages.trends import trends
from web.pages.venues import candidate, venue, venues


@dataclass(frozen=True)
class Showing:
    """What a page is made of."""

    library: Library
    client: ClientRuns
    held: Held
    decided: Decided
    query: Query

    @cached_property
    def audit(self) -> Audit:
        """The audit with what was decided laid over it."""
        return self.decided.shown(self.held.audit)

    def runs(self, most: int = MOST_RUNS) -> list[Past]:
        """This run and those of earlier days that can be shown, newest first, a day once."""
        found = [Past.of(self.held.audit)]
        for other in self.client.runs:
            if len(found) < most and other.readable and other.window_end < found[-1].end:
                try:
                    found.append(self.library.past(other))
                except UnreadableError:  # of an earlier version: it has its own page that says so
                    continue
        return found

    def earlier(self) -> Past | None:
        """The run before this one."""
        return next(iter(self.runs(2)[1:]), None)


Page: TypeAlias = Callable[[Showing], View]
Thing: TypeAlias = Callable[[Showing, str], View | None]

PAGES: Mapping[str, Page] = {
    "trends": lambda s: trends(s.audit, s.decided, s.query, s.earlier()),
    "venues": lambda s: venues(s.audit, s.decided, s.query),
    "questions": lambda s: questions(s.audit, s.query),
    "competitors": lambda s: competitors(s.audit, s.runs()),
    "plan": lambda s: plan(s.audit, s.decided, s.runs()),
    "items": lambda s: items(s.audit, s.decided, s.query),
    "run": lambda s: run(s.audit, s.held.run, s.query),
}
THINGS: Mapping[str, Thing] = {
    "topics": lambda s, key: _topic(s, key),
    "venues": lambda s, key: venue(s.audit, s.decided, key) or candidate(s.audit, s.decided, key),
    "plan": lambda s, key: line(s.audit, s.decided, key),
    "items": lambda s, key: item(s.audit, s.decided, key),
}
TABS = (
    ("trends", "Trends"),
    ("venues", "Venues"),
    ("questions", "Questions"),
    ("competitors", "Competitors"),
    ("plan", "Plan"),
    ("items", "Focus"),
    ("run", "Run"),
)
OWNERS: Mapping[str, str] = {"topics": "trends"}  # the tab under which a thing's page stands, where it is not its own


def _topic(showing: Showing, key: str) -> View | None:
    found = next((one for one in showing.held.audit.topics if slug(one.id) == key), None)
    if found is None:
        return None
    plain = found.id.isascii()  # what is not was never made by us, and no database would take it
    history = history_of(showing.library.engine, showing.held.run.client, found.id) if plain else ()
    return topic(showing.audit, showing.decided, found.id, found.label, history)
