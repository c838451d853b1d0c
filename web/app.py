"""App: addresses and what answers them. Reading changes nothing; every change is one decision, made by our own form."""

import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from market.findings import Evidence
from market.pages import Page
from reports.evidence_pages import Transcript, write_page
from store.archive import ArchiveError, read_record
from web.coming import Coming
from web.deciding import MOST_BYTES, RefusedError, fields_of, place_to_return, take
from web.guard import FRAMED, Door, Guard
from web.kept import Answer, Fresh
from web.library import Held, Library, MissingError, UnreadableError
from web.metrics import TYPE, Metrics
from web.pages import View
from web.pages.clients import client as client_view
from web.pages.clients import clients as clients_view
from web.pages.evidence import capture, figure
from web.shown import OWNERS, PAGES, THINGS, Showing
from web.site import KINDS, Asked, Site, made_of, parted
from web.writing import style_sheet, write

_COMING_FRESH = 20.0  # seconds after which the scheduler is asked again


def create_app(
    engine: Engine,
    door: Door,
    transcribe: Callable[[Page], Transcript],
    warm: bool = False,
    fresh: float = 0.0,
    coming: Callable[[], tuple[Coming, ...]] = tuple,
) -> Starlette:
    """The page over one store.

    ``transcribe`` turns an archived page into its words; with ``warm`` the newest pages are made at the start.
    What the store holds is looked up anew after ``fresh`` seconds; a decision shows at once.
    ``coming`` says which runs a scheduler holds.
    """
    held: Fresh[str, tuple[Coming, ...]] = Fresh(lambda _: coming(), _COMING_FRESH)
    site, metrics = Site(Library(engine, fresh), door, transcribe, held), Metrics(engine)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=site.warm, daemon=True).start()
        yield

    routes = [
        *(Route(path, _answering(site, _clients)) for path in ("/", "/clients", "/clients.csv", "/clients.json")),
        Route("/clients/{client}", _answering(site, _client)),
        Route("/clients/{client}/decisions", _deciding(site), methods=["POST"]),
        Route("/clients/{client}/{page}", _answering(site, _newest)),
        Route("/runs/{run}", _answering(site, _run)),
        Route("/runs/{run}/evidence/{entry}", _answering(site, _evidence)),
        Route("/runs/{run}/captures/{capture}", _answering(site, _capture)),
        Route("/runs/{run}/captures/{capture}/words", _answering(site, _words)),
        Route("/runs/{run}/{page}/{thing}", _answering(site, _thing)),
        Route("/runs/{run}/{page}", _answering(site, _page)),
        Route("/style/{colour}.css", _style),
        Route("/metrics", lambda _: Response(metrics.text(), media_type=TYPE)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, door=door)], lifespan=lifespan)


def _answering(site: Site, answer: Callable[[Site, Request], Response]) -> Callable[[Request], Response]:
    """An endpoint that says what is missing instead of failing."""

    def endpoint(request: Request) -> Response:
        try:
            return answer(site, request)
        except MissingError as error:
            return _said(site, request, "Not here", str(error), 404)
        except UnreadableError as error:
            return _said(site, request, "Not readable", str(error), 409)

    return endpoint


def _said(site: Site, request: Request, title: str, text: str, status: int) -> Response:
    """A page that says one thing."""
    body = write(View(title, text, ()), site.frame(Asked.of(request)))
    return HTMLResponse(body.encode("utf-8", "replace"), status)


def _clients(site: Site, request: Request) -> Response:
    asked = Asked.of(request)
    view = clients_view(site.library.clients(), site.coming(""))
    return _sent(request, Answer.of(made_of(view, site.frame(asked), None, asked)))


def _client(site: Site, request: Request) -> Response:
    asked = Asked.of(request)
    client = site.library.client(parted(request.path_params["client"])[0])
    view = client_view(client, site.library.decided(client.name))
    return _sent(request, Answer.of(made_of(view, site.frame(asked, client), None, asked)))


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
    page, _ = parted(request.path_params["page"])
    show = PAGES.get(page)
    if show is None:
        raise MissingError("A run has no such page.")
    return _shown(site, request, page, show)


