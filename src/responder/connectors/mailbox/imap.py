"""One IMAP session, as the rest of this connector needs it. Blocking: it lives in a thread of its own (`line.py`).

Sources: RFC 3501 and 9051, RFC 2177 (IDLE), RFC 4315 (UIDPLUS), RFC 6851 (MOVE), RFC 6154 (special folders),
RFC 5530 (what a refusal is about).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from responder.connectors.mailbox import headers
from responder.connectors.mailbox.mime import split
from responder.connectors.mailbox.session import Session
from responder.core.clock import SECOND, within
from responder.core.errors import Unreachable

WHOLE = 32_000_000
"""A larger mail (bytes) is read up to `BEGINNING` only."""

BEGINNING = 2_000_000
GROUP = 8_000_000
"""How many bytes of mails are asked for at once."""

_APPENDED = re.compile(rb"\[APPENDUID \d+ (\d+)")


@dataclass(frozen=True)
class Folder:
    """What a server says of a folder: how its numbers are to be understood, and the next one to be given."""

    validity: int
    next: int
    count: int


@dataclass(frozen=True)
class Raw:
    """One mail as it lies there. `at` is when it arrived (µs), by the server's clock."""

    uid: int
    at: int
    body: bytes
    flags: frozenset[str]
    cut: bool


