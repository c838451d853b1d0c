"""Robots: what a site's robots.txt allows (RFC 9309), and at which pace."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from market.crawls import RobotsFile

MAX_BYTES = 500 * 1024  # RFC 9309, section 2.5: at least this much is read
MAX_REDIRECTS = 5
MAX_TRIES = 3
MAX_CRAWL_DELAY = 30.0  # seconds; a slower host would hold up the whole audit

UNREACHABLE = "robots unreachable"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows.

    ``everything`` is the reason why nothing of it may be fetched, "" otherwise; ``delay`` the seconds it asks for
    between two requests; ``sitemaps`` the addresses it names.
    """

    everything: str
    delay: float
    sitemaps: tuple[str, ...]
    agent: str
    parser: Any = None

    def refusal(self, url: str) -> str:
        """Why ``url`` may not be fetched, "" when it may."""
        if self.everything:
            return self.everything
        if self.parser is not None and not self.parser.can_fetch(url, self.agent):
            return "robots"
        return ""


def rules_of(file: RobotsFile, agent: str) -> Rules:
    """The rules for ``agent`` in an origin's answer.

    2xx is read; 3xx that led nowhere and 4xx mean that there are no rules; 5xx, 429 and no answer (status 0) mean that
    everything is forbidden for now.
    """
    if file.status == 429 or file.status >= 500 or file.status < 200:
        return Rules(UNREACHABLE, 0.0, (), agent)
    if file.status >= 300:
        return Rules("", 0.0, (), agent)
    from protego import Protego

    parser = Protego.parse(file.body[:MAX_BYTES])
    delay = _delay(parser, agent)
    everything = f"crawl-delay over {MAX_CRAWL_DELAY:.0f} s" if delay > MAX_CRAWL_DELAY else ""
    return Rules(everything, delay, tuple(dict.fromkeys(parser.sitemaps)), agent, parser)


def _delay(parser: Any, agent: str) -> float:
    rate = parser.request_rate(agent)
    by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return max(0.0, float(parser.crawl_delay(agent) or 0.0), float(by_rate))


def origin_of(url: str) -> str:
    """scheme://host:port, the scope of one robots.txt (the scheme's own port left out)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def decoded(body: bytes) -> str:
    """The text of a robots.txt: UTF-8, cut to ``MAX_BYTES`` at a line's end, without a byte order mark."""
    if len(body) > MAX_BYTES:
        body = body[: body.rfind(b"\n", 0, MAX_BYTES) + 1] or body[:MAX_BYTES]
    return body.decode("utf-8-sig", "replace")
