"""Telling people of an audit: a real mail server and a webhook on loopback, nobody told twice, nothing secret printed."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.delivery import DeliveryError, MailServer, mail, mail_server, webhook
from pipelines.digest import send_digest
from pipelines.settings import ExitStatus, WrongInputError

DEMO = Path(__file__).resolve().parents[2] / "pipelines" / "demo"


class Mailbox:
    """Takes every mail but those to addresses that begin with "no"."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address.startswith("no"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("WATERCOOLER_SMTP", f"smtp://127.0.0.1:{port}?from=reports@agency.example")
    monkeypatch.delenv("WATERCOOLER_WEBHOOK", raising=False)
    yield box
    controller.stop()


@pytest.fixture
def store(demo_audit: Any, tmp_path: Path) -> str:
    """A copy of the store that holds the demo's audit."""
    with (
        closing(sqlite3.connect(demo_audit.folder.parent / "w.db")) as held,
        closing(sqlite3.connect(tmp_path / "w.db")) as own,
    ):
        held.backup(own)
    return f"sqlite:///{tmp_path}/w.db"


def test_everybody_is_told_once(mailbox, store):
    """Each address gets a mail of its own with both ways to read it; a second time sends nothing, a new address does."""
    first = send_digest(DEMO / "brief.yaml", store, ("a@agency.example", "b@agency.example"))
    second = send_digest(DEMO / "brief.yaml", store, ("a@agency.example", "c@agency.example"))
    third = send_digest(DEMO / "brief.yaml", store, ("a@agency.example",))

    assert first.receivers == ("a@agency.example", "b@agency.example")
    assert second.receivers == ("c@agency.example",)
    assert third.receivers == ()
    assert "before" in third.remark
    assert [m["To"] for m in mailbox.mails] == ["a@agency.example", "b@agency.example", "c@agency.example"]
    assert mailbox.mails[0]["Subject"] == first.subject
    kinds = [part.get_content_type() for part in mailbox.mails[0].walk()]
    assert "text/plain" in kinds
    assert "text/html" in kinds


def test_a_mail_that_is_refused_is_an_error_and_is_sent_the_next_time(mailbox, store):
    """Who was told before the error is not told again."""
    with pytest.raises(DeliveryError, match="no such mailbox"):
        send_digest(DEMO / "brief.yaml", store, ("a@agency.example", "no@agency.example"))

    again = send_digest(DEMO / "brief.yaml", store, ("a@agency.example", "b@agency.example"))

    assert again.receivers == ("b@agency.example",)
    assert len(mailbox.mails) == 2


def test_the_pdf_goes_along_unless_it_is_too_large(mailbox, tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.delivery.MOST_ATTACHED", 10)
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 x")
    (tmp_path / "large.pdf").write_bytes(b"%PDF-1.7 much")

    left_out = mail(mail_server(), ["a@b.example"], "S", "t", "<p>t</p>", sorted(tmp_path.glob("*.pdf"), reverse=True))

    assert left_out == ["large.pdf"]
    assert [part.get_filename() for part in mailbox.mails[0].iter_attachments()] == ["report.pdf"]


def test_a_webhook_is_told_and_an_error_keeps_its_address_secret(loopback_site, store, monkeypatch):
    site = loopback_site()
    site.say("/hook/secret-token", b"ok")
    monkeypatch.delenv("WATERCOOLER_SMTP", raising=False)
    monkeypatch.setenv("WATERCOOLER_WEBHOOK", site.url("/hook/wrong-token"))
    with pytest.raises(DeliveryError) as error:
        send_digest(DEMO / "brief.yaml", store)
    monkeypatch.setenv("WATERCOOLER_WEBHOOK", site.url("/hook/secret-token"))

    told = send_digest(DEMO / "brief.yaml", store)

    assert "404" in str(error.value) or "501" in str(error.value)
    assert "token" not in str(error.value)
    assert told.receivers == ("webhook",)
    assert b"secret-token" not in Path(store.removeprefix("sqlite:///")).read_bytes()


def test_a_dry_run_prints_the_message_and_sends_nothing(mailbox, store):
    answer = CliRunner().invoke(app, ["digest", str(DEMO / "brief.yaml"), "--database", store, "--dry-run"])

    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith("Subject: ")
    assert "Next steps" in answer.output
    assert mailbox.mails == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mail.example",
        "smtp://mail.example",
        "smtp://mail.example?from=nobody",
        "http://mail.example?from=a@b.example",
    ],
)
def test_a_mail_server_that_is_not_understood_is_named_with_the_remedy(address, monkeypatch):
    monkeypatch.delenv("WATERCOOLER_SMTP", raising=False)

    with pytest.raises(WrongInputError, match=r"WATERCOOLER_SMTP: .* expected smtp://"):
        mail_server(address)


def test_a_password_is_never_shown_nor_sent_in_the_clear():
    server = mail_server("smtps://user:pass%40word@mail.example?from=a@b.example")

    assert (server.port, server.password, server.tls) == (465, "pass@word", True)
    assert "pass@word" not in repr(server)


def test_a_password_does_not_leave_this_machine_without_tls(mailbox, monkeypatch):
    """The same server under a name that is not loopback's: the password stays here."""
    port = mail_server().port
    monkeypatch.setattr("pipelines.delivery.is_loopback", lambda _host: False)

    with pytest.raises(DeliveryError, match="no TLS"):
        mail(MailServer("127.0.0.1", port, False, "u", "secret", "a@b.example"), ["c@d.example"], "S", "t", "<p>t</p>")

    assert mailbox.mails == []


@pytest.mark.parametrize("address", ["http://hooks.example/x", "ftp://a.example", "hooks.example/x"])
def test_a_webhook_is_https(address):
    with pytest.raises(WrongInputError, match="https"):
        webhook(address)


def test_nobody_to_tell_is_said(store, monkeypatch):
    monkeypatch.delenv("WATERCOOLER_WEBHOOK", raising=False)

    answer = CliRunner().invoke(app, ["digest", str(DEMO / "brief.yaml"), "--database", store])

    assert answer.exit_code == ExitStatus.WRONG_INPUT
    assert "nobody to tell" in answer.output
