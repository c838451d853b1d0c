"""Crawl: fetch one company's site or one venue in a child process, because a Twisted reactor starts only once."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from market.crawls import Outcome
from market.urls import digest

INTERRUPTED = 75  # exit status of a child that was told to stop; the crawl can go on
_PATIENCE = 10.0  # seconds for the pages on their way, once the crawl is told to stop


class CrawlError(RuntimeError):
    """A crawl ended without a result; the message is one line. The same job can be run again and goes on."""


class CrawlStoppedError(CrawlError):
    """A crawl was told to stop: nothing is wrong, and a report on half of it would be."""


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """One company or venue to fetch."""

    run: str  # Run.key
    subject: str  # Company.key or Venue.key
    start_url: str
    kind: str  # "site" or "community"
    database: str  # SQLAlchemy URL
    archive: Path  # the WARC to append to
    window_start: date
    user_agent: str  # "watercooler/0.1.0 (+https://agency.example/contact)"
    seeds: tuple[str, ...] = ()  # a community's first addresses; without any, its connector names them
    platform: str = ""  # name of the community's connector
    feed: str = ""  # the community's feed, where the brief names one
    max_pages: int = 200
    max_depth: int = 8
    delay: float = 2.0  # seconds between two requests to one host
    timeout: float = 30.0  # seconds for one response
    allowed_networks: tuple[str, ...] = ()  # CIDR; addresses outside the public internet that may be contacted
    client: str = ""  # whose audits lend this one what they hold
    hosts: tuple[str, ...] = ()  # start addresses of further hosts of the same company
    host_pages: int = 0  # budget of one host, where there are several; 0: max_pages
    subdomains: bool = False  # hosts under the company's registered name that its home page links to are its own
    strangers: tuple[str, ...] = ()  # addresses of others in the brief: never the company's own
    browser: str = ""  # path of a Chromium that renders pages which need JavaScript; "" for none


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """What a crawl brought home; the ledger's counts add up to the addresses discovered."""

    archive: Path
    fetched: int  # over all its runs, when it was interrupted
    requests: int  # of this run, robots.txt included
    resumed: bool  # it went on where an interrupted one stood
    ledger: tuple[Outcome, ...]
    seconds: float
    downloads: int = 0  # of this run: answers with a body of their own, robots.txt left out
    unchanged: int = 0  # of this run: pages taken over from an earlier one on the server's word
    notes: tuple[Outcome, ...] = ()  # what else is to be known of fetched pages: "noindex", "unchanged", "rendered"
    cpu: float = 0.0  # seconds of this run, start of the process included
    memory: float = 0.0  # MB at most
    longest_hold: float = 0.0  # CPU seconds in which one page held up all hosts


def crawl(job: CrawlJob, log: Path | None = None, progress: Callable[[int], None] | None = None) -> CrawlResult:
    """Run one crawl to its end in a child process and return what it brought home.

    The child's log goes to ``log``, by default beside the archive; ``progress`` is told the pages fetched so far. The
    child ends with this process, however that ends. Raises ``CrawlError`` when the child fails or is stopped.
    """
    log = log or job.archive.with_name(f"{job.archive.name}.log")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            child = _child(errors)
            try:
                answer = _converse(child, job, progress)
            finally:
                _end(child)
    except OSError as error:
        raise CrawlError(f"crawl of {job.start_url} cannot start: {error}") from error
    if child.returncode == INTERRUPTED:
        raise CrawlStoppedError(f"crawl of {job.start_url} {_why(child.returncode, log)}")
    if child.returncode or not answer:
        raise CrawlError(f"crawl of {job.start_url} {_why(child.returncode, log)}")
    return adapter(CrawlResult).validate_json(answer)  # type: ignore[no-any-return]


def _child(errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-P", "-m", "pipelines.crawl"]  # -P: a folder called pipelines must not shadow ours
    # glibc gives each thread that reads a page a heap of its own, and none of them shrinks
    environment = {"MALLOC_ARENA_MAX": "1", **os.environ}
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
    )


