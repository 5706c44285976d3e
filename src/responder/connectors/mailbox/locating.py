"""Finding mails in a mailbox by what we know of them. Blocking: asked over a `Line`."""

from collections.abc import Iterator
from dataclasses import dataclass

from responder.connectors.mailbox import headers, parse
from responder.connectors.mailbox.box import Box, special
from responder.connectors.mailbox.imap import Imap, Raw
from responder.connectors.mailbox.making import key_of
from responder.connectors.mailbox.parse import Mail
from responder.core.errors import Malformed, Refused
from responder.core.messages import State

FOLDERS = 40
"""How many folders are searched for a mail that is not where it was."""

NAMELESS = 200
"""How many mails without a Message-ID are compared, the newest first."""

CANDIDATES = 5


@dataclass(frozen=True)
class Located:
    """A mail, and where it lies."""

    raw: Raw
    mail: Mail
    folder: str


def message(imap: Imap, box: Box, remote_id: str) -> Located | None:
    """Return the mail of a message, wherever somebody has put it; None when it is in no folder."""
    key, digest = key_of(remote_id)
    for folder in places(imap, box):
        found = list(named(imap, folder, key) if key else nameless(imap, folder))
        if key and not digest and found:
            return found[0]
        for one in found:
            if digest and one.mail.digest.startswith(digest):
                return one
    return None


def standing(imap: Imap, box: Box, remote_id: str) -> int | None:
    """Be in the folder where a message's mail lies by now, and return its number there; None when it is in no folder.

    Mails are read only where their Message-ID does not tell them apart.
    """
    key, digest = key_of(remote_id)
    if digest:
        found = message(imap, box, remote_id)
        if found is not None:
            imap.within(found.folder)
        return None if found is None else found.raw.uid
    for folder in places(imap, box):
        try:
            imap.within(folder)
            uids = imap.named(key)
        except Refused:
            continue
        if uids:
            return uids[0]
    return None


def aside(imap: Imap, box: Box, remote_id: str) -> tuple[Located, State] | None:
    """Return a mail that somebody put to the spam or in the trash, and which of them; None when it is in neither."""
    key, _ = key_of(remote_id)
    listed = imap.folders() if key else []
    for what, state in (("junk", State.SPAM), ("trash", State.TRASH)):
        folder = special(listed, what)
        if folder and folder != box.folder:
            for one in named(imap, folder, key):
                return one, state
    return None


def places(imap: Imap, box: Box) -> Iterator[str]:
    """Yield the folders to look in: the mailbox's own, what was sent, then all others."""
    first = [box.folder, *([box.sent] if box.sent else [])]
    yield from first
    yield from [name for name, _ in imap.folders() if name not in first][:FOLDERS]


def named(imap: Imap, folder: str, key: str) -> Iterator[Located]:
    """Yield the mails of a folder with this Message-ID, oldest first; a folder that is closed to us has none."""
    try:
        imap.within(folder)
        found = imap.named(key)
    except Refused:
        return
    for raw in imap.mails(found):
        if "\\draft" not in raw.flags:
            yield from _read(raw, folder)


def nameless(imap: Imap, folder: str) -> Iterator[Located]:
    """Yield the newest mails of a folder that have no Message-ID."""
    try:
        imap.within(folder)
        found = imap.search("NOT", "HEADER", "Message-ID", "")[-NAMELESS:]
    except Refused:
        return
    for raw in reversed(imap.mails(found)):
        yield from _read(raw, folder)


def alike(imap: Imap, box: Box, mail: Mail, before: int) -> list[str]:
    """Return the Message-IDs of earlier mails between us and this sender under the same subject, newest first.

    The last resort for programs that answer without saying what to.
    """
    subject, sender = headers.bare(mail.subject), mail.sender
    if not subject or sender is None or not headers.answers(mail.subject) or mail.before:
        return []
    keys: list[tuple[int, str]] = []
    for folder, who in ((box.folder, "FROM"), (box.sent, "TO")):
        if not folder:
            continue
        imap.within(folder)
        found = imap.search(who, sender.address, "SUBJECT", subject)
        found = [uid for uid in found if folder != box.folder or uid < before][-CANDIDATES:]
        for raw in imap.mails(found):
            keys += [
                (raw.at, one.mail.key) for one in _read(raw, folder)
                if headers.bare(one.mail.subject).casefold() == subject.casefold() and one.mail.key
            ]  # fmt: skip
    return [key for _, key in sorted(keys, reverse=True)]


def digests(imap: Imap, box: Box, key: str, before: int) -> set[str]:
    """Return the digests of the mails with this Message-ID that came to the folder before, or lie in another."""
    return {
        one.mail.digest
        for folder in places(imap, box)
        for one in named(imap, folder, key)
        if folder != box.folder or one.raw.uid < before
    }


def _read(raw: Raw, folder: str) -> Iterator[Located]:
    try:
        yield Located(raw, parse.mail(raw.body, cut=raw.cut), folder)
    except Malformed:
        return  # it is no mail: kept as unreadable where it was met
