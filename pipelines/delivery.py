"""Delivery: messages by mail (SMTP) or to a webhook; servers and passwords come from the environment, never a brief."""

import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from pipelines.server import is_loopback
from pipelines.settings import WrongInputError

SMTP, WEBHOOK = "WATERCOOLER_SMTP", "WATERCOOLER_WEBHOOK"
MOST_ATTACHED = 10 * 1024 * 1024  # bytes: larger mails are refused by many servers
_PATIENCE = 30.0
_EXPECTED = "smtp://user:password@mail.example:587?from=reports@agency.example"


class DeliveryError(RuntimeError):
    """A message was not taken; the line names the server, never a password, and the message can be sent again."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out."""

    host: str
    port: int
    tls: bool  # from the first byte
    user: str
    password: str
    sender: str

    def __repr__(self) -> str:  # a password must not reach a log
        return f"MailServer({self.host}:{self.port})"


def mail_server(address: str = "") -> MailServer:
    """The server that ``WATERCOOLER_SMTP`` names; raises ``WrongInputError`` without one, or for one not understood."""
    given = address or os.environ.get(SMTP, "")
    parts = urlsplit(given)
    try:
        port = parts.port
    except ValueError:
        port = 0
    sender = (parse_qs(parts.query).get("from") or [""])[0]
    tls = parts.scheme == "smtps"
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port == 0 or not is_mail_address(sender):
        raise WrongInputError(f"{SMTP}: {'not set' if not given else 'not understood'}; expected {_EXPECTED}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or (465 if tls else 587), tls, user, password, sender)


def is_mail_address(text: str) -> bool:
    """Whether ``text`` is one plain mail address."""
    name, address = parseaddr(text)
    return (
        not name
        and address == text
        and text.count("@") == 1
        and all(part for part in text.split("@"))
        and text.isprintable()
    )


def check_receivers(addresses: Sequence[str]) -> None:
    """Raises ``WrongInputError`` for what is no mail address, and for addresses without a mail server."""
    for address in addresses:
        if not is_mail_address(address):
            raise WrongInputError(f"--mail-to {address!r}: expected an address such as name@agency.example")
    if addresses:
        mail_server()


def mail(
    server: MailServer, to: Sequence[str], subject: str, text: str, html: str, attached: Sequence[Path] = ()
) -> list[str]:
    """Send one mail to each address; returns what was left out because it is too large.

    Raises ``DeliveryError`` when the server cannot be reached or does not take it. A password goes out only over TLS,
    or to this machine.
    """
    try:
        with _connected(server) as connection:
            left_out: list[str] = []
            for address in to:
                message, left_out = _message(server.sender, address, subject, text, html, attached)
                connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"mail server {server.host}:{server.port}: {_line(error)}") from error
    return left_out


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
    try:
        connection.ehlo()
        secure = server.tls
        if not secure and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            secure = True
        if server.user:
            if not secure and not is_loopback(server.host):
                raise smtplib.SMTPException("offers no TLS; the password was not sent")
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _message(
    sender: str, to: str, subject: str, text: str, html: str, attached: Sequence[Path]
) -> tuple[EmailMessage, list[str]]:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    left_out, room = [], MOST_ATTACHED
    for path in attached:
        body = path.read_bytes()
        if len(body) > room:
            left_out.append(path.name)
            continue
        room -= len(body)
        message.add_attachment(body, maintype="application", subtype=path.suffix.lstrip("."), filename=path.name)
    return message, left_out


def webhook(address: str = "") -> str:
    """The webhook that ``WATERCOOLER_WEBHOOK`` names; "" for none. ``WrongInputError`` for what is no https URL."""
    given = address or os.environ.get(WEBHOOK, "")
    parts = urlsplit(given)
    plain = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if given and not plain and (parts.scheme != "https" or not parts.hostname):
        raise WrongInputError(f"{WEBHOOK}: expected an https:// address")
    return given


def post(address: str, payload: Mapping[str, object]) -> None:
    """Send ``payload`` as JSON; raises ``DeliveryError``, which keeps the address secret, when it is not taken."""
    request = urllib.request.Request(  # noqa: S310 - https, or loopback: ``webhook`` saw to it
        address, json.dumps(payload).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    host = urlsplit(address).hostname
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_PATIENCE):
            pass
    except urllib.error.HTTPError as error:
        raise DeliveryError(f"webhook at {host}: answered {error.code}") from error
    except (urllib.error.URLError, OSError) as error:
        raise DeliveryError(f"webhook at {host}: {_line(error)}") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that sends us elsewhere is not followed: what is told is the client's."""

    def redirect_request(self, *_: object) -> None:
        return None


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
