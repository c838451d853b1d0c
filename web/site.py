"""Site: what every answer needs, and the pages of runs, kept as long as nothing they show has changed."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from market.pages import Page
from market.statistics import wilson
from reports.evidence_pages import Transcript
from reports.words import day
from store.runs import StoredRun
from web.coming import Coming
from web.deciding import DONE
from web.guard import Door
from web.kept import Answer, Fresh, Kept
from web.library import ClientRuns, Held, Library, MissingError, UnreadableError
from web.pages import View
from web.shown import PAGES, TABS, Showing
from web.writing import Frame, as_csv, as_json, write

log = logging.getLogger(__name__)
_SHOWN_RUNS = 8  # other runs of the client at the foot of a page
_WARMED = 40  # clients whose newest pages are made before anybody asks
_LET_OTHERS = 0.02  # seconds between two pages made ahead, in which a reader's page has its turn
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}

Show: TypeAlias = Callable[[Showing], View]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, and by whom."""

    path: str
    query: QueryParams = field(default_factory=QueryParams)
    user: str = ""

    @classmethod
    def of(cls, request: Request) -> "Asked":
        return cls(request.url.path, request.query_params, str(request.scope.get("state", {}).get("user", "")))

    @property
    def page(self) -> str:
        """The address of the page, without the ending of an export."""
        return "/clients" if self.path == "/" else parted(self.path)[0]

    @property
    def kind(self) -> str:
        """csv or json for an export, else ""."""
        return parted(self.path)[1]

    @property
    def table(self) -> str:
        return self.query.get("table", "")


def parted(path: str) -> tuple[str, str]:
    """An address without its ending, and the ending where it asks for an export."""
    for kind in KINDS:
        if path.endswith(f".{kind}"):
            return path.removesuffix(f".{kind}"), kind
    return path, ""


@dataclass(slots=True)
class Site:
    """The page's server: its library, its door, and how a captured page becomes words."""

    library: Library
    door: Door
    transcribe: Callable[[Page], Transcript]
    coming: Fresh[str, tuple[Coming, ...]]  # what the scheduler holds
    kept: Kept = field(default_factory=Kept)

    def frame(
        self, asked: Asked, client: ClientRuns | None = None, run: StoredRun | None = None, here: str = ""
    ) -> Frame:
        """What stands around a page."""
        pairs = [(name, value) for name, value in asked.query.multi_items() if value and name not in ("table", "done")]
        readable = [other for other in client.runs if other.readable][:_SHOWN_RUNS] if client else []
        return Frame(
            path=asked.page,
            query=f"?{urlencode(pairs)}" if pairs else "",
            here=here,
            client=client.name if client else "",
            client_key=client.key if client else "",
            run=run.key if run else "",
            day=day(run.window_end) if run else "",
            tabs=tuple((name, f"/runs/{run.key}/{name}", label) for name, label in TABS) if run else (),
            runs=tuple(
                (f"/runs/{other.key}/{here or TABS[0][0]}", day(other.window_end), bool(run and run.key == other.key))
                for other in readable
            ),
            token=self.door.token(asked.user),
            done=DONE.get(asked.query.get("done", ""), ""),
        )

    def shown(self, asked: Asked, run: StoredRun, here: str, show: Show) -> Answer:
        """A page of a run, from what was kept where its run, its client's runs and the decisions are the same."""
        client, decided = self.library.client_of(run), self.library.decided(run.client)

        def made() -> bytes:
            held = self.library.held(run)
            view = show(Showing(self.library, client, held, decided, asked.query))
            return made_of(view, self.frame(asked, client, run, here), held, asked)

        return self.kept.answer(f"{asked.user} {asked.path}?{asked.query}", (run, client, decided), made)

    def warm(self) -> None:
        """Make the newest pages of the clients ahead of the first reader; what cannot be made is left to its reader."""
        wilson(1, 2)  # imports what the charts' intervals need
        user = self.door.credentials.partition(":")[0]
        newest = [client.newest for client in self.library.clients() if client.newest]
        for run in sorted(newest, key=lambda run: run.as_of, reverse=True)[:_WARMED]:
            for name, show in PAGES.items():
                time.sleep(_LET_OTHERS)
                try:
                    self.shown(Asked(f"/runs/{run.key}/{name}", user=user), run, name, show)
                except (MissingError, UnreadableError) as error:
                    log.info("run %s: %s", run.key, error)
                    break


def made_of(view: View, frame: Frame, held: Held | None, asked: Asked) -> bytes:
    """The page, or the table of it that was asked for, as bytes."""
    if asked.kind:
        return (as_csv if asked.kind == "csv" else as_json)(view, asked.table)
    return write(view, frame, held).encode("utf-8", "replace")
