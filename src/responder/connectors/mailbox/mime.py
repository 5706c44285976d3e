"""A mail's bytes to a tree of parts, whatever is wrong with them. Takes no longer than reading them.

Sources: RFC 2045, 2046, 2047 (2.), 2231, 2183, 3676.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from responder.connectors.mailbox.charsets import decoded
from responder.connectors.mailbox.headers import Head, first, words

DEPTH, PARTS, LINES = 12, 200, 2000
"""How deep, how many parts and how many lines of a head are looked at."""

TEXT = 1_000_000
"""How many bytes of one text are decoded."""

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_.-]{0,75})[ \t]*:(.*)", re.S)
_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_PARAMETER = re.compile(r';\s*([\w*%.-]{1,60})\s*=\s*("(?:[^"\\]|\\.)*+"|[^;\s]*)', re.S)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass
class Part:
    """One part: its head, its kind (`text/plain`), and either its body or its parts. `number` is as IMAP counts."""

    head: Head
    kind: str
    body: bytes
    number: str = ""
    parts: list["Part"] = field(default_factory=list)

    @property
    def attached(self) -> bool:
        """Say whether it wants to be shown as a file."""
        return first(self.head, "content-disposition").strip().lower().startswith("attachment") or bool(
            self.filename and not self.kind.startswith("text/")
        )

    @property
    def filename(self) -> str:
        """Return its file's name, without a folder."""
        name = parameter(first(self.head, "content-disposition"), "filename")
        name = words(name or parameter(first(self.head, "content-type"), "name"))
        return re.split(r"[/\\]", name)[-1][:200]

    @property
    def data(self) -> bytes:
        """Return the beginning of its body with the transfer encoding undone."""
        return unwrapped(self.body[:TEXT], first(self.head, "content-transfer-encoding").strip().lower())

    @property
    def text(self) -> str:
        """Return its body as text; paragraphs that a program broke into lines are whole again (RFC 3676)."""
        kind = first(self.head, "content-type")
        text = decoded(unwrapped(self.body[:TEXT], first(self.head, "content-transfer-encoding").strip().lower()),
                       parameter(kind, "charset") or "us-ascii")  # fmt: skip
        if self.kind == "text/plain" and parameter(kind, "format").lower() == "flowed":
            return _unflowed(text.replace("\r\n", "\n"), parameter(kind, "delsp").lower() == "yes")
        return text


def tree(raw: bytes) -> Part:
    """Return a mail as a tree."""
    raw = raw.replace(b"\r\n", b"\n")
    if b"\r" in raw[:4000]:
        raw = raw.replace(b"\r", b"\n")
    return _part(raw, "", "text/plain", 0, [0])


def _part(raw: bytes, number: str, usual: str, depth: int, count: list[int]) -> Part:
    head, body = split(raw)
    kind = kind_of(head) or usual
    part = Part(head, kind, body, number)
    if kind.startswith("multipart/") and depth < DEPTH:
        boundary = parameter(first(head, "content-type"), "boundary")
        if boundary:
            inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
            for position, piece in enumerate(_pieces(body, boundary.encode("utf-8", "surrogateescape")), 1):
                count[0] += 1
                if count[0] > PARTS:
                    break
                below = f"{number}.{position}" if number else str(position)
                part.parts.append(_part(piece, below, inner, depth + 1, count))
        if not part.parts:
            part.kind = "text/plain"  # a boundary that is nowhere: what is there is read as it stands
    if not part.number and not part.parts:
        part.number = "1"
    return part


def kind_of(head: Head) -> str:
    """Return the MIME type that a head names, "" when it names none."""
    found = _TYPE.match(first(head, "content-type"))
    return found[1].lower() if found else ""


def split(raw: bytes) -> tuple[Head, bytes]:
    """Return the head and the body; lines in the head that are no fields are passed over."""
    end = 0 if raw.startswith(b"\n") else raw.find(b"\n\n")
    above, body = (raw, b"") if end < 0 else (raw[:end], raw[end + 1 if not end else end + 2 :])
    head: Head = {}
    last: list[str] | None = None
    for line in above.decode("utf-8", "surrogateescape").split("\n", LINES)[:LINES]:
        if line[:1] in (" ", "\t"):
            if last is not None and len(last[-1]) < 100_000:
                last[-1] += "\n" + line
            continue
        named = _FIELD.match(line)
        last = head.setdefault(named[1].lower(), []) if named else None
        if named and last is not None:
            last.append(named[2].strip())
    return head, body


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    """Return what stands between the lines of a boundary; a missing last one loses nothing."""
    found: list[bytes] = []
    begin: int | None = None
    for start, end, closing in _edges(body, b"--" + boundary):
        if begin is not None:
            found.append(body[begin : max(begin, start - 1)])
        begin = None if closing else end
        if closing or len(found) >= PARTS:
            return found
    return found if begin is None else [*found, body[begin:]]


def _edges(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield where each line that is a boundary begins and ends, and whether it is the last."""
    at = 0 if body.startswith(mark) else body.find(b"\n" + mark) + 1 or -1
    while at >= 0:
        closing = body.startswith(b"--", at + len(mark))
        rest = at + len(mark) + 2 * closing
        end = body.find(b"\n", rest)
        end = len(body) if end < 0 else end
        if not body[rest:end].strip(b" \t"):
            yield at, min(end + 1, len(body)), closing
        at = body.find(b"\n" + mark, end) + 1 or -1


def parameter(value: str, name: str) -> str:
    """Return a parameter of a header (RFC 2231: also one in pieces, or in another charset), "" without it."""
    if name not in value.lower():
        return ""
    pieces: dict[int, tuple[str, bool]] = {}
    for key, said in _PARAMETER.findall(value):
        base, _, rest = key.lower().partition("*")
        if base != name:
            continue
        text = re.sub(r"\\(.)", r"\1", said[1:-1]) if said.startswith('"') and said.endswith('"') else said
        order, extended = rest.rstrip("*"), rest.endswith("*") or key.endswith("*")
        pieces.setdefault(int(order) if order.isdecimal() and len(order) < 4 else 0, (text, extended))
    charset, joined = "utf-8", b""
    for order in sorted(pieces):
        text, extended = pieces[order]
        if extended and order == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        joined += unquote_to_bytes(text) if extended else text.encode("utf-8", "surrogateescape")
    return decoded(joined, charset or "utf-8")


def unwrapped(body: bytes, encoding: str) -> bytes:
    """Return a body without its transfer encoding; what is broken in it is read as far as it goes."""
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == "base64":
        bare = _NO_BASE64.sub(b"", body.split(b"=\n\n", 1)[0])
        bare = bare[: len(bare) - (len(bare) % 4 == 1)]
        return binascii.a2b_base64(bare + b"=" * (-len(bare) % 4))
    return body


def _unflowed(text: str, joined: bool) -> str:
    lines: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        shown = content[:-1] if flows and joined else content
        if open_depth == depth and content != "-- ":
            lines[-1].append(shown)
        else:
            lines.append([">" * depth + (" " if depth else ""), shown])
        open_depth = depth if flows else None
    return "\n".join("".join(line) for line in lines)
