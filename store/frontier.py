"""Frontier: which addresses of one company or venue are still to be fetched, and what became of the others.

It lives in the database, so that a crawl that was killed goes on where it stood. Scrapy's own JOBDIR loses its queue.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, or_, select, update

from market.crawls import Discovery, Outcome, Visit
from market.pages import Capture
from market.urls import authority_of, digest
from store.persistence import persistent
from store.tables import captures, frontier, upsert

QUEUED, FETCHING, DONE, FAILED, REFUSED = "queued", "fetching", "done", "failed", "refused"
_AND = ", "  # between the notes of one page
_REDIRECT = "redirect"  # note on a fetched address that only pointed elsewhere
_OF_THE_WAY = ("nofollow", "depth", "too many redirects", "trap")  # said of a link, not of what it leads to
_BATCH = 500  # rows per statement: SQLite caps the variables of one


class Frontier:
    """The frontier of one subject in one run.

    Opening it puts what an interrupted crawl had in flight back into the queue; ``resumed`` tells how many addresses
    were already known. Every method is one transaction; database errors pass through.
    """

    def __init__(self, engine: Engine, run: str, subject: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._run = run
        self._subject = subject
        self._now = now
        self._mine = and_(frontier.c.run == run, frontier.c.subject == subject)
        self._known: dict[int, int] = {}  # priority by the short form of the address
        self._shut: set[int] = set()
        self._taken: set[str] = set()  # keys of the addresses in flight
        self._position = 0
        self.remember()
        self.resumed = len(self._known)

    def remember(self) -> None:
        """Know what the database knows; what nobody holds any more is queued again."""
        columns = (frontier.c.url_key, frontier.c.priority, frontier.c.position, frontier.c.reason)
        lost = and_(frontier.c.state == FETCHING, frontier.c.url_key.not_in(sorted(self._taken)))
        with self._engine.begin() as connection:
            connection.execute(self._change(lost, QUEUED))
            self._known.clear()
            self._shut.clear()
            for row in connection.execute(select(*columns).where(self._mine)):
                self._known[_short(row.url_key)] = row.priority
                self._shut.update([_short(row.url_key)] if row.reason in _OF_THE_WAY else [])
                self._position = max(self._position, row.position)

    @persistent
    def keep_captures(self, archive: str, size: int) -> int:
        """Queue again what was fetched into another archive, or beyond the first ``size`` bytes of this one.

        Comes back with their number: above 0 when the archive was moved away, or lost its end with the power.
        """
        elsewhere = or_(captures.c.archive != archive, captures.c.offset >= size)
        lost = and_(captures.c.run == self._run, captures.c.subject == self._subject, elsewhere)
        keys = select(captures.c.url_key).where(lost)
        with self._engine.begin() as connection:
            again = and_(frontier.c.state == DONE, frontier.c.url_key.in_(keys))
            count = int(connection.execute(self._change(again, QUEUED)).rowcount)
            connection.execute(captures.delete().where(lost))
        return count

    @persistent
    def add(self, found: Iterable[Discovery]) -> int:
        """Remember new addresses, in the order given; comes back with their number.

        A known address is not added twice. One that is still queued moves up when it was found again as more urgent;
        one that only a nofollow or too deep link led to is queued when another way is found.
        """
        with self._engine.begin() as connection:
            return self._add(connection, found)

    @persistent
    def take(self, busy: Collection[str] = (), floor: int = 0) -> Visit | None:
        """The next address, now marked as being fetched: by priority, then in order of discovery.

        Addresses of ``busy`` authorities and of a priority number below ``floor`` are passed over. None when nothing
        is left to take.
        """
        waiting = and_(self._mine, frontier.c.state == QUEUED, frontier.c.priority >= floor)
        if busy:
            waiting = and_(waiting, frontier.c.authority.not_in(sorted(busy)))
        columns = (frontier.c.url, frontier.c.priority, frontier.c.depth, frontier.c.hops, frontier.c.found_on)
        order = select(*columns).where(waiting).order_by(frontier.c.priority, frontier.c.position).limit(1)
        with self._engine.begin() as connection:
            row = connection.execute(order).first()
            if row is None:
                return None
            connection.execute(self._change(frontier.c.url_key == digest(row.url), FETCHING))
        self._taken.add(digest(row.url))
        return Visit(row.url, row.priority, row.depth, row.hops, row.found_on)

    @persistent
    def done(self, capture: Capture, found: Iterable[Discovery] = (), notes: Sequence[str] = ()) -> None:
        """Save a capture together with the addresses found on it, and mark its address as fetched.

        ``notes`` are what is to be known of a fetched page: that its site wants no search engine to list it, for one.
        """
        key = digest(capture.url)
        row = {"run": self._run, "subject": self._subject, "url_key": key, **asdict(capture)}
        with self._engine.begin() as connection:
            connection.execute(upsert(self._engine, captures, [row]), [row])
            note = _REDIRECT if 300 <= capture.status < 400 else _AND.join(notes)
            connection.execute(self._change(frontier.c.url_key == key, DONE, note))
            self._add(connection, found)
        self._taken.discard(key)

    def failed(self, url: str, reason: str, found: Iterable[Discovery] = ()) -> None:
        """Mark an address that was asked for in vain."""
        self._settle(url, FAILED, reason, found)

    def refused(self, url: str, reason: str, found: Iterable[Discovery] = ()) -> None:
        """Mark an address that is not asked for, or whose answer is not kept."""
        self._settle(url, REFUSED, reason, found)

    @persistent
    def put_back(self, url: str, last: bool = False) -> None:
        """Return an address that was taken to its place in the queue, or to the end of its priority."""
        change = self._change(frontier.c.url_key == digest(url), QUEUED)
        if last:
            self._position += 1
            change = change.values(position=self._position)
        with self._engine.begin() as connection:
            connection.execute(change)
        self._taken.discard(digest(url))

    @persistent
    def refuse_queued(self, reason: str, authority: str = "") -> int:
        """Refuse all that is still queued, of one authority or of all; comes back with their number."""
        chosen = frontier.c.state == QUEUED
        if authority:
            chosen = and_(chosen, frontier.c.authority == authority)
        with self._engine.begin() as connection:
            return int(connection.execute(self._change(chosen, REFUSED, reason)).rowcount)

    def queued(self) -> int:
        """How many addresses wait or are being fetched."""
        return self._count(frontier.c.state.in_((QUEUED, FETCHING)))

    def asked(self, skip: Collection[int] = ()) -> int:
        """How many addresses were fetched or asked for in vain, redirects and the priorities of ``skip`` left out."""
        asked = and_(frontier.c.state.in_((DONE, FAILED)), frontier.c.reason != _REDIRECT)
        return self._count(and_(asked, frontier.c.priority.not_in(sorted(skip))))

    @persistent
    def asked_by_authority(self, skip: Collection[int] = ()) -> dict[str, int]:
        """What ``asked`` counts, by host and port."""
        asked = and_(self._mine, frontier.c.state.in_((DONE, FAILED)), frontier.c.reason != _REDIRECT)
        chosen = and_(asked, frontier.c.priority.not_in(sorted(skip)))
        query = select(frontier.c.authority, func.count()).where(chosen).group_by(frontier.c.authority)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    @persistent
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Every address that was not refused with the page it was found on, in order of discovery."""
        query = select(frontier.c.url, frontier.c.found_on).where(self._mine, frontier.c.state != REFUSED)
        with self._engine.connect() as connection:
            return tuple((row.url, row.found_on) for row in connection.execute(query.order_by(frontier.c.position)))

    @persistent
    def of_priority(self, priority: int) -> tuple[str, ...]:
        """The addresses of one priority, whatever became of them, in order of discovery."""
        chosen = select(frontier.c.url).where(self._mine, frontier.c.priority == priority)
        with self._engine.connect() as connection:
            return tuple(connection.execute(chosen.order_by(frontier.c.position)).scalars())

    @persistent
    def notes(self) -> tuple[Outcome, ...]:
        """How many fetched pages have which note, the commonest first; redirects are left out.

        A page with two notes counts under both.
        """
        noted = and_(self._mine, frontier.c.state == DONE, frontier.c.reason.not_in(("", _REDIRECT)))
        by_note: dict[str, list[str]] = defaultdict(list)
        with self._engine.connect() as connection:
            for reason, url in connection.execute(select(frontier.c.reason, frontier.c.url).where(noted)):
                for note in reason.split(_AND):
                    by_note[note].append(url)
        found = [Outcome(note, len(of), min(of)) for note, of in by_note.items()]
        return tuple(sorted(found, key=lambda outcome: (-outcome.count, outcome.outcome)))

    @persistent
    def ledger(self) -> tuple[Outcome, ...]:
        """What became of every address discovered: "fetched" first, then each reason, the commonest first.

        What is not settled yet counts as "queued". The counts add up to the number of addresses discovered.
        """
        rows = select(frontier.c.state, frontier.c.reason, frontier.c.urls, frontier.c.url).where(self._mine)
        by_outcome: dict[str, tuple[int, str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(rows.order_by(frontier.c.state, frontier.c.priority, frontier.c.position)):
                outcome = {DONE: "fetched", QUEUED: QUEUED, FETCHING: QUEUED}.get(row.state, row.reason)
                count, example = by_outcome.get(outcome, (0, row.url))
                by_outcome[outcome] = (count + row.urls, example)
        ordered = sorted(by_outcome.items(), key=lambda item: (item[0] != "fetched", -item[1][0], item[0]))
        return tuple(Outcome(outcome, count, example) for outcome, (count, example) in ordered)

    @persistent
    def _count(self, chosen: Any) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).where(self._mine, chosen)).scalar_one())

    @persistent
    def _settle(self, url: str, state: str, reason: str, found: Iterable[Discovery]) -> None:
        with self._engine.begin() as connection:
            connection.execute(self._change(frontier.c.url_key == digest(url), state, reason))
            self._add(connection, found)
        self._taken.discard(digest(url))

    def _change(self, chosen: Any, state: str, reason: str = "") -> Any:
        return update(frontier).where(self._mine, chosen).values(state=state, reason=reason, changed_at=self._now())

    def _add(self, connection: Connection, found: Iterable[Discovery]) -> int:
        fresh: dict[str, dict[str, Any]] = {}
        added = 0
        for discovery in found:
            key = digest(discovery.url) if discovery.urls == 1 else digest(f"{discovery.refused} {discovery.url}")
            if key in fresh:
                self._prefer(fresh, key, discovery)
            elif _short(key) not in self._known:
                fresh[key] = self._row(key, discovery)
            elif not discovery.refused:
                self._revise(connection, key, discovery)
            if len(fresh) >= _BATCH:
                added += self._insert(connection, fresh)
        return added + self._insert(connection, fresh)

    def _insert(self, connection: Connection, fresh: dict[str, dict[str, Any]]) -> int:
        """Write new rows and empty ``fresh``; comes back with their number."""
        rows = list(fresh.values())
        if rows:
            connection.execute(upsert(self._engine, frontier, rows), rows)
        self._known.update((_short(key), row["priority"]) for key, row in fresh.items())
        self._shut.update(_short(key) for key, row in fresh.items() if row["reason"] in _OF_THE_WAY)
        fresh.clear()
        return len(rows)

    def _prefer(self, fresh: dict[str, dict[str, Any]], key: str, discovery: Discovery) -> None:
        """Of two ways to one address in the same list, the open one, then the more urgent one counts."""
        row = fresh[key]
        if not discovery.refused and (row["reason"] in _OF_THE_WAY or discovery.priority < row["priority"]):
            fresh[key] = {**self._row(key, discovery), "position": row["position"]}

    def _revise(self, connection: Connection, key: str, discovery: Discovery) -> None:
        """Open a known address to which there was no way so far, or move a queued one up."""
        short = _short(key)
        shut, urgent = short in self._shut, discovery.priority < self._known[short]
        if not (shut or urgent):
            return  # as most links do: no statement is even built
        this = and_(self._mine, frontier.c.url_key == key)
        if shut:
            self._shut.discard(short)
            values = {**self._row(key, discovery), "changed_at": self._now()}
            connection.execute(update(frontier).where(this, frontier.c.state == REFUSED).values(values))
        else:
            waiting = frontier.c.state == QUEUED
            connection.execute(update(frontier).where(this, waiting).values(priority=discovery.priority))
        self._known[short] = min(self._known[short], discovery.priority)

    def _row(self, key: str, discovery: Discovery) -> dict[str, Any]:
        self._position += 1
        return {
            "run": self._run,
            "subject": self._subject,
            "url_key": key,
            "url": discovery.url,
            "authority": authority_of(discovery.url),
            "state": REFUSED if discovery.refused else QUEUED,
            "reason": discovery.refused,
            "priority": discovery.priority,
            "depth": discovery.depth,
            "hops": discovery.hops,
            "urls": discovery.urls,
            "position": self._position,
            "found_on": discovery.found_on,
            "changed_at": self._now(),
        }


def _short(key: str) -> int:
    """The first 60 bits of an address's digest: a crawl holds one for each address it met, and strings weigh more."""
    return int(key[:15], 16)
