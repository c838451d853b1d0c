"""Mbox: the messages of a mailing list's archive, in threads.

Messages are joined by the identifiers they refer to; a thread whose beginning is not in the file joins the one of the
same subject before it (as mail programs do, after J. Zawinski's algorithm).
"""

import base64
import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from market.posts import Reply
from spiders.connectors.reading import MAX_BODY, masked, plain

_FROM = re.compile(rb"(?:\A|\n)From [^\n]*\d{4}[^\n]*\n(?=[A-Za-z-]+:)")
_ID = re.compile(r"<[^<>\s]{3,250}>")
_ANSWER = re.compile(r"^\s*(?:(?:re|aw|sv|antw|fwd?|wg|tr|rv|vs)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_TAG = re.compile(r"^\s*(?:\[[^\]]{1,60}\]\s*)+")
_HIDDEN = re.compile(r"\b[\w.+-]+ (?:at|\(at\)) [\w-]+(?:\.[\w-]+)+")
_WROTE = re.compile(
    r"^.{0,200}\b(?:wrote|writes|schrieb|a écrit|escribió|schreef|ha scritto)\b.{0,80}:\s*$", re.IGNORECASE
)
_MAX_MESSAGES = 20_000


@dataclass(frozen=True, slots=True)
class Mail:
    """One message of an archive."""

    id: str  # with its brackets; "" when it has none
    above: tuple[str, ...]  # the identifiers it refers to, the thread's first one first
    subject: str
    reply: Reply


@dataclass(slots=True)
class MailThread:
    """A thread in the making: the message it began with, where it is in the file, and its answers."""

    root: str
    subject: str
    opening: Mail | None = None
    answers: list[Mail] = field(default_factory=list)

    @property
    def hash(self) -> str:
        """What Mailman 3 calls the thread's first message by: Base32 of the SHA-1 of its identifier."""
        return base64.b32encode(hashlib.sha1(self.root.strip("<>").encode(), usedforsecurity=False).digest()).decode()


def is_mbox(body: bytes) -> bool:
    """Whether a payload is an mbox file, packed or not."""
    return _unpacked(body[: 1 << 16], 1 << 16)[:5] == b"From "


def threads_of(body: bytes, salted: Callable[[str], str]) -> list[MailThread]:
    """The threads of an mbox file in the order they began."""
    mails = list(_mails(_unpacked(body, 8 * MAX_BODY), salted))
    known = {mail.id: mail for mail in mails if mail.id}
    roots = [(_root(mail, known), mail) for mail in mails]
    threads: dict[str, MailThread] = {}
    by_subject: dict[str, MailThread] = {}
    for root, mail in sorted(roots, key=lambda pair: pair[1].reply.at or datetime.max.replace(tzinfo=UTC)):
        base = bare_subject(mail.subject)
        begins = root == mail.id and not _ANSWER.match(mail.subject)
        thread = threads.get(root) or (None if begins else by_subject.get(base))
        if thread is None:
            thread = threads[root] = MailThread(root or base, base)
        threads.setdefault(root, thread)
        by_subject.setdefault(base, thread)
        if begins and thread.opening is None and not thread.answers:
            thread.opening = mail
            by_subject[base] = thread
        elif root == mail.id == thread.root and thread.opening is None:
            thread.opening = mail
        else:
            thread.answers.append(mail)
    return list({id(thread): thread for thread in threads.values()}.values())


def bare_subject(subject: str) -> str:
    """A subject without the list's own tag and the marks of an answer."""
    before = None
    while before != subject:
        before, subject = subject, _ANSWER.sub("", _TAG.sub("", subject, count=1), count=1).strip()
    return subject


def _root(mail: Mail, known: dict[str, Mail]) -> str:
    """The identifier of the message that a thread began with, as far as the file and the message itself tell."""
    root, seen = mail, {mail.id}
    while root.above:
        parent = next((known[above] for above in (root.above[-1], root.above[0]) if above in known), None)
        if parent is None or parent.id in seen:
            return root.above[0]
        seen.add(parent.id)
        root = parent
    return root.id


def _unpacked(body: bytes, limit: int) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, limit)
    except zlib.error:
        return b""


def _mails(body: bytes, salted: Callable[[str], str]) -> Iterator[Mail]:
    text = body.replace(b"\r\n", b"\n")
    lines = list(_FROM.finditer(text))[:_MAX_MESSAGES]
    ends = [line.start() for line in lines[1:]] + [len(text)]
    for line, end in zip(lines, ends, strict=False):
        try:
            message = message_from_bytes(text[line.end() : end])
            yield _mail(message, salted)
        except (ValueError, LookupError, TypeError, AttributeError):
            continue  # one broken message must not cost the archive


def _mail(message: "Message[str, str]", salted: Callable[[str], str]) -> Mail:
    name, address = parseaddr(_header(message, "From").replace(" at ", "@", 1))
    person = address.lower() or name
    above = _ID.findall(str(message.get("References") or ""))
    parent = _ID.findall(str(message.get("In-Reply-To") or ""))
    if parent and parent[0] not in above:
        above.append(parent[0])
    found = _ID.search(str(message.get("Message-ID") or ""))
    own = found.group() if found else ""
    reply = Reply(salted(person) if person else "", _words(message), _date(message))
    return Mail(own, tuple(identifier for identifier in above if identifier != own), _header(message, "Subject"), reply)


def _header(message: "Message[str, str]", name: str) -> str:
    raw = str(message.get(name) or "")
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (ValueError, LookupError):
        return " ".join(raw.split())


def _date(message: "Message[str, str]") -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message.get("Date") or ""))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _words(message: "Message[str, str]") -> str:
    """What the message itself says: no quoted lines, nothing below the mark of a signature."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/plain", "text/html")]
    part = next((p for p in parts if p.get_content_type() == "text/plain"), parts[0] if parts else None)
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        text = raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = raw.decode("latin-1")
    return plain(text) if part.get_content_type() == "text/html" else own_lines(text)


def own_lines(text: str) -> str:
    """The lines of a plain message that its author wrote, addresses masked."""
    kept: list[str] = []
    for line in text.splitlines():
        if line.rstrip("\r\n") in ("-- ", "--") or line.startswith("-------------- next part"):
            break
        if not line.lstrip().startswith((">", "|>")):
            kept.append(line)
    return masked(_HIDDEN.sub("[e-mail]", "\n".join(line for line in kept if not _WROTE.match(line))))
