"""Writing an answer: the bytes of a mail, the same at every try. Pure.

Sources: RFC 5322, RFC 2045 to 2047, RFC 2231, RFC 2183. There is no `Auto-Submitted`: a person writes (RFC 3834).
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote
from uuid import UUID

from responder.connectors.mailbox.headers import Address, bare
from responder.connectors.mailbox.parse import Mail
from responder.core.clock import SECOND

REFERENCES = 40
"""How many ancestors an answer names: the first, and the nearest."""


@dataclass(frozen=True)
class File:
    """A file to go with an answer, already read."""

    name: str
    type: str
    data: bytes
    description: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer before it is written down."""

    key: str
    sender: Address
    to: tuple[Address, ...]
    subject: str
    references: tuple[str, ...]
    text: str
    at: int
    files: tuple[File, ...] = ()


def key_of(reply: UUID, address: str) -> str:
    """Return the Message-ID of a reply: the same at every try, so that it is found again."""
    domain = address.rpartition("@")[2].encode("idna").decode() if address.isascii() else "localhost"
    return f"{reply}@{domain}"


def subject(before: str) -> str:
    """Return the subject of an answer."""
    return f"Re: {bare(before)}".strip()


def references(mail: Mail) -> tuple[str, ...]:
    """Return what an answer to a mail refers to, the mail itself last; nothing when it has no id."""
    line = (*mail.before, *([mail.key] if mail.key else []))
    return line if len(line) <= REFERENCES else (line[0], *line[1 - REFERENCES :])


def recipients(mail: Mail, own: Address, *, ours: bool) -> tuple[Address, ...]:
    """Return who gets an answer: who asked, or whom we wrote to when our own mail is answered; never ourselves."""
    if ours:
        return tuple(one for one in mail.to if one.key != own.key)
    asked = tuple(one for one in mail.reply_to if one.key != own.key)
    return asked or tuple(one for one in (mail.sender,) if one is not None and one.key != own.key)


def written(answer: Answer) -> bytes:
    """Return the mail, with the line ends of the wire."""
    head = [
        f"From: {_address(answer.sender)}",
        "To: " + ",\r\n ".join(_address(one) for one in answer.to),
        f"Subject: {_words(answer.subject)}",
        f"Date: {format_datetime(datetime.fromtimestamp(answer.at // SECOND, UTC))}",
        f"Message-ID: <{answer.key}>",
    ]
    if answer.references:
        head.append(f"In-Reply-To: <{answer.references[-1]}>")
        head.append("References: " + "\r\n ".join(f"<{one}>" for one in answer.references))
    head.append("MIME-Version: 1.0")
    if not answer.files:
        return "\r\n".join(head).encode() + b"\r\n" + _text(answer.text)
    edge = f"=_{answer.key.partition('@')[0]}"
    parts = [_text(answer.text), *(_file(one) for one in answer.files)]
    body = b"".join(f"\r\n--{edge}\r\n".encode() + part for part in parts) + f"\r\n--{edge}--\r\n".encode()
    head.append(f'Content-Type: multipart/mixed; boundary="{edge}"')
    return "\r\n".join(head).encode() + b"\r\n" + body


def _text(text: str) -> bytes:
    body = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    raw = body.encode("utf-8", "replace")
    head = 'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: '
    if raw.isascii() and all(len(line) <= 78 for line in body.split("\n")) and "\nFrom " not in f"\n{body}":
        return f"{head}7bit\r\n\r\n".encode() + raw.replace(b"\n", b"\r\n")
    if sum(1 for byte in raw if byte > 126) * 4 > len(raw):
        return f"{head}base64\r\n\r\n".encode() + _base64(raw.replace(b"\n", b"\r\n"))
    quoted = binascii.b2a_qp(raw, istext=True).replace(b"\n", b"\r\n")
    return f"{head}quoted-printable\r\n\r\n".encode() + quoted


def _file(file: File) -> bytes:
    name = quote(_clean(file.name).encode("utf-8", "replace"), safe="")
    kind = file.type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", file.type) else "application/octet-stream"
    head = [
        f"Content-Type: {kind}",
        f"Content-Disposition: attachment;\r\n filename*=utf-8''{name}",
        "Content-Transfer-Encoding: base64",
    ]
    if file.description:
        head.append(f"Content-Description: {_words(file.description[:300])}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + _base64(file.data)


def _base64(raw: bytes) -> bytes:
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")


def _address(one: Address) -> str:
    address = _clean(one.address)
    name = _clean(one.name)
    if not name:
        return address
    if not name.isascii():
        return f"{_words(name)}\r\n <{address}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>'


def _words(text: str) -> str:
    """Return a text for a header. It is one line whatever it was: nobody writes headers of their own."""
    text = _clean(text)
    if text.isascii() and len(text) <= 60 and "=?" not in text:
        return text
    return Header(text, "utf-8", maxlinelen=70, continuation_ws=" ").encode(linesep="\r\n")


def _clean(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def addresses(many: Sequence[Address]) -> list[str]:
    """Return addresses for the envelope: a name of a domain in another script is written as the wire wants it."""
    found = []
    for one in many:
        local, _, domain = one.address.rpartition("@")
        try:
            found.append(f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}")
        except UnicodeError:
            found.append(one.address)
    return found