class Imap(Session):
    """A session that is signed in, and what is asked over it."""

    _selected: tuple[str, bool] | None = None

    # --- folders

    def select(self, folder: str, *, readonly: bool = True) -> Folder:
        """Open a folder. Raises Refused when there is none."""
        with self.translating():
            self._selected = None
            said = self._client.select_folder(folder, readonly=readonly)
            self._selected = folder, readonly
            return Folder(*(int(said.get(key, 0)) for key in (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS")))

    def within(self, folder: str, *, readonly: bool = True) -> None:
        """Be in a folder, opening it only where we are not."""
        if self._selected not in ((folder, readonly), (folder, False)):
            self.select(folder, readonly=readonly)

    def status(self, folder: str) -> Folder:
        """Return the same of a folder that is not open."""
        with self.translating():
            said = self._client.folder_status(folder, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
            return Folder(*(int(said.get(key, 0)) for key in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES")))

    def folders(self) -> list[tuple[str, frozenset[str]]]:
        """Return every folder that can be opened, with what it is for, such as `\\Sent`."""
        with self.translating():
            listed = self._client.list_folders()
        found = ((str(name), frozenset(text(flag).lower() for flag in flags)) for flags, _, name in listed)
        return [(name, flags) for name, flags in found if not flags & {"\\noselect", "\\nonexistent"}]

    # --- reading

    def after(self, uid: int) -> list[int]:
        """Return the numbers above one, in order: `n:*` names the last mail even when it is below n."""
        with self.translating():
            found = self._client.search(["UID", f"{uid + 1}:*"])
            return sorted(number for number in map(int, found) if number > uid)

    def newest(self, count: int, exists: int) -> list[int]:
        """Return the numbers of the newest mails, in order."""
        if not exists:
            return []
        with self.translating():
            return sorted(map(int, self._client.search([f"{max(1, exists - count + 1)}:*"])))

    def search(self, *criteria: str) -> list[int]:
        """Return the numbers of what matches, in order."""
        charset = None if all(one.isascii() for one in criteria) else "UTF-8"
        with self.translating():
            return sorted(map(int, self._client.search(list(criteria), charset)))

    def named(self, key: str) -> list[int]:
        """Return the numbers of the mails with this Message-ID and no other; the header is searched for a part of it."""
        found = self.search("HEADER", "Message-ID", key)[-50:]
        return [uid for uid, known in self.keys(found).items() if known == key]

    def keys(self, uids: Sequence[int]) -> dict[int, str]:
        """Return the Message-IDs of mails."""
        found: dict[int, str] = {}
        with self.translating():
            for some in _groups(uids, 500):
                said = self._fetch(some, "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")
                for uid, data in said.items():
                    body = next((data[name] for name in data if name.startswith(b"BODY[")), None) or b""
                    found[uid] = headers.message_id(split(bytes(body).replace(b"\r\n", b"\n"))[0])
        return dict(sorted(found.items()))

    def groups(self, uids: Sequence[int]) -> list[list[int]]:
        """Return the numbers in groups that are not too heavy to be read at once; a mail that is goes by itself."""
        with self.translating():
            sizes = self._sizes(uids)
            unknown = [uid for uid in uids if uid not in sizes]
            return [*_weighed(sizes), *([unknown] if unknown else [])]

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        said = self._fetch(uids, "RFC822.SIZE")
        return {uid: int(data.get(b"RFC822.SIZE") or 0) for uid, data in said.items()}

    def mails(self, uids: Sequence[int]) -> list[Raw]:
        """Return mails, in the order of their numbers; what vanished meanwhile is left out."""
        with self.translating():
            sizes = self._sizes(uids)
            found = [one for some in _weighed(sizes) for one in self._group(some, sizes)]
        return sorted(found, key=lambda one: one.uid)

    def _group(self, uids: list[int], sizes: dict[int, int]) -> Iterator[Raw]:
        large = len(uids) == 1 and sizes[uids[0]] > WHOLE
        wanted = f"BODY.PEEK[]<0.{BEGINNING}>" if large else "BODY.PEEK[]"
        for uid, data in self._fetch(uids, wanted, "INTERNALDATE", "FLAGS").items():
            body = next((data[name] for name in data if name.startswith(b"BODY[]")), None)
            if body is not None:
                flags = frozenset(text(flag).lower() for flag in data.get(b"FLAGS") or ())
                yield Raw(uid, _moment(data.get(b"INTERNALDATE")), bytes(body), flags, large)

    def section(self, uid: int, section: str, *, most: int = 0) -> bytes:
        """Return a section of a mail (RFC 3501, 6.4.5), at most so many bytes when `most` is given; b"" when there is none."""
        part = f"<0.{most}>" if most else ""
        said = self._fetch([uid], f"BODY.PEEK[{section}]{part}").get(uid, {})
        return bytes(next((said[name] for name in said if name.startswith(b"BODY[")), None) or b"")

    def _fetch(self, uids: Sequence[int], *wanted: str) -> dict[int, dict[bytes, Any]]:
        if not uids:
            return {}
        with self.translating():
            return dict(self._client.fetch(list(uids), list(wanted)))

    # --- waiting

    def wait(self, seconds: float) -> bool:
        """Wait for news of the open folder (IDLE), at most so long; say whether there was any."""
        with self.translating():
            self._client.idle()
            woken = bool(self._client._imap.readable(seconds))
            self._client.idle_done()
        return woken

    # --- changing

    def flag(self, uid: int, flag: str, *, on: bool = True) -> None:
        """Set a flag, or take it away. A server may leave out what a person may not do, without a word."""
        with self.translating():
            (self._client.add_flags if on else self._client.remove_flags)([uid], [flag])

    def append(self, folder: str, mail: bytes, flags: Sequence[str], key: str) -> int:
        """Put a mail into a folder; return its number."""
        with self.translating():
            said = self._client.append(folder, mail, flags)
        number = _APPENDED.search(said if isinstance(said, bytes) else b"")
        if number:
            return int(number[1])
        self.select(folder, readonly=False)
        found = self.named(key)
        if not found:
            raise Unreachable(f"{self._server.host} does not show what was put into “{folder}”")
        return found[-1]

    def remove(self, uid: int) -> None:
        """Delete one mail of the open folder, and no other."""
        self.flag(uid, "\\Deleted")
        with self.translating():
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge([uid])

    def move(self, uid: int, folder: str) -> None:
        """Move a mail of the open folder to another."""
        with self.translating():
            if self._client.has_capability("MOVE"):
                self._client.move([uid], folder)
                return
            self._client.copy([uid], folder)
        self.remove(uid)


def text(word: Any) -> str:
    """Return a word of the protocol as text."""
    return word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word)


def _moment(said: datetime | None) -> int:
    if said is None:
        return 0
    try:
        moment = said if said.tzinfo else said.replace(tzinfo=UTC)
        return within(round(moment.timestamp() * SECOND))
    except (ValueError, OverflowError, OSError):
        return 0


def _groups(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for begin in range(0, len(uids), size):
        yield uids[begin : begin + size]


def _weighed(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Yield groups that are not too heavy; a mail that is goes by itself."""
    group: list[int] = []
    weight = 0
    for uid, size in sorted(sizes.items()):
        if group and weight + size > GROUP:
            yield group
            group, weight = [], 0
        group.append(uid)
        weight += size
    if group:
        yield group
