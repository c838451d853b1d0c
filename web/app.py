"""App: addresses and what answers them. Reading changes nothing; every change is one decision, made by our own form."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from market.pages import Page
from reports.evidence_pages import Transcript, write_page
from reports.words import day
from store.archive import ArchiveError, read_record
from store.runs import StoredRun
from web.deciding import DONE, MOST_BYTES, RefusedError, fields_of, place_to_return, take
from web.guard import FRAMED, Door, Guard
from web.kept import Answer, Kept
from web.library import ClientRuns, Held, Library, MissingError, UnreadableError, client_key
from web.metrics import TYPE, Metrics
from web.pages import View
from web.pages.clients import client as client_view
from web.pages.clients import clients as clients_view
from web.pages.evidence import capture, figure
from web.shown import OWNERS, PAGES, TABS, THINGS, Showing, decided_of
from web.writing import Frame, as_csv, as_json, style_sheet, write

_SHOWN_RUNS = 8
_NOT_FILTERS = ("table", "done", "at")
_KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(slots=True)
class Site:
    """The page's server: its library, its door, and how a captured page becomes words."""

    library: Library
    door: Door
    transcribe: Callable[[Page], Transcript]
    kept: Kept = field(default_factory=Kept)


def create_app(engine: Engine, door: Door, transcribe: Callable[[Page], Transcript]) -> Starlette:
    """The page over one store. ``transcribe`` turns an archived page into its words."""
    site, metrics = Site(Library(engine), door, transcribe), Metrics(engine)
    pages = "{page:str}"
    routes = [
        *(Route(path, _answering(site, _clients)) for path in ("/", "/clients", "/clients.csv", "/clients.json")),
        Route("/clients/{client}", _answering(site, _client)),
        Route("/clients/{client}/" + pages, _answering(site, _newest)),
        Route("/runs/{run}", _answering(site, _run)),
        Route("/runs/{run}/evidence/{entry}", _answering(site, _evidence)),
        Route("/runs/{run}/captures/{capture}", _answering(site, _capture)),
        Route("/runs/{run}/captures/{capture}/words", _answering(site, _words)),
        Route("/runs/{run}/{page}/{thing}", _answering(site, _thing)),
        Route("/runs/{run}/" + pages, _answering(site, _page)),
        Route("/clients/{client}/decisions", _deciding(site), methods=["POST"]),
        Route("/style/{colour}.css", _style),
        Route("/metrics", lambda _: Response(metrics.text(), media_type=TYPE)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, door=door)])


def _answering(site: Site, answer: Callable[[Site, Request], Response]) -> Callable[[Request], Response]:
    """An endpoint that says what is missing instead of failing."""

    def endpoint(request: Request) -> Response:
        try:
            return answer(site, request)
        except MissingError as error:
            return _html(View("Not here", str(error), ()), _frame(site, request), status=404)
        except UnreadableError as error:
            return _html(View("Not readable", str(error), ()), _frame(site, request), status=409)

    return endpoint


def _clients(site: Site, request: Request) -> Response:
    kind = "csv" if request.url.path.endswith(".csv") else "json" if request.url.path.endswith(".json") else ""
    return _written(request, clients_view(site.library.clients()), _frame(site, request), kind=kind)


def _client(site: Site, request: Request) -> Response:
    key, kind = _kind(request.path_params["client"])
    client = site.library.client(key)
    view = client_view(client, decided_of(site.library, client.name))
    return _written(request, view, _frame(site, request, client), kind=kind)


def _newest(site: Site, request: Request) -> Response:
    """A page of the client's newest run: an address that stays right when audits go on."""
    client, page = site.library.client(request.path_params["client"]), request.path_params["page"]
    if client.newest is None or page not in PAGES:
        raise MissingError("This client has no finished run with such a page.")
    return RedirectResponse(f"/runs/{client.newest.key}/{page}", 302)


def _run(site: Site, request: Request) -> Response:
    run = site.library.run(request.path_params["run"])
    return RedirectResponse(f"/runs/{run.key}/trends", 302)


def _page(site: Site, request: Request) -> Response:
    page, kind = _kind(request.path_params["page"])
    show = PAGES.get(page)
    if show is None:
        raise MissingError("A run has no such page.")
    return _shown(site, request, page, kind, show)


def _thing(site: Site, request: Request) -> Response:
    page, (key, kind) = request.path_params["page"], _kind(request.path_params["thing"])
    show = THINGS.get(page)
    if show is None:
        raise MissingError("A run has no such page.")

    def found(showing: Showing) -> View:
        view = show(showing, key)
        if view is None:
            raise MissingError("This run has no such thing.")
        return view

    return _shown(site, request, OWNERS.get(page, page), kind, found)


def _shown(site: Site, request: Request, here: str, kind: str, show: Callable[[Showing], View]) -> Response:
    """A page of a run: as it was kept where nothing it shows has changed."""
    run = site.library.run(request.path_params["run"])
    client = site.library.client(client_key(run.client))
    decided = decided_of(site.library, run.client)
    frame = _frame(site, request, client, run, here)

    def made() -> bytes:
        held = site.library.held(run)
        view = show(Showing(site.library, client, held, decided, request.query_params))
        return _bytes(view, frame, held, kind, request.query_params.get("table", ""))

    key = f"{_user(request)} {request.url.path}?{request.url.query}"
    return _sent(request, site.kept.answer(key, (run, client, decided), made), kind)