def _converse(child: "subprocess.Popen[bytes]", job: CrawlJob, progress: Callable[[int], None] | None) -> bytes:
    """Hand over the job, pass on progress, and return the last line; the open pipe is what keeps the child going."""
    assert child.stdin is not None  # noqa: S101
    assert child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(adapter(CrawlJob).dump_json(job) + b"\n")
        child.stdin.flush()
    except BrokenPipeError:
        return b""  # it ended at once; its log says why
    answer = b""
    for line in child.stdout:
        if not line.strip().isdigit():
            answer = line
        elif progress:
            progress(int(line))
    child.wait()
    return answer


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(2 * _PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()


def _why(status: int | None, log: Path) -> str:
    if status == INTERRUPTED:
        return "was stopped; run the same audit again to go on"
    lines = log.read_text("utf-8", "replace").splitlines()
    last = next((line for line in reversed(lines) if line.strip()), "no word")
    return f"failed ({last.removeprefix('error: ')}); the whole log is {log}"


def adapter(kind: type) -> Any:
    """Writes and reads values of ``kind`` as JSON, for the pipe between two processes and for the store."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


# What follows runs in the child.


def main() -> int:
    """Read a job from standard input, crawl, and write the result as the last line of standard output."""
    job: CrawlJob = adapter(CrawlJob).validate_json(sys.stdin.buffer.readline())
    try:
        result = run(job)
    except Exception as error:  # every way to fail ends in one line that the parent can show
        sys.stderr.write(f"error: {_one_line(error)}\n")
        return 1
    if result is None:
        return INTERRUPTED
    sys.stdout.buffer.write(adapter(CrawlResult).dump_json(result) + b"\n")
    return 0


def run(job: CrawlJob) -> CrawlResult | None:
    """Crawl in this process, which must have no reactor yet; None when it was told to stop before the end."""
    from pipelines.crawling import run_spider, stores_of
    from spiders.guard import networks
    from store.archive import ArchiveWriter
    from store.engine import open_store
    from store.frontier import Frontier
    from store.leases import Leases

    started = time.monotonic()
    networks(job.allowed_networks)
    with ArchiveWriter(job.archive, job.user_agent) as archive:
        engine = open_store(job.database)
        leases = Leases(engine, digest(f"{job.run} {job.subject} {job.archive.resolve()}"), lambda: datetime.now(UTC))
        if not leases.acquire(f"crawl {job.run} {job.subject}"):
            raise CrawlError("the same crawl is running elsewhere; wait for it to end, or a minute if it was killed")
        frontier = Frontier(engine, job.run, job.subject, lambda: datetime.now(UTC))
        frontier.keep_captures(job.archive.name, archive.size)
        resumed = frontier.resumed > 0
        if resumed:
            logging.getLogger(__name__).info("resumed: %d addresses are known already", frontier.resumed)
        spider = run_spider(job, stores_of(job, engine, frontier, archive, leases), _stop_when_told)
        if spider.fault:
            raise spider.fault
        leases.release(job.delay)
        if not spider.finished:
            return None
        frontier.refuse_queued("budget")
        ledger = frontier.ledger()
        fetched = sum(o.count for o in ledger if o.outcome == "fetched")
        seconds = round(time.monotonic() - started, 3)
        told = (spider.requests, resumed, ledger, seconds, spider.downloads, spider.unchanged, frontier.notes())
        cost = (round(time.process_time(), 3), _most_memory(), round(spider.longest_hold, 3))
        return CrawlResult(job.archive, fetched, *told, *cost)


def _most_memory() -> float:
    """The most memory this process ever held, in MB; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()  # getrusage would count the parent's memory before the start
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def _stop_when_told(stop: Callable[[], None]) -> None:
    """Stop on SIGTERM, on SIGINT, and when the parent is gone; after ``_PATIENCE`` seconds at once.

    Ending at once loses nothing: what was on its way goes back into the queue when the crawl is run again.
    """

    def end(*_: object) -> None:
        timer = threading.Timer(_PATIENCE, os._exit, (INTERRUPTED,))
        timer.daemon = True
        timer.start()
        stop()

    def watch() -> None:
        sys.stdin.buffer.read()
        end()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    threading.Thread(target=watch, daemon=True).start()


def _one_line(error: Exception) -> str:
    text = " ".join(str(getattr(error, "orig", None) or error).split())
    return text or type(error).__name__


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # a reader thread stuck in a hostile page must not hold the process
