"""Small web sites on loopback addresses, each a host of its own."""

import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a site says to one request; ``wait`` seconds pass before it says anything."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


@dataclass(frozen=True)
class Hit:
    """One request a site saw."""

    path: str
    at: float
    agent: str
    held: str = ""  # If-None-Match


class LoopbackSite:
    """A web site on a loopback address of its own: ``pages`` maps paths to text, an answer, or a function of the hit.

    Without a page for /robots.txt or a path the answer is 404.
    """

    def __init__(self, address: str) -> None:
        self.pages: dict[str, str | Answer | Callable[[Hit], Answer]] = {}
        self.hits: list[Hit] = []
        self.sent: list[str] = []  # paths whose body went out in full
        self.latency = 0.0
        self.mark = False  # give every page an ETag and answer 304 to who holds it
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer((address, 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    def url(self, path: str = "/") -> str:
        return f"http://{self._server.server_address[0]!s}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out, in order."""
        return [hit.path for hit in self.hits if hit.path != "/robots.txt"]

    def page(self, path: str, *links: str, head: str = "", text: str = "Words.") -> None:
        """Put an HTML page with links at ``path``."""
        anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
        self.pages[path] = f"<html><head><title>{path}</title>{head}</head><body><p>{text}</p>{anchors}</body></html>"

    def say(self, path: str, body: bytes = b"", status: int = 200, wait: float = 0.0, **headers: str) -> None:
        """Put any answer at ``path``; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(body, status, named, wait)

    def once(self, path: str, status: int, **headers: str) -> None:
        """Give another answer to the first request of ``path``, and what it holds now to the later ones."""
        usual = self.pages[path]

        def first(_: Hit) -> Answer:
            self.pages[path] = usual
            return Answer(b"", status, {name.replace("_", "-"): value for name, value in headers.items()})

        self.pages[path] = first

    def forward(self, path: str, target: str) -> None:
        """Redirect ``path`` to ``target``."""
        self.say(path, status=302, Location=target)

    def encrypt(self, file: Path) -> None:
        """Speak TLS from now on, with a certificate that the site signed itself; ``file`` holds it."""
        file.write_bytes(_self_signed())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, hit: Hit) -> Answer:
        self.hits.append(hit)
        page = self.pages.get(hit.path, Answer(b"nothing here", 404))
        if isinstance(page, str):
            kind = "text/plain" if hit.path == "/robots.txt" else "text/html; charset=utf-8"
            return Answer(page.encode(), headers={"Content-Type": kind})
        return page if isinstance(page, Answer) else page(hit)

    def _marked(self, hit: Hit, answer: Answer) -> Answer:
        """The answer with an ETag of its own, or 304 to who holds it already."""
        if not self.mark or answer.status != 200:
            return answer
        mark = f'"{sha256(answer.body).hexdigest()[:16]}"'
        if hit.held == mark:
            return Answer(b"", 304, {"ETag": mark})
        return replace(answer, headers={**answer.headers, "ETag": mark})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                told = (self.headers.get("User-Agent", ""), self.headers.get("If-None-Match", ""))
                hit = Hit(self.path, time.monotonic(), *told)
                answer = site._marked(hit, site._answer(hit))
                if answer.status == 200:
                    site.sent.append(self.path)
                site._closing.wait(answer.wait + site.latency)
                self.send_response(answer.status)
                for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                self.do_GET()

            def log_message(self, *_: Any) -> None:
                pass

            def handle(self) -> None:
                try:
                    super().handle()
                except ConnectionError:
                    self.close_connection = True

        return Handler


def _self_signed() -> bytes:
    """A private key and a certificate for example.com in PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "example.com")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    return key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(pem)
