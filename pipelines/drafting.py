"""Drafting: a commented brief to start from, after a polite look at the home pages."""

import re
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from market.companies import Company, Role
from market.findings import Snapshot
from market.pages import PageKind, Reading
from market.urls import canonical_url, host_of
from pipelines.settings import WrongInputError, user_agent

AT_ONCE = 4  # sites looked at side by side
LOOK_PAGES = 3  # the home page and what it takes to find the feed


@dataclass(frozen=True, slots=True)
class _Look:
    """What one home page told."""

    url: str
    name: str
    channels: tuple[str, ...]
    note: str  # why nothing is known, "" when the page was read


def draft_brief(url: str, competitors: Sequence[str], out: Path, allow_networks: Sequence[str]) -> tuple[str, ...]:
    """Write a commented brief to ``out`` and return a line for each home page that could not be read.

    Raises ``WrongInputError`` for an address that is none, or when ``out`` exists already: nothing is overwritten.
    """
    if out.exists():
        raise WrongInputError(f"{out} exists already; give another name with --out, or move it away")
    addresses = [_address(given) for given in (url, *competitors)]
    doubled = {host for host in map(host_of, addresses) if [host_of(a) for a in addresses].count(host) > 1}
    if doubled:
        raise WrongInputError(f"{', '.join(sorted(doubled))}: named more than once; a competitor is another site")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        looks = list(pool.map(lambda address: _look(address, allow_networks), addresses))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_brief(looks[0], looks[1:]), encoding="utf-8")
    return tuple(f"{look.url}: {look.note}" for look in looks if look.note)


def _address(given: str) -> str:
    try:
        address = canonical_url(given if "://" in given else f"https://{given}")
        if "." not in host_of(address) and host_of(address) != "localhost":
            raise ValueError("no domain")
    except ValueError as error:
        raise WrongInputError(f"{given!r}: expected a web address such as https://www.example.com/") from error
    return address


def _look(url: str, allow_networks: Sequence[str]) -> _Look:
    """The home page as the crawler sees it: robots.txt, delay and address check hold here too."""
    from pipelines.crawl import CrawlError, CrawlJob, crawl
    from store.archive import ArchiveError, read_archive
    from store.engine import open_store
    from tactics.pages import read_page

    company = Company(host_of(url), url, Role.CLIENT)
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/look.db"
        open_store(database).dispose()
        job = CrawlJob(
            run="look",
            subject=company.key,
            start_url=url,
            kind="site",
            database=database,
            archive=Path(folder) / "look.warc.gz",
            window_start=datetime.now(UTC).date(),
            user_agent=user_agent(""),
            max_pages=LOOK_PAGES,
            allowed_networks=tuple(allow_networks),
        )
        try:
            crawl(job)
            readings = [read_page(page) for page in read_archive(job.archive)]
        except (CrawlError, ArchiveError) as error:
            return _Look(url, host_of(url), (), str(error))
    return _told(company, readings)


def _told(company: Company, readings: Sequence[Reading]) -> _Look:
    from tactics.detectors import detectors

    home = next((r for r in readings if r.kind is PageKind.HOME), None)
    if home is None:
        return _Look(company.url, company.name, (), "the home page could not be read")
    snapshot = Snapshot(company.key, company.url, (home,), ())
    channels = sorted({finding.subject.partition(" ")[0] for finding in detectors["channel"](snapshot)})
    name = dict(home.meta).get("og:site_name", "") or _name_in(home.title, company.host)
    return _Look(company.url, name.strip()[:80] or company.name, tuple(channels), "")


def _name_in(title: str, host: str) -> str:
    """The part of a title that names the company: the one its host is made of, else the first."""
    parts = [part.strip() for part in re.split(r"\s*[|•·»]\s*|\s+[–—:-]\s+|:\s+|,\s+", title) if part.strip()]
    letters = {part: re.sub(r"\W", "", part.lower()) for part in parts}
    alike = [part for part in parts if letters[part] and letters[part] in host.replace("-", "")]
    return (alike or parts or [""])[0]


def _quoted(text: str) -> str:
    """Crawled words as one safe YAML string."""
    import json

    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _brief(client: _Look, competitors: Sequence[_Look]) -> str:
    rivals = [_company(look, "  - ", "    ") for look in competitors] or [
        '  - name: "FILL IN"\n    url: https://competitor.example/'
    ]
    channels = ", ".join(client.channels)
    lines = [
        "# A brief for watercooler. Lines with FILL IN need you; everything else can stay.",
        "# Check it with: watercooler check <this file>",
        "agency:",
        '  name: "FILL IN"            # stands on the cover of the report',
        '  contact: "FILL IN"         # how a prospect reaches you; first and last page',
        '  accent: "#0b6e6e"          # your colour',
        "client:",
        _company(client, "  ", "  "),
        f"  channels: [{channels}]     # networks the client says it uses; these were linked from its home page",
        "competitors:                 # 1 to 8",
        *rivals,
        "venues:                      # where prospects may talk: forums, subreddits, feeds; closed networks too",
        "  []",
        "  # - url: https://www.reddit.com/r/SOMETHING/",
        "  # - {url: https://forum.example/, platform: discourse}",
        "market:",
        '  keywords: ["FILL IN"]      # the words prospects search for',
        "  places: []",
        "  language: en",
        "strategy:                    # where to and why; leave empty what the client has not decided",
        '  statement: ""',
        '  corporate: ""              # retrenchment, stability or growth',
        '  business_unit: ""          # penetration, diversification or development',
        '  stance: ""                 # reactive or proactive',
        "goals:                       # 1 to 3",
        '  - name: "FILL IN"',
        "    targets: []",
        "    # - {amount: 20, unit: leads, period: month}",
        "plan: []                     # sentences as the client wrote them, or items:",
        "# - Write two blog posts a week about choosing a supplier.",
        "# - {action: write, deliverable: blog post, amount: 2, period: week, channels: [blog], owner: Sam}",
        "limits:",
        "  pages: 200                 # per company",
        '  contact: ""                # a page where a site owner can reach you; named to every site visited',
    ]
    return "\n".join(lines) + "\n"


def _company(look: _Look, first: str, rest: str) -> str:
    note = f"\n{rest}# {' '.join(look.note.split())}" if look.note else ""
    return f"{first}name: {_quoted(look.name)}\n{rest}url: {look.url}{note}"
