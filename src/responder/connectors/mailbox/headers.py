"""The head of a mail: names, addresses, ids. Nothing in it is trusted to be well made.

Sources: RFC 5322 (3.6), RFC 2047, RFC 6532 (UTF-8 in headers).
"""

import re
from dataclasses import dataclass
from email.header import decode_header

from responder.connectors.mailbox.charsets import decoded
from responder.net.markup import tidy

MOST = 20_000
"""How many characters of one header are looked at."""

ID_MOST = 500
"""A longer Message-ID is treated as none: RFC 5322 allows 998 with its name."""

REFERENCES = 100
"""How many ancestors are looked at, the oldest and the newest of them."""

_SIMPLE = re.compile(r'\s*+"?([^"<>,;:()@\\]*+)"?\s*+<([^<>@\s,;:()"]++@[^<>@\s,;:()"]++)>\s*+')
_BARE = re.compile(r"\s*+()([^@\s<>,;:()\"\\]++@[^@\s<>,;:()\"\\]++)\s*+")
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*+)"|<([^<>]*+)>|([,;:()])|([^",;:<>()]++)|.', re.S)
_ID = re.compile(r"<([^<>\s]+)>")
_WORD = re.compile(r"=\?[^?\s]{1,75}\?[bBqQ]\?[^?]*\?=")
_REPLY = re.compile(
    r"(?:(?:re|aw|antw|antwort|sv|vs|rif|r|odp|res|ynt|回复|回覆|答复|返信|fwd?|wg|tr|rv|enc|i|doorst)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+",
    re.I,
)


@dataclass(frozen=True)
class Address:
    """A mailbox: a name for people, and where it is."""

    name: str
    address: str

    @property
    def key(self) -> str:
        """Return what two spellings of one address have in common."""
        return self.address.casefold()


Head = dict[str, list[str]]
"""Every value of every header, by its name in lower case, in order; raw bytes are surrogates."""


def first(head: Head, name: str) -> str:
    """Return the first value of a header as it was sent, "" when there is none."""
    values = head.get(name)
    return values[0][:MOST] if values else ""


def words(raw: str) -> str:
    """Return a header's text: one line, encoded words decoded, whatever was wrong with them."""
    raw = raw[:MOST]
    if raw.isascii() and raw.isprintable() and "=?" not in raw:
        return " ".join(raw.split())
    if not raw.isascii():
        raw = decoded(raw.encode("utf-8", "surrogateescape"), "utf-8")
    if "=?" in raw and _WORD.search(raw):
        raw = _decoded_words(raw)
    return " ".join(tidy(raw, limit=MOST).split())


def _decoded_words(raw: str) -> str:
    try:
        pieces = decode_header(re.sub(r"\s*[\r\n]+\s*", " ", raw))
    except (ValueError, LookupError):  # a base64 that is none: shown as it was sent
        return raw
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "latin-1") for piece, charset in pieces
    )


def addresses(values: list[str]) -> tuple[Address, ...]:
    """Return the mailboxes that a header names; what is no address is left out."""
    found: list[Address] = []
    for raw in values[:20]:
        raw = raw[:MOST]
        simple = _SIMPLE.fullmatch(raw) or _BARE.fullmatch(raw)
        pairs = [(simple[1], simple[2])] if simple else _listed(raw)
        for name, address in pairs:
            address = words(address)
            if re.fullmatch(r"[^@\s<>,;:\\\"]+@[^@\s<>,;:\\\"]+", address) and len(address) <= 320:
                found.append(Address(words(name), address))
    return tuple({one.key: one for one in reversed(found)}.values())[::-1]


def _listed(raw: str) -> list[tuple[str, str]]:
    """Return names and addresses of a list that has more than one usual address in it; comments may be names."""
    found: list[tuple[str, str]] = []
    name, note, address, depth = "", "", "", 0
    for piece in _PIECE.finditer(raw + ","):
        quoted, angle, sign, text = piece.groups()
        if sign in ("(", ")"):
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif depth:
            note += quoted or text or ""
        elif sign == ":":
            name = ""  # the name of a group, RFC 5322, 3.4
        elif sign:
            found.append((name, address) if address else (note, name.strip()))
            name = note = address = ""
        elif angle is not None:
            address = angle.strip()
        else:
            name += re.sub(r"\\(.)", r"\1", quoted) if quoted else text or ""
    return found


def message_id(head: Head) -> str:
    """Return the mail's own id without its brackets, "" when it has none that can be used."""
    raw = first(head, "message-id").strip()
    found = _ID.search(raw)
    return usable(found[1] if found else raw)


def usable(key: str) -> str:
    """Return an id when it may serve as one."""
    fits = 3 <= len(key) <= ID_MOST and key.isprintable() and not any(c.isspace() for c in key)
    return key if fits and not _surrogate(key) else ""


def ancestors(head: Head) -> tuple[str, ...]:
    """Return the ids of the mails before this one in its thread, oldest first: References, then In-Reply-To."""
    said = _ID.findall(first(head, "references"))
    direct = _ID.findall(first(head, "in-reply-to"))[:1]
    keys = [key for key in [*said, *direct] if usable(key)]
    if direct and usable(direct[0]):
        keys = [key for key in keys if key != direct[0]] + direct  # the one answered comes last
    keys = list(dict.fromkeys(keys))
    return tuple(keys if len(keys) <= REFERENCES else keys[:1] + keys[1 - REFERENCES :])


def bare(subject: str) -> str:
    """Return a subject without the marks of answering and forwarding that programs put before it."""
    return _REPLY.sub("", subject, count=1).strip() if _REPLY.match(subject) else subject.strip()


def answers(subject: str) -> bool:
    """Say whether a subject is marked as an answer's."""
    return _REPLY.match(subject) is not None


def _surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)
