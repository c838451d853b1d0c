"""A web of hosts that misbehave, each on a loopback address of its own, all on one port; healthy hosts between them."""

import asyncio
import contextlib
import gzip
import random
import socket
import struct
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

HTML = "text/html; charset=utf-8"
OFF_LIMITS = ("127.0.0.1", "127.0.9.1", "::1")
DELAYED = 0.4  # Crawl-delay of the host "slowly"
_MB = 1024 * 1024
# Hosts whose robots.txt forbids everything for now, by its fault (RFC 9309).
FORBIDDEN = ("robots-500", "robots-hangs", "robots-resets", "robots-inside", "robots-drips", "robots-no", "patient")
TRAPS = ("calendar", "sessions", "session-query", "facets", "deep", "relative", "words", "mirror")


@dataclass
class Asked:
    """One request."""

    host: str
    path: str
    began: float
    ended: float = 0.0
    whole: bool = False  # answered in full, with status 200


@dataclass
class Reply:
    """An answer; ``raw`` takes over the connection after the head would have been sent."""

    body: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    raw: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]] | None = None


def page(*links: str, text: str = "Ordinary words of an ordinary page. ") -> bytes:
    anchors = " ".join(f'<a href="{link}">{n}</a>' for n, link in enumerate(links))
    return f"<html><head><title>Page</title></head><body><p>{text * 20}</p>{anchors}</body></html>".encode()


