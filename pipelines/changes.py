"""Changes: which earlier audit a run is held against, and what the run then says of it.

The earlier audit is the one named with ``--since``, else the one that a replayed run was held against, else the
client's newest earlier one: among the finished runs of the database and, where the report goes to its usual place, the
folders beside it. It is kept whole with the evidence, so that a replay elsewhere tells the same changes.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from market.audits import Audit, Run, Unmeasured
from market.brief import Brief
from market.run_records import EARLIER, KeptFile, RunRecord
from market.urls import key_of
from pipelines.settings import AuditOptions, WrongInputError

log = logging.getLogger(__name__)
DATA = "audit.json"
_RULE = "Change since the last audit"


def earlier_of(options: AuditOptions, given: RunRecord | None, brief: Brief, run: Run, out: Path) -> KeptFile | None:
    """The audit.json to tell changes from; None in a first audit.

    Raises ``WrongInputError`` for one that was named with ``--since`` and cannot be used.
    """
    if options.since:
        return _named(options.since, brief, run)
    if given is not None:
        return given.file(EARLIER)
    client = key_of(brief.client.url)
    places = [_kept(options.database, run), *([] if options.out else [_beside(out)])]
    found = [body for place in places if (body := next((b for b in place if _before(b, client, run)), None))]
    newest = max(found, key=_moment, default=None)
    return KeptFile(EARLIER, DATA, newest) if newest else None


def told_changes(audit: Audit, earlier: KeptFile | None) -> Audit:
    """The audit with what changed, and with the line of its method that says what it was held against.

    An earlier audit that this version cannot read is said in the list of what could not be measured.
    """
    from reports.changes import changes
    from reports.formats.stored import StoredAuditError, read_json

    if earlier is None:
        return _with_rule(audit, "First audit: there is no earlier one of this client to tell changes from")
    sha256 = hashlib.sha256(earlier.body).hexdigest()
    try:
        told = changes(read_json(earlier.body), audit, sha256)
    except (StoredAuditError, ValueError) as error:
        reason = f"the earlier audit cannot be used: {error}"
        missing = Unmeasured("Changes", "what changed since the last audit", reason, 1)
        log.warning("%s", reason)
        return _with_rule(replace(audit, unmeasured=(*audit.unmeasured, missing)), reason)
    return _with_rule(replace(audit, changes=told), _HOW)


_HOW = (
    "Started or stopped: seen in one of the two audits and not in the other, on pages that both read. Cadence: posts a "
    "week after the earlier window ÷ posts a week in it, exact interval of the ratio, widened over the companies. "
    "Scores: ranges that do not overlap. Topics: only where their trend is called. Steps: by the measure given then"
)


def _with_rule(audit: Audit, text: str) -> Audit:
    return replace(audit, method=(*audit.method, (_RULE, text)))


def _named(since: Path, brief: Brief, run: Run) -> KeptFile:
    """The audit that was asked for, checked as far as a stranger's file must be."""
    from reports.formats.stored import StoredAuditError, read_json

    file = since / DATA if since.is_dir() else since
    try:
        body = file.read_bytes()
        earlier = read_json(body)
    except OSError as error:
        raise WrongInputError(
            f"--since {since}: cannot be read ({error.strerror}); give the folder of an audit, or its {DATA}"
        ) from error
    except StoredAuditError as error:
        raise WrongInputError(f"--since {since}: {error}") from error
    if earlier.client.company.key != key_of(brief.client.url):
        raise WrongInputError(
            f"--since {since}: an audit of {earlier.client.company.url}; give one of {brief.client.url}"
        )
    if earlier.run.window.end > run.window.end:
        raise WrongInputError(
            f"--since {since}: its window ends on {earlier.run.window.end}, after this audit's; give an earlier one"
        )
    return KeptFile(EARLIER, DATA, body)


def _kept(database: str, run: Run) -> Iterator[bytes]:
    """The finished audits of the database whose client has the run's name, newest first."""
    from store.audits import earlier_audits
    from store.engine import open_store

    yield from earlier_audits(open_store(database), run.client, run.as_of)


def _beside(out: Path) -> Iterator[bytes]:
    """The audits in the folders beside the one that the report goes to, which are named by day, newest first."""
    for file in sorted(out.parent.glob(f"*/{DATA}"), reverse=True):
        try:
            yield file.read_bytes()
        except OSError as error:
            log.warning("%s cannot be read (%s): not taken for an earlier audit", file, error.strerror)


def _before(body: bytes, client: str, run: Run) -> bool:
    """Whether these bytes are an earlier audit of the client, of whatever schema version."""
    try:
        held: Any = json.loads(body)
        own = [row["company"] for row in held["companies"] if row["company"]["role"] == "client"]
        return len(own) == 1 and key_of(own[0]["url"]) == client and _moment(body) < run.as_of
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _moment(body: bytes) -> datetime:
    """The last day of an audit's window, as its audit.json says; raises like ``json`` and ``dict`` for none."""
    return datetime.fromisoformat(json.loads(body)["run"]["as_of"])
