"""A local market for the crawl benchmark: sites of posts of about 60 KB with 145 links each, served by one process."""

import asyncio
import sys

FIRST = "127.0.2."  # the sites' addresses, from .1 on
LINKS = 145
_WORDS = (
    "market house buyer street garden price open family kitchen local agent listing school north river tax offer "
    "loan rate week visit photo roof heating window morning question answer guide tenant budget sale".split()
)


def body(host: str, number: int, posts: int) -> bytes:
    """One page: a head as real ones have it, a menu, an article, lists of further posts, a footer."""
    head = "".join(f'<meta property="og:note{n}" content="{_words(n, 12)}">' for n in range(20))
    styles = "".join(f".block-{n}{{margin:{n}px;padding:0 {n}px;color:#333;display:flex}}" for n in range(150))
    menu = "".join(f'<li class="menu-item"><a href="/section-{n}/">{_words(n, 2)}</a></li>' for n in range(25))
    text = "".join(f'<p class="text">{_words(number + n, 70)}</p>' for n in range(56))
    near = "".join(_card((number * 7 + n * 13) % max(1, posts), n) for n in range((LINKS - 45) // 3))
    foot = "".join(f'<a href="https://elsewhere-{n}.example/" rel="noopener">{_words(n, 2)}</a>' for n in range(20))
    page = (
        f"<!doctype html><html lang=en><head><title>Post {number} of {host}</title>{head}<style>{styles}</style></head>"
        f"<body><nav><ul>{menu}</ul></nav><article><h1>Post {number}</h1>{text}</article><aside>{near}</aside>"
        f"<footer>{foot}</footer><script>var data = [{','.join(str(n) for n in range(2000))}];</script></body></html>"
    )
    return page.encode()


def _card(post: int, place: int) -> str:
    """A teaser as blogs have it: the post, where it goes on, and its comments are three links to one page."""
    return (
        f'<div class="card block-{place}"><a href="/post-{post}/">{_words(place, 8)}</a><p>{_words(place, 12)} '
        f'<a href="/post-{post}/#more-{place}">Read on</a></p>'
        f'<a href="/post-{post}/#comments">{place} comments</a></div>'
    )


def _words(seed: int, count: int) -> str:
    return " ".join(_WORDS[(seed * 31 + n * n + n * 7) % len(_WORDS)] for n in range(count))


async def serve(port: int, sites: int, posts: int) -> None:
    """Serve until the process is ended; prints "ready" first. Sections are the home page's and lead to the posts."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
                status, content = _page(host, path, posts)
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\n"
                    f"Content-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    for number in range(1, sites + 1):
        await asyncio.start_server(answer, f"{FIRST}{number}", port)
    print("ready", flush=True)
    await asyncio.Event().wait()


def _page(host: str, path: str, posts: int) -> tuple[int, bytes]:
    if path == "/robots.txt":
        return 200, b"User-agent: *\nAllow: /\n"
    if path == "/":
        return 200, body(host, 0, posts).replace(
            b"</article>",
            "".join(f'<a href="/post-{n}/">Post {n}</a> ' for n in range(posts)).encode() + b"</article>",
        )
    number = path.removeprefix("/post-").strip("/")
    return (200, body(host, int(number), posts)) if number.isdigit() and int(number) < posts else (404, b"nothing here")


if __name__ == "__main__":
    asyncio.run(serve(*(int(word) for word in sys.argv[1:4])))