def _thing(site: Site, request: Request) -> Response:
    page, (key, _) = request.path_params["page"], parted(request.path_params["thing"])
    show = THINGS.get(page)
    if show is None:
        raise MissingError("A run has no such page.")
    return _shown(site, request, OWNERS.get(page, page), lambda showing: _there(show(showing, key)))


def _evidence(site: Site, request: Request) -> Response:
    key = request.path_params["entry"]

    def found(showing: Showing) -> View | None:
        entry = showing.held.by_anchor.get(key)
        return figure(entry) if entry else None

    return _shown(site, request, "", lambda showing: _there(found(showing)))


def _there(view: View | None) -> View:
    if view is None:
        raise MissingError("This run has no such thing.")
    return view


def _shown(site: Site, request: Request, here: str, show: Callable[[Showing], View]) -> Response:
    run = site.library.run(request.path_params["run"])
    return _sent(request, site.shown(Asked.of(request), run, here, show))


def _capture(site: Site, request: Request) -> Response:
    at = request.query_params.get("at", "")
    frame = f"{request.url.path}/words" + (f"#{at}" if at.startswith("q-") and at[2:].isalnum() else "")
    return _shown(site, request, "", lambda showing: capture(_cited(showing.held, request)[0], frame))


def _words(site: Site, request: Request) -> Response:
    """The words of an archived page, under a policy that lets it run and load nothing."""
    run = site.library.run(request.path_params["run"])
    held = site.library.held(run)
    one, quotes = _cited(held, request)
    try:
        page = read_record(held.archive(one.archive), one.offset)
    except (ArchiveError, OSError) as error:
        raise MissingError(f"The archive of this capture is not where the run left it: {one.archive}.") from error
    body = write_page(site.transcribe(page), quotes, back="")
    return HTMLResponse(body, headers={"content-security-policy": FRAMED})


def _cited(held: Held, request: Request) -> tuple[Evidence, tuple[str, ...]]:
    found = held.captures.get(request.path_params["capture"])
    if found is None:
        raise MissingError("This run cites no capture of that name.")
    return found


def _deciding(site: Site) -> Callable[[Request], Awaitable[Response]]:
    """The one address that changes something: a form of ours becomes one decision."""

    async def endpoint(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return PlainTextResponse("This form is too large.\n", 413)
        answer = _answering(site, lambda site, request: _decide(site, request, bytes(body)))
        return await run_in_threadpool(answer, request)

    return endpoint


def _decide(site: Site, request: Request, body: bytes) -> Response:
    user = Asked.of(request).user
    try:
        fields = fields_of(body)
        if not site.door.holds(fields.get("token", ""), user):
            text = "The page you sent this from is older than this server. Go back, load it again, and send it again."
            return _said(site, request, "Not kept", text, 403)
        client = site.library.client(request.path_params["client"])
        run = site.library.run(fields.get("run", ""))
        if run.client != client.name:
            raise RefusedError("This run is of another client.")
        take(site.library.engine, site.library.held(run), fields, user, datetime.now(UTC))
        site.library.forget()
    except RefusedError as error:
        return _said(site, request, "Not kept", str(error), 400)
    return RedirectResponse(f"{place_to_return(fields)}?done={fields['kind']}", 303)


def _sent(request: Request, answer: Answer) -> Response:
    """The answer, or that nothing changed since the browser was given it."""
    headers, asked = {"etag": answer.etag}, Asked.of(request)
    if request.headers.get("if-none-match") == answer.etag:
        return Response(status_code=304, headers=headers)
    if asked.kind == "csv":  # a table of that name was found, so the name is a plain one
        headers["content-disposition"] = f'attachment; filename="{asked.table}.csv"'
    return Response(answer.body, 200, headers, KINDS.get(asked.kind, "text/html; charset=utf-8"))


def _style(request: Request) -> Response:
    colour = request.path_params["colour"]
    if len(colour) != 6 or not all(letter in "0123456789abcdef" for letter in colour):
        return PlainTextResponse("No such style sheet.\n", 404)
    return Response(style_sheet(f"#{colour}"), 200, {"cache-control": "max-age=3600"}, "text/css; charset=utf-8")
