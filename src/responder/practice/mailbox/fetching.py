"""FETCH (RFC 3501, 6.4.5): the parts of a mail that a client may ask for."""

import re
from datetime import UTC, datetime
from email.message import Message

from responder.practice.mailbox.syntax import Word, Wrong, literal, quoted, text
from responder.practice.mailbox.world import Item

_BODY = re.compile(r"BODY(\.PEEK)?\[(.*)\](?:<(\d+)\.(\d+)>)?", re.I)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MACROS = {"FAST": ["FLAGS", "INTERNALDATE", "RFC822.SIZE"]}


def wanted(words: list[Word]) -> list[str]:
    """Return the names of what is asked for, whether or not they stand in a list."""
    names: list[str] = []
    for word in words:
        names += [text(one) for one in word] if isinstance(word, list) else [text(word)]
    joined = " ".join(names)
    found = re.findall(r"BODY(?:\.PEEK)?\[[^\]]*\](?:<\d+\.\d+>)?|\S+", joined, re.I)
    return _MACROS.get(found[0].upper(), found) if found else found


def fetched(position: int, item: Item, names: list[str], *, by_uid: bool) -> bytes:
    """Return the untagged line for one mail."""
    parts = [_part(item, name) for name in names]
    if by_uid and not any(name.upper() == "UID" for name in names):
        parts.append(b"UID %d" % item.uid)
    return b"* %d FETCH (" % position + b" ".join(parts) + b")\r\n"


def reads(names: list[str]) -> bool:
    """Say whether asking for these marks a mail as read."""
    return any(re.match(r"BODY\[|RFC822(?!\.)", name, re.I) for name in names)


def _part(item: Item, name: str) -> bytes:
    match name.upper():
        case "FLAGS":
            return b"FLAGS (" + " ".join(sorted(item.flags)).encode() + b")"
        case "UID":
            return b"UID %d" % item.uid
        case "INTERNALDATE":
            return b"INTERNALDATE " + quoted(_date(item.at))
        case "RFC822.SIZE":
            return b"RFC822.SIZE %d" % len(item.raw)
        case "RFC822":
            return b"RFC822 " + literal(item.raw)
    return _body(item, name)


def _body(item: Item, name: str) -> bytes:
    found = _BODY.fullmatch(name)
    if found is None:
        raise Wrong(f"there is no such thing as {name}")
    section, raw = found[2], item.raw
    head, body = _split(raw)
    upper = section.upper()
    if upper == "HEADER":
        raw = head
    elif upper == "TEXT":
        raw = body
    elif upper.startswith("HEADER.FIELDS "):
        raw = _fields(head, re.findall(r"[^\s()]+", section)[1:])
    elif upper:
        part = _numbered(item.parsed, upper)
        if part is None:
            return f"BODY[{section}] NIL".encode()
        raw = _mime(part) if upper.endswith(".MIME") else _content(part)
    label = f"BODY[{section}]"
    if found[3] is not None:
        raw = raw[int(found[3]) : int(found[3]) + int(found[4])]
        label += f"<{found[3]}>"
    return label.encode() + b" " + literal(raw)


def _numbered(mail: Message, section: str) -> Message | None:
    """Return a part by its numbers; a mail without parts has one, itself."""
    found = re.fullmatch(r"(\d+(?:\.\d+)*)(?:\.MIME)?", section)
    if found is None:
        raise Wrong(f"there is no section {section}")
    for number in map(int, found[1].split(".")):
        payload = mail.get_payload()
        parts = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else [mail]
        if not 0 < number <= len(parts):
            return None
        mail = parts[number - 1]
    return mail


def _mime(part: Message) -> bytes:
    fields = "".join(f"{name}: {value}\r\n" for name, value in part.raw_items())
    return f"{fields}\r\n".encode("utf-8", "surrogateescape")


def _content(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = b"".join(one.as_bytes() for one in payload if isinstance(one, Message))
        return inner.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    encoded = str(part["Content-Transfer-Encoding"] or "").strip().lower() in ("base64", "quoted-printable")
    plain = str(payload).encode() if encoded else part.get_payload(decode=True)
    return plain if isinstance(plain, bytes) else b""


def _split(raw: bytes) -> tuple[bytes, bytes]:
    head, gap, body = raw.partition(b"\r\n\r\n")
    return head + gap, body


def _fields(head: bytes, names: list[str]) -> bytes:
    known = {name.lower().encode() for name in names}
    fields = re.split(rb"\r\n(?![ \t])", head)
    kept = [one for one in fields if one.partition(b":")[0].strip().lower() in known]
    return b"".join(one + b"\r\n" for one in kept) + b"\r\n"


def _date(at: float) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    return moment.strftime(f"%d-{_MONTHS[moment.month - 1]}-%Y %H:%M:%S +0000")