def _deciding(site: Site) -> Callable[[Request], Awaitable[Response]]:
    """The one address that changes something: a form of ours becomes one decision."""

    async def endpoint(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return PlainTextResponse("This form is too large.\n", 413)
        return await run_in_threadpool(
            _answering(site, lambda site, request: _decide(site, request, bytes(body))), request
        )

    return endpoint


def _decide(site: Site, request: Request, body: bytes) -> Response:
    try:
        fields = fields_of(body)
        if not site.door.holds(fields.get("token", ""), _user(request)):
            text = "The page you sent this from is older than this server. Go back, load it again, and send it again."
            return _html(View("Not kept", text, ()), _frame(site, request), status=403)
        client = site.library.client(request.path_params["client"])
        run = site.library.run(fields.get("run", ""))
        if run.client != client.name:
            raise RefusedError("This run is of another client.")
        take(site.library.engine, site.library.held(run), fields, _user(request), datetime.now(UTC))
    except RefusedError as error:
        return _html(View("Not kept", str(error), ()), _frame(site, request), status=400)
    return RedirectResponse(f"{place_to_return(fields)}?done={fields['kind']}", 303)


def _user(request: Request) -> str:
    return str(request.scope.get("state", {}).get("user", ""))


def _evidence(site: Site, request: Request) -> Response:
    run, held = _held(site, request)
    entry = held.by_anchor.get(request.path_params["entry"])
    if entry is None:
        raise MissingError("This run has no figure of that name.")
    return _written(request, figure(entry), _frame(site, request, None, run), held)


def _capture(site: Site, request: Request) -> Response:
    run, held = _held(site, request)
    one, _ = _cited(held, request)
    at = request.query_params.get("at", "")
    frame = f"{request.url.path}/words" + (f"#{at}" if at.startswith("q-") and at[2:].isalnum() else "")
    return _written(request, capture(one, frame), _frame(site, request, None, run), held)


def _words(site: Site, request: Request) -> Response:
    """The words of an archived page, under a policy that lets it run and load nothing."""
    _, held = _held(site, request)
    one, quotes = _cited(held, request)
    try:
        page = read_record(held.archive(one.archive), one.offset)
    except (ArchiveError, OSError) as error:
        raise MissingError(f"The archive of this capture is not where the run left it: {one.archive}.") from error
    body = write_page(site.transcribe(page), quotes, back="")
    return HTMLResponse(body, headers={"content-security-policy": FRAMED})


def _cited(held: Held, request: Request) -> Any:
    found = held.captures.get(request.path_params["capture"])
    if found is None:
        raise MissingError("This run cites no capture of that name.")
    return found


def _held(site: Site, request: Request) -> tuple[StoredRun, Held]:
    run = site.library.run(request.path_params["run"])
    return run, site.library.held(run)


def _frame(
    site: Site, request: Request, client: ClientRuns | None = None, run: StoredRun | None = None, here: str = ""
) -> Frame:
    path = "/clients" if request.url.path == "/" else _kind(request.url.path)[0]
    pairs = [
        (name, value) for name, value in request.query_params.multi_items() if value and name not in ("table", "done")
    ]
    if run and client is None:
        client = site.library.client(client_key(run.client))
    readable = [other for other in client.runs if other.readable][:_SHOWN_RUNS] if client else []
    return Frame(
        path=path,
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
        token=site.door.token(_user(request)),
        done=DONE.get(request.query_params.get("done", ""), ""),
    )


def _kind(path: str) -> tuple[str, str]:
    """An address without its ending, and the ending where it asks for a table."""
    for kind in _KINDS:
        if path.endswith(f".{kind}"):
            return path.removesuffix(f".{kind}"), kind
    return path, ""


def _written(request: Request, view: View, frame: Frame, held: Held | None = None, kind: str = "") -> Response:
    return _sent(request, Answer.of(_bytes(view, frame, held, kind, request.query_params.get("table", ""))), kind)


def _bytes(view: View, frame: Frame, held: Held | None, kind: str, table: str) -> bytes:
    if kind:
        return (as_csv if kind == "csv" else as_json)(view, table)
    return write(view, frame, held).encode("utf-8", "replace")


def _sent(request: Request, answer: Answer, kind: str) -> Response:
    """The answer, or that nothing changed since the browser was given it."""
    headers = {"etag": answer.etag}
    if request.headers.get("if-none-match") == answer.etag:
        return Response(status_code=304, headers=headers)
    if kind == "csv":  # a table of that name was found, so the name is a plain one
        headers["content-disposition"] = f'attachment; filename="{request.query_params.get("table", "")}.csv"'
    return Response(answer.body, 200, headers, _KINDS.get(kind, "text/html; charset=utf-8"))


def _html(view: View, frame: Frame, held: Held | None = None, status: int = 200) -> Response:
    return HTMLResponse(write(view, frame, held).encode("utf-8", "replace"), status)


def _style(request: Request) -> Response:
    colour = request.path_params["colour"]
    if len(colour) != 6 or not all(letter in "0123456789abcdef" for letter in colour):
        return PlainTextResponse("No such style sheet.\n", 404)
    return Response(style_sheet(f"#{colour}"), 200, {"cache-control": "max-age=3600"}, "text/css; charset=utf-8")
