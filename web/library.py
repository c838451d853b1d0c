"""Library: finished audits as they were stored, held ready to be shown; nothing is computed anew, nothing fetched."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from market.audits import Audit
from market.findings import Evidence
from market.urls import digest
from reports.entries import Entry
from reports.evidence import anchor, entries_of
from reports.evidence_pages import page_id
from reports.formats.stored import StoredAuditError, read_json
from store.audits import load_audit
from store.decisions import decided
from store.runs import StoredRun, stored_run, stored_runs
from store.topic_names import decisions_of
from web.decided import Decided
from web.kept import Fresh
from web.pages.over_time import Past

MOST_BYTES = 40_000_000  # of audit.json held at a time; in memory a value takes about ten times its file


class MissingError(LookupError):
    """Something that is not there; the message says so to a reader."""


class UnreadableError(RuntimeError):
    """An audit that this version cannot show; the message says why and what to do."""


class Held:
    """One finished audit with what its pages need of it."""

    def __init__(self, run: StoredRun, audit: Audit, size: int) -> None:
        self.run, self.audit, self.size = run, audit, size

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The evidence of every figure."""
        return entries_of(self.audit)

    @cached_property
    def by_anchor(self) -> dict[str, Entry]:
        """The entries by the part of their address."""
        return {anchor(entry.id): entry for entry in self.entries}

    @cached_property
    def captures(self) -> dict[str, tuple[Evidence, tuple[str, ...]]]:
        """The cited captures by their page id, each with one piece of evidence and all quotes from it."""
        found: dict[str, tuple[Evidence, dict[str, None]]] = {}
        for entry in self.entries:
            for one in entry.evidence:
                found.setdefault(page_id(one.archive, one.offset), (one, {}))[1][one.quote] = None
        return {key: (one, tuple(sorted(quotes))) for key, (one, quotes) in found.items()}

    def archive(self, name: str) -> Path:
        """The file of an archive of this audit; ``MissingError`` for a name that leads elsewhere."""
        if not name or Path(name).name != name:
            raise MissingError("No archive of that name belongs to this audit.")
        return Path(self.run.report) / "evidence" / name


@dataclass(frozen=True, slots=True)
class ClientRuns:
    """A client and its runs, the newest first."""

    name: str
    runs: tuple[StoredRun, ...]

    @property
    def key(self) -> str:
        return client_key(self.name)

    @property
    def newest(self) -> StoredRun | None:
        """The newest finished run."""
        return next((run for run in self.runs if run.readable), None)


def client_key(name: str) -> str:
    """The part of an address that stands for a client."""
    return digest(name)[:16]


def _by_client(runs: Sequence[StoredRun]) -> tuple[ClientRuns, ...]:
    found: dict[str, list[StoredRun]] = {}
    for run in runs:
        found.setdefault(run.client, []).append(run)
    return tuple(ClientRuns(name, tuple(found[name])) for name in sorted(found, key=str.casefold))


class Library:
    """The audits of one store; of those read, the latest are kept up to ``most`` bytes.

    What runs there are, and what was decided of them, is asked for again after ``fresh`` seconds.
    """

    def __init__(self, engine: Engine, fresh: float = 0.0, most: int = MOST_BYTES) -> None:
        self.engine, self._most = engine, most
        self._run: Fresh[str, StoredRun | None] = Fresh(lambda key: stored_run(engine, key), fresh)
        self._runs: Fresh[str, tuple[StoredRun, ...]] = Fresh(lambda client: stored_runs(engine, client), fresh)
        self._clients: Fresh[str, tuple[ClientRuns, ...]] = Fresh(lambda _: _by_client(stored_runs(engine)), fresh)
        self._decided: Fresh[str, Decided] = Fresh(
            lambda client: Decided(decided(engine, client), decisions_of(engine, client)), fresh
        )
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._past: dict[str, tuple[StoredRun, Past]] = {}
        self._lock = threading.Lock()
        self._reading: dict[str, threading.Lock] = {}

    def clients(self) -> tuple[ClientRuns, ...]:
        """Every client by name."""
        return self._clients("")

    def decided(self, client: str) -> Decided:
        """Everything that was decided of a client."""
        return self._decided(client)

    def forget(self) -> None:
        """Ask the store anew for what was decided."""
        self._decided.forget()

    def client(self, key: str) -> ClientRuns:
        """The client with that key; ``MissingError`` without one."""
        known = next((client for client in self.clients() if client.key == key), None)
        if known is None:
            raise MissingError("No client has that address.")
        return known

    def client_of(self, run: StoredRun) -> ClientRuns:
        """The client of a run."""
        return ClientRuns(run.client, self._runs(run.client))

    def run(self, key: str) -> StoredRun:
        """A run; ``MissingError`` without one."""
        found = self._run(key) if key.isascii() and key.isprintable() else None
        if found is None:
            raise MissingError("No run has that address.")
        return found

    def held(self, run: StoredRun) -> Held:
        """The audit of a run.

        Raises ``MissingError`` for a run without one, ``UnreadableError`` for one of another version.
        """
        with self._lock:
            own = self._reading.setdefault(run.key, threading.Lock())
        with own:  # fifty readers of one audit read it once
            with self._lock:
                known = self._held.get(run.key)
                if known and known.run == run:
                    self._held.move_to_end(run.key)
                    return known
            made = self._read(run)
            with self._lock:
                self._held[run.key] = made
                while len(self._held) > 1 and sum(one.size for one in self._held.values()) > self._most:
                    self._held.popitem(last=False)
            return made

    def past(self, run: StoredRun) -> Past:
        """What other runs' pages need of a run; raises like ``held``, whose place it does not take."""
        known = self._past.get(run.key)
        if known and known[0] == run:
            return known[1]
        with self._lock:
            held = self._held.get(run.key)
        made = Past.of((held if held and held.run == run else self._read(run)).audit)
        self._past[run.key] = (run, made)
        return made

    def _read(self, run: StoredRun) -> Held:
        body = load_audit(self.engine, run.key)
        if body is None:
            raise MissingError("This run has no result: it is still running, or it was stopped half-way.")
        try:
            audit = read_json(body)
        except StoredAuditError as error:
            raise UnreadableError(f"The result of this run cannot be shown: {error}") from error
        return Held(run, audit, len(body))
