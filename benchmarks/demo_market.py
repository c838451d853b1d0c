"""The demo market, written from scratch: ``python -m benchmarks.demo_market`` makes ``pipelines/demo/market.warc.gz``.

Everything in it is invented and on reserved names. The seed is fixed: the same code writes the same bytes.
"""

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.demo_forums import discourse, feed_only, names, talks
from benchmarks.demo_sites import Served, Site, posts_of, serve
from benchmarks.demo_words import texts

TARGET = Path(__file__).parents[1] / "pipelines" / "demo" / "market.warc.gz"
END = datetime(2026, 10, 30, tzinfo=UTC)  # the day of the crawl
SEED = 20261030

CLIENT = Site(
    name="Maple Key Homes",
    base="https://www.maplekey.example",
    engine="json-ld",
    tagline="First homes in Millbrook, with somebody beside you",
    about="Maple Key Homes is a team of four agents who have helped first-time buyers in Millbrook since 2014.",
    closing="Come by our office on Main Street: the first meeting is free and nobody has to sign anything.",
    rate=((1, 2, 1, 1, 2, 1, 1), (1, 1, 2, 1, 1)),
    topics=(
        "process",
        "mortgage",
        "offers",
        "neighborhoods",
        "moving",
        "agent",
        "market",
        "offtopic",
        "offtopic",
        "offtopic",
    ),
    feed="/feed/",
    feed_items=30,
    phone="+1 555-0142",
    social=(
        ("Facebook", "https://www.facebook.com/maplekey.example"),
        ("X", "https://x.com/maplekey_example"),
        ("Instagram", "https://www.instagram.com/maplekey.example/"),
    ),
    events=0.45,
    phrase=0.7,
)
COMPETITORS = (
    Site(
        name="Riverbend Realty",
        base="https://riverbend-realty.example",
        engine="time",
        tagline="Riverbend Realty, at home in Millbrook",
        about="Riverbend Realty has sold houses along the river for thirty years, with eleven agents and two offices.",
        closing="Call Riverbend before the weekend and we will send you the figures for the street you have in mind.",
        rate=((1, 0), (1, 2, 1)),
        topics=("market", "inspection", "mortgage", "closing", "offers", "inspection"),
        feed="/feed.xml",
        feed_items=10,
        phone="+1 555-0163",
        social=(
            ("Facebook", "https://www.facebook.com/riverbendrealty.example"),
            ("YouTube", "https://www.youtube.com/@riverbendrealty-example"),
            ("Yelp", "https://www.yelp.com/biz/riverbend-realty-millbrook-example"),
        ),
        events=0.1,
        services=("Buying", "Selling", "Property management"),
    ),
    Site(
        name="Front Porch Partners",
        base="https://www.frontporch.example",
        engine="url-date",
        tagline="Buy your first house with a clear head",
        about="Front Porch Partners work with buyers only, so nobody here ever sits on the other side of your table.",
        closing="Our evening class for first buyers meets every other Wednesday, and seats are free.",
        rate=((1, 1, 1, 1, 1, 1, 1, 2, 1), (1, 1, 1, 0, 1, 1)),
        topics=("downpayment", "closing", "inspection", "process", "neighborhoods", "downpayment", "mortgage"),
        feed="/atom.xml",
        feed_items=20,
        phone="+1 555-0118",
        social=(
            ("Instagram", "https://www.instagram.com/frontporch.example/"),
            ("YouTube", "https://www.youtube.com/@frontporch-example"),
            ("Facebook", "https://www.facebook.com/frontporch.example"),
        ),
        events=0.2,
        services=("Buying a first home", "Evening classes", "Down payment advice"),
    ),
    Site(
        name="Northgate Home Group",
        base="https://northgate-homes.example",
        engine="microdata",
        tagline="Northgate: houses, land and new construction",
        about="Northgate Home Group covers Millbrook and the valley with a focus on new construction.",
        closing="Northgate keeps a list of homes that are not on the market yet, and you can ask to see it.",
        rate=((1, 0), (0, 1)),
        topics=("offers", "market", "agent", "neighborhoods", "moving", "process"),
        feed="/news.atom",
        feed_items=40,
        phone="+1 555-0177",
        social=(("X", "https://x.com/northgate_example"), ("YouTube", "https://www.youtube.com/@northgate-example")),
        undated=6,
        services=("New construction", "Land", "Selling"),
    ),
)


def records() -> list[Served]:
    """Everything the demo's crawl got, in the order it came."""
    served: list[Served] = []
    for number, site in enumerate((CLIENT, *COMPETITORS)):
        served += serve(site, posts_of(site, END, seeded(number)), END)
    mix = {name: tuple(t["weight"]) for name, t in texts("conversations").items() if isinstance(t, dict)}
    market = {name: weight for name, weight in mix.items() if name != "garden"}
    rng = seeded(10)
    until = END + timedelta(hours=5)
    forum = talks(rng, names(rng, 120), market, 160, until)
    served += discourse("https://forum.firsthome.example", "First Home Forum", forum, pages=True, as_json=4)
    rng = seeded(11)
    local = {name: market[name] for name in ("schools", "agent", "moving", "hoa", "downpayment", "offers")}
    board = talks(rng, names(rng, 70), local, 80, until)
    served += feed_only("https://board.millbrook-town.example", "Millbrook Board: newest threads", board, 60)
    rng = seeded(12)
    garden = talks(rng, names(rng, 45), {"garden": (30, 30), "moving": (1, 1)}, 52, until)
    served += discourse("https://pottingshed.example", "The Potting Shed", garden, pages=False, as_json=52)
    return served


def seeded(part: int) -> Random:
    """Random numbers of one part of the market, the same every time."""
    return Random(SEED + part)  # noqa: S311 - invented texts, no secrets


def write(target: Path) -> int:
    """Write the archive; returns its size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for moment, served in timed(records()):
            record(writer, served, moment)
    return target.stat().st_size


def timed(served: list[Served]) -> Iterator[tuple[datetime, Served]]:
    """Each answer with the moment it came, seconds apart."""
    moment, rng = END + timedelta(hours=6), seeded(13)
    for one in served:
        moment += timedelta(seconds=rng.randint(2, 33))
        yield moment, one


def record(writer: WARCWriter, served: Served, moment: datetime) -> None:
    """Write one answer as a WARC record."""
    body = served.body.encode()
    answer = StatusAndHeaders(
        served.status,
        [
            ("Date", moment.strftime("%a, %d %b %Y %H:%M:%S GMT")),
            ("Content-Type", served.media),
            ("Content-Length", str(len(body))),
        ],
        protocol="HTTP/1.1",
    )
    stated = {
        "WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, served.url)}>",
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(body).hexdigest()}",
    }
    writer.write_record(
        writer.create_warc_record(
            served.url,
            "response",
            payload=BytesIO(body),
            length=len(body),  # without it warcio replaces the digest by one of its own
            http_headers=answer,
            warc_headers_dict=stated,
        )
    )


def main() -> None:
    """Write the archive and say how large it became."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    print(f"{target}: {write(target):,} bytes, {len(records())} records")


if __name__ == "__main__":
    main()
