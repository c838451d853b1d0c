"""Politeness: when a host may be asked again, and when to leave it alone for good."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_WAIT = 300.0  # seconds; a host that asks for more is left for another day
LATER = "host asked to come back later"
MAX_FAILURES = 6  # in a row
PAGE_FAULT = 0.3  # of a failure: an answer of 500 says more about the page than about the host
MIN_BACK_OFF = 0.5  # seconds, doubled with every failure


@dataclass(slots=True)
class _Host:
    delay: float
    ready_at: float = 0.0
    in_flight: bool = False
    failures: float = 0.0
    dropped: str = ""

    def waits(self, now: float) -> bool:
        """Whether it will be asked again, but not yet."""
        return not self.dropped and self.ready_at > now


class Politeness:
    """One request at a time per host, and never two within the promised delay.

    The delay runs from the end of one answer to the start of the next request, so that the server never sees less.
    Times are seconds of one monotonic clock, handed in.
    """

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._hosts: dict[str, _Host] = {}

    def busy(self, now: float) -> frozenset[str]:
        """The hosts that may not be asked at ``now``; a dropped one is not waited for, its addresses are refused."""
        return frozenset(name for name, host in self._hosts.items() if host.in_flight or host.waits(now))

    def wait(self, now: float) -> float | None:
        """Seconds until the next waiting host may be asked; None when none waits."""
        pending = [h.ready_at - now for h in self._hosts.values() if not h.in_flight and h.waits(now)]
        return min(pending, default=None)

    def rest(self, name: str, now: float) -> float:
        """Seconds until the host may be asked again, 0 or less when it may be now."""
        return self._host(name).ready_at - now

    def begin(self, name: str) -> None:
        """A request to the host is on its way."""
        self._host(name).in_flight = True

    def end(self, name: str, now: float) -> None:
        """The host answered as it should."""
        host = self._host(name)
        host.in_flight, host.failures, host.ready_at = False, 0, now + host.delay

    def fail(self, name: str, now: float, asked_for: float | None = None, weight: float = 1.0) -> str:
        """The host failed, or asked for a pause of ``asked_for`` seconds; comes back with why it is dropped, or "".

        Without such a wish the pause doubles with every failure in a row.
        """
        host = self._host(name)
        host.in_flight = False
        host.failures += weight
        back_off = max(host.delay, MIN_BACK_OFF) * 2**host.failures
        host.ready_at = now + min(MAX_WAIT, max(host.delay, back_off if asked_for is None else asked_for))
        if asked_for is not None and asked_for > MAX_WAIT:
            host.dropped = LATER
        elif host.failures >= MAX_FAILURES:
            host.dropped = "host dropped after repeated failures"
        return host.dropped

    def recall(self, name: str, now: float, seconds: float) -> None:
        """The host asked, this crawl or an earlier one, to be left alone for ``seconds`` from now on."""
        host = self._host(name)
        host.ready_at = max(host.ready_at, now + min(MAX_WAIT, seconds))
        if seconds > MAX_WAIT:
            host.dropped = LATER

    def hold_back(self, name: str, now: float, seconds: float) -> None:
        """Do not ask the host for some seconds, for a reason that is not its own."""
        host = self._host(name)
        host.ready_at = max(host.ready_at, now + seconds)

    def dropped(self, name: str) -> str:
        """Why the host is not asked any more, "" while it is."""
        host = self._hosts.get(name)
        return host.dropped if host else ""

    def slow_down(self, name: str, delay: float) -> None:
        """Keep at least ``delay`` seconds at this host; it never speeds up."""
        host = self._host(name)
        host.delay = max(host.delay, delay)
        host.ready_at = max(host.ready_at, host.ready_at - self._delay + host.delay)

    def _host(self, name: str) -> _Host:
        return self._hosts.setdefault(name, _Host(self._delay))


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds a Retry-After header asks for, given in seconds or as a date; None when it says nothing readable."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