class HostileWeb:
    """Serves every host from ``start`` until ``close``; ``asked`` and ``contacts`` say what came."""

    def __init__(self, pulse: int = 60) -> None:
        self.asked: list[Asked] = []
        self.contacts: list[str] = []  # connections to addresses that must not be contacted
        self.stalls: list[tuple[float, float]] = []  # when this server itself was held up by a busy machine
        self.pulse = pulse
        self.counts: dict[tuple[str, str], int] = defaultdict(int)
        self.healthy: set[tuple[str, str]] = set()
        names = [name.removeprefix("host_").replace("_", "-") for name in dir(self) if name.startswith("host_")]
        names += [name for name in (*FORBIDDEN, *TRAPS) if name not in names]
        self.address = {name: f"127.0.1.{number}" for number, name in enumerate(sorted(names), 10)}
        self._name = {address: name for name, address in self.address.items()}
        self._healthy_pages()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = _free_port()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    def url(self, name: str, path: str = "/") -> str:
        return f"http://{self.address[name]}:{self.port}{path}"

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def of(self, name: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.host == name]

    def stalled(self, began: float, ended: float) -> bool:
        """Whether the server's own clock says nothing about this stretch of time."""
        return any(start < ended and end > began for start, end in self.stalls)

    async def _beat(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            now = time.monotonic()
            if now - before > 0.02:
                self.stalls.append((before, now))

    async def _open(self) -> None:
        self._beating = asyncio.create_task(self._beat())
        for address in self.address.values():
            await asyncio.start_server(self._serve, address, self.port, limit=2**16, backlog=200)
        for address in OFF_LIMITS:
            with contextlib.suppress(OSError):  # a machine without IPv6
                await asyncio.start_server(self._inside, address, self.port)

    async def _inside(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.contacts.append(writer.get_extra_info("sockname")[0])
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = self._name[writer.get_extra_info("sockname")[0]]
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.startswith(b"GET "):
                    break
                asked = Asked(name, head.split(b" ", 2)[1].decode("latin-1"), time.monotonic())
                self.asked.append(asked)
                self.counts[name, asked.path] += 1
                await self._answer(asked, reader, writer)
                asked.ended = time.monotonic()
        writer.close()

    async def _answer(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reply = self._reply(asked.host, asked.path)
        if reply.raw:
            await reply.raw(reader, writer)
            return
        await asyncio.sleep(0.1 if asked.host == "pulse" else 0)
        headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), **dict(reply.headers)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
        writer.write(f"HTTP/1.1 {reply.status} X\r\n{lines}\r\n".encode("latin-1") + reply.body)
        await writer.drain()
        asked.whole = reply.status == 200

    def _reply(self, host: str, path: str) -> Reply:
        if path == "/robots.txt":
            return self._robots(host)
        if (host, path) in self.healthy and not hasattr(self, f"host_{host.replace('-', '_')}"):
            return Reply(page("/"))
        if host in TRAPS:
            return Reply(_trap(host, path))
        answer: Callable[[str], Reply] = getattr(self, f"host_{host.replace('-', '_')}", lambda _: Reply(page("/a")))
        return answer(path)

    def _healthy_pages(self) -> None:
        for host, paths in {
            "healthy": ["/", *(f"/2026/07/post-{n}" for n in range(20)), "/contact", "/about", "/from-sitemap"],
            "slowly": ["/", "/a", "/b", "/c"],
            "pulse": ["/", *(f"/beat/{n}" for n in range(self.pulse - 1))],
            "bursts": ["/", "/one", "/two", "/three"],
            "coded": [
                "/",
                "/gzip",
                "/br",
                "/zstd",
                "/deflate",
                "/chunked",
                "/latin",
                "/utf16",
                "/lie",
                "/bidi",
                "/late",
            ],
            "floods": ["/fine"],
            "bombs": ["/fine"],
            "broken": ["/fine"],
        }.items():
            self.healthy.update((host, path) for path in paths)
        self.healthy.update((trap, f"/real/{word}") for trap in TRAPS for word in ("one", "two", "three"))

    # Robots.txt, sound and otherwise.

    def _robots(self, host: str) -> Reply:
        inside = f"http://127.0.9.1:{self.port}/robots.txt"
        texts = {
            "slowly": f"User-agent: *\nCrawl-delay: {DELAYED}\nDisallow: /private",
            "healthy": f"User-agent: *\nDisallow: /private\nSitemap: {self.url('healthy', '/map.xml')}",
            "maps": f"Sitemap: {self.url('maps', '/index/0.xml')}\nSitemap: http://127.0.9.1:{self.port}/map.xml\n"
            f"Sitemap: {self.url('maps', '/laughs.xml')}\nSitemap: {self.url('maps', '/bomb.xml.gz')}",
            "robots-no": "User-agent: watercooler\nDisallow: /\n\nUser-agent: *\nAllow: /",
            "patient": "User-agent: *\nCrawl-delay: 3600",
        }
        known: dict[str, Reply] = {
            "robots-500": Reply(b"", 500),
            "robots-hangs": Reply(raw=_hang),
            "robots-resets": Reply(raw=_reset),
            "robots-inside": Reply(b"", 302, headers=(("Location", inside),)),
            "robots-drips": Reply(raw=_drip),
            "robots-html": Reply(page("/a")),
            "robots-huge": Reply(
                b"User-agent: *\nDisallow: /private\n" + b"Disallow: /x\n" * 400_000, kind="text/plain"
            ),
            "robots-garbage": Reply(random.Random(1).randbytes(50_000), kind="text/plain"),  # noqa: S311
            "robots-loop": Reply(b"", 302, headers=(("Location", "/robots.txt"),)),
        }
        if host in known:
            return known[host]
        text = texts.get(host, "User-agent: *\nDisallow: /private")
        return Reply(text.encode(), kind="text/plain")

    # Healthy hosts.

    def host_hub(self, _: str) -> Reply:
        return Reply(page(*[self.url(name) for name in self.address]))

    def host_healthy(self, path: str) -> Reply:
        if path == "/map.xml":
            loc = f"<url><loc>{self.url('healthy', '/from-sitemap')}</loc></url>"
            return Reply(f"<urlset>{loc}</urlset>".encode(), kind="application/xml")
        if ("healthy", path) not in self.healthy:
            return Reply(b"nothing here", 404)
        posts = [p for h, p in sorted(self.healthy) if h == "healthy" and p != "/from-sitemap"]
        return Reply(page(*posts, "/private/a", "/file.pdf", "/gone"))

    def host_slowly(self, path: str) -> Reply:
        return Reply(page("/a", "/b", "/c", "/private/b"), 200 if ("slowly", path) in self.healthy else 404)

    def host_pulse(self, path: str) -> Reply:
        beats = [f"/beat/{n}" for n in range(self.pulse - 1)] if path == "/" else []
        return Reply(page(*beats), 200 if ("pulse", path) in self.healthy else 404)

    def host_bursts(self, path: str) -> Reply:
        times = self.counts["bursts", path]
        if path == "/one" and times == 1:
            return Reply(b"", 503, headers=(("Retry-After", "1"),))
        if path == "/two" and times == 1:
            return Reply(b"", 429, headers=(("Retry-After", "1"),))
        return Reply(page("/one", "/two", "/three"), 200 if ("bursts", path) in self.healthy else 404)

    def host_coded(self, path: str) -> Reply:
        import brotli
        from backports import zstd

        body = page()
        coded: dict[str, Reply] = {
            "/": Reply(page(*sorted(p for h, p in self.healthy if h == "coded"))),
            "/gzip": Reply(gzip.compress(body), headers=(("Content-Encoding", "gzip"),)),
            "/br": Reply(brotli.compress(body), headers=(("Content-Encoding", "br"),)),
            "/zstd": Reply(zstd.compress(body), headers=(("Content-Encoding", "zstd"),)),
            "/deflate": Reply(zlib.compress(body), headers=(("Content-Encoding", "deflate"),)),
            "/chunked": Reply(
                b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
                headers=(("Transfer-Encoding", "chunked"), ("Content-Length", "")),
            ),
            "/latin": Reply(page(text="Gr\u00fc\u00dfe ").decode().encode("latin-1"), kind="text/html; charset=utf-8"),
            "/utf16": Reply(page().decode().encode("utf-16"), kind="text/html"),
            "/lie": Reply(body, kind="text/html; charset=klingon"),
            "/bidi": Reply(page(text="left \u202eright\u202c \x01\x02 ")),
            "/late": Reply(b" " * 200_000 + body),
        }
        return coded.get(path, Reply(b"", 404))

    # Hosts that misbehave.

    def host_hangs(self, path: str) -> Reply:
        return Reply(raw=_hang if path != "/body" else _hang_in_body)

    def host_drips(self, _: str) -> Reply:
        return Reply(raw=_drip)

    def host_resets(self, _: str) -> Reply:
        return Reply(raw=_reset)

    def host_broken(self, path: str) -> Reply:
        known = {
            "/": Reply(page("/cut", "/chunks", "/nogzip", "/unknown", "/png", "/nul", "/pdf", "/headers", "/fine")),
            "/cut": Reply(b"<p>half", headers=(("Content-Length", "9000"), ("Connection", "close")), raw=_cut),
            "/chunks": Reply(raw=_bad_chunks),
            "/nogzip": Reply(b"\x1f\x8b no gzip", headers=(("Content-Encoding", "gzip"),)),
            "/unknown": Reply(page(), headers=(("Content-Encoding", "rot13"),)),
            "/png": Reply(b"\x89PNG\r\n\x1a\n" + bytes(1000)),
            "/nul": Reply(b"\x00" * 50_000),
            "/pdf": Reply(b"%PDF-1.7 " + b"x" * 9_000),
            "/headers": Reply(page(), headers=tuple((f"X-{n}", "y" * 200) for n in range(500))),
        }
        return known.get(path, Reply(page(), 200 if path == "/fine" else 404))

    def host_bombs(self, path: str) -> Reply:
        if path == "/fine":
            return Reply(page())
        packed = _bombs().get(path)
        if packed:
            return Reply(packed, headers=(("Content-Encoding", path[1:].partition("-")[0]),))
        if path == "/large":
            return Reply(b"x" * (9 * _MB))
        return Reply(page(*_bombs(), "/large", "/endless", "/fine")) if path == "/" else Reply(raw=_endless)

    def host_floods(self, path: str) -> Reply:
        known = {
            "/": lambda: page("/attributes", "/deep", "/links", "/entities", "/angles", "/comment", "/tables", "/fine"),
            "/attributes": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">",
            "/deep": lambda: b"<div>" * 200_000,
            "/links": lambda: b"".join(b'<a href="/l/%d">x</a>' % n for n in range(100_000)),
            "/entities": lambda: b"<p>" + b"&amp;&#x41;&nosuch;" * 200_000,
            "/angles": lambda: b"<" * 2_000_000,
            "/comment": lambda: b"<!--" * 400_000,
            "/tables": lambda: b"<table><tr><td>" * 30_000,
            "/fine": page,
        }
        return Reply(known[path]()) if path in known else Reply(page(), 404)

    def host_redirects(self, path: str) -> Reply:
        spellings = ["127.0.0.1", "127.0.9.1", "localhost", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.1", "0"]
        spellings += [
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:901]",
            "ip6-localhost",
            "127.0.0.1.",
            "%31%32%37.0.0.1",
        ]
        spellings += ["169.254.169.254", "10.0.0.1", "[fe80::1]", "[64:ff9b::7f00:1]", "user@127.0.9.1", "①②⑦.⓪.⓪.①"]
        targets = [f"http://{spelling}:{self.port}/in" for spelling in spellings]
        if path == "/":
            return Reply(page("/loop/a", "/chain/0", *[f"/to/{n}" for n in range(len(targets))], *targets))
        if path.startswith("/to/"):
            return Reply(b"", 302, headers=(("Location", targets[int(path[4:])].encode().decode("latin-1")),))
        loops = {"/loop/a": "/loop/b", "/loop/b": "/loop/a"}
        return Reply(b"", 302, headers=(("Location", loops.get(path, f"/chain/{path.rpartition('/')[2]}1")),))

    def host_maps(self, path: str) -> Reply:
        if path.startswith("/index/"):
            number = int(path[7:].partition(".")[0])
            nested = "".join(
                f"<sitemap><loc>{self.url('maps', f'/index/{number * 3 + n}.xml')}</loc></sitemap>" for n in (0, 1, 2)
            )
            return Reply(f"<sitemapindex>{nested}</sitemapindex>".encode(), kind="application/xml")
        if path == "/laughs.xml":
            entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
            laughs = f'<!DOCTYPE u [<!ENTITY e0 "ha">{entities}]><urlset><url><loc>&e11;</loc></url></urlset>'
            return Reply(laughs.encode(), kind="application/xml")
        if path == "/bomb.xml.gz":
            return Reply(gzip.compress(b"<urlset>" + b"<url></url>" * 6_000_000), kind="application/gzip")
        return Reply(page() if path == "/" else b"", 200 if path == "/" else 404)

    def host_server_errors(self, _: str) -> Reply:
        return Reply(page("/a", "/b"), 500)

    def host_overloaded(self, _: str) -> Reply:
        return Reply(b"", 429, headers=(("Retry-After", "86400"),))

    def host_walls(self, path: str) -> Reply:
        short = {
            "/soft": "<title>Page not found</title>Sorry.",
            "/login": "<title>Members</title>Please log in to continue.<input type=password>",
            "/consent": "<title>Acme</title>Before you continue: we use cookies. Accept",
            "/shell": '<title>Acme</title><div id="root"></div><script src="/app.js"></script>',
        }
        return Reply(short[path].encode()) if path in short else Reply(page(*short), 200 if path == "/" else 404)

    def host_robots_html(self, path: str) -> Reply:
        return Reply(page("/a"), 200 if path in ("/", "/a") else 404)

    host_robots_huge = host_robots_garbage = host_robots_loop = host_robots_html


def _trap(host: str, path: str) -> bytes:
    """A page that leads to ever new pages of its kind, beside three real ones on the start page."""
    seed = random.Random(f"{host} {path}")  # noqa: S311
    real = [f"/real/{word}" for word in ("one", "two", "three")] if path == "/" else []
    tail = path.rpartition("/")[2]
    made = {
        "calendar": lambda: [f"/events/{_month(path, step)}" for step in (-1, 1)],
        "sessions": lambda: [f"/{seed.randbytes(12).hex()}/home", f"/{seed.randbytes(12).hex()}/shop"],
        "session-query": lambda: [f"/shop?visit={seed.randbytes(12).hex()}", f"/cart?visit={seed.randbytes(12).hex()}"],
        "facets": lambda: [
            f"/find?colour={seed.randrange(50)}&size={seed.randrange(50)}&sort={seed.randrange(9)}" for _ in range(30)
        ],
        "deep": lambda: [f"{path.rstrip('/')}/{seed.choice('abcdefgh')}{seed.randrange(10**6)}" for _ in range(3)],
        "relative": lambda: ["more/again/", "more/"],
        "words": lambda: ["/" + "".join(seed.choices("abcdefghijklmnop", k=9)) for _ in range(20)],
        "mirror": lambda: [f"/copy-{int(tail.rpartition('-')[2] or 0) + n if '-' in tail else n}" for n in (1, 2)],
    }
    return page(*real, *made[host]())


def _month(path: str, step: int) -> str:
    digits = path.removeprefix("/events/").split("-")
    months = (
        int(digits[0]) * 12 + int(digits[1]) - 1 if len(digits) == 2 and digits[0].isdigit() else 2026 * 12
    ) + step
    return f"{months // 12}-{months % 12 + 1:02}"


_BOMBS: dict[str, bytes] = {}


def _bombs() -> dict[str, bytes]:
    """100 MB of nothing in every coding."""
    if not _BOMBS:
        import brotli
        from backports import zstd

        nothing = bytes(100 * _MB)
        _BOMBS["/gzip-bomb"] = gzip.compress(nothing)
        _BOMBS["/deflate-bomb"] = zlib.compress(nothing)
        _BOMBS["/br-bomb"] = brotli.compress(nothing, quality=1)
        _BOMBS["/zstd-bomb"] = zstd.compress(nothing)
    return _BOMBS


async def _hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(1)


async def _hang_in_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half")
    await reader.read(1)


async def _drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _n in range(10_000):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _cut(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>half")
    await writer.drain()
    writer.close()


async def _bad_chunks(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>\r\n")
    await writer.drain()
    writer.close()


async def _endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _n in range(2_000):
        writer.write(b"word " * 20_000)
        await writer.drain()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
