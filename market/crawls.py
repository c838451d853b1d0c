"""Crawls: what is known of an address before and after it was fetched."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Discovery:
    """An address that was found, and what is to become of it.

    ``refused`` names the reason when it is known at once that it will not be fetched. ``urls`` is above 1 only for the
    cut-off tail of a list: one row then stands for that many addresses, of which ``url`` is the first.
    """

    url: str  # canonical
    priority: int  # lower is fetched first
    depth: int  # links away from the start page
    found_on: str  # "" for a seed
    hops: int = 0  # redirects that led here
    refused: str = ""
    urls: int = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """An address whose turn has come."""

    url: str
    priority: int
    depth: int
    hops: int
    found_on: str


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What an origin answered for /robots.txt."""

    origin: str  # scheme://host:port
    fetched_at: datetime
    status: int  # 0: no answer
    body: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What an earlier run holds of an address, with the marks by which a server tells whether it is still the same."""

    url: str
    etag: str  # as the server sent it, "" without one
    modified: str  # Last-Modified as the server sent it, "" without one
    digest: str  # SHA-256 of the payload
    archive: str  # path of the WARC
    offset: int


NOTED = "fetched, noted: "  # begins the outcome of a part of what was fetched, and read: noindex, unchanged …


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many discovered addresses ended one way: "fetched", or the reason why not.

    An outcome that begins with ``NOTED`` counts some of the fetched once more.
    """

    outcome: str
    count: int
    example: str
