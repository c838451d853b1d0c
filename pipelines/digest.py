"""Digest: tell people what an audit found, by mail or webhook; once, and only when there is something to tell."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.delivery import check_receivers, mail, mail_server, post, webhook
from pipelines.settings import WrongInputError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from reports.digests import Digest

log = logging.getLogger(__name__)
_WEBHOOK = "webhook "  # how a webhook is named among the receivers


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a digest."""

    run: str
    subject: str  # "" when there was nothing to tell
    receivers: tuple[str, ...]  # who was told now
    remark: str  # why nobody was, "" otherwise
    text: str = ""  # the message, of a dry run


def send_digest(brief: Path, database: str, mail_to: tuple[str, ...] = (), dry: bool = False) -> Told:
    """Tell the receivers of the client's newest audit, those who were not told of it yet.

    Mail goes to ``mail_to`` through ``WATERCOOLER_SMTP``, with the PDF where the audit wrote one; a message goes to
    ``WATERCOOLER_WEBHOOK`` where that is set. Nothing is sent when nothing was measured or changed. With ``dry``
    nothing is sent at all, and the message is returned. Raises ``BriefError``, ``WrongInputError`` for receivers or
    servers that cannot be used, and ``DeliveryError`` when a server does not take the message: those that were told
    are not told again.
    """
    from market.brief_yaml import read_brief
    from reports.digests import as_text, digest
    from reports.formats.stored import read_json
    from store.audits import load_audit
    from store.engine import open_store
    from store.notices import untold
    from store.runs import folder_of, newest_run

    client = read_brief(brief).client.name
    engine = open_store(database)
    run = newest_run(engine, client)
    body = load_audit(engine, run) if run else None
    if body is None:
        return Told("", "", (), f"no finished audit of {client} in {engine.url.render_as_string()}")
    told = digest(read_json(body))
    if told is None:
        return Told(run, "", (), "nothing was measured or changed: nobody is told")
    folder = Path(folder_of(engine, run))
    pdf = folder / "report.pdf"
    report = str((folder / "report.html").resolve())
    if dry:
        return Told(run, told.subject, (), "", as_text(told, report))
    address = webhook()
    receivers = [*mail_to, *([_WEBHOOK + address] if address else [])]
    if not receivers:
        raise WrongInputError("nobody to tell: give --mail-to, or set WATERCOOLER_WEBHOOK")
    check_receivers(mail_to)  # what is not usable is said before anybody is told
    left = untold(engine, run, receivers)
    if not left:
        return Told(run, told.subject, (), "everybody was told of this audit before")
    done = [_send(engine, run, receiver, told, report, pdf) for receiver in left]
    return Told(run, told.subject, tuple(done), "")


def _send(engine: "Engine", run: str, receiver: str, told: "Digest", report: str, pdf: Path) -> str:
    """Tell one receiver and remember it; returns how the receiver may be shown."""
    from reports.digests import as_html, as_slack, as_text
    from store.notices import note_told

    if receiver.startswith(_WEBHOOK):
        post(receiver.removeprefix(_WEBHOOK), as_slack(told, report))
        shown = _WEBHOOK.strip()
    else:
        texts = as_text(told, report), as_html(told, report)
        left_out = mail(mail_server(), [receiver], told.subject, *texts, [pdf] if pdf.is_file() else [])
        for name in left_out:
            log.warning("%s is too large for a mail and was left out; the mail says where the report is", name)
        shown = receiver
    note_told(engine, run, [receiver], datetime.now(UTC))
    return shown
