"""A mail as its server gives it to what we keep of it. Pure; no byte sequence makes it fail or take long."""

import re
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote

from responder.connectors.mailbox import automatic, headers, quotes, words
from responder.connectors.mailbox.headers import Address, Head, first
from responder.connectors.mailbox.mime import Part, split, tree
from responder.core.errors import Malformed
from responder.core.messages import Attachment
from responder.net import markup

FILES = 50
"""How many attachments of one mail are listed."""

_CITED = re.compile(
    r"<(?:blockquote\b[^<>]{0,500}\b(?:type\s*=\s*[\"']?cite|gmail_quote)|"
    r"div\b[^<>]{0,500}\b(?:gmail_quote|yahoo_quoted|divRplyFwdMsg|appendonsend|moz-cite-prefix|protonmail_quote|OLK_SRC_BODY_SECTION))",
    re.I,
)
_TYPES = {"image": "image", "video": "video", "audio": "audio"}


@dataclass(frozen=True)
class Mail:
    """One mail. `key` is its Message-ID, "" when it has none of use; `before` are those of its thread, oldest first.

    `why` says why it wants no answer; `about` is the mail that a report is about; `digest` is the same for copies
    that came different ways.
    """

    key: str
    before: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    text: str
    files: tuple[Attachment, ...]
    why: str
    about: str
    digest: str


def mail(raw: bytes, *, cut: bool = False) -> Mail:
    """Read one. Raises Malformed for what has not one line of a head: that is no mail."""
    root = tree(raw)
    head = root.head
    if not head:
        raise Malformed("a mail without a head", raw)
    senders = headers.addresses(head.get("from", [])) or headers.addresses(head.get("sender", []))
    report = first(head, "content-type").strip().lower().startswith("multipart/report")
    own, tail = quotes.folded(_text(root))
    text = quotes.written(own, tail)
    key = headers.message_id(head)
    digest = fingerprint(head, root.body)
    return Mail(
        key=key, before=headers.ancestors(head), subject=headers.words(first(head, "subject"))[:500],
        sender=senders[0] if senders else None, reply_to=headers.addresses(head.get("reply-to", [])),
        to=headers.addresses([*head.get("to", []), *head.get("cc", [])]),
        text=f"{text}\n\n{words.CUT}".strip() if cut else text, files=tuple(_files(root, key or f"? {digest}")),
        why=automatic.reason(head, senders[0] if senders else None, report=report),
        about=_about(root) if report else "", digest=digest,
    )  # fmt: skip


def shown(one: Mail, *, answering: bool) -> str:
    """Return the text of a message: it begins with the subject, unless it answers a mail that stands above it."""
    if not one.subject or (answering and headers.answers(one.subject)):
        return one.text
    return f"{one.subject}\n\n{one.text}".strip()


def fingerprint(head: Head, body: bytes) -> str:
    """Return a hash of what the sender wrote; what servers on the way add is left out."""
    said = "\0".join(first(head, name) for name in ("from", "to", "date", "subject"))
    return blake2b(
        said.encode("utf-8", "surrogateescape") + b"\0" + body.rstrip(), digest_size=10
    ).hexdigest()


def _text(root: Part) -> str:
    return "\n\n".join(piece for piece in _pieces(root) if piece.strip())


def _pieces(part: Part) -> list[str]:
    if part.parts:
        if part.kind == "multipart/alternative":
            return _best(part)
        inner = part.parts[:1] if part.kind in ("multipart/related", "multipart/report") else part.parts
        return [piece for below in inner for piece in _pieces(below)]
    if part.attached or part.kind not in ("text/plain", "text/html"):
        return []
    return [_plain(part.text) if part.kind == "text/plain" else _html(part.text)]


def _best(part: Part) -> list[str]:
    """Return the plain version of a mail that has several, unless there is nothing in it."""
    versions = [(below.kind, _pieces(below)) for below in part.parts]
    for kind, pieces in [*(one for one in versions if one[0] == "text/plain"), *reversed(versions)]:
        if any(piece.strip() for piece in pieces) and kind != "text/calendar":
            return pieces
    return []


def _plain(text: str) -> str:
    return markup.tidy(text.replace(quotes.BEGIN, "").replace(quotes.END, ""))


def _html(text: str) -> str:
    """Return HTML as text, with marks where a mail program says that it quotes."""
    text = text[: 4 * markup.LIMIT].replace(quotes.BEGIN, "").replace(quotes.END, "")
    cited = _CITED.search(text)
    if cited is None:
        return markup.to_text(text)
    before, after = text[: cited.start()], text[cited.start() :]
    last = after.lower().rfind("</blockquote")
    if last >= 0 and (end := after.find(">", last)) >= 0:
        after = f"{after[: end + 1]}<p>{quotes.END}</p>{after[end + 1 :]}"
    return markup.to_text(f"{before}<p>{quotes.BEGIN}</p>{after}")


def _files(root: Part, remote_id: str) -> list[Attachment]:
    found: list[Attachment] = []
    waiting = [root]
    while waiting and len(found) < FILES:
        part = waiting.pop(0)
        waiting[:0] = part.parts
        if part.parts or not (part.attached or part.kind not in ("text/plain", "text/html")):
            continue
        if part.kind in ("message/delivery-status", "text/rfc822-headers"):
            continue
        url = address(remote_id, part.number)
        found.append(Attachment(_kind(part.kind), url, description=_description(part)))
    return found


def address(remote_id: str, number: str) -> str:
    """Return the address of a part of a message's mail, which `fetching` understands."""
    return f"mid:{quote(remote_id, safe='@.')}/{number}"


def _kind(kind: str) -> str:
    return "mail" if kind == "message/rfc822" else _TYPES.get(kind.partition("/")[0], "file")


def _description(part: Part) -> str:
    name = part.filename
    if not name and part.kind == "message/rfc822":
        name = headers.words(first(split(part.data)[0], "subject"))[:200]
    encoded = first(part.head, "content-transfer-encoding").strip().lower() == "base64"
    size = len(part.body) * 3 // 4 if encoded else len(part.body)
    return f"{name or part.kind}, {max(1, round(size / 1000))} kB"


def _about(root: Part) -> str:
    """Return the id of the mail that a report is about (RFC 3462: its third part)."""
    for part in root.parts:
        if part.kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"):
            return headers.message_id(split(part.data.replace(b"\r\n", b"\n"))[0])
    return ""
