"""Guard: who may ask and who may change something, and the headers that every answer carries.

Three rules keep strangers out, whatever page a browser has open beside this one: the Host must be one of ours (a name
that was made to point here reads nothing), a change must come from our own page (Origin, and a token that only our
pages hold), and what other machines reach asks for credentials.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
POLICY = (
    "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FRAMED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with "no-referrer" browsers send our own forms without their Origin
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-cache",
}
_READING = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in: names under which the page is reached, and credentials where other machines reach it."""

    hosts: tuple[str, ...] = LOOPBACK
    credentials: str = ""  # "user:password"; "" asks for none
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def token(self, user: str) -> str:
        """What a form must hold to change something; of one user and one start of the server."""
        return hmac.new(self.secret.encode(), user.encode(), hashlib.sha256).hexdigest()

    def holds(self, token: str, user: str) -> bool:
        """Whether a form's token is the user's own."""
        return hmac.compare_digest(token.encode(), self.token(user).encode())

    def user(self, authorization: str) -> str | None:
        """The user that a request names, "" where nobody is asked, None for one that is not let in."""
        if not self.credentials:
            return ""
        kind, _, packed = authorization.partition(" ")
        try:
            given = base64.b64decode(packed, validate=True) if kind.lower() == "basic" else b""
        except ValueError:
            return None
        same = hmac.compare_digest(given, self.credentials.encode())
        return self.credentials.partition(":")[0] if same else None


def host_name(host: str) -> str:
    """The name in a Host header, without its port; "" for none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_ours(headers: Headers) -> bool:
    """Whether a browser says that one of our own pages asks: by Origin, or where it sends none by Sec-Fetch-Site."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    scheme, _, authority = origin.partition("://")
    return scheme in ("http", "https") and bool(authority) and authority == headers.get("host")


class Guard:
    """Middleware that keeps the three rules before anything else runs."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (refused or self.app)(scope, receive, sent)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in self.door.hosts:
            return PlainTextResponse("This address is not one of this server's names.\n", 421)
        user = self.door.user(headers.get("authorization", ""))
        if user is None:
            asked = {"www-authenticate": 'Basic realm="watercooler", charset="UTF-8"'}
            return PlainTextResponse("User and password, please.\n", 401, asked)
        if scope["method"] not in _READING and not is_ours(headers):
            return PlainTextResponse("Only this server's own pages can change something.\n", 403)
        scope.setdefault("state", {})["user"] = user
        return None
