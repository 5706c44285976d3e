"""One file out of a mail, got by itself: nothing is marked as read. Blocking: asked over a `Line`."""

import re
from urllib.parse import unquote

from responder.connectors.mailbox import headers, locating, words
from responder.connectors.mailbox.box import Box
from responder.connectors.mailbox.headers import Head, first
from responder.connectors.mailbox.imap import Imap
from responder.connectors.mailbox.mime import Part, kind_of, split, unwrapped
from responder.core.errors import Gone, Refused
from responder.core.ports import MOST_ATTACHED, Attached

ENCODED = MOST_ATTACHED * 7 // 5
"""bytes on the line: base64 with its line ends takes 37 % more than what is in it (RFC 2045, 6.8)."""

_ADDRESS = re.compile(r"mid:([^/\s]{1,4000})/(\d{1,4}(?:\.\d{1,4}){0,20})")


def attached(imap: Imap, box: Box, address: str) -> Attached:
    """Return the file at an address of `parse.address`, wherever its mail lies by now. Raises Gone or Refused."""
    remote_id, number = _read(address)
    uid = locating.standing(imap, box, remote_id)
    if uid is None:
        raise Gone(words.MAIL_GONE)
    head = _head(imap, uid, number)
    body = imap.section(uid, number, most=ENCODED + 1)
    if not head and not body:
        raise Gone(words.FILE_GONE)
    part = Part(head, kind_of(head) or "application/octet-stream", b"")
    data = _unwrapped(head, body)
    if len(body) > ENCODED or len(data) > MOST_ATTACHED:
        raise Refused(words.FILE_TOO_LARGE)
    return Attached(data, part.kind, part.filename or _subject(part.kind, data))


def _read(address: str) -> tuple[str, str]:
    found = _ADDRESS.fullmatch(address)
    remote_id = unquote(found[1]) if found else ""
    if found is None or not remote_id.isprintable():
        raise Refused(words.NO_FILE_OF_OURS)
    return remote_id, found[2]


def _head(imap: Imap, uid: int, number: str) -> Head:
    """Return the head of a part. A mail that has no parts has one head: its own (RFC 3501, 6.4.5)."""
    fields = "HEADER.FIELDS (CONTENT-TYPE CONTENT-TRANSFER-ENCODING CONTENT-DISPOSITION)"
    own = _fields(imap.section(uid, fields))
    return _fields(imap.section(uid, f"{number}.MIME")) if kind_of(own).startswith("multipart/") else own


def _fields(raw: bytes) -> Head:
    return split(raw.replace(b"\r\n", b"\n"))[0]


def _unwrapped(head: Head, body: bytes) -> bytes:
    encoding = first(head, "content-transfer-encoding").strip().lower()
    return unwrapped(body.replace(b"\r\n", b"\n") if encoding == "base64" else body, encoding)


def _subject(kind: str, data: bytes) -> str:
    if kind != "message/rfc822":
        return ""
    subject = headers.words(first(_fields(data[:100_000]), "subject"))[:200]
    return f"{subject}.eml" if subject else ""
