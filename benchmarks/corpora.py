"""Product briefs for the real markets beside the project, and where their archives and truth lie."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

if TYPE_CHECKING:
    from market.posts import Conversation

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


@dataclass(frozen=True, slots=True)
class RealMarket:
    """One real market."""

    name: str
    as_of: str
    brief: str  # YAML
    archives: tuple[Path, ...]
    truth: Path


def real_markets() -> tuple[RealMarket, ...]:
    """Every market of the corpora, by name; empty where they are not on this machine."""
    return tuple(_market(path) for path in sorted((CORPORA / "briefs").glob("*.yaml")))


def _market(path: Path) -> RealMarket:
    given = yaml.safe_load(path.read_text())
    archives = tuple(CORPORA / name for name in given["warcs"])
    return RealMarket(path.stem, given["as_of"], yaml.safe_dump(_brief(given)), archives, CORPORA / path.stem / "truth")


def _brief(given: dict[str, Any]) -> dict[str, Any]:
    """The neutral form as a brief of ours."""
    competitors = [{"name": _name(c["url"]), "url": c["url"]} for c in given["competitors"]]
    return {
        "agency": {"name": "Benchmark agency", "contact": "hello@agency.example"},
        "client": {"name": _name(given["client"]["url"]), "url": given["client"]["url"]},
        "competitors": competitors,
        "venues": [{"url": c["url"], "platform": c["kind"]} for c in given["communities"]],
        "market": {"keywords": given["keywords"]},
        "goals": [{"name": "Be known in this market"}],
        "plan": ["Write one blog post a week"],
    }


def _name(url: str) -> str:
    return url.split("/")[2].removeprefix("www.")


def truths(market: RealMarket) -> dict[str, dict[str, Any]]:
    """The truth of each site of a market, by host."""
    found = (json.loads(path.read_text()) for path in sorted(market.truth.glob("*.json")))
    return {truth["host"]: truth for truth in found if truth.get("host")}


def archived_conversations(path: Path) -> "Iterator[tuple[str, Conversation]]":
    """Each conversation of an archived community, with the community's name; pages that show it again repeat it."""
    # Here, because peers import this module in environments that have none of the product's libraries.
    from market.venues import Access, Venue
    from spiders.connectors import connectors
    from store.archive import read_archive

    for page in (p for p in read_archive(path) if p.capture.status == 200):
        site = urlsplit(page.capture.url)
        on_reddit = site.netloc.endswith("reddit.com")
        place = "/".join(site.path.split("/")[:3]) if on_reddit else ""
        venue = Venue(site.netloc, f"https://{site.netloc}{place}/", "", Access.CRAWLABLE)
        for conversation in connectors["reddit" if on_reddit else "discourse"].parse(page, venue, lambda _: ""):
            yield place.rpartition("/")[2] or site.netloc, conversation
